"""Bytes of a workbook → raw sheets with true cell addresses.

The only importer of the Excel reader. A workbook is judged by its zip directory and by what its
XML claims before the reader unpacks it, because a small lying file can ask for gigabytes.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import NoReturn, TypeVar
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from xeploai.findings import Severity
from xeploai.rulebook import Rule, rule
from xeploai.text import clean, fold

T = TypeVar("T")

CellValue = int | float | str | bool | date | datetime | time | timedelta

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 100 * 2**20
MAX_PARTS = 2_000
MAX_CELLS, MAX_ROWS, MAX_COLUMNS = 2_000_000, 100_000, 702

FILES = "Nhận tệp"
_LOCKED = 0x1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: rows[0][0] is A1. odd holds cells that read as blank and are not.

    odd maps (row, column), counted from 0, to the error shown there ("#REF!"), or to "" for a
    formula whose result was never stored.
    """

    name: str
    rows: list[list[CellValue]]
    odd: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """The sheets asked for, by folded name, and what the file says of itself."""

    sheets: Mapping[str, RawSheet]
    names: tuple[str, ...]
    starts_1904: bool
    saved_at: datetime | None


class ReadRefused(Exception):
    """The file cannot be read as a workbook; rule says which way, message is for the clerk."""

    def __init__(self, refusal: Rule[..., str], message: str) -> None:
        super().__init__(message)
        self.rule = refusal


def refusal(check: Callable[..., str]) -> Rule[..., str]:
    """A rule about a whole file; its function writes the sentence."""
    return rule(Severity.ERROR, "file", FILES)(check)


@refusal
def empty_file() -> str:
    """Tệp rỗng, không có nội dung.

    Vì sao: tệp được chép hoặc tải về chưa xong.
    Cách sửa: chép lại tệp từ thư gốc, hoặc đề nghị đơn vị gửi lại.
    """
    return "Tệp rỗng (0 byte)"


@refusal
def too_large(megabytes: int) -> str:
    """Tệp quá lớn so với một biểu tổng hợp.

    Vì sao: biểu thật chỉ vài chục kB; tệp lớn thường chứa ảnh hoặc là tệp khác.
    Cách sửa: xóa ảnh và trang tính thừa rồi lưu lại, hoặc điền vào biểu mới.
    """
    return f"Tệp lớn {megabytes} MB, quá mức {MAX_FILE // 2**20} MB"


@refusal
def old_format() -> str:
    """Tệp ở định dạng Excel cũ (.xls).

    Vì sao: chương trình chỉ đọc định dạng .xlsx.
    Cách sửa: mở tệp bằng Excel hoặc WPS, chọn Lưu thành (Save As), kiểu .xlsx.
    """
    return "Tệp ở định dạng Excel cũ (.xls), cần lưu lại thành .xlsx"


@refusal
def encrypted() -> str:
    """Tệp có mật khẩu.

    Vì sao: tệp có mật khẩu không đọc được.
    Cách sửa: mở tệp, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc) rồi lưu lại.
    """
    return "Tệp có mật khẩu, không đọc được"


@refusal
def not_a_workbook(what: str) -> str:
    """Tệp không phải là biểu Excel.

    Vì sao: nội dung tệp không phải là sổ làm việc .xlsx, dù tên có thể ghi như vậy.
    Cách sửa: bỏ tệp khỏi thư mục input, hoặc gửi biểu ở dạng .xlsx.
    """
    return f"Đây không phải là tệp Excel .xlsx ({what})"


@refusal
def damaged(what: str) -> str:
    """Tệp hỏng hoặc chưa chép xong.

    Vì sao: bên trong tệp thiếu hoặc sai cấu trúc nên không đọc trọn được.
    Cách sửa: mở tệp bằng Excel, lưu lại thành tệp mới; không mở được thì đề nghị gửi lại.
    """
    return f"Tệp hỏng hoặc chép chưa xong: {what}"


