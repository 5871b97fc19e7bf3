"""The form says of itself what the program says of it: every rule's fault, and forms at random."""

import ast
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from tests import builders
from tests.forms.self_check.drawn_forms import (
    Filled,
    are_red,
    at_random,
    clean,
    counted_faults,
    errors,
    fill,
    hints,
    partial,
    put,
    recalculated,
    verdict,
    waiting_cells,
    warnings,
)
from tests.office import carried_wrongly
from tests.seeded.draw import Drawn, draw
from tests.seeded.planters import PLANTERS, planted
from tests.seeded.planting import lone
from tests.seeded.sendings import Place
from xeploai.findings import Severity
from xeploai.forms.declared_formulas import formulas_of, known_of
from xeploai.forms.layout import place
from xeploai.forms.self_check.check_formulas import checks_of
from xeploai.forms.styles import CellFormula
from xeploai.paths import PACKAGE
from xeploai.reading.office_rules import BookRule
from xeploai.reading.xlsx.refusals import Refusal
from xeploai.rules.all_rules import ALL_RULES, OF_ONE_WORKBOOK
from xeploai.rules.scopes import (
    CountedRule,
    OfficeRule,
    OwnerRule,
    QuarterRule,
    RegisterRule,
    SeasonRule,
    StandingRule,
    YearRule,
)
from xeploai.schema.form import (
    FORM_SHEETS,
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    MilestoneReturn,
)
from xeploai.schema.periods import Period
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code, Row, columns
from xeploai.schema.self_check import (
    KnownOfUnit,
    ListedCell,
    NotShown,
    RowFormula,
    Shown,
    ShownBy,
    UnfilledFormula,
)
from xeploai.schema.terms import OverCap, UnitKind
from xeploai.season.figures.model import Figures

READY = "Sẵn sàng gửi: CÓ"
OF_MORE = (
    Refusal,
    OwnerRule,
    YearRule,
    QuarterRule,
    SeasonRule,
    CountedRule,
    StandingRule,
    OfficeRule,
    BookRule,
)
"""The kinds of rules of what no workbook that opens can show by itself."""

GRADED = {x.code for x in ALL_RULES if isinstance(x, RegisterRule) and x.grading}
"""The rules that are errors by the register only."""
DECLARED = {
    x.code: x.self_check
    for x in OF_ONE_WORKBOOK
    if x.severity is Severity.ERROR or x.code in GRADED
}
SHOWN = sorted(code for code, declared in DECLARED.items() if not isinstance(declared, NotShown))
PLANTED = [code for code in SHOWN if code not in ("error_cell", "missing_sheet")]
TIMES = int(os.environ.get("FORMS_TIMES", "1"))
"""`make soak` draws more forms than `make test` has time for."""

RANDOM, CLEAN, PARTIAL = 16 * TIMES, 5 * TIMES, 4 * TIMES
DRAWN = {"random": RANDOM, "clean": CLEAN, "partial": PARTIAL}
EVERY = [*PLANTED, *(f"{name} {seed}" for name, times in DRAWN.items() for seed in range(times))]

# The first test waits for LibreOffice, which opens a hundred forms.
pytestmark = pytest.mark.timeout(600)


# ------------------------------------------------------------------ the declarations


def test_every_error_of_one_workbook_has_its_formula_or_reason() -> None:
    errors = (x for x in ALL_RULES if x.severity is Severity.ERROR or x.code in GRADED)
    assert DECLARED.keys() == {rule.code for rule in errors if not isinstance(rule, OF_MORE)}
    assert None not in DECLARED.values()


def test_every_reason_is_given() -> None:
    for code, declared in DECLARED.items():
        if isinstance(declared, NotShown):
            assert declared.reason.endswith("."), code
        if isinstance(declared, ShownBy):
            assert all(isinstance(DECLARED[other], Shown) for other in declared.rules), code


