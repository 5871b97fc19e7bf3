"""Random seasons drawn as stories, and each given to the program as a register and returns.

A story says in plain words and numbers what stands in the register and what each unit sent. The
tests that hold the program against it work everything out from the story alone.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.builders import (
    a_return,
    cell,
    decision,
    done,
    info,
    leadership,
    milestone,
    register,
    unit,
)
from xeploai.register.model import Completion, Register
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import (
    LeadershipSubject,
    Level,
    RatedSubject,
    RatingStage,
    Rounding,
    SendingMeasure,
    UnitKind,
)
from xeploai.submissions.model import Return

TIMES = int(os.environ.get("SEASONS_TIMES", "1"))
"""`make soak` draws more seasons than `make test` has time for."""

MILESTONES = ("KH", "CB", "GUI", "TD", "QD")
COMMITTEES = ("A", "B")
"""The units in every story whose cells the register does not list."""

FIRST, DAYS = date(2025, 11, 25), 40
LEVELS = ("xs", "htt", "ht", "kht")
STEPS = ("self", "proposed", "decided")
REASONS = ("exempt", "suspended", "new_under_6m", "not_rated_other")


@dataclass(frozen=True)
class Place:
    """An organisation of the register, by the name of its kind; parent: "" at the top."""

    code: str
    kind: str
    parent: str
    founded: date | None = None
    name: str = ""

    @property
    def reports(self) -> bool:
        return self.kind.endswith("cơ sở") and self.kind != "cấp trên trực tiếp cơ sở"


@dataclass
class Rating:
    """The level at each step at which there is one, and the day of the decision if written."""

    levels: dict[str, str]
    decided_on: date | None = None


@dataclass
class Cell:
    """A cell in one sending: the day of its review, or none; not reviewed; rated without a day.

    listed: the code by which the register lists it; members: how many at each level, and how many
    not rated for each reason.
    """

    reviewed: date | None
    is_rated: bool
    code: str = ""
    name: str = ""
    listed: str = ""
    members: dict[str, int] = field(default_factory=dict)
    rating: Rating = field(default_factory=lambda: Rating({}))


@dataclass
class Step:
    """Collectives or leaders at one step: how many at each level, and how many not rated."""

    subject: str
    step: str
    counts: dict[str, int]
    not_rated: int


@dataclass
class Sending:
    """One workbook: whether it has an error, its cells, and what stands on its other sheets."""

    on: date
    is_faulty: bool
    cells: list[Cell]
    written: dict[str, date | None]
    undone: set[str]
    rating: Rating
    leadership: list[Step] = field(default_factory=list)

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
class Decided:
    """A row of the register's sheet of decisions; subject: cell or org."""

    code: str
    subject: str
    rating: Rating


@dataclass
class Story:
    """A season: the day, deadlines, what each unit sent, and what the board knows.

    places: the organisations the register lists, in its order; digits, cuts: how percentages are
    rounded; least: the share of units that must be counted for shares of levels to be printed.
    """

    as_of: date
    deadlines: dict[str, date]
    wants_counted: bool
    sendings: dict[str, list[Sending]]
    known: dict[tuple[str, str], date | None] = field(default_factory=dict)
    decisions: list[Decided] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    digits: int = 2
    cuts: bool = False
    least: int = 50

    @property
    def reporting(self) -> list[Place]:
        return [each for each in self.places if each.reports]

    def in_force(self, code: str) -> Sending | None:
        """Return the newest sending of a unit that is good and came by the day, if any."""
        good = [each for each in self.sendings[code] if each.is_good and each.on <= self.as_of]
        return good[-1] if good else None


# ------------------------------------------------------------------ drawn: how far units are


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
    rating = Rating({"decided": "htt"} if decided else {}, decided)
    on, is_faulty = some_day(lot), lot.random() < 0.35
    for each in cells:
        each.reviewed = each.reviewed and sure_day(each.reviewed, on)
    return Sending(on, is_faulty, cells, written, undone, rating)


def sure_day(day: date, sent_on: date) -> date:
    """Return a day that nobody doubts: of one after the sending, month and day may be turned."""
    return day + timedelta(days=12) if day > sent_on and day.day <= 12 else day


def draw_sendings(lot: random.Random) -> list[Sending]:
    times = lot.choice((0, 1, 1, 2, 3))
    return sorted((draw_sending(lot) for _ in range(times)), key=lambda each: each.on)


