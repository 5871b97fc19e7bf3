"""Sheets in the spelling of the programs that offices use are taken as they are: it is quick."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests import builders
from tests.office import saved_as
from tests.xlsx import MAIN
from xeploai.reading.xlsx.normalize import plain_sheet

SPELLINGS = {
    "Excel": (
        f'<worksheet xmlns="{MAIN}" mc:Ignorable="x14ac xr"'
        ' xr:uid="{00000000-0001-0000-0000-000000000000}">'
        '<cols><col min="1" max="1" width="9.140625" style="1" customWidth="1"/></cols>'
        '<sheetData><row r="1" spans="1:3" ht="20.25" x14ac:dyDescent="0.25">'
        '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/>'
        '<c r="C1"><f t="shared" ca="1" ref="C1:C2" si="0">A1&amp;"x"</f><v>-1.5E-3</v></c></row>'
        '<row r="2" hidden="1"><c r="C2" t="str"><f t="shared" si="0"/><v></v></c>'
        '<c r="D2" t="e"><v>#REF!</v></c><c r="E2" t="b"><v>1</v></c></row></sheetData></worksheet>'
    ),
    "WPS": (
        f'<worksheet xmlns="{MAIN}"><cols><col min="1" max="3" width="9" customWidth="1"/></cols>'
        '<sheetData><row r="1" s="5" customFormat="1" ht="18.75" customHeight="1" spans="1:29">'
        '<c r="A1" s="5" t="s"><v>12</v></c></row></sheetData></worksheet>'
    ),
    "Google": (
        f'<worksheet xmlns="{MAIN}"><cols><col customWidth="1" min="1" max="6" width="12.63"/>'
        '</cols><sheetData><row r="1" ht="15.75" customHeight="1"><c r="A1" s="1" t="s"><v>0</v>'
        '</c><c r="B1" s="2" t="str"><f t="array" ref="B1">A1</f><v>a &amp; b</v></c></row>'
        "</sheetData></worksheet>"
    ),
}


@pytest.mark.parametrize("program", SPELLINGS)
def test_what_known_programs_write_is_plain(program: str) -> None:
    source = SPELLINGS[program].encode()
    assert plain_sheet(source) is source


def test_our_own_form_is_plain_and_so_is_what_openpyxl_saves() -> None:
    form = builders.form(cells=[builders.cell()])
    saved = BytesIO()
    openpyxl.load_workbook(BytesIO(form)).save(saved)
    assert unlike(form) == unlike(saved.getvalue()) == []


def test_what_xlsxwriter_writes_is_plain() -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Chi bộ")
        sheet.set_column(0, 3, 12, None, {"hidden": True})
        sheet.write_row(0, 0, ["đảng", 1, 2.5, True, ""])
        sheet.write_formula(1, 0, '=IF(B1>0,"a&b","")', None, "")
        sheet.set_row(1, 0)
    assert unlike(target.getvalue()) == []


@pytest.mark.office
@pytest.mark.slow
def test_what_libreoffice_saves_is_plain(tmp_path: Path) -> None:
    assert unlike(saved_as("xlsx", builders.form(cells=[builders.cell()]), tmp_path)) == []


def unlike(workbook: bytes) -> list[str]:
    """The sheets of a workbook that would be written anew."""
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets
        sources = {name: archive.read(name) for name in sheets}
    return [name for name, source in sources.items() if plain_sheet(source) is not source]
