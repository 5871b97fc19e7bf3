import random
import time
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests import xlsx
from tests.office import saved_as
from tests.xlsx import (
    HEAD,
    MAIN,
    OFFICE,
    PACKAGE,
    SHEET_1,
    TYPES,
    Grid,
    cell,
    packed,
    parts_of,
    workbook,
    worksheet,
)
from xeploai.findings import Rule
from xeploai.reading.rules import READING_RULES
from xeploai.reading.xlsx.cells import RawSheet, RawWorkbook
from xeploai.reading.xlsx.refusals import (
    MAX_FILE,
    ReadRefused,
    damaged,
    empty_file,
    encrypted,
    implausible,
    not_a_workbook,
    old_format,
    other_table,
    too_large,
)
from xeploai.reading.xlsx.refusals import (
    packed as packed_files,
)
from xeploai.reading.xlsx.workbook import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_(data: bytes) -> RawWorkbook:
    return read_workbook(data, {"s"})


def sheet(data: bytes) -> RawSheet:
    return open_(data).sheets["s"]


def one(page: Grid | str, **more: str | bytes) -> bytes:
    named = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in more.items()}
    return workbook({"S": page}, named)


def xml(rows: str, before: str = "") -> bytes:
    return one(worksheet(rows, before))


def refused(data: bytes, why: Rule) -> str:
    """The file is refused for this reason, quickly and without much memory."""
    tracemalloc.start()
    begun = time.perf_counter()
    try:
        with pytest.raises(ReadRefused) as raised:
            open_(data)
        assert time.perf_counter() - begun < 3
        assert tracemalloc.get_traced_memory()[1] < 60 * 2**20 + 4 * len(data)
    finally:
        tracemalloc.stop()
    assert raised.value.objection.rule is why, str(raised.value)
    return str(raised.value)


# ------------------------------------------------------------------ where things stand


def test_leading_blank_rows_and_columns_keep_their_addresses() -> None:
    rows = sheet(one([[], [], [None, None, "C3"], [None, 4]])).rows
    assert rows[2][2] == "C3"
    assert rows[3][1] == 4.0
    assert rows[0] == ["", "", ""]


def test_values_come_as_what_they_are() -> None:
    page = [["chữ", 12, 12.5, True, date(2025, 12, 5)]]
    assert sheet(one(page)).rows == [["chữ", 12.0, 12.5, True, date(2025, 12, 5)]]


def test_shared_strings_with_formatted_runs_are_whole() -> None:
    table = (
        f'{HEAD}<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><t>Chi bộ</t></si><si>'
        "<r><rPr><b/></rPr><t xml:space='preserve'>Thôn </t></r><r><t>Một</t></r>"
        "<rPh sb='0' eb='1'><t>x</t></rPh>"
        "</si></sst>"
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert sheet(one(worksheet(rows), xl__sharedStrings_xml=table)).rows == [["Chi bộ", "Thôn Một"]]


def test_strings_inside_cells_are_read() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t>b</t></r><r><t xml:space="preserve"> c</t></r></is></c>'
        '<c r="C1" t="inlineStr"><is><t>#REF!</t></is></c></row>'
    )
    book = sheet(xml(rows))
    assert book.rows == [["a", "b c", "#REF!"]]
    assert book.odd == {}