def draw_story(seed: int) -> Story:
    lot = random.Random(seed)
    story = Story(
        as_of=some_day(lot),
        deadlines={code: some_day(lot) for code in MILESTONES},
        wants_counted=lot.random() < 0.3,
        sendings={code: draw_sendings(lot) for code in COMMITTEES},
    )
    for code in COMMITTEES:
        if lot.random() < 0.2:
            known = None if lot.random() < 0.3 else some_day(lot)
            story.known[code, lot.choice(MILESTONES)] = known
        if lot.random() < 0.2:
            rating = Rating({"decided": "htt"}, some_day(lot))
            story.decisions.append(Decided(code, "org", rating))
    # What progress does not depend on has a lot of its own, so that its seasons stay the same.
    draw_figures(random.Random(f"figures of {seed}"), story)
    return story


# ------------------------------------------------------------------ drawn: what is counted


def draw_figures(lot: random.Random, story: Story) -> None:
    story.places = draw_places(lot)
    story.digits, story.cuts = lot.choice((1, 2)), lot.random() < 0.5
    story.least = lot.choice((0, 34, 50, 100))
    listed = [each for each in story.places if each.kind == "chi bộ trực thuộc"]
    for each in story.reporting:
        sendings = story.sendings.setdefault(each.code, draw_sendings(lot))
        for sending in sendings:
            draw_cells(lot, each, sending, listed if each.code == "D" else [])
            draw_levels(lot, sending.rating, is_dated=each.code in COMMITTEES)
            sending.leadership = list(draw_leadership(lot))
    for row in story.decisions:
        draw_levels(lot, row.rating, is_dated=True)
    story.decisions += draw_decisions(lot, story)
    lot.shuffle(story.decisions)


def draw_places(lot: random.Random) -> list[Place]:
    """A chi bộ cơ sở C beside the committees; D, of which the register lists some cells."""

    def founded() -> date | None:
        days = (date(2025, 7, 1), date(2025, 7, 2), date(2025, 12, 1), date(2020, 1, 1))
        return lot.choice(days) if lot.random() < 0.4 else None

    tops = lot.choice(("H", "H", "T", ""))
    above = {"": ("", ""), "H": ("H", "H"), "T": ("H", "G")}[tops]
    places = [Place("T", "tỉnh", "")] if tops == "T" else []
    if tops:
        places.append(Place("H", "cấp trên trực tiếp cơ sở", "T" if tops == "T" else ""))
    places += [Place("A", "đảng bộ cơ sở", above[0], founded()),
               Place("C", "chi bộ cơ sở", above[0], founded())]  # fmt: skip
    if tops == "T":
        places.append(Place("G", "cấp trên trực tiếp cơ sở", "T"))
    places += [Place("B", "đảng bộ cơ sở", above[1], founded()),
               Place("D", "đảng bộ cơ sở", above[1], founded())]  # fmt: skip
    if lot.random() < 0.5:
        places += [Place("S", "đảng bộ bộ phận", "D"), Place("S1", "chi bộ trực thuộc", "S")]
    if lot.random() < 0.5:
        places.append(Place("D/01", "chi bộ trực thuộc", "D", founded()))
    return [replace(each, name=f"Tổ chức {each.code}") for each in places]


def draw_cells(lot: random.Random, of: Place, sending: Sending, listed: Sequence[Place]) -> None:
    """Give the cells of a sending their codes, names and counts."""
    if of.kind == "chi bộ cơ sở":
        del sending.cells[1:]
    elif sending.cells:
        sending.cells += [Cell(some_day(lot), True, listed=each.code) for each in listed]
    for number, each in enumerate(sending.cells, start=1):
        each.name = f"Tổ chức {each.listed}" if each.listed else f"Chi bộ thôn {number}"
        each.code = each.listed if lot.random() < 0.7 else ""
        if not each.listed:
            each.code = draw_code(lot, of.code, number)
            is_listed = each.code in [one.code for one in listed]
            each.code = f"{number:02}" if is_listed else each.code
        each.members = draw_members(lot, each)
        if of.code not in COMMITTEES and each.is_rated and lot.random() < 0.1:
            # Nobody is to be rated, so there is no review to hold.
            each.reviewed, each.members = None, dict.fromkeys((*REASONS, *LEVELS), 0)
            each.members["exempt"] = 3
        if each.is_rated:
            draw_levels(lot, each.rating)
        if each.reviewed and each.rating.decided_on:
            each.rating.decided_on = max(each.reviewed, each.rating.decided_on)


def draw_code(lot: random.Random, unit_code: str, number: int) -> str:
    """A code within the unit as most have it; one with a unit's before it; its own; none."""
    plain = f"{number:02}"
    usual = (plain, plain, plain, "", f"{unit_code}/{plain}", f"{unit_code}{number}")
    rare = {1: "A/01", 2: "B"}.get(number, plain)
    return rare if lot.random() < 0.25 else lot.choice(usual)


