"""Faults between the rows of one return: totals, cells twice, cells missing, discipline."""

from collections.abc import Iterable
from datetime import date

from tests import builders
from tests.seeded.planting import (
    Planted,
    anyone,
    committees,
    corrects,
    listed,
    lone,
    planter,
    unlisted,
)
from tests.seeded.returns import LEVELS, NOT_RATED
from tests.seeded.sendings import TAKEN, Place, Values
from tests.seeded.site import NoRoomError, Site, is_number
from xeploai.schema.form import RATIOS, CellReturn, DisciplineReturn, LeadershipReturn
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, Level

COUNTS = ("members", "rated", "disciplined", *NOT_RATED, *LEVELS)
SUMS = ("members", "exempt", "rated", "xs", "htt", "ht", "kht")

# ------------------------------------------------------------------ totals


@planter()
def declared_total_differs(site: Site) -> Planted:
    key = site.label("members_declared", "rated_declared")
    site.info[key] += site.rng.choice((-1, 1)) * site.some()
    yield site.at_label(key)


@planter(committees)
def declared_total_blank(site: Site) -> Planted:
    key = site.label("cells_declared", "members_declared", "rated_declared")
    site.info[key] = None
    yield site.at_label(key)


@planter(unlisted, comes_last=True)
def row_is_the_sum_of_those_above(site: Site) -> Planted:
    total = _sum_row(site.cells, "Chi bộ gộp")
    site.cells.insert(site.rng.choice((0, len(site.cells))), total)
    yield site.at_cell(total, "members")


@planter(unlisted, comes_last=True)
def sum_not_counted(site: Site) -> Planted:
    number = site.rng.randint(2, len(site.cells))
    total = _sum_row(site.cells[:number], "I. Khối thôn")
    site.cells.insert(site.rng.choice((0, number)), total)
    yield site.at_cell(total, "name")


def _sum_row(cells: list[Values], name: str) -> Values:
    total = _sums(cells, COUNTS) | {"name": name, TAKEN: True}
    total["not_rated_reason"] = "ốm đau" if total["not_rated_other"] else ""
    return total


@planter(unlisted, yearly_tolerance=20)
def row_may_be_a_sum(site: Site) -> Planted:
    for number, members in enumerate((1, 2, 3), start=1):
        row = site.new_row("", f"Chi bộ thôn Mới {number}", members)
    yield site.at_cell(row, "members")


def _sums(rows: list[Values], keys: Iterable[str]) -> Values:
    """What some rows come to; what is no number counts as nothing."""
    return {key: sum(row[key] for row in rows if is_number(row.get(key))) for key in keys}


@planter(comes_last=True)
def typed_total_differs(site: Site) -> Planted:
    total = _sums(site.cells, SUMS) | {"name": "Tổng cộng", TAKEN: True}
    key = site.rng.choice(SUMS)
    total[key] += site.some()
    site.cells.append(total)
    yield site.at_cell(total, key)


@planter(comes_last=True)
def figures_in_total_only(site: Site) -> Planted:
    if any(TAKEN in row for row in site.cells):
        raise NoRoomError(CellReturn.SHEET)
    total = _sums(site.cells, SUMS) | {"name": "Tổng cộng", TAKEN: True}
    for row in site.cells:
        row.update({key: None for key in row if key not in ("cell_code", "name")})
        row[TAKEN] = True
    site.cells.append(total)
    site.season.last.pop(site.unit, None)
    yield site.at_cell(total, "members")


@planter(comes_last=True)
def total_row_like_a_cell(site: Site) -> Planted:
    key, value = site.rng.choice(
        (("decided_level", Level.HTT), ("review_date", date(site.season.year, 12, 9)))
    )
    total = _sums(site.cells, SUMS) | {"name": "Tổng cộng", key: value, TAKEN: True}
    site.cells.append(total)
    yield site.at_cell(total, key)


