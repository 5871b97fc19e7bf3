"""A Word template the office edits + words → a document. The only importer of docxtpl."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from lxml import etree

from xeploai.errors import BuildError
from xeploai.outputs.documents.templates import fill_letter
from xeploai.outputs.documents.tracked_changes import BODY, plain_parts
from xeploai.outputs.documents.word_xml import join_tags, settle
from xeploai.storage.reproducible_zip import pack, repack
from xeploai.system.program_folder import how_to_restore
from xeploai.text import clean

_BODY_TAG = re.compile(r"<w:body\b.*</w:body>", re.S)
_UNREADABLE = (
    OSError, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError,
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError,
)  # fmt: skip


def fill(template: Path, words: Mapping[str, object]) -> bytes:
    """Fill the template of a document; the same words give the same bytes.

    Raises BuildError where the template is missing or is no Word file.
    """
    parts, source = _opened(template)
    body = fill_letter(source, words, template.name, is_xml=True)
    changed = _BODY_TAG.sub(lambda _: body, parts[BODY].decode(), count=1).encode()
    return pack({**parts, BODY: changed})


def parts_of(template: Path) -> dict[str, bytes]:
    """Return the parts of a Word file, by name, as if all changes tracked in it were accepted.

    Raises BuildError where it is missing or is none.
    """
    try:
        with zipfile.ZipFile(template) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        etree.fromstring(parts[BODY])
        return plain_parts(parts)
    except _UNREADABLE:
        raise _unopened(template) from None


def _unopened(template: Path) -> BuildError:
    return BuildError(f"Không mở được mẫu Word {template}; hãy {how_to_restore()}.")


# Word splits a tag over several runs wherever it likes; putting it together again takes a
# hundred times as long as filling it in, and a season sends hundreds of letters.
@cache
def _opened(template: Path) -> tuple[Mapping[str, bytes], str]:
    """Return the parts of a template, and its body as a template of text."""
    parts = parts_of(template)
    document = _document(template, parts)
    return parts, document.patch_xml(document.get_xml())


def _document(template: Path, parts: Mapping[str, bytes]) -> Any:
    try:
        document = DocxTemplate(BytesIO(pack(parts)))
        document.init_docx()
    except _UNREADABLE:
        raise _unopened(template) from None
    return document


# ---------------------------------------------------------------- documents with pictures


@dataclass(frozen=True, slots=True)
class DocumentProperties:
    """Properties of a document beside its text."""

    title: str
    author: str
    written: datetime


class Sheet:
    """A template with pictures, headers and footers, to be filled once."""

    def __init__(self, template: Path) -> None:
        """Open the template; raises BuildError where it is missing or is no Word file."""
        self._name = template.name
        self._document = _document(template, parts_of(template))

    def picture(self, png: bytes, size: tuple[float, float], words: str) -> object:
        """Return a picture to show.

        size: width and height in mm; words: for those who cannot see it.
        """
        width, height = (Mm(side) for side in size)
        return _Drawn(InlineImage(self._document, BytesIO(png), width, height), clean(words))

    def filled(self, words: Mapping[str, object], paper: DocumentProperties) -> bytes:
        """Return the finished document; the same words give the same bytes.

        Raises BuildError where the template cannot be filled.
        """
        document = self._document
        body = self._part(document.docx.element.body, document.docx.part, words)
        settle(body)
        document.map_tree(body)
        for key, part in self._heads():
            root = self._part(parse_xml(part.blob), part, words)
            document.map_headers_footers_xml(key, etree.tostring(root, encoding="utf-8"))
        return self._saved(paper)

    def _heads(self) -> Iterator[tuple[str, Any]]:
        document = self._document
        for uri in (document.HEADER_URI, document.FOOTER_URI):
            yield from list(document.get_headers_footers(uri))

    def _part(self, root: Any, part: Any, words: Mapping[str, object]) -> Any:
        """One part with its words filled in."""
        join_tags(root)
        source = self._document.patch_xml(self._document.xml_to_string(root))
        self._document.current_rendering_part = part  # a picture is kept with the part it is in
        try:
            return parse_xml(fill_letter(source, words, self._name, is_xml=True))
        except etree.XMLSyntaxError:
            raise BuildError(
                f"Mẫu {self._name} điền xong không còn là tệp Word đúng; hãy bỏ những chỗ mới "
                f"sửa, hoặc {how_to_restore()}."
            ) from None

    def _saved(self, paper: DocumentProperties) -> bytes:
        about = self._document.docx.core_properties
        about.title, about.author = clean(paper.title)[:255], clean(paper.author)[:255]
        about.last_modified_by = ""
        about.created = about.modified = paper.written
        made = BytesIO()
        self._document.docx.save(made)
        return repack(made.getvalue())


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture that writes itself into the part being filled, with the words instead of it."""

    image: Any
    words: str

    def __html__(self) -> str:
        description = escape(self.words)
        return str(self.image).replace("<wp:docPr ", f'<wp:docPr descr="{description}" ', 1)
