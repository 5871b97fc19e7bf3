"""The season under way: every file ends as designed, every fault is found where it was made.

The table in examples/vinh_tuong_sendings.py says what must come out.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from examples import AS_OF, NOTE, SEASONS, season_files
from examples.draw import sums
from examples.vinh_tuong_sendings import SENDINGS, SILENT, UNREADABLE
from examples.vinh_tuong_units import stories
from xeploai.findings import Severity
from xeploai.paths import REGISTER_FILE
from xeploai.register.reader import load
from xeploai.rules.all_rules import BY_CODE
from xeploai.schema.terms import Stage, Subject, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.progress.model import StatusKind
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.model import Status
from xeploai.submissions.returns import take_in
from xeploai.text import clean

NAME = "vinh-tuong-2021"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Known:
    files: dict[str, bytes]
    season: Season


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """Read from a real folder, as file names matter here."""
    files = season_files(NAME)
    folder = tmp_path_factory.mktemp("input")
    for file, data in files.items():
        _write(folder / file, data)
    taken = [take_in(path, folder) for path in find_files(folder)]
    return Known(files, evaluate(load(files[REGISTER_FILE]), taken, AS_OF[NAME]))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture(scope="module")
def season(known: Known) -> Season:
    return known.season


def _designed() -> set[tuple[str, str, str, str]]:
    made = [(each.path, m.expected) for each in SENDINGS for m in each.mistakes]
    return {
        (clean(path), expected.sheet, expected.cell, expected.rule)
        for path, all_expected in (*made, *UNREADABLE.items())
        for expected in all_expected
    }


def test_every_fault_is_found_at_its_cell_by_its_rule_and_nothing_else_is(season: Season) -> None:
    findings = {(x.ref.file, x.ref.sheet, x.ref.cell, x.rule) for x in season.findings}
    assert findings == _designed()


def test_most_rules_have_a_fault_to_show() -> None:
    assert {rule for *_, rule in _designed()} <= BY_CODE.keys()
    assert len({rule for *_, rule in _designed()}) >= 25


def test_every_file_ends_as_designed(season: Season) -> None:
    fates = {item.file: item.status for item in season.intake.submissions}
    designed = {clean(each.path): each.status for each in SENDINGS}
    designed |= dict.fromkeys(UNREADABLE, Status.UNREADABLE)
    assert fates == designed


def test_22_of_31_units_are_counted(season: Season) -> None:
    assert (season.counted, season.expected) == (22, 31)
    assert len(season.units_to_fix) == 5
    assert tuple(unit.code for unit in season.units_silent) == SILENT
    fates = Counter(item.status for item in season.intake.submissions)
    assert fates[Status.EMPTY] == 1


def test_only_errors_keep_a_file_out(season: Season) -> None:
    fates = {item.file: item.status for item in season.intake.submissions}
    with_errors = {x.ref.file for x in season.findings if x.severity is Severity.ERROR}
    counted = {file for file, status in fates.items() if status is Status.COUNTED}
    assert not with_errors & counted
    assert {x.ref.file for x in season.findings} & counted, "warnings are counted"


def test_what_is_oddly_written_is_read_rightly(season: Season) -> None:
    """Numbers and dates as text, levels in words, other code points, lost zeros."""
    for unit, story in stories().items():
        if unit in season.intake.counted:
            figure = season.figures.at(unit, Subject.MEMBER)
            assert figure is not None
            totals = sums(story.counts)
            assert (figure.total, figure.rated, figure.xs) == (
                totals["members"],
                totals["rated"],
                totals["xs"],
            ), unit


def test_names_are_the_same_whatever_the_machine_wrote(season: Season) -> None:
    story_of = stories()
    for unit in ("0107", "0108"):
        names = [node.name for node in season.figures.nodes.values() if node.parent == unit]
        assert names == [name for _, name in story_of[unit].cells]


def test_the_newest_valid_sending_counts(season: Season) -> None:
    counted = season.intake.counted
    assert counted["0103"].version == counted["0105"].version == 2
    assert counted["0103"].file.startswith("gui lai/")
    assert counted["0120"].received_on == date(2021, 12, 20), "the day it was saved"


def test_the_grassroots_deadline_is_past_and_the_districts_is_not(season: Season) -> None:
    sent = Counter(step.kind for step in season.progress.of_milestone("GUI"))
    assert sent == {
        StatusKind.ON_TIME: 19,
        StatusKind.IN_CORRECTION: 5,
        StatusKind.LATE: 3,
        StatusKind.OVERDUE: 4,
    }
    plans = Counter(step.is_done for step in season.progress.of_milestone("KH"))
    assert plans == {True: 26, False: 5}
    (own,) = season.progress.of_milestone("HUYEN")
    assert (own.unit, own.kind, own.days) == (season.root.code, StatusKind.PENDING, 9)


def test_a_little_over_9000_members(season: Season) -> None:
    reporting = {unit.code for unit in season.register.reporting}
    members = sum(
        sums(story.counts)["members"] for code, story in stories().items() if code in reporting
    )
    assert 9000 < members < 9100


def test_the_tree_has_sectional_committees_and_clusters(season: Season) -> None:
    units = season.register.units.values()
    assert sum(unit.kind is UnitKind.SECTION for unit in units) == 2
    assert {unit.cluster for unit in season.register.reporting} == {
        "Cụm 1", "Cụm 2", "Cụm 3", "Cụm 4",
    }  # fmt: skip
    assert sum(unit.hinted for unit in units) == 3
    section = season.figures.at("0130.A", Subject.CELL)
    assert section is not None
    assert section.rated == 4


def test_an_appraisal_in_the_register_goes_before_the_return(season: Season) -> None:
    figures = [season.figures.at("0113", Subject.ORG, stage) for stage in Stage]
    assert [(x.xs, x.htt) for x in figures if x is not None] == [(1, 0), (0, 1), (0, 0)]


def test_a_file_of_a_mistyped_year_is_no_year_to_compare_with(season: Season) -> None:
    assert season.last is None


def test_every_page_will_say_what_is_invented(season: Season) -> None:
    assert season.register.settings.note == NOTE[NAME]


def test_it_is_the_season_shown_where_none_is_named() -> None:
    assert next(iter(SEASONS)) == NAME
    assert SEASONS.keys() == AS_OF.keys() == NOTE.keys()


def test_the_same_bytes_every_time(known: Known) -> None:
    assert season_files(NAME) == known.files