def draw_members(lot: random.Random, of: Cell) -> dict[str, int]:
    counts = {key: lot.choice((0, 0, 1, 2)) for key in REASONS}
    counts |= {key: lot.choice((0, 1, 3, 8)) if of.is_rated else 0 for key in LEVELS}
    if of.is_rated and not of.reviewed:
        counts["htt"] += 1  # without a day and ratings it would be one that was not reviewed
    if not of.is_rated:
        counts["unrated"] = 5
    if not any(counts.values()):
        counts["exempt"] = 1
    return counts


def draw_levels(lot: random.Random, rating: Rating, *, is_dated: bool = False) -> None:
    """Draw what is not drawn yet; is_dated: whether only a decision with a day has a level."""
    for step in STEPS if not is_dated else STEPS[:2]:
        if step not in rating.levels and lot.random() < 0.6:
            rating.levels[step] = lot.choice(LEVELS)
    if "decided" in rating.levels:
        rating.levels["decided"] = lot.choice(LEVELS)
        if rating.decided_on is None and lot.random() < 0.5:
            rating.decided_on = some_day(lot)


def draw_leadership(lot: random.Random) -> Iterator[Step]:
    for subject in ("collective", "leader"):
        for step in STEPS:
            if lot.random() < 0.5:
                counts = {key: lot.choice((0, 1, 2, 6)) for key in LEVELS}
                yield Step(subject, step, counts, lot.choice((0, 0, 1, 4)))


def draw_decisions(lot: random.Random, story: Story) -> Iterator[Decided]:
    """Rows on units that progress is not held of, and on cells by every code they may have."""
    others = [x.code for x in story.places if x.code not in COMMITTEES and x.code not in CELLS]
    for code in (*others, *CELLS):
        for _ in range(lot.choice((0, 0, 0, 1, 1, 2))):
            rating = Rating({})
            draw_levels(lot, rating)
            yield Decided(code, "cell" if code in CELLS else "org", rating)


CELLS = ("01", "02", "A/01", "B/01", "A/A/01", "B/A/01", "D/01", "A1", "S1", "A/B", "B/-1")


# ------------------------------------------------------------------ given to the program


def as_input(story: Story) -> tuple[Register, list[Return]]:
    listed = register(
        [
            unit(each.code, UnitKind(each.kind), parent=each.parent, name=each.name,
                 founded_on=each.founded)
            for each in story.places
        ],
        milestones=[milestone(code, day) for code, day in story.deadlines.items()],
        decisions=[_decision(each) for each in story.decisions],
        completions={
            key: Completion(*key, day, "" if day else "chưa xong")
            for key, day in story.known.items()
        },
        sending_measure=SendingMeasure.COUNTED if story.wants_counted else SendingMeasure.SENT,
        digits=story.digits,
        rounding=Rounding.CUT if story.cuts else Rounding.HALF_UP,
        least_coverage=story.least,
    )  # fmt: skip
    return listed, [
        _workbook(code, number, each)
        for code, sendings in story.sendings.items()
        for number, each in enumerate(sendings, start=1)
    ]


def _rating(rating: Rating) -> dict[str, object]:
    given = {f"{step}_level": Level(level) for step, level in rating.levels.items()}
    return {**{f"{step}_level": None for step in STEPS}, **given,
            "decision_date": rating.decided_on}  # fmt: skip


def _decision(row: Decided) -> DecisionRow:
    return decision(row.code, RatedSubject[row.subject.upper()], **_rating(row.rating))


def _workbook(code: str, version: int, sending: Sending) -> Return:
    rows = [_row(each, is_faulty=sending.is_faulty and each.is_rated) for each in sending.cells]
    others: list[Row] = [
        done(key, day, note="chưa xong" if key in sending.undone else "")
        for key, day in sending.written.items()
    ]
    others += map(_step, sending.leadership)
    of = info(
        unit_code=Code(code), unit_name=f"Tổ chức {code}", version=version, sent_on=sending.on,
        **_rating(sending.rating),
    )  # fmt: skip
    file = f"{code}{version}.xlsx"
    return a_return(rows, of=of, file=file, others=others, received_on=sending.on)


def _row(each: Cell, *, is_faulty: bool) -> CellReturn:
    counts = dict(each.members)
    members = sum(counts.values())
    counts.pop("unrated", None)
    rated = sum(counts[level] for level in LEVELS)
    return cell(
        cell_code=Code(each.code), name=each.name, review_date=each.reviewed, members=members,
        rated=rated + is_faulty, **counts, **_rating(each.rating),
    )  # fmt: skip


def _step(each: Step) -> LeadershipReturn:
    rated = sum(each.counts.values())
    return leadership(
        LeadershipSubject[each.subject.upper()], RatingStage[each.step.upper()],
        total=rated + each.not_rated, rated=rated, not_rated=each.not_rated, **each.counts,
    )  # fmt: skip
