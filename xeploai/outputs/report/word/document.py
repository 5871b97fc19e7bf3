"""The words of a report + the office's template → the Word document."""

import struct
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.outputs.documents.word import DocumentProperties, Sheet
from xeploai.outputs.report.word.context import Pictures, ReportPicture, ReportWords
from xeploai.outputs.report.word.template_check import faults_of

WIDEST, HIGHEST = 160.0, 228.0
"""Millimetres: a picture and its caption stand together on one page of A4."""


def document(template: Path, words: ReportWords) -> bytes:
    """Return the report as a Word file; the same words give the same bytes.

    Raises BuildError that names the place where the template is wrong.
    """
    faults = faults_of(template)
    if faults:
        raise BuildError(f"Mẫu {template.name}: {faults[0]} Sửa lại rồi chạy lại.")
    sheet = Sheet(template)
    shown = replace(words, pictures=_placed(sheet, words.pictures))
    vocabulary = {field.name: getattr(shown, field.name) for field in fields(shown)}
    title = f"Báo cáo kết quả kiểm điểm, đánh giá, xếp loại chất lượng {words.period}"
    written = datetime.strptime(words.as_of, "%d/%m/%Y")
    return sheet.filled(vocabulary, DocumentProperties(title, words.office, written))


def _placed(sheet: Sheet, pictures: Pictures) -> Pictures:
    """Return the pictures as the template can show them."""
    by_field = {field.name: getattr(pictures, field.name) for field in fields(pictures)}
    return Pictures(**{name: _drawn(sheet, picture) for name, picture in by_field.items()})


def _drawn(sheet: Sheet, picture: ReportPicture | None) -> ReportPicture | None:
    if picture is None:
        return None
    png = picture.image
    if not isinstance(png, bytes):
        raise TypeError(f"{picture.caption}: no picture")
    return replace(picture, image=sheet.picture(png, _size(png), picture.caption))


def _size(png: bytes) -> tuple[float, float]:
    """Width and height on paper: 16 cm wide, less where it would not fit on a page."""
    width, height = struct.unpack(">II", png[16:24])
    drawn = min(WIDEST, HIGHEST * width / height)
    return drawn, drawn * height / width
