"""Random seasons, and how every unit stands in them worked out again in the plainest words.

Nothing of the program is used to work it out: a season is drawn as a story, the program gets the
story as a register and returns, and progress.csv has to say what the story says.
"""

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO

import pytest

from tests.builders import a_return, cell, decision, done, info, milestone, register, unit
from xeploai.outputs.csv_files import data_files
from xeploai.paths import PROGRESS_TABLE
from xeploai.register.model import Completion, Register
from xeploai.rules.all_rules import TITLES
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import Level, SendingMeasure, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import redaction_of
from xeploai.submissions.model import Return

SEEDS = range(150)
CODES = ("KH", "CB", "GUI", "TD", "QD")
UNITS = ("A", "B")
FIRST, DAYS = date(2025, 11, 25), 40


@dataclass
class Cell:
    """A cell in one sending: the day of its review, or none; not reviewed; rated without a day."""

    reviewed: date | None
    is_rated: bool


@dataclass
class Sending:
    """One workbook: whether it has an error, its cells, and what stands on its sheet Tiến độ."""

    on: date
    is_faulty: bool
    cells: list[Cell]
    written: dict[str, date | None]
    undone: set[str]
    decided: date | None

    @property
    def is_empty(self) -> bool:
        return not self.cells

    @property
    def is_partial(self) -> bool:
        return any(not each.is_rated for each in self.cells)

    @property
    def is_good(self) -> bool:
        return not (self.is_faulty or self.is_partial or self.is_empty)


@dataclass
class Story:
    """A season: the day, deadlines, what each unit sent, and what the board knows."""

    as_of: date
    deadlines: dict[str, date]
    wants_counted: bool
    sendings: dict[str, list[Sending]]
    known: dict[tuple[str, str], date | None] = field(default_factory=dict)
    decided: dict[str, date] = field(default_factory=dict)


def some_day(lot: random.Random) -> date:
    return FIRST + timedelta(days=lot.randrange(DAYS))


def draw_sending(lot: random.Random) -> Sending:
    cells = [
        Cell(None, False) if lot.random() < 0.15
        else Cell(None if lot.random() < 0.15 else some_day(lot), True)
        for _ in range(lot.choice((0, 1, 2, 3)))
    ]  # fmt: skip
    if cells and not any(each.is_rated for each in cells):
        cells[0] = Cell(some_day(lot), True)
    written = {
        code: some_day(lot) if lot.random() < 0.6 else None
        for code in ("KH", "CB", "TD", "QD")
        if lot.random() < 0.8
    }
    undone = {code for code, day in written.items() if day is None and lot.random() < 0.3}
    decided = some_day(lot) if lot.random() < 0.3 else None
    return Sending(some_day(lot), lot.random() < 0.35, cells, written, undone, decided)


def draw_story(seed: int) -> Story:
    lot = random.Random(seed)
    story = Story(
        as_of=some_day(lot),
        deadlines={code: some_day(lot) for code in CODES},
        wants_counted=lot.random() < 0.3,
        sendings={
            code: sorted(
                (draw_sending(lot) for _ in range(lot.choice((0, 1, 1, 2, 3)))),
                key=lambda each: each.on,
            )
            for code in UNITS
        },
    )
    for code in UNITS:
        if lot.random() < 0.2:
            known = None if lot.random() < 0.3 else some_day(lot)
            story.known[code, lot.choice(CODES)] = known
        if lot.random() < 0.2:
            story.decided[code] = some_day(lot)
    return story


# ------------------------------------------------------------------ told to the program


