"""Folder → returns: which files there are, whose each is, which period, which version counts.

A workbook is known by the unit code and period written in it, never by its name or place.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, cast

from xeploai.findings import CellRef, Finding, Severity
from xeploai.parse import Located, Parsed, absent, finding, parse, reading
from xeploai.read import (
    FILE_RULES,
    MAX_FILE,
    CellValue,
    RawWorkbook,
    ReadRefused,
    read_workbook,
    refusal,
    too_large,
)
from xeploai.register import Register
from xeploai.rulebook import Rule
from xeploai.schema.form import FORM_SHEETS, STAMP_SHEET, CellReturn, InfoReturn
from xeploai.schema.register import REGISTER_FILE
from xeploai.schema.row import Row
from xeploai.text import clean, fold, listing, year_in
from xeploai.values import is_blank, read_text

R = TypeVar("R", bound=Row)

_WANTED = frozenset(fold(sheet.SHEET) for sheet in FORM_SHEETS) | {fold(STAMP_SHEET)}
_NEEDED: tuple[type[Row], ...] = (InfoReturn, CellReturn)
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store", ".gitkeep", ".gitignore"})


class Status(StrEnum):
    """What became of a file."""

    COUNTED = "counted"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    UNKNOWN_UNIT = "unknown_unit"
    WRONG_PERIOD = "wrong_period"
    EMPTY = "empty"

    @property
    def label(self) -> str:
        """What became of it, in Vietnamese."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.COUNTED: "Được tính",
    Status.SUPERSEDED: "Đã có lần gửi sau",
    Status.REFUSED: "Cần sửa",
    Status.UNREADABLE: "Không đọc được",
    Status.UNKNOWN_UNIT: "Không rõ đơn vị",
    Status.WRONG_PERIOD: "Khác kỳ",
    Status.EMPTY: "Chưa có số liệu",
}


@dataclass(frozen=True, slots=True)
class Return:
    """One workbook as parsed; unit and period as written in it, "" where they are not.

    file: its path below the input folder; year: the period's; version: which sending, from 1;
    received_on: the day it was sent, or last saved where that is not written.
    """

    file: str
    sha256: str
    unit: str
    period: str
    version: int
    received_on: date | None
    saved_at: datetime | None
    sheets: Mapping[type[Row], Parsed[Row]]
    findings: tuple[Finding, ...]

    @property
    def year(self) -> int:
        """The year of its period, 0 where it names none."""
        return year_in(self.period) or 0

    def sheet(self, row_type: type[R]) -> Parsed[R]:
        """What one of its sheets gave."""
        return cast("Parsed[R]", self.sheets[row_type])

    def rows(self, row_type: type[R]) -> tuple[Located[R], ...]:
        """The rows of one of its sheets that could be read."""
        return self.sheet(row_type).rows

    @property
    def info(self) -> Located[InfoReturn] | None:
        """The sheet of identity, where it could be read."""
        rows = self.rows(InfoReturn)
        return rows[0] if rows else None

    @property
    def is_empty(self) -> bool:
        """Whether no cell's figures were filled in."""
        cells = self.sheet(CellReturn)
        return bool(cells.columns) and not cells.rows and cells.whole

    @property
    def age(self) -> tuple[int, date, datetime, str]:
        """What orders the versions of one unit: the greatest counts."""
        received = self.received_on or date.min
        return self.version, received, self.saved_at or datetime.min, self.sha256


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is no return: why, and the finding where somebody has something to mend."""

    file: str
    sha256: str
    reason: str
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of one file, for the lists and for submissions.csv."""

    file: str
    sha256: str
    unit: str
    period: str
    version: int | None
    received_on: date | None
    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """All files with their fate; counted holds the return in force of each unit, by code.

    earlier holds the returns of earlier years that can be compared with, by year and unit code.
    """

    submissions: tuple[Submission, ...]
    counted: Mapping[str, Return]
    earlier: Mapping[int, Mapping[str, Return]]


