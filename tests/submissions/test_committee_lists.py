"""The list for the committee's meeting: made, filled in with its decisions, dropped in and read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl

from tests.builders import AS_OF, a_return, cell, decision, grid, info, register
from xeploai.forms.layout import place
from xeploai.outputs.report.committee_list import excel_list
from xeploai.outputs.report.scope import Scope
from xeploai.paths import REGISTER_FILE
from xeploai.register.model import Register
from xeploai.schema.committee_list import LIST_SUMMARY_SHEET, CommitteeRow
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, RatedSubject, Stage, Subject
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import CommitteeList, Return, Status, Submission, Taken
from xeploai.submissions.returns import open_file, read_return
from xeploai.views.appraisal import appraised
from xeploai.views.season_view import lay_out

WHERE = place(CommitteeRow)
LIST = "ds-hop.xlsx"


def sent(code: str) -> Return:
    own = info(unit_code=Code(code), self_level=Level.XS, proposed_level=None, decided_level=None)
    rows = [cell(cell_code=Code(f"{code}1"), name=f"Chi bộ {code}", decided_level=None)]
    return a_return(rows, of=own, file=f"{code}.xlsx", sha256=code)


def undecided() -> list[Taken]:
    return [sent("A"), sent("B")]


def made(unit: str = "H", of: Register | None = None) -> bytes:
    """The list as the program makes it."""
    view = lay_out(evaluate(of or register(), undecided(), AS_OF))
    return excel_list(Scope(view, unit), appraised(view, unit))


def filled(data: bytes, rows: Mapping[str, Mapping[str, str | date]]) -> bytes:
    """A list with something written into some of its rows, by the code of each."""
    workbook = openpyxl.load_workbook(BytesIO(data))
    sheet = workbook[CommitteeRow.SHEET]
    letters = WHERE.letters
    numbers = range(WHERE.first_row, sheet.max_row + 1)
    by_code = {sheet[f"{letters['unit_code']}{row}"].value: row for row in numbers}
    for code, values in rows.items():
        for key, value in values.items():
            sheet[f"{letters[key]}{by_code[code]}"] = value
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


DECIDED: dict[str, str | date] = {
    "decided_level": "HTT",
    "decision_no": "12-QĐ/HU",
    "decision_date": date(2025, 12, 30),
}


def back(data: bytes, file: str = LIST, saved_at: datetime | None = None) -> CommitteeList:
    item = read_return(data, file)
    assert isinstance(item, CommitteeList)
    return replace(item, saved_at=saved_at or item.saved_at)


def season_of(*lists: CommitteeList, of: Register | None = None) -> Season:
    return evaluate(of or register(), [*undecided(), *lists], AS_OF)


def levels(season: Season, code: str = "A") -> list[Level | None]:
    figures = (season.figures.of_itself(code, stage) for stage in Stage)
    return [next((x for x in Level if figure and figure.level(x)), None) for figure in figures]


def fate(season: Season, file: str = LIST) -> Submission:
    return next(item for item in season.intake.submissions if item.file == file)


def test_the_list_comes_back_with_the_committees_decisions() -> None:
    item = back(filled(made(), {"A": DECIDED | {"reason": "Chi bộ nộp muộn"}}))
    assert (item.period, item.decided, item.findings) == ("2025", 1, ())
    season = season_of(item)
    assert levels(season) == [Level.XS, None, Level.HTT]
    assert levels(season, "B") == [Level.XS, None, None], "not decided yet"
    decided = season.register.decision("A", RatedSubject.ORG)
    assert decided is not None
    assert (decided.decision_no, decided.decision_date) == ("12-QĐ/HU", date(2025, 12, 30))
    assert decided.reason == "Chi bộ nộp muộn"
    assert fate(season).status is Status.DECISIONS
    assert fate(season).reason == "1 mức được quyết định"


def test_what_a_list_adds_up_is_never_read() -> None:
    """Whatever stands on its sheet Tổng hợp; a unit's sheet of that name may be its figures."""
    workbook = openpyxl.load_workbook(BytesIO(made()))
    del workbook[LIST_SUMMARY_SHEET]
    sheet = workbook.create_sheet(LIST_SUMMARY_SHEET)
    for line in grid(CellReturn, [cell()]):
        sheet.append(line)
    assert alike_in(workbook) == []
    workbook[CommitteeRow.SHEET].title = "Đã họp"
    assert alike_in(workbook) == [LIST_SUMMARY_SHEET]


def alike_in(workbook: openpyxl.Workbook) -> list[str]:
    """The sheets of other names that are like one of the form."""
    content = BytesIO()
    workbook.save(content)
    return [raw.name for _, raw in open_file(content.getvalue(), LIST).alike]


def test_a_list_that_nobody_has_filled_in_changes_nothing() -> None:
    season = season_of(back(made()))
    plain = season_of()
    assert season.figures.rows == plain.figures.rows
    assert season.findings == plain.findings
    assert fate(season).reason == "0 mức được quyết định"


