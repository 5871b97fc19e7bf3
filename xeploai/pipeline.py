"""The whole build: reads input/, evaluates it, renders it, and publishes the result into output/.

The one file to read first. All reading comes first, then thinking, then writing.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from xeploai.errors import BuildError
from xeploai.ledger.model import Ledger
from xeploai.ledger.receipt_store import open_ledger, saving
from xeploai.ledger.snapshot_store import open_freezes
from xeploai.outputs.feedback.build import files_to_send_back, to_send_back
from xeploai.outputs.feedback.register_faults import advice, by_kind, refusal, write_copy
from xeploai.outputs.reminders.calendar import calendar
from xeploai.outputs.reminders.letters import reminder_files, reminders
from xeploai.outputs.report.files import report_files
from xeploai.outputs.report.images import render_images
from xeploai.outputs.report.model import Report
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.wording import NO_WORDING, Wording
from xeploai.outputs.report.wording_reader import load_wording
from xeploai.outputs.result_lines import log
from xeploai.outputs.site.assemble import SiteParts, lay_site
from xeploai.outputs.site.local_links import beside, room_below
from xeploai.paths import (
    LETTERS_FOLDER,
    LOG_FILE,
    REGISTER_FILE,
    REPORT_FOLDER,
    REPORT_IMAGES,
    RETURNS_FOLDER,
    SITE_FOLDER,
    UNIT_REPORTS_FOLDER,
)
from xeploai.reading.office_workbook import FaultyWorkbook, why_unread
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.register.model import Register
from xeploai.register.reader import load
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.stages import top_unit
from xeploai.season.season import Season
from xeploai.storage.file_reader import is_in_the_cloud, read_own
from xeploai.storage.office_files import find_own
from xeploai.storage.open_files import named, warnings
from xeploai.storage.preconditions import no_register, not_ahead, outside
from xeploai.storage.transaction import amend, swap_in
from xeploai.storage.workspace import carry_over, open_workspace, write_files
from xeploai.submissions.input_folder import find_files, find_wordings, make_sure_of, shown_path
from xeploai.submissions.isolation import read_all, read_apart, with_packed, with_packs
from xeploai.submissions.model import Pack, Taken
from xeploai.submissions.packed_files import Source
from xeploai.system.path_length import is_too_long, make_sure_of_room, too_long
from xeploai.views.season_view import lay_out

T = TypeVar("T")


class ProgressReporter(Protocol):
    """Reports to the terminal how far the work is."""

    def step(self, name: str) -> None:
        """Announce that a step begins."""

    def each(self, name: str, items: Iterable[T], number: int) -> Iterable[T]:
        """Go through the items of a step one by one."""

    def say(self, line: str, style: str = "") -> None:
        """Print a sentence that cannot wait for the end."""


@dataclass(frozen=True, slots=True)
class Days:
    """now: the moment of the work; as_of: the day asked for; since: the day to compare with."""

    now: datetime
    as_of: date | None = None
    since: date | None = None

    def counted_to(self, register: Register) -> date:
        """Return the day of the figures: the one asked for, else the register's, else today."""
        return self.as_of or register.settings.counted_to or self.now.date()

    def is_chosen(self, register: Register) -> bool:
        """Whether somebody asked for the day of the figures."""
        return bool(self.as_of or register.settings.counted_to)


@dataclass(frozen=True, slots=True)
class Built:
    """Result of a build: the season, the site's folder, and why something was left undone.

    report_message: why pictures or the Word file are missing; ledger_message: why the ledger was
    not kept; open_message: which files are open and keep their old content.
    """

    season: Season
    site: Path
    report_message: str
    ledger_message: str
    open_message: str

    @property
    def undone(self) -> tuple[str, ...]:
        """All that was left undone, for the terminal."""
        return self.report_message, self.ledger_message, self.open_message


def open_register(folder: Path, output: Path, reporter: ProgressReporter) -> Register:
    """Read the register of an input folder, and report what is wrong or odd in it.

    Every command begins so: all of it is in a marked copy in the output folder. Raises BuildError
    where it cannot be used.
    """
    data = _register_bytes(folder)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        register = load(data, read_apart)
    except FaultyWorkbook as fault:
        copy = write_copy(fault.findings, sha256, data, output)
        place = find_own(folder, REGISTER_FILE)
        raise BuildError(refusal(fault, copy, place)) from None
    copy = write_copy(register.warnings, sha256, data, output)
    if line := advice(register.warnings, copy):
        reporter.say(line, "yellow")
    return register


