"""The corridor: reads input/, thinks, draws, and puts the whole result in output/.

The one file to read first. All reading comes first, then thinking, then writing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from xeploai import __version__, text
from xeploai.beside import IMAGES, REMINDERS, RETURNS, beside
from xeploai.charts import Chart, charts_of
from xeploai.errors import BuildError
from xeploai.exports import data_files
from xeploai.forms import unit_form, workbook_bytes
from xeploai.freezefile import keep, open_freezes
from xeploai.freezes import Source, folder_name, freeze_files, why_unfit
from xeploai.history import State, state_after
from xeploai.inbox import find_files, make_sure_of
from xeploai.ledger import Ledger
from xeploai.ledgerfile import open_ledger, save, saving
from xeploai.moves import put_all
from xeploai.pages import pages_of, search_entries
from xeploai.pages.search import search_index
from xeploai.prefill import prefilled
from xeploai.publish import replace_folder, workshop, write_files, write_new_file
from xeploai.quarantine import take_all
from xeploai.register import Register
from xeploai.registerbook import register_workbook
from xeploai.registerreader import load
from xeploai.reminders.calendar import calendar
from xeploai.reminders.letters import reminder_files
from xeploai.render import render
from xeploai.report.images import Images, render_images
from xeploai.returns.sendback import files_to_send_back, to_send_back
from xeploai.schema.register import REGISTER_FILE
from xeploai.season import Season, think
from xeploai.site import Frame, build_site
from xeploai.summary import log
from xeploai.text import file_names
from xeploai.workbook.layout import schema

PROJECT = Path(__file__).resolve().parent.parent
"""The folder of the program, where mkdocs.yml, site_src and templates stand."""

PICTURES = "bao-cao/hinh"
"""Where the site keeps its own copies of the pictures, so that it can be moved alone."""

CALENDARS = "bao-cao"
"""Where the site keeps its own copy of the calendar."""

LOG = "nhat-ky.txt"
"""Where everything goes that the terminal has no room for."""

FROZEN = ("data/ratios.csv", "data/progress.csv", "data/submissions.csv")
"""The tables that a freeze keeps, as they are published."""

T = TypeVar("T")


class Teller(Protocol):
    """Tells the person at the terminal how far the work is."""

    def step(self, name: str) -> None:
        """A step begins."""

    def each(self, name: str, items: Iterable[T], number: int) -> Iterable[T]:
        """A step goes through so many items one by one."""


@dataclass(frozen=True, slots=True)
class Days:
    """now: the moment of the work; as_of: the day asked for; since: the day to compare with."""

    now: datetime
    as_of: date | None = None
    since: date | None = None

    def counted_to(self, register: Register) -> date:
        """The day the figures stand for: the one asked for, else the register's, else today."""
        return self.as_of or register.settings.counted_to or self.now.date()


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the season, the folder of the site, and why something was left undone.

    images_said: why there are no pictures; ledger_said: why the ledger was not kept.
    """

    season: Season
    site: Path
    images_said: str
    ledger_said: str


def new_register(folder: Path) -> Path:
    """Write an empty register into the input folder; raises BuildError where one is there."""
    place = folder / REGISTER_FILE
    write_new_file(workbook_bytes(register_workbook()), place)
    return place


def read_register(folder: Path) -> Register:
    """Read the register of an input folder; raises BuildError where there is none."""
    place = folder / REGISTER_FILE
    try:
        return load(place.read_bytes())
    except FileNotFoundError:
        raise BuildError(
            f"Chưa có danh mục {place}. Chạy “python build.py new” để tạo danh mục trống, "
            "điền các đơn vị rồi chạy lại."
        ) from None
    except OSError:
        raise BuildError(
            f"Không mở được {place}. Đóng tệp nếu đang mở ở Excel rồi chạy lại."
        ) from None


def read_season(
    folder: Path, register: Register, as_of: date, tell: Teller, ledger: Ledger | None = None
) -> Season:
    """Read every workbook of the input folder, and check and add up what they say."""
    files = find_files(folder)
    taken = list(tell.each("Đọc biểu", take_all(files, folder), len(files)))
    make_sure_of(folder)
    tell.step("Kiểm tra và cộng số liệu")
    return think(register, taken, as_of, ledger)


def outside(folder: Path, output: Path) -> None:
    """Make sure that results are not read as returns; raises BuildError where they would be."""
    if output.resolve().is_relative_to(folder.resolve()):
        raise BuildError(
            f"Thư mục kết quả {output} nằm trong thư mục {folder}: kết quả sẽ bị đọc như biểu gửi "
            "về. Chọn thư mục khác bằng --output."
        )


def build(folder: Path, output: Path, days: Days, tell: Teller, *, images: bool) -> Built:
    """Build the site, the data files and the pictures, and publish them whole."""
    outside(folder, output)
    # Held from the first look at the input to the last file, so that of two builds at once the
    # later one never publishes what is older.
    with workshop(output) as scratch:
        return _build(folder, scratch, days, tell, images=images)


def _build(folder: Path, scratch: Path, days: Days, tell: Teller, *, images: bool) -> Built:
    output = scratch.parent
    register = read_register(folder)
    day = days.counted_to(register)
    _not_ahead(days.since, days.as_of or days.now.date())
    ledger, unread = open_ledger(folder, days.now)
    freezes = open_freezes(folder)
    season = read_season(folder, register, day, tell, ledger)
    season = replace(season, freezes=freezes, since=days.since)
    charts = charts_of(season)
    tell.step("Vẽ biểu đồ")
    drawn = _files_in(output / IMAGES)
    pictures = render_images(charts.values(), drawn) if images else Images({})
    tell.step("Lập biểu trả lại")
    returns = files_to_send_back(season, _files_in(output / RETURNS))
    tell.step("Soạn văn bản nhắc")
    letters = reminder_files(season, {item.unit: item.workbook for item in to_send_back(season)})
    tell.step("Dựng trang")
    sources = site_sources(season, charts, pictures)
    folders = {
        IMAGES: pictures.files,
        RETURNS: returns,
        REMINDERS: {**letters, **calendar(register, day)},
    }
    _lay_site(season, sources, scratch / "site")
    for name, files in folders.items():
        (scratch / name).mkdir(parents=True)
        write_files(scratch / name, files)
    with _remembered(folder, ledger, season, unread) as unkept:
        write_files(scratch, {LOG: log(season, unkept).encode("utf-8-sig")})
        put_all(scratch, ("site", *folders, LOG))
    return Built(season, output / "site", pictures.said, unkept)


def _remembered(
    folder: Path, before: Ledger, season: Season, unread: str
) -> AbstractContextManager[str]:
    """The ledger with what the season adds, once what is done inside has been done."""
    return nullcontext(unread) if unread else saving(folder, before, season.ledger)


def _not_ahead(since: date | None, as_of: date) -> None:
    if since and since > as_of:
        raise BuildError(
            f"Ngày so sánh {text.day(since)} sau ngày tính số liệu {text.day(as_of)}. Chọn ngày "
            "sớm hơn ở --since."
        )


def freeze(folder: Path, name: str, days: Days, tell: Teller) -> tuple[Path, str]:
    """Set the figures down by name beside the workbooks; where, and why the ledger was not kept."""
    name = text.clean(name)
    if unfit := why_unfit(name):
        raise BuildError(unfit)
    register = read_register(folder)
    ledger, unread = open_ledger(folder, days.now)
    season = read_season(folder, register, days.counted_to(register), tell, ledger)
    tell.step("Chốt số liệu")
    place = keep(folder, name, folder_name(name, season.as_of), _frozen(season, name))
    return place, unread or save(folder, ledger, season.ledger)


def _frozen(season: Season, name: str) -> dict[str, bytes]:
    """The files of a freeze."""
    known = state_after(season.history)
    state = State(season.ledger.now, season.as_of, known.facts if known else {})
    period = season.register.settings.period
    source = Source(period, __version__, season.register.sha256, _inputs(season))
    tables = data_files(season)
    return freeze_files(name, state, source, {Path(x).name: tables[x] for x in FROZEN})


def _inputs(season: Season) -> dict[str, str]:
    """Every file with its hash as it was when it was read; "" stands for a file that was not."""
    return {item.file: item.sha256 for item in season.intake.submissions}


def _files_in(folder: Path) -> dict[str, bytes]:
    """What the last build made: where nothing changed it is kept."""
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}


def site_sources(season: Season, charts: Mapping[str, Chart], pictures: Images) -> dict[str, bytes]:
    """Everything the site is made of beside its hand-written pages, by path."""
    pages = pages_of(season, charts, sorted(pictures.files), pictures.said, beside=beside(season))
    deadlines = calendar(season.register, season.as_of)
    return {
        **render(pages),
        **data_files(season),
        "assets/search-index.js": search_index(search_entries(season)),
        **{f"{PICTURES}/{name}": content for name, content in pictures.files.items()},
        **{f"{CALENDARS}/{name}": content for name, content in deadlines.items()},
    }


def _lay_site(season: Season, sources: Mapping[str, bytes], site: Path) -> None:
    settings = season.register.settings
    name = f"Xếp loại {settings.period} – {season.root.name}"
    frame = Frame(name, season.as_of, settings.note)
    build_site(sources, frame, project=PROJECT, into=site)
    write_files(site, {"data/manifest.json": _manifest(season, site)})


def _manifest(season: Season, site: Path) -> bytes:
    """What the site was made from and what it holds: a hash for every file in and out."""
    outputs = sorted(path for path in site.rglob("*") if path.is_file())
    said = {
        "program": __version__,
        "as_of": season.as_of.isoformat(),
        "inputs": {REGISTER_FILE: season.register.sha256, **_inputs(season)},
        "outputs": {
            path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in outputs
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()


def write_forms(folder: Path, output: Path, tell: Teller) -> Path:
    """Write a prefilled form for every unit that reports, and schema.json."""
    register = read_register(folder)
    season = read_season(folder, register, date.min, tell)
    last = season.last_returns
    names = file_names(register.units)
    with workshop(output) as scratch:
        forms = scratch / "forms"
        for unit in tell.each("Lập biểu mẫu", register.reporting, len(register.reporting)):
            book = unit_form(register, unit, *prefilled(register, unit, last))
            write_files(forms, {f"{names[unit.code]}.xlsx": workbook_bytes(book)})
        described = json.dumps(schema(), ensure_ascii=False, indent=1).encode()
        write_files(forms, {"schema.json": described})
        replace_folder(forms, output / "forms")
    return output / "forms"


def write_example(files: Mapping[str, bytes], folder: Path) -> None:
    """Write an example season into a folder of its own, in place of an earlier one."""
    with workshop(folder.parent) as scratch:
        write_files(scratch / "input", files)
        replace_folder(scratch / "input", folder)
