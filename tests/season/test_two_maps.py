"""Random provinces merged anew: both years against a plain recomputation.

Three districts of twelve communes each, and their agencies, become ten communes above others.
"""

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tests.builders import AS_OF, YEAR, a_return, cell, info, leadership, old_unit, register, unit
from tests.outputs.site.pages.shown import show
from tests.season.stories import TIMES
from tests.season.two_maps import (
    LEVELS,
    REASONS,
    STEPS,
    Counts,
    Key,
    Row,
    Sent,
    Sum,
    Today,
    add_up,
    lines,
    percent,
    pieces,
)
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.scope import Scope
from xeploai.paths import RATIOS_TABLE
from xeploai.register.model import Unit
from xeploai.rules.all_rules import TITLES
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject, Level, RatingStage, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.views.season_view import lay_out

LAST = YEAR - 1
SEEDS = range(12 * TIMES)


@dataclass
class Province:
    """The units of today, in the register's order, and what was sent in both years."""

    units: list[Unit] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)
    then: dict[str, Sent] = field(default_factory=dict)
    now: dict[str, Sent] = field(default_factory=dict)

    @property
    def today(self) -> Today:
        parents = {each.code: each.parent for each in self.units}
        reporting = [each.code for each in self.units if each.kind.is_grassroots]
        return Today(parents, reporting, self.rows)


# ------------------------------------------------------------------ drawn


def draw_province(seed: int) -> Province:
    lot = random.Random(seed)
    drawn = Province([unit("P", UnitKind.PROVINCE)])
    communes = [f"X{district}{number:02}" for district in "ABC" for number in range(1, 13)]
    agencies = [f"S{district}{number}" for district in "ABC" for number in range(1, 7)]
    stayed: list[str] = []
    for number in range(10):
        draw_commune(lot, drawn, f"N{number}", agencies, stayed)
    for index, old in enumerate(communes):
        # Most are merged whole into the next commune; a few are split.
        home = f"N{index * 10 // len(communes)}"
        drawn.rows += [(new, old) for new in draw_pieces(lot, drawn, home)]
    draw_sent(lot, drawn, [*communes, *agencies, *stayed])
    lot.shuffle(drawn.rows)
    return drawn


def draw_commune(
    lot: random.Random, drawn: Province, code: str, agencies: list[str], stayed: list[str]
) -> None:
    """Add a commune with a few organisations: new ones, old agencies alone or merged, one as was.

    The commune may name an agency again that became one of its organisations.
    """
    drawn.units.append(unit(code, UnitKind.DISTRICT, parent="P"))
    for number in range(1, lot.randint(2, 6)):
        kind = lot.choice((UnitKind.GRASSROOTS, UnitKind.GRASSROOTS_CELL))
        below, of = f"{code}.{number}", lot.choice((0, 0, 1, 1, 2))
        if lot.random() < 0.15:
            below = f"K{len(stayed)}"
            stayed.append(below)
        else:
            old = [agencies[lot.randrange(len(agencies))] for _ in range(of if agencies else 0)]
            drawn.rows += [(below, each) for each in dict.fromkeys(old)]
            if old and lot.random() < 0.3:
                drawn.rows.append((code, old[0]))
        drawn.units.append(unit(below, kind, parent=code))


def draw_pieces(lot: random.Random, drawn: Province, home: str) -> list[str]:
    chance = lot.random()
    if chance < 0.8:
        return [home]
    if chance < 0.9:
        return [home, lot.choice([f"N{number}" for number in range(10) if f"N{number}" != home])]
    below = [each.code for each in drawn.units if each.parent == home]
    return lot.sample(below, min(2, len(below)))


def draw_sent(lot: random.Random, drawn: Province, old: Sequence[str]) -> None:
    for code in old:
        if lot.random() > 0.04:
            drawn.then[code] = draw_one(lot, is_cell=code[0] == "S" and lot.random() < 0.5)
    for each in drawn.units:
        if each.kind.is_grassroots and lot.random() > 0.1:
            drawn.now[each.code] = draw_one(lot, is_cell=each.kind is UnitKind.GRASSROOTS_CELL)
        if each.code in drawn.then:
            # What stayed as it was is of the kind that it was.
            drawn.then[each.code] = draw_one(lot, is_cell=each.kind is UnitKind.GRASSROOTS_CELL)


