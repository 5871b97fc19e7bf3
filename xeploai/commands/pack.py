"""Write the one file of a season for the board above: `build.py pack`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.ledger.receipt_store import open_ledger, save
from xeploai.outputs.pack.sheets import PackMade, pack_sheets
from xeploai.outputs.pack.workbook import pack_workbook
from xeploai.paths import PACK_FOLDER
from xeploai.pipeline import (
    Days,
    ProgressReporter,
    open_register,
    read_files,
    season_of,
    warn_of_open,
)
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.season.season import Season
from xeploai.storage.preconditions import outside
from xeploai.storage.workspace import write_into
from xeploai.submissions.isolation import opened_pack, packed_entries
from xeploai.submissions.model import Taken
from xeploai.submissions.packs import PackEntry
from xeploai.text import file_names, slug
from xeploai.views.season_view import day_question


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was written.

    code: to be told to the board above by another way; ledger_message: why the ledger was not kept.
    """

    place: Path
    code: str
    season: Season
    ledger_message: str


def write_pack(folder: Path, output: Path, days: Days, reporter: ProgressReporter) -> Packed:
    """Write the pack of an input folder into the output folder.

    Raises BuildError where a file changes meanwhile, or the pack would be too large to be read.
    """
    outside(folder, output)
    register = open_register(folder, output, reporter)
    ledger, unread = open_ledger(folder, days.now)
    read = read_files(folder, reporter)
    season = season_of(read.taken, register, days, reporter, ledger)
    if question := day_question(season):
        reporter.say(question, "yellow")
    reporter.step("Đóng gói")
    entries = list(packed_entries(read.files, read.taken, folder))
    _make_sure_of(entries, read.taken)
    made = pack_sheets(season, entries, days.now)
    content = pack_workbook(made)
    code = _code_of(content)
    name = f"{_file_name(made)}.xlsx"
    warn_of_open(output, [f"{PACK_FOLDER}/{name}"], reporter)
    write_into(output, PACK_FOLDER, {name: content})
    message = unread or save(folder, ledger, season.ledger)
    return Packed(output / PACK_FOLDER / name, code, season, message)


def _make_sure_of(entries: Sequence[PackEntry], taken: Sequence[Taken]) -> None:
    """Raise BuildError where a file is not the one that was checked and added up."""
    checked = {item.file: item.sha256 for item in taken}
    for entry in entries:
        if checked.get(entry.file) != entry.sha256:
            raise BuildError(
                f"Tệp {entry.file} thay đổi trong lúc đóng gói; đợi chép hoặc lưu xong rồi chạy "
                "lại."
            )


def _code_of(content: bytes) -> str:
    """Return the short code of a pack, read back as the board above will read it."""
    try:
        return opened_pack(content).code
    except ReadRefused as refused:
        raise BuildError(
            f"Gói chưa lập được vì cấp trên sẽ không đọc được: {refused}. Nếu gói quá lớn thì để "
            "từng cấp dưới lập gói riêng, gửi thẳng lên cấp trên."
        ) from None


def _file_name(made: PackMade) -> str:
    told = made.told
    (name,) = file_names([f"{told.unit or slug(told.office)}-{told.period}"]).values()
    return name
