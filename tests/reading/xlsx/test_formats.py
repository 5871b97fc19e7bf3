"""Formats that change what a cell tells, and merged ranges, as every program writes them."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Color, Font, PatternFill

from tests import xlsx
from tests.office import saved_as
from tests.xlsx import workbook, worksheet
from xeploai.reading.xlsx.cells import Area, RawSheet
from xeploai.reading.xlsx.formats import MAX_TABLE, formats_of
from xeploai.reading.xlsx.scan import MAX_MERGED
from xeploai.reading.xlsx.workbook import read_workbook

WHITE, YELLOW = "FFFFFFFF", "FFFFF8D6"


def sheet(data: bytes) -> RawSheet:
    return read_workbook(data, {"s"}).sheets["s"]


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def one_cell(font: Font | None = None, fill: str = "", code: str = "General") -> bytes:
    """A workbook whose only cell, B2, has a format."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "S"
    page["B2"] = 41
    page["B2"].font = font or Font(color="FF000000")
    page["B2"].number_format = code
    if fill:
        page["B2"].fill = PatternFill("solid", fgColor=fill)
    return saved(book)


def is_unseen(data: bytes) -> bool:
    return sheet(data).unseen == {(1, 1)}


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (Font(color=WHITE), ""),
        (Font(color=Color(theme=0)), ""),
        (Font(color=Color(theme=0, tint=-0.05)), ""),
        (Font(color=Color(indexed=9)), ""),
        (Font(color="FFFEFEFE"), ""),
        (Font(color=WHITE), YELLOW),
        (Font(color=YELLOW), YELLOW),
        (Font(color="FF000000"), "FF000000"),
        (Font(), "FF000000"),
        (Font(size=1), ""),
    ],
)
def test_letters_of_the_colour_of_their_background_are_unseen(font: Font, fill: str) -> None:
    assert is_unseen(one_cell(font, fill))


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (Font(), ""),
        (Font(color=WHITE), "FF1F4E78"),
        (Font(color=Color(theme=0)), "FF1F4E78"),
        (Font(color=Color(theme=1)), ""),
        (Font(color=Color(theme=4)), ""),  # a colour that only the theme knows
        (Font(color="FFFF0000"), YELLOW),
        (Font(color="FFA6A6A6"), ""),
        (Font(size=8), ""),
    ],
)
def test_other_letters_are_seen(font: Font, fill: str) -> None:
    assert sheet(one_cell(font, fill)).unseen == frozenset()


@pytest.mark.parametrize("code", [";;;", ";;", ' ;; ;"x"', '""', '" ";" "', ";-0"])
def test_a_number_format_without_a_sign_hides_a_number(code: str) -> None:
    assert is_unseen(one_cell(code=code))


@pytest.mark.parametrize("code", ["General", "0", "#,##0_.", "dd/mm/yyyy", "0;;", "@", "0;-0;;@"])
def test_other_number_formats_show_it(code: str) -> None:
    assert sheet(one_cell(code=code)).unseen == frozenset()


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [("0%", True), ("0.00%", True), ("0.0 %_.", True), ("0", False), ('0" %"', False)],
)
def test_a_percentage_is_known_by_its_format(code: str, is_percent: bool) -> None:
    assert sheet(one_cell(code=code)).percent == ({(1, 1)} if is_percent else set())


@pytest.mark.parametrize(("strike", "is_struck"), [(True, True), (False, False), (None, False)])
def test_a_cell_struck_through_is_known(strike: bool | None, is_struck: bool) -> None:
    assert sheet(one_cell(Font(strike=strike))).struck == ({(1, 1)} if is_struck else set())