@pytest.mark.parametrize(
    ("inside", "value"),
    [
        # Gnumeric and SheetJS keep the text of a formula in the table of texts.
        ('<c r="B1" t="s"><f>A1</f><v>1</v></c>', "đảng"),
        ("<c r='B1' t='s'><f>A1</f><v>1</v></c>", "đảng"),
        ('<c r="B1" t="s"><v></v></c>', ""),
        ('<c r="B1" t="s"><v/></c>', ""),
        ('<c r="B1" t="s"/>', ""),
        ('<c r="B1" t="inlineStr"/>', ""),
        ('<c r="B1" t="inlineStr"><v>1.0</v><is><t>1.</t></is></c>', "1."),
        ('<c r="B1" t="inlineStr"><is><t>1.</t></is><v>7</v></c>', "1."),
        ('<c r="B1" t="inlineStr"><is><t>chữ</t></is><v/></c>', "chữ"),
    ],
)
def test_texts_are_read_wherever_a_program_keeps_them(inside: str, value: str) -> None:
    table = (
        f'{HEAD}<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><t>x</t></si>'
        "<si><t>đảng</t></si></sst>"
    )
    rows = f'<row r="1"><c r="A1"><v>5</v></c>{inside}<c r="C1"><v>6</v></c></row>'
    book = sheet(one(worksheet(rows), xl__sharedStrings_xml=table))
    assert book.rows == [[5.0, value, 6.0]]
    assert book.odd == {}


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-12-05", datetime(2025, 12, 5)),
        ("2025-12-05T00:00:00", datetime(2025, 12, 5)),
        ("2025-12-05T00:00:00.000Z", datetime(2025, 12, 5, 7)),
        # Midnight in Vietnam, as a program writes it that keeps the time of Greenwich.
        ("2025-12-04T17:00:00.000Z", datetime(2025, 12, 5)),
        ("hôm qua", "hôm qua"),
    ],
)
def test_a_date_cell_by_iso_8601_is_a_date(written: str, moment: object) -> None:
    assert sheet(xml(f'<row r="1"><c r="A1" t="d"><v>{written}</v></c></row>')).rows == [[moment]]


def moved(old: str, new: str, parts: dict[str, str]) -> dict[str, str]:
    """The parts of a workbook with one of them, and its relations, under another name."""
    folder, _, name = old.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    made = {**parts, new: parts[old]}
    del made[old]
    if relations in parts:
        made[f"{new.rpartition('/')[0]}/_rels/{new.rpartition('/')[2]}.rels".lstrip("/")] = parts[
            relations
        ].replace('Target="', 'Target="/xl/')
        del made[relations]
    return made


@pytest.mark.parametrize("place", ["xl/workbook22.xml", "workbook.xml", "xl/Workbook22.XML"])
def test_the_list_of_sheets_is_read_where_the_package_leads(place: str) -> None:
    parts = moved("xl/workbook.xml", place, parts_of({"S": [["x", date(2025, 12, 5)]]}))
    root = parts["_rels/.rels"].replace("xl/workbook.xml", place.lower())
    assert sheet(packed({**parts, "_rels/.rels": root})).rows == [["x", date(2025, 12, 5)]]


def test_texts_and_formats_are_read_where_the_workbook_leads() -> None:
    table = f'{HEAD}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>đảng</t></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45996</v></c></row>'
    parts = moved("xl/styles.xml", "xl/look.xml", parts_of({"S": worksheet(rows)}))
    relations = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="texts.xml"/>'
        f'<Relationship Id="l" Type="{OFFICE}/styles" Target="look.xml"/></Relationships>',
    )
    more = {"xl/texts.xml": table, "xl/_rels/workbook.xml.rels": relations}
    decoy = {"xl/sharedStrings.xml": table.replace("đảng", "đoàn")}
    for others in ({}, decoy):
        assert sheet(packed({**parts, **more, **others})).rows == [["đảng", date(2025, 12, 5)]]


def test_the_1904_calendar_is_known_and_dates_are_right() -> None:
    data = workbook({"S": [[date(2025, 12, 5)]]}, starts_1904=True)
    book = open_(data)
    assert book.starts_1904
    assert book.sheets["s"].rows == [[date(2029, 12, 6)]]  # the same serial, four years on
    assert not open_(one([["x"]])).starts_1904


def test_sheets_are_known_by_name_whatever_their_order_case_and_accents() -> None:
    data = workbook({"Khác": [["1"]], "S": [["2"]], "CHI BO ": [["3"]]})
    book = read_workbook(data, {"chi bo", "s"})
    assert {key: item.rows for key, item in book.sheets.items()} == {
        "s": [["2"]],
        "chi bo": [["3"]],
    }
    assert book.names == ("Khác", "S", "CHI BO")