def test_the_levels_before_the_decision_are_the_returns_own() -> None:
    item = back(filled(made(), {"A": DECIDED | {"self_level": "KHT", "proposed_level": "KHT"}}))
    assert levels(season_of(item)) == [Level.XS, None, Level.HTT]


def test_a_decision_after_the_day_waits() -> None:
    later = DECIDED | {"decision_date": date(2026, 1, 5)}
    season = season_of(back(filled(made(), {"A": later})))
    assert levels(season)[-1] is None
    assert "decision_after_day" in {x.rule for x in season.findings if x.ref.file == LIST}


def test_what_the_register_says_of_earlier_steps_stays_beside_the_decision() -> None:
    proposed = decision("A", proposed_level=Level.HT, reason="Còn chi bộ yếu")
    season = season_of(back(filled(made(), {"A": DECIDED})), of=register(decisions=[proposed]))
    assert levels(season) == [Level.XS, Level.HT, Level.HTT]
    assert season.register.decisions[0].row.reason == "Còn chi bộ yếu"


def test_what_the_register_decides_holds_and_the_difference_is_told() -> None:
    own = decision("A", decided_level=Level.HT, decision_no="9-QĐ/HU", reason="Sai mức")
    season = season_of(back(filled(made(), {"A": DECIDED})), of=register(decisions=[own]))
    assert levels(season)[-1] is Level.HT
    (twice,) = (x for x in season.findings if x.rule == "decision_twice")
    assert twice.ref.file == REGISTER_FILE
    row = WHERE.first_row
    assert twice.message == f"“Đảng bộ xã A” đã ghi ở dòng {row} của tệp {LIST}"
    same = decision("A", decided_level=Level.HTT, decision_no="12-QĐ/HU", reason="x")
    season = season_of(back(filled(made(), {"A": DECIDED})), of=register(decisions=[same]))
    assert "decision_twice" not in {x.rule for x in season.findings}


def test_of_two_lists_the_later_one_holds() -> None:
    first = back(filled(made(), {"A": DECIDED}), "z.xlsx", datetime(2025, 12, 28))
    second = back(
        filled(made(), {"A": DECIDED | {"decided_level": "HT"}}), "a.xlsx", datetime(2025, 12, 30)
    )
    season = season_of(second, first)
    assert levels(season)[-1] is Level.HT
    (twice,) = (x for x in season.findings if x.rule == "decision_twice")
    assert (twice.ref.file, "của tệp z.xlsx" in twice.message) == ("a.xlsx", True)


def test_a_copy_of_a_list_is_one_list() -> None:
    data = filled(made(), {"A": DECIDED})
    season = season_of(back(data, "b.xlsx"), back(data, "a.xlsx"))
    assert fate(season, "a.xlsx").status is Status.DECISIONS
    assert fate(season, "b.xlsx").reason == "Trùng hoàn toàn với tệp a.xlsx"
    assert "decision_twice" not in {x.rule for x in season.findings}


def test_a_list_of_another_period_decides_nothing() -> None:
    old = replace(back(filled(made(), {"A": DECIDED})), period="2024")
    season = season_of(old)
    assert levels(season)[-1] is None
    assert fate(season).status is Status.WRONG_PERIOD
    assert fate(season).reason == "Danh sách xét của kỳ “2024”, danh mục là kỳ “2025”"


def test_a_cell_that_cannot_be_read_is_told_and_costs_its_row_only() -> None:
    rows = {"A": DECIDED | {"decided_level": "Khá"}, "B": DECIDED}
    season = season_of(back(filled(made(), rows)))
    assert (levels(season)[-1], levels(season, "B")[-1]) == (None, Level.HTT)
    place_of = f"{WHERE.letters['decided_level']}{WHERE.first_row}"
    faults = [x for x in season.findings if x.ref.file == LIST and x.is_error]
    assert [x.ref.cell for x in faults] == [place_of]
    assert fate(season).reason == "1 mức được quyết định; 1 ô phải sửa"


def test_a_row_of_a_code_that_is_not_known_is_told() -> None:
    item = back(filled(made(), {"A": DECIDED | {"unit_code": "X"}}))
    season = season_of(item)
    assert levels(season)[-1] is None
    assert "decision_of_unknown_code" in {x.rule for x in season.findings if x.ref.file == LIST}


def test_the_list_of_one_unit_is_of_its_cells() -> None:
    item = back(filled(made("A"), {"A1": DECIDED}))
    figure = season_of(item).figures.at("A1", Subject.CELL, Stage.DECIDED)
    assert figure is not None
    assert (figure.rated, figure.htt) == (1, 1)
    assert levels(season_of(item))[-1] is None, "the unit itself is decided on above it"


def test_the_workbook_is_the_same_at_every_build() -> None:
    assert made() == made()
