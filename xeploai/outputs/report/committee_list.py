"""The list for the meeting of the committee that decides: for Word, and for Excel to fill in."""

from collections.abc import Mapping, Sequence

from xeploai.forms.committee_list import ListHead, committee_list
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.outputs.documents.letterhead import head
from xeploai.outputs.documents.word import fill
from xeploai.outputs.report.scope import Scope
from xeploai.paths import COMMITTEE_LIST_TEMPLATE
from xeploai.phrases import NOUNS, UNDECIDED, as_of_words, level_name, upper_first
from xeploai.schema.terms import Level, RatedSubject, Scale, Stage, Subject
from xeploai.text import count
from xeploai.views.appraisal import TOO_NEW, Appraised

_NOUNS = {
    RatedSubject.ORG: NOUNS[Subject.ORG],
    RatedSubject.CELL: NOUNS[Subject.CELL],
}


def excel_list(scope: Scope, everybody: Sequence[Appraised]) -> bytes:
    """Return the workbook to fill in: everybody to be decided on, in the office's order."""
    scale = scope.settings.organisations
    rows = [_row(number, each, scale) for number, each in enumerate(everybody, start=1)]
    summary = _summary(scope, everybody)
    several = upper_first(ORGANISATIONS) if _has_upper(scope, everybody) else ""
    organisations = several or RatedSubject.ORG.value
    head = ListHead(scope.unit, scope.name, summary, scope.settings, TOO_NEW, organisations)
    return workbook_bytes(committee_list(rows, head))


def word_list(scope: Scope, everybody: Sequence[Appraised]) -> bytes:
    """Return the paper for the meeting; raises BuildError where the office's template is wrong."""
    noun, scale = _noun(scope, everybody), scope.settings.organisations
    words = {
        **head(scope.settings, scope.season.as_of),
        "unit": scope.name,
        "subject": noun,
        "column": noun[:1].upper() + noun[1:],
        "summary": _summary(scope, everybody),
        "rows": [_words(number, each, scale) for number, each in enumerate(everybody, start=1)],
    }
    return fill(COMMITTEE_LIST_TEMPLATE, words)


ORGANISATIONS = "tổ chức đảng"
"""Whoever is on a list of several kinds."""


def _noun(scope: Scope, everybody: Sequence[Appraised]) -> str:
    subjects = {each.subject for each in everybody}
    is_one = len(subjects) == 1 and not _has_upper(scope, everybody)
    return _NOUNS[subjects.pop()] if is_one else ORGANISATIONS


def _has_upper(scope: Scope, everybody: Sequence[Appraised]) -> bool:
    """Whether some of a list stand above TCCSĐ."""
    units = scope.view.register.units
    return any(each.code in units and units[each.code].kind.is_upper for each in everybody)


def _summary(scope: Scope, everybody: Sequence[Appraised]) -> str:
    """Say how many there are, and how many of them have still to be decided."""
    undecided = sum(each.is_undecided for each in everybody)
    left = f"{count(undecided)} {UNDECIDED}" if undecided else "đã quyết định đủ"
    total = f"{count(len(everybody))} {_noun(scope, everybody)}, {left}"
    return f"{as_of_words(scope.season.as_of)}: {total}"


def _row(number: int, each: Appraised, scale: Scale) -> Mapping[str, object]:
    return {
        "number": number,
        "unit_code": each.code,
        "name": each.name,
        "subject": each.subject,
        "self_level": _short(each.levels[Stage.SELF], scale),
        "proposed_level": _short(each.levels[Stage.PROPOSED], scale),
        "decided_level": _short(each.levels[Stage.DECIDED], scale),
        "decision_no": each.decision_no,
        "decision_date": each.decision_date,
        "reason": each.reason,
        "remark": each.remark,
    }


def _words(number: int, each: Appraised, scale: Scale) -> Mapping[str, object]:
    return {
        "number": number,
        "name": each.name,
        "self": _level(each.levels[Stage.SELF], scale),
        "proposed": _level(each.levels[Stage.PROPOSED], scale),
        "decided": _level(each.decided, scale),
        "note": "; ".join(filter(None, (each.reason, each.remark))),
    }


def _level(level: Level | None, scale: Scale) -> str:
    return level_name(level, scale) if level else ""


def _short(level: Level | None, scale: Scale) -> str | None:
    return scale.short(level) if level else None
