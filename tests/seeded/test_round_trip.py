"""A faulty return goes home marked, is corrected, comes back beside the old one, and counts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

import pytest
from openpyxl import Workbook

from tests import xlsx
from tests.seeded.correcting import NAMES, correct, links, opened, plain, saved, words
from tests.seeded.draw import Drawn, draw, taken
from tests.seeded.planters import CORRECTIONS, planted
from tests.seeded.planting import PLANTABLE, Places
from tests.seeded.sendings import TAKEN, Place, RowType, Values
from tests.seeded.site import Site
from xeploai.findings import Finding, Rule
from xeploai.forms.layout import TOTAL, place
from xeploai.outputs.feedback.build import files_to_send_back, to_send_back
from xeploai.outputs.feedback.corrections_sheet import FILLS
from xeploai.outputs.feedback.groups import grade_of
from xeploai.reading.rules import ReadingRule
from xeploai.reading.xlsx.old_fonts import in_unicode
from xeploai.rules.all_rules import BY_CODE, worded_for
from xeploai.rules.scopes import RegisterRule, ReturnRule, RowRule, UnitRule
from xeploai.schema.form import CORRECTIONS_SHEET, FORM_SHEETS, InfoReturn
from xeploai.schema.row import columns
from xeploai.season.season import Season
from xeploai.submissions.model import Status

CORRECTABLE = sorted(
    code
    for code, rule in PLANTABLE.items()
    if type(rule) in {ReadingRule, RowRule, ReturnRule, UnitRule, RegisterRule}
    if not rule.of_board
)
QUICK = (
    "levels_do_not_sum_to_rated", "cell_twice", "unreadable_cell", "missing_sheet",
    "listed_cell_missing", "discipline_row_twice",
)  # fmt: skip
CASES = [pytest.param(x, marks=() if x in QUICK else pytest.mark.slow) for x in CORRECTABLE]
YEARS_BY_SEED = {0: 2023, 1: 2025, 2: 2021}


@dataclass(frozen=True)
class Returned:
    """A marked workbook, with the fault it was made for."""

    code: str
    drawn: Drawn
    site: Site
    places: Places
    season: Season
    findings: Sequence[Finding]
    data: bytes

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules in the words that the unit reads."""
        return worded_for(self.season.register.settings.office)


def returned(code: str) -> Returned:
    years = [year for year in YEARS_BY_SEED.values() if BY_CODE[code].holds_in(year)]
    drawn, site, places = planted(code, 1, years[0])
    season = drawn.season()
    files = files_to_send_back(season, to_send_back(season), {})
    name = f"{site.unit}.xlsx"
    assert {x.rpartition(".")[0] for x in files} == {site.unit}
    findings = [x for x in season.findings if x.ref.file == site.sending.file]
    return Returned(code, drawn, site, places, season, findings, files[name])


@pytest.mark.parametrize("code", CASES)
def test_there_and_back(code: str) -> None:
    sent = returned(code)
    book = opened(sent.data)
    is_marked(sent, book)
    right = corrected(sent)
    changed = correct(book, right.now[sent.site.unit])
    only_the_wrong_was_changed(sent, right, changed)
    is_counted(sent, right, saved(book))


# ------------------------------------------------------------------ what the unit gets


def is_marked(sent: Returned, book: Workbook) -> None:
    assert book.sheetnames[0] == CORRECTIONS_SHEET
    rule, texts = sent.rules[sent.code], words(book)
    assert any(rule.title in text for text in texts)
    for text in (rule.reason, rule.fix, rule.citation):
        assert text[1:] in " ".join(texts)
    leads = links(book)
    for finding in sent.findings:
        assert finding.message in texts
    for at, finding in zip(sent.places, by_place(sent), strict=True):
        if isinstance(at, Place) and at.kind is not None:
            own = [cell for cell, text in leads if text == finding.message]
            points_to(at, finding, book, own, sent.rules[finding.rule].fix)


def by_place(sent: Returned) -> list[Finding]:
    """The finding at each place."""
    return [
        next(x for x in sent.findings if isinstance(at, Place) and x.ref == at.ref())
        for at in sent.places
    ]


def points_to(
    at: Place, finding: Finding, book: Workbook, leads: list[tuple[str, str]], fix: str
) -> None:
    """The link leads to the very field, whose cell is coloured and explained."""
    assert len(leads) == 1
    sheet, address = leads[0]
    assert at.kind is not None
    assert sheet == at.kind.SHEET
    if not finding.ref.cell or at.key.startswith("?"):
        return
    if has_no_line(at):
        assert address == "A1", "it leads to the sheet"
        return
    assert address == place_in_form(at, book)
    cell = book[sheet][address]
    assert cell.fill.fgColor.rgb[-6:] == FILLS[grade_of(finding)]
    assert finding.message.rstrip(".") in cell.comment.text
    assert fix in cell.comment.text
    is_total = at.row is not None and TOTAL in at.row.values()
    if at.row is not None and not is_total and type(BY_CODE[finding.rule]) is ReadingRule:
        stands_as_typed(at, cell.value)