def test_only_wanted_sheets_are_opened() -> None:
    assert read_workbook(workbook({"S": [["1"]], "T": "<broken"}), {"s"}).sheets.keys() == {"s"}


def test_an_empty_sheet_is_no_rows() -> None:
    assert sheet(one([])).rows == []


@pytest.mark.parametrize(
    ("modified", "at"),
    [
        ("2025-12-18T08:30:00Z", datetime(2025, 12, 18, 15, 30)),
        ("2025-12-20T16:59:59Z", datetime(2025, 12, 20, 23, 59, 59)),
        ("2025-12-20T17:00:00Z", datetime(2025, 12, 21)),
        ("2025-12-18T08:30:00", datetime(2025, 12, 18, 8, 30)),
        ("2025-12-18T08:30:00+07:00", datetime(2025, 12, 18, 8, 30)),
        ("9999-12-31T20:00:00Z", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_when_the_file_was_saved(modified: str, at: datetime | None) -> None:
    core = f'<p xmlns:dcterms="x"><dcterms:modified a="b">{modified}</dcterms:modified></p>'
    assert open_(one([["x"]], docProps__core_xml=core)).saved_at == at


def test_when_it_was_saved_is_read_where_the_package_leads() -> None:
    """As programs made with .NET pack it."""
    place = "package/services/metadata/core-properties/1f3c.psmdcp"
    core = "<p><dcterms:modified>2025-12-18T08:30:00Z</dcterms:modified></p>"
    relation = f'<Relationship Id="c" Type="{PACKAGE}/metadata/core-properties" Target="/{place}"/>'
    parts = parts_of({"S": [["x"]]})
    root = parts["_rels/.rels"].replace("</Relationships>", f"{relation}</Relationships>")
    data = packed({**parts, "_rels/.rels": root, place: core})
    assert open_(data).saved_at == datetime(2025, 12, 18, 15, 30)


# ------------------------------------------------------------------ errors and formulas

ODD = [
    ('<c r="B2" t="e"><v>#REF!</v></c>', "#REF!"),
    ('<c t="e" s="1" r="B2"><v>#REF!</v></c>', "#REF!"),
    ("<c r='B2' t='e'><v>#REF!</v></c>", "#REF!"),
    ('<c\n\tr = "B2"  s="3"\n t = "e" ><v>#REF!</v></c>', "#REF!"),
    ('<c r="B2" t="e"><f>A1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    ('<c r="B2" t="e"><f ca="1" t="shared" ref="B2:B3" si="0">A1/0</f><v>#N/A</v></c>', "#N/A"),
    ('<c r="B2" t="e"><f t="shared" si="0"/><v>#NAME?</v></c>', "#NAME?"),
    ('<c r="B2" t="e" vm="1"><v>#SPILL!</v></c>', "#SPILL!"),
    ('<c r="B2" t="e"><v>#CALC!</v></c>', "#CALC!"),
    ('<c r="B2" t="e"><v>Err:502</v></c>', "Err:502"),
    ('<c r="B2"><f>1+1</f></c>', ""),
    ('<c r="B2"><f>1+1</f><v></v></c>', ""),
    ('<c r="B2"><f>1+1</f><v/></c>', ""),
    ('<c r="B2"><f>1+1</f><v /></c>', ""),
    ('<c s="1" r="B2"><f>1+1</f><v></v></c>', ""),
    ("<c s='1' r='B2'><f>1+1</f><v></v></c>", ""),
    ('<c r="B2" s="1" t="n"><f t="array" ref="B2">SUM(A1)</f><v/></c>', ""),
    ('<c r="B2">\n  <f>1+1</f>\n  <v></v>\n</c>', ""),
    ('<c r="B2"><f/></c>', ""),
]


@pytest.mark.parametrize(("inside", "shown"), ODD)
def test_errors_and_formulas_without_result_are_distinguished_from_blanks(
    inside: str, shown: str
) -> None:
    rows = f'<row r="1">{cell("A1", 5)}</row><row r="2">{cell("A2", "x")}{inside}</row>'
    book = sheet(xml(rows))
    assert book.odd == {(1, 1): shown}
    assert book.rows[0][0] == 5.0
    # What the reader gives for it is a blank, or a row that ends before it.
    assert (book.rows[1][1:] or [""])[0] == ""


@pytest.mark.parametrize(
    "inside",
    [
        '<c r="B2"/>',
        '<c r="B2" s="1"></c>',
        '<c r="B2"><v>5</v></c>',
        '<c r="B2"><f>1+1</f><v>2</v></c>',
        '<c r="B2" t="str"><f>""</f><v></v></c>',  # calculated, and the result is no text
        "<c r='B2' t='str'><f>x</f><v></v></c>",
        '<c r="B2" t="str"><f>x</f><v>chữ</v></c>',
        '<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>',
    ],
)
def test_other_cells_are_not_odd(inside: str) -> None:
    assert sheet(xml(f'<row r="2">{inside}<c r="C2"><v>1</v></c></row>')).odd == {}


@pytest.mark.parametrize(
    "inside",
    [
        "<c r='B2' t='str'><v>a &amp; &lt;b> \"c\"</v></c>",
        "<c r='B2' t='inlineStr'><is><t>a &#38; </t><r><t>&lt;b> &quot;c&quot;</t></r></is></c>",
        '<c r="b02" t="str"><v>a &#38; &#60;b> "c"</v></c>',
        '<c><v>1</v></c><c t="str"><v>a &amp; &lt;b> "c"</v></c>',
    ],
)
def test_a_sheet_in_another_spelling_is_read_alike(inside: str) -> None:
    page = f'<row r="1">{cell("A1", 5)}</row><row>{inside}</row>'
    assert sheet(xml(page)).rows[1][1] == 'a & <b> "c"'


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>\n  5\n </v></c><c r="B1" t="s"><v> 0 </v></c></row>',
        '<row r="1"><c r="A1"><v>5</v><extLst><a/></extLst></c><c r="B1" t="s"><v>0</v></c></row>',
        '<row r="1"><c r="A1"><v>5</v></c><c r="B1" t="s"><v>0</v></c><extLst/></row>',
    ],
)
def test_blanks_around_a_value_and_what_a_program_adds_change_nothing(rows: str) -> None:
    table = f'{HEAD}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>đảng</t></si></sst>'
    assert sheet(one(worksheet(rows), xl__sharedStrings_xml=table)).rows == [[5.0, "đảng"]]


def test_a_word_in_a_text_is_no_table() -> None:
    for text in ("sheetData", ' r="A1"', "&lt;c r=&quot;A1&quot;"):
        inside = f'<c r="B1" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        book = sheet(xml(f'<row r="1">{cell("A1", 5)}{inside}</row>'))
        assert book.rows[0][0] == 5.0
        assert "A1" in str(book.rows[0][1]) or book.rows[0][1] == "sheetData"


def test_a_hidden_sheet_hides_all_its_rows() -> None:
    parts = parts_of({"S": [["x"], [5]]})
    for state in ("hidden", "veryHidden"):
        book = parts["xl/workbook.xml"].replace("<sheet ", f'<sheet state="{state}" ')
        assert book != parts["xl/workbook.xml"]
        assert sheet(packed({**parts, "xl/workbook.xml": book})).hidden_rows == {0, 1}


@pytest.mark.parametrize("begin", [" " * 2**20, "<!--" * 2**18, f"<a{' ' * 2**20}/><c\n/>"])
def test_long_runs_of_blanks_and_open_comments_cost_no_time(begin: str) -> None:
    parts = parts_of({"S": [["x"]]})
    page = parts[SHEET_1].replace("<sheetData", f"{begin}<sheetData")
    for source in (page, begin + page):
        begun = time.perf_counter()
        with suppress(ReadRefused):
            open_(packed({**parts, SHEET_1: source}))
        assert time.perf_counter() - begun < 3


def prefixed(source: str) -> str:
    return source.replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("<", "<x:").replace(
        "<x:/x:", "</x:"
    ).replace("<x:?", "<?")  # fmt: skip


def test_tags_may_have_a_prefix() -> None:
    page = worksheet(
        '<row r="2"><c r="B2"><v>5</v></c><c r="C2" t="e"><v>#REF!</v></c>'
        '<c r="D2"><f>1+1</f><v></v></c></row>'
    )
    book = sheet(one(prefixed(page)))
    assert book.rows[1][1] == 5.0
    assert book.odd == {(1, 2): "#REF!", (1, 3): ""}


def test_the_strict_form_of_the_standard_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml"
    parts = {
        name: part.replace(MAIN, f"{strict}/spreadsheetml/main").replace(
            OFFICE, f"{strict}/officeDocument/relationships"
        )
        for name, part in parts_of({"S": [["x", 5]]}).items()
    }
    assert sheet(packed(parts)).rows == [["x", 5.0]]


def test_what_openpyxl_leaves_uncalculated_is_seen() -> None:
    made = Workbook()
    assert isinstance(made.active, Worksheet)
    made.active.title = "S"
    made.active.append([1, "=A1+1", "#REF!", "x"])
    target = BytesIO()
    made.save(target)
    book = sheet(target.getvalue())
    assert book.odd == {(0, 1): "", (0, 2): "#REF!"}
    assert book.rows == [[1.0, "", "", "x"]]


@pytest.mark.office
@pytest.mark.slow
def test_what_libreoffice_saves_is_read_alike(tmp_path: Path) -> None:
    page = [[1, 2, xlsx.formula("A1+B1"), xlsx.formula("A1/0"), xlsx.formula('""'), "đảng"]]
    book = sheet(saved_as("xlsx", one(page), tmp_path))
    assert book.rows == [[1.0, 2.0, 3.0, "", "", "đảng"]]
    assert book.odd == {(0, 3): "#DIV/0!"}


# ------------------------------------------------------------------ what is hidden or linked


@pytest.mark.parametrize(
    ("tag", "hidden"),
    [
        ('<row r="3" hidden="1">', {2}),
        ('<row spans="1:3" hidden="1" r="3">', {2}),
        ('<row r="3" hidden="true" ht="15">', {2}),
        ("<row r='3' hidden='1'>", {2}),
        ('<row r="3" hidden="false">', set()),
        ('<row r="3" hidden="0">', set()),
        ('<row r="3" ht="0" collapsed="1">', {2}),
        ('<row r="3" hidden= "1">', {2}),
        ('<row r="3" hidden="&#49;">', {2}),
        ('<row hidden="1" ht="20">', {2}),
        ('<row r="3" ht="0.75">', {2}),
        ('<row r="3" ht="3.75" customHeight="1">', {2}),
        ('<row r="3" ht=".5">', {2}),
        ('<row r="3" ht="4">', set()),
        ('<row r="3" ht="30">', set()),
    ],
)
def test_hidden_rows_are_known(tag: str, hidden: set[int]) -> None:
    cells = "<c r='A3'>" if "'" in tag else '<c r="A3">'
    page = worksheet(f'<row r="2" ht="5"/>{tag}{cells}<v>5</v></c></row>')
    assert sheet(one(page)).hidden_rows == hidden
    assert sheet(one(prefixed(page))).hidden_rows == hidden


@pytest.mark.parametrize(
    ("tags", "hidden"),
    [
        ('<col min="5" max="6" hidden="1"/>', {4, 5}),
        ('<col hidden="true" max="3" width="0" min="3"/>', {2}),
        ('<col min="1" max="1"/><col min="2" max="2" hidden="1"/>', {1}),
        ('<col min="702" max="16384" hidden="1"/>', {701}),
        ('<col min="5" max="6" hidden="false"/>', set()),
        ('<col min="5" max="6" width="0"/>', {4, 5}),
        ('<col min="5" max="6" width="0.7109375" customWidth="1"/>', {4, 5}),
        ('<col min="5" max="6" width="1"/>', set()),
        ('<col min="5" max="6" width="10.5"/>', set()),
    ],
)
def test_hidden_columns_are_known(tags: str, hidden: set[int]) -> None:
    page = worksheet('<row r="1" hidden="1"><c r="A1"><v>5</v></c></row>', f"<cols>{tags}</cols>")
    assert sheet(one(page)).hidden_columns == hidden
    assert sheet(one(prefixed(page))).hidden_columns == hidden


@pytest.mark.parametrize(
    ("text", "is_linked"),
    [
        ("[1]Sheet1!A1", True),
        ("'[1]Chi bộ'!$F$8", True),
        ("[1]Chi_bộ!F8+2", True),
        ("SUM('C:\\Biểu\\[Bieu 2024.xlsx]Chi bộ'!F8:F12)", True),
        ("[Book.xlsx]Sheet1!A1", True),
        ("VLOOKUP(B8,[2]Danhmuc!$A$1:$B$9,2,0)", True),
        ("[1]!TongSo", True),
        ("1+9", False),
        ("'Thông tin'!B25", False),
        ("SUM(Bảng1[Tổng])", False),
        ("Bảng1[Tổng]+'Chi bộ'!F8", False),
        ("Bảng1[[#This Row],[Tổng]]*Sheet1!A1", False),
        ('IF(A1="[1]",10,10)', False),
    ],
)
def test_formulas_that_fetch_from_another_workbook_are_known(text: str, is_linked: bool) -> None:
    page = [[None, xlsx.formula(text, 10)]]
    expected = {(0, 1)} if is_linked else set()
    for made in (xlsx.sheet_xml(page), prefixed(xlsx.sheet_xml(page))):
        book = sheet(one(made))
        assert book.linked == expected
        assert book.rows[0][1] == 10.0
    plain = xlsx.sheet_xml(page).replace("&#x27;", "'").replace("&quot;", '"')
    assert sheet(one(plain)).linked == expected


def test_formulas_that_share_one_text_are_all_linked() -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><f t="shared" {kind}<v>1</v></c></row>'
        for number, kind in enumerate(
            ('ref="A1:A2" si="4">[1]S!A1</f>', 'si="4"/>', 'ref="A3:A4" si="5">B1</f>', 'si="5"/>'),
            start=1,
        )
    )
    assert sheet(xml(rows)).linked == {(0, 0), (1, 0)}


# ------------------------------------------------------------------ lying about size


def test_a_dimension_that_lies_is_not_believed() -> None:
    rows = '<row r="3"><c r="C3"><v>5</v></c></row>'
    for lie in ("A1", "A1:XFD1048576", "B2:B2"):
        book = sheet(xml(rows, f'<dimension ref="{lie}"/>'))
        assert book.rows[2] == ["", "", 5.0]


@pytest.mark.parametrize(
    "far",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c s="1"\n\tr = "XFD1048576"><v>1</v></c>',
        f'<x:c xmlns:x="{MAIN}" r="XFD1048576"><x:v>1</x:v></x:c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<c r="A1048576"><v>1</v></c>',
        '<c r="XFD1"><v>1</v></c>',
        '<c r="ZZ99999"><v>1</v></c>',
        '<c r="AAAAAAAAAA1"><v>1</v></c>',
        '<c r="A99999999999999999999"><v>1</v></c>',
        '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>',
        '<c r="XFD1048576"><f>1+1</f></c>',
    ],
)
def test_a_cell_too_far_away_is_refused(far: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{far}</row>'
    refused(xml(rows), implausible)


@pytest.mark.parametrize("number", ["1048576", "4294967295", "99999999999999999999"])
def test_an_impossible_row_is_refused(number: str) -> None:
    refused(xml(f'<row r="{number}"><c><v>1</v></c></row>'), implausible)
    refused(xml(f"<row s='1' r='{number}'><c><v>1</v></c></row>"), implausible)


def test_columns_only_formatted_to_the_last_row_are_read() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>5</v></c></row><row r="50000"><c r="A50000" s="1"/></row>'
        '<row r="1048576" s="1"><c r="XFD1048576" s="1"></c></row>'
    )
    assert sheet(xml(rows)).rows == [[5.0]]


