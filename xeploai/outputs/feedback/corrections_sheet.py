"""The sheet "Cần sửa", first in a workbook that goes back: every fault, and the way to its cell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypedDict

from xeploai.findings import Finding
from xeploai.forms.cell_style import AMBER, GREY, INK, ON_RED, RED, SOFT
from xeploai.forms.page_setup import link, print_on_a4
from xeploai.forms.styles import (
    GUIDE,
    HEAD,
    PLAIN,
    SUBTITLE,
    TITLE,
    CellStyle,
)
from xeploai.forms.workbook_builder import FormSheet, WorkbookBuilder
from xeploai.outputs.feedback.cell_mapping import FormPlace
from xeploai.outputs.feedback.groups import Grade, Group, tally
from xeploai.phrases import WHOLE_FILE, upper_first
from xeploai.schema.form import CORRECTIONS_SHEET
from xeploai.submissions.model import Status
from xeploai.text import count

FILLS: Mapping[Grade, str] = {Grade.ERROR: RED, Grade.WARNING: AMBER, Grade.ACCEPTED: GREY}

_WIDTHS = {"A": 6, "B": 26, "C": 96, "D": 17}
_HEADINGS = ("STT", "Chỗ", "Điều phát hiện")
_HEADER_ROW = 6
_LINE = 15.5
_LINK_BLUE = "0B5394"

_HEADER = CellStyle(size=12, bold=True, box="all", across="left", indent=1, wraps=True)
_CELL = CellStyle(size=11, box="all", across="left", wraps=True, indent=1)
_LABEL = replace(_CELL, italic=True, color=SOFT)
_LINK = replace(_CELL, color=_LINK_BLUE, underlined=True)
_CENTERED = replace(_CELL, across="center", indent=0)
_HOW = "Bấm vào chữ xanh ở cột Chỗ để đến đúng ô; để chuột trên ô tô màu để đọc ghi chú."


class SheetWords(TypedDict):
    """Title of the sheet, and what the colours ask of the unit."""

    title: str
    colours: str


_TO_MEND = (
    "Ô đỏ: lỗi, sửa xong biểu mới được tính. Ô cam: đề nghị rà soát, đúng thì để nguyên. "
    "Sửa xong gửi lại chính tệp này, không phải làm biểu mới."
)
_TO_LOOK_AT = (
    "Ô cam: đề nghị rà soát; số liệu đúng thì để nguyên, không phải gửi lại. "
    "Nếu có sửa thì gửi lại chính tệp này, không phải làm biểu mới."
)
_UNCOUNTED: Mapping[Status, str] = {
    Status.PARTIAL: "Ô cam: đề nghị rà soát; số liệu đúng thì để nguyên. Chi bộ kiểm điểm xong thì "
    "ghi tiếp vào chính tệp này rồi gửi lại, không phải làm biểu mới.",
    Status.EMPTY: "Biểu chưa có số liệu: điền tờ Chi bộ trong chính tệp này rồi gửi lại. "
    "Ô cam: đề nghị rà soát; đúng thì để nguyên.",
    Status.UNKNOWN_UNIT: "Ô cam: đề nghị rà soát; đúng thì để nguyên.",
}
"""The requests where no error keeps a return out and it is not added up all the same."""
_MADE_ANEW = (
    "Tệp này đã lập lại đúng biểu mẫu: chỗ nào báo về tờ, cột, ô gộp, gạch ngang, ẩn, phông chữ "
    "thì chỉ cần xem lại nội dung."
)
_ACCEPTED = "Ô xám có ghi chú: đã được chấp thuận, không phải sửa."


def sheet_words(status: Status, grades: Collection[Grade]) -> SheetWords:
    """Return the words for a unit; status: what became of its return; grades: of its findings."""
    if Grade.ERROR in grades:
        title, asked = "NHỮNG CHỖ CẦN SỬA TRONG BIỂU", _TO_MEND
    else:
        title, asked = "NHỮNG NỘI DUNG ĐỀ NGHỊ RÀ SOÁT", _UNCOUNTED.get(status, _TO_LOOK_AT)
    accepted = [_ACCEPTED] if Grade.ACCEPTED in grades else []
    return SheetWords(title=title, colours=" ".join([asked, *accepted, _MADE_ANEW]))


@dataclass(frozen=True, slots=True)
class Head:
    """Words above the list: whose workbook it is, and which file it answers.

    colours: what is asked for in cells of each colour; own_cells: the heading of the column that
    names the cells as the author's workbook has them.
    """

    subtitle: str
    answered: str
    note: str
    waiting: str
    title: str
    colours: str
    own_cells: str = "Ô ở tệp đã gửi"


def write_corrections_sheet(
    builder: WorkbookBuilder,
    head: Head,
    groups: Sequence[Group],
    spots: Mapping[Finding, FormPlace],
) -> None:
    """Write the sheet and put it first."""
    page = builder.page(CORRECTIONS_SHEET)
    for name, width in _WIDTHS.items():
        page.width(name, width)
    _write_head(page, head, tally(groups))
    row = _HEADER_ROW + 1
    for number, group in enumerate(groups, start=1):
        row = _write_group(page, row, number, group, spots)
    if head.waiting:
        page.put_across(row, (1, 4), head.waiting, replace(_LABEL, box="all"))
        page.height(row, _height(head.waiting, sum(_WIDTHS.values())))
    page.frozen, page.has_grid, page.tab_color = f"A{_HEADER_ROW + 1}", False, "C00000"
    rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    print_on_a4(page, f"A1:D{row}", note=head.note, title_rows=rows)
    builder.put_first(CORRECTIONS_SHEET)


def _write_head(page: FormSheet, head: Head, summary: str) -> None:
    page.put_across(1, (1, 4), head.title, TITLE)
    page.put_across(2, (1, 4), head.subtitle, SUBTITLE)
    style = replace(PLAIN, size=12, across="center", wraps=True)
    page.put_across(3, (1, 4), f"{head.answered}: {summary}.", style)
    for row, height in ((1, 26), (2, 20), (3, 20), (_HEADER_ROW, 22)):
        page.height(row, height)
    for row, text in ((4, _HOW), (5, head.colours)):
        page.put_across(row, (1, 4), text, replace(GUIDE, across="center"))
        page.height(row, max(18, _height(text, sum(_WIDTHS.values()))))
    for column, text in enumerate((*_HEADINGS, head.own_cells), start=1):
        page.put(_HEADER_ROW, column, text, HEAD)


def _write_group(
    page: FormSheet, row: int, number: int, group: Group, spots: Mapping[Finding, FormPlace]
) -> int:
    """One kind of fault: its title and words, then every place; gives the next free row."""
    color = ON_RED if group.grade is Grade.ERROR else INK
    style = replace(_HEADER, fill=FILLS[group.grade], color=color)
    title = f"{group.rule.title} – {count(len(group.findings))} chỗ"
    cells = (
        (number, replace(style, across="center", indent=0)),
        (group.grade, style),
        (title, style),
    )
    for column, (value, each) in enumerate((*cells, (None, style)), start=1):
        page.put(row, column, str(value) if column == 2 else value, each)
    page.height(row, _height(title, _WIDTHS["C"] * 0.85) + 4)
    rule = group.rule
    for label, words in (
        ("Cách sửa", rule.fix),
        ("Vì sao", rule.reason),
        ("Căn cứ", rule.citation),
    ):
        row += 1
        _write_line(page, row, label, upper_first(words), "")
    for finding in group.findings:
        row += 1
        _write_place(page, row, finding, spots[finding])
    return row + 1


def _write_place(page: FormSheet, row: int, finding: Finding, spot: FormPlace) -> None:
    where = "!".join(part for part in (spot.sheet, spot.cell) if part) or upper_first(WHOLE_FILE)
    _write_line(page, row, where, finding.message, finding.ref.cell)
    if spot.sheet:
        link(page.put(row, 2, where, _LINK), spot.sheet, spot.cell or "A1")


def _write_line(page: FormSheet, row: int, label: str, words: str, sent: str) -> None:
    page.put(row, 1, None, _CELL)
    page.put(row, 2, label, _LABEL)
    page.put(row, 3, words, _CELL)
    page.put(row, 4, sent, _CENTERED)
    page.height(row, _height(words, _WIDTHS["C"]))


def _height(text: str, width: float) -> float:
    return (ceil(len(text) / width) or 1) * _LINE + 4
