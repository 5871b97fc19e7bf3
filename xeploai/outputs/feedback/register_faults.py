"""Faults of the register as whoever runs the program gets them: in words, and in a marked copy."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path

from xeploai.findings import Finding
from xeploai.outputs.feedback.cache import fingerprint, is_kept, is_untouched
from xeploai.outputs.feedback.groups import OF_OFFICE, Grade, Group, gathered, tally
from xeploai.paths import MARKED_REGISTER
from xeploai.phrases import lower_first
from xeploai.reading.office_workbook import FaultyWorkbook, place_of
from xeploai.schema.form import CORRECTIONS_SHEET
from xeploai.storage.workspace import replace_file
from xeploai.text import count
from xeploai.workers import Limits, Loss, WorkFault, contained

SHOWN = 3
"""Number of places of one kind of fault that are told in full."""

MOST_CELLS = 12
"""Number of further cells of one kind that are named."""

MOST_COPIES = 9
"""Number of copies that are kept because somebody has edited them or has them open."""

LIMITS = Limits(seconds=60, memory=2**30, answer=64 * 2**20)
"""Limits of the worker that marks a copy: the library reads the whole file, whatever is in it."""


# ------------------------------------------------------------------ in words


def refusal(fault: FaultyWorkbook, copy: Path | None, register: Path) -> str:
    """Return why a register cannot be used: every kind of fault with its cells, and what to do.

    copy: where the marked copy stands; None where there is none, and every cell is named.
    """
    return "\n".join([
        by_kind(fault, MOST_CELLS if copy else len(fault.findings)),
        *_about(copy, register),
        f"Sửa ở {register}, lưu, đóng tệp rồi chạy lại. Trang đã công bố vẫn như cũ.",
    ])  # fmt: skip


def by_kind(fault: FaultyWorkbook, most: int) -> str:
    """Return the faults of a workbook of the office's by their kinds, each with its cure.

    most: so many further cells of a kind are named.
    """
    groups = gathered(fault.findings, OF_OFFICE)
    lines = [f"{fault.title} {fault.file} có {tally(groups)}."]
    for number, group in enumerate(groups, start=1):
        lines += _kind(number, group, most)
    return "\n".join(lines)


def _about(copy: Path | None, register: Path) -> Iterator[str]:
    """Yield where the marked copy stands, and what of an earlier one has not been used."""
    if copy is None:
        yield "Chưa ghi được bản đánh dấu: đóng các tệp đang mở, xem chỗ trống trên đĩa."
        return
    yield f"Bản đánh dấu từng ô, kể đủ ở tờ {CORRECTIONS_SHEET}: {copy}"
    if copy.name != MARKED_REGISTER:
        yield (
            f"Bản đánh dấu trước ({MARKED_REGISTER}) đang mở hoặc đã có người sửa nên được giữ "
            f"nguyên; phần sửa ở đó chưa được dùng, muốn dùng thì lưu thay {register}."
        )


def advice(findings: Sequence[Finding], copy: Path | None) -> str:
    """Return the sentence on a register that can be used and should be looked at, "" for none."""
    if not findings:
        return ""
    groups = gathered(findings, OF_OFFICE)
    kinds = (
        f"{lower_first(group.rule.title)} ({_cells(group.findings, SHOWN)})" for group in groups
    )
    more = f". Bản đánh dấu: {copy}" if copy else ""
    return f"Danh mục có {tally(groups)}: {'; '.join(kinds)}{more}"


def _kind(number: int, group: Group, most: int) -> Iterator[str]:
    mild = "" if group.grade is Grade.ERROR else f", {group.grade.lower()}"
    yield f"{number}. {group.rule.title} ({count(len(group.findings))} chỗ{mild})"
    for finding in group.findings[:SHOWN]:
        yield f"   - {place_of(finding)}: {finding.message}"
    rest = group.findings[SHOWN:]
    if rest:
        yield f"   - và {count(len(rest))} ô khác: {_cells(rest, most)}"
    yield f"   Cách sửa: {group.rule.fix}"


def _cells(findings: Sequence[Finding], most: int) -> str:
    """Return some cells by their sheets: "Đơn vị C5, C9; Gia hạn A4"."""
    named = "; ".join(
        f"{sheet} {', '.join(each.ref.cell for each in of_sheet)}".strip()
        for sheet, of_sheet in groupby(findings[:most], key=lambda each: each.ref.sheet)
    )
    return f"{named} …" if len(findings) > most else named


# ------------------------------------------------------------------ the marked copy


def write_copy(findings: Sequence[Finding], sha256: str, data: bytes, output: Path) -> Path | None:
    """Write the marked copy of a register; None where the disk refuses.

    What somebody has edited or has open is kept: the copy gets another number then. Without
    findings an earlier copy is taken away, unless it was edited.
    """
    if not findings:
        for place in _places(output):
            _remove(place)
        return None
    sign, made = fingerprint(sha256, findings), b""
    for place in _places(output):
        there = _content(place)
        if is_kept(there, sign):
            return place
        if place.exists() and not is_untouched(there):
            continue
        made = made or _made(findings, sign, data)
        with suppress(OSError):  # open, or the disk refuses
            replace_file(made, place)
            return place
    return None


def _places(output: Path) -> list[Path]:
    first = output / MARKED_REGISTER
    more = (first.with_stem(f"{first.stem}-{number}") for number in range(2, MOST_COPIES + 1))
    return [first, *more]


def _content(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""


def _remove(place: Path) -> None:
    if is_untouched(_content(place)):
        with suppress(OSError):  # open; the next run takes it away
            place.unlink()


def _made(findings: Sequence[Finding], sign: str, data: bytes) -> bytes:
    """Return the copy; its list alone where the library that edits cannot read the register."""
    # Not at the top: a build of a sound register does without openpyxl.
    from xeploai.outputs.feedback.marked_register import list_of_faults

    work = partial(_marked, findings, sign, data)
    (copy,) = contained(work, [0], 1, LIMITS)
    return list_of_faults(findings, sign) if isinstance(copy, Loss | WorkFault) else copy


def _marked(findings: Sequence[Finding], sign: str, data: bytes, _: int) -> bytes:
    from xeploai.outputs.feedback.marked_register import marked_register

    return marked_register(findings, sign, data)
