"""Faults of the levels: the cap, what an excellent cell or unit needs, collectives and leaders."""

from tests.seeded.planting import Planted, anyone, committees, lone, planter
from tests.seeded.sendings import TAKEN, Place, Values
from tests.seeded.site import NoRoomError, Site, is_number
from xeploai.schema.form import CellReturn, DisciplineReturn, LeadershipReturn
from xeploai.schema.terms import (
    CapScope,
    DisciplineTarget,
    LeadershipSubject,
    Level,
    RatingStage,
    Scale,
)

# ------------------------------------------------------------------ the cap


def _is_over(rows: list[Values], unread: int, percent: int) -> bool:
    excellent: int = sum(row["xs"] for row in rows)
    good: int = unread + sum(row["htt"] for row in rows)
    return 100 * excellent > percent * good


def _raise_over(site: Site, cells: list[Values], free: list[Values], percent: int) -> None:
    """Rate members excellent, evenly over the free cells, until there are too many in all."""
    of_cells = [row for row in cells if "cell_code" in row]
    rows = [row for row in of_cells if is_number(row.get("xs")) and is_number(row.get("htt"))]
    # Where a number was planted over, it may be read all the same: all may be good there.
    others = (row.get("members") for row in of_cells if row not in rows)
    unread = sum(members for members in others if isinstance(members, int))
    rows = [row for row in rows if row["htt"]]
    while not _is_over(rows, unread, percent):
        good = [row for row in rows if row["htt"] and any(row is each for each in free)]
        if not good:
            raise NoRoomError(CellReturn.SHEET)
        site.move(min(good, key=lambda row: row["xs"] / row["htt"]), "htt", "xs", 1)


def _untaken(rows: list[Values]) -> list[Values]:
    """The cells in which nothing is planted that other numbers would undo."""
    return [row for row in rows if TAKEN not in row]


@planter(comes_last=True, cap_scope=CapScope.GRASSROOTS, cap_decision="", cap=20)
def excellent_members_over_cap(site: Site) -> Planted:
    _raise_over(site, site.cells, _untaken(site.cells), 20)
    yield site.at_head(CellReturn, "xs")


@planter(comes_last=True, cap_scope=CapScope.GRASSROOTS, cap_decision="12-QĐ/TU", cap=22)
def excellent_members_over_allowed_cap(site: Site) -> Planted:
    _raise_over(site, site.cells, _untaken(site.cells), 22)
    yield site.at_head(CellReturn, "xs")


@planter(cap_scope=CapScope.CELL, cap=20)
def excellent_members_of_cell_over_cap(site: Site) -> Planted:
    row = site.cell()
    _raise_over(site, [row], [row], 20)
    yield site.at_cell(row, "xs")


@planter(cap_scope=CapScope.WHOLE)
def excellent_members_of_all_over_cap(site: Site) -> Planted:
    sites = [Site(site.season, code, site.rng) for code in anyone(site.season)]
    rows = [row for each in sites for row in each.cells]
    _raise_over(site, rows, _untaken(rows), 20)
    most = max(sites, key=lambda each: (sum(row["xs"] for row in each.cells), each.unit))
    yield most.at_head(CellReturn, "xs")


# ------------------------------------------------------------------ what excellence needs


def _spoil_quality(site: Site, row: Values) -> None:
    """One who failed, or too few who did well."""
    if site.rng.random() < 0.5:
        site.move(row, "htt", "kht", 1)
    while 100 * (row["xs"] + row["htt"]) >= 80 * row["rated"] and not row["kht"]:
        site.move(row, "htt", "ht", 1)


def _excellent_cell(site: Site) -> Planted:
    row = site.cell(lambda row: row["decided_level"] is not None)
    site.best(row)
    _spoil_quality(site, row)
    site.rate(row, Level.XS)
    yield site.at_cell(row, "decided_level")


@planter(committees)
def excellent_cell_below_quality(site: Site) -> Planted:
    yield from _excellent_cell(site)


@planter(committees)
def excellent_cell_own_rating_below_quality(site: Site) -> Planted:
    (place,) = _excellent_cell(site)
    assert isinstance(place, Place)
    assert place.row is not None
    _not_decided(place.row)
    yield site.at_cell(place.row, "self_level")


def _not_decided(row: Values) -> None:
    """What was rated is its own rating only."""
    row |= dict.fromkeys(("proposed_level", "decided_level", "decision_date"))
    row["decision_no"] = ""


@planter(committees)
def excellent_cell_below_usual_quality(site: Site) -> Planted:
    yield from _excellent_cell(site)


