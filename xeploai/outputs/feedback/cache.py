"""Annotated workbooks of the last build that still hold: an unchanged one is kept."""

import zipfile
from functools import cache
from hashlib import sha256
from io import BytesIO

from xeploai.paths import PACKAGE

_CORE = "docProps/core.xml"
_UNTOUCHED = b"2000-01-01T00:00:00Z</dcterms:modified>"


def fingerprint(*made_of: object) -> str:
    """Return the fingerprint of a workbook over all its inputs, this program included."""
    return sha256(repr((_program(), made_of)).encode()).hexdigest()


def is_kept(content: bytes, sign: str) -> bool:
    """Whether a workbook bears a sign and nobody has saved it since."""
    return is_untouched(content) and f">{sign}<".encode() in _core(content)


def is_untouched(content: bytes) -> bool:
    """Whether a workbook is as the program wrote it: nobody has saved it since."""
    return _UNTOUCHED in _core(content)


def _core(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.read(_CORE)
    except (zipfile.BadZipFile, KeyError, OSError):
        return b""


@cache
def _program() -> str:
    # As text, in one order: line ends and the order of names are the system's, not the program's.
    sources = sorted(PACKAGE.rglob("*.py"), key=lambda path: path.relative_to(PACKAGE).as_posix())
    return sha256("".join(path.read_text("utf-8") for path in sources).encode()).hexdigest()
