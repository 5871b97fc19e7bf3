"""Sheets that are lists: quotas, attendance, remedies, targets, ratings that were changed.

Each is of one report, and there only where something is known of what it lists.
"""

from collections.abc import Callable
from dataclasses import dataclass

from xeploai.outputs.report.excel.styles import BOXED, HEAD, SUBTITLE, TITLE, ExcelBook, crowding
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import day, lower_first, upper_first
from xeploai.schema.terms import Scale
from xeploai.views.attendance import TITLE as ATTENDANCE
from xeploai.views.attendance import attendance_in
from xeploai.views.civil_servants import SERVANTS, servants_lines
from xeploai.views.commitments import TITLE as TARGETS
from xeploai.views.commitments import commitments_of, result_words
from xeploai.views.follow_up import NO_STATE, REMEDIES, remedies_in
from xeploai.views.quota_rows import quota_board
from xeploai.views.rerated import TITLE as RERATED
from xeploai.views.rerated import rerate_lines

_FIRST = 4
_HEIGHT = 30

Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list: the name of its sheet, its title, its headings with their widths, and its lines."""

    name: str
    title: str
    heads: tuple[tuple[str, float], ...]
    lines: tuple[Line, ...]


def list_sheets(scope: Scope) -> list[ListSheet]:
    """Return the lists of a report that have any line."""
    return [each for make in _LISTS if (each := make(scope)).lines]


def write_list(paper: ExcelBook, scope: Scope, item: ListSheet) -> None:
    """Write a list as a sheet with repeated headings."""
    page, last = paper.page(item.name), len(item.heads) - 1
    page.merged((0, 0, 0, last), item.title, TITLE)
    page.merged((1, 0, 1, last), f"{scope.name}. {scope.as_of}", SUBTITLE)
    for at, (head, width) in enumerate(item.heads):
        page.sheet.set_column(at, at, width)
        page.text(_FIRST - 1, at, head, HEAD)
    page.sheet.set_row(_FIRST - 1, _HEIGHT)
    for row, line in enumerate(item.lines, _FIRST):
        for at, words in enumerate(line):
            page.text(row, at, words, BOXED | {"text_wrap": True})
        page.fit(row, *max(zip(line, _widths(item), strict=True), key=crowding))
    page.sheet.freeze_panes(_FIRST, 0)
    page.sheet.repeat_rows(_FIRST - 1)
    margins = (scope.settings.office, scope.as_of, item.name)
    page.print_on_a4((_FIRST + len(item.lines) - 1, last), margins, high=0)


def _widths(item: ListSheet) -> list[float]:
    return [width for _, width in item.heads]


# ---------------------------------------------------------------- the lists


def _is_below(scope: Scope, code: str) -> bool:
    return scope.view.register.is_below(code, {unit.code for unit in scope.tops})


def _quotas(scope: Scope) -> ListSheet:
    board = quota_board(scope.view)
    heads = (
        ("Đơn vị", 38.0), ("Thuộc", 30.0), ("Tỷ lệ trần", 9.0), (upper_first(board.base), 14.0),
        ("Được tối đa", 11.0), ("Đã xếp", 9.0), ("Còn", 9.0), ("Vượt", 9.0),
        ("Phải xếp lại là HTT", 12.0), ("Số quyết định", 18.0),
    ) if board else ()  # fmt: skip
    lines = (
        (
            row.name, row.within, row.percent, row.base or row.hidden, row.most, row.used, row.left,
            row.over, row.to_lower, row.decision,
        )
        for row in (board.rows if board else ())
        if _is_below(scope, row.code)
    )  # fmt: skip
    return ListSheet(
        "Hạn mức xuất sắc", "HẠN MỨC ĐẢNG VIÊN HOÀN THÀNH XUẤT SẮC", heads, tuple(lines)
    )


def _attendance(scope: Scope) -> ListSheet:
    register = scope.view.register
    item = attendance_in(scope.season, scope.tops)
    assigned = (
        (
            register.units[row.unit_code].name, _within(scope, row.unit_code), row.official,
            row.role, day(row.attends_on), "",
        )
        for row in item.assigned
    )  # fmt: skip
    held = (
        (review.name, register.units[review.unit].name, "", "", day(review.day), review.attended_by)
        for review in item.held
        if item.is_known
    )
    heads = (
        ("Nơi kiểm điểm", 38.0), ("Thuộc", 30.0), ("Được phân công", 28.0), ("Vai trò", 26.0),
        ("Ngày", 12.0), ("Cấp trên dự theo biểu", 28.0),
    )  # fmt: skip
    return ListSheet("Cấp trên dự", ATTENDANCE.upper(), heads, (*assigned, *held))


def _within(scope: Scope, code: str) -> str:
    """Return the unit in whose return a cell stands, "" of a unit."""
    register = scope.view.register
    filed_by = register.filed_by(register.units[code])
    return "" if filed_by.code == code else filed_by.name


def _remedies(scope: Scope) -> ListSheet:
    units = scope.view.register.units
    rows = remedies_in(scope.season, scope.tops)
    lines = (
        (
            row.item, units[row.unit].name, row.owner, day(row.due),
            upper_first(row.state or NO_STATE), day(row.done_on),
        )
        for row in rows
    )  # fmt: skip
    heads = (
        ("Nội dung khắc phục", 48.0), ("Đơn vị", 34.0), ("Chịu trách nhiệm", 26.0),
        ("Thời hạn", 12.0), ("Tình trạng", 18.0), ("Ngày hoàn thành", 12.0),
    )  # fmt: skip
    return ListSheet("Khắc phục", REMEDIES.upper(), heads, tuple(lines))


def _targets(scope: Scope) -> ListSheet:
    units = scope.view.register.units
    rows = commitments_of(scope.view.register, scope.tops)
    lines = (
        (
            row.item, units[row.unit_code].name, row.promised, row.achieved,
            upper_first(result_words(row)[1]), row.note,
        )
        for row in rows
    )  # fmt: skip
    heads = (
        (TARGETS, 48.0), ("Đơn vị", 34.0), ("Mức cam kết", 18.0), ("Kết quả", 18.0),
        ("Đánh giá", 18.0), ("Ghi chú", 26.0),
    )  # fmt: skip
    return ListSheet(TARGETS, f"{TARGETS.upper()} VỚI CẤP TRÊN", heads, tuple(lines))


def _rerated(scope: Scope) -> ListSheet:
    lines = (
        (
            line.unit.words, line.period, line.whom, line.levels, line.decision, line.reason,
            upper_first(line.state),
        )
        for line in rerate_lines(scope.view)
        if _is_below(scope, line.code)
    )  # fmt: skip
    heads = (
        ("Đơn vị", 34.0), ("Kỳ", 9.0), ("Đối tượng", 18.0), ("Mức cũ → mức mới", 30.0),
        ("Quyết định", 26.0), ("Lý do", 34.0), ("Số liệu của kỳ", 20.0),
    )  # fmt: skip
    return ListSheet(RERATED, "KẾT QUẢ XẾP LOẠI LẠI", heads, tuple(lines))


def _servants(scope: Scope) -> ListSheet:
    counts = (*(("Tổng số", 9.0), ("Được đánh giá", 10.0)),
              *((level, 7.0) for level in Scale.FULFILMENT.shorts), ("XS (%)", 9.0))  # fmt: skip
    members = tuple((f"ĐV: {lower_first(head)}", width + 2) for head, width in counts)
    lines = (
        (line.unit.words, *(line.servants or (line.hidden,)), *line.members)
        for line in servants_lines(scope.view, scope.tops)
    )
    padded = (line + ("",) * (1 + 2 * len(counts) - len(line)) for line in lines)
    return ListSheet(
        "Công chức", f"{SERVANTS.upper()} BÊN CẠNH ĐẢNG VIÊN",
        (("Đơn vị", 34.0), *counts, *members), tuple(padded),
    )  # fmt: skip


_LISTS: tuple[Callable[[Scope], ListSheet], ...] = (
    _quotas, _attendance, _remedies, _targets, _rerated, _servants,
)  # fmt: skip
