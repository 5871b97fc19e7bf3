"""Lists of committees' meetings that came back: what they decide, and what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from xeploai.reading.parser import parse
from xeploai.reading.values import read_scale
from xeploai.reading.xlsx.cells import RawWorkbook
from xeploai.register.decisions import with_lists
from xeploai.register.model import Register
from xeploai.schema.committee_list import CommitteeRow
from xeploai.schema.periods import label_of, spelt
from xeploai.submissions.model import CommitteeList, Status, Submission, same_period
from xeploai.text import count, folded


def is_list(book: RawWorkbook) -> bool:
    """Whether a workbook that is no return is the list of a committee's meeting."""
    return folded(CommitteeRow.SHEET) in book.sheets


def read_list(book: RawWorkbook, stamp: Mapping[str, str], file: str, sha256: str) -> CommitteeList:
    """Read a workbook as such a list; a row with a cell that cannot be read decides nothing."""
    raw = book.sheets[folded(CommitteeRow.SHEET)]
    scale = read_scale(stamp.get("levels", ""))
    parsed = parse(raw, CommitteeRow, file, starts_1904=book.starts_1904, scale=scale)
    return CommitteeList(
        file=file,
        sha256=sha256,
        period=spelt(stamp.get("period", "")),
        saved_at=book.saved_at,
        rows=parsed.rows,
        findings=parsed.findings,
    )


def decided_by(register: Register, lists: Sequence[CommitteeList]) -> Register:
    """Return the register with what the lists of its period decide."""
    return with_lists(register, (item.rows for item in _in_force(lists, register)))


def fates(lists: Sequence[CommitteeList], register: Register) -> list[Submission]:
    """Return the fate of every list."""
    in_force = {item.file for item in _in_force(lists, register)}
    first = _of_each_content(lists)
    return [_fate(item, register, first[item.sha256].file, item.file in in_force) for item in lists]


def _fate(item: CommitteeList, register: Register, twin: str, is_in_force: bool) -> Submission:
    period = register.settings.period
    if not is_in_force and twin != item.file:
        status, reason = Status.SUPERSEDED, f"Trùng hoàn toàn với tệp {twin}"
    elif not is_in_force:
        status = Status.WRONG_PERIOD
        made_for, listed = label_of(item.period), label_of(period)
        reason = f"Danh sách xét của kỳ “{made_for}”, danh mục là kỳ “{listed}”"
    else:
        errors = sum(finding.is_error for finding in item.findings)
        status = Status.DECISIONS
        reason = f"{count(item.decided)} mức được quyết định"
        reason += f"; {count(errors)} ô phải sửa" if errors else ""
    return Submission(item.file, item.sha256, "", item.period, None, None, status, reason)


def _in_force(lists: Iterable[CommitteeList], register: Register) -> list[CommitteeList]:
    """Return the lists of the register's period, the oldest first; of twins one."""
    period = register.settings.period
    now = [x for x in lists if not x.period or same_period(x.period, period)]
    return sorted(_of_each_content(now).values(), key=_by_age)


def _of_each_content(lists: Iterable[CommitteeList]) -> dict[str, CommitteeList]:
    """Return the first by name of the lists with one content, by its hash."""
    return {x.sha256: x for x in sorted(lists, key=lambda item: item.file, reverse=True)}


def _by_age(item: CommitteeList) -> tuple[datetime, str]:
    return item.saved_at or datetime.min, item.file
