"""Nothing without its words, and nothing without its test."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.project import PROJECT
from tests.rules.families.checked import violations_in_year
from xeploai.findings import ALWAYS, CalledRule, FieldViolations, Rule, Severity
from xeploai.paths import PACKAGE
from xeploai.reading.headings import heading_key
from xeploai.reading.rules import reading_rule
from xeploai.rules.all_rules import ALL_RULES, BY_CODE, CHECKS
from xeploai.rules.families import shared
from xeploai.rules.scopes import RowRule, SheetRule, register_rule, return_rule, row_rule, unit_rule
from xeploai.schema.form import COMPUTED_HEADINGS, FORM_SHEETS, CellReturn
from xeploai.schema.register import REGISTER_SHEETS
from xeploai.schema.regulations import all_regulations
from xeploai.schema.row import Row, columns
from xeploai.schema.self_check import NotShown
from xeploai.schema.wording import WORDING_SHEETS
from xeploai.text import folded

SHEETS = (*FORM_SHEETS, *REGISTER_SHEETS, *WORDING_SHEETS)
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I
)
JARGON = re.compile(r"\b(?:nan|none|null|dtype|keyerror|traceback|exception|true|false)\b", re.I)


def sources_of_tests() -> str:
    """All tests, this file left out."""
    here = PROJECT / "tests"
    names = here.rglob("test_*.py")
    return "\n".join(path.read_text("utf-8") for path in names if path != Path(__file__))


each_rule = pytest.mark.parametrize("item", ALL_RULES, ids=lambda item: item.code)
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.__name__)


def test_every_rule_is_there_once() -> None:
    assert not [code for code, times in Counter(x.code for x in ALL_RULES).items() if times > 1]
    assert len(BY_CODE) == len(ALL_RULES)
    assert len({item.title for item in ALL_RULES}) == len(ALL_RULES)


def test_every_rule_made_in_a_family_is_in_the_book() -> None:
    families = {*PACKAGE.glob("rules/families/[!_]*.py")} - {Path(shared.__file__ or "")}
    defined = {
        name
        for path in families
        for name in re.findall(r"^def ([a-z]\w*)\(", path.read_text("utf-8"), re.M)
        if name not in {"season_of"}
    }
    assert defined == {item.code for item in CHECKS}


@each_rule
def test_every_rule_is_explained_in_vietnamese(item: Rule) -> None:
    for words in (item.title, item.reason, item.fix):
        assert VIETNAMESE.search(words), words
        assert not JARGON.search(words), words
    assert not item.title.endswith(".")
    assert item.reason.endswith(".")
    assert item.fix.endswith(".")
    assert item.citation
    assert item.severity in Severity


@each_rule
def test_a_rules_code_is_its_name(item: Rule) -> None:
    function = getattr(item, "write" if isinstance(item, CalledRule) else "check")
    assert item.code == function.__name__
    assert re.fullmatch(r"[a-z][a-z0-9_]*", item.code)


@each_rule
def test_what_the_board_sees_to_itself_keeps_no_return_out(item: Rule) -> None:
    # A unit whose return is not counted is always told why.
    assert not item.of_board or item.severity is Severity.WARNING


@each_rule
def test_every_rule_is_tested(item: Rule) -> None:
    # By its code, as the test of that name or as what a test expects to find.
    code = re.escape(item.code)
    expected = rf"def test_{code}\b|\"{code}\"|(?:refused|raises)\([^\n]*\b{code}\)|, {code}\)"
    assert re.search(expected, sources_of_tests()), item.code


@each_rule
def test_rules_between_sheets_wait_for_them(item: Rule) -> None:
    if isinstance(item, SheetRule):
        # A date in doubt proves nothing, whatever else could not be read.
        assert item.row_types or item.is_doubt
        assert set(item.row_types) <= set(FORM_SHEETS)
    elif isinstance(item, RowRule):
        assert item.row_type in FORM_SHEETS


def test_the_book_is_whole() -> None:
    assert len(CHECKS) >= 45


@each_rule
def test_what_explains_a_rule_is_an_error_a_doubt_or_a_cell_not_reviewed(item: Rule) -> None:
    assert len(set(item.explained_by)) == len(item.explained_by)
    for code in item.explained_by:
        is_error = BY_CODE[code].severity is Severity.ERROR
        # A doubt about a date explains the order of dates that it may have turned.
        may_explain = code in shared.NOT_REVIEWED_YET or BY_CODE[code].is_doubt
        assert is_error or may_explain, "a warning explains nothing"
        assert item.code not in BY_CODE[code].explained_by, (
            "two that explain each other say nothing"
        )
    assert item.code not in item.explained_by


@each_rule
def test_the_years_of_a_rule_are_years_of_regulations(item: Rule) -> None:
    first, last = item.in_force
    assert first <= last
    if item.in_force != ALWAYS:
        assert first in {regulation.first_year for regulation in all_regulations()}
        assert last in {regulation.last_year for regulation in all_regulations()}


LIMITED = [item for item in ALL_RULES if item.in_force != ALWAYS]


@pytest.mark.parametrize("item", LIMITED, ids=lambda item: item.code)
def test_a_rule_of_some_years_is_tested_in_another(item: Rule) -> None:
    tests = re.split(r"^def ", sources_of_tests(), flags=re.M)
    call = f"{violations_in_year.__name__}("
    asked = [test for test in tests if f'"{item.code}"' in test and call in test]
    years = {int(year) for test in asked for year in re.findall(r"\b20\d\d\b", test)}
    assert any(not item.holds_in(year) for year in years)


def test_a_rule_without_its_words_is_our_mistake() -> None:
    def unexplained(row: CellReturn) -> FieldViolations:
        """A title and no more."""
        yield from ()

    with pytest.raises(TypeError, match="unexplained"):
        row_rule(Severity.ERROR, "x", CellReturn)(unexplained)


def _undeclared(*_: object) -> Any:
    """Một lỗi mới.

    Vì sao: chưa ai nghĩ đến tự kiểm tra.
    Cách sửa: ghi công thức hoặc lý do.
    """


@pytest.mark.parametrize(
    "declare",
    [
        reading_rule,
        lambda severity, **more: row_rule(severity, "x", CellReturn, **more),
        lambda severity, **more: return_rule(severity, "x", CellReturn, **more),
        lambda severity, **more: unit_rule(severity, "x", CellReturn, **more),
        lambda severity, **more: register_rule(severity, "x", CellReturn, **more),
    ],
    ids=["reading", "row", "return", "unit", "register"],
)
def test_an_error_without_its_self_check_is_our_mistake(declare: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match=r"_undeclared: .* self-check"):
        declare(Severity.ERROR)(_undeclared)
    assert declare(Severity.ERROR, self_check=NotShown("…"))(_undeclared).self_check
    assert declare(Severity.WARNING)(_undeclared).self_check is None


# ------------------------------------------------------------------ columns


@each_sheet
def test_every_column_has_a_heading_and_a_meaning(sheet: type[Row]) -> None:
    for key, item in columns(sheet).items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", key)
        assert item.header.strip() == item.header != ""
        assert item.meaning.endswith((".", "…")), key
        assert VIETNAMESE.search(item.meaning), key
        assert item.width > 0


@each_sheet
def test_no_two_columns_of_a_sheet_read_alike(sheet: type[Row]) -> None:
    words = [
        (heading_key(name), key)
        for key, item in columns(sheet).items()
        for name in (item.header, *item.aliases)
    ]
    for (one, key), (other, again) in product(words, words):
        assert key == again or one != other, (key, again)


@each_sheet
def test_no_computed_heading_is_taken_for_a_field(sheet: type[Row]) -> None:
    heads = {heading_key(item.header) for item in columns(sheet).values()}
    own = {"stt"} if sheet.SHEET == "Đơn vị" else set()
    assert heads & (sheet.COMPUTED | COMPUTED_HEADINGS) <= own


@each_sheet
def test_every_sheet_has_its_name_guidance_and_keys(sheet: type[Row]) -> None:
    assert sheet.SHEET
    assert len(sheet.SHEET) <= 31
    assert not set(sheet.SHEET) & set(r"[]:*?/\'")
    assert sheet.GUIDE.endswith(".")
    assert set(sheet.KEYS) <= columns(sheet).keys()


def test_sheets_of_one_workbook_have_different_names() -> None:
    for sheets in (FORM_SHEETS, REGISTER_SHEETS, WORDING_SHEETS):
        assert len({folded(sheet.SHEET) for sheet in sheets}) == len(sheets)


@each_sheet
def test_a_column_of_choices_names_them(sheet: type[Row]) -> None:
    for item in columns(sheet).values():
        assert bool(item.choices) is (item.type in ("level", "choice"))
        assert len({folded(choice) for choice in item.choices}) == len(item.choices)


def test_the_fields_of_the_cell_sheet_are_those_others_rely_on() -> None:
    keys = (
        "cell_code name review_date attended_by members official probationary exempt suspended "
        "new_under_6m not_rated_other not_rated_reason rated xs htt ht kht disciplined self_level "
        "proposed_level decided_level decision_no decision_date note points"
    )
    assert list(columns(FORM_SHEETS[1])) == keys.split()


REGISTER_HEADINGS = {
    "Thiết lập": (
        "Kỳ đánh giá, Cơ quan tổng hợp, Cơ quan cấp trên, Quy định áp dụng, "
        "Tỷ lệ trần xuất sắc (%), Mẫu số tính trần, Phạm vi tính trần, "
        "Số quyết định cho phép vượt 20%, Số chữ số thập phân, Cách làm tròn, "
        "Ngưỡng ẩn số liệu (số đảng viên), Số liệu tính đến ngày, Mốc gửi biểu tính theo, "
        "Tỷ lệ đơn vị tối thiểu để công bố (%), Vượt trần, Số xuất sắc không tính là vượt"
    ),
    "Đơn vị": (
        "STT, Mã đơn vị, Tên đơn vị, Loại hình, Mã đơn vị cấp trên, Cụm, Cán bộ theo dõi, "
        "Số đảng viên theo cơ sở dữ liệu, Ngày thành lập, Gợi ý kiểm điểm"
    ),
    "Mốc thời gian": "Mã mốc, Tên mốc, Loại hình áp dụng, Hạn, Căn cứ, Sau mốc",
    "Thẩm định, quyết định": (
        "Mã đơn vị, Đối tượng, Tự xếp loại, Đề nghị, Quyết định, Số quyết định, "
        "Ngày quyết định, Lý do điều chỉnh"
    ),
    "Chấp thuận": "Mã quy tắc, Mã đơn vị, Lý do, Người duyệt, Ngày duyệt",
    "Sổ nhận": "Mã đơn vị, Lần gửi, Ngày nhận, Lý do",
    "Gia hạn": "Mã đơn vị, Mã mốc, Hạn mới, Lý do",
    "Theo dõi tiến độ": "Mã đơn vị, Mã mốc, Ngày hoàn thành, Ghi chú",
    "Trần xuất sắc": "Mã đơn vị, Tỷ lệ trần (%), Số quyết định",
    "Phân công dự": "Cán bộ, Mã đơn vị, Vai trò, Ngày",
    "Khắc phục của cấp này": "Mã đơn vị, Nội dung, Đơn vị chịu trách nhiệm, Thời hạn, Tình trạng, "
    "Ngày hoàn thành",
    "Xếp loại lại": "Kỳ xếp loại lại, Mã đơn vị, Đối tượng, Số lượng, Mức cũ, Mức mới, "
    "Số quyết định, Ngày quyết định, Lý do",
    "Chỉ tiêu cam kết": "Mã đơn vị, Chỉ tiêu, Mức cam kết, Kết quả, Đạt, Ghi chú",
    "Địa giới": "Mã đơn vị mới, Mã đơn vị cũ, Kỳ cũ",
}


@pytest.mark.parametrize("sheet", REGISTER_SHEETS, ids=lambda sheet: sheet.__name__)
def test_the_registers_headings_are_those_others_rely_on(sheet: type[Row]) -> None:
    heads = [item.header for item in columns(sheet).values()]
    promised = REGISTER_HEADINGS[sheet.SHEET].split(", ")
    assert [head for head in heads if head in promised] == promised
