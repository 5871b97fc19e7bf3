"""A return and its findings → the workbook that goes back to the unit.

The form is built anew and takes what the unit wrote: editing the unit's own file would carry on
whatever is broken in it, and lose what the library that edits does not know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xeploai.findings import Finding
from xeploai.forms.checked_table import LaidForm
from xeploai.forms.page_setup import foot_of, heading_of, note
from xeploai.forms.rows import KnownCell
from xeploai.forms.unit_form import lay_form
from xeploai.forms.workbook_builder import tint
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.outputs.feedback.cell_mapping import FormPlace, spot_of
from xeploai.outputs.feedback.corrections_sheet import (
    FILLS,
    Head,
    sheet_words,
    write_corrections_sheet,
)
from xeploai.outputs.feedback.groups import Grade, Group, gathered, grade_of
from xeploai.outputs.feedback.refill import what_was_sent
from xeploai.paths import own_name
from xeploai.phrases import not_checked
from xeploai.register.model import Register, Unit
from xeploai.rules.all_rules import worded_for
from xeploai.rules.run import waiting_rules
from xeploai.submissions.model import Return, Status
from xeploai.text import day, listing

_MOST_NOTES = 6
"""Most findings of one cell shown in its note; "Cần sửa" has them all."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A workbook to be made.

    status: what became of the return; findings: those of its file; cells and last_period: what a
    new form would be prefilled with; sign: what the workbook is known by in the next build.
    """

    item: Return
    status: Status
    findings: tuple[Finding, ...]
    cells: tuple[KnownCell, ...] = ()
    last_period: str = ""
    sign: str = ""


def marked_workbook(register: Register, job: Annotation) -> bytes:
    """Return the workbook of a unit with its own values.

    Every faulty cell is coloured and explained.
    """
    item, findings = job.item, job.findings
    unit = register.units[item.unit]
    sent = what_was_sent(item, findings)
    form = lay_form(register, unit, job.cells, job.last_period, sent)
    spots = {finding: spot_of(item, finding.ref, form) for finding in findings}
    office = register.settings.office
    groups = gathered(findings, worded_for(office))
    _mark(form, spots, office)
    write_corrections_sheet(form.builder, _head(register, unit, job, groups), groups, spots)
    form.builder.keywords = job.sign
    return workbook_bytes(form.builder)


def _head(register: Register, unit: Unit, job: Annotation, groups: Sequence[Group]) -> Head:
    item, period = job.item, register.settings.period
    name = own_name(item.file)
    on = f", nhận ngày {day(item.received_on)}" if item.received_on else ""
    return Head(
        subtitle=heading_of(unit.name, period),
        answered=f"Trả lời biểu gửi lần {item.version} (tệp {name}{on})",
        note=foot_of(unit.name, period),
        waiting=_waiting(item),
        **sheet_words(job.status, {group.grade for group in groups}),
    )


def _waiting(item: Return) -> str:
    """Return the sentence on checks that wait for corrections; they may find more."""
    titles = [f"“{rule.title}”" for rule in waiting_rules(item)]
    if not titles:
        return ""
    return f"{not_checked(len(titles))}, sửa xong mới kiểm tra: {listing(titles, 4)}."


# ------------------------------------------------------------------ the cells


def _mark(form: LaidForm, spots: Mapping[Finding, FormPlace], author: str) -> None:
    """Colour every faulty cell by its gravest finding, and pin to it what to do."""
    by_cell: dict[FormPlace, list[Finding]] = {}
    for finding, spot in spots.items():
        if spot.cell:
            by_cell.setdefault(spot, []).append(finding)
    for spot, findings in by_cell.items():
        cell = form.builder[spot.sheet][spot.cell]
        gravest = min((grade_of(each) for each in findings), key=list(Grade).index)
        tint(cell, FILLS[gravest])
        note(cell, _note_text(findings, author), author)


def _note_text(findings: Sequence[Finding], office: str) -> str:
    lines: list[str] = []
    for finding in findings[:_MOST_NOTES]:
        fix = worded_for(office)[finding.rule].fix
        lines += [
            f"{grade_of(finding).upper()}: {finding.message.rstrip('.')}.",
            f"Cách sửa: {fix}",
        ]
    more = len(findings) - _MOST_NOTES
    return "\n".join([*lines, *([f"… và {more} điều khác ở tờ Cần sửa."] if more > 0 else [])])
