"""Faults within one row of a cell: sums that do not add up, and what a row leaves unsaid."""

from tests.seeded.planting import Planted, committees, planter
from tests.seeded.returns import LEVELS, NOT_RATED
from tests.seeded.sendings import Values
from tests.seeded.site import Site
from xeploai.schema.terms import Level, UnitKind


def out(row: Values) -> int:
    """How many of a cell are not rated."""
    return sum(row[key] for key in NOT_RATED)


def _leave_out(site: Site, row: Values) -> None:
    """See to it that somebody of a cell is not rated."""
    if not out(row):
        site.leave_out(row, "exempt")


@planter()
def members_differ_from_both_sums(site: Site) -> Planted:
    row = site.cell(lambda row: row["official"] is not None)
    row["members"] += site.rng.choice((-1, 1)) * site.some()
    # So few that they are fewer than those rated would be another fault.
    row["members"] = max(row["members"], row["rated"] + 1 + (out(row) == 1))
    yield site.at_cell(row, "members")


@planter()
def rated_more_than_members(site: Site) -> Planted:
    row = site.cell()
    more = out(row) + site.some()
    row["rated"] += more
    row["htt"] += more
    yield site.at_cell(row, "rated")


@planter()
def not_rated_also_counted_as_rated(site: Site) -> Planted:
    row = site.cell()
    _leave_out(site, row)
    row["htt"] += out(row)
    row["rated"] = row["members"]
    yield site.at_cell(row, "rated")


@planter()
def rated_differs_from_both_sums(site: Site) -> Planted:
    row = site.cell()
    row["rated"] -= site.rng.randint(1, 5)
    yield site.at_cell(row, "rated")


@planter()
def levels_do_not_sum_to_rated(site: Site) -> Planted:
    row = site.cell()
    key = site.rng.choice(LEVELS)
    # A digit typed twice, or one too many.
    row[key] = int(f"{row[key]}" * 2) if row[key] and site.rng.random() < 0.5 else row[key] + 1
    yield site.at_cell(row, "rated")


@planter()
def rated_and_not_rated_do_not_sum_to_members(site: Site) -> Planted:
    row = site.cell()
    _leave_out(site, row)
    row[site.rng.choice(NOT_RATED[:3])] += site.some()
    yield site.at_cell(row, "members")


@planter()
def official_and_probationary_do_not_sum_to_members(site: Site) -> Planted:
    row = site.cell()
    if row["official"] is None:
        row |= {"official": row["members"] - 1, "probationary": 1}
    row[site.rng.choice(("official", "probationary"))] += site.some()
    yield site.at_cell(row, "official")


@planter()
def more_disciplined_than_members(site: Site) -> Planted:
    row = site.cell()
    row["disciplined"] = row["members"] + site.some()
    yield site.at_cell(row, "disciplined")


@planter()
def not_rated_other_without_reason(site: Site) -> Planted:
    row = site.cell()
    if not row["not_rated_other"]:
        site.leave_out(row, "not_rated_other")
    row["not_rated_reason"] = ""
    yield site.at_cell(row, "not_rated_reason")


@planter()
def reason_without_not_rated(site: Site) -> Planted:
    row = site.cell()
    site.shift(row, members=-row["not_rated_other"])
    if row["official"] is not None:
        row["official"] -= row["not_rated_other"]
    row |= {"not_rated_other": 0, "not_rated_reason": "đi làm ăn xa"}
    yield site.at_cell(row, "not_rated_other")


@planter()
def level_without_rated_members(site: Site) -> Planted:
    row = site.cell()
    site.without_discipline(row)
    site.rate(row, Level.HTT)
    for key in LEVELS:
        site.move(row, key, "not_rated_other", row[key])
    site.shift(row, rated=-row["rated"])
    row["not_rated_reason"] = "chưa họp kiểm điểm"
    yield site.at_cell(row, "decided_level")


@planter()
def disciplined_but_none_failed(site: Site) -> Planted:
    row = site.cell()
    if row["decided_level"] is not None:
        site.rate(row, Level.HTT)
    site.shift(row, exempt=row["suspended"], suspended=-row["suspended"])
    site.move(row, "kht", "htt", row["kht"])
    site.shift(row, disciplined=site.rng.randint(1, 3))
    yield site.at_cell(row, "kht")


@planter()
def disciplined_members_not_failed(site: Site) -> Planted:
    row = site.cell()
    if row["decided_level"] is not None:
        site.rate(row, Level.HTT)
    site.shift(row, exempt=row["suspended"], suspended=-row["suspended"])
    site.move(row, "htt", "kht", 1)
    site.shift(row, disciplined=row["kht"] + site.rng.randint(1, 3) - row["disciplined"])
    yield site.at_cell(row, "kht")


@planter(committees)
def excellent_cell_with_disciplined_members(site: Site) -> Planted:
    row = site.cell(lambda row: row["decided_level"] is not None)
    site.best(row)
    site.rate(row, Level.XS)
    site.leave_out(row, "suspended")
    site.shift(row, disciplined=1)
    yield site.at_cell(row, "decided_level")


@planter()
def rated_without_review_date(site: Site) -> Planted:
    row = site.cell()
    row["review_date"] = None
    yield site.at_cell(row, "review_date")


@planter()
def decided_without_proposal(site: Site) -> Planted:
    row = site.cell(lambda row: row["decided_level"] is not None)
    is_one = site.kept["kind"] is UnitKind.GRASSROOTS_CELL
    code = site.unit if is_one else row.get("cell_code", "")
    is_decided = is_one or code in site.season.cells_of(site.unit)
    decision = site.season.decisions[code] if is_decided else {}
    row["proposed_level"] = decision["proposed_level"] = None
    yield site.at_cell(row, "proposed_level")


@planter()
def decision_number_or_date_without_level(site: Site) -> Planted:
    row = site.cell()
    row["decision_no"] = "15-QĐ/ĐU"
    row["decided_level"] = None
    yield site.at_cell(row, "decided_level")