@planter(comes_last=True)
def typed_leadership_total_differs(site: Site) -> Planted:
    rows = site.rows(LeadershipReturn)
    keys = ("total", "rated", "xs", "htt", "ht", "kht")
    total = _sums(rows, keys) | {"subject": "Tổng cộng", TAKEN: True}
    key = site.rng.choice(keys)
    total[key] += site.some()
    rows.append(total)
    yield site.at(LeadershipReturn, total, key)


@planter()
def typed_ratio_differs(site: Site) -> Planted:
    heading = f"?{site.rng.choice(list(RATIOS))}"
    site.sending.layout[CellReturn].append(heading)
    row = site.cell()
    row[heading] = site.rng.choice((0.991, 0.987, "99,43", "98,5 %"))
    yield site.at_cell(row, heading)


@planter()
def typed_leadership_ratio_differs(site: Site) -> Planted:
    heading = f"?{site.rng.choice(list(RATIOS)[:2])}"
    site.sending.layout[LeadershipReturn].append(heading)
    row = site.pick(LeadershipReturn)
    row[heading] = site.rng.choice((0.3333, 0.0077, "33,34", "1,5 %"))
    yield site.at(LeadershipReturn, row, heading)


@planter(committees)
def note_row_not_counted(site: Site) -> Planted:
    share = {"name": "Tỷ lệ (%)", "members": 100, "rated": 100, "htt": 100, TAKEN: True}
    site.cells.append(share)
    yield site.at_cell(share, "name")


@planter(committees)
def row_taken_for_heading(site: Site) -> Planted:
    site.info[site.label("cells_declared")] = None
    group = {"name": "Cụm số 5", TAKEN: True}
    site.cells.append(group)
    yield site.at_cell(group, "name")


# ------------------------------------------------------------------ which cells


@planter(committees)
def cell_twice(site: Site) -> Planted:
    again = dict(site.cell())
    site.cells.append(again)
    yield site.at_cell(again, "cell_code" if again["cell_code"] else "name")


@planter(committees)
def cell_repeated(site: Site) -> Planted:
    row = site.cell(lambda row: str(row["name"]).startswith("Chi bộ "))
    again = row | {"cell_code": "", "name": f"CB {row['name'].removeprefix('Chi bộ ')}"}
    site.cells.append(again)
    yield site.at_cell(again, "name")


@planter(unlisted)
def cell_copied_under_another_code(site: Site) -> Planted:
    row = site.cell()
    row["cell_code"] = f"{site.unit}-01"
    again = row | {"cell_code": f"{site.unit}-02"}
    site.cells.append(again)
    yield site.at_cell(again, "cell_code")


@planter(unlisted)
def cells_of_one_name(site: Site) -> Planted:
    row = site.cell()
    row["cell_code"] = f"{site.unit}-01"
    other = site.cell(lambda x: x["name"] != row["name"])
    other |= {"cell_code": f"{site.unit}-02", "name": row["name"]}
    # Last year's cell of the other name would be gone.
    site.season.last.pop(site.unit, None)
    later = max((row, other), key=site.cells.index)
    yield site.at_cell(later, "name")


@corrects(cells_of_one_name)
def _each_has_a_name_of_its_own(site: Site, place: Place) -> None:
    assert place.row is not None
    place.row["name"] = "Chi bộ thôn Khác"


@planter()
def version_implausible(site: Site) -> Planted:
    key = site.label("version")
    site.info[key] = site.season.year
    yield site.at_label(key)


@planter()
def declared_cells_differ(site: Site) -> Planted:
    key = site.label("cells_declared")
    site.info[key] = len(site.cells) + site.some()
    yield site.at_label(key)


@planter(committees)
def cell_not_filled(site: Site) -> Planted:
    row = site.cell()
    name, code = row["name"], row["cell_code"]
    row.clear()
    row |= {"name": name, "cell_code": code, TAKEN: True}
    yield site.at_cell(row, "members")