def _register_bytes(folder: Path) -> bytes:
    place = find_own(folder, REGISTER_FILE)
    try:
        return _bytes_of(place)
    except OSError as fault:
        if not isinstance(fault, FileNotFoundError) or is_too_long(place, fault):
            raise _unopened(place, fault) from None
        raise no_register(place) from None


def read_season(
    folder: Path,
    register: Register,
    days: Days,
    reporter: ProgressReporter,
    ledger: Ledger | None = None,
) -> Season:
    """Read every workbook of the input folder, and check and add up what they say."""
    return season_of(read_files(folder, reporter).taken, register, days, reporter, ledger)


@dataclass(frozen=True, slots=True)
class FilesRead:
    """The files of the input folder, and what reading them gave."""

    files: Sequence[Source]
    taken: Sequence[Taken]


def read_files(folder: Path, reporter: ProgressReporter) -> FilesRead:
    """Read every file of the input folder, and what is in packs among them."""
    files = with_packed(find_files(folder))
    taken = list(reporter.each("Đọc biểu", read_all(files, folder), len(files)))
    if any(isinstance(item, Pack) for item in taken):
        reporter.step("Đọc gói số liệu")
        taken = list(with_packs(files, taken, folder))
    make_sure_of(folder)
    return FilesRead(files, taken)


def season_of(
    taken: Sequence[Taken],
    register: Register,
    days: Days,
    reporter: ProgressReporter,
    ledger: Ledger | None = None,
) -> Season:
    """Check and add up what was read."""
    reporter.step("Kiểm tra và cộng số liệu")
    season = evaluate(register, taken, days.counted_to(register), ledger)
    return replace(season, is_day_chosen=days.is_chosen(register))


def read_wording(folder: Path, register: Register) -> Wording | BuildError:
    """Return the office's own words for its report, or why they cannot be read."""
    places = find_wordings(folder)
    if not places:
        return NO_WORDING
    if len(places) > 1:
        names = ", ".join(shown_path(place, folder) for place in places)
        return BuildError(
            f"Có {len(places)} tệp lời văn: {names}. Chỉ giữ một tệp, ngay trong thư mục {folder}; "
            "chuyển tệp kia ra ngoài thư mục đó rồi chạy lại."
        )
    place = places[0]
    if place.parent != folder:
        return BuildError(
            f"Tệp lời văn {shown_path(place, folder)} nằm trong thư mục con; hãy chuyển tệp này ra "
            f"ngay trong thư mục {folder} rồi chạy lại."
        )
    try:
        return load_wording(_bytes_of(place), register, read_apart)
    except OSError as fault:
        return _unopened(place, fault)
    except BuildError as fault:
        if isinstance(fault, FaultyWorkbook):
            fault = BuildError(by_kind(fault, len(fault.findings)))
        return fault


def _unopened(place: Path, fault: OSError) -> BuildError:
    """Why a workbook the office keeps itself cannot be opened."""
    if is_too_long(place, fault):
        return too_long(place)
    if is_in_the_cloud(place, fault):
        return BuildError(
            f"Tệp {place} mới có trên OneDrive, chưa tải về máy. Mở OneDrive, bấm chuột phải vào "
            "tệp, chọn Luôn giữ trên thiết bị này, đợi tải xong rồi chạy lại."
        )
    return BuildError(f"Không mở được {place}. Đóng tệp nếu đang mở ở Excel rồi chạy lại.")


def _bytes_of(place: Path) -> bytes:
    """Return the bytes of a workbook the office keeps itself; raises OSError, or BuildError."""
    try:
        return read_own(place)
    except ReadRefused as refused:
        raise why_unread(place.name, refused) from None


def build(
    folder: Path, output: Path, days: Days, reporter: ProgressReporter, *, images: bool
) -> Built:
    """Build the site, the data files and the pictures, and publish them whole."""
    outside(folder, output)
    # Held from the first look at the input to the last file, so that of two builds at once the
    # later one never publishes what is older.
    with open_workspace(output) as scratch:
        return _build(folder, scratch, days, reporter, images=images)