def _excellent_unit(site: Site) -> Planted:
    for row in site.rows(CellReturn):
        if row["decided_level"] is Level.XS and TAKEN not in row:
            site.rate(row, Level.HTT)
    row = site.cell()
    site.rate(row, site.rng.choice((Level.HT, Level.KHT)))
    if row["decided_level"] is Level.HT:
        # One of five and more is no fault yet.
        for _ in range(len(site.cells) // 5):
            site.rate(site.cell(), Level.HT)
    site.rate(site.info, Level.XS)
    yield site.at_label("decided_level")


@planter(committees)
def excellent_unit_below_quality(site: Site) -> Planted:
    yield from _excellent_unit(site)


@planter(committees)
def excellent_unit_own_rating_below_quality(site: Site) -> Planted:
    list(_excellent_unit(site))
    _not_decided(site.info)
    yield site.at_label("self_level")


@planter(committees)
def excellent_unit_below_usual_quality(site: Site) -> Planted:
    for row in site.rows(DisciplineReturn):
        if row["target"] is DisciplineTarget.ORG and TAKEN not in row:
            row["number"] = 0
    yield from _excellent_unit(site)


# ------------------------------------------------------------------ collectives and leaders


@planter()
def leadership_levels_do_not_sum_to_rated(site: Site) -> Planted:
    row = site.pick(LeadershipReturn)
    row[site.rng.choice(("xs", "htt", "ht", "kht"))] += site.some()
    yield site.at(LeadershipReturn, row, "rated")


@planter()
def leadership_rated_and_not_rated_do_not_sum_to_total(site: Site) -> Planted:
    row = site.pick(LeadershipReturn)
    row["total"] += site.some()
    yield site.at(LeadershipReturn, row, "total")


@planter()
def leadership_row_twice(site: Site) -> Planted:
    again = dict(site.pick(LeadershipReturn))
    site.rows(LeadershipReturn).append(again)
    yield site.at(LeadershipReturn, again, "subject")


@planter()
def leaders_above_collective(site: Site) -> Planted:
    leaders = site.pick(
        LeadershipReturn, lambda row: row["subject"] is LeadershipSubject.LEADER and row["xs"]
    )
    collectives = site.pick(
        LeadershipReturn,
        lambda row: (
            row["subject"] is LeadershipSubject.COLLECTIVE and row["stage"] is leaders["stage"]
        ),
    )
    collectives["htt"] += collectives["xs"]
    collectives["xs"] = 0
    yield site.at(LeadershipReturn, leaders, "xs")


@planter()
def leadership_base_changes(site: Site) -> Planted:
    first = {row["subject"]: id(row) for row in reversed(site.rows(LeadershipReturn))}
    row = site.pick(LeadershipReturn, lambda row: id(row) not in first.values())
    number = site.some()
    for key in ("total", "rated", "htt"):
        row[key] += number
    yield site.at(LeadershipReturn, row, "total")


@planter()
def leadership_not_rated_without_reason(site: Site) -> Planted:
    row = site.pick(LeadershipReturn)
    if not row["not_rated"]:
        row |= {"not_rated": 1, "rated": row["rated"] - 1, "htt": row["htt"] - 1}
    row["not_rated_reason"] = ""
    yield site.at(LeadershipReturn, row, "not_rated_reason")


@planter(comes_last=True)
def more_leaders_than_members(site: Site) -> Planted:
    rows = [x for x in site.rows(LeadershipReturn) if x["subject"] is LeadershipSubject.LEADER]
    if any(TAKEN in row for row in rows):
        raise NoRoomError(LeadershipReturn.SHEET)
    counts = [row["members"] for row in site.cells if is_number(row["members"])]
    # What another fault hides from here is one cell, which is smaller.
    number = sum(counts) + 100 + site.some()
    for row in rows:
        row[TAKEN] = True
        for key in ("total", "rated", "htt"):
            row[key] += number
    yield site.at(LeadershipReturn, rows[0], "total")


# ------------------------------------------------------------------ members at a step


_COUNTS_OF_MEMBERS = ("members", "rated", "xs", "htt", "ht", "kht")


def _members_at(site: Site, stage: RatingStage) -> Values:
    """The unit's members at a step, as its cells have them: a row of the sheet of leaders."""
    if not all("stage" in row for row in site.rows(LeadershipReturn)):
        raise NoRoomError(LeadershipReturn.SHEET)  # a total that somebody typed
    sums: Values = {
        key: sum(row[key] for row in site.cells if is_number(row.get(key)))
        for key in _COUNTS_OF_MEMBERS
    }
    total = sums.pop("members")
    row: Values = {
        "subject": LeadershipSubject.MEMBER, "stage": stage, "total": total,
        "not_rated": total - sums["rated"], "not_rated_reason": "", **sums, TAKEN: True,
    }  # fmt: skip
    site.rows(LeadershipReturn).append(row)
    return row


def _miscount(site: Site, row: Values) -> None:
    number = site.some()
    row["total"] += number
    row["not_rated"] += number


@planter(comes_last=True)
def civil_servants_unlike_members(site: Site) -> Planted:
    if not all("stage" in row for row in site.rows(LeadershipReturn)):
        raise NoRoomError(LeadershipReturn.SHEET)  # a total that somebody typed
    rated, xs = (
        sum(row[key] for row in site.cells if is_number(row.get(key))) for key in ("rated", "xs")
    )
    number = 200 + site.some()
    excellent = number if 2 * xs < rated else 0
    row: Values = {
        "subject": LeadershipSubject.CIVIL_SERVANT, "stage": RatingStage.DECIDED, "total": number,
        "not_rated": 0, "not_rated_reason": "", "rated": number, "xs": excellent,
        "htt": number - excellent, "ht": 0, "kht": 0, TAKEN: True,
    }  # fmt: skip
    site.rows(LeadershipReturn).append(row)
    yield site.at(LeadershipReturn, row, "xs")


@planter(comes_last=True)
def member_step_total_differs(site: Site) -> Planted:
    row = _members_at(site, site.rng.choice((RatingStage.SELF, RatingStage.PROPOSED)))
    _miscount(site, row)
    yield site.at(LeadershipReturn, row, "total")


@planter(comes_last=True)
def member_step_rated_differs(site: Site) -> Planted:
    row = _members_at(site, site.rng.choice((RatingStage.SELF, RatingStage.PROPOSED)))
    level = next((key for key in ("htt", "xs", "ht", "kht") if row[key]), "")
    is_exact = all(is_number(x.get(key)) for x in site.cells for key in _COUNTS_OF_MEMBERS)
    if not (level and is_exact):
        raise NoRoomError(LeadershipReturn.SHEET)
    row |= {level: row[level] - 1, "rated": row["rated"] - 1, "not_rated": row["not_rated"] + 1}
    yield site.at(LeadershipReturn, row, "rated")


@planter(comes_last=True)
def decided_members_differ(site: Site) -> Planted:
    row = _members_at(site, RatingStage.DECIDED)
    _miscount(site, row)
    yield site.at(LeadershipReturn, row, "total")


# ------------------------------------------------------------------ beside the rest of the return


@planter(committees)
def cell_above_all_its_members(site: Site) -> Planted:
    row = site.cell(lambda row: row["decided_level"] is Level.HTT)
    for level in ("xs", "htt", "ht"):
        site.shift(row, **{level: -row[level], "kht": row[level]})
    yield site.at_cell(row, "decided_level")


@planter(lone)
def grassroots_cell_levels_differ(site: Site) -> Planted:
    (row,) = site.cells
    for key in ("self_level", "proposed_level", "decided_level"):
        row[key] = site.info[key]
    row["decided_level"] = Level.HT
    yield site.at_cell(row, "decided_level")


@planter()
def unit_decided_without_proposal(site: Site) -> Planted:
    key = site.label("proposed_level")
    site.info[key] = site.season.decisions[site.unit][key] = None
    yield site.at_label(key)


@planter()
def leadership_step_missing(site: Site) -> Planted:
    rows = site.rows(LeadershipReturn)
    subject = site.pick(LeadershipReturn, lambda row: row["stage"] is RatingStage.SELF)["subject"]
    own = [row for row in rows if row["subject"] is subject]
    if any(TAKEN in row for row in own if row["stage"] is not RatingStage.SELF):
        raise NoRoomError(LeadershipReturn.SHEET)
    for row in own:
        if row["stage"] is RatingStage.SELF:
            yield site.at(LeadershipReturn, row, "stage")
        else:
            rows.remove(row)


# ------------------------------------------------------------------ the words of the levels


@planter()
def levels_of_another_time(site: Site) -> Planted:
    stamp = site.sending.stamp
    old = stamp["levels"] == Scale.CLEAN
    stamp["levels"] = Scale.FULFILMENT if old else Scale.CLEAN
    yield site.at_label(site.label("period"))


# ------------------------------------------------------------------ points


def _scored(site: Site, points: str) -> Planted:
    row = site.cell(lambda row: row.get("decided_level"))
    row["points"] = points
    yield site.at_cell(row, "points")


@planter(committees)
def points_unreadable(site: Site) -> Planted:
    yield from _scored(site, site.rng.choice(("khá", "9/10", "28+65=94")))


@planter(committees)
def points_beyond_scale(site: Site) -> Planted:
    yield from _scored(site, site.rng.choice(("32+68", "29+71", "104")))


@planter(committees)
def points_below_level(site: Site) -> Planted:
    row = site.cell(lambda row: row.get("decided_level") not in (None, Level.KHT))
    row["points"] = {Level.XS: "27+62,5", Level.HTT: "69", Level.HT: "20+29,5"}[
        row["decided_level"]
    ]
    yield site.at_cell(row, "points")
