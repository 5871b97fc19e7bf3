"""Sổ quy tắc and Từ điển: every rule and every column, as the code has them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from xeploai.findings import ALWAYS, Rule, Severity
from xeploai.paths import FINDINGS_TABLE, PROGRESS_TABLE, RATIOS_TABLE, SUBMISSIONS_TABLE
from xeploai.phrases import UNKNOWN, lower_first, upper_first
from xeploai.reading.office_rules import BookRule
from xeploai.reading.rules import ReadingRule
from xeploai.reading.xlsx.refusals import Refusal
from xeploai.rules.all_rules import ALL_RULES, worded_for
from xeploai.rules.scopes import (
    CountedRule,
    OfficeRule,
    OwnerRule,
    QuarterRule,
    RegisterRule,
    ReturnRule,
    RowRule,
    SeasonRule,
    StandingRule,
    UnitRule,
    YearRule,
)
from xeploai.schema.form import FORM_SHEETS
from xeploai.schema.register import REGISTER_SHEETS, SettingRow
from xeploai.schema.row import Column, ColumnType, Row, Source, columns
from xeploai.schema.wording import WORDING_SHEETS
from xeploai.views.finding_rows import SEVERITY_NAMES, rule_anchor
from xeploai.views.page import Page, site_page
from xeploai.views.page_registry import SitePage

_FILLED_BY: Mapping[Source, str] = {
    "unit": "đơn vị",
    "board": lower_first(columns(SettingRow)["office"].header),
    "superior": "cấp trên",
}

GROUPS: Mapping[type[Rule], str] = {
    Refusal: "Nhận tệp",
    ReadingRule: "Đọc biểu",
    RowRule: "Từng dòng",
    ReturnRule: "Cả biểu của đơn vị",
    UnitRule: "Cả biểu của đơn vị",
    OwnerRule: "Biểu của đơn vị nào",
    RegisterRule: "So với danh mục và thiết lập của kỳ",
    YearRule: "So với kỳ trước",
    QuarterRule: "So với các quý",
    SeasonRule: "Giữa các đơn vị",
    CountedRule: "Giữa các đơn vị",
    StandingRule: "Giữa các đơn vị",
    OfficeRule: "Danh mục",
    BookRule: "Danh mục",
}
"""Heading of the rules of each kind."""
BY_REGULATION, BY_PRACTICE = "theo văn bản", "theo thông lệ"
TYPES: dict[ColumnType, str] = {
    "text": "chữ",
    "code": "mã",
    "count": "số nguyên",
    "date": "ngày",
    "level": "mức xếp loại",
    "choice": "chọn trong danh sách",
}


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as its reader needs it."""

    anchor: str
    title: str
    kind: str
    severity: str
    reason: str
    fix: str
    citation: str
    basis: str
    grading: str
    years: str
    waiver: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of one kind."""

    anchor: str
    name: str
    rules: tuple[RuleWords, ...]


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """A column of a sheet."""

    header: str
    group: str
    meaning: str
    type: str
    unit: str
    required: str
    filled_by: str


@dataclass(frozen=True, slots=True)
class SheetWords:
    """A sheet and its columns."""

    anchor: str
    name: str
    guide: str
    columns: tuple[ColumnWords, ...]


@dataclass(frozen=True, slots=True)
class FieldWords:
    """Columns of a file for programs; keys: their headings, of use to programs only."""

    meaning: str
    note: str
    keys: str


def pages(office: str) -> Iterator[Page]:
    """Yield the rule book, which calls the office by its name, and the dictionary."""
    groups = tuple(_groups(worded_for(office).values()))
    errors = [rule for rule in ALL_RULES if rule.severity is Severity.ERROR]
    of_office = sum(isinstance(rule, BookRule) for rule in errors)
    lead = (
        f"{len(ALL_RULES)} quy tắc: {len(errors) - of_office} lỗi (biểu chưa được tính), "
        f"{of_office} lỗi của danh mục (chưa dựng trang), {len(ALL_RULES) - len(errors)} cảnh báo."
    )
    context = {"lead": lead, "groups": groups}
    yield site_page(SitePage.RULES, "rules", context)
    sheets = {
        "form": tuple(_sheet(each, "bieu") for each in FORM_SHEETS),
        "register": tuple(_sheet(each, "danh-muc") for each in REGISTER_SHEETS),
        "wording": tuple(_sheet(each, "loi-van") for each in WORDING_SHEETS),
        "files": DATA_FILES,
    }
    yield site_page(SitePage.DICTIONARY, "dictionary", sheets)


def _groups(book: Collection[Rule]) -> Iterator[RuleGroup]:
    for number, name in enumerate(dict.fromkeys(GROUPS.values()), start=1):
        rules = (rule for rule in book if GROUPS[type(rule)] == name)
        yield RuleGroup(f"nhom-{number}", name, tuple(_rule(rule) for rule in rules))


def _rule(rule: Rule) -> RuleWords:
    return RuleWords(
        anchor=rule_anchor(rule.code),
        title=rule.title,
        kind=rule.severity.value,
        severity=SEVERITY_NAMES[rule.severity],
        reason=upper_first(rule.reason),
        fix=upper_first(rule.fix),
        citation=rule.citation,
        basis=_basis(rule),
        grading=_grading(rule),
        years=_years(*rule.in_force),
        waiver=_waiver(rule),
    )


def _waiver(rule: Rule) -> str:
    """Whether the office may accept what an error finds; a warning keeps nothing out."""
    may_be_error = rule.severity is Severity.ERROR or bool(_grading(rule))
    if not may_be_error:
        return ""
    return "được" if rule.waivable else "không, phải sửa"


def _basis(rule: Rule) -> str:
    """Return whether a regulation was read to say so, or whether it is practice.

    "" where it is neither: of arithmetic, the form and the register nobody asks.
    """
    if rule.confirmed is None:
        return BY_PRACTICE if rule.is_practice else ""
    first, last = rule.confirmed
    if first <= rule.in_force[0] and rule.in_force[1] <= last:
        return BY_REGULATION
    return f"{BY_REGULATION} ở {lower_first(_years(first, last))}; kỳ khác {BY_PRACTICE}"


def _grading(rule: Rule) -> str:
    """Return when a rule is graver or lighter than it is marked, "" where it never is."""
    return rule.grading.words if isinstance(rule, RegisterRule) and rule.grading else ""


def _years(first: int, last: int) -> str:
    """Return the periods a rule holds for."""
    if (first, last) == ALWAYS:
        return "mọi kỳ"
    if last == ALWAYS[1]:
        return f"từ kỳ {first}"
    return f"kỳ {first}–{last}" if first < last else f"kỳ {first}"


def _sheet(row_type: type[Row], where: str) -> SheetWords:
    rows = tuple(
        ColumnWords(
            header=item.header,
            group=item.group,
            meaning=item.meaning,
            type=", ".join(item.choices) if item.choices else TYPES[item.type],
            unit=item.unit or UNKNOWN,
            required=_required(item),
            filled_by=_FILLED_BY[item.source],
        )
        for item in columns(row_type).values()
    )
    return SheetWords(
        f"{where}-{rule_anchor(row_type.SHEET)}", row_type.SHEET, row_type.GUIDE, rows
    )


def _required(item: Column) -> str:
    if item.required_with:
        return "bắt buộc với chi bộ đã kiểm điểm"
    return "bắt buộc" if item.required else ""


def _fields(*lines: str) -> tuple[FieldWords, ...]:
    """Headings and meanings written "headings: meaning; note"."""
    return tuple(_field(line) for line in lines)


def _field(line: str) -> FieldWords:
    keys, _, words = line.partition(": ")
    meaning, _, note = words.partition("; ")
    return FieldWords(upper_first(meaning), note, keys)


DATA_FILES = (
    (
        PurePosixPath(RATIOS_TABLE).name,
        _fields(
            "period: kỳ đánh giá",
            "unit: mã đơn vị; của chi bộ là mã chi bộ",
            "name: tên",
            "kind: loại hình",
            "parent: mã đơn vị cấp trên",
            "subject: đối tượng; member đảng viên, cell chi bộ, org tổ chức cơ sở đảng, "
            "collective tập thể, leader cá nhân lãnh đạo, own mức của chính đảng bộ bộ phận, cấp "
            "trên trực tiếp cơ sở hoặc tỉnh (không cộng lên cấp trên)",
            "stage: bước; self tự xếp loại, proposed đề nghị, decided quyết định; của đảng viên, "
            "hai bước đầu chỉ có khi có đơn vị ghi",
            "total: tổng số; của tập thể, cá nhân là tổng số lớn nhất đơn vị ghi ở một bước, bước "
            "nào cũng vậy; của tổ chức cơ sở đảng là số trong danh mục, chưa có biểu được tính là "
            "chưa xếp loại",
            "rated: số được đánh giá, xếp loại",
            "exempt, suspended, new_under_6m, not_rated_other: số không được đánh giá; miễn, "
            "đình chỉ, chưa đủ 6 tháng, lý do khác",
            "xs, htt, ht, kht: số ở từng mức",
            "coverage_pct: tỷ lệ đánh giá (%)",
            "xs_pct, htt_pct, ht_pct, kht_pct: tỷ lệ từng mức trên số được đánh giá (%)",
            "xs_over_htt_pct, xs_over_xs_htt_pct: XS/HTT và XS/(XS+HTT) (%)",
            "units_expected, units_counted: số đơn vị phải gửi, số đơn vị được tính; của đảng viên "
            "ở hai bước đầu là số đơn vị có ghi bước ấy",
            "htt_or_above_pct: tỷ lệ HTT trở lên (%); (XS+HTT) trên số được đánh giá",
            "xs_before, htt_before, ht_before, kht_before: số ở từng mức trước khi xếp loại lại; "
            "trống là mức ấy không được điều chỉnh",
        ),
    ),
    (
        PurePosixPath(PROGRESS_TABLE).name,
        _fields(
            "period: kỳ đánh giá",
            "unit: mã đơn vị",
            "milestone: mã mốc",
            "deadline, done_on: hạn, ngày xong",
            "status: tình trạng; on_time đúng hạn, late muộn, overdue quá hạn, "
            "in_correction đang sửa hoặc chưa kiểm điểm xong, no_report chưa báo cáo, "
            "pending chưa đến hạn, not_required không áp dụng",
            "days: số ngày muộn, quá hạn, hoặc còn lại đến hạn",
            "basis: căn cứ của ngày xong; register danh mục, decision quyết định, return biểu "
            "được tính, refused_return biểu cần sửa, ledger sổ nhận, none không có",
        ),
    ),
    (
        PurePosixPath(FINDINGS_TABLE).name,
        _fields(
            "file, sheet, cell: tệp, tờ, ô",
            "unit: mã đơn vị",
            "rule: quy tắc; mã cho phần mềm, mỗi quy tắc một mã",
            "severity: mức độ; error lỗi, warning cảnh báo",
            "message: câu nói rõ sai chỗ nào",
        ),
    ),
    (
        PurePosixPath(SUBMISSIONS_TABLE).name,
        _fields(
            "file, sha256: tệp và mã nhận dạng nội dung",
            "unit, period, version, received_on: mã đơn vị, kỳ, lần gửi, ngày nhận",
            "status: tình trạng; counted được tính, superseded đã có lần gửi sau, refused cần sửa, "
            "unreadable không đọc được, unknown_unit không rõ đơn vị, wrong_period khác kỳ, "
            "empty chưa có số liệu, partial chưa kiểm điểm xong, "
            "after_day nhận sau ngày tính số liệu, decisions danh sách xét, pack gói "
            "số liệu",
            "reason: lý do",
        ),
    ),
)
"""The files of data/, whose headings are for programs: the one place where readers meet them."""
