"""A Word template the office edits + words → a document. The only importer of docxtpl."""

import re
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from xeploai.errors import BuildError
from xeploai.render import fill_letter

BODY = "word/document.xml"
_STAMP = (2000, 1, 1, 0, 0, 0)
_BODY_TAG = re.compile(r"<w:body\b.*</w:body>", re.S)


def fill(template: Path, words: Mapping[str, object]) -> bytes:
    """The document of a template; the same words give the same bytes.

    Raises BuildError where the template is missing or is no Word file.
    """
    parts, source = _opened(template)
    body = fill_letter(source, words, template.name, is_xml=True)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name == BODY:
                content = _BODY_TAG.sub(lambda _: body, content.decode(), count=1).encode()  # noqa: PLW2901
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


# Word splits a tag over several runs wherever it likes; putting it together again takes a
# hundred times as long as filling it in, and a season sends hundreds of letters.
@cache
def _opened(template: Path) -> tuple[Mapping[str, bytes], str]:
    """The parts of a template, and its body as a template of text."""
    try:
        with zipfile.ZipFile(template) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        document = DocxTemplate(template)
        document.init_docx()
        return parts, document.patch_xml(document.get_xml())
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise BuildError(
            f"Không mở được mẫu Word {template}; hãy chép lại tệp này từ bản cài đặt gốc."
        ) from None
