"""The form's own percentages, where somebody typed over them."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from math import isfinite
from typing import TypeVar

from xeploai.findings import (
    CellRef,
    CellViolations,
    Count,
    Members,
    MemberText,
    Sentence,
    Severity,
    Value,
    Violation,
)
from xeploai.reading.source_rows import Parsed, SourceRow
from xeploai.reading.values import Misread, is_blank, read_count
from xeploai.reading.xlsx.cells import CellValue
from xeploai.register.model import Register, Settings
from xeploai.rules.families.shared import adds_up, counts_members
from xeploai.rules.scopes import unit_rule
from xeploai.schema.form import RATIO_HEADINGS, RATIOS, CellReturn, LeadershipReturn
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import Rounding
from xeploai.submissions.model import Return
from xeploai.text import clean, percent

RATIO = "Tỷ lệ phần trăm do chương trình tính từ số liệu"

Rated = TypeVar("Rated", CellReturn, LeadershipReturn)
Spelt = tuple[Callable[[int], Value], Callable[[str], Value]]
"""Types of the values that a number and a percentage are."""

_OF_MEMBERS: Spelt = Members, MemberText
_OF_OTHERS: Spelt = Count, str
_COUNTS = ("rated", "xs", "htt")
_PERCENTAGE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%?)")
_NEARLY = 0.000_051
"""Half of a hundredth of a percent, the finest that a form shows, and some noise of the machine."""
_NOISE = Fraction(1, 10**6)
"""Error of a computed percentage, which is no decimal number inside the machine."""


@unit_rule(Severity.WARNING, RATIO, CellReturn)
def typed_ratio_differs(item: Return, register: Register) -> CellViolations:
    """Tỷ lệ ghi tay khác tỷ lệ tính từ số liệu.

    Vì sao: tỷ lệ không gõ tay; chương trình luôn tính lại từ số đảng viên.
    Cách sửa: xem lại các số trên dòng; xóa tỷ lệ gõ tay, để công thức của biểu tự tính.
    """
    yield from _typed_over(item.sheet(CellReturn), register.settings, _OF_MEMBERS)


@unit_rule(Severity.WARNING, RATIO, LeadershipReturn)
def typed_leadership_ratio_differs(item: Return, register: Register) -> CellViolations:
    """Tỷ lệ ghi tay ở tờ Tập thể, lãnh đạo khác tỷ lệ tính từ số liệu.

    Vì sao: tỷ lệ không gõ tay; chương trình luôn tính lại từ số tập thể, cá nhân.
    Cách sửa: xem lại các số trên dòng; xóa tỷ lệ gõ tay, để công thức của biểu tự tính.
    """
    spelt = _OF_MEMBERS if counts_members(item) else _OF_OTHERS
    yield from _typed_over(item.sheet(LeadershipReturn), register.settings, spelt)


def _typed_over(sheet: Parsed[Rated], settings: Settings, spelt: Spelt) -> CellViolations:
    for number, name, counts in _lines(sheet):
        for heading, value in sheet.computed.get(number, {}).items():
            parts, base_key = RATIOS[RATIO_HEADINGS[heading]]
            top, base = sum(counts[key] for key in parts), counts[base_key]
            if _is_worked_out(value, top, base):
                continue
            written = _readings(value)
            if written and not any(_is_right(each, top, base) for each in written):
                ref = CellRef(sheet.file, sheet.sheet, f"{sheet.computed_columns[heading]}{number}")
                yield Violation(
                    ref,
                    "{name}: “{heading}” ghi {written}, {right}",
                    name=name, heading=RATIO_HEADINGS[heading],
                    written=spelt[1](_shown(written)), right=_right(top, base, settings, spelt),
                )  # fmt: skip


def _is_worked_out(value: CellValue, top: int, base: int) -> bool:
    """Whether a cell holds what its formula came to: so do nearly all, and it is soon seen."""
    return base > 0 and type(value) is float and abs(value - top / base) < _NEARLY


def _lines(sheet: Parsed[Rated]) -> Iterator[tuple[int, str, Mapping[str, int]]]:
    """Yield number, name and counts of the lines with ratios.

    Rows that do not add up are left out: another rule reports them.
    """
    for located in sheet.rows:
        row = located.row
        if adds_up(row):
            yield located.number, _name(row), {key: getattr(row, key) for key in _COUNTS}
    for line in sheet.totals:
        yield line.number, "Dòng Tổng cộng", {key: _total(sheet, line, key) for key in _COUNTS}


def _name(row: CellReturn | LeadershipReturn) -> str:
    return row.name if isinstance(row, CellReturn) else f"{row.subject}, {row.stage.lower()}"


def _total(sheet: Parsed[Rated], line: SourceRow, key: str) -> int:
    """Return a count as the line has it; the sum of the rows where it has none."""
    value = line.values.get(key, "")
    typed = Misread("") if is_blank(value) else read_count(value)
    if isinstance(typed, Misread):
        return sum(getattr(located.row, key) for located in sheet.rows)
    return typed


def _readings(value: CellValue) -> tuple[Fraction, ...]:
    """Return the percentages a cell may mean.

    0.3 is 30 % in a cell of percentages, and may be 0.3 %.
    """
    if type(value) is float and isfinite(value):
        number = Fraction(repr(value))
        return (number * 100, number) if number <= 1 else (number, number * 100)
    match = _PERCENTAGE.fullmatch(clean(value)) if type(value) is str else None
    if match is None:
        return ()
    number = Fraction(match[1].replace(",", "."))
    return (number,) if match[2] else (number, number * 100)


def _is_right(written: Fraction, top: int, base: int) -> bool:
    if base == 0:
        return written == 0
    # The form's own come first: one of them is what nearly every cell holds.
    rounded = (_rounded(top, base, digits, how) for digits in (2, 1) for how in Rounding)
    taken = chain(rounded, (Fraction(top * 100, base),))
    return any(abs(written - each) <= _NOISE for each in taken)


def _rounded(top: int, base: int, digits: int, how: Rounding) -> Fraction:
    return Fraction(percent_units(top, base, digits, how) or 0, 10**digits)


def _right(top: int, base: int, settings: Settings, spelt: Spelt) -> Sentence:
    number, share = spelt
    units = percent_units(top, base, settings.digits, settings.rounding)
    if units is None:
        return Sentence("mẫu số bằng {base} nên không tính được", base=number(0))
    return Sentence(
        "tính ra {share} ({top}/{base})",
        share=share(percent(units, settings.digits)), top=number(top), base=number(base),
    )  # fmt: skip


def _shown(written: tuple[Fraction, ...]) -> str:
    """Return a percentage as written, to four decimals."""
    number = f"{float(written[0]):.4f}".rstrip("0").rstrip(".")
    return f"{number.replace('.', ',')}%"
