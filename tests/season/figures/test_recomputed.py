"""The figures of random seasons, worked out again in the plainest words.

Nothing of the program is used to work them out: a season is drawn as a story, the program gets the
story as a register and returns, and every row of ratios.csv has to be what the story adds up to.
So have those figures whose shares are not printed, and the number of cells reviewed.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from io import StringIO
from math import floor

import pytest

from tests.season.progress.test_recomputed import answer
from tests.season.stories import (
    LEVELS,
    REASONS,
    STEPS,
    TIMES,
    Cell,
    Place,
    Rating,
    Sending,
    Story,
    as_input,
    draw_story,
)
from xeploai.forms import layout
from xeploai.outputs.csv_files import BEFORE, data_files
from xeploai.paths import RATIOS_TABLE
from xeploai.rules.all_rules import TITLES
from xeploai.schema.register import DecisionRow
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out

SEEDS = range(300 * TIMES)

COUNTS = ("total", "rated", *REASONS, *LEVELS)
SHARES = {
    "coverage_pct": ("rated", "total"),
    "xs_pct": ("xs", "rated"),
    "htt_pct": ("htt", "rated"),
    "ht_pct": ("ht", "rated"),
    "kht_pct": ("kht", "rated"),
    "xs_over_htt_pct": ("xs", "htt"),
    "xs_over_xs_htt_pct": ("xs", "xs + htt"),
    "htt_or_above_pct": ("xs + htt", "rated"),
}
SUBJECTS = ("member", "cell", "org", "collective", "leader")
INSIDE = ("chi bộ trực thuộc", "đảng bộ bộ phận")
"""The kinds that stand inside the return of another unit."""

Counts = Mapping[str, int]
Line = dict[str, str]
Key = tuple[str, str, str]
"""Unit, subject and step."""


@dataclass(frozen=True)
class Leaf:
    """What is counted once: the members of a cell, a cell, an organisation, leaders of a unit."""

    place: str
    subject: str
    step: str
    counts: Counts


# ------------------------------------------------------------------ who there is


def current(story: Story, code: str) -> Sending | None:
    """Return the sending in force, or else the last that came by the day, good or not."""
    came = [each for each in story.sendings[code] if each.on <= story.as_of]
    return story.in_force(code) or (came[-1] if came else None)


def codes(story: Story) -> dict[tuple[str, int], str]:
    """Return the code of every cell that units write, by the unit and the number of its row.

    It is the listed one, or its own where that is clear, or else a longer one.
    """
    sendings = {each.code: current(story, each.code) for each in story.reporting}
    rows = [
        (unit, number, each)
        for unit, sending in sendings.items()
        for number, each in enumerate(sending.cells if sending else (), start=1)
    ]
    times = Counter(each.code for _, _, each in rows)
    listed = {each.code for each in story.places}
    longer = {f"{unit}/{each.code}" for unit, _, each in rows}
    made: dict[tuple[str, int], str] = {}
    for unit, number, each in rows:
        is_clear = each.code and times[each.code] == 1 and each.code not in listed | longer
        own = f"{unit}/{each.code}"
        is_free = each.code and own not in listed
        made[unit, number] = (
            unit if unit == "C"
            else each.listed if each.listed
            else each.code if is_clear
            else own if is_free
            else f"{unit}/-{number}"
        )  # fmt: skip
    return made


def cells_counted(story: Story) -> dict[str, Cell]:
    """Return the cells of the returns in force by their code; the chi bộ cơ sở C is its own."""
    by_row, counted = codes(story), {}
    for unit in story.reporting:
        sending = story.in_force(unit.code)
        for number, cell in enumerate(sending.cells if sending else (), start=1):
            code = by_row[unit.code, number]
            assert code not in counted, "two cells have one code"
            counted[code] = cell
    return counted


def tree(story: Story) -> dict[str, Place]:
    """Return the organisations by code, those the returns name among them."""
    places = {each.code: each for each in story.places}
    by_row = codes(story)
    for unit in story.reporting:
        sending = story.in_force(unit.code)
        for number, cell in enumerate(sending.cells if sending else (), start=1):
            code = by_row[unit.code, number]
            if code not in places:
                places[code] = Place(code, "chi bộ trực thuộc", unit.code, name=cell.name)
    return places


def holds(places: Mapping[str, Place], above: str, code: str) -> bool:
    """Whether an organisation is another, or stands below it."""
    while code and code != above:
        code = places[code].parent
    return code == above


# ------------------------------------------------------------------ how they are rated


def level(story: Story, code: str, subject: str, step: str, *own: Rating) -> str:
    """Return the level at a step: as the register has it, else as the return has it."""
    rows = [each.rating for each in story.decisions if (each.code, each.subject) == (code, subject)]
    signed = [each for each in rows if not is_later(story, each)]
    later = [each for each in rows if is_later(story, each)]
    if step != "decided":
        spoken = signed or [each for each in later if {"self", "proposed"} & each.levels.keys()]
        return first(step, (*spoken[-1:], *own))
    is_to_come = any("decided" in each.levels for each in later)
    if is_to_come and not any("decided" in each.levels for each in signed[-1:]):
        return ""
    return first(step, (*signed[-1:], *(each for each in own if not is_later(story, each))))


def is_later(story: Story, rating: Rating) -> bool:
    return rating.decided_on is not None and rating.decided_on > story.as_of


def first(step: str, ratings: Sequence[Rating]) -> str:
    return next((each.levels[step] for each in ratings if step in each.levels), "")


def is_decided_on(story: Story, code: str) -> bool:
    """Whether the register says anything of an organisation by the day."""
    rows = [each.rating for each in story.decisions if (each.code, each.subject) == (code, "org")]
    return any(
        not is_later(story, each) or {"self", "proposed"} & each.levels.keys() for each in rows
    )


def one(story: Story, code: str, level: str) -> Counts:
    """Return the counts of one organisation with a level, or with none and why."""
    if level:
        return {"total": 1, "rated": 1, level: 1}
    founded = next((each.founded for each in story.places if each.code == code), None)
    is_young = founded is not None and founded > date(2025, 7, 1)
    return {"total": 1, "new_under_6m" if is_young else "not_rated_other": 1}


# ------------------------------------------------------------------ what is counted


def leaves(story: Story) -> Iterator[Leaf]:
    yield from of_cells(story)
    yield from of_organisations(story)
    for unit in story.reporting:
        sending = story.in_force(unit.code)
        yield from of_leadership(unit.code, sending) if sending else ()


def of_cells(story: Story) -> Iterator[Leaf]:
    for code, cell in cells_counted(story).items():
        rated = sum(cell.members[key] for key in LEVELS)
        total = sum(cell.members.values())
        yield Leaf(code, "member", "decided", {**cell.members, "rated": rated, "total": total})
        for step in STEPS if code != "C" else ():
            given = level(story, code, "cell", step, cell.rating)
            yield Leaf(code, "cell", step, one(story, code, given))


def of_organisations(story: Story) -> Iterator[Leaf]:
    """Yield every TCCSĐ of the register, once anything is known of any."""
    units = [each.code for each in story.reporting]
    if not any(story.in_force(code) or is_decided_on(story, code) for code in units):
        return
    for unit in story.reporting:
        sending = story.in_force(unit.code)
        own = [sending.rating] if sending else []
        if sending and unit.kind == "chi bộ cơ sở":
            own.append(sending.cells[0].rating)
        for step in STEPS:
            given = level(story, unit.code, "org", step, *own)
            yield Leaf(unit.code, "org", step, one(story, unit.code, given))


def of_leadership(unit: str, sending: Sending) -> Iterator[Leaf]:
    """Yield each step on the greatest number of those that the unit gives at any step."""
    for subject in ("collective", "leader"):
        steps = {each.step: each for each in sending.leadership if each.subject == subject}
        sizes = [sum(each.counts.values()) + each.not_rated for each in steps.values()]
        for step in STEPS if any(sizes) else ():
            counts = steps[step].counts if step in steps else {}
            rated = sum(counts.values())
            yield Leaf(unit, subject, step, {
                **counts, "rated": rated, "total": max(sizes),
                "not_rated_other": max(sizes) - rated,
            })  # fmt: skip


# ------------------------------------------------------------------ the table


def table(story: Story) -> dict[Key, Line]:
    places, known = tree(story), list(leaves(story))
    lines: dict[Key, Line] = {}
    for place in places.values():
        names = {"period": "2025", "unit": place.code, "name": place.name,
                 "kind": place.kind, "parent": place.parent}  # fmt: skip
        below = [each for each in known if holds(places, place.code, each.place)]
        expected, counted = coverage(story, places, place)
        for subject in SUBJECTS:
            for step in STEPS if subject != "member" else ("decided",):
                given = [x.counts for x in below if (x.subject, x.step) == (subject, step)]
                if place.kind in INSIDE and subject != "member" and not given:
                    continue
                counts = summed(given) if given or counted else None
                lines[place.code, subject, step] = {
                    **names, "subject": subject, "stage": step, **shown(story, counts),
                    "units_expected": "" if place.kind in INSIDE else str(expected),
                    "units_counted": "" if place.kind in INSIDE else str(counted),
                }  # fmt: skip
        if not place.reports and place.kind != "chi bộ trực thuộc":
            for step in STEPS if is_decided_on(story, place.code) else ():
                given_level = level(story, place.code, "org", step)
                lines[place.code, "own", step] = {
                    **names, "subject": "own", "stage": step,
                    **shown(story, summed([one(story, place.code, given_level)])),
                    "units_expected": "", "units_counted": "",
                }  # fmt: skip
    return lines


def coverage(story: Story, places: Mapping[str, Place], place: Place) -> tuple[int, int]:
    """Return how many units that report are one or stand below it, and how many are counted."""
    units = [each.code for each in story.reporting if holds(places, place.code, each.code)]
    return len(units), sum(story.in_force(code) is not None for code in units)


def summed(given: Sequence[Counts]) -> Counts:
    return {key: sum(each.get(key, 0) for each in given) for key in COUNTS}


def shown(story: Story, counts: Counts | None) -> Line:
    if counts is None:
        return dict.fromkeys((*COUNTS, *SHARES), "")
    numbers = {key: str(counts[key]) for key in COUNTS}
    both = {**counts, "xs + htt": counts["xs"] + counts["htt"]}
    return numbers | {
        key: percentage(story, both[top], both[base]) for key, (top, base) in SHARES.items()
    }


def percentage(story: Story, number: int, base: int) -> str:
    if base == 0:
        return ""
    last = Fraction(100 * number * 10**story.digits, base)
    whole = floor(last if story.cuts else last + Fraction(1, 2))
    before, after = divmod(whole, 10**story.digits)
    return f"{before}.{after:0{story.digits}}"


def withheld(story: Story, lines: Mapping[Key, Line]) -> set[Key]:
    """Return the figures whose shares of levels are not printed: of too few units.

    Organisations may be decided before their unit is counted.
    """
    return {
        key
        for key, line in lines.items()
        if line["units_expected"] and line["rated"] not in ("", "0")
        if 100 * max(
            int(line["units_counted"]), int(line["rated"]) if line["subject"] == "org" else 0
        ) < story.least * int(line["units_expected"])
    }  # fmt: skip


def reviewed(story: Story, above: str) -> tuple[int, int] | None:
    """Return how many cells of the units counted have held their review, of those to hold one.

    All of a unit that has reached the milestone of reviews have, else those with a day.
    """
    places = tree(story)
    units = [x.code for x in story.reporting if not above or holds(places, above, x.code)]
    counted = {x: story.in_force(x) for x in units if x != "C" and story.in_force(x)}
    days = [
        cell.reviewed is not None or is_reviewed(story, code)
        for code, sending in counted.items() if sending
        for cell in sending.cells if cell.reviewed or any_rated(cell)
    ]  # fmt: skip
    return (sum(days), len(days)) if days else None


def is_reviewed(story: Story, code: str) -> bool:
    return answer(story, code, "CB")[0] is not None


def any_rated(cell: Cell) -> bool:
    return any(cell.members[key] for key in LEVELS)


def unused(story: Story) -> set[int]:
    """Return which decisions of the register, from 0, are of no organisation there is."""
    known = {(code, "cell") for code in codes(story).values() if code != "C"} | {
        (each.code, "cell" if each.kind == "chi bộ trực thuộc" else "org") for each in story.places
    }
    rows = enumerate(story.decisions)
    return {number for number, each in rows if (each.code, each.subject) not in known}


# ------------------------------------------------------------------ compared


def built(story: Story) -> Season:
    listed, items = as_input(story)
    return evaluate(listed, items, story.as_of)


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_are_what_the_story_adds_up_to(seed: int) -> None:
    story = draw_story(seed)
    season = built(story)
    written = data_files(season, redaction_of(season, TITLES))[RATIOS_TABLE]
    lines = list(csv.DictReader(StringIO(written.decode("utf-8-sig"))))
    # Nothing of a story was rated again.
    assert not any(line.pop(name) for line in lines for name in BEFORE)
    by_key = {(line["unit"], line["subject"], line["stage"]): line for line in lines}
    assert len(by_key) == len(lines)
    lines_wanted = table(story)
    assert by_key == lines_wanted
    printed = season.figures.printed.rows
    assert {(x.unit, x.subject, x.stage) for x in printed if x.is_withheld} == withheld(
        story, lines_wanted
    )
    view = lay_out(season)
    above = ["", *(each.code for each in story.places if each.kind not in INSIDE)]
    assert {code: view.reviewed(code) for code in above} == {
        code: reviewed(story, code) for code in above
    }
    rows = [x.ref.row for x in season.findings if x.rule == "decision_of_unknown_code"]
    assert {row - layout.place(DecisionRow).first_row for row in rows} == unused(story)


# ------------------------------------------------------------------ what is drawn


def situations(story: Story) -> Iterator[str]:
    for unit in story.reporting:
        yield from of_unit(story, unit.code)
    sendings = [current(story, each.code) for each in story.reporting]
    written = [each.code for sending in sendings if sending for each in sending.cells]
    counted = {code: each.code for code, each in cells_counted(story).items()}
    for row in story.decisions:
        shared = written.count(counted.get(row.code, row.code)) > 1
        is_used = row.code in counted
        if row.subject == "cell" and shared:
            yield f"{counted.get(row.code, row.code)} of two, decided as {row.code}, {is_used}"
        if is_later(story, row.rating):
            yield "a decision to come"
    number = sum(story.in_force(each.code) is not None for each in story.reporting)
    yield "none, some or all counted: " + (
        "none" if not number else "all" if number == 4 else "some"
    )


def of_unit(story: Story, code: str) -> Iterator[str]:
    sendings, counted = story.sendings[code], story.in_force(code)
    last = sendings[-1] if sendings else None
    if counted and last and last is not counted:
        yield "an earlier one counts: " + (
            "late" if last.on > story.as_of
            else "refused" if last.is_faulty
            else "partial" if last.is_partial
            else "empty"
        )  # fmt: skip
    for subject in ("collective", "leader") if counted else ():
        steps = [each for each in counted.leadership if each.subject == subject] if counted else []
        sizes = {sum(each.counts.values()) + each.not_rated for each in steps}
        if sizes and (len(sizes) > 1 or len(steps) < len(STEPS)):
            yield "a step of fewer leaders"


def test_every_situation_is_drawn() -> None:
    drawn = {each for seed in SEEDS for each in situations(draw_story(seed))}
    assert drawn >= {
        "none, some or all counted: none",
        "none, some or all counted: some",
        "none, some or all counted: all",
        "an earlier one counts: late",
        "an earlier one counts: refused",
        "an earlier one counts: partial",
        "an earlier one counts: empty",
        "a step of fewer leaders",
        "a decision to come",
        "01 of two, decided as 01, False",
        "01 of two, decided as A/01, True",
        "A/01 of two, decided as A/01, False",
        "A/01 of two, decided as A/A/01, True",
        "A/01 of two, decided as B/A/01, True",
    }