def draw_one(lot: random.Random, *, is_cell: bool) -> Sent:
    rows = [draw_row(lot) for _ in range(1 if is_cell else lot.randint(1, 5))]
    led: dict[Key, Counts] = {}
    for subject in ("collective", "leader"):
        for step in STEPS:
            if lot.random() < 0.7:
                levels = {x: lot.choice((0, 1, 2, 5)) for x in LEVELS}
                led[subject, step] = {**levels, "total": sum(levels.values()) + lot.randrange(3)}
    return Sent(is_cell, rows, draw_levels(lot), led)


def draw_row(lot: random.Random) -> Row:
    counts = {x: lot.choice((0, 0, 1, 2)) for x in REASONS}
    counts |= {x: lot.choice((0, 1, 3, 8)) for x in LEVELS}
    counts["htt"] += 1
    counts["rated"] = sum(counts[x] for x in LEVELS)
    counts["total"] = counts["rated"] + sum(counts[x] for x in REASONS)
    return Row(counts, draw_levels(lot))


def draw_levels(lot: random.Random) -> dict[str, str]:
    return {step: lot.choice(LEVELS) for step in STEPS if lot.random() < 0.8}


# ------------------------------------------------------------------ given to the program


def built(drawn: Province) -> Season:
    crosswalk = [
        *(old_unit(new, old, str(LAST)) for new, old in drawn.rows),
        # The provinces that it was made of sent nothing themselves.
        *(old_unit("P", old, str(LAST)) for old in ("P1", "P2")),
    ]
    taken = [
        given(code, year, sent)
        for year, sendings in ((LAST, drawn.then), (YEAR, drawn.now))
        for code, sent in sendings.items()
    ]
    return evaluate(register(drawn.units, crosswalk=crosswalk), taken, AS_OF)


def given(code: str, year: int, sent: Sent) -> Return:
    kind = UnitKind.GRASSROOTS_CELL if sent.is_cell else UnitKind.GRASSROOTS
    on = date(year, 12, 1)
    of = info(
        unit_code=Code(code), unit_kind=kind, period=str(year), sent_on=on,
        cells_declared=None if sent.is_cell else len(sent.rows),
        members_declared=sum(row.members["total"] for row in sent.rows),
        rated_declared=sum(row.members["rated"] for row in sent.rows),
        **as_levels(sent.levels),
    )  # fmt: skip
    rows = [
        cell(
            cell_code=Code(code if sent.is_cell else f"{number:02}"), name=f"Chi bộ {number}",
            review_date=on, members=row.members["total"],
            **{x: n for x, n in row.members.items() if x != "total"}, **as_levels(row.levels),
        )
        for number, row in enumerate(sent.rows, start=1)
    ]  # fmt: skip
    led = [
        leadership(
            LeadershipSubject[subject.upper()], RatingStage[step.upper()],
            **counts, rated=sum(counts[x] for x in LEVELS),
            not_rated=counts["total"] - sum(counts[x] for x in LEVELS),
        )
        for (subject, step), counts in sent.led.items()
    ]  # fmt: skip
    name = f"{code}-{year}"
    return a_return(rows, of=of, others=led, file=f"{name}.xlsx", sha256=name, received_on=on)


def as_levels(levels: object) -> dict[str, Level | None]:
    assert isinstance(levels, dict)
    return {f"{x}_level": Level(levels[x]) if x in levels else None for x in STEPS}


# ------------------------------------------------------------------ compared


@cache
def case(seed: int) -> tuple[Province, Season]:
    drawn = draw_province(seed)
    return drawn, built(drawn)


