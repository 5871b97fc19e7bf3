"""The finished season gives the figures that were printed, and nothing is wrong in it."""

import pytest

from examples import AS_OF, NOTE, season_files
from xeploai.paths import REGISTER_FILE, WORDING_FILE
from xeploai.register.reader import load
from xeploai.schema.terms import Stage, Subject, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.model import Figure, Figures
from xeploai.season.progress.model import StatusKind
from xeploai.season.season import Season
from xeploai.submissions.model import Status
from xeploai.submissions.returns import read_return

NAME = "thoi-lai-2022"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return season_files(NAME)


@pytest.fixture(scope="module")
def season(files: dict[str, bytes]) -> Season:
    own = {REGISTER_FILE, WORDING_FILE}
    taken = [read_return(data, file) for file, data in files.items() if file not in own]
    return evaluate(load(files[REGISTER_FILE]), taken, AS_OF[NAME])


def figure(
    figures: Figures | None, unit: str, subject: Subject, stage: Stage = Stage.DECIDED
) -> Figure:
    figure_of = figures.at(unit, subject, stage) if figures else None
    assert figure_of is not None
    return figure_of


def code_of(season: Season, name: str) -> str:
    return next(unit.code for unit in season.register.units.values() if unit.name == name)


def test_nothing_is_wrong(season: Season) -> None:
    assert season.findings == ()
    assert (season.counted, season.expected) == (44, 44)


def test_its_members_are_those_printed(season: Season) -> None:
    members = figure(season.figures, season.root.code, Subject.MEMBER)
    assert (members.rated, members.htt, members.htt_pct) == (3675, 3410, 9279)
    assert members.total is not None
    assert members.total > 3675


def test_its_cells_are_those_printed(season: Season) -> None:
    cells = figure(season.figures, season.root.code, Subject.CELL)
    assert (cells.total, cells.rated, cells.htt, cells.htt_pct) == (207, 207, 193, 9324)


def test_xuan_thang_is_as_printed(season: Season) -> None:
    code = code_of(season, "Đảng bộ xã Xuân Thắng")
    members = figure(season.figures, code, Subject.MEMBER)
    assert (members.total, members.rated, members.htt) == (166, 166, 152)
    assert members.htt_pct == 9157
    cells = figure(season.figures, code, Subject.CELL)
    assert (cells.rated, cells.htt) == (11, 11)


@pytest.mark.parametrize("stage", list(Stage))
def test_all_organisations_and_their_leaders_are_rated_at_every_stage(
    season: Season, stage: Stage
) -> None:
    orgs = figure(season.figures, season.root.code, Subject.ORG, stage)
    assert (orgs.total, orgs.rated) == (44, 44)
    for subject in (Subject.COLLECTIVE, Subject.LEADER):
        counted = figure(season.figures, season.root.code, subject, stage)
        assert counted.rated == counted.total
        assert counted.rated


def test_the_board_lowered_some(season: Season) -> None:
    self_rated = figure(season.figures, season.root.code, Subject.ORG, Stage.SELF)
    decided = figure(season.figures, season.root.code, Subject.ORG)
    assert self_rated.xs is not None
    assert decided.xs is not None
    assert self_rated.xs > decided.xs
    assert all(item.row.reason for item in season.register.decisions)


def test_every_step_is_taken_and_every_rating_by_its_deadline(season: Season) -> None:
    progress = season.progress
    bound = [step for step in progress.steps.values() if step.kind.value != "not_required"]
    assert len(bound) == 44 * len(progress.milestones)
    assert all(step.is_done for step in bound)
    assert {step.kind for step in progress.of_milestone("QD")} == {StatusKind.ON_TIME}


def test_the_year_before_is_there_to_compare_and_wholly_clean(season: Season) -> None:
    assert season.last is not None
    assert season.last.period == "2021"
    members = figure(season.last, season.root.code, Subject.MEMBER)
    assert members.units_counted == 44
    assert members.rated not in (None, 3675)
    fates = [item.status for item in season.intake.submissions]
    assert fates.count(Status.COUNTED) == fates.count(Status.WRONG_PERIOD) == 44


def test_this_years_decisions_leave_the_year_before_alone(season: Season) -> None:
    orgs = figure(season.last, season.root.code, Subject.ORG)
    assert (orgs.xs, orgs.htt, orgs.ht) == (5, 35, 4)


def test_every_committees_cells_are_listed_by_the_register(season: Season) -> None:
    units = season.register.units.values()
    assert sum(unit.kind is UnitKind.CELL for unit in units) == 207
    assert sum(unit.kind.is_grassroots for unit in units) == 44


def test_every_page_will_say_what_is_invented(season: Season) -> None:
    assert season.register.settings.note == NOTE[NAME]
    assert "tự đặt" in NOTE[NAME]


def test_the_same_bytes_every_time(files: dict[str, bytes]) -> None:
    assert season_files(NAME) == files