@refusal
def implausible(what: str) -> str:
    """Tệp khai kích thước không thể có ở một biểu tổng hợp.

    Vì sao: có ô ở rất xa bảng số liệu, hoặc tệp bị làm giả để gây treo máy.
    Cách sửa: chép số liệu sang biểu mới do Ban Tổ chức gửi rồi gửi lại.
    """
    return f"Tệp khai kích thước không hợp lý: {what}"


FILE_RULES: tuple[Rule[..., str], ...] = (
    empty_file,
    too_large,
    old_format,
    encrypted,
    not_a_workbook,
    damaged,
    implausible,
)


def read_workbook(data: bytes, wanted: Collection[str]) -> RawWorkbook:
    """Read the wanted sheets (folded names) of a workbook; raises ReadRefused."""
    _judge_kind(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _judge_archive(archive)
            return _read(_Package(archive), wanted)
    except PasswordError:
        _refuse(encrypted)
    except zipfile.BadZipFile:
        _refuse(damaged, "phần nén không mở được")
    except (CalamineError, ElementTree.ParseError, zlib.error, KeyError, EOFError, ValueError):
        _refuse(damaged, "cấu trúc bên trong sai")
    except (NotImplementedError, RuntimeError, OSError):
        _refuse(damaged, "kiểu nén lạ")


def _refuse(why: Rule[..., str], *said: object) -> NoReturn:
    raise ReadRefused(why, why(*said)) from None


def _judge_kind(data: bytes) -> None:
    if not data:
        _refuse(empty_file)
    if len(data) > MAX_FILE:
        _refuse(too_large, len(data) // 2**20)
    if data.startswith(_OLE):
        _refuse(encrypted if "EncryptedPackage".encode("utf-16-le") in data else old_format)
    if not data.startswith(b"PK"):
        _refuse(not_a_workbook, _kind(data))


def _kind(data: bytes) -> str:
    known = {b"%PDF": "tệp PDF", b"\x89PNG": "ảnh", b"\xff\xd8": "ảnh", b"Rar!": "tệp nén RAR"}
    for start, name in known.items():
        if data.startswith(start):
            return name
    if data.lstrip()[:1] == b"<":
        return "trang web đổi đuôi"
    return "nội dung lạ"


def _judge_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        _refuse(implausible, f"{len(parts)} phần bên trong")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        _refuse(implausible, f"giải nén ra trên {MAX_UNPACKED // 2**20} MB")
    if any(part.flag_bits & _LOCKED for part in parts):
        _refuse(encrypted)
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        _refuse(not_a_workbook, "định dạng .xlsb, cần lưu lại thành .xlsx")
    if "word/document.xml" in names:
        _refuse(not_a_workbook, "tệp Word")
    if "mimetype" in names or "content.xml" in names:
        _refuse(not_a_workbook, "định dạng OpenDocument, cần lưu lại thành .xlsx")
    if "xl/workbook.xml" not in names:
        _refuse(not_a_workbook, "tệp nén không chứa sổ làm việc")


class _Package:
    """The parts of an xlsx file that are looked at beside the Excel reader."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # The Excel reader finds parts whatever their case.
        self._names = {name.lower(): name for name in archive.namelist()}
        self._read: dict[str, bytes] = {}
        self.workbook = _parse(self.part(_WORKBOOK))

    def part(self, name: str) -> bytes:
        """A part's content, b"" where there is none."""
        found = self._names.get(name.lower())
        if found is None:
            return b""
        if found not in self._read:
            claimed = self._archive.getinfo(found).file_size
            with self._archive.open(found) as source:
                # Never more than the zip directory says, whatever there is to unpack.
                self._read[found] = _judged(source.read(claimed + 1))
        return self._read[found]

    def alone(self, sheets: Collection[str]) -> bytes:
        """A workbook of only some sheets, made of the parts as judged here.

        The Excel reader sees nothing else: what a lying zip directory hides never reaches it.
        """
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name in dict.fromkeys((*_FOR_ALL, *sheets)):
                content = self.part(name)
                if content:
                    archive.writestr(name, _with_known_errors(content))
        return made.getvalue()

    def sheet_parts(self) -> dict[str, str]:
        """The part that holds each sheet, by the sheet's name as written."""
        relations = _parse(self.part("xl/_rels/workbook.xml.rels"))
        targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
        return {
            sheet.get("name", ""): _part_name(targets.get(_relation(sheet), ""))
            for sheet in self.workbook.iter()
            if sheet.tag.endswith("}sheet")
        }

    def starts_1904(self) -> bool:
        settings = (item for item in self.workbook if item.tag.endswith("}workbookPr"))
        return any(item.get("date1904") in ("1", "true") for item in settings)

    def saved_at(self) -> datetime | None:
        """When the program that wrote the file says it was last saved."""
        found = re.search(rb"<dcterms:modified[^>]*>([^<]+)<", self.part("docProps/core.xml"))
        try:
            stamp = datetime.fromisoformat(found[1].decode("ascii")) if found else None
        except ValueError:
            return None
        return stamp.replace(tzinfo=None) if stamp else None


def _judged(source: bytes) -> bytes:
    """An XML part, refused where it is not written as workbooks are."""
    # A document type can define entities that unpack without end; workbooks have none.
    if b"<!DOCTYPE" in source:
        _refuse(damaged, "có khai báo DOCTYPE")
    if b"\0" in source[:4] or _ALPHABET.match(source):
        _refuse(damaged, "bảng mã chữ không phải UTF-8")
    return _plain(source)


def _parse(source: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(source)  # noqa: S314 (judged: no document type, so no entities)


def _relation(sheet: ElementTree.Element) -> str:
    return sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or ""


def _part_name(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


_WORKBOOK, _SHARED = "xl/workbook.xml", "xl/sharedStrings.xml"
_FOR_ALL = (
    "[Content_Types].xml",
    "_rels/.rels",
    _WORKBOOK,
    "xl/_rels/workbook.xml.rels",
    _SHARED,
    "xl/styles.xml",
)
_ALPHABET = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.I)

_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb"\s+([\w:.]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

_SHARED_CLAIM = re.compile(rb"uniqueCount\s*=\s*[\"']([^\"']*)")
_FAR_CELL = re.compile(rb' r="(?:[A-Za-z]{3}|[A-Za-z]*\d{5}|[A-Za-z]*&)')
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c (?:[^<>]*/>|[^<>]*></(?:\w+:)?c>)")
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row (?:[^<>]*/>|[^<>]*>\s*</(?:\w+:)?row>)")
_CLAIM = re.compile(rb' r="([A-Za-z]*)(\d*)([^"]*)')
_OTHER_CELL = re.compile(rb"<c(?:[\t\r\n>]| (?!r=\"))")
_NO_RESULT = re.compile(
    rb"<c( [^>]*)>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_PREFIX = re.compile(rb"<(/?)\w+:(?=[cfv][ />])")
_ERROR = re.compile(rb'<(?:\w+:)?c(\s[^>]*?t="e"[^>]*)(?<!/)>(.*?)</(?:\w+:)?c>', re.S)
_VALUE = re.compile(rb"(<(?:\w+:)?v\b[^>]*>)([^<]*)(<)")
_PLACE = re.compile(rb' r="([A-Za-z]+)(\d+)"')


def _plain(source: bytes) -> bytes:
    """XML with its attributes in the one spelling that the patterns above know."""
    if not _OTHER_CELL.search(source) and b":c" not in source:
        return source
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(_plain_attribute, tag[0]), source)


def _plain_attribute(found: re.Match[bytes]) -> bytes:
    value = found[2] if found[2] is not None else found[3].replace(b'"', b"&quot;")
    return b' %b="%b"' % (found[1], value)


def _judge_claims(package: _Package, parts: Collection[str]) -> None:
    shared = package.part(_SHARED)
    for claim in _SHARED_CLAIM.findall(shared):
        if not claim.isdigit() or int(claim) > len(shared):
            _refuse(implausible, f"khai {claim[:20].decode('ascii', 'replace')} chuỗi ký tự")
    for name in parts:
        source = package.part(name)
        if _FAR_CELL.search(source):
            _judge_extent(source)


def _judge_extent(source: bytes) -> None:
    """Refuse a sheet whose cells in use lie too far apart: the reader makes room for all between.

    Cells that are only formatted cost nothing; whole formatted columns are common.
    """
    in_use = _CLAIM.findall(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", source)))
    columns = max((_column(letters) + 1 for letters, _, _ in in_use), default=1)
    rows = max((int(row[:12] or b"0") for _, row, _ in in_use), default=1)
    is_far = columns > MAX_COLUMNS or rows > MAX_ROWS or columns * rows > MAX_CELLS
    if is_far or any(rest for _, _, rest in in_use):
        _refuse(implausible, "có ô nằm quá xa bảng số liệu")


def _with_known_errors(source: bytes) -> bytes:
    """A sheet with every error one the Excel reader knows: at #SPILL! it gives up the file."""
    if b't="e"' not in source:
        return source
    return _ERROR.sub(lambda cell: _VALUE.sub(rb"\1#N/A\3", cell[0], count=1), source)


def _read(package: _Package, wanted: Collection[str]) -> RawWorkbook:
    parts = package.sheet_parts()
    chosen = {fold(clean(name)): name for name in parts if fold(clean(name)) in wanted}
    pages = [parts[name] for name in chosen.values()]
    _judge_claims(package, pages)
    book = _open(package.alone(pages))
    return RawWorkbook(
        sheets={
            key: RawSheet(clean(name), _rows(book, name), _odd(package.part(parts[name])))
            for key, name in chosen.items()
        },
        names=tuple(clean(name) for name in parts),
        starts_1904=package.starts_1904(),
        saved_at=package.saved_at(),
    )


def _open(data: bytes) -> CalamineWorkbook:
    return _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(data)))


def _rows(book: CalamineWorkbook, name: str) -> list[list[CellValue]]:
    sheet = _guarded(lambda: book.get_sheet_by_name(name))
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        _refuse(implausible, f"trang tính {clean(name)} quá rộng")
    # Without skip_empty_area=False leading blank rows vanish and every address shifts.
    return _guarded(lambda: sheet.to_python(skip_empty_area=False))


def _guarded(work: Callable[[], T]) -> T:
    """Run the reader; a panic inside it is a BaseException that must cost one file only."""
    try:
        return work()
    except BaseException as stop:
        if type(stop).__name__ != "PanicException":
            raise
        _refuse(damaged, "bộ đọc Excel dừng giữa chừng")


def _odd(source: bytes) -> dict[tuple[int, int], str]:
    return dict(_odd_cells(source))


def _odd_cells(source: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b":f" in source:
        source = _PREFIX.sub(rb"<\1", source)
    if b"<f" in source:
        for said in _NO_RESULT.findall(source):
            if b't="str"' not in said:
                yield from _at(said, "")
    if b't="e"' in source:
        for said, inside in _ERROR.findall(source):
            value = _VALUE.search(inside)
            yield from _at(said, value[2].decode("utf-8", "replace") if value else "#N/A")


def _at(attributes: bytes, shown: str) -> Iterator[tuple[tuple[int, int], str]]:
    place = _PLACE.search(attributes)
    if place:
        yield (int(place[2]) - 1, _column(place[1])), shown


def _column(letters: bytes) -> int:
    number = 0
    for each in letters.upper():
        number = number * 26 + each - 64
    return number - 1
