"""The corridor: reads input/, thinks, draws, and puts the whole result in output/.

The one file to read first. All reading comes first, then thinking, then writing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from xeploai import __version__
from xeploai.charts import Chart, charts_of
from xeploai.crosswalk import on_this_map
from xeploai.errors import BuildError
from xeploai.exports import data_files
from xeploai.forms import KnownCell, unit_form, workbook_bytes
from xeploai.intake import Return, find_files
from xeploai.pages import pages_of, search_entries
from xeploai.pages.search import search_index
from xeploai.publish import replace_file, replace_folder, workshop, write_files, write_new_file
from xeploai.quarantine import take_all
from xeploai.register import Register, Unit
from xeploai.registerbook import register_workbook
from xeploai.registerreader import load
from xeploai.render import render
from xeploai.report.images import Images, render_images
from xeploai.schema.form import CellReturn
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

LOG = "nhat-ky.txt"
"""Where everything goes that the terminal has no room for."""

T = TypeVar("T")


class Teller(Protocol):
    """Tells the person at the terminal how far the work is."""

    def step(self, name: str) -> None:
        """A step begins."""

    def each(self, name: str, items: Iterable[T], number: int) -> Iterable[T]:
        """A step goes through so many items one by one."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the season, the folder of the site, and why there are no pictures."""

    season: Season
    site: Path
    images_said: str


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


def read_season(folder: Path, register: Register, as_of: date, tell: Teller) -> Season:
    """Read every workbook of the input folder, and check and add up what they say."""
    files = find_files(folder)
    taken = list(tell.each("Đọc biểu", take_all(files, folder), len(files)))
    tell.step("Kiểm tra và cộng số liệu")
    return think(register, taken, as_of)


def build(
    folder: Path, output: Path, as_of: date | None, today: date, tell: Teller, *, images: bool
) -> Built:
    """Build the site, the data files and the pictures, and publish them whole.

    The figures stand for the day asked for, else the register's, else today.
    """
    if output.resolve().is_relative_to(folder.resolve()):
        raise BuildError(
            f"Thư mục kết quả {output} nằm trong thư mục {folder}: kết quả sẽ bị đọc như biểu gửi "
            "về. Chọn thư mục khác bằng --output."
        )
    register = read_register(folder)
    day = as_of or register.settings.counted_to or today
    season = read_season(folder, register, day, tell)
    charts = charts_of(season)
    tell.step("Vẽ biểu đồ")
    drawn = output / "report" / "images"
    pictures = _pictures(charts, drawn) if images else Images({})
    tell.step("Dựng trang")
    sources = site_sources(season, charts, pictures)
    with workshop(output) as scratch:
        _lay_site(season, sources, scratch / "site")
        (scratch / "report" / "images").mkdir(parents=True)
        write_files(scratch / "report" / "images", pictures.files)
        replace_folder(scratch / "site", output / "site")
        replace_folder(scratch / "report" / "images", drawn)
        replace_file(log(season).encode("utf-8-sig"), output / LOG)
    return Built(season, output / "site", pictures.said)


def _pictures(charts: Mapping[str, Chart], drawn: Path) -> Images:
    """The pictures of the charts; those of the last build are kept where nothing changed."""
    known = {path.name: path.read_bytes() for path in drawn.glob("*") if path.is_file()}
    return render_images(charts.values(), known)


def site_sources(season: Season, charts: Mapping[str, Chart], pictures: Images) -> dict[str, bytes]:
    """Everything the site is made of beside its hand-written pages, by path."""
    pages = pages_of(season, charts, sorted(pictures.files), pictures.said)
    return {
        **render(pages),
        **data_files(season),
        "assets/search-index.js": search_index(search_entries(season)),
        **{f"{PICTURES}/{name}": content for name, content in pictures.files.items()},
    }


def _lay_site(season: Season, sources: Mapping[str, bytes], site: Path) -> None:
    settings = season.register.settings
    name = f"Xếp loại {settings.period} – {season.root.name}"
    frame = Frame(name, season.as_of, settings.note)
    build_site(sources, frame, project=PROJECT, into=site)
    write_files(site, {"data/manifest.json": _manifest(season, site)})


def _manifest(season: Season, site: Path) -> bytes:
    """What the site was made from and what it holds: a hash for every file in and out.

    Inputs are hashed as they were when they were read; "" stands for a file that was not.
    """
    inputs = {item.file: item.sha256 for item in season.intake.submissions}
    outputs = sorted(path for path in site.rglob("*") if path.is_file())
    said = {
        "program": __version__,
        "as_of": season.as_of.isoformat(),
        "inputs": {REGISTER_FILE: season.register.sha256, **inputs},
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
    known = _last_returns(season)
    names = file_names(register.units)
    with workshop(output) as scratch:
        forms = scratch / "forms"
        for unit in tell.each("Lập biểu mẫu", register.reporting, len(register.reporting)):
            book = unit_form(register, unit, *_known(register, unit, known))
            write_files(forms, {f"{names[unit.code]}.xlsx": workbook_bytes(book)})
        described = json.dumps(schema(), ensure_ascii=False, indent=1).encode()
        write_files(forms, {"schema.json": described})
        replace_folder(forms, output / "forms")
    return output / "forms"


def _last_returns(season: Season) -> Mapping[str, Return]:
    earlier = season.intake.earlier
    year = max(earlier, default=0)
    return on_this_map(season.register, year, earlier[year]) if earlier else {}


def _known(
    register: Register, unit: Unit, last: Mapping[str, Return]
) -> tuple[list[KnownCell], str]:
    """A unit's cells, from the register or last year's return, with last year's counts."""
    item = last.get(unit.code)
    rows = [cell.row for cell in item.rows(CellReturn)] if item else []
    by_code: dict[str, CellReturn] = {row.cell_code: row for row in rows if row.cell_code}
    listed = register.cells_of(unit.code)
    pairs = [(cell.code, cell.name) for cell in listed] or [(x.cell_code, x.name) for x in rows]
    by_name = {row.name: row for row in rows}
    cells = [
        _known_cell(code, name, by_code.get(code) or by_name.get(name)) for code, name in pairs
    ]
    return cells, item.period if item else ""


def write_example(files: Mapping[str, bytes], folder: Path) -> None:
    """Write an example season into a folder of its own, in place of an earlier one."""
    with workshop(folder.parent) as scratch:
        write_files(scratch / "input", files)
        replace_folder(scratch / "input", folder)


def _known_cell(code: str, name: str, row: CellReturn | None) -> KnownCell:
    if row is None:
        return KnownCell(code, name)
    keys = ("members", "rated", "xs", "htt", "ht", "kht")
    return KnownCell(code, name, {key: getattr(row, key) for key in keys}, row.decided_level)
