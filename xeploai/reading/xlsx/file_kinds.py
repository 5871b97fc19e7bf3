"""Names of files that are no workbooks: by their content first, else by the ending of the name.

Offices send letters, pictures and tables of other programs under any name. Each is called what it
is, since the cure differs: a letter is opened for what is attached to it, an archive unpacked.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection

from xeploai.findings import Objection
from xeploai.reading.xlsx.refusals import (
    encrypted,
    mail,
    not_a_workbook,
    old_format,
    other_table,
    packed,
    shortcut,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4_096
"""Number of bytes in which a text shows what it is."""

_PDF, _PICTURE, _FILM = (not_a_workbook(f"{what}") for what in ("tệp PDF", "ảnh", "đoạn phim"))
_PROGRAM = not_a_workbook("tệp chương trình, không nên mở")
_WORD, _SLIDES = not_a_workbook("tệp Word"), not_a_workbook("tệp PowerPoint")
_TEXT, _UNKNOWN = not_a_workbook("tệp chữ"), not_a_workbook("nội dung lạ")
_LINK = shortcut("lối tắt", "chép chính tệp mà lối tắt chỉ tới")
_GOOGLE = shortcut(
    "lối tắt đến Google Trang tính",
    "mở lối tắt, chọn Tệp › Tải xuống › Microsoft Excel (.xlsx)",
)
_CSV = other_table("tệp .csv", "tệp .csv chỉ giữ được một tờ, cần chính biểu .xlsx")
_XLSB = other_table("bảng tính nhị phân .xlsb")
_WEB = other_table("trang web .htm")
_XML_2003 = other_table("bảng tính XML 2003")
_NUMBERS = other_table(
    "bảng tính Numbers của máy Apple", "mở bằng Numbers, chọn Tệp › Xuất sang › Excel (.xlsx)"
)
_FLAT = other_table("bảng tính OpenDocument một tệp .fods")
_PART = not_a_workbook("một phần của tệp Office đã bị giải nén, cần chính tệp .xlsx")
_XML_FILE = not_a_workbook("tệp XML")
_OUTLOOK, _LETTER = mail("thư Outlook .msg"), mail("thư điện tử .eml")

_BEGINNINGS = (
    (b"%PDF", _PDF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", packed("RAR")),
    (b"7z\xbc\xaf\x27\x1c", packed("7z")),
    (b"\x1f\x8b", packed("GZ")),
    (b"L\0\0\0\x01\x14\x02\0", _LINK),
    (b"[InternetShortcut]", _LINK),
    (b"bplist00", _LINK),
    (b"{\\rtf", _WORD),
    (b"MZ", _PROGRAM),
    # Excel up to 4.0, which packed nothing.
    (b"\x09\x00\x04\x00", old_format()),
    (b"\x09\x02\x06\x00", old_format()),
    (b"\x09\x04\x06\x00", old_format()),
    (b"\x09\x08\x10\x00", old_format()),
)
"""How files begin that are often taken for a return."""

_MEDIA = re.compile(rb".{4}ftyp(hei[cfmsx]|hev[cx]|mif1|msf1|avif)?", re.S)
_APPLE_PICTURE = not_a_workbook("ảnh HEIC của iPhone")

_STREAMS = (
    ("EncryptedPackage", encrypted()),
    ("__properties_version1.0", _OUTLOOK),
    # A workbook may hold a letter.
    ("Workbook", old_format()),
    ("WordDocument", _WORD),
    ("PowerPoint Document", _SLIDES),
)
"""Streams of old office files, and what each shows a file to be."""

_XML = (
    ("urn:schemas-microsoft-com:office:spreadsheet", _XML_2003),
    ("<Workbook", _XML_2003),
    ("opendocument.spreadsheet", _FLAT),
    ("<plist", _LINK),
    ("schemas.openxmlformats.org/", _PART),
    ("purl.oclc.org/ooxml/", _PART),
)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|script|table|div|frameset|p|br|h\d)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(r"[!-9;-~]{2,40}: ")
_OF_A_LETTER = re.compile(r"^(from|received|return-path|mime-version|message-id): ?", re.I | re.M)
_WEB_LETTER = re.compile(r"^(x-document-type: workbook|content-location: file:)", re.I | re.M)
_IN_GOOGLE = re.compile(r'\s*\{.*("doc_id"|docs\.google\.com)', re.S)
_BETWEEN = (";", ",", "\t")

_ENDINGS = {
    **dict.fromkeys((".csv", ".tsv"), _CSV),
    **dict.fromkeys((".txt", ".log", ".md"), _TEXT),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".webp"), _PICTURE),
    **dict.fromkeys((".heic", ".heif"), _APPLE_PICTURE),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".3gp"), _FILM),
    **dict.fromkeys((".doc", ".docx", ".rtf", ".odt", ".wps"), _WORD),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".dps"), _SLIDES),
    **dict.fromkeys((".xls", ".xlt", ".et"), old_format()),
    **dict.fromkeys((".htm", ".html", ".mht", ".mhtml"), _WEB),
    **dict.fromkeys((".lnk", ".url", ".webloc"), _LINK),
    **dict.fromkeys((".gsheet", ".gdoc"), _GOOGLE),
    **dict.fromkeys((".tar", ".gz", ".cab", ".bz2", ".xz"), packed("loại khác")),
    ".rar": packed("RAR"),
    ".7z": packed("7z"),
    ".pdf": _PDF,
    ".xlsb": _XLSB,
    ".fods": _FLAT,
    ".numbers": _NUMBERS,
    ".msg": _OUTLOOK,
    ".eml": _LETTER,
}
"""Names by the ending, for files whose content shows nothing."""

_OF_PACKAGES = (
    ("xl/workbook.bin", _XLSB),
    ("word/document.xml", _WORD),
    ("ppt/presentation.xml", _SLIDES),
    ("Index/Document.iwa", _NUMBERS),
    ("Index.zip", _NUMBERS),
)
"""The parts by which a zip shows to be the file of some program."""


def foreign_file(data: bytes, ending: str = "") -> Objection | None:
    """Return why a file cannot be a workbook; None for a zip, whose parts will show it."""
    if data.startswith(b"PK"):
        return None
    if data.startswith(_OLE):
        return _old_office_file(data, ending)
    for start, objection in _BEGINNINGS:
        if data.startswith(start):
            return objection
    if media := _MEDIA.match(data):
        return _APPLE_PICTURE if media[1] else _FILM
    text = _text(data)
    if text is None:
        return _ENDINGS.get(ending, _UNKNOWN)
    return _markup(text) if text.lstrip()[:1] == "<" else _plain_text(text, ending)


def foreign_package(names: Collection[str], ending: str = "") -> Objection | None:
    """Return why a zip with parts of some names cannot be a workbook; None where it may be."""
    for name, objection in _OF_PACKAGES:
        if name in names:
            is_other = objection is _NUMBERS and ending in (".pages", ".key")
            return not_a_workbook("tệp của máy Apple") if is_other else objection
    return None


def _old_office_file(data: bytes, ending: str) -> Objection:
    for stream, objection in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return objection
    return _ENDINGS.get(ending, old_format())


def _text(data: bytes) -> str | None:
    """Return how a file begins that holds letters only, as an exported table does."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text[:_HEAD]


def _markup(text: str) -> Objection:
    other = next((objection for mark, objection in _XML if mark in text), None)
    return other or (_WEB if _HTML.search(text) else _XML_FILE)


def _plain_text(text: str, ending: str) -> Objection:
    if _IN_GOOGLE.match(text):
        return _GOOGLE
    if _HEADER.match(text) and _OF_A_LETTER.search(text):
        is_web = ending in (".mht", ".mhtml") or _WEB_LETTER.search(text)
        return _WEB if is_web else _LETTER
    return _CSV if ending not in (".txt", ".md") and _is_table(text) else _TEXT


def _is_table(text: str) -> bool:
    """Whether the first two lines have as many values each."""
    lines = text.split("\n", 2)[:2]
    first, second = lines if len(lines) == 2 else (text, "")
    return any(0 < first.count(mark) == second.count(mark) for mark in _BETWEEN)
