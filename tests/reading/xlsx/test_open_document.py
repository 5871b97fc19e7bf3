"""An .ods is read as the same sheets in an .xlsx would be."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

import pytest

from tests.ods import SPACES, content, document, number, row, table, text
from tests.xlsx import packed
from xeploai.findings import Rule
from xeploai.reading.xlsx.cells import RawSheet, RawWorkbook
from xeploai.reading.xlsx.open_document import as_workbook
from xeploai.reading.xlsx.refusals import (
    ReadRefused,
    damaged,
    encrypted,
    implausible,
    not_a_workbook,
)
from xeploai.reading.xlsx.workbook import read_workbook

EMPTY = "<table:table-cell/>"


def opened(data: bytes) -> RawWorkbook:
    return read_workbook(data, {"s", "t"})


def sheet(*rows: str) -> RawSheet:
    return opened(document(table(*rows))).sheets["s"]


def refused(data: bytes) -> Rule:
    with pytest.raises(ReadRefused) as raised:
        opened(data)
    return raised.value.objection.rule


def formula(written: str, kind: str, shown: str, more: str = "") -> str:
    return (
        f'<table:table-cell table:formula="of:={written}" {kind} {more}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def test_values_come_as_what_they_are_at_their_addresses() -> None:
    date = (
        '<table:table-cell office:value-type="date" office:date-value="2025-12-05">'
        "<text:p>05/12/25</text:p></table:table-cell>"
    )
    true = '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    share = '<table:table-cell office:value-type="percentage" office:value="0.5"/>'
    rows = sheet(row(EMPTY), row(EMPTY, number(12), text("đảng"), date, true, share)).rows
    assert rows[1] == ["", 12.0, "đảng", datetime(2025, 12, 5), True, 0.5]


def test_a_number_shown_as_a_percentage_is_known_as_in_xlsx() -> None:
    def share(more: str = "") -> str:
        return f'<table:table-cell office:value-type="percentage" office:value="1" {more}/>'

    white = share('table:style-name="white"')
    made = sheet(row(share(), number(1), white, share('table:style-name="crossed"')))
    assert made.percent == {(0, 0), (0, 2), (0, 3)}
    assert made.unseen == {(0, 2)}
    assert made.struck == {(0, 3)}


def test_what_is_repeated_is_there_as_often() -> None:
    again = 'table:number-columns-repeated="2"'
    rows = sheet(
        row('<table:table-cell table:number-columns-repeated="16384"/>',
            more='table:number-rows-repeated="2"'),
        row(number(1, again), number(2), more='table:number-rows-repeated="2"'),
        row('<table:table-cell table:number-columns-repeated="16384"/>',
            more='table:number-rows-repeated="1048572"'),
    ).rows  # fmt: skip
    assert rows == [["", "", ""], ["", "", ""], [1.0, 1.0, 2.0], [1.0, 1.0, 2.0]]


def test_rows_and_columns_in_groups_keep_their_places() -> None:
    columns = (
        "<table:table-column/><table:table-column-group><table:table-column "
        'table:visibility="collapse" table:number-columns-repeated="2"/></table:table-column-group>'
    )
    head = f"<table:table-header-rows>{row(number(1))}</table:table-header-rows>"
    filtered = row(number(2), more='table:visibility="filter"')
    inner = f"<table:table-row-group>{filtered}</table:table-row-group>"
    group = f"<table:table-row-group>{inner}{row(number(3))}</table:table-row-group>"
    made = sheet(columns, head, group, row(number(4), more='table:visibility="collapse"'))
    assert made.rows == [[1.0], [2.0], [3.0], [4.0]]
    assert made.hidden_rows == {1, 3}
    assert made.hidden_columns == {1, 2}


def test_rows_and_columns_without_room_are_hidden() -> None:
    columns = '<table:table-column/><table:table-column table:style-name="narrow"/>'
    flat = row(number(2), more='table:style-name="flat"')
    made = sheet(columns, row(number(1)), flat, row(number(3)))
    assert made.hidden_rows == {1}
    assert made.hidden_columns == {1}


def test_struck_out_and_white_cells_keep_a_format_that_says_so() -> None:
    columns = '<table:table-column table:default-cell-style-name="crossed"/><table:table-column/>'
    cells = (
        number(1), number(2, 'table:style-name="white"'), number(3, 'table:style-name="heading"'),
        number(4, 'table:style-name="crossed"'), number(5, 'table:style-name="none"'),
    )  # fmt: skip
    data = document(table(columns, row(*cells)))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        made = zipfile.ZipFile(BytesIO(as_workbook(archive)))
    page, formats = made.read("xl/worksheets/sheet1.xml"), made.read("xl/styles.xml")
    assert re.findall(rb'<c r="(..)"( s="\d")?', page) == [
        (b"A1", b' s="1"'), (b"B1", b' s="2"'), (b"C1", b""), (b"D1", b' s="1"'), (b"E1", b""),
    ]  # fmt: skip
    fonts = re.findall(rb"<font>(.*?)</font>", formats)
    assert fonts[:3] == [b"", b"<strike/>", b'<color rgb="FFFFFFFF"/>']
    assert sheet(columns, row(*cells)).rows == [[1.0, 2.0, 3.0, 4.0, 5.0]]


@pytest.mark.parametrize(
    ("inside", "value"),
    [
        ("đảng <text:s/>hai", "đảng  hai"),
        ('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d', "a   b\tc\nd"),
        ("một</text:p><text:p>hai", "một\nhai"),
        ("<text:span>Chi <text:span>bộ</text:span></text:span> &amp;", "Chi bộ &"),
        ('20<text:span text:style-name="raised">1</text:span>', "20¹"),
        ('20<text:span text:style-name="lowered">1</text:span>', "20₁"),
        ('<text:span text:style-name="struck">12</text:span>13', "1\u03362\u033613"),
    ],
)
def test_texts_are_read_as_they_are_shown(inside: str, value: str) -> None:
    assert sheet(row(text(inside))).rows == [[value]]


def test_a_note_at_a_cell_is_none_of_its_text() -> None:
    day = "<dc:date>2025-12-05</dc:date>"
    note = f"<office:annotation>{day}<text:p>xem lại</text:p></office:annotation>"
    noted = number(5).replace("<text:p>", f"{note}<text:p>")
    alone = f"<table:table-cell>{note}</table:table-cell>"
    assert sheet(row(noted, alone)).rows == [[5.0]]


@pytest.mark.parametrize(
    ("cell", "value", "odd"),
    [
        (formula("1/0", 'office:value-type="string" office:string-value=""', "#DIV/0!",
                 'calcext:value-type="error"'), "", {(0, 0): "#DIV/0!"}),
        (formula("1/0", 'office:value-type="string" office:string-value="#DIV/0!"', "#DIV/0!"),
         "", {(0, 0): "#DIV/0!"}),
        (formula("X()", 'office:value-type="float" office:value="0"', "Err:508",
                 'calcext:value-type="error"'), "", {(0, 0): "Err:508"}),
        ('<table:table-cell table:formula="of:=1+1"/>', "", {(0, 0): ""}),
        (formula("1+1", 'office:value-type="float" office:value="2"', "2"), 2.0, {}),
        (formula("A2", 'office:value-type="string"', "chữ"), "chữ", {}),
        (formula("A2", 'office:value-type="string"', ""), "", {}),
        (text("#REF!"), "#REF!", {}),
    ],
)  # fmt: skip
def test_errors_and_formulas_without_result_are_distinguished_from_blanks(
    cell: str, value: object, odd: dict[tuple[int, int], str]
) -> None:
    made = sheet(row(cell, number(5)))
    assert (made.rows[0], made.odd) == ([value, 5.0], odd)


def test_what_is_fetched_from_another_file_is_known() -> None:
    kind = 'office:value-type="float" office:value="7"'
    there = formula("'file:///C:/cu.ods'#$S.A1", kind, "7")
    remembered = table(
        "<table:table-source/>", row(number(1)), name="'file:///C:/cu.ods'#$S", more=""
    )
    book = opened(document(table(row(there, formula("B1", kind, "7"))), remembered))
    assert book.sheets["s"].linked == {(0, 0)}
    assert book.names == ("S",)


def test_hidden_sheets_and_the_moment_of_saving_are_known() -> None:
    meta = f"<office:document-meta {SPACES}><office:meta><dc:date>2025-12-18T08:30:00.25</dc:date>"
    hidden = table(row(number(1)), name="T", more='table:style-name="away"')
    parts = {"meta.xml": f"{meta}</office:meta></office:document-meta>"}
    book = opened(document(table(row(number(1))), hidden, more=parts))
    assert not book.sheets["s"].hidden_rows
    assert book.sheets["t"].hidden_rows == {0}
    assert book.saved_at == datetime(2025, 12, 18, 8, 30, 0, 250000)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (document(table(row(number(1, 'table:number-columns-repeated="9999999"')))), implausible),
        (document(table(row(number(1), more='table:number-rows-repeated="9999999"'))), implausible),
        (
            document(table(row(number(1, 'table:number-columns-repeated="700"'),
                               more='table:number-rows-repeated="90000"'))),
            implausible,
        ),
        (
            document(table(row('<table:table-cell table:number-columns-repeated="16383"/>',
                               number(1)))),
            implausible,
        ),
        (document(more={"META-INF/manifest.xml": "<m:encryption-data/>"}), encrypted),
        (document(more={"content.xml": content(before="<!DOCTYPE x>")}), damaged),
        (document(more={"content.xml": "<office:document"}), damaged),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
         not_a_workbook),
        (packed({"mimetype": "application/epub+zip"}), not_a_workbook),
    ],
)  # fmt: skip
def test_what_claims_too_much_or_is_none_is_refused(data: bytes, why: Rule) -> None:
    assert refused(data) is why
