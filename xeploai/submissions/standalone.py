"""The register that a single workbook describes: what a unit can be checked by before it sends."""

from dataclasses import replace
from datetime import date

from xeploai.reading.values import date_or_none, read_choice, read_text
from xeploai.register.deadlines import USUAL_NAMES, event_meant, events_named
from xeploai.register.model import Milestone, Register, Settings, Unit, make_register
from xeploai.schema.form import InfoReturn, MilestoneReturn
from xeploai.schema.regulations import Regulation, all_regulations, for_year
from xeploai.schema.terms import CapBase, CapScope, MilestoneEvent, Rounding, UnitKind, YesNo
from xeploai.submissions.model import Return
from xeploai.submissions.returns import label_text

OFFICE = "cơ quan tổng hợp"
NO_CODE = "chua-ghi-ma"
"""Placeholder code of a unit that has not written one."""

_NO_NAME, _ABOVE = "Đơn vị chưa ghi mã", "*"


def alone(item: Return, as_of: date, settings: Settings | None = None) -> tuple[Register, Return]:
    """Return a register of nothing but the return's own unit, and the return as a unit of it.

    The deadlines are those that the form gives on the sheet Tiến độ. Without settings the period's
    regulation sets its usual cap; as_of tells it where the period names no year.
    """
    info = item.sheet(InfoReturn)
    unit = Unit(
        code=item.unit or label_text(info, "unit_code") or NO_CODE,
        name=label_text(info, "unit_name") or item.unit or _NO_NAME,
        kind=_kind(item),
        parent=_ABOVE,
        files_form=YesNo.YES,
    )
    parent = label_text(info, "parent_name") or "Cấp trên trực tiếp"
    above = Unit(_ABOVE, parent, UnitKind.DISTRICT, files_form=YesNo.NO)
    known = settings or _settings(item, as_of)
    register = make_register(known, [above, unit], _milestones(item, unit))
    return replace(register, is_of_one_return=True), replace(item, unit=unit.code)


def _kind(item: Return) -> UnitKind:
    kind = read_choice(UnitKind, label_text(item.sheet(InfoReturn), "unit_kind"))
    if not isinstance(kind, UnitKind) or kind.is_below_reporting:
        return UnitKind.GRASSROOTS
    return kind


def _milestones(item: Return, unit: Unit) -> list[Milestone]:
    """Return the milestones that a form gives with their deadlines, the first of each code."""
    sheet = item.sheet(MilestoneReturn)
    read = [(each.row.milestone, each.row.name, each.row.deadline) for each in sheet.rows]
    others = [
        (
            read_text(line.values.get("milestone", "")),
            read_text(line.values.get("name", "")),
            date_or_none(line.values.get("deadline", "")),
        )
        for line in (*sheet.unread, *sheet.unfilled)
    ]
    given: dict[str, Milestone] = {}
    for code, name, deadline in (*read, *others):
        if code and deadline is not None:
            event, kinds = _event(code, name), frozenset({unit.kind})
            given.setdefault(code, Milestone(code, name or code, kinds, deadline, event))
    return list(given.values())


def _event(code: str, name: str) -> MilestoneEvent:
    """Return the event of a milestone as far as its code and its name tell.

    The form does not say what the office chose. What may be dated by anything else than the sheet
    Tiến độ is taken for that, so that no blank is told that need not be filled in.
    """
    event, named = event_meant(code, name), events_named(name)
    others = [x for x in MilestoneEvent if x in named and x is not MilestoneEvent.REPORTED]
    may_be_reported = MilestoneEvent.REPORTED in named or not named
    is_usual = event is not MilestoneEvent.REPORTED or (code in USUAL_NAMES and may_be_reported)
    return event if is_usual or not others else others[0]


def _settings(item: Return, as_of: date) -> Settings:
    regulation: Regulation = for_year(item.year or as_of.year) or all_regulations()[0]
    usual = regulation.cap
    return Settings(
        period=item.period or str(as_of.year),
        office=OFFICE,
        higher_office="",
        regulation=regulation,
        cap=usual.percent if usual else None,
        cap_base=usual.base if usual else CapBase.HTT,
        cap_scope=usual.scope if usual else CapScope.GRASSROOTS,
        cap_decision="",
        digits=2,
        rounding=Rounding.HALF_UP,
        hide_below=0,
        counted_to=None,
    )
