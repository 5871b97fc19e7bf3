"""How every unit stands in random seasons, worked out again in the plainest words.

Nothing of the program is used to work it out: a season is drawn as a story, the program gets the
story as a register and returns, and progress.csv has to say what the story says.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO

import pytest

from tests.season.stories import COMMITTEES, TIMES, Sending, Story, as_input, draw_story
from xeploai.outputs.csv_files import data_files
from xeploai.paths import PROGRESS_TABLE
from xeploai.rules.all_rules import TITLES
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import redaction_of

SEEDS = range(150 * TIMES)


# ------------------------------------------------------------------ worked out again

Answer = tuple[date | None, str, int, str]
"""Day done, status, days, basis."""


def answers(story: Story) -> Mapping[tuple[str, str], Answer]:
    return {(code, key): answer(story, code, key) for code in COMMITTEES for key in story.deadlines}


def telling(story: Story, code: str) -> Iterator[tuple[Sending, str]]:
    """Yield the sending that counts, then the newest one that says anything."""
    counted = story.in_force(code)
    filled = [each for each in story.sendings[code] if not each.is_empty]
    for each in dict.fromkeys(map(id, [x for x in (counted, *filled[-1:]) if x])):
        sending = next(x for x in story.sendings[code] if id(x) == each)
        yield sending, "refused_return" if sending.is_faulty else "return"


def answer(story: Story, code: str, key: str) -> Answer:
    deadline, as_of = story.deadlines[key], story.as_of
    day, basis, undone, waits = found_day(story, code, key)
    if day is not None and day <= as_of:
        late = (day - deadline).days
        if late > 0:
            return day, "late", late, basis
        corrected = key == "GUI" and basis != "register" and story.in_force(code) is None
        return day, "in_correction" if corrected else "on_time", 0, basis
    if as_of <= deadline:
        return None, "pending", (deadline - as_of).days, "none"
    days = (as_of - deadline).days
    if waits is not None and waits <= deadline:
        return None, "in_correction", days, basis
    is_known = undone or day is not None or key in ("GUI", "TD", "QD")
    return None, "overdue" if is_known else "no_report", days, "none"


Found = tuple[date | None, str, bool, date | None]
"""The day something was done, by what it is known, whether it is known undone, and what waits."""


def found_day(story: Story, code: str, key: str) -> Found:
    if (code, key) in story.known:
        day = story.known[code, key]
        return day, "register", day is None, None
    own = {"GUI": sent_day, "QD": decision_day, "CB": reviews}.get(key)
    return (own(story, code) if own else None) or written_day(story, code, key)


def written_day(story: Story, code: str, key: str) -> Found:
    for sending, basis in telling(story, code):
        day = sending.written.get(key)
        if day:
            return day, basis, False, None
        if key in sending.undone:
            return None, basis, True, None
    return None, "none", False, None


def decision_day(story: Story, code: str) -> Found | None:
    known = (x.rating.decided_on for x in story.decisions if (x.code, x.subject) == (code, "org"))
    if day := next(known, None):
        return day, "decision", False, None
    for sending, basis in telling(story, code):
        if sending.rating.decided_on:
            return sending.rating.decided_on, basis, False, None
    return None


def sent_day(story: Story, code: str) -> Found:
    filled = [each for each in story.sendings[code] if not each.is_empty]
    wanted = [each for each in filled if each.is_good or not story.wants_counted]
    others = [each for each in filled if not each.is_good] if story.wants_counted else []
    tried = min(others, key=lambda each: each.on, default=None)
    waits = tried.on if tried else None
    if not wanted:
        return None, "refused_return" if tried and tried.is_faulty else "return", False, waits
    first = min(wanted, key=lambda each: each.on)
    return first.on, "refused_return" if first.is_faulty else "return", False, waits


def reviews(story: Story, code: str) -> Found | None:
    """What the reviews tell, where the sending dates any."""
    for sending, basis in telling(story, code):
        days = [each.reviewed for each in sending.cells]
        if not any(days):
            return None
        if None not in days:
            return max(day for day in days if day), basis, False, None
        day, written_basis, undone, _ = written_day(story, code, "CB")
        if undone:
            return None, written_basis, True, None
        if any(not each.is_rated for each in sending.cells):
            return None, basis, sending.on > story.deadlines["CB"], None
        if day:
            return max([day, *(each for each in days if each)]), written_basis, False, None
        return None, basis, False, None
    return None


# ------------------------------------------------------------------ compared


def published(story: Story) -> Mapping[tuple[str, str], Answer]:
    listed, items = as_input(story)
    season = evaluate(listed, items, story.as_of)
    table = data_files(season, redaction_of(season, TITLES))[PROGRESS_TABLE]
    lines = csv.DictReader(StringIO(table.decode("utf-8-sig")))
    return {
        (line["unit"], line["milestone"]): (
            date.fromisoformat(line["done_on"]) if line["done_on"] else None,
            line["status"], int(line["days"]), line["basis"],
        )
        for line in lines
        if line["unit"] in COMMITTEES
    }  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_progress_is_what_the_story_says(seed: int) -> None:
    story = draw_story(seed)
    assert published(story) == answers(story)


def test_every_status_and_basis_is_drawn() -> None:
    drawn: Sequence[Answer] = [
        each for seed in SEEDS for each in answers(draw_story(seed)).values()
    ]
    assert {status for _, status, _, _ in drawn} == {
        "on_time", "late", "overdue", "in_correction", "no_report", "pending",
    }  # fmt: skip
    assert {basis for _, _, _, basis in drawn} == {
        "register", "decision", "return", "refused_return", "none",
    }  # fmt: skip