def has_no_line(at: Place) -> bool:
    """Whether the new form has no line for it: a title, a group's heading, some totals."""
    if at.row is None or at.kind is None:
        return at.is_title
    is_heading = set(at.row) <= {"name", TAKEN}
    is_total = TOTAL in at.row.values()
    return is_heading or (is_total and not place(at.kind).last_row)


def place_in_form(at: Place, book: Workbook) -> str:
    assert at.kind is not None
    where = place(at.kind)
    if at.kind is InfoReturn:
        return where.cell(at.key)
    if at.row is None:
        return where.cell(at.key, where.header_row)
    return where.cell(at.key, row_in_form(at, book))


def row_in_form(at: Place, book: Workbook) -> int:
    """The line of the form that holds what the unit wrote in its row."""
    assert at.kind is not None
    assert at.row is not None
    where, page = place(at.kind), book[at.kind.SHEET]
    values = {key: as_read(at.row.get(key)) for key in columns(at.kind)}
    others = {key: value for key, value in values.items() if key != at.key}
    names = {key: value for key, value in values.items() if value == TOTAL}
    for wanted in [names] if names else (values, others):
        for number in range(page.max_row, where.first_row - 1, -1):
            there = {key: plain(page[where.cell(key, number)].value) for key in wanted}
            if there == wanted:
                return number
    raise AssertionError(values)


def stands_as_typed(at: Place, value: object) -> None:
    assert at.row is not None
    typed = at.row[at.key]
    if isinstance(typed, (str, int, float)) and not isinstance(typed, xlsx.Raw):
        assert plain(value) == (in_unicode(str(typed)) or [typed])[0]


# ------------------------------------------------------------------ what it sends again


def corrected(sent: Returned) -> Drawn:
    """The season as it should be: the register's if it found the fault, else the clean one."""
    if sent.code in CORRECTIONS:
        right = sent.drawn.copy()
        site = Site(right, sent.site.unit, sent.site.rng)
        at = sent.places[0]
        assert isinstance(at, Place)
        assert at.kind is not None
        row = at.row and site.rows(at.kind)[sent.site.rows(at.kind).index(at.row)]
        CORRECTIONS[sent.code](site, Place(site.sending, at.kind, at.key, row))
        return right
    seed_and_year = (1, sent.drawn.year)
    right = draw(*seed_and_year).copy()
    right.settings = sent.drawn.settings
    return right


def only_the_wrong_was_changed(
    sent: Returned, right: Drawn, changed: Sequence[tuple[str, str]]
) -> None:
    """Of what a unit wrote nothing was lost on the way: no other cell had to be filled again."""
    now, clean = sent.site.sending, right.now[sent.site.unit]
    for kind in FORM_SHEETS[1:]:
        if kind not in now.left_out and now.layout[kind] == clean.layout[kind]:
            wrong = wrong_fields(kind, now.rows[kind], clean.rows[kind])
            has_headings = sum(each is kind for each, _ in now.heads) < 2
            if wrong is not None and has_headings:
                assert sum(sheet == kind.SHEET for sheet, _ in changed) == wrong


def wrong_fields(kind: RowType, rows: list[Values], clean: list[Values]) -> int | None:
    """How many values are not what they should be, None where lines are not those they should."""
    pairs = list(zip(rows, clean, strict=False))
    wrong = [
        key
        for row, same in pairs
        for key in columns(kind)
        if as_read(row.get(key)) != plain(same.get(key))
    ]
    return None if len(rows) != len(clean) or set(wrong) & set(NAMES) else len(wrong)


def as_read(value: object) -> object:
    """What a cell says; a formula says what it came to when it was last calculated."""
    if not isinstance(value, xlsx.Raw):
        return plain(value)
    text, result = re.search(r"<t\b[^>]*>(.*?)</t>", value), re.search(r"<v>(\d+)</v>", value)
    if text:
        return unescape(text[1])
    number = int(result[1]) if result else None
    is_day = number is not None and f's="{xlsx.STRUCK_DAY}"' in value
    if is_day:
        return date(1899, 12, 30) + timedelta(number or 0)
    return plain(value) if number is None else number


DUE = "due_milestone_without_date"


def is_counted(sent: Returned, right: Drawn, data: bytes) -> None:
    file = "gửi lại/đã sửa.xlsx"
    season = right.thought([*sent.drawn.taken(), taken(data, file)])
    fates = {item.file: item.status for item in season.intake.submissions}
    # Sent without a day yet: what was to come when the first was sent may be due by now.
    due = set() if sent.code == DUE else {DUE}
    assert [x for x in season.findings if x.ref.file == file and x.rule not in due] == []
    assert fates[file] is Status.COUNTED
    assert fates[sent.site.sending.file] is Status.SUPERSEDED
    assert season.figures.rows == right.season().figures.rows
