"""Templates of the report as an office edits them, and documents read back."""

import re
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from xeploai import paths

TEMPLATE = paths.REPORT_TEMPLATE


def edited(folder: Path, change: Callable[[Any], None], name: str = "bao-cao.docx") -> Path:
    """A copy of the template after a change of the opened document."""
    made = folder / name
    document = Document(str(TEMPLATE))
    change(document)
    document.save(str(made))
    return made


def replaced(folder: Path, old: str, new: str, name: str = "bao-cao.docx") -> Path:
    """A copy with every such text replaced in its runs."""

    def change(document: Any) -> None:
        nodes = [node for node in document.element.body.iter(qn("w:t")) if old in node.text]
        assert nodes, old
        for node in nodes:
            node.text = node.text.replace(old, new)

    return edited(folder, change, name)


def untouched(folder: Path) -> Path:
    """A plain copy."""
    return Path(shutil.copy(TEMPLATE, folder / "bao-cao.docx"))


def find(document: Any, text: str) -> Paragraph:
    """The first paragraph that holds a text, in tables too."""
    return next(each for each in paragraphs(document) if text in each.text)


def paragraphs(document: Any) -> list[Paragraph]:
    """Every paragraph, in the order of the document."""
    return [Paragraph(node, document) for node in document.element.body.iter(qn("w:p"))]


def opened(data: bytes) -> Any:
    """A finished document."""
    return Document(BytesIO(data))


def lines(data: bytes) -> list[str]:
    """What its paragraphs say."""
    return [each.text for each in paragraphs(opened(data))]


def text(data: bytes) -> str:
    """All it says, fields too."""
    nodes = opened(data).element.body.iter(qn("w:p"))
    return "\n".join("".join(piece.text or "" for piece in node.iter(qn("w:t"))) for node in nodes)


def appendix(data: bytes, number: int) -> Table:
    """One of the wide tables, from 1."""
    wide: list[Table] = [
        table for table in opened(data).tables if table.rows[0].cells[0].text == "TT"
    ]
    return wide[number - 1]


def left_over(data: bytes) -> list[str]:
    """Tags in any part of a document."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith("xml")}
    return [name for name, part in parts.items() if re.search(rb"\{[{%]|[%}]\}", part)]