def test_a_sheet_too_wide_in_all_is_refused() -> None:
    rows = '<row r="1"><c r="A1"><v>5</v></c></row><row r="9000"><c r="ZZ9000"><v>1</v></c></row>'
    with pytest.raises(ReadRefused) as raised:
        open_(xml(rows))
    assert raised.value.objection.rule is implausible


@pytest.mark.parametrize(
    "claim", ['uniqueCount="4294967295"', "uniqueCount = '4294967295'", 'uniqueCount="&#57;99999"']
)
@pytest.mark.parametrize("tag", ["sst", "x:sst"])
def test_a_lying_number_of_strings_is_refused(claim: str, tag: str) -> None:
    spaces = " " * 3000
    table = f'<!--{spaces}--><{tag} xmlns="{MAIN}" xmlns:x="{MAIN}" {claim}></{tag}>'
    for name in ("xl/sharedStrings.xml", "xl/SharedStrings.XML"):
        refused(workbook({"S": [["x"]]}, {name: table}), implausible)


def test_a_bomb_that_says_its_size_is_refused() -> None:
    refused(one([["x"]], xl__media__a_xml=b"0" * (101 * 2**20)), implausible)


def test_a_bomb_that_hides_its_size_is_never_unpacked() -> None:
    data = one(worksheet("<row/>" * 10_000_000))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        part = archive.getinfo(SHEET_1)
    size = part.file_size.to_bytes(4, "little")
    assert data.count(size) >= 1
    refused(data.replace(size, (500).to_bytes(4, "little")), damaged)