def _build(
    folder: Path, scratch: Path, days: Days, reporter: ProgressReporter, *, images: bool
) -> Built:
    output = scratch.parent
    warn_of_open(
        output, (SITE_FOLDER, REPORT_FOLDER, RETURNS_FOLDER, LETTERS_FOLDER, LOG_FILE), reporter
    )
    register = open_register(folder, output, reporter)
    make_sure_of_room(output, room_below(register))
    not_ahead(days.since, days.as_of or days.now.date())
    ledger, unread = open_ledger(folder, days.now)
    freezes = open_freezes(folder)
    season = read_season(folder, register, days, reporter, ledger)
    season = replace(season, freezes=freezes, since=days.since)
    wording = read_wording(folder, register)
    made = _made(season, wording, output, reporter, images=images)
    reporter.step("Dựng trang")
    lay_site(made.site, scratch / SITE_FOLDER)
    for name, files in made.folders.items():
        (scratch / name).mkdir(parents=True)
        write_files(scratch / name, files)
    carry_over(output / UNIT_REPORTS_FOLDER, scratch / UNIT_REPORTS_FOLDER)
    with _remembered(folder, ledger, season, unread) as unkept:
        waiting = _put(scratch, [*made.folders], season, unkept)
    report = made.site.report
    messages = [report.pictures.message if images else "", report.message]
    open_message = _waiting(named(waiting))
    return Built(
        season, output / SITE_FOLDER, " ".join(filter(None, messages)), unkept, open_message
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """Results of a build, each worked out once: the parts of the site, the other files."""

    site: SiteParts
    folders: Mapping[str, Mapping[str, bytes]]


def _made(
    season: Season,
    wording: Wording | BuildError,
    output: Path,
    reporter: ProgressReporter,
    *,
    images: bool,
) -> _Made:
    scope = Scope(lay_out(season), top_unit(season.register))
    report = report_of(scope, wording, output / REPORT_FOLDER, reporter, images=images)
    reporter.step("Lập biểu trả lại")
    sent_back = to_send_back(season)
    returns = files_to_send_back(season, sent_back, _files_in(output / RETURNS_FOLDER))
    reporter.step("Soạn văn bản nhắc")
    reminded = reminders(season)
    letters = reminder_files(season, reminded, {item.unit: item.workbook for item in sent_back})
    deadlines = calendar(season.register, season.as_of)
    return _Made(
        SiteParts(scope, wording, report, beside(sent_back, reminded, report.files), deadlines),
        {
            REPORT_FOLDER: report.files,
            RETURNS_FOLDER: returns,
            LETTERS_FOLDER: {**letters, **deadlines},
        },
    )


def _put(scratch: Path, folders: Sequence[str], season: Season, unkept: str) -> list[Path]:
    """Put all in its place, the log too; the files that are open and keep their old content."""
    undone = [unkept] if unkept else []
    write_files(scratch, {LOG_FILE: log(season, *undone).encode("utf-8-sig")})
    waiting = swap_in(scratch, (SITE_FOLDER, *folders, LOG_FILE), (*folders, LOG_FILE))
    output = scratch.parent
    if waiting and output / LOG_FILE not in waiting:
        files = (f"{path.relative_to(output).as_posix()} (đang mở)" for path in waiting)
        content = log(season, *undone, _waiting(", ".join(files)))
        waiting += amend(scratch, LOG_FILE, content.encode("utf-8-sig"))
    return waiting


def _waiting(files: str) -> str:
    """Return the sentence about files that keep their old content, "" where there are none."""
    if not files:
        return ""
    return f"Còn bản cũ: {files}. Các phần khác đã mới; đóng lại rồi chạy lại."


def warn_of_open(output: Path, parts: Iterable[str], reporter: ProgressReporter) -> None:
    """Name the open files of the parts a run replaces, while there is time to close them."""
    for line in warnings(output / part for part in parts):
        reporter.say(line, "yellow")


def report_of(
    scope: Scope,
    wording: Wording | BuildError,
    place: Path,
    reporter: ProgressReporter,
    *,
    images: bool,
) -> Report:
    """Return the files of a report.

    place: where the last one stands, whose pictures may be kept.
    """
    reporter.step("Vẽ biểu đồ")
    pictures = render_images(scope.charts.values(), _files_in(place / REPORT_IMAGES), draw=images)
    reporter.step("Soạn báo cáo")
    return report_files(scope, wording, pictures)


def _remembered(
    folder: Path, before: Ledger, season: Season, unread: str
) -> AbstractContextManager[str]:
    """Return the context manager that saves the season's ledger once the work inside is done."""
    return nullcontext(unread) if unread else saving(folder, before, season.ledger)


def _files_in(folder: Path) -> dict[str, bytes]:
    """Return the files of the last build, to be kept where nothing changed; the readable ones."""
    files: dict[str, bytes] = {}
    for path in folder.glob("*"):
        with suppress(OSError):  # Office lets nobody read some of what it has open
            files |= {path.name: path.read_bytes()} if path.is_file() else {}
    return files
