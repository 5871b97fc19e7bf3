"""Faults between returns: of two units, of two years, two sendings; and those of the register."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date

from tests import builders
from tests.seeded.planting import Planted, committees, planter, unlisted
from tests.seeded.sendings import TAKEN, Sending, Values
from tests.seeded.site import NoRoomError, Site
from xeploai.findings import CellRef
from xeploai.forms.layout import place
from xeploai.paths import REGISTER_FILE
from xeploai.reading.turned_days import WrittenDay
from xeploai.register.model import Completion
from xeploai.schema.form import CellReturn, DisciplineReturn, InfoReturn, LeadershipReturn
from xeploai.schema.register import (
    CompletionRow,
    CrosswalkRow,
    DeadlineRow,
    DecisionRow,
    ReceiptRow,
    RerateRow,
    WaiverRow,
)
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject, Level, MilestoneEvent, ReratedSubject

# ------------------------------------------------------------------ between years


@planter()
def members_differ_from_last_year(site: Site) -> Planted:
    before = sum(row["members"] for row in site.before.cells)
    site.before.grow(site.before.cells[0], before // 6 + 2)
    yield site.at_head(CellReturn, "members")


@planter()
def excellent_share_jumps(site: Site) -> Planted:
    for row in site.before.cells:
        site.before.move(row, "htt", "xs", row["htt"] // 3)
    yield site.at_head(CellReturn, "xs")


@planter(committees)
def return_same_as_last_year(site: Site) -> Planted:
    own = {"decision_date": None, "decision_no": ""}
    site.before.cells[:] = [
        same | own | {"review_date": row["review_date"]}
        for row, same in zip(site.before.cells, site.cells, strict=True)
    ]
    for key in ("members_declared", "rated_declared"):
        site.before.info[key] = site.info[key]
    for row, same in zip(
        site.before.rows(DisciplineReturn), site.rows(DisciplineReturn), strict=True
    ):
        row["number"] = same["number"]
    yield site.at_head(CellReturn, "members")


@planter(unlisted)
def cells_gone_since_last_year(site: Site) -> Planted:
    site.before.new_row("", "Chi bộ hợp tác xã", 3)
    yield site.at_head(CellReturn, "name")


@planter(failed_quarter_bars_excellent=True)
def excellent_despite_failed_quarter(site: Site) -> Planted:
    """Of its leaders all fail in the last quarter; one more is excellent in the year."""
    leaders = [x for x in site.rows(LeadershipReturn) if x["subject"] is LeadershipSubject.LEADER]
    row = leaders[-1]
    if TAKEN in row:
        raise NoRoomError(LeadershipReturn.SHEET)
    row |= {TAKEN: True, "xs": row["xs"] + 1, "htt": row["htt"] - 1}
    quarter = deepcopy(site.sending)
    quarter.file = f"quý/{quarter.file}"
    quarter.info["period"] = quarter.stamp["period"] = f"{site.season.year}-Q4"
    failed = quarter.rows[LeadershipReturn][site.rows(LeadershipReturn).index(row)]
    failed |= {"xs": 0, "htt": 0, "ht": 0, "kht": failed["rated"]}
    site.season.more.append(quarter)
    yield site.at(LeadershipReturn, row, "xs")


@planter(committees)
def exempt_members_jump(site: Site) -> Planted:
    number = 9 + sum(row["exempt"] for row in site.cells)
    row = max(site.before.cells, key=lambda row: row["htt"])
    site.before.move(row, "htt", "exempt", number)
    site.before.shift(row, rated=-number)
    yield site.at_head(CellReturn, "exempt")


@planter(committees)
def members_moved_between_cells(site: Site) -> Planted:
    row = min(site.cells, key=lambda row: row["members"])
    before = {each["name"]: each for each in site.before.cells}
    there = before[row["name"]]
    others = [each for each in before.values() if each is not there]
    other = max(others, key=lambda each: each["htt"])
    now = next(each for each in site.cells if each["name"] == other["name"])
    number = 2 * row["members"] + 1 - there["members"]
    if other["htt"] < number + 5:
        raise NoRoomError(CellReturn.SHEET)
    site.before.grow(other, now["members"] - number - other["members"])
    site.before.grow(there, number)
    there_is = there["members"] - row["members"]
    site.before.grow(other, now["members"] - there_is - other["members"])
    yield site.at_cell(row, "members")


# ------------------------------------------------------------------ between units


@planter()
def same_sending_twice(site: Site) -> Planted:
    again = deepcopy(site.sending)
    again.file = f"gửi lại/{again.file}"
    again.info["phone"] = "0988"
    again.info["sent_on"] = again.info["sent_on"].replace(day=28)
    site.season.more.append(again)
    yield from _label_of(again, "version")


@planter()
def later_sending_numbered_lower(site: Site) -> Planted:
    fresh = deepcopy(site.sending)
    fresh.file = f"gửi lại/{fresh.file}"
    site.info["version"] = 2
    day = site.info["sent_on"]
    fresh.info["sent_on"] = day.replace(day=28)
    site.rng.choice(fresh.rows[CellReturn])["note"] = "Đã sửa"
    site.sending.saved_on, fresh.saved_on = day, fresh.info["sent_on"]
    site.season.more.append(fresh)
    yield from _label_of(site.sending, "version")
    yield from _label_of(fresh, "version")


def _label_of(sending: Sending, key: str) -> Planted:
    keys = list(sending.layout[InfoReturn])
    yield CellRef(sending.file, InfoReturn.SHEET, f"B{keys.index(key) + 1}")


def _forget(site: Site) -> None:
    """The register says nothing of a unit's figures, and last year it sent nothing."""
    site.kept["members_in_database"] = None
    site.season.last.pop(site.unit, None)


