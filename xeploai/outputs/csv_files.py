"""The tables beside the pages: CSV files for Excel and for other programs.

UTF-8 with BOM, or Excel takes Vietnamese for another alphabet; commas, dot decimals, ISO dates.
Text that Excel would run as a formula has an apostrophe more, which a program can take away.
"""

import csv
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from io import StringIO
from operator import attrgetter

from xeploai import text
from xeploai.findings import Finding
from xeploai.paths import FINDINGS_TABLE, PROGRESS_TABLE, RATIOS_TABLE, SUBMISSIONS_TABLE
from xeploai.schema.terms import Level, Subject
from xeploai.season.figures.model import COUNTS, LEVEL_SHARES, NAMES, Figure, Figures
from xeploai.season.figures.model import RATIO_COLUMNS as OF_FIGURES
from xeploai.season.figures.rerated import differences
from xeploai.season.figures.shares import SHARES
from xeploai.season.progress.model import MilestoneStatus
from xeploai.season.redaction import Redaction
from xeploai.season.season import Season
from xeploai.submissions.model import Submission

BEFORE = tuple(f"{level.value}_before" for level in Level)
"""Counts at the levels before a later decision changed them; blank where none did."""
RATIO_COLUMNS = (*OF_FIGURES, *BEFORE)
OWN = "own"
"""The subject of the level of an organisation that is neither cell nor TCCSĐ.

Its org row is the sum of the TCCSĐ below it, which this level must not be counted among.
"""
PROGRESS_COLUMNS = (
    "period", "unit", "milestone", "deadline", "done_on", "status", "days", "basis",
)  # fmt: skip
FINDING_COLUMNS = ("file", "sheet", "cell", "unit", "rule", "severity", "message")
SUBMISSION_COLUMNS = (
    "file", "sha256", "unit", "period", "version", "received_on", "status", "reason",
)  # fmt: skip

# Where a text would begin a formula: at its beginning, and after a semicolon, at which an Excel
# with decimal commas and LibreOffice cut a line. An apostrophe that is there already counts as
# such a beginning too, so that exactly one is added and one can be taken away.
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'", " ", "\t", "\r", "\n")
_LIVE = re.compile(r"(?:^|(?<=;))(?=[\s']*[=+\-@＝＋－＠])")
_UNCHANGED = (None,) * len(Level)
_UNKNOWN = (None,) * (len(COUNTS) + len(SHARES) - 1)

# The runs of columns that a row of ratios.csv is made of, in the order of Figure's fields: a column
# that was added later stands at the end.
_LATER = "htt_or_above_pct"
_WORDS = attrgetter(*NAMES)
_SUBJECT = RATIO_COLUMNS.index("subject")
_COUNTS = attrgetter(*COUNTS)
_SHARES = attrgetter(*(name for name in LEVEL_SHARES if name != _LATER))
_COVERAGE = attrgetter("units_expected", "units_counted")

Value = str | int | date | None


def data_files(season: Season, redaction: Redaction) -> dict[str, bytes]:
    """Return the files of output/site/data but the manifest, by their path in the site."""
    period = season.register.settings.period
    steps = (step for unit in season.progress.units for step in season.progress.of_unit(unit.code))
    return {
        RATIOS_TABLE: _table(RATIO_COLUMNS, ratio_rows(season, redaction, _cell)),
        PROGRESS_TABLE: _table(
            PROGRESS_COLUMNS, (map(_cell, _step(period, step)) for step in steps)
        ),
        FINDINGS_TABLE: _table(
            FINDING_COLUMNS,
            (map(_cell, _finding(redaction.shown(finding))) for finding in season.findings),
        ),
        SUBMISSIONS_TABLE: _table(
            SUBMISSION_COLUMNS,
            (map(_cell, _submission(item)) for item in season.intake.submissions),
        ),
    }


def ratio_rows(
    season: Season, redaction: Redaction, written: Callable[[Value], Value]
) -> Iterator[Sequence[Value]]:
    """Yield the figures as they are shown, by RATIO_COLUMNS; written: how a text is."""
    digits = season.register.settings.digits
    for figures, units in ((season.figures, redaction.now), (season.last, redaction.last)):
        if figures is not None:
            yield from _rows(figures, digits, partial(_is_hidden, units, redaction), written)


def _is_hidden(units: Container[str], redaction: Redaction, row: Figure) -> bool:
    """Whether the counts of a figure are not shown; units: those hidden in its period."""
    return row.subject is Subject.MEMBER and (row.unit in units or redaction.hides_step(row))


def _rows(
    figures: Figures,
    digits: int,
    is_hidden: Callable[[Figure], bool],
    written: Callable[[Value], Value],
) -> Iterator[Sequence[Value]]:
    # A province has some 40,000 rows and few different percentages: each is spelt once.
    spelt = lru_cache(partial(_percentage, digits=digits))
    for counted, row in zip(figures.rows, figures.printed.rows, strict=True):
        cells = map(written, _WORDS(row))
        if is_hidden(row):
            yield [*cells, *_UNKNOWN, *_COVERAGE(row), None, *_UNCHANGED]
        else:
            # The shares of a few units, which are not printed, stand here all the same.
            shares = map(spelt, (row.coverage_pct, *_SHARES(counted)))
            later = spelt(getattr(counted, _LATER))
            before = _before(figures, row)
            yield [*cells, *_COUNTS(row), *shares, *_COVERAGE(row), later, *before]
    for row in figures.apart.values():
        words = map(written, (*_WORDS(row)[:_SUBJECT], OWN, *_WORDS(row)[_SUBJECT + 1 :]))
        shares = map(spelt, (row.coverage_pct, *_SHARES(row)))
        later = spelt(getattr(row, _LATER))
        yield [*words, *_COUNTS(row), *shares, *_COVERAGE(row), later, *_UNCHANGED]


def _before(figures: Figures, row: Figure) -> Sequence[int | None]:
    changes = differences(figures, (row.unit, row.subject, row.stage))
    return [row.level(x) - changes[x] if x in changes else None for x in Level]


def _percentage(units: int | None, digits: int) -> str | None:
    return None if units is None else text.decimal(units, digits)


def _step(period: str, step: MilestoneStatus) -> Sequence[Value]:
    return (
        period, step.unit, step.milestone.code, step.deadline, step.done_on,
        step.kind, step.days, step.basis,
    )  # fmt: skip


def _finding(finding: Finding) -> Sequence[Value]:
    ref = finding.ref
    return (
        ref.file,
        ref.sheet,
        ref.cell,
        finding.unit,
        finding.rule,
        finding.severity,
        finding.message,
    )


def _submission(item: Submission) -> Sequence[Value]:
    return (
        item.file, item.sha256, item.unit, item.period, item.version, item.received_on,
        item.status, item.reason,
    )  # fmt: skip


def _table(columns: Sequence[str], rows: Iterable[Iterable[Value]]) -> bytes:
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return target.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str | int:
    """Return a value as it is written.

    Text that Excel would run as a formula is made plain text.
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and (";" in value or value.startswith(_STARTS)):
        return _LIVE.sub("'", value)
    return value