def written(season: Season, period: int) -> dict[tuple[str, str, str], dict[str, str]]:
    """The lines of ratios.csv on units of the register, as far as they are counts and shares."""
    data = data_files(season, redaction_of(season, TITLES))[RATIOS_TABLE]
    found = csv.DictReader(StringIO(data.decode("utf-8-sig")))
    key = "org", "self"
    names = next(iter(lines({"P": Sum({key: None}, {key: 0}, {key: 0})}).values()))
    return {
        (x["unit"], x["subject"], x["stage"]): {name: x[name] for name in names}
        for x in found
        if x["period"] == str(period) and x["unit"] in season.register.units
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_both_years_is_what_was_sent_added_up(seed: int) -> None:
    drawn, season = case(seed)
    assert not [finding for finding in season.findings if finding.is_error]
    assert written(season, LAST) == lines(add_up(drawn.today, drawn.then))
    this_year = Today(drawn.today.parents, drawn.today.reporting)
    assert written(season, YEAR) == lines(add_up(this_year, drawn.now))


def members_of(sums: dict[str, Sum], code: str) -> tuple[str, str] | None:
    """The two shares that stand beside a year, None where none may stand."""
    each = sums[code]
    counts = each.counts["member", "decided"]
    if counts is None or not counts["rated"]:
        return None
    key = "member", "decided"
    if 100 * each.counted[key] < 50 * each.expected[key]:
        return "–", "–"
    good = counts["xs"] + counts["htt"]
    return percent(counts["xs"], counts["rated"]), percent(good, counts["rated"])


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_the_sheet_of_all_years_says_the_same(seed: int) -> None:
    drawn, season = case(seed)
    sheet = load_workbook(BytesIO(workbook(Scope(lay_out(season), ""))))["Các năm"]
    rows = [[each.value for each in row] for row in sheet.iter_rows(min_row=6)]
    sums = add_up(drawn.today, drawn.then)
    found = {row[0]: row[2:4] for row in rows}
    for each in drawn.units:
        shares = members_of(sums, each.code)
        spelt = [f"{x:.2f}" if isinstance(x, int | float) else x for x in found[each.name]]
        if shares is None:
            assert spelt[1] is None
            reasons = ("Đơn vị cũ mã", "Không có số liệu", "Tính chung ở")
            assert str(spelt[0]).startswith(reasons)
        else:
            assert tuple(spelt) == shares


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_the_page_of_all_years_says_the_same(seed: int) -> None:
    drawn, season = case(seed)
    text = show(season)["xep-loai/cac-nam.md"].text
    whole = add_up(drawn.today, drawn.then)["P"].counts["member", "decided"]
    assert whole is not None
    total, rated = (f"{whole[key]:,}".replace(",", ".") for key in ("total", "rated"))
    coverage = percent(whole["rated"], whole["total"]).replace(".", ",")
    assert f"Năm {LAST} {total} {rated} {coverage} {whole['xs']} " in text


# ------------------------------------------------------------------ what is drawn


def situations(drawn: Province) -> Iterator[str]:
    today = drawn.today
    for old in {old for _, old in drawn.rows}:
        units = pieces(today, old)
        above = {today.parents[each] for each in units}
        named = [new for new, code in drawn.rows if code == old]
        yield "said again above" if len(named) > len(units) else "said once"
        if old not in drawn.then:
            yield "silent"
        if len(units) == 1:
            yield "whole, below" if units[0] in today.reporting else "whole, above"
        else:
            yield "split inside one" if len(above) == 1 and above != {"P"} else "split between"
    made_of = Counter(new for new, _ in drawn.rows)
    yield from ("merged, reporting" for x in today.reporting if made_of[x] > 1)
    yield from ("stayed" for x in today.reporting if x in drawn.then)


def test_every_situation_is_drawn() -> None:
    found = Counter(each for seed in SEEDS for each in set(situations(draw_province(seed))))
    wanted = {
        "said again above", "said once", "silent", "whole, below", "whole, above",
        "split inside one", "split between", "merged, reporting", "stayed",
    }  # fmt: skip
    assert found.keys() == wanted
    assert min(found.values()) >= 3
