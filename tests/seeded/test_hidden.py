"""Every rule's fault planted where counts are hidden: no file of the site tells one of them."""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.seeded.draw import YEARS, Drawn, draw
from tests.seeded.planters import PLANTERS, plant_into
from tests.seeded.planting import (
    OF_A_FOLDER,
    OF_FIGURES,
    OF_THE_REGISTER,
    PLANTABLE,
    Places,
    Planter,
    shuffled,
)
from tests.seeded.sendings import Place, Sending
from tests.seeded.site import NoRoomError
from tests.xlsx import Raw
from xeploai.commands.terminal import Terminal
from xeploai.findings import CellRef
from xeploai.outputs.feedback.build import to_send_back
from xeploai.outputs.reminders.calendar import calendar
from xeploai.outputs.reminders.letters import reminders
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.wording import NO_WORDING
from xeploai.outputs.site.assemble import SiteParts, lay_site
from xeploai.outputs.site.local_links import beside
from xeploai.pipeline import report_of
from xeploai.reading.xlsx.refusals import (
    altered_pack,
    changing_file,
    newer_pack,
    reader_failed,
    unreadable_folder,
)
from xeploai.rules.all_rules import ALL_RULES
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    LeadershipReturn,
    is_about_members,
)
from xeploai.schema.percentages import percent_units
from xeploai.schema.row import columns
from xeploai.schema.terms import (
    DisciplineForm,
    DisciplineTarget,
    LeadershipSubject,
    Level,
    Rounding,
    Subject,
)
from xeploai.season.figures.model import COUNTS
from xeploai.season.figures.stages import top_unit
from xeploai.season.season import Season
from xeploai.submissions.model import Pack, Taken
from xeploai.submissions.returns import unread
from xeploai.text import percent
from xeploai.views.season_view import lay_out

pytestmark = pytest.mark.slow

MANY = 10**7 + 19
"""Counts of members are so many times what was drawn: hardly any other number is a multiple."""

HIDE_BELOW = 10**11
"""All units but the top are hidden."""

SENTINELS = {
    "unreadable_cell": "7919 người",
    "percentage_in_count": "79,19 %",
    "typed_ratio_differs": "79,2719",
    "reason_without_not_rated": "nghỉ ốm hai người",
}
"""Texts about members that are planted instead of what the planter chose."""

ALONE = (
    "excellent_members_of_all_over_cap",
    "no_level_decided_by_deadline",
    "period_of_no_return",
)
"""The rules of what all units are together, which every other fault would change or lose."""

OF_THE_TOP = re.compile(
    r"(?:index|phuong-phap|don-vi/(?:h|index)|xep-loai/\S+)\.html|data/ratios\.csv|bao-cao/bieu-tong-hop\.xlsx/.*"
)
"""The files that show the figures of the top."""

NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3}){2,}|\d{8,})(?!\d)")


@dataclass
class Group:
    """Rules that one year and one register can have together."""

    year: int
    settings: dict[str, Any]
    codes: list[str]

    def takes(self, how: Planter) -> bool:
        """Whether another rule goes with them."""
        mine, others = self.settings, dict(how.settings)
        settings = mine | others == others | mine
        return settings and self.year in how.years and not set(self.codes) & set(ALONE)


def groups() -> list[Group]:
    """All rules in a few groups of about one size, those with fewest years first."""
    made = [Group(year, {}, []) for year in YEARS]
    for code in sorted(PLANTABLE, key=lambda x: (not PLANTERS[x].settings, len(PLANTERS[x].years))):
        how = PLANTERS[code]
        fitting = [each for each in made if each.takes(how) and code not in ALONE]
        if not fitting:
            fitting = [Group(how.years[0], {}, [])]
            made += fitting
        smallest = min(fitting, key=lambda each: len(each.codes))
        smallest.settings |= how.settings
        smallest.codes.append(code)
    return [each for each in made if each.codes]


# ------------------------------------------------------------------ planting


@dataclass(frozen=True)
class Case:
    """A season with many faults, and where each rule's stand."""

    season: Season
    places: Mapping[str, list[CellRef]]
    secrets: frozenset[str]