@planter()
def cell_not_reviewed(site: Site) -> Planted:
    row = site.cell(lambda row: row["members"] > sum(row[key] for key in NOT_RATED))
    site.rate(row, None)
    row |= dict.fromkeys(("review_date", "rated", *LEVELS))
    yield site.at_cell(row, "review_date")


@planter(unlisted)
def cell_without_members(site: Site) -> Planted:
    row = site.new_row("", "Chi bộ thôn Mới", 0)
    site.rate(row, None)
    row["review_date"] = None
    yield site.at_cell(row, "members")


@planter(lone)
def grassroots_cell_with_other_rows(site: Site) -> Planted:
    row = site.new_row("", "Chi bộ trường học", 1)
    site.info["cells_declared"] = 0
    yield site.at_cell(row, "name")


@planter(unlisted)
def cell_of_another_unit(site: Site) -> Planted:
    other = site.rng.choice(listed(site.season))
    row = site.cell()
    row["cell_code"] = site.rng.choice(site.season.cells_of(other))
    yield site.at_cell(row, "cell_code")


@planter()
def title_of_another_unit(site: Site) -> Planted:
    drawn = site.season
    other = site.rng.choice([code for code in drawn.now if code != site.unit])
    site.sending.titles[CellReturn] = f"{drawn.units[other]['name']} – Kỳ đánh giá {drawn.year}"
    yield Place(site.sending, CellReturn, is_title=True)


@planter(listed)
def listed_cell_missing(site: Site) -> Planted:
    row = site.cell()
    site.cells[:] = [each for each in site.cells if each is not row]
    yield site.at_head(CellReturn, "name")


@planter(listed)
def cell_not_listed(site: Site) -> Planted:
    yield site.at_cell(site.new_row("", "Chi bộ thôn Mới", 2), "name")


@planter(listed)
def listed_cell_renamed(site: Site) -> Planted:
    row = site.cell()
    row["name"] = "Chi bộ thôn Khác"
    yield site.at_cell(row, "name")


@planter(listed)
def assigned_attendant_not_written(site: Site) -> Planted:
    row = _listed_cell(site)
    row["attended_by"] = ""
    assigned = builders.assigned(row["cell_code"], "Đ/c Phó Bí thư Thường trực")
    site.season.assignments.append(assigned)
    yield site.at_cell(row, "attended_by")


@corrects(assigned_attendant_not_written)
def _names_who_attended(site: Site, place: Place) -> None:
    assert place.row is not None
    place.row["attended_by"] = "Đ/c Phó Bí thư"


# ------------------------------------------------------------------ discipline


def _form(site: Site, target: DisciplineTarget) -> Values:
    return site.pick(DisciplineReturn, lambda row: row["target"] is target)


@planter()
def disciplined_members_differ(site: Site) -> Planted:
    rows = [x for x in site.rows(DisciplineReturn) if x["target"] is DisciplineTarget.MEMBER]
    # Those expelled are rated no more: their number says nothing of who failed.
    site.pick(
        DisciplineReturn, lambda row: row in rows and row["form"] is DisciplineForm.EXPULSION
    )["number"] += site.some()
    yield site.at(DisciplineReturn, rows[0], "number")


@planter()
def discipline_row_twice(site: Site) -> Planted:
    again = dict(site.pick(DisciplineReturn))
    site.rows(DisciplineReturn).append(again)
    yield site.at(DisciplineReturn, again, "form")


@planter()
def discipline_form_of_other_target(site: Site) -> Planted:
    wrong = {
        DisciplineTarget.ORG: (DisciplineForm.REMOVAL, DisciplineForm.EXPULSION),
        DisciplineTarget.MEMBER: (DisciplineForm.DISSOLUTION,),
    }
    target = site.rng.choice(list(wrong))
    row = {"target": target, "form": site.rng.choice(wrong[target]), "number": 1, TAKEN: True}
    site.rows(DisciplineReturn).append(row)
    yield site.at(DisciplineReturn, row, "form")


