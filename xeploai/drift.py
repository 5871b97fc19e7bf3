"""Form drift: how a form came back changed and is understood all the same, and said.

Nothing here keeps a figure out: what could not be understood safely is a rule of reading.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from xeploai.findings import CellRef, Finding, Severity, letter
from xeploai.headings import (
    SEARCHED_ROWS,
    find_heading_row,
    heading_key,
    known_headings,
    match,
    strings,
)
from xeploai.located import Parsed
from xeploai.read import RawSheet, RawWorkbook, read_workbook
from xeploai.reading import ReadRefused, finding, reading
from xeploai.rulebook import Rule
from xeploai.schema.form import FORM_SHEETS, FORM_VERSION, LEAST_ROWS, OWN_SHEETS, InfoReturn
from xeploai.schema.row import Row, columns
from xeploai.text import fold

ENOUGH = 80
"""A sheet of another name is taken for one of the form with so many % of its headings."""

MOST_OTHERS = 12
"""In a workbook with more sheets of other names, none is looked for: it is no form."""

Said = tuple[Rule[..., str], str, tuple[object, ...]]
"""A rule, the cell it speaks of, and what it says."""


@dataclass(frozen=True, slots=True)
class Area:
    """A table as it was found, all counted from 0.

    heading: its row; places: the column of each field; data, totals: the rows that are such.
    """

    raw: RawSheet
    row_type: type[Row]
    heading: int
    places: Mapping[str, int]
    data: Sequence[int]
    totals: Sequence[int]

    def header(self, key: str) -> str:
        """The form's words for a field."""
        return columns(self.row_type)[key].header

    def at_heading(self, key: str) -> str:
        """The cell of a field's heading."""
        return f"{letter(self.places[key])}{self.heading + 1}"

    def has_figures(self, row: int, column: int) -> bool:
        """Whether something stands in a cell."""
        return self.raw.rows[row][column] != "" or (row, column) in self.raw.odd


@reading(Severity.WARNING)
def old_form_version(found: str, current: int) -> str:
    """Biểu không phải phiên bản đang dùng.

    Vì sao: biểu của đợt khác có thể thiếu cột hoặc tự kiểm tra khác; số liệu vẫn được đọc.
    Cách sửa: lần sau điền vào biểu do Ban Tổ chức gửi đợt này.
    """
    return f"Biểu là phiên bản {found or 'không rõ'}, phiên bản đang dùng là {current}"


@reading(Severity.WARNING)
def renamed_sheet(found: str, sheet: str) -> str:
    """Trang tính của biểu mang tên khác.

    Vì sao: trang tính bị đổi tên; chương trình nhận ra theo các tiêu đề trong trang.
    Cách sửa: kiểm tra đúng là trang tính cần gửi, rồi ghi lại tên của biểu mẫu.
    """
    return f"Trang tính “{found}” được hiểu là “{sheet}”"


@reading(Severity.WARNING)
def moved_column(header: str) -> str:
    """Cột không đứng theo thứ tự của biểu mẫu.

    Vì sao: cột bị chuyển chỗ; số liệu được đọc theo tiêu đề cột, không theo vị trí.
    Cách sửa: kiểm tra tiêu đề đúng với số liệu bên dưới; chuyển cột về chỗ cũ.
    """
    return f"Cột “{header}” không đứng theo thứ tự của biểu mẫu, được đọc theo tiêu đề"


@reading(Severity.WARNING)
def missing_optional_column(header: str) -> str:
    """Thiếu cột hoặc mục không bắt buộc của biểu.

    Vì sao: cột bị xóa hoặc đổi tiêu đề; số liệu của cột được hiểu là để trống.
    Cách sửa: nếu đơn vị có số liệu ở cột này, điền lại vào biểu do Ban Tổ chức gửi.
    """
    return f"Không tìm thấy “{header}”, được hiểu là để trống"


@reading(Severity.WARNING)
def external_link(header: str, others: int) -> str:
    """Ô lấy số liệu từ tệp Excel khác.

    Vì sao: ở máy khác không có tệp đó, nên chỉ đọc được số lưu lại từ lần tính cuối cùng.
    Cách sửa: kiểm tra số trong ô, rồi gõ số thay cho công thức.
    """
    also = f" và {others} ô khác cùng cột" if others else ""
    return f"Ô “{header}”{also} lấy từ tệp Excel khác, được đọc theo giá trị đang lưu trong ô"


@reading(Severity.WARNING)
def hidden_rows(first: int, last: int) -> str:
    """Dòng đang ẩn có số liệu.

    Vì sao: dòng bị ẩn hoặc bị lọc nên người gửi có thể không thấy, nhưng số liệu vẫn được tính.
    Cách sửa: bỏ ẩn, bỏ lọc rồi kiểm tra; xóa nội dung của dòng nếu không dùng.
    """
    rows = f"Dòng {first}" if first == last else f"Dòng {first}–{last}"
    return f"{rows} đang ẩn nhưng có số liệu, vẫn được tính"


@reading(Severity.WARNING)
def hidden_columns(header: str) -> str:
    """Cột đang ẩn có số liệu.

    Vì sao: cột bị ẩn nên người gửi có thể không thấy, nhưng số liệu vẫn được tính.
    Cách sửa: bỏ ẩn cột rồi kiểm tra; xóa số liệu trong cột nếu không dùng.
    """
    return f"Cột “{header}” đang ẩn nhưng có số liệu, vẫn được tính"


DRIFT_RULES: tuple[Rule[..., str], ...] = (
    old_form_version,
    renamed_sheet,
    moved_column,
    missing_optional_column,
    external_link,
    hidden_rows,
    hidden_columns,
)


# ------------------------------------------------------------------ one table