KNOWN = (
    KnownOfUnit(Period(2021), 2021, UnitKind.GRASSROOTS, cap=20, fulfilled=100, good=80,
          new_months=6, founded_on=date(2021, 9, 1),
          cells=(ListedCell("C01", "Chi bộ 1", date(2021, 9, 1)),)),
    KnownOfUnit(Period(2025), 2025, UnitKind.GRASSROOTS_CELL, reported=("KH", "TT")),
    KnownOfUnit(Period(2026, 1), 2026, UnitKind.GRASSROOTS),
    KnownOfUnit(Period(0), 2025, UnitKind.GRASSROOTS),
)  # fmt: skip


@pytest.mark.parametrize("known", KNOWN)
def test_a_warning_is_shown_as_a_hint_and_an_error_as_a_fault(known: KnownOfUnit) -> None:
    for rule in OF_ONE_WORKBOOK:
        if isinstance(rule.self_check, Shown):
            for formula in rule.self_check.formulas(known):
                is_hint = isinstance(formula, UnfilledFormula) or (
                    isinstance(formula, RowFormula) and formula.is_hint
                )
                assert is_hint == (rule.code not in DECLARED), rule.code
                assert not is_hint or getattr(formula, "rest", '""') == '""'


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("row_type", FORM_SHEETS)
def test_no_sentence_is_taken_for_another(row_type: type[Row], known: KnownOfUnit) -> None:
    trials = checks_of(row_type, formulas_of(known)).all_trials()
    # On a sheet of labels a sentence stands beside its own label.
    is_table = row_type.LAYOUT == "table"
    apart = [set(columns(row_type))] if is_table else [{key} for key in columns(row_type)]
    for some in apart:
        applying = [x for x in trials if not x.fields or some & set(x.fields)]
        marks = {trial.mark for trial in applying}
        assert all(one == other or one not in other for one in marks for other in marks)
        assert len({(trial.mark, trial.title) for trial in applying}) == len(marks)


