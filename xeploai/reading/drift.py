"""Form drift: how a form came back changed; it is understood all the same, and reported.

Nothing here keeps a figure out: what could not be understood safely is a rule of reading.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from xeploai.findings import (
    CellRef,
    Finding,
    MemberText,
    Objection,
    Rule,
    Sentence,
    Severity,
    Value,
    letter,
)
from xeploai.reading.rules import reading_rule
from xeploai.reading.source_rows import Parsed
from xeploai.reading.values import read_count
from xeploai.reading.xlsx.cells import CellValue, RawSheet
from xeploai.reading.xlsx.old_fonts import ALPHABETS
from xeploai.schema.form import FORM_VERSION, LEAST_ROWS, InfoReturn, is_about_members
from xeploai.schema.row import Column, Row, columns
from xeploai.schema.self_check import NotShown
from xeploai.text import clean, folded

Drift = tuple[str, Objection]
"""A cell, and what is odd there."""

Places = Sequence[tuple[int, int]]
"""Rows and columns, counted from 0."""


@dataclass(frozen=True, slots=True)
class TableArea:
    """A table as it was read, all counted from 0.

    heading: its row; places: the column of each field; data, totals: the rows that are such;
    named: those that only name something.
    """

    raw: RawSheet
    row_type: type[Row]
    heading: int
    places: Mapping[str, int]
    data: Sequence[int]
    totals: Sequence[int]
    named: Sequence[int] = ()

    def header(self, key: str) -> str:
        """Return the form's words for a field."""
        return columns(self.row_type)[key].header

    def at_heading(self, key: str) -> str:
        """Return the cell of a field's heading."""
        return f"{letter(self.places[key])}{self.heading + 1}"

    def has_figures(self, row: int, column: int) -> bool:
        """Whether something stands in a cell."""
        return self.raw.holds((row, column))


