"""The season under way seen on every day: recomputed here from the dates alone."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import pytest

from examples import season_files
from examples.vinh_tuong_sendings import SENDINGS
from xeploai.charts.pace import progress_curve
from xeploai.findings import CellRef
from xeploai.paths import REGISTER_FILE
from xeploai.reading.source_rows import Parsed
from xeploai.register.reader import load
from xeploai.schema.form import CellReturn, MilestoneReturn
from xeploai.season.evaluate import evaluate
from xeploai.season.progress.model import Progress
from xeploai.season.progress.rates import curve, rates
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.model import DatedBy, Return, Status
from xeploai.submissions.returns import take_in

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
    """The day each unit did each thing, read off what it sent; what is not known is not there.

    A date with an error at its own cell tells nothing; any other fault takes no date away.
    """
    season = seasons[LAST]
    wrong = {finding.ref for finding in season.findings if finding.is_error}
    days: dict[tuple[str, str], date] = {}
    written: dict[tuple[str, str], date] = {}
    for unit, item in _telling(season).items():
        for line in item.rows(MilestoneReturn):
            day = line.row.done_on if line.ref("done_on") not in wrong else None
            if day:
                written[unit, line.row.milestone] = day
        reviews = _reviews(item.sheet(CellReturn), wrong)
        # Of a cell that the register lists and the return leaves out nothing is known.
        is_whole = len(reviews) >= len(season.register.cells_of(unit)) and None not in reviews
        held = [day for day in reviews if day]
        if is_whole:
            days[unit, "CB"] = max(held)
        elif (unit, "CB") in written:
            days[unit, "CB"] = max([*held, written[unit, "CB"]])
    days |= {key: day for key, day in written.items() if key[1] in ("KH", "TT", "KP")}
    for unit, sent in _sent_on(season).items():
        days[unit, "GUI"] = sent
    return days


def _reviews(sheet: Parsed[CellReturn], wrong: Collection[CellRef]) -> list[date | None]:
    """The day of each review; a line of which something else cannot be read tells its day too."""
    days = [
        line.row.review_date if line.ref("review_date") not in wrong else None
        for line in sheet.rows
    ]
    for unread in sheet.unread:
        value = unread.values["review_date"]
        is_right = sheet.ref(unread, "review_date") not in wrong
        days.append(value if isinstance(value, date) and is_right else None)
    return days


def _telling(season: Season) -> dict[str, Return]:
    """The return of each unit that tells its dates: the one in force, else the last sent."""
    newest: dict[str, Return] = {}
    for item in sorted(season.returns, key=lambda item: item.version):
        if item.rows(CellReturn) and item.unit in season.register.units:
            newest[item.unit] = item
    return {**newest, **season.intake.counted}


READ = (Status.COUNTED, Status.SUPERSEDED, Status.REFUSED)


def _sent_on(season: Season) -> dict[str, date]:
    """The day each unit first sent a form that can be read, from the designed table."""
    first: dict[str, date] = {}
    for each in SENDINGS:
        if each.unit in season.register.units and each.status in READ:
            first[each.unit] = min(each.sent_on, first.get(each.unit, each.sent_on))
    return first


def expected_status(
    unit: str, code: str, season: Season, done: Mapping[tuple[str, str], date]
) -> tuple[str, int]:
    """How a unit stands, in the plainest words."""
    day, on, deadline = season.as_of, done.get((unit, code)), DEADLINES[code]
    if on is not None and on <= day:
        if on > deadline:
            return "late", (on - deadline).days
        is_corrected = code == "GUI" and unit not in season.intake.counted
        return "in_correction" if is_corrected else "on_time", 0
    if day <= deadline:
        return "pending", (deadline - day).days
    # Of a form that did not come, of its own round, and of what was done later, all is known.
    is_known = code in ("GUI", "HUYEN") or on is not None
    return "overdue" if is_known else "no_report", (day - deadline).days


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
            expected = expected_status(step.unit, code, seasons[day], done)
            assert (step.kind.value, step.days) == expected, (step.unit, code)
            is_done = expected[0] in ("on_time", "late", "in_correction")
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
        open_ones = total - len(days) if day > deadline else 0
        assert shares.overdue + shares.no_report == open_ones
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
                    # What was being corrected may count by then.
                    same = (now[key].done_on, now[key].days)
                    assert same == (step.done_on, step.days), (day, later)
                else:
                    done_on = now[key].done_on
                    assert done_on is None or done_on > day, (day, later)