def test_no_module_of_the_forms_names_a_rule() -> None:
    codes = {rule.code for rule in ALL_RULES}
    for path in PACKAGE.glob("forms/**/*.py"):
        nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
        named = {node.id for node in nodes if isinstance(node, ast.Name)}
        named |= {node.name for node in nodes if isinstance(node, ast.alias)}
        named |= {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
        assert not named & codes, path


def test_sentences_stand_in_the_order_of_what_they_concern() -> None:
    openings = [
        trial.opening for trial in checks_of(CellReturn, formulas_of(KNOWN[0])).all_trials()
    ]
    season = "phải là ngày có thật, dạng dd/mm/yyyy, từ 01/01/2021 đến 30/06/2022."
    assert openings == [
        "Chưa kiểm điểm, chưa có số liệu.",
        "Ô số phải là số nguyên từ 0 trở lên.",
        "Chưa kiểm điểm, chưa xếp loại.",
        "Chưa ghi tên chi bộ.",
        "Chưa ghi tổng số đảng viên.",
        "Chưa ghi số được đánh giá, xếp loại.",
        "Chính thức + dự bị = ",
        "Được xếp loại + không xếp loại = ",
        "Bốn mức cộng lại ",
        "Số bị kỷ luật ",
        "Số liệu đúng bằng tổng các dòng trên.",
        "Được hiểu là tổng của các dòng khác, không cộng vào đơn vị.",
        "Không phải tên một chi bộ, không cộng vào đơn vị.",
        "Chi bộ này đã ghi ở dòng trên.",
        "Ghi lại chi bộ ở dòng trên bằng cách viết khác, chỉ tính một lần.",
        "Số liệu và tên giống hệt dòng trên, chỉ khác mã.",
        "Chi bộ thành lập chưa đủ 6 tháng thì không xếp loại.",
        "Xếp XS khi chưa đủ tỷ lệ đảng viên.",
        "Mức xếp loại chỉ ghi XS, HTT, HT hoặc KHT.",
        f"Ngày kiểm điểm {season}",
        f"Ngày quyết định {season}",
        "Ngày quyết định trước ngày kiểm điểm.",
        "Mã chi bộ phải là chữ hoặc số nguyên.",
        "Có ô đang báo lỗi công thức.",
    ]


def test_what_is_not_in_force_is_no_fault_of_the_form() -> None:
    openings = [
        {trial.opening for trial in checks_of(CellReturn, formulas_of(known)).trials}
        for known in (KNOWN[0], replace(KNOWN[0], rules_of=2025))
    ]
    assert openings[0] - openings[1] == {"Xếp XS khi chưa đủ tỷ lệ đảng viên."}


def test_what_the_board_accepts_is_no_fault_of_the_form() -> None:
    drawn = draw(0, 2021).copy()
    openings = [_openings(drawn)]
    drawn.waivers.append(WaiverRow("decision_before_review", Code("D01"), "đã rõ", "A", None))
    openings.append(_openings(drawn))
    assert openings[0] - openings[1] == {"Ngày quyết định trước ngày kiểm điểm."}


def _openings(drawn: Drawn) -> set[str]:
    register = drawn.register()
    known = known_of(register, register.units["D01"])
    return {trial.opening for trial in checks_of(CellReturn, formulas_of(known)).trials}


_FUNCTIONS = {
    "ABS", "AND", "CHAR", "CLEAN", "COLUMN", "COUNT", "COUNTA", "COUNTIFS", "DATEVALUE",
    "EXACT", "FIND", "IF", "IFERROR", "INDEX", "INT", "ISBLANK", "ISERROR", "ISLOGICAL", "ISNA",
    "ISNUMBER", "ISREF", "ISTEXT", "LEFT", "LEN", "LOWER", "MATCH", "MAX", "MEDIAN", "MID",
    "MIN", "N", "NOT", "OR", "REPT", "RIGHT", "ROW", "SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT",
    "TEXT", "TRIM", "VALUE",
}  # fmt: skip
"""All of them are in Excel 2010, WPS and LibreOffice."""


def test_formulas_keep_to_what_every_program_knows() -> None:
    book = fill(draw(1, 2021), "D01").book
    cells = (cell.value for sheet in book.sheets.values() for cell in sheet.cells.values())
    for formula in (value.text for value in cells if isinstance(value, CellFormula)):
        texts = re.findall(r'"(?:[^"]|"")*"', formula)
        assert max(map(len, texts), default=0) <= 255
        bare = re.sub(r"'[^']*'!", "", re.sub(r'"(?:[^"]|"")*"', '""', formula))
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= _FUNCTIONS
        assert len(formula) < 8192
        assert "{" not in re.sub(r"\{[^{}]*\}", "", bare)
        assert not re.search(r"\{\w*[a-z.]\w*\}|[§¶]", bare), "a token is left open"


# ------------------------------------------------------------------ every rule


def _error_cell() -> Filled:
    filled = fill(draw(0, 2021).copy(), "D01")
    put(filled.book[CellReturn.SHEET], place(CellReturn).cell("note", 9), "=1/0")
    return filled


def _missing_sheet() -> Filled:
    filled = fill(draw(0, 2021).copy(), "D01")
    del filled.book[InfoReturn.SHEET]
    return filled


def _planted(code: str) -> Filled:
    year = 2021 if code in GRADED else PLANTERS[code].years[0]
    drawn, site, places = planted(code, 0, year)
    drawn.settings["over_cap"] = OverCap.REFUSED
    filled = fill(drawn, site.unit)
    for at in places:
        if isinstance(at, Place) and at.kind is not None and _turns_red(code, filled, at):
            filled.ask(*filled.cell(at))
    return filled


def _turns_red(code: str, filled: Filled, at: Place) -> bool:
    """Whether the formulas of a rule name the cell at fault."""
    register = filled.drawn.register()
    known = known_of(register, register.units[filled.unit])
    declared = DECLARED[code]
    shown = [DECLARED[x] for x in declared.rules] if isinstance(declared, ShownBy) else [declared]
    formulas = [x for each in shown if isinstance(each, Shown) for x in each.formulas(known)]
    rows = [x for x in formulas if isinstance(x, RowFormula)]
    is_read = code in ("unreadable_cell", "percentage_in_count", "blank_cell")
    return is_read or any(x.row_type is at.kind and at.key in x.fields for x in rows)


def _typed_again() -> Filled:
    """A sheet of the office's spellings in which nothing is wrong: what once showed as faults."""
    filled = fill(draw(0, 2021).copy(), "D01")
    page, where = filled.book[CellReturn.SHEET], place(CellReturn)
    row = filled.sending.rows[CellReturn][0]
    for key, value in (
        ("exempt" if not row["exempt"] else "disciplined", "-" if not row["exempt"] else None),
        ("members", f" {row['members']} "),
        ("self_level", {"xs": "Hoàn thành xuất sắc nhiệm vụ", "htt": "hoàn thành tốt nhiệm vụ",
                        "ht": "Hoàn thành nhiệm vụ"}[row["self_level"]]),
    ):  # fmt: skip
        if value is not None:
            put(page, where.cell(key, where.first_row), value)
    return filled


def _without_sheet() -> Filled:
    filled = fill(draw(0, 2021).copy(), "D01")
    del filled.book[DisciplineReturn.SHEET]
    return filled


def _due_and_blank() -> Filled:
    drawn, site, _ = planted("due_milestone_without_date", 0, 2021)
    return fill(drawn, site.unit)


def _due_and_undone() -> Filled:
    filled = _due_and_blank()
    page, where = filled.book[MilestoneReturn.SHEET], place(MilestoneReturn)
    put(page, where.cell("note", where.first_row), "  Chưa xong, chờ họp")
    return filled


def _without_totals(unit: str = "D01", *, is_waiting: bool = False) -> Filled:
    """A form whose own totals are left blank, of a unit all of whose cells have met or not."""
    drawn = draw(0, 2021).copy()
    sending = drawn.now[unit]
    sending.info.update(dict.fromkeys(builders.DECLARED))
    if is_waiting:
        sending.rows[CellReturn][0] |= dict.fromkeys(
            ("review_date", "rated", "xs", "htt", "ht", "kht", "self_level", "proposed_level",
             "decided_level", "decision_date")
        )  # fmt: skip
    return fill(drawn, unit)


SPECIAL: dict[str, Callable[[], Filled]] = {
    "error_cell": _error_cell,
    "missing_sheet": _missing_sheet,
    "typed again": _typed_again,
    "without a sheet": _without_sheet,
    "due and blank": _due_and_blank,
    "due and undone": _due_and_undone,
    "no totals": _without_totals,
    "no totals yet": lambda: _without_totals(is_waiting=True),
    "no totals of a cell": lambda: _without_totals(lone(draw(0, 2021))[0]),
}


@dataclass(frozen=True)
class ComputedForm:
    """A form and its text once it is computed."""

    filled: Filled
    sent: bytes
    data: bytes

    @property
    def is_ready(self) -> bool:
        text = verdict(self.data)
        assert text == READY or re.fullmatch(r"Sẵn sàng gửi: CHƯA – [1-9]\d* lỗi", text), text
        return text == READY


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ComputedForm]:
    """Every form of these tests, computed by LibreOffice in one go."""
    made = {code: _planted(code) for code in PLANTED}
    made |= {name: make() for name, make in SPECIAL.items()}
    made |= {f"random {seed}": at_random(seed, PLANTED) for seed in range(RANDOM)}
    made |= {f"clean {seed}": clean(seed) for seed in range(CLEAN)}
    made |= {f"partial {seed}": partial(seed) for seed in range(PARTIAL)}
    sent = {name: each.data() for name, each in made.items()}
    done = recalculated(tmp_path_factory.mktemp("self-check"), sent)
    return {name: ComputedForm(made[name], sent[name], done[name]) for name in made}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the adding up, which finds no fault."""
    monkeypatch.setattr("xeploai.season.evaluate.tabulate", lambda *_: Figures("", {}, (), {}, {}))


@pytest.mark.office
@pytest.mark.parametrize("code", SHOWN)
def test_a_planted_fault_shows(forms: dict[str, ComputedForm], code: str) -> None:
    form = forms[code]
    assert code in errors(form.filled.drawn, form.data)
    assert not form.is_ready
    assert counted_faults(form.data)
    assert all(are_red(form.filled, form.data).values())


@pytest.mark.office
def test_most_rules_name_the_cells_that_turn_red(forms: dict[str, ComputedForm]) -> None:
    assert sum(bool(forms[code].filled.asked) for code in PLANTED) >= 30


@pytest.mark.office
def test_no_cell_of_a_clean_form_is_red(forms: dict[str, ComputedForm]) -> None:
    form = forms["clean 0"]
    assert form.is_ready
    assert not counted_faults(form.data)


@pytest.mark.office
@pytest.mark.parametrize("name", ["typed again", "without a sheet", "due and blank"])
def test_what_the_program_takes_the_form_takes(forms: dict[str, ComputedForm], name: str) -> None:
    assert errors(forms[name].filled.drawn, forms[name].data) == []
    assert forms[name].is_ready


@pytest.mark.office
def test_a_date_left_blank_that_is_due_is_told(forms: dict[str, ComputedForm]) -> None:
    told = {name: hints(forms[name].data, "Tiến độ") for name in SPECIAL if "due" in name}
    assert told == {"due and blank": 1, "due and undone": 0}


@pytest.mark.office
@pytest.mark.parametrize(
    ("name", "number"), [("no totals", 3), ("no totals yet", 2), ("no totals of a cell", 2)]
)
def test_a_total_left_blank_is_told_as_the_program_tells_it(
    forms: dict[str, ComputedForm], name: str, number: int
) -> None:
    form = forms[name]
    assert form.is_ready
    assert blank_totals(form) == hints(form.data, InfoReturn.SHEET) == number


def blank_totals(form: ComputedForm) -> int:
    """How many totals of its own the program says that a unit left blank."""
    told = warnings(form.filled.drawn, form.data).get("declared_total_blank", "")
    return told.count("“")


# ------------------------------------------------------------------ forms at random


@pytest.mark.office
@pytest.mark.parametrize("name", [f"clean {seed}" for seed in range(CLEAN)])
def test_a_clean_form_is_ready_however_it_is_written(
    forms: dict[str, ComputedForm], name: str
) -> None:
    form = forms[name]
    assert errors(form.filled.drawn, form.sent) == []
    assert form.is_ready, counted_faults(form.data)
    assert hints(form.data, InfoReturn.SHEET) == blank_totals(form)


@pytest.mark.office
@pytest.mark.parametrize("name", [f"partial {seed}" for seed in range(PARTIAL)])
def test_a_form_with_cells_not_reviewed_is_ready_and_says_so(
    forms: dict[str, ComputedForm], name: str
) -> None:
    form = forms[name]
    assert errors(form.filled.drawn, form.sent) == []
    assert form.is_ready, counted_faults(form.data)
    waiting = waiting_cells(form.sent)
    assert waiting
    assert hints(form.data, "Chi bộ") == waiting
    assert hints(form.data, InfoReturn.SHEET) == blank_totals(form)


@pytest.mark.office
@pytest.mark.parametrize("name", [f"random {seed}" for seed in range(RANDOM)])
def test_a_form_is_ready_just_when_no_error_is_found(
    forms: dict[str, ComputedForm], name: str
) -> None:
    form = forms[name]
    codes = errors(form.filled.drawn, form.data)
    shown = [code for code in codes if not isinstance(DECLARED.get(code), NotShown)]
    if shown or not codes:
        assert form.is_ready == (not codes), (codes, counted_faults(form.data))


@pytest.mark.office
@pytest.mark.parametrize("name", EVERY)
def test_every_value_a_form_carries_is_the_one_libreoffice_works_out(
    forms: dict[str, ComputedForm], name: str
) -> None:
    assert carried_wrongly(forms[name].sent, forms[name].data) == []


@pytest.mark.office
def test_random_forms_are_right_and_wrong(forms: dict[str, ComputedForm]) -> None:
    ready = sum(forms[f"random {seed}"].is_ready for seed in range(RANDOM))
    assert RANDOM < 5 * ready < 4 * RANDOM
