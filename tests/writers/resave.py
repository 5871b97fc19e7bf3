"""A workbook opened and saved again by the programs and libraries that offices and exports use.

LibreOffice is in tests/office.py. What is not on this machine is skipped, and says so.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
Save = Callable[[bytes, Path], bytes]
"""Returns what a program saves of a workbook; the folder is for its files."""


def openpyxl_saves(data: bytes, folder: Path) -> bytes:
    target = BytesIO()
    openpyxl.load_workbook(BytesIO(data)).save(target)
    return target.getvalue()


def xlsxwriter_saves(data: bytes, folder: Path) -> bytes:
    """Values, and formulas with the results they had."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for values, formulas in _pages(data):
            sheet = book.add_worksheet(values.title)
            for row, column, value, formula in _cells(values, formulas):
                if formula is not None:
                    sheet.write_formula(row, column, formula, None, "" if value is None else value)
                elif isinstance(value, (date, datetime)):
                    sheet.write_datetime(row, column, value, day)
                else:
                    sheet.write(row, column, value)
    return target.getvalue()


def _pages(data: bytes) -> Iterator[tuple[Worksheet, Worksheet]]:
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(data))
    for name in values.sheetnames:
        one, other = values[name], formulas[name]
        assert isinstance(one, Worksheet)
        assert isinstance(other, Worksheet)
        yield one, other


def _cells(values: Worksheet, formulas: Worksheet) -> Iterator[tuple[int, int, Any, str | None]]:
    for line in formulas.iter_rows():
        for cell in line:
            if cell.value is not None:
                result: Any = values.cell(cell.row, cell.column).value
                is_formula = cell.data_type == "f" and isinstance(cell.value, str)
                yield cell.row - 1, cell.column - 1, result, str(cell.value) if is_formula else None


def pandas_saves(engine: str) -> Save:
    """Nothing but values: what a program makes that reads all returns and writes them again."""

    def save(data: bytes, folder: Path) -> bytes:
        target = BytesIO()
        pages = pd.read_excel(BytesIO(data), sheet_name=None, header=None, engine="openpyxl")
        with pd.ExcelWriter(target, engine=engine) as writer:  # type: ignore[call-overload]
            for name, page in pages.items():
                page.to_excel(writer, sheet_name=name, header=False, index=False)
        return target.getvalue()

    return save


def gnumeric_saves(exporter: str, ending: str) -> Save:
    def save(data: bytes, folder: Path) -> bytes:
        if not shutil.which("ssconvert"):
            pytest.skip("ssconvert (Gnumeric) is not installed")
        source, target = _places(data, folder, ending)
        run(["ssconvert", "-T", exporter, str(source), str(target)])
        return target.read_bytes()

    return save


def node_saves(program: str, kind: str, **options: object) -> Save:
    """By a library of Node.js; kind: as SheetJS calls the format."""

    def save(data: bytes, folder: Path) -> bytes:
        if not shutil.which("node"):
            pytest.skip("node (Node.js) is not installed")
        if not (HERE / "node_modules" / ".package-lock.json").exists():
            pytest.skip("SheetJS and exceljs are not there: run .ci/writers.sh")
        source, target = _places(data, folder, kind)
        words = [program, str(source), str(target), kind, json.dumps(options)]
        run(["node", str(HERE / "save.js"), *words])
        return target.read_bytes()

    return save


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, timeout=150, capture_output=True)


def _places(data: bytes, folder: Path, ending: str) -> tuple[Path, Path]:
    source = folder / "source.xlsx"
    source.write_bytes(data)
    return source, folder / f"made.{ending}"
