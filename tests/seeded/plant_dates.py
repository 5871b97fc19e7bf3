"""Faults of the order of the steps: dates, milestones, remedies, decisions of the unit."""

from dataclasses import replace
from datetime import date, timedelta

from tests import builders
from tests.seeded.planting import Planted, planter
from tests.seeded.sendings import TAKEN, Values
from tests.seeded.site import NoRoomError, Site
from xeploai.schema.form import MilestoneReturn, RemedyReturn
from xeploai.schema.terms import RemedyState


def _stray(site: Site) -> date:
    """A day outside the season: the wrong year."""
    return date(site.season.year + site.rng.choice((-1, 2)), 12, site.rng.randint(1, 28))


@planter()
def unit_date_outside_season(site: Site) -> Planted:
    key = site.label("sent_on", "decision_date")
    site.info[key] = _stray(site)
    yield site.at_label(key)


@planter()
def cell_date_outside_season(site: Site) -> Planted:
    row = site.cell()
    key = site.rng.choice([key for key in ("review_date", "decision_date") if row[key]])
    row[key] = _stray(site)
    yield site.at_cell(row, key)


@planter()
def milestone_date_outside_season(site: Site) -> Planted:
    row = site.pick(MilestoneReturn)
    row["done_on"] = _stray(site)
    yield site.at(MilestoneReturn, row, "done_on")


@planter()
def day_may_be_turned(site: Site) -> Planted:
    """A review early in December as Excel takes it for a day of another month."""
    row = site.cell(lambda row: row["review_date"] is not None)
    reviewed = row["review_date"]
    days = [date(reviewed.year, reviewed.month, number) for number in range(1, 10)]
    others = [x["review_date"] for x in site.cells if x.get("review_date") and x is not row]
    if reviewed.month < 11 or not others or max(abs((min(others) - x).days) for x in days) > 40:
        raise NoRoomError
    row["review_date"] = date(reviewed.year, site.rng.randint(1, 8), reviewed.month)
    yield site.at_cell(row, "review_date")


@planter()
def date_after_receipt(site: Site) -> Planted:
    row = site.pick(MilestoneReturn)
    row["done_on"] = site.season.as_of + timedelta(days=10 * site.some())
    yield site.at(MilestoneReturn, row, "done_on")


@planter()
def decision_before_review(site: Site) -> Planted:
    row = site.cell(lambda row: row["decided_level"] is not None)
    row["decision_date"] = row["review_date"] - timedelta(days=site.some())
    yield site.at_cell(row, "decision_date")


@planter()
def unit_decision_before_review(site: Site) -> Planted:
    key = site.label("decision_date")
    last = max(row["review_date"] for row in site.cells if row.get("review_date"))
    site.info[key] = last - timedelta(days=site.some())
    yield site.at_label(key)


@planter()
def review_after_sending(site: Site) -> Planted:
    row, sent = site.cell(), site.info["sent_on"]
    row["review_date"] = sent + timedelta(days=site.rng.randint(1, 3))
    if row["decision_date"]:
        row["decision_date"] = sent + timedelta(days=4)
    if f"{TAKEN}decision_date" not in site.info:
        site.info["decision_date"] = sent + timedelta(days=5)
    yield site.at_cell(row, "review_date")


# ------------------------------------------------------------------ milestones and remedies


@planter()
def milestone_twice(site: Site) -> Planted:
    again = dict(site.pick(MilestoneReturn, lambda row: row["done_on"]))
    site.rows(MilestoneReturn).append(again)
    yield site.at(MilestoneReturn, again, "milestone")


@planter()
def milestone_not_listed(site: Site) -> Planted:
    row: Values = {"milestone": "KHAC", "done_on": date(site.season.year, 12, 9), TAKEN: True}
    site.rows(MilestoneReturn).append(row)
    yield site.at(MilestoneReturn, row, "milestone")