def told(story: Story) -> tuple[Register, list[Return]]:
    listed = register(
        [
            unit("H", UnitKind.DISTRICT),
            *(unit(code, UnitKind.GRASSROOTS, parent="H") for code in UNITS),
        ],
        milestones=[milestone(code, day) for code, day in story.deadlines.items()],
        decisions=[
            decision(code, decided_level=Level.HTT, decision_date=day)
            for code, day in story.decided.items()
        ],
        completions={
            key: Completion(*key, day, "" if day else "chưa xong")
            for key, day in story.known.items()
        },
        sending_measure=SendingMeasure.COUNTED if story.wants_counted else SendingMeasure.SENT,
    )
    return listed, [
        _workbook(code, number, each)
        for code, sendings in story.sendings.items()
        for number, each in enumerate(sendings, start=1)
    ]


def _workbook(code: str, version: int, sending: Sending) -> Return:
    rows = [
        _row(number, each, is_faulty=sending.is_faulty and each.is_rated)
        for number, each in enumerate(sending.cells, start=1)
    ]
    others: list[Row] = [
        done(key, day, note="chưa xong" if key in sending.undone else "")
        for key, day in sending.written.items()
    ]
    of = info(
        unit_code=Code(code), unit_name=f"Đảng bộ {code}", version=version, sent_on=sending.on,
        decided_level=Level.HTT if sending.decided else None, decision_date=sending.decided,
    )  # fmt: skip
    file = f"{code}{version}.xlsx"
    return a_return(rows, of=of, file=file, others=others, received_on=sending.on)


def _row(number: int, each: Cell, *, is_faulty: bool) -> CellReturn:
    names = {"cell_code": Code(f"{number:02}"), "name": f"Chi bộ thôn {number}"}
    levels = {"decided_level": None, "decision_date": None}
    if each.is_rated:
        over = {"rated": 9} if is_faulty else {}
        return cell(review_date=each.reviewed, **names, **levels, **over)
    blank = dict.fromkeys(("rated", "xs", "htt", "ht", "exempt", "new_under_6m"), 0)
    nothing = dict.fromkeys(("review_date", "self_level", "proposed_level"))
    return cell(**names, **levels, **blank, **nothing)


# ------------------------------------------------------------------ worked out again

Answer = tuple[date | None, str, int, str]
"""Day done, status, days, basis."""


def answers(story: Story) -> Mapping[tuple[str, str], Answer]:
    return {(code, key): answer(story, code, key) for code in UNITS for key in story.deadlines}


def in_force(story: Story, code: str) -> Sending | None:
    good = [each for each in story.sendings[code] if each.is_good and each.on <= story.as_of]
    return good[-1] if good else None


def telling(story: Story, code: str) -> Iterator[tuple[Sending, str]]:
    """Yield the sending that counts, then the newest one that says anything."""
    counted = in_force(story, code)
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
        corrected = key == "GUI" and basis != "register" and in_force(story, code) is None
        return day, "in_correction" if corrected else "on_time", 0, basis
    if as_of <= deadline:
        return None, "pending", (deadline - as_of).days, "none"
    days = (as_of - deadline).days
    if waits is not None and waits <= deadline:
        return None, "in_correction", days, "none"
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
    if code in story.decided:
        return story.decided[code], "decision", False, None
    for sending, basis in telling(story, code):
        if sending.decided:
            return sending.decided, basis, False, None
    return None


def sent_day(story: Story, code: str) -> Found:
    filled = [each for each in story.sendings[code] if not each.is_empty]
    wanted = [each for each in filled if each.is_good or not story.wants_counted]
    others = [each.on for each in filled if not each.is_good] if story.wants_counted else []
    waits = min(others, default=None)
    if not wanted:
        return None, "none", False, waits
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
    listed, items = told(story)
    season = evaluate(listed, items, story.as_of)
    table = data_files(season, redaction_of(season, TITLES))[PROGRESS_TABLE]
    lines = csv.DictReader(StringIO(table.decode("utf-8-sig")))
    return {
        (line["unit"], line["milestone"]): (
            date.fromisoformat(line["done_on"]) if line["done_on"] else None,
            line["status"], int(line["days"]), line["basis"],
        )
        for line in lines
        if line["unit"] in UNITS
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