def drift_of(area: Area) -> Iterator[Said]:
    """All that is odd about how a table came back."""
    yield from _moved(area)
    yield from _hidden_columns(area)
    yield from _hidden_rows(area)
    yield from links(area.raw, _cells(area)) if area.raw.linked else ()


def _moved(area: Area) -> Iterator[Said]:
    wanted = [key for key in columns(area.row_type) if key in area.places]
    found = sorted(area.places, key=area.places.__getitem__)
    if found == wanted:
        return
    kept = SequenceMatcher(None, found, wanted).get_matching_blocks()
    stayed = {key for block in kept for key in found[block.a : block.a + block.size]}
    first = next(key for key in found if key not in stayed)
    yield moved_column, area.at_heading(first), (area.header(first),)


def _hidden_columns(area: Area) -> Iterator[Said]:
    for key, column in area.places.items():
        if column in area.raw.hidden_columns and any(
            area.has_figures(row, column) for row in area.data
        ):
            yield hidden_columns, area.at_heading(key), (area.header(key),)


def _hidden_rows(area: Area) -> Iterator[Said]:
    for run in _runs(area.raw.hidden_rows):
        figures = [row for row in area.data if row in run]
        if figures and not _is_kept_by_the_form(area, run):
            first = letter(min(area.places.values()))
            yield hidden_rows, f"{first}{figures[0] + 1}", (figures[0] + 1, figures[-1] + 1)


def _runs(rows: Collection[int]) -> Iterator[range]:
    """The unbroken runs of some numbers."""
    for _, group in groupby(enumerate(sorted(rows)), lambda item: item[1] - item[0]):
        run = [row for _, row in group]
        yield range(run[0], run[-1] + 1)


def _is_kept_by_the_form(area: Area, run: range) -> bool:
    """Whether hidden rows are those a form keeps for programs: below the ones in sight, to the end.

    Rows that a clerk hides or filters away lie higher up, or have others in sight below them.
    """
    end = next((row for row in area.totals if row >= run.start), len(area.raw.rows))
    return run.start > area.heading + LEAST_ROWS and run.stop >= end


def links(raw: RawSheet, cells: Mapping[str, Sequence[tuple[int, int]]]) -> Iterator[Said]:
    """Figures fetched from another workbook, said once a field; cells: where each one stands."""
    for header, places in cells.items():
        linked = [place for place in places if place in raw.linked]
        if linked:
            row, column = linked[0]
            yield external_link, f"{letter(column)}{row + 1}", (header, len(linked) - 1)


def _cells(area: Area) -> dict[str, list[tuple[int, int]]]:
    return {
        area.header(key): [(row, column) for row in area.data]
        for key, column in area.places.items()
    }


# ------------------------------------------------------------------ the whole workbook


def book_drift(
    sheets: Mapping[type[Row], Parsed[Row]], stamp: Mapping[str, str], unit: str
) -> Iterator[Finding]:
    """How a workbook differs from the form; stamp: what our own form says of itself."""
    for row_type, sheet in sheets.items():
        whole = CellRef(sheet.file, sheet.sheet)
        if fold(sheet.sheet) != fold(row_type.SHEET):
            yield finding(renamed_sheet, whole, unit, sheet.sheet, row_type.SHEET)
        for header in _lost(sheet, row_type) if stamp else ():
            yield finding(missing_optional_column, whole, unit, header)
    version = stamp.get("version", "")
    if stamp and version != str(FORM_VERSION):
        yield finding(
            old_form_version, CellRef(sheets[InfoReturn].file), unit, version, FORM_VERSION
        )


def _lost(sheet: Parsed[Row], row_type: type[Row]) -> Iterator[str]:
    """The columns that may be blank and are not there; a form of ours came with all of them."""
    for key, column in columns(row_type).items():
        if sheet.columns and not column.required and key not in sheet.columns:
            yield column.header


def with_stand_ins(data: bytes, book: RawWorkbook) -> RawWorkbook:
    """The workbook, with each missing sheet replaced by the one other that has its headings."""
    missing = [sheet for sheet in FORM_SHEETS if fold(sheet.SHEET) not in book.sheets]
    if not missing:
        return book
    fitting = [
        (fold(row_type.SHEET), raw)
        for raw in _others(data, book)
        for row_type in missing
        if _carries_headings(raw, row_type)
    ]
    times = Counter(name for name, _ in fitting)
    taken = {name: raw for name, raw in fitting if times[name] == 1}
    return replace(book, sheets={**book.sheets, **taken})


def _others(data: bytes, book: RawWorkbook) -> Iterator[RawSheet]:
    """The readable sheets of names that are none of the form's, each read by itself."""
    known = {*book.sheets, *map(fold, OWN_SHEETS)}
    times = Counter(map(fold, book.names))
    others = [name for name, number in times.items() if number == 1 and name not in known]
    for name in others if len(others) <= MOST_OTHERS else ():
        try:
            yield from read_workbook(data, {name}).sheets.values()
        except ReadRefused:
            # What nobody asked for keeps no form out.
            continue


def _carries_headings(raw: RawSheet, row_type: type[Row]) -> bool:
    """Whether a sheet has enough of a row type's headings or labels, word for word."""
    top = raw.rows[:SEARCHED_ROWS]
    if row_type.LAYOUT == "labels":
        known = known_headings(row_type)
        words = (value for row in top for value in row if type(value) is str)
        exact = len({key for value in words if (key := known.get(heading_key(value)))})
    else:
        heading = find_heading_row(row_type, top)
        found = match(row_type, strings(top[heading])) if heading is not None else None
        exact = len(found.places) - len(found.renamed) if found else 0
    return 100 * exact >= ENOUGH * len(columns(row_type))