@planter()
def milestone_before_another(site: Site) -> Planted:
    row = site.pick(MilestoneReturn, lambda row: row["done_on"] is not None)
    day = row["done_on"] + timedelta(days=site.some())
    listed = site.season.milestones
    first = builders.milestone("CC", day, name="Đánh giá cán bộ, công chức")
    at = next(place for place, each in enumerate(listed) if each.code == row["milestone"])
    listed[at] = replace(listed[at], after="CC")
    listed.append(first)
    more: Values = {
        "milestone": "CC", "name": first.name, "deadline": day, "done_on": day, TAKEN: True
    }  # fmt: skip
    site.rows(MilestoneReturn).append(more)
    yield site.at(MilestoneReturn, row, "done_on")


@planter()
def milestone_ends_before_it_begins(site: Site) -> Planted:
    row = site.pick(MilestoneReturn, lambda row: row["done_on"] is not None)
    row["began_on"] = row["done_on"] + timedelta(days=site.some())
    yield site.at(MilestoneReturn, row, "began_on")


@planter()
def due_milestone_without_date(site: Site) -> Planted:
    row = site.pick(MilestoneReturn, lambda row: row["milestone"] == "KD")
    row["done_on"] = None
    yield site.at(MilestoneReturn, row, "done_on")


@planter()
def milestone_done_and_undone(site: Site) -> Planted:
    row = site.pick(MilestoneReturn, lambda row: row["done_on"])
    row["note"] = site.rng.choice(("Chưa xong", "chưa hoàn thành, chờ họp", "CHUA LAM"))
    yield site.at(MilestoneReturn, row, "done_on")


@planter()
def remedy_done_without_date(site: Site) -> Planted:
    row = site.pick(RemedyReturn)
    row |= {"state": RemedyState.DONE, "done_on": None}
    yield site.at(RemedyReturn, row, "done_on")


@planter()
def remedy_date_without_done(site: Site) -> Planted:
    row = site.pick(RemedyReturn)
    state = site.rng.choice((RemedyState.OPEN, RemedyState.UNDER_WAY, None))
    row |= {"state": state, "done_on": date(site.season.year, 12, 15)}
    yield site.at(RemedyReturn, row, "state")


@planter()
def remedy_without_owner(site: Site) -> Planted:
    row = site.pick(RemedyReturn)
    row["owner"] = ""
    yield site.at(RemedyReturn, row, "owner")


@planter()
def remedy_without_due_date(site: Site) -> Planted:
    row = site.pick(RemedyReturn)
    row["due"] = None
    yield site.at(RemedyReturn, row, "due")


@planter()
def remedy_done_years_early(site: Site) -> Planted:
    row = site.pick(RemedyReturn)
    row |= {"state": RemedyState.DONE, "done_on": date(site.season.year - 2, 12, 15)}
    yield site.at(RemedyReturn, row, "done_on")


@planter()
def remedy_twice(site: Site) -> Planted:
    again = dict(site.pick(RemedyReturn))
    site.rows(RemedyReturn).append(again)
    yield site.at(RemedyReturn, again, "item")


@planter()
def hinted_unit_without_remedy(site: Site) -> Planted:
    last = date(site.season.year, 12, 30)
    site.season.milestones = [
        replace(each, deadline=min(each.deadline, last)) for each in site.season.milestones
    ]
    site.kept["hinted"] = True
    site.rows(RemedyReturn).clear()
    yield site.at_head(RemedyReturn, "item")


@planter()
def milestone_before_reviews(site: Site) -> Planted:
    day = date(site.season.year, 12, 12)
    site.season.milestones.append(builders.milestone("CB", day, name="Chi bộ kiểm điểm"))
    last = max(row["review_date"] for row in site.cells if row.get("review_date"))
    row: Values = {
        "milestone": "CB", "name": "Chi bộ kiểm điểm", "deadline": day,
        "done_on": last - timedelta(days=site.some()), TAKEN: True,
    }  # fmt: skip
    site.rows(MilestoneReturn).append(row)
    yield site.at(MilestoneReturn, row, "done_on")
