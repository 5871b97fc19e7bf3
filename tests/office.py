"""LibreOffice, as an office without Excel has it."""

import subprocess
from collections.abc import Sequence
from html import escape
from io import BytesIO
from pathlib import Path

import openpyxl

_ALWAYS_RECALCULATES = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Settings by which it works out every formula when it opens a workbook.

Without them it takes the values that stand in the file, and a test would compare these with
themselves.
"""


def saved_as(ending: str, data: bytes, folder: Path) -> bytes:
    """A workbook opened, worked out and saved by LibreOffice in another format."""
    source = folder / "source.xlsx"
    source.write_bytes(data)
    converted(ending, [source], folder, folder / "made")
    return (folder / "made" / f"source.{ending}").read_bytes()


def converted(
    ending: str, sources: Sequence[Path], folder: Path, made: Path, seconds: int = 150
) -> None:
    """Have files opened, worked out and saved in another format; folder: for its settings."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS_RECALCULATES, "utf-8")
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", made, *sources], check=True, timeout=seconds, capture_output=True
    )


def carried_wrongly(data: bytes, worked_out: bytes) -> list[str]:
    """The formulas of a workbook whose values are not those that LibreOffice works out."""
    carried, right = _values_of(data), _values_of(worked_out)
    cells = _formulas_in(data)
    assert cells
    return [
        f"{sheet}!{cell}: {carried.get((sheet, cell))!r}, not {right.get((sheet, cell))!r}"
        for sheet, cell in cells
        if carried.get((sheet, cell), "") != right.get((sheet, cell), "")
    ]


def _formulas_in(data: bytes) -> list[tuple[str, str]]:
    """The cells of a form in which formulas stand: sheet and address."""
    book = openpyxl.load_workbook(BytesIO(data))
    return [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def _values_of(data: bytes) -> dict[tuple[str, str], object]:
    """The values that stand in the cells of a form, numbers to fifteen digits as they show."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    return {
        (sheet.title, cell.coordinate): (
            float(f"{cell.value:.14g}") if isinstance(cell.value, int | float) else cell.value
        )
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:{kind} xmlns:library="http://openoffice.org/2000/library"
    xmlns:xlink="http://www.w3.org/1999/xlink" {names}>{inside}</library:{kind}>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
    script:language="StarBasic">{code}</script:module>
"""
_MAIN = """
Sub Say(words)
Dim f
f = FreeFile
Open "{said}" For Append As #f
Print #f, words
Close #f
End Sub
Sub Main
On Error Resume Next
Dim how(0)
how(0) = CreateUnoStruct("com.sun.star.beans.PropertyValue")
how(0).Name = "Hidden"
how(0).Value = True
book = StarDesktop.loadComponentFromURL("{url}", "_blank", 0, how())
{steps}
book.close(True)
End Sub
"""


def said_by(steps: str, data: bytes, folder: Path, more: str = "") -> list[str]:
    """The words that a macro says while it works on a workbook, as its reader would.

    steps: in Basic; the workbook is there as book, and Say writes a line; more: its own routines.
    """
    source, said = folder / "source.xlsx", folder / "said.txt"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
    # Its first start makes the folder of macros anew.
    subprocess.run(
        [*command, "--terminate_after_init"], check=True, timeout=150, capture_output=True
    )
    basic = folder / "profile" / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    named = '<library:library library:name="Standard" xlink:type="simple" library:link="false"/>'
    written = '<library:element library:name="Module1"/>'
    alone = 'library:name="Standard" library:readonly="false" library:passwordprotected="false"'
    code = escape(_MAIN.format(said=said, url=source.as_uri(), steps=steps) + more)
    for path, text in (
        ("script.xlc", _LIBRARY.format(kind="libraries", names="", inside=named)),
        ("Standard/script.xlb", _LIBRARY.format(kind="library", names=alone, inside=written)),
        ("Standard/Module1.xba", _MODULE.format(code=code)),
    ):
        (basic / path).write_text(text, "utf-8")
    subprocess.run(
        [*command, "macro:///Standard.Module1.Main"], check=True, timeout=150, capture_output=True
    )
    return [line.rstrip() for line in said.read_text("utf-8").splitlines()]
