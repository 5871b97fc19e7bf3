"""Keep the figures of a day under a name: `build.py freeze`."""

from pathlib import Path

from xeploai import __version__, text
from xeploai.errors import BuildError
from xeploai.ledger.history import State, state_after
from xeploai.ledger.receipt_store import open_ledger, save
from xeploai.ledger.snapshot_store import keep
from xeploai.ledger.snapshots import Source, folder_name, freeze_files, why_unfit
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.site.assemble import inputs_of
from xeploai.paths import PROGRESS_TABLE, RATIOS_TABLE, SUBMISSIONS_TABLE
from xeploai.pipeline import Days, ProgressReporter, open_register, read_season
from xeploai.rules.all_rules import TITLES
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.storage.preconditions import outside
from xeploai.views.season_view import day_question

FROZEN = (RATIOS_TABLE, PROGRESS_TABLE, SUBMISSIONS_TABLE)
"""The tables that a freeze keeps, as they are published."""


def freeze(
    folder: Path, output: Path, name: str, days: Days, reporter: ProgressReporter
) -> tuple[Path, str]:
    """Set the figures down by name beside the workbooks; where, and why the ledger was not kept.

    output: where a faulty register is marked.
    """
    outside(folder, output)
    name = text.clean(name)
    if unfit := why_unfit(name):
        raise BuildError(unfit)
    register = open_register(folder, output, reporter)
    ledger, unread = open_ledger(folder, days.now)
    season = read_season(folder, register, days, reporter, ledger)
    if question := day_question(season):
        reporter.say(question, "yellow")
    reporter.step("Chốt số liệu")
    place = keep(folder, name, folder_name(name, season.as_of), _frozen(season, name))
    return place, unread or save(folder, ledger, season.ledger)


def _frozen(season: Season, name: str) -> dict[str, bytes]:
    """Return the files of a freeze."""
    known = state_after(season.history)
    state = State(season.ledger.now, season.as_of, known.facts if known else {})
    period = season.register.settings.period
    source = Source(period, __version__, season.register.sha256, inputs_of(season))
    tables = data_files(season, redaction_of(season, TITLES))
    return freeze_files(name, state, source, {Path(x).name: tables[x] for x in FROZEN})