def planted_together(group: Group) -> Case:
    """A season with the fault of each rule in a unit of its own, and all members many."""
    drawn = draw(0, group.year, 1 + len(group.codes) // 3).copy()
    drawn.settings |= {"hide_below": HIDE_BELOW} | group.settings
    places: dict[str, Places] = {}
    used: set[str] = set()
    secrets = {"tổng số đảng viên bằng 0", "số đảng viên được đánh giá bằng 0"}
    for code in sorted(group.codes, key=lambda x: PLANTERS[x].comes_last):
        unit, places[code] = with_fault(drawn, code, used)
        # A copied return is told at the one it was copied from, too.
        owners = (at.sending.unit for at in places[code] if isinstance(at, Place))
        used |= {unit, *owners}
        secrets |= set(member_texts(drawn, unit, code))
    grow(drawn)
    lost: list[Taken] = [
        unread("thư mục/", "", unreadable_folder()),
        unread("đang chép.xlsx", "", changing_file()),
        unread("lạ.xlsx", "", reader_failed("x")),
        unread("gói sửa.xlsx", "", altered_pack()),
        unread("gói mới.xlsx", "", newer_pack()),
        Pack("gói.xlsx", "gói", units=(("LA", "Đảng bộ xã Lạ"),)),
    ]
    season = drawn.thought([*drawn.taken(), *lost])
    refs = {
        code: [each if isinstance(each, CellRef) else each.ref() for each in spots]
        for code, spots in places.items()
    }
    return Case(season, refs, frozenset(secrets))


def with_fault(drawn: Drawn, code: str, used: Collection[str]) -> tuple[str, Places]:
    """Plant a fault in a unit in which nothing was changed yet, nor in its rows of the register."""
    how, rng = PLANTERS[code], Random(code)
    free = [unit for unit in how.among(drawn) if is_unchanged(drawn, unit) and unit not in used]
    for unit in shuffled(free, rng):
        try:
            _, places = plant_into(drawn, how, unit, rng)
        except NoRoomError:
            continue
        if code not in SENTINELS or put_sentinel(drawn, unit, code, places):
            return unit, places
    raise AssertionError(f"no unit left for {code}")


def is_unchanged(drawn: Drawn, unit: str) -> bool:
    sent = [drawn.now[unit], *filter(None, [drawn.last.get(unit)])]
    return all(each == drawn.as_drawn[each.file][0] for each in sent)


def put_sentinel(drawn: Drawn, unit: str, code: str, places: Places) -> bool:
    """Put a text that stands nowhere else where the planter put one about members."""
    (at,) = places
    assert isinstance(at, Place)
    key = "not_rated_reason" if code == "reason_without_not_rated" else at.key
    assert at.kind is not None
    if not key.startswith("?") and not is_about_members(at.kind, columns(at.kind)[key]):
        return False
    row = drawn.now[unit].info if at.row is None else at.row
    row[key] = SENTINELS[code]
    return True


def member_texts(drawn: Drawn, unit: str, code: str) -> Iterator[str]:
    """The texts about members that a finding holds."""
    if code in SENTINELS:
        yield SENTINELS[code]
    if code == "excellent_share_jumps":
        for sending in (drawn.now[unit], drawn.last[unit]):
            cells = sending.rows[CellReturn]
            xs, rated = (sum(row[key] for row in cells) for key in ("xs", "rated"))
            yield f"{percent(percent_units(xs, rated, 1, Rounding.HALF_UP) or 0, 1)} đảng viên"


_MANY_PERSONS = [each for each in LeadershipSubject if not each.leads]


def grow(drawn: Drawn) -> None:
    """Multiply every count of members, of this year and the last, and those in the register."""
    for sending in (*drawn.now.values(), *drawn.last.values(), *drawn.more):
        grow_leaders(sending)
        for kind, rows in sending.rows.items():
            of_members = {
                key
                for key, column in columns(kind).items()
                if column.type == "count" and is_about_members(kind, column)
            }
            for row in rows:
                if kind is not DisciplineReturn or row["target"] is DisciplineTarget.MEMBER:
                    row |= {key: many(row[key]) for key in of_members & row.keys()}
    for unit in drawn.units.values():
        if unit.get("members_in_database"):
            unit["members_in_database"] *= MANY


def grow_leaders(sending: Sending) -> None:
    """Keep leaders more than members where they are; their counts are no multiples.

    On the same sheet members and civil servants are many persons, which are multiplied.
    """
    counts = [key for key, column in columns(LeadershipReturn).items() if column.type == "count"]
    for row in sending.rows[LeadershipReturn]:
        if row.get("subject") in _MANY_PERSONS:
            row |= {key: many(row[key]) for key in counts if key in row}
    cells = [row.get("members") for row in sending.rows[CellReturn]]
    members = sum(number for number in cells if isinstance(number, int))
    for row in sending.rows[LeadershipReturn]:
        is_of_leaders = row.get("subject") is LeadershipSubject.LEADER
        if is_of_leaders and isinstance(row["total"], int) and row["total"] > members:
            for key in ("total", "rated", "htt"):
                row[key] += 1000 * MANY + 1


def many(value: object) -> object:
    """Multiply a count, that of a formula too."""
    if isinstance(value, Raw):
        return Raw(re.sub(r"<v>(\d+)</v>", lambda match: f"<v>{int(match[1]) * MANY}</v>", value))
    return value * MANY if type(value) is int else value


# ------------------------------------------------------------------ the site


@pytest.fixture(scope="module")
def cases() -> Iterator[list[Case]]:
    """The seasons, each with its share of all rules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xeploai.reading.values.MAX_COUNT", HIDE_BELOW)
        yield [planted_together(group) for group in groups()]


def test_every_rule_is_planted(cases: list[Case]) -> None:
    planted = {code for case in cases for code in case.places}
    assert planted | OF_A_FOLDER | OF_THE_REGISTER | OF_FIGURES == {rule.code for rule in ALL_RULES}
    for case in cases:
        findings = {(x.rule, x.ref) for x in case.season.findings}
        wanted = {(code, ref) for code, refs in case.places.items() for ref in refs}
        assert wanted <= findings
        assert {x.rule for x in case.season.findings} >= OF_A_FOLDER


def test_no_file_of_the_site_reveals_a_hidden_count(cases: list[Case], tmp_path: Path) -> None:
    for number, case in enumerate(cases):
        site = built(case.season, tmp_path / str(number))
        known = of_the_top(case.season)
        files = list(texts(site))
        assert len(files) > 50
        for name, text in files:
            assert set(multiples(text)) <= (known if OF_THE_TOP.fullmatch(name) else {0}), name
            assert not [x for x in case.secrets if x in text], name


def test_what_is_planted_is_known_again(cases: list[Case]) -> None:
    """A value that is not known to be of members would be found on the site."""
    for case in cases:
        places = {(code, ref) for code, refs in case.places.items() for ref in refs}
        for each in case.season.findings:
            if (each.rule, each.ref) in places and list(each.sentence.about_members):
                seen = [*multiples(each.message), *(x for x in case.secrets if x in each.message)]
                assert seen, each.message


def built(season: Season, place: Path) -> Path:
    """The site of a season."""
    scope = Scope(lay_out(season), top_unit(season.register))
    report = report_of(scope, NO_WORDING, place / "report", Terminal(quiet=True), images=False)
    links = beside(to_send_back(season), reminders(season), report.files)
    deadlines = calendar(season.register, season.as_of)
    lay_site(SiteParts(scope, NO_WORDING, report, links, deadlines), place / "site")
    return place / "site"


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Every file as text, the parts of those that are packed too."""
    for path in sorted(site.rglob("*.*")):
        name, data = path.relative_to(site).as_posix(), path.read_bytes()
        if zipfile.is_zipfile(BytesIO(data)):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for part in archive.namelist():
                    yield f"{name}/{part}", archive.read(part).decode("utf-8", "replace")
        else:
            yield name, data.decode("utf-8", "replace")


def multiples(text: str) -> Iterator[int]:
    """The counts of members in a text."""
    for digits in NUMBER.findall(text):
        number = int(digits.replace(".", ""))
        if number and number % MANY == 0:
            yield number


def of_the_top(season: Season) -> set[int]:
    """The counts of the top, which are always shown, and what some of them come to."""
    known = set(disciplined(season))
    for figures in filter(None, (season.figures, season.last)):
        row = figures.at(season.root.code, Subject.MEMBER)
        assert row is not None
        levels = [row.level(level) for level in Level]
        known |= {getattr(row, key) for key in COUNTS} | {row.not_rated}
        known |= {sum(levels[:number]) for number in range(1, 5)}
    return known


def disciplined(season: Season) -> Iterator[int]:
    """How many members were disciplined, in each form and in all."""
    rows = [x.row for item in season.intake.counted.values() for x in item.rows(DisciplineReturn)]
    of_members = [row for row in rows if row.target is DisciplineTarget.MEMBER]
    yield sum(row.number for row in of_members)
    for form in DisciplineForm:
        yield sum(row.number for row in of_members if row.form is form)
