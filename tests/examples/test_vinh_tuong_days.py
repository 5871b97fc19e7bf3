"""The season under way seen on every day: recomputed here from the dates alone."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from examples import season_files
from examples.vinh_tuong_sendings import SENDINGS
from xeploai.charts.pace import progress_curve
from xeploai.paths import REGISTER_FILE
from xeploai.register.reader import load
from xeploai.schema.form import CellReturn, MilestoneReturn
from xeploai.season.evaluate import evaluate
from xeploai.season.progress.model import Progress
from xeploai.season.progress.rates import curve, rates
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.model import DatedBy, Return, Status
from xeploai.submissions.returns import take_in
from xeploai.text import clean

pytestmark = pytest.mark.slow

FIRST, LAST = date(2021, 12, 1), date(2022, 1, 10)
DAYS = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1)]
DEADLINES = {
    "KH": date(2021, 11, 15),
    "CB": date(2021, 12, 5),
    "TT": date(2021, 12, 12),
    "GUI": date(2021, 12, 20),
    "KP": date(2022, 1, 15),
    "HUYEN": date(2021, 12, 31),
}


@pytest.fixture(scope="module")
def seasons(tmp_path_factory: pytest.TempPathFactory) -> Mapping[date, Season]:
    """The same folder as of every day."""
    folder = tmp_path_factory.mktemp("input")
    files = season_files("vinh-tuong-2021")
    for file, data in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    taken = [take_in(path, folder) for path in find_files(folder)]
    register = load(files[REGISTER_FILE])
    return {day: evaluate(register, taken, day) for day in DAYS}


@pytest.fixture(scope="module")
def done(seasons: Mapping[date, Season]) -> dict[tuple[str, str], date]:
    """The day each unit did each thing, read off its return; what was never done is not there."""
    season = seasons[LAST]
    days: dict[tuple[str, str], date] = {}
    for unit, item in season.intake.counted.items():
        for line in item.rows(MilestoneReturn):
            if line.row.done_on and line.row.milestone in ("KH", "TT", "KP"):
                days[unit, line.row.milestone] = line.row.done_on
        reviews = [line.row.review_date for line in item.rows(CellReturn)]
        if None not in reviews:
            days[unit, "CB"] = max(day for day in reviews if day)
        days[unit, "GUI"] = _first_good(season, item)
    return days


def _first_good(season: Season, item: Return) -> date:
    """The day of the first sending without a mistake that keeps it out, from the designed table."""
    faulty = {finding.ref.file for finding in season.findings if finding.is_error}
    return min(
        each.sent_on
        for each in SENDINGS
        if each.unit == item.unit
        and each.status in (Status.COUNTED, Status.SUPERSEDED)
        and clean(each.path) not in faulty
    )


def expected_status(
    unit: str, code: str, day: date, done: Mapping[tuple[str, str], date]
) -> tuple[str, int]:
    """How a unit stands, in the plainest words."""
    on, deadline = done.get((unit, code)), DEADLINES[code]
    if on is not None and on <= day:
        return ("on_time", 0) if on <= deadline else ("late", (on - deadline).days)
    return ("overdue", (day - deadline).days) if day > deadline else (
        "pending", (deadline - day).days
    )  # fmt: skip


def bound(progress: Progress, code: str) -> list[str]:
    return [step.unit for step in progress.of_milestone(code)]


def test_the_season_has_the_dates_of_its_story(
    seasons: Mapping[date, Season], done: Mapping[tuple[str, str], date]
) -> None:
    season = seasons[LAST]
    assert {x.code: x.deadline for x in season.register.milestones} == DEADLINES
    assert len(done) > 80
    assert {code for _, code in done} == {"KH", "CB", "TT", "GUI", "KP"}
    on_the_day = [key for key, day in done.items() if day == DEADLINES[key[1]]]
    assert on_the_day, "some are done on the very day"
    assert all(item.dated_by is not DatedBy.LEDGER for item in season.intake.counted.values())


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_unit_stands_at_every_milestone_as_the_dates_say(
    day: date, seasons: Mapping[date, Season], done: Mapping[tuple[str, str], date]
) -> None:
    progress = seasons[day].progress
    reporting = [unit.code for unit in seasons[day].register.reporting]
    assert len(reporting) == 31
    for code in DEADLINES:
        assert bound(progress, code) == ([seasons[day].root.code] if code == "HUYEN" else reporting)
        for step in progress.of_milestone(code):
            expected = expected_status(step.unit, code, day, done)
            assert (step.kind.value, step.days) == expected, (step.unit, code)
            is_done = expected[0] in ("on_time", "late")
            assert step.done_on == (done[step.unit, code] if is_done else None)
            assert step.is_soon is (expected[0] == "pending" and expected[1] <= 7)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_counts_and_curves_are_those_of_the_dates(
    day: date, seasons: Mapping[date, Season], done: Mapping[tuple[str, str], date]
) -> None:
    season = seasons[day]
    for code, deadline in DEADLINES.items():
        days = sorted(on for (_, each), on in done.items() if each == code and on <= day)
        steps, total = season.progress.of_milestone(code), 1 if code == "HUYEN" else 31
        shares = rates(steps)
        on_time = sum(on <= deadline for on in days)
        assert (shares.total, shares.done, shares.on_time) == (total, len(days), on_time)
        assert shares.overdue == (total - len(days) if day > deadline else 0)
        shown = [(on, sum(each <= on for each in days)) for on in sorted(set(days))]
        assert list(curve(steps)) == shown


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_published_phrase_and_the_pace_are_those_of_the_dates(
    day: date, seasons: Mapping[date, Season], done: Mapping[tuple[str, str], date]
) -> None:
    chart = progress_curve(seasons[day])
    assert chart is not None
    number = sum(code == "GUI" and on <= day for (_, code), on in done.items())
    # Rounded half up on paper: 22/31 is 70,967…
    units = (number * 10000 * 2 + 31) // 62
    share = f"{units // 100},{units % 100:02d}%"
    assert chart.title.endswith(f": {number}/31 đơn vị, đạt {share}")
    left, days_left = 31 - number, (DEADLINES["GUI"] - day).days
    if days_left > 0:
        needed = next(n for n in range(32) if n * days_left >= left)
        assert f"; cần {needed} đơn vị mỗi ngày;" in chart.subtitle
    elif days_left == 0:
        assert f"; cần {left} đơn vị trong hôm nay;" in chart.subtitle
    else:
        assert "cần" not in chart.subtitle
    _, mark = chart.figure["data"]
    assert mark["y"] == [number]


def test_nothing_in_the_past_changes_as_days_go_by(seasons: Mapping[date, Season]) -> None:
    for day in DAYS:
        then = seasons[day].progress
        for later in DAYS[DAYS.index(day) :]:
            now = seasons[later].progress.steps
            for key, step in then.steps.items():
                if step.done_on is not None:
                    assert now[key] == step, (day, later)
                else:
                    done_on = now[key].done_on
                    assert done_on is None or done_on > day, (day, later)