def test_formats_are_known_in_what_libreoffice_saves(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "S"
    for row, font in enumerate((Font(strike=True), Font(color=WHITE), Font()), start=1):
        page.cell(row, 1, 12).font = font
    page.cell(4, 1, 0.5).number_format = "0%"
    page.merge_cells("C2:D5")
    read = sheet(saved_as("xlsx", saved(book), tmp_path))
    assert (set(read.struck), set(read.unseen)) == ({(0, 0)}, {(1, 0)})
    assert read.percent == {(3, 0)}
    assert read.merged == (Area(1, 2, 4, 3),)


def test_a_cell_is_known_among_very_many_formats() -> None:
    many = '<xf numFmtId="0" fontId="1"/>' * 30_000
    styles = xlsx.STYLES.replace("</cellXfs>", f"{many}</cellXfs>")
    rows = '<row r="1"><c r="A1" s="29999"><v>1</v></c><c r="B1" s="0"><v>1</v></c></row>'
    data = workbook({"S": worksheet(rows)}, {"xl/styles.xml": styles})
    assert sheet(data).struck == {(0, 0)}


def test_a_format_of_an_empty_cell_is_of_nothing() -> None:
    rows = f'<row r="1"><c r="A1" s="{xlsx.STRUCK}"/><c r="B1"><v>1</v></c></row>'
    assert sheet(workbook({"S": worksheet(rows)})).struck == frozenset()


@pytest.mark.parametrize(
    "styles",
    [
        b"",
        b"<styleSheet",
        b"<styleSheet/>",
        xlsx.STYLES.replace("fontId", "x").encode(),
        xlsx.STYLES.replace('fontId="1"', 'fontId="99"').encode(),
        xlsx.STYLES.replace('fontId="1"', 'fontId="-1"').encode(),
        xlsx.STYLES.encode() + b" " * MAX_TABLE,
    ],
)
def test_a_table_of_formats_that_tells_nothing_strikes_nothing(styles: bytes) -> None:
    assert formats_of(styles).struck == frozenset()


@pytest.mark.parametrize("tint", ["nan", "inf", "-1e999", "x", "9"])
def test_a_tint_that_is_none_does_no_harm(tint: str) -> None:
    color = f'<color rgb="FF000000" tint="{tint}"/>'
    formats_of(xlsx.STYLES.replace('<color rgb="FFFFFFFF"/>', color).encode())


# ------------------------------------------------------------------ merged ranges

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'


def merged(tail: str) -> tuple[Area, ...]:
    page = worksheet(ROWS).replace("</sheetData>", f"</sheetData>{tail}")
    return sheet(workbook({"S": page})).merged


@pytest.mark.parametrize(
    "tail",
    [
        '<mergeCells count="1"><mergeCell ref="B2:C9"/></mergeCells>',
        "<mergeCells><mergeCell ref='B2:C9' /></mergeCells>",
        '<mergeCells>\n <mergeCell\n ref = "B2:C9"></mergeCell></mergeCells>',
    ],
)
def test_merged_ranges_are_known_however_they_are_spelt(tail: str) -> None:
    assert merged(tail) == (Area(1, 1, 8, 2),)


def test_merged_ranges_are_known_in_a_sheet_that_is_written_anew() -> None:
    strange = ROWS.replace('"A1"', "'A1'")
    page = worksheet(strange).replace(
        "</sheetData>", '</sheetData><mergeCells><mergeCell ref="B2:C9"/></mergeCells>'
    )
    assert sheet(workbook({"S": page})).merged == (Area(1, 1, 8, 2),)


def test_no_more_merged_ranges_are_looked_at_than_a_form_can_have() -> None:
    many = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(2, MAX_MERGED + 99))
    assert len(merged(f"<mergeCells>{many}</mergeCells>")) == MAX_MERGED


@pytest.mark.parametrize("ref", ["A1", "A1:B", "1:2", "ABCD1:B2", ""])
def test_what_is_no_range_is_not_merged(ref: str) -> None:
    strange = worksheet(ROWS.replace('"A1"', "'A1'")).replace(
        "</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{ref}"/></mergeCells>'
    )
    assert sheet(workbook({"S": strange})).merged == ()
