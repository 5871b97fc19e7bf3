"""Workbooks checked by themselves, before they are sent or counted: `build.py check FILE…`.

With a register beside them they are checked as a build would, next to what came before; without
one, by all that a single workbook can tell.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xeploai.commands.terminal import Terminal
from xeploai.findings import Finding
from xeploai.outputs.feedback.annotated_workbook import marked_workbook
from xeploai.outputs.feedback.build import answered, job_of
from xeploai.outputs.feedback.groups import of_unit
from xeploai.paths import IN_ZIP, RETURNS_FOLDER, real
from xeploai.phrases import TO_FIX, TO_REVIEW, WHOLE_FILE, upper_first
from xeploai.pipeline import ProgressReporter, open_register
from xeploai.register.model import Register
from xeploai.rules.all_rules import worded_for
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.storage.preconditions import folder_of, has_register, outside
from xeploai.storage.workspace import write_into
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.isolation import read_all, with_packed, with_packs
from xeploai.submissions.model import CommitteeList, Pack, Return, Status, Taken, Unread
from xeploai.submissions.pack_fates import pack_fates
from xeploai.submissions.standalone import OFFICE, alone
from xeploai.text import count, file_names

_NO_REGISTER = "danh sách xét, kiểm tra được mã khi có danh mục trong thư mục input"
_KEPT_OUT = frozenset({Status.UNREADABLE, Status.UNKNOWN_UNIT, Status.WRONG_PERIOD})


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings of one workbook.

    name: its unit's; reason: why it would not be counted, whatever stands in it; is_kept_out:
    whether somebody must fix that; marked: the name of its marked copy, "" where there is none;
    office: the name that the words of the rules call the office by.
    """

    file: str
    name: str
    findings: tuple[Finding, ...]
    reason: str = ""
    is_kept_out: bool = False
    marked: str = ""
    office: str = OFFICE

    @property
    def is_faulty(self) -> bool:
        """Whether it would be kept out of the figures."""
        return self.is_kept_out or any(finding.is_error for finding in self.findings)


def check(
    files: Sequence[Path], folder: Path, output: Path, as_of: date, reporter: ProgressReporter
) -> list[Checked]:
    """Check workbooks and write their marked copies; raises BuildError where one is not there."""
    outside(folder, output)
    taken = _take(files)
    register = open_register(folder, output, reporter) if has_register(folder) else None
    beside = _beside(taken, folder) if register else []
    copies: dict[str, bytes] = {}
    checked = []
    for item in taken:
        office = register.settings.office if register else OFFICE
        if isinstance(item, Unread):
            findings = (item.finding,) if item.finding else ()
            checked.append(
                Checked(item.file, "", findings, item.reason, is_kept_out=True, office=office)
            )
            continue
        if isinstance(item, CommitteeList | Pack):
            checked.append(_checked_list(item, register, [*beside, item], as_of))
            continue
        listed, known = (register, item) if register else alone(item, as_of)
        checked.append(_checked(known, evaluate(listed, [*beside, known], as_of), copies))
    if copies:
        write_into(output, RETURNS_FOLDER, copies)
    return checked


def _take(files: Sequence[Path]) -> list[Taken]:
    """Read the workbooks, named by their paths from the folder that holds them all."""
    top = folder_of(files)
    paths = [real(path) for path in files]
    taken = _read(list(dict.fromkeys(paths)), top)
    # What a pack carries is checked where it counts; here the pack is, which may hold thousands.
    carried = tuple(f"{item.file}{IN_ZIP}" for item in taken if isinstance(item, Pack))
    return [item for item in taken if not (carried and item.file.startswith(carried))]


def _read(paths: Sequence[Path], folder: Path) -> list[Taken]:
    """Read files, and what is in packs among them."""
    files = with_packed(paths)
    return list(with_packs(files, list(read_all(files, folder)), folder))


def _beside(taken: Sequence[Taken], folder: Path) -> list[Taken]:
    """All that lies in the input folder but the workbooks that are checked."""
    ours = {item.file for item in taken} | {item.sha256 for item in taken}
    there = _read(find_files(folder), folder)
    return [item for item in there if item.file not in ours and item.sha256 not in ours]


def _checked_list(
    item: CommitteeList | Pack, register: Register | None, taken: Sequence[Taken], as_of: date
) -> Checked:
    """Return the findings of the list of a committee's meeting, or of a pack by itself.

    Only a register knows their units.
    """
    if register is None:
        if isinstance(item, Pack):
            return Checked(item.file, "", (), pack_fates([item])[0].reason)
        return Checked(item.file, "", item.findings, _NO_REGISTER)
    season = evaluate(register, taken, as_of)
    fate = season.intake.fate_of(item.file)
    findings = tuple(finding for finding in season.findings if finding.ref.file == item.file)
    is_kept_out = fate.status in _KEPT_OUT
    office = register.settings.office
    return Checked(item.file, "", findings, fate.reason, is_kept_out=is_kept_out, office=office)


def _checked(item: Return, season: Season, copies: dict[str, bytes]) -> Checked:
    """Return the findings of one workbook; its marked copy is added to the copies."""
    fate = season.intake.fate_of(item.file)
    findings = tuple(finding for finding in season.findings if finding.ref.file == item.file)
    is_kept_out = fate.status in _KEPT_OUT
    unit = season.register.units.get(fate.unit)
    marked = ""
    asked = of_unit(findings)
    if asked and (not is_kept_out or fate.status is Status.UNKNOWN_UNIT):
        register, known = answered(season, item.file)
        marked = _free_name(file_names(register.units)[known.unit], copies)
        copies[marked] = marked_workbook(register, job_of(season, register, known, asked))
    reason = fate.reason if is_kept_out or fate.status is Status.EMPTY else ""
    name, office = unit.name if unit else "", season.register.settings.office
    return Checked(
        item.file, name, findings, reason, is_kept_out=is_kept_out, marked=marked, office=office
    )


def show_checked(terminal: Terminal, items: Sequence[Checked], folder: Path) -> None:
    """Tell what is wrong in each workbook, in a table, and where its annotated copy is."""
    for item in items:
        terminal.say(checked_line(item), "bold yellow" if item.is_faulty else "bold")
        if item.findings:
            terminal.findings(_row(each, item.office) for each in item.findings)
        if item.marked:
            terminal.say(f"Bản đã đánh dấu: {folder / item.marked}", "green")


def _row(finding: Finding, office: str) -> tuple[str, bool, str, str]:
    """Return a finding as a row of the table, see Voice.findings."""
    place = "!".join(part for part in (finding.ref.sheet, finding.ref.cell) if part)
    where, fix = place or upper_first(WHOLE_FILE), upper_first(worded_for(office)[finding.rule].fix)
    return where, finding.is_error, finding.message, fix


def checked_line(item: Checked) -> str:
    """Return one workbook in a sentence: how many errors and warnings, or why it is kept out."""
    errors = sum(finding.is_error for finding in item.findings)
    warnings = len(item.findings) - errors
    parts = [f"{count(errors)} {TO_FIX}"] if errors else []
    parts += [f"{count(warnings)} {TO_REVIEW}"] if warnings else []
    parts += [item.reason] if item.reason and not errors else []
    name = f"{item.file} ({item.name})" if item.name else item.file
    return f"{name}: {'; '.join(parts) or 'không có lỗi, sẵn sàng gửi'}."


def _free_name(stem: str, taken: Container[str]) -> str:
    """Return a free name for a copy: two workbooks of one unit have one each."""
    name, number = f"{stem}.xlsx", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.xlsx"
    return name