@planter(committees)
def many_disciplined_organisations(site: Site) -> Planted:
    if site.info["decided_level"] is Level.XS:
        site.rate(site.info, Level.HTT)
    _form(site, DisciplineTarget.ORG)["number"] += len(site.cells)
    yield site.at_label("decided_level")


@planter(committees)
def excellent_unit_with_disciplined_organisation(site: Site) -> Planted:
    for key in ("self_level", "proposed_level", "decided_level"):
        site.label(key)
    for row in site.cells:
        if TAKEN not in row:
            site.rate(row, Level.HTT)
    site.rate(site.info, Level.XS)
    _form(site, DisciplineTarget.ORG)["number"] = 1
    yield site.at_label("decided_level")


# ------------------------------------------------------------------ beside the register


@planter()
def new_organisation_rated(site: Site) -> Planted:
    site.kept["founded_on"] = date(site.season.year, site.rng.randint(8, 12), 20)
    yield site.at_label("decided_level")


@corrects(new_organisation_rated)
def _unit_has_no_level(site: Site, place: Place) -> None:
    site.rate(site.info, None)


def _listed_cell(site: Site) -> Values:
    codes = site.season.cells_of(site.unit)
    return site.cell(lambda row: row["cell_code"] in codes)


@planter(listed)
def new_cell_rated(site: Site) -> Planted:
    row = _listed_cell(site)
    site.season.units[row["cell_code"]]["founded_on"] = date(site.season.year, 9, 1)
    yield site.at_cell(row, "decided_level")


@corrects(new_cell_rated)
def _cell_has_no_level(site: Site, place: Place) -> None:
    assert place.row is not None
    site.rate(place.row, None)


@planter(anyone)
def members_differ_from_database(site: Site) -> Planted:
    members = site.kept["members_in_database"]
    site.kept["members_in_database"] += members // 25 + 1
    yield site.at_head(CellReturn, "members")


@planter(listed)
def cell_members_differ_from_database(site: Site) -> Planted:
    row = _listed_cell(site)
    site.season.units[row["cell_code"]]["members_in_database"] += row["members"] // 25 + 1
    yield site.at_cell(row, "members")


@corrects(members_differ_from_database)
def _as_many_as_in_the_database(site: Site, place: Place) -> None:
    known = site.kept["members_in_database"]
    site.grow(site.cells[0], known - site.info["members_declared"])
    site.kept["members_in_database"] = known


@corrects(cell_members_differ_from_database)
def _as_many_in_the_cell(site: Site, place: Place) -> None:
    assert place.row is not None
    kept = site.season.units[place.row["cell_code"]]
    known = kept["members_in_database"]
    site.grow(place.row, known - place.row["members"])
    kept["members_in_database"] = known


_OTHER = {Level.XS: Level.HTT, Level.HTT: Level.HT, Level.HT: Level.HTT, Level.KHT: Level.HT}


@planter()
def unit_level_differs_from_decision(site: Site) -> Planted:
    key = site.label("self_level", "decided_level")
    decision = site.season.decisions[site.unit]
    decision[key] = _OTHER[decision[key]]
    yield site.at_label(key)


@planter(listed)
def cell_level_differs_from_decision(site: Site) -> Planted:
    row, key = _listed_cell(site), site.rng.choice(("self_level", "decided_level"))
    decision = site.season.decisions[row["cell_code"]]
    decision[key] = _OTHER[decision[key]]
    yield site.at_cell(row, key)


@corrects(unit_level_differs_from_decision)
@corrects(cell_level_differs_from_decision)
def _as_decided(site: Site, place: Place) -> None:
    row = site.info if place.row is None else place.row
    code = site.unit if place.row is None else row["cell_code"]
    row[place.key] = site.season.decisions[code][place.key]