@refusal
def foreign_workbook(names: str) -> str:
    """Sổ Excel không phải biểu tổng hợp.

    Vì sao: tệp không có tờ Thông tin nên không biết là của đơn vị nào.
    Cách sửa: điền vào biểu do Ban Tổ chức gửi; nếu là tệp khác thì bỏ khỏi thư mục input.
    """
    return f"Tệp Excel này không phải biểu tổng hợp (các trang tính: {names})"


@refusal
def unreadable_file() -> str:
    """Tệp không mở được trên máy này.

    Vì sao: tệp đang được chép, đang bị khóa hoặc không có quyền đọc.
    Cách sửa: đợi chép xong, đóng tệp ở chương trình khác rồi chạy lại.
    """
    return "Không mở được tệp (đang chép, đang khóa hoặc không có quyền đọc)"


@reading(Severity.ERROR)
def stamp_differs(what: str, written: str, stamped: str) -> str:
    """Mã đơn vị hoặc kỳ khác với biểu đã gửi cho đơn vị.

    Vì sao: ô do Ban Tổ chức ghi sẵn bị sửa, hoặc số liệu được chép vào biểu của đơn vị khác.
    Cách sửa: dùng đúng biểu của đơn vị mình, không sửa các ô màu xám.
    """
    return f"{what} ghi “{written}” nhưng biểu này được lập cho “{stamped}”"


@reading(Severity.WARNING)
def missing_extra_sheet(sheet: str) -> str:
    """Thiếu một trang tính phụ của biểu.

    Vì sao: trang tính bị xóa hoặc đổi tên; số liệu ở đó không được tính.
    Cách sửa: nếu đơn vị có số liệu ở trang này, điền lại vào biểu do Ban Tổ chức gửi.
    """
    return f"Không có trang tính “{sheet}”"


INTAKE_RULES: tuple[Rule[..., str], ...] = (
    *FILE_RULES,
    foreign_workbook,
    unreadable_file,
    stamp_differs,
    missing_extra_sheet,
)


def find_files(folder: Path) -> list[Path]:
    """Every file below the input folder but the register, in a fixed order.

    Links are not followed: a link in a circle would never end.
    """
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    kept = (path for path in found if path != folder / REGISTER_FILE)
    return sorted(kept, key=lambda path: shown_path(path, folder))


def shown_path(path: Path, folder: Path) -> str:
    """A file's path below the folder, with forward slashes and in NFC.

    Two names that differ only in how they are spelt are two files, and told apart.
    """
    written = path.relative_to(folder).as_posix()
    shown = clean(written)
    twin = folder / shown
    is_doubled = shown != written and twin.exists() and not twin.samefile(path)
    return f"{shown} (tên viết khác)" if is_doubled else shown


