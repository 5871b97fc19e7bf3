"""Write the report of the whole or of one unit: `build.py report`."""

from dataclasses import dataclass
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.forms.wording_workbook import wording_workbook
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.ledger.receipt_store import open_ledger
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.site.local_links import room_below
from xeploai.paths import REGISTER_FILE, REPORT_FOLDER, UNIT_REPORTS_FOLDER, WORDING_FILE
from xeploai.pipeline import (
    Days,
    ProgressReporter,
    open_register,
    read_season,
    read_wording,
    report_of,
    warn_of_open,
)
from xeploai.register.model import Register
from xeploai.season.figures.stages import top_unit
from xeploai.storage.preconditions import outside
from xeploai.storage.workspace import (
    carry_over,
    open_workspace,
    replace_folder,
    write_files,
    write_new_file,
)
from xeploai.submissions.input_folder import find_wordings
from xeploai.system.path_length import make_sure_of_room
from xeploai.text import file_names
from xeploai.views.season_view import day_question, lay_out


@dataclass(frozen=True, slots=True)
class Reported:
    """Where a report was written.

    images_message: why pictures are missing; wording: the workbook for the office's own words,
    where it was written now.
    """

    place: Path
    images_message: str
    wording: str


def write_report(
    folder: Path, output: Path, days: Days, reporter: ProgressReporter, *, unit: str, images: bool
) -> Reported:
    """Write the Word, Excel and image files of everything, or of one unit.

    Raises BuildError where the unit is not listed, or the office's template or words are wrong.
    """
    outside(folder, output)
    with open_workspace(output) as scratch:
        part, images_message = _write_report(
            folder, scratch, days, reporter, unit=unit, images=images
        )
    return Reported(output / part, images_message, _offer_wording(folder))


def _write_report(
    folder: Path, scratch: Path, days: Days, reporter: ProgressReporter, *, unit: str, images: bool
) -> tuple[str, str]:
    """Which part was written, and why pictures are missing."""
    output = scratch.parent
    register = open_register(folder, output, reporter)
    make_sure_of_room(output, room_below(register))
    code = _listed(register, unit) if unit else ""
    wording = read_wording(folder, register)
    ledger, _ = open_ledger(folder, days.now)
    season = read_season(folder, register, days, reporter, ledger)
    if question := day_question(season):
        reporter.say(question, "yellow")
    scope = Scope(lay_out(season), code or top_unit(register))
    part = f"{UNIT_REPORTS_FOLDER}/{file_names(register.units)[code]}" if code else REPORT_FOLDER
    warn_of_open(output, [part], reporter)
    report = report_of(scope, wording, output / part, reporter, images=images)
    if report.message:
        raise BuildError(report.message)
    write_files(scratch / part, report.files)
    if not code:
        carry_over(output / UNIT_REPORTS_FOLDER, scratch / UNIT_REPORTS_FOLDER)
    replace_folder(scratch / part, output / part)
    return part, report.pictures.message if images else ""


def _listed(register: Register, unit: str) -> str:
    """Return the code of a unit as the register has it."""
    code = register.code_meant(unit)
    if code not in register.units:
        raise BuildError(
            f"Danh mục không có đơn vị mã “{unit}”. Xem cột Mã đơn vị ở {REGISTER_FILE}."
        )
    if register.units[code].kind.is_below_reporting:
        name = register.units[code].name
        raise BuildError(f"“{name}” không lập báo cáo riêng; ghi mã của tổ chức cơ sở đảng.")
    return code


def _offer_wording(folder: Path) -> str:
    """Write the empty workbook for the office's own words where there is none; where it stands."""
    if find_wordings(folder):
        return ""
    place = folder / WORDING_FILE
    write_new_file(workbook_bytes(wording_workbook()), place)
    return str(place)