@reading_rule(Severity.WARNING)
def old_form_version(written: str, current: int) -> Sentence:
    """Biểu không phải phiên bản đang dùng.

    Vì sao: biểu của kỳ khác có thể thiếu cột hoặc tự kiểm tra khác; số liệu vẫn được đọc.
    Cách sửa: lần sau điền vào biểu do Ban Tổ chức gửi cho kỳ này.
    """
    return Sentence(
        "Biểu là phiên bản {written}, phiên bản đang dùng là {current}",
        written=written or "không rõ", current=current,
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def renamed_sheet(written: str, sheet: str) -> Sentence:
    """Tờ của biểu mang tên khác.

    Vì sao: tờ bị đổi tên; chương trình nhận ra theo các tiêu đề trong tờ.
    Cách sửa: kiểm tra đúng là tờ cần gửi, rồi ghi lại tên của biểu mẫu.
    """
    return Sentence("Tờ “{written}” được hiểu là “{sheet}”", written=written, sheet=sheet)


@reading_rule(Severity.WARNING)
def copied_sheet(copy: str, sheet: str) -> Sentence:
    """Có bản chép của một tờ.

    Vì sao: chỉ tờ mang đúng tên của biểu được đọc; số ở bản chép bị bỏ qua.
    Cách sửa: xem số đúng đã ở tờ của biểu, rồi chuyển bản chép sang tệp khác.
    """
    return Sentence("Tờ “{copy}” không được đọc, chỉ đọc “{sheet}”", copy=copy, sheet=sheet)


_ONE_SHEET = NotShown("Công thức không biết trong tệp còn tờ nào khác.")


@reading_rule(
    Severity.ERROR,
    self_check=_ONE_SHEET,
    waivable=True,
    former_titles=("Hai trang tính cùng là một phần của biểu, số liệu khác nhau",),
)
def figures_on_another_sheet(other: str, sheet: str, title: str) -> Sentence:
    """Hai tờ cùng là một phần của biểu, số liệu khác nhau.

    Vì sao: không rõ số ở tờ nào là đúng; thường số đã sửa nằm ở tờ ghi tên khác.
    Cách sửa: ghi số đúng vào tờ mang tên của biểu; chuyển tờ kia sang một tệp khác.
    """
    return Sentence(
        "Tờ “{other}”{title} cũng là biểu “{sheet}” và có số liệu khác: không rõ tờ nào đúng",
        other=other, sheet=sheet, title=f" ({title})" if title else "",
    )  # fmt: skip


@reading_rule(
    Severity.ERROR,
    self_check=_ONE_SHEET,
    waivable=True,
    former_titles=("Trong tệp có trang tính của đơn vị khác",),
)
def sheet_of_another_unit(other: str, code: str, name: str) -> Sentence:
    """Trong tệp có tờ của đơn vị khác.

    Vì sao: mỗi tệp là biểu của một đơn vị; biểu của đơn vị kia chưa được đọc và chưa được tính.
    Cách sửa: tách các tờ của đơn vị kia thành một tệp riêng rồi gửi cả hai tệp.
    """
    return Sentence(
        "Tờ “{other}” ghi mã đơn vị “{code}”{name}: biểu của đơn vị đó chưa được tính",
        other=other, code=code, name=f" ({name})" if name else "",
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def sheets_not_looked_at(names: str, most: int) -> Sentence:
    """Tệp có quá nhiều tờ ngoài biểu, chưa xem hết.

    Vì sao: các tờ của biểu vẫn được đọc; nếu số liệu đã sửa nằm ở một tờ chưa được xem thì số đó
    không được dùng.
    Cách sửa: xem số đúng đã ở các tờ của biểu; chuyển các tờ khác sang một tệp riêng rồi gửi lại.
    """
    return Sentence(
        "Chỉ xem {most} tờ đầu tiên ngoài các tờ của biểu, chưa xem: {names}",
        most=most, names=names,
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def moved_column(header: str) -> Sentence:
    """Cột không đứng theo thứ tự của biểu mẫu.

    Vì sao: cột bị chuyển chỗ; số liệu được đọc theo tiêu đề cột, không theo vị trí.
    Cách sửa: kiểm tra tiêu đề đúng với số liệu bên dưới; chuyển cột về chỗ cũ.
    """
    return Sentence(
        "Cột “{header}” không đứng theo thứ tự của biểu mẫu, được đọc theo tiêu đề", header=header
    )


@reading_rule(Severity.WARNING)
def missing_optional_column(header: str) -> Sentence:
    """Thiếu cột hoặc mục không bắt buộc của biểu.

    Vì sao: cột bị xóa hoặc đổi tiêu đề; số liệu của cột được hiểu là để trống.
    Cách sửa: nếu đơn vị có số liệu ở cột này, điền lại vào biểu do Ban Tổ chức gửi.
    """
    return Sentence("Không tìm thấy “{header}”, được hiểu là để trống", header=header)


@reading_rule(Severity.WARNING)
def external_link(header: str, others: int) -> Sentence:
    """Ô lấy số liệu từ tệp Excel khác.

    Vì sao: ở máy khác không có tệp đó, nên chỉ đọc được số lưu lại từ lần tính cuối cùng.
    Cách sửa: kiểm tra số trong ô, rồi gõ số thay cho công thức.
    """
    return Sentence(
        "Ô “{header}”{also} lấy từ tệp Excel khác, được đọc theo giá trị đang lưu trong ô",
        header=header, also=_also(others),
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def hidden_rows(first: int, last: int) -> Sentence:
    """Dòng đang ẩn có số liệu.

    Vì sao: dòng bị ẩn hoặc bị lọc nên người gửi có thể không thấy, nhưng số liệu vẫn được tính.
    Cách sửa: bỏ ẩn, bỏ lọc rồi kiểm tra; xóa nội dung của dòng nếu không dùng.
    """
    rows = f"{first}" if first == last else f"{first}–{last}"
    return Sentence("Dòng {rows} đang ẩn nhưng có số liệu, vẫn được tính", rows=rows)


@reading_rule(Severity.WARNING)
def hidden_columns(header: str) -> Sentence:
    """Cột đang ẩn có số liệu.

    Vì sao: cột bị ẩn nên người gửi có thể không thấy, nhưng số liệu vẫn được tính.
    Cách sửa: bỏ ẩn cột rồi kiểm tra; xóa số liệu trong cột nếu không dùng.
    """
    return Sentence("Cột “{header}” đang ẩn nhưng có số liệu, vẫn được tính", header=header)


@reading_rule(Severity.WARNING)
def unseen_cells(header: str, others: int) -> Sentence:
    """Ô có nội dung nhưng không nhìn thấy.

    Vì sao: chữ trùng màu nền, cỡ chữ quá nhỏ hoặc định dạng ẩn (;;;) nên người gửi có thể không
    thấy, nhưng nội dung vẫn được tính.
    Cách sửa: đặt lại màu chữ và định dạng của ô rồi kiểm tra; xóa nội dung nếu không dùng.
    """
    return Sentence(
        "Ô “{header}”{also} có nội dung nhưng không nhìn thấy, vẫn được tính",
        header=header, also=_also(others),
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def old_font(header: str, meant: Value, font: str, others: int) -> Sentence:
    """Chữ gõ bằng phông cũ, không phải Unicode.

    Vì sao: chữ gõ theo bảng mã TCVN3 (phông .VnTime) hoặc VNI (phông VNI-Times) hiện sai ở máy
    khác và khi in báo cáo.
    Cách sửa: trong bộ gõ (UniKey) chọn Bảng mã Unicode, đặt phông Times New Roman rồi gõ lại.
    """
    return Sentence(
        "Ô “{header}”{also} gõ bằng phông {font} (bảng mã {alphabet}), đọc là “{meant}”; "
        "cần gõ lại bằng Unicode",
        header=header, also=_also(others), font=font, alphabet=ALPHABETS[font], meant=meant,
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def figures_in_total_only(header: str, named: int) -> Sentence:
    """Số liệu chỉ ghi ở dòng tổng.

    Vì sao: số liệu được đọc từ các dòng phía trên; dòng tổng chỉ để so lại nên chưa có gì được
    tính.
    Cách sửa: ghi số của từng dòng vào đúng dòng đó; dòng tổng để biểu tự cộng.
    """
    lines = f"{named} dòng phía trên" if named else "phía trên"
    return Sentence(
        "Dòng tổng ghi “{header}”, {lines} chưa có số nào: chưa được tính",
        header=header, lines=lines,
    )  # fmt: skip


def _also(others: int) -> str:
    return f" và {others} ô khác cùng cột" if others else ""


DRIFT_RULES: tuple[Rule, ...] = (
    old_form_version,
    renamed_sheet,
    copied_sheet,
    figures_on_another_sheet,
    sheet_of_another_unit,
    sheets_not_looked_at,
    moved_column,
    missing_optional_column,
    external_link,
    hidden_rows,
    hidden_columns,
    unseen_cells,
    old_font,
    figures_in_total_only,
)


# ------------------------------------------------------------------ one table


def drift_of(area: TableArea) -> Iterator[Drift]:
    """All that is odd about how a table came back."""
    yield from _moved(area)
    yield from _hidden_columns(area)
    yield from _hidden_rows(area)
    yield from _total_only(area)
    yield from marked(area.raw, area.row_type, _cells(area))


def _moved(area: TableArea) -> Iterator[Drift]:
    wanted = [key for key in columns(area.row_type) if key in area.places]
    actual = sorted(area.places, key=area.places.__getitem__)
    if actual == wanted:
        return
    kept = SequenceMatcher(None, actual, wanted).get_matching_blocks()
    stayed = {key for block in kept for key in actual[block.a : block.a + block.size]}
    first = next(key for key in actual if key not in stayed)
    yield area.at_heading(first), moved_column(area.header(first))


def _hidden_columns(area: TableArea) -> Iterator[Drift]:
    for key, column in area.places.items():
        if column in area.raw.hidden_columns and any(
            area.has_figures(row, column) for row in area.data
        ):
            yield area.at_heading(key), hidden_columns(area.header(key))


def _hidden_rows(area: TableArea) -> Iterator[Drift]:
    for run in _runs(area.raw.hidden_rows):
        figures = [row for row in area.data if row in run]
        if figures and not _goes_on_in_the_form(area, run, figures[-1]):
            first = letter(min(area.places.values()))
            yield f"{first}{figures[0] + 1}", hidden_rows(figures[0] + 1, figures[-1] + 1)


def hidden_labels(raw: RawSheet, places: Iterable[tuple[int, int]]) -> Iterator[Drift]:
    """Values of a sheet of labels that are hidden, with the lines or the column they stand in."""
    filled = [place for place in places if raw.holds(place)]
    columns_of = {row: column for row, column in filled if row in raw.hidden_rows}
    for run in _runs(columns_of):
        first, last = run.start, run.stop - 1
        yield _address((first, columns_of[first])), hidden_rows(first + 1, last + 1)
    for column in sorted({column for _, column in filled} & raw.hidden_columns):
        at = min(row for row, of_column in filled if of_column == column)
        yield _address((at, column)), hidden_columns(letter(column))


def _total_only(area: TableArea) -> Iterator[Drift]:
    """Yield the first figure of a total above which none stands; the form's own sums come to 0."""
    counts = [key for key, column in columns(area.row_type).items() if column.type == "count"]
    places = sorted(area.places[key] for key in counts if key in area.places)
    headers = {column: area.header(key) for key, column in area.places.items()}
    for row in area.totals if not area.data else ():
        first = next((x for x in places if _is_some(area.raw.at((row, x)))), None)
        if first is not None:
            yield _address((row, first)), figures_in_total_only(headers[first], len(area.named))


def _is_some(value: CellValue) -> bool:
    number = read_count(value)
    return isinstance(number, int) and number > 0


def _runs(rows: Collection[int]) -> Iterator[range]:
    """Yield the unbroken runs of some numbers."""
    for _, group in groupby(enumerate(sorted(rows)), lambda item: item[1] - item[0]):
        run = [row for _, row in group]
        yield range(run[0], run[-1] + 1)


def _goes_on_in_the_form(area: TableArea, run: range, last: int) -> bool:
    """Whether a table goes on in the hidden rows that a form keeps for programs.

    Those lie below the ones in sight, to the end; rows that a clerk hides or filters away lie
    higher up, or have others in sight below them. A figure after a gap was left there.
    """
    end = next((row for row in area.totals if row >= run.start), len(area.raw.rows))
    is_spare = run.start > area.heading + LEAST_ROWS and run.stop >= end
    return is_spare and {*range(run.start - 1, last)} <= {*area.data}


def marked(raw: RawSheet, row_type: type[Row], cells: Mapping[str, Places]) -> Iterator[Drift]:
    """Yield what is odd about cells beside what stands in them, told once for each field.

    cells: those of each field. They fetch from another workbook, cannot be seen, or were typed with
    an old font.
    """
    if raw.linked or raw.unseen or raw.recoded:
        for key, places in cells.items():
            yield from _marked(raw, row_type, columns(row_type)[key], places)


def _marked(raw: RawSheet, row_type: type[Row], column: Column, places: Places) -> Iterator[Drift]:
    if linked := [place for place in places if place in raw.linked]:
        yield _address(linked[0]), external_link(column.header, len(linked) - 1)
    if unseen := [place for place in places if place in raw.unseen and raw.holds(place)]:
        yield _address(unseen[0]), unseen_cells(column.header, len(unseen) - 1)
    if recoded := [place for place in places if place in raw.recoded]:
        text = clean(str(raw.at(recoded[0])))
        meant = MemberText(text) if is_about_members(row_type, column) else text
        font = raw.recoded[recoded[0]]
        yield _address(recoded[0]), old_font(column.header, meant, font, len(recoded) - 1)


def _address(place: tuple[int, int]) -> str:
    return f"{letter(place[1])}{place[0] + 1}"


def _cells(area: TableArea) -> dict[str, Places]:
    rows = sorted((*area.data, *area.named))
    return {key: [(row, column) for row in rows] for key, column in area.places.items()}


# ------------------------------------------------------------------ the whole workbook


def book_drift(
    sheets: Mapping[type[Row], Parsed[Row]],
    names: Sequence[str],
    stamp: Mapping[str, str],
    unit: str,
) -> Iterator[Finding]:
    """How a workbook differs from the form.

    names: of its sheets, but those with figures of their own; stamp: what our own form says of
    itself.
    """
    for row_type, sheet in sheets.items():
        whole = CellRef(sheet.file, sheet.sheet)
        for copy in _copies(row_type, names):
            yield copied_sheet(copy, sheet.sheet).at(whole, unit)
        if folded(sheet.sheet) != folded(row_type.SHEET):
            yield renamed_sheet(sheet.sheet, row_type.SHEET).at(whole, unit)
        for header in _lost(sheet, row_type) if stamp else ():
            yield missing_optional_column(header).at(whole, unit)
    version = stamp.get("version", "")
    if stamp and version != str(FORM_VERSION):
        file = CellRef(sheets[InfoReturn].file)
        yield old_form_version(version, FORM_VERSION).at(file, unit)


def _copies(row_type: type[Row], names: Sequence[str]) -> Iterator[str]:
    """Yield the sheets that Excel numbered as copies of one of the form's.

    The original is there too.
    """
    own = folded(row_type.SHEET)
    for name in names if own in map(folded, names) else ():
        copied, _, number = folded(name).rpartition(" ")
        if copied == own and number.isdigit():
            yield name


def _lost(sheet: Parsed[Row], row_type: type[Row]) -> Iterator[str]:
    """Yield the optional columns that are missing; every form of ours came with them."""
    for key, column in columns(row_type).items():
        is_usual = not (column.required or column.is_later)
        if sheet.columns and is_usual and key not in sheet.columns:
            yield column.header