def _another(site: Site) -> Site:
    """Another committee whose cells only its return names, one without a fault where there is."""
    drawn = site.season
    codes = [code for code in unlisted(drawn) if code != site.unit]
    fresh = [code for code in codes if drawn.now[code] == drawn.as_drawn[drawn.now[code].file][0]]
    return Site(drawn, site.rng.choice(fresh or codes), site.rng)


@planter(unlisted)
def return_copied_from_another_unit(site: Site) -> Planted:
    other = _another(site)
    _forget(site)
    own = dict(site.info)
    site.sending.rows = deepcopy(other.sending.rows)
    kept = ("unit_code", "unit_name", "sent_on", "phone")
    site.info.update({key: own[key] for key in kept})
    site.season.decisions[site.unit] = dict(site.season.decisions[other.unit])
    yield site.at_head(CellReturn, "name")
    yield other.at_head(CellReturn, "name")


@planter(unlisted)
def cell_in_two_units(site: Site) -> Planted:
    other = _another(site)
    names = {row["name"] for row in site.cells}
    there = other.cell(lambda row: row["name"] not in names)
    there["cell_code"] = "CB-07"
    here = _join(site, there)
    yield site.at_cell(here, "cell_code")
    yield other.at_cell(there, "cell_code")


def _join(site: Site, row: Values) -> Values:
    """The same cell once more, in another unit, which is as large as it then is."""
    _forget(site)
    here = deepcopy(row)
    zero = {key: -here[key] for key in ("members", "rated", "disciplined")}
    site.cells.append(here)
    site.info["cells_declared"] += 1
    for key, number in zero.items():
        here[key] = 0
        site.shift(here, **{key: -number})
    return here


@planter(unlisted)
def cell_code_in_two_units(site: Site) -> Planted:
    other = _another(site)
    names = {row["name"] for row in site.cells}
    there = other.cell(lambda row: row["name"] not in names)
    there["cell_code"] = "CB-07"
    here = _join(site, there)
    site.grow(here, 1)
    yield site.at_cell(here, "cell_code")
    yield other.at_cell(there, "cell_code")


@planter()
def unit_name_differs(site: Site) -> Planted:
    key = site.label("unit_name")
    # Another number would be the name of another unit.
    name = str(site.info[key]).rstrip(" 0123456789")
    site.info[key] = f"{name[:-1]}q{site.info[key][len(name) - 1 :]}"
    yield site.at_label(key)


@planter()
def name_of_another_unit(site: Site) -> Planted:
    key = site.label("unit_name")
    site.info[key] = "Đảng bộ thị trấn Đồi Ngô"
    yield site.at_label(key)


@planter()
def unit_code_unknown(site: Site) -> Planted:
    key = site.label("unit_code")
    site.info[key] = site.sending.stamp["unit"] = "KHONG-CO"
    yield site.at_label(key)


@planter()
def unit_code_spelt_otherwise(site: Site) -> Planted:
    key = site.label("unit_code")
    site.info[key] = site.sending.stamp["unit"] = f" {site.info[key].lower()}"
    yield site.at_label(key)


# ------------------------------------------------------------------ the register


def _line(rows: Sequence[object], kind: type, key: str) -> CellRef:
    where = place(kind)
    return CellRef(REGISTER_FILE, where.sheet, where.cell(key, where.first_row + len(rows) - 1))


@planter()
def waiver_matches_nothing(site: Site) -> Planted:
    yield from _waived(site, "cell_not_filled", "khong_co_quy_tac_nay")


@planter()
def waived_rule_cannot_be_waived(site: Site) -> Planted:
    yield from _waived(site, "cell_twice", "Một chi bộ có hai dòng")


def _waived(site: Site, *rules: str) -> Planted:
    rule = site.rng.choice(rules)
    row = builders.row(WaiverRow, rule=rule, unit_code=Code(site.unit), reason="đã rõ")
    site.season.waivers.append(row)
    yield _line(site.season.waivers, WaiverRow, "rule")


@planter()
def receipt_matches_nothing(site: Site) -> Planted:
    day = site.info["sent_on"]
    row = builders.row(ReceiptRow, unit_code=Code(site.unit), version=7, received_on=day)
    site.season.receipts.append(row)
    yield _line(site.season.receipts, ReceiptRow, "version")


@planter()
def rerated_at_same_level(site: Site) -> Planted:
    level = site.rng.choice(list(Level))
    site.season.rerated.append(builders.rerated(site.unit, ReratedSubject.MEMBER, level, level))
    yield _line(site.season.rerated, RerateRow, "new_level")