def take_in(path: Path, folder: Path) -> Return | Unread:
    """Read one file of the input folder, whatever it is."""
    file = shown_path(path, folder)
    if path.name.startswith("~$"):
        return Unread(file, "", "Tệp tạm do Excel đang mở một sổ khác, bỏ qua", None)
    if path.name.casefold() in _LITTER or path.name.startswith("._"):
        return Unread(file, "", "Tệp của hệ điều hành, không phải biểu, bỏ qua", None)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_FILE else b""
    except OSError:
        return unreadable(file, "", unreadable_file)
    if size > MAX_FILE:
        return unreadable(file, "", too_large, size // 2**20)
    return read_return(data, file)


def read_return(data: bytes, file: str) -> Return | Unread:
    """Read the bytes of one workbook as a return."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        book = read_workbook(data, _WANTED)
    except ReadRefused as refused:
        found = Finding(CellRef(file), "", refused.rule.code, Severity.ERROR, str(refused))
        return Unread(file, sha256, str(refused), found)
    stamp = _stamp(book)
    if fold(InfoReturn.SHEET) not in book.sheets and not stamp:
        return unreadable(file, sha256, foreign_workbook, listing(list(book.names), 4))
    return _return(book, stamp, file, sha256)


def unreadable(file: str, sha256: str, why: Rule[..., str], *said: object) -> Unread:
    """What a file gives that a rule about whole files keeps out."""
    found = finding(why, CellRef(file), "", *said)
    return Unread(file, sha256, found.message, found)


def _stamp(book: RawWorkbook) -> dict[str, str]:
    """What the very hidden sheet says of the form: unit and period it was made for."""
    sheet = book.sheets.get(fold(STAMP_SHEET))
    rows = (row for row in (sheet.rows if sheet else []) if len(row) > 1)
    return {read_text(row[0]): read_text(row[1]) for row in rows}


def _return(book: RawWorkbook, stamp: Mapping[str, str], file: str, sha256: str) -> Return:
    info = _sheet(book, InfoReturn, file, "")
    unit = _said(info, "unit_code") or stamp.get("unit", "")
    period = _said(info, "period") or stamp.get("period", "")
    info = replace(info, findings=tuple(replace(item, unit=unit) for item in info.findings))
    others = {item: _sheet(book, item, file, unit) for item in FORM_SHEETS if item != InfoReturn}
    sheets: dict[type[Row], Parsed[Row]] = {InfoReturn: info, **others}
    said = info.rows[0].row if info.rows else None
    sent_on = said.sent_on if isinstance(said, InfoReturn) else None
    version = said.version if isinstance(said, InfoReturn) else None
    saved_on = book.saved_at.date() if book.saved_at else None
    # A stamp older than the season was left there by the program that made the form.
    if saved_on is not None and saved_on.year < (year_in(period) or 0):
        saved_on = None
    return Return(
        file=file,
        sha256=sha256,
        unit=unit,
        period=period,
        version=version or 1,
        received_on=sent_on or saved_on,
        saved_at=book.saved_at,
        sheets=sheets,
        findings=(
            *(item for sheet in sheets.values() for item in sheet.findings),
            *_stamp_findings(info, stamp, file, unit),
        ),
    )


def _sheet(book: RawWorkbook, row_type: type[Row], file: str, unit: str) -> Parsed[Row]:
    raw = book.sheets.get(fold(row_type.SHEET))
    if raw is not None:
        return parse(raw, row_type, file, unit=unit, starts_1904=book.starts_1904)
    gone = absent(row_type, file, unit)
    if row_type in _NEEDED:
        return gone
    said = finding(missing_extra_sheet, CellRef(file), unit, row_type.SHEET)
    return replace(gone, findings=(said,))


def _said(info: Parsed[Row], key: str) -> str:
    value: CellValue = info.raw.get(key, "")
    return "" if is_blank(value) else read_text(value)


def _stamp_findings(
    info: Parsed[Row], stamp: Mapping[str, str], file: str, unit: str
) -> Iterator[Finding]:
    for key, what, stamped in (
        ("unit_code", "Mã đơn vị", stamp.get("unit", "")),
        ("period", "Kỳ đánh giá", stamp.get("period", "")),
    ):
        written = _said(info, key)
        if written and stamped and not same_code(written, stamped):
            ref = CellRef(file, info.sheet, info.columns[key])
            yield finding(stamp_differs, ref, unit, what, written, stamped)


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same but for leading zeros, which Excel drops."""
    are_numbers = one.isdigit() and other.isdigit()
    return one == other or (are_numbers and one.lstrip("0") == other.lstrip("0"))


def known_code(code: str, codes: Iterable[str]) -> str:
    """The listed code that a written one means; itself where none, or more than one, is meant."""
    listed = list(codes)
    if code in listed:
        return code
    meant = [item for item in listed if same_code(code, item)]
    return meant[0] if len(meant) == 1 else code


def identify(item: Return, register: Register) -> Return:
    """The return with its unit's code as the register writes it."""
    unit = known_code(item.unit, register.units)
    if unit == item.unit:
        return item
    findings = tuple(replace(found, unit=unit) for found in item.findings)
    return replace(item, unit=unit, findings=findings)


def same_period(one: str, other: str) -> bool:
    """Whether two periods are one: "2022" and "Năm 2022" are."""
    return fold(one).removeprefix("nam ") == fold(other).removeprefix("nam ")


def settle(
    taken: Sequence[Return | Unread], register: Register, findings: Mapping[str, Sequence[Finding]]
) -> Intake:
    """Decide the fate of every file, given what the checks found in it, by file.

    Of a unit's returns the newest one without errors counts; what is older is superseded.
    """
    first: dict[str, str] = {}
    submissions: list[Submission] = []
    groups: dict[tuple[int, str], list[Return]] = {}
    for item in taken:
        twin = first.setdefault(item.sha256, item.file) if item.sha256 else item.file
        if twin != item.file:
            reason = f"Trùng hoàn toàn với tệp {twin}"
            submissions.append(_fate(item, Status.SUPERSEDED, reason))
        elif isinstance(item, Unread):
            submissions.append(_fate(item, Status.UNREADABLE, item.reason))
        elif misfit := _misfit(item, register):
            submissions.append(_fate(item, *misfit))
        else:
            groups.setdefault((item.year, item.unit), []).append(item)
    counted: dict[str, Return] = {}
    earlier: dict[int, dict[str, Return]] = {}
    for (year, unit), items in groups.items():
        now = year == register.settings.year
        fates = list(_settle_unit(items, findings))
        best = next((item for item, fate in fates if fate[0] is Status.COUNTED), None)
        if best is not None:
            (counted if now else earlier.setdefault(year, {}))[unit] = best
        submissions += [_fate(item, *(fate if now else _past(item, fate))) for item, fate in fates]
    return Intake(tuple(sorted(submissions, key=lambda item: item.file)), counted, earlier)


Fate = tuple[Status, str]


def _fate(item: Return | Unread, status: Status, reason: str) -> Submission:
    if isinstance(item, Unread):
        return Submission(item.file, item.sha256, "", "", None, None, status, reason)
    return Submission(
        item.file, item.sha256, item.unit, item.period, item.version, item.received_on,
        status, reason,
    )  # fmt: skip


def _misfit(item: Return, register: Register) -> Fate | None:
    """Why a return belongs to no unit or no period of the register, if so."""
    settings = register.settings
    now = same_period(item.period, settings.period)
    if not now and not 0 < item.year < settings.year:
        said = f"Biểu ghi kỳ “{item.period}”, danh mục là kỳ “{settings.period}”"
        return Status.WRONG_PERIOD, said
    old = {item.old_code for item in register.crosswalk}
    unit = register.units.get(item.unit)
    if unit is None and (now or item.unit not in old):
        said = f"Mã đơn vị “{item.unit}” không có trong danh mục" if item.unit else ""
        return Status.UNKNOWN_UNIT, said or "Biểu chưa ghi mã đơn vị"
    if unit is not None and not unit.kind.reports:
        return Status.UNKNOWN_UNIT, f"“{unit.name}” là {unit.kind}, không phải đơn vị gửi biểu"
    return None


def _settle_unit(
    items: Sequence[Return], findings: Mapping[str, Sequence[Finding]]
) -> Iterator[tuple[Return, Fate]]:
    """The fate of each return of one unit and period, newest first."""
    newest: Return | None = None
    for item in sorted(items, key=lambda item: item.age, reverse=True):
        errors = sum(found.is_error for found in findings.get(item.file, ()))
        if newest is not None:
            yield item, (Status.SUPERSEDED, f"Đã có lần gửi sau: {newest.file}")
        elif errors:
            yield item, (Status.REFUSED, f"Có {errors} lỗi cần sửa")
        elif item.is_empty:
            yield item, (Status.EMPTY, "Đã nộp, chưa có số liệu")
        else:
            newest = item
            yield item, (Status.COUNTED, "")


def _past(item: Return, fate: Fate) -> Fate:
    status, reason = fate
    use = "chỉ dùng để so sánh" if status is Status.COUNTED else f"không dùng ({reason})"
    return Status.WRONG_PERIOD, f"Số liệu kỳ {item.period}, {use}"
