"""The sheet "Tổng hợp" of a committee's list: what its rows come to, live as they are filled in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xeploai.findings import letter
from xeploai.forms.cell_sheet import rounded_share
from xeploai.forms.cell_style import COUNT_FORMAT
from xeploai.forms.layout import place
from xeploai.forms.page_setup import print_on_a4, protect
from xeploai.forms.styles import (
    COMPUTED,
    GROUP_TITLE,
    GUIDE,
    HEAD,
    LABEL,
    SUBTITLE,
    TITLE,
    CellFormula,
    CellStyle,
    percent_format,
)
from xeploai.forms.tables import ROW_HEIGHT
from xeploai.forms.workbook_builder import ColorRule, FormSheet, WorkbookBuilder
from xeploai.register.model import Settings
from xeploai.schema.cell_formulas import quoted
from xeploai.schema.committee_list import LIST_SUMMARY_SHEET, CommitteeRow
from xeploai.schema.row import columns
from xeploai.schema.terms import Level, RatedSubject, Scale

_TITLE = "TỔNG HỢP MỨC XẾP LOẠI THEO DANH SÁCH XÉT"
_GUIDE = (
    f"Tự tính theo tờ {CommitteeRow.SHEET}: ghi hoặc sửa mức ở cột Quyết định thì số ở đây đổi "
    "theo. Không ghi gì vào tờ này."
)
_STEPS = ("self_level", "proposed_level", "decided_level")
_WIDTHS = (48, *[13] * (2 * len(_STEPS)))
_FIRST = 5
_LAST_COLUMN = len(_WIDTHS)
_UNREAD = "Ghi không rõ mức"


@dataclass(frozen=True)
class Listed:
    """The rows of a list whose levels are counted.

    last_row: the last of them; exempt: the remark on those that are not to be rated;
    organisations: what those are that are no cells.
    """

    last_row: int
    settings: Settings
    exempt: str
    organisations: str = RatedSubject.ORG.value

    def title(self, subject: RatedSubject) -> str:
        """Return what those of a subject are."""
        return self.organisations if subject is RatedSubject.ORG else subject.value

    @property
    def scale(self) -> Scale:
        """The words of the levels."""
        return self.settings.organisations

    @cached_property
    def _where(self) -> dict[str, str]:
        where = place(CommitteeRow)
        # A row inserted as the first or the last one stands inside all the same.
        first, last = where.first_row - 1, self.last_row + 1
        return {
            key: f"'{where.sheet}'!${name}${first}:${name}${last}"
            for key, name in where.letters.items()
        }

    def of(self, subject: RatedSubject) -> str:
        """Return the condition that a row is of a subject."""
        return f"({self._where['subject']}={quoted(subject)})"

    def level(self, key: str, level: Level) -> str:
        """Return the condition that a step of a row has a level, written short or in full."""
        written = (self.scale.short(level), self.scale.label(level))
        alike = "+".join(f"({self._text(key)}={quoted(words)})" for words in written)
        return f"({alike}>0)"

    def rank(self, key: str) -> str:
        """Return the place of a row's level at a step, from 1 for the best, 0 without one."""
        places = (f"{at}*{self.level(key, level)}" for at, level in enumerate(Level, start=1))
        return f"({'+'.join(places)})"

    def blank(self, key: str, *, exempt: bool) -> str:
        """Return the condition that a row without a level at a step is to have one, or is not."""
        sign = "=" if exempt else "<>"
        return f'({self._text(key)}="")*({self._where["remark"]}{sign}{quoted(self.exempt)})'

    def _text(self, key: str) -> str:
        return f"TRIM({self._where[key]})"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: the formula of its count at each step, "" for none; base: of what it is a share.

    base: the formula by step; is_ratio: the share is of its own parts, and there is no count.
    """

    label: str
    counts: tuple[str, ...]
    bases: tuple[str, ...] = ()
    is_ratio: bool = False


def write_committee_summary(
    builder: WorkbookBuilder, heading: str, listed: Listed, subjects: Sequence[RatedSubject]
) -> None:
    """Write the sheet; heading: whose list it is; subjects: those that stand in it."""
    page = builder.page(LIST_SUMMARY_SHEET)
    page.has_grid = False
    for at, width in enumerate(_WIDTHS):
        page.width(letter(at), width)
    for row, (text, style) in enumerate(
        ((_TITLE, TITLE), (heading, SUBTITLE), (_GUIDE, GUIDE)), start=1
    ):
        page.put_across(row, (1, _LAST_COLUMN), text, style)
    for row, points in enumerate((26, 20, 24), start=1):
        page.height(row, points)
    row = _FIRST
    for subject in subjects:
        row = _write_subject(page, row, listed, subject) + 2
    print_on_a4(page, f"A1:{letter(_LAST_COLUMN - 1)}{row}")
    protect(page)


def _write_subject(page: FormSheet, row: int, listed: Listed, subject: RatedSubject) -> int:
    """Write the table of a subject; gives its last row."""
    _write_heads(page, row, listed.title(subject))
    first = row + 2
    for at, line in enumerate(_lines(listed, subject, first), start=first):
        page.put(at, 1, line.label, replace(LABEL, bold=line.label == _TOTAL))
        for step, _ in enumerate(_STEPS):
            _write_step(page, (at, 2 + 2 * step), line, step, listed.settings)
        page.height(at, ROW_HEIGHT)
        if line.label == _UNREAD:
            page.rules.append(ColorRule(f"A{at}:{letter(_LAST_COLUMN - 1)}{at}", _any_unread(at)))
        row = at
    return row


def _any_unread(row: int) -> str:
    return "+".join(f"${letter(1 + 2 * step)}${row}" for step, _ in enumerate(_STEPS)) + ">0"


def _write_heads(page: FormSheet, row: int, title: str) -> None:
    page.put(row, 1, title, GROUP_TITLE)
    page.put(row + 1, 1, None, GROUP_TITLE)
    for step, key in enumerate(_STEPS):
        left = 2 + 2 * step
        page.put_across(row, (left, left + 1), columns(CommitteeRow)[key].header, HEAD)
        page.put(row + 1, left, "Số lượng", HEAD)
        page.put(row + 1, left + 1, "Tỷ lệ", HEAD)
    for each in (row, row + 1):
        page.height(each, ROW_HEIGHT)


def _write_step(
    page: FormSheet, place_of: tuple[int, int], line: _Line, step: int, settings: Settings
) -> None:
    row, left = place_of
    count, base = line.counts[step], line.bases[step] if line.bases else ""
    shown = CellFormula(count) if count and not line.is_ratio else None
    page.put(row, left, shown, _counted(line))
    share = rounded_share(count, base, settings) if count and base else ""
    percent = replace(_counted(line), format=percent_format(settings.digits))
    page.put(row, left + 1, CellFormula(share) if share else None, percent)


def _counted(line: _Line) -> CellStyle:
    return replace(COMPUTED, format=COUNT_FORMAT, bold=line.label == _TOTAL)


# ------------------------------------------------------------------ the lines

_TOTAL = "Tổng số"


def _lines(listed: Listed, subject: RatedSubject, first: int) -> Iterator[_Line]:
    """Yield the lines of a subject; first: the row of the first of them."""
    of = listed.of(subject)
    letters = [letter(1 + 2 * step) for step, _ in enumerate(_STEPS)]
    at = {level: first + number for number, level in enumerate(Level)}
    rated = tuple(f"SUM({x}{at[Level.XS]}:{x}{at[Level.KHT]})" for x in letters)
    for level in Level:
        counts = (_times(of, listed.level(key, level)) for key in _STEPS)
        yield _Line(listed.scale.label(level), tuple(counts), rated)
    total = (f"SUMPRODUCT(--{of})",) * len(_STEPS)
    left, exempt = (
        tuple(_times(of, listed.blank(key, exempt=is_exempt)) for key in _STEPS)
        for is_exempt in (False, True)
    )
    yield _Line("Đã có mức", rated, total)
    yield _Line("Chưa có mức", left, total)
    yield _Line(listed.exempt, exempt)
    parts = zip(total, rated, left, exempt, strict=True)
    yield _Line(_UNREAD, tuple(f"{x}-{'-'.join(others)}" for x, *others in parts))
    yield _Line(_TOTAL, total)
    xs, htt = ([f"{x}{at[level]}" for x in letters] for level in (Level.XS, Level.HTT))
    both = tuple(f"({one}+{other})" for one, other in zip(xs, htt, strict=True))
    best, good = map(listed.scale.short, (Level.XS, Level.HTT))
    yield _Line(f"{best}/{good}", tuple(xs), tuple(htt), is_ratio=True)
    yield _Line(f"{best}/({best}+{good})", tuple(xs), both, is_ratio=True)
    for label, sign in (("Thấp hơn mức tự xếp loại", ">"), ("Cao hơn mức tự xếp loại", "<")):
        yield _Line(label, ("", *(_moved(listed, of, key, sign) for key in _STEPS[1:])))


def _times(*conditions: str) -> str:
    return f"SUMPRODUCT({'*'.join(conditions)})"


def _moved(listed: Listed, of: str, key: str, sign: str) -> str:
    """Return how many have another level at a step than they gave themselves; 1 is the best."""
    own, now = listed.rank("self_level"), listed.rank(key)
    return _times(of, f"({own}>0)", f"({now}>0)", f"({now}{sign}{own})")