@planter()
def rerated_twice(site: Site) -> Planted:
    row = builders.rerated(site.unit, ReratedSubject.ORG, Level.HTT, Level.HT, period="2019")
    site.season.rerated += [row, row]
    yield _line(site.season.rerated, RerateRow, "unit_code")


def _decided(site: Site, key: str) -> Planted:
    """Yield the cell of the row on the unit in the register's sheet of decisions."""
    line = list(site.season.decisions).index(site.unit) + 1
    yield _line(range(line), DecisionRow, key)


@planter()
def decision_of_unknown_code(site: Site) -> Planted:
    levels = dict(site.season.decisions[site.unit])
    site.season.decisions[f"{site.unit}9"] = levels
    yield _line([*site.season.decisions], DecisionRow, "unit_code")


@planter()
def decision_twice(site: Site) -> Planted:
    site.season.again.append(site.unit)
    yield _line([*site.season.decisions, *site.season.again], DecisionRow, "unit_code")


@planter()
def decided_level_without_number(site: Site) -> Planted:
    site.season.decisions[site.unit]["decision_no"] = ""
    yield from _decided(site, "decision_no")


@planter()
def decided_level_without_date(site: Site) -> Planted:
    site.season.decisions[site.unit]["decision_date"] = None
    for row in (site.info, *site.cells):
        row["decision_date"] = None
    yield from _decided(site, "decision_date")


@planter()
def decision_differs_from_return(site: Site) -> Planted:
    decision = site.season.decisions[site.unit]
    other = Level.HT if decision["decided_level"] is Level.HTT else Level.HTT
    decision["decided_level"] = other
    yield from _decided(site, "decided_level")


@planter()
def decision_number_without_decided_level(site: Site) -> Planted:
    site.season.decisions[site.unit]["decided_level"] = None
    yield from _decided(site, "decided_level")


@planter()
def level_changed_without_reason(site: Site) -> Planted:
    decision = site.season.decisions[site.unit]
    other = Level.HT if decision["decided_level"] is Level.HTT else Level.HTT
    decision |= {"self_level": other, "reason": ""}
    site.info["self_level"] = other
    yield from _decided(site, "reason")


@planter()
def decision_after_day(site: Site) -> Planted:
    signed = date(site.season.year + 1, 1, 5)
    site.season.decisions[site.unit]["decision_date"] = signed
    yield from _decided(site, "decision_date")


@planter()
def no_level_decided_by_deadline(site: Site) -> Planted:
    for code in site.season.now:
        unit = Site(site.season, code, site.rng)
        for row in (unit.info, *unit.cells):
            row |= {"decided_level": None, "decision_no": "", "decision_date": None}
    for decision in site.season.decisions.values():
        decision |= {"decided_level": None, "decision_no": "", "decision_date": None}
    ref = CellRef(REGISTER_FILE, DeadlineRow.SHEET, "D9")
    due = date(site.season.year, 12, 30)
    site.season.milestones.append(
        builders.milestone("QD", due, name="Quyết định", event=MilestoneEvent.DECISION, ref=ref)
    )
    yield ref


@planter()
def milestone_named_otherwise(site: Site) -> Planted:
    ref = CellRef(REGISTER_FILE, DeadlineRow.SHEET, "E9")
    due = date(site.season.year, 12, 22)
    event = MilestoneEvent.APPRAISAL
    site.season.milestones.append(
        builders.milestone("TD", due, name="Gửi hồ sơ", event=event, event_ref=ref)
    )
    yield ref


@planter()
def progress_differs_from_return(site: Site) -> Planted:
    ref = CellRef(REGISTER_FILE, CompletionRow.SHEET, "C9")
    entry = Completion(site.unit, "GUI", None, "chưa xong", ref)
    site.season.settings["completions"] = {(site.unit, "GUI"): entry}
    yield ref


@planter()
def old_unit_split(site: Site) -> Planted:
    other = site.rng.choice([code for code in site.season.now if code != site.unit])
    old = str(site.season.year - 1)
    for code in (site.unit, other):
        site.season.crosswalk.append(builders.old_unit(code, "X9", old))
        yield _line(site.season.crosswalk, CrosswalkRow, "old_code")


@planter(setting_cells=builders.setting_cells())
def period_of_no_return(site: Site) -> Planted:
    drawn = site.season
    drawn.settings["period"] = f"{drawn.year} (chính thức)"
    for rows in (drawn.last, drawn.decisions, drawn.milestones):
        rows.clear()
    yield drawn.settings["setting_cells"]["period"]


@planter(cap=25, cap_decision="", setting_cells=builders.setting_cells())
def cap_without_decision(site: Site) -> Planted:
    yield site.season.settings["setting_cells"]["cap_decision"]


DEADLINE = CellRef(REGISTER_FILE, DeadlineRow.SHEET, "D2")


@planter(days=(WrittenDay(DEADLINE, "Hạn", date(2052, 12, 20)),))
def register_day_doubtful(site: Site) -> Planted:
    yield DEADLINE