def test_too_many_parts_are_refused() -> None:
    refused(workbook({"S": []}, {f"p{number}": "" for number in range(2001)}), implausible)


def test_a_file_too_large_is_refused_unopened() -> None:
    message = refused(b"PK" + bytes(MAX_FILE), too_large)
    assert message == "Tệp lớn 21 MB, quá mức 20 MB"


# ------------------------------------------------------------------ other files, damaged files


def test_an_empty_file() -> None:
    assert refused(b"", empty_file) == "Tệp rỗng (0 byte)"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7 ...", not_a_workbook),
        (b"\x89PNG\r\n\x1a\n", not_a_workbook),
        (b"\xff\xd8\xff\xe0", not_a_workbook),
        (random.Random(1).randbytes(5000), not_a_workbook),
        (OLE + b"\0" * 600, old_format),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), encrypted),
        (packed({"word/document.xml": "<w/>"}), not_a_workbook),
        (packed({"ppt/presentation.xml": "<p/>"}), not_a_workbook),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), not_a_workbook),
        (packed({"ảnh.jpg": b"\xff\xd8"}), packed_files),
        (packed({}), not_a_workbook),
        (packed({"[Content_Types].xml": TYPES}), not_a_workbook),
        (b"PK\x03\x04", damaged),
        (b"PK" + b"\0" * 500, damaged),
    ],
)
def test_what_is_no_workbook_is_refused_and_reported(data: bytes, why: Rule) -> None:
    assert refused(data, why)


