"""A season → the facts that its history keeps."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from operator import attrgetter
from typing import Any

from xeploai import __version__
from xeploai.ledger.history import Facts, Key, Kind, fact
from xeploai.register.model import Register, Settings
from xeploai.schema.register import (
    CompletionRow,
    CrosswalkRow,
    DecisionRow,
    ExtensionRow,
    ReceiptRow,
    UnitCapRow,
    WaiverRow,
)
from xeploai.schema.terms import LEADERSHIP, UnitKind
from xeploai.season.changes.model import STORED_SETTINGS, STORED_VALUES, holder
from xeploai.season.figures.model import COUNTS, Figure, Figures
from xeploai.season.progress.model import Progress, StatusKind
from xeploai.submissions.model import Intake, Status

_counts = attrgetter(*COUNTS)
_NOTHING = (0,) * len(COUNTS)

_NEW = {"sending_measure", "least_coverage", "over_cap", "never_over_cap"}
"""Settings that version 0.1 had not: at their defaults they are as they always were."""

_NO_MATTER = {
    *("period", "office", "higher_office", "counted_to", "note", "level_source"),
    "failed_quarter_bars_excellent",
}
"""Settings that move no figure and no standing."""

_SIGNS = 16
"""Length of the hash prefix that tells one text from every other."""

FactItems = Iterator[tuple[Key, str]]


def facts_of(register: Register, intake: Intake, figures: Figures, progress: Progress) -> Facts:
    """Everything that a later build is compared with; cells stand in the sums of their unit."""
    return dict(
        item
        for source in (
            _program(),
            _settings(register.settings),
            _units(register),
            _rows(register, figures),
            _milestones(register),
            _files(intake),
            _figures(figures),
            _steps(progress),
        )
        for item in source
    )


def _program() -> FactItems:
    yield Key(Kind.PROGRAM), fact(__version__)


def _settings(settings: Settings) -> FactItems:
    for each in fields(settings):
        value = getattr(settings, each.name)
        is_as_ever = each.name in _NEW and value == each.default
        if each.name not in _NO_MATTER and not is_as_ever:
            shown = settings.regulation.name if each.name == "regulation" else value
            key = Key(Kind.SETTING, what=STORED_SETTINGS.get(each.name, each.name))
            yield key, fact(STORED_VALUES.get(shown, shown))


def _units(register: Register) -> FactItems:
    for unit in register.units.values():
        if unit.kind is not UnitKind.CELL:
            files = (unit.files_form,) if unit.files_form else ()
            yield Key(Kind.UNIT, unit.code), fact(unit.parent, unit.name, unit.kind, *files)


def _rows(register: Register, figures: Figures) -> FactItems:
    """Yield a hash of the register's rows on each unit, by sheet.

    A cell's rows belong to its unit.
    """
    tables: dict[str, Iterable[tuple[str, Any]]] = {
        DecisionRow.SHEET: ((item.row.unit_code, item.row) for item in register.decisions),
        WaiverRow.SHEET: ((item.row.unit_code, item.row) for item in register.waivers),
        CrosswalkRow.SHEET: ((item.row.new_code, item.row) for item in register.crosswalk),
        ExtensionRow.SHEET: ((x.unit_code, x) for x in register.extensions.values()),
        ReceiptRow.SHEET: ((item.row.unit_code, item.row) for item in register.receipts),
        CompletionRow.SHEET: ((x.unit_code, x) for x in register.completions.values()),
        UnitCapRow.SHEET: register.unit_caps.items(),
    }

    def look_up(code: str) -> tuple[UnitKind, str] | None:
        node = figures.nodes.get(code)
        return (node.kind, node.parent) if node else None

    for sheet, rows in tables.items():
        by_unit: dict[str, list[Any]] = {}
        for code, row in rows:
            by_unit.setdefault(holder(str(code), look_up), []).append(row)
        for code, held in by_unit.items():
            yield Key(Kind.ROWS, code, sheet), fact(_sign(held))


def _milestones(register: Register) -> FactItems:
    for milestone in register.milestones:
        yield Key(Kind.MILESTONE, what=milestone.code), fact(milestone.deadline, milestone.name)


_LATER = frozenset({"began_on"})
"""Fields of rows that earlier versions did not have."""


def _sign(rows: Iterable[Any]) -> str:
    encoded = fact(*sorted(fact(_said(row)) for row in rows))
    return hashlib.sha256(encoded.encode()).hexdigest()[:_SIGNS]


def _said(row: Any) -> dict[str, object]:
    """Return what a row says, without where it stands: a row that moved says the same."""
    told = asdict(row)
    compared = {each.name: told[each.name] for each in fields(row) if each.compare}
    # Ledgers of earlier versions have rows without what came later: blank, it says nothing.
    return {key: value for key, value in compared.items() if key not in _LATER or value}


def _files(intake: Intake) -> FactItems:
    """Yield the submissions of this period.

    Of the same content twice it is the first one, which can count.
    """
    other = {x.sha256 for x in intake.submissions if x.status is Status.WRONG_PERIOD}
    files: dict[Key, str] = {}
    for item in intake.submissions:
        # A unit that was taken from the register has not taken its file from the folder.
        if item.unit and item.status is not Status.WRONG_PERIOD:
            key = Key(Kind.FILE, item.unit, item.sha256)
            # A copy of another period's return: ledgers of version 0.1 have it as superseded.
            status = Status.WRONG_PERIOD if item.sha256 in other else item.status
            files.setdefault(key, fact(status, item.version))
    yield from files.items()


def _figures(figures: Figures) -> FactItems:
    for row in figures.rows:
        if row.is_known and row.kind is not UnitKind.CELL:
            what = f"{row.subject} {row.stage}"
            yield (
                Key(Kind.FIGURE, row.unit, what),
                fact(*(_counts(row) if _tells(row) else _NOTHING)),
            )


def _tells(row: Figure) -> bool:
    """Whether a figure is a result: a step of leaders at which none is rated is a base only."""
    return bool(row.rated) or row.subject not in LEADERSHIP


def _steps(progress: Progress) -> FactItems:
    for step in progress.steps.values():
        if step.kind is not StatusKind.NOT_REQUIRED:
            key = Key(Kind.STEP, step.unit, step.milestone.code)
            yield key, fact(step.kind, step.done_on, step.deadline)