GOOD = one([["Chi bộ", 5]] * 50)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_damaged(share: float) -> None:
    refused(GOOD[: int(len(GOOD) * share)], damaged)


def test_bytes_changed_inside_are_damaged_or_harmless() -> None:
    chance = random.Random(2)
    for _ in range(150):
        data = bytearray(GOOD)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        # Any other exception would be ours.
        with suppress(ReadRefused):
            open_(bytes(data))


def test_a_wrong_checksum_is_damaged() -> None:
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        checksum = archive.getinfo(SHEET_1).CRC.to_bytes(4, "little")
    refused(GOOD.replace(checksum, b"\1\2\3\4"), damaged)


def test_a_part_packed_wrongly_is_damaged() -> None:
    data = packed(parts_of({"S": [["x"]]}), zipfile.ZIP_STORED)
    inside = parts_of({"S": [["x"]]})[SHEET_1].encode()
    assert inside in data
    # The same bytes, but the directory and the part say they are packed.
    with zipfile.ZipFile(BytesIO(data)) as archive:
        part = archive.getinfo(SHEET_1)
    packed_as = bytearray(data)
    packed_as[part.header_offset + 8] = 8
    directory = data.index(b"PK\1\2" + data[data.index(b"PK\1\2") + 4 :][:2])
    place = data.index(SHEET_1.encode(), directory) - 46
    packed_as[place + 10] = 8
    refused(bytes(packed_as), damaged)


@pytest.mark.parametrize("method", [99, 1])
def test_an_unknown_way_of_packing_is_damaged(method: int) -> None:
    data = bytearray(GOOD)
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        part = archive.getinfo(SHEET_1)
    place = GOOD.rindex(SHEET_1.encode()) - 46
    data[part.header_offset + 8] = data[place + 10] = method
    refused(bytes(data), damaged)


def test_a_zip_with_a_password_is_encrypted() -> None:
    data = bytearray(GOOD)
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        part = archive.getinfo(SHEET_1)
    place = GOOD.rindex(SHEET_1.encode()) - 46
    data[part.header_offset + 6] |= 1
    data[place + 8] |= 1
    refused(bytes(data), encrypted)


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET_1])
def test_a_document_type_is_refused(name: str) -> None:
    parts = parts_of({"S": [["x"]]})
    refused(packed({**parts, name: parts[name].replace(HEAD, HEAD + DOCTYPE)}), damaged)


@pytest.mark.parametrize("name", ["xl/workbook.xml", SHEET_1])
@pytest.mark.parametrize("alphabet", ["utf-16", "utf-16-le", "windows-1258", "iso-8859-1"])
def test_another_alphabet_is_refused(name: str, alphabet: str) -> None:
    parts: dict[str, str | bytes] = {**parts_of({"S": [["x"]]})}
    source = str(parts[name]).replace("UTF-8", alphabet)
    refused(packed({**parts, name: source.encode(alphabet)}), damaged)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/workbook.xml", "<workbook"),
        ("xl/workbook.xml", ""),
        ("xl/_rels/workbook.xml.rels", ""),
        ("xl/_rels/workbook.xml.rels", "<a"),
        (SHEET_1, ""),
        (SHEET_1, "<worksheet><sheetData><row><c"),
        (SHEET_1, worksheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')),
        (SHEET_1, worksheet('<row r="1"><c r="??"><v>7</v></c></row>')),
    ],
)
def test_a_broken_part_is_damaged(name: str, content: str) -> None:
    refused(packed({**parts_of({"S": [["x"]]}), name: content}), damaged)


def test_a_sheet_without_its_part_is_damaged() -> None:
    parts = parts_of({"S": [["x"]]})
    del parts[SHEET_1]
    refused(packed(parts), damaged)


def test_numbers_that_are_none_are_read_as_they_are() -> None:
    rows = sheet(xml('<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e999</v></c></row>')).rows
    assert [str(value) for value in rows[0]] == ["nan", "inf"]


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "why"), [("xls", old_format), ("html", other_table), ("csv", other_table)]
)
def test_other_formats_of_libreoffice_are_refused(ending: str, why: Rule, tmp_path: Path) -> None:
    refused(saved_as(ending, GOOD, tmp_path), why)


def test_every_refusal_says_what_to_do() -> None:
    assert all(each.title and each.reason and each.fix for each in READING_RULES)
