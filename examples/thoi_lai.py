"""Thới Lai 2022, finished: the totals a newspaper printed, and a split of them that is invented.

Real (press article of 28/11/2022): 44 grassroots organisations; 207 cells, of which 193 HTT; 3,675
members rated, of whom 3,410 HTT; in Xuân Thắng 11 cells, all HTT, and 152 of 166 members HTT.
All else is drawn by lot. Beside it the year before, wholly invented, to compare with.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from examples.draw import (
    Counts,
    Days,
    Ladder,
    Totals,
    day_in,
    decide,
    draw_counts,
    ladder,
    sums,
    uneven,
)
from examples.fill import RowValues, Sheets, fill, register_file, wording_file
from examples.story import Story, sheets_of
from examples.thoi_lai_units import ROOT, Org, organisations
from examples.wording import THOI_LAI
from xeploai.forms.rows import KnownCell
from xeploai.forms.unit_form import unit_form
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.paths import REGISTER_FILE, WORDING_FILE
from xeploai.register.deadlines import usual_event
from xeploai.register.model import Register
from xeploai.schema.register import (
    AssignmentRow,
    DeadlineRow,
    DecisionRow,
    PlanRow,
    SettingRow,
    UnitRow,
)
from xeploai.schema.terms import Level, RatedSubject, RemedyState, UnitKind
from xeploai.text import slug

AS_OF = date(2022, 12, 31)
NOTE = (
    "Số liệu minh họa. Theo báo chí ngày 28/11/2022, chỉ các tổng số sau là thật: 44 tổ chức cơ sở "
    "đảng; 207 chi bộ, trong đó 193 hoàn thành tốt; 3.675 đảng viên được đánh giá, trong đó 3.410 "
    "hoàn thành tốt; xã Xuân Thắng có 11 chi bộ đều hoàn thành tốt và 152/166 đảng viên hoàn thành "
    "tốt. Cách chia các tổng số đó cho từng đơn vị và mọi số liệu khác là tự đặt."
)


PLAN = (
    ("Công tác phát triển đảng viên ở ấp còn chậm", "Ban Tổ chức Huyện ủy", (3, 31)),
    ("Việc kiểm tra chuyên đề chưa đủ theo kế hoạch", "Ủy ban Kiểm tra Huyện ủy", (6, 30)),
)
"""Shortcomings that the committee has to overcome itself, by whom, until when."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year's totals: of all organisations but one, and of the one whose figures are printed.

    cells: how many cells are XS and HT; orgs: how many organisations.
    """

    year: int
    others: Totals
    printed: Totals
    cells: tuple[int, int]
    orgs: tuple[int, int]


YEARS = (
    Year(
        2021,
        Totals(148, 92, 12, exempt=128, suspended=2, new_under_6m=49, not_rated_other=12,
               probationary=52),
        Totals(xs=7, ht=6, probationary=3),
        (8, 7),
        (5, 4),
    ),
    Year(
        2022,
        Totals(161, 80, 10, exempt=141, suspended=2, new_under_6m=54, not_rated_other=9,
               probationary=47),
        Totals(xs=9, ht=4, kht=1, probationary=4),
        (9, 5),
        (6, 3),
    ),
)  # fmt: skip


def files() -> dict[str, bytes]:
    """Return the season's input folder.

    It holds the board's own workbooks, 44 returns of 2022 and 44 of 2021.
    """
    lot = random.Random("Thới Lai 2022")
    orgs = list(organisations(lot))
    before, now = YEARS
    rated = {org.code: uneven(lot, org.rated, len(org.cells)) for org in orgs}
    then = {code: [max(n - lot.choice((-1, 0, 0, 1, 1)), 4) for n in rated[code]] for code in rated}
    stories = _stories(lot, orgs, rated, now)
    last = _stories(lot, orgs, then, before)
    data, register = register_file(_register(orgs, stories))
    return {
        REGISTER_FILE: data,
        WORDING_FILE: wording_file(THOI_LAI),
        **dict(_returns(lot, orgs, stories, register, last)),
        **dict(_returns(lot, orgs, last, _a_year_before(register), {})),
    }


def _stories(
    lot: random.Random, orgs: Sequence[Org], rated: Mapping[str, list[int]], year: Year
) -> dict[str, Story]:
    counts = _counts(lot, orgs, rated, year)
    levels = _cell_ladders(lot, orgs, counts, year)
    own = _own_ladders(lot, orgs, counts, year)
    days = _days(year.year)
    return {
        org.code: Story(
            org.code, org.kind, org.cells, counts[org.code], levels[org.code], own[org.code],
            decision=(f"{lot.randint(310, 389)}-QĐ/HU", day_in(lot, days["QD"])),
            version=2,
        )
        for org in orgs
    }  # fmt: skip


def _counts(
    lot: random.Random, orgs: Sequence[Org], rated: Mapping[str, list[int]], year: Year
) -> dict[str, list[Counts]]:
    counts: dict[str, list[Counts]] = {}
    for totals, some in (
        (year.others, [org for org in orgs if not org.is_printed]),
        (year.printed, [org for org in orgs if org.is_printed]),
    ):
        drawn = iter(draw_counts(lot, [n for org in some for n in rated[org.code]], totals))
        counts |= {org.code: [next(drawn) for _ in org.cells] for org in some}
    return counts


def _cell_ladders(
    lot: random.Random, orgs: Sequence[Org], counts: Mapping[str, list[Counts]], year: Year
) -> dict[str, list[Ladder]]:
    """Return the levels of all cells; those of the printed commune are all HTT."""
    drawn = [org for org in orgs if org.kind is UnitKind.GRASSROOTS and not org.is_printed]
    levels = iter(decide([item for org in drawn for item in counts[org.code]], *year.cells))
    decided = {org.code: [next(levels) for _ in org.cells] for org in drawn}
    return {
        org.code: [
            ladder(lot, level) for level in decided.get(org.code, [Level.HTT] * len(org.cells))
        ]
        for org in orgs
    }


def _own_ladders(
    lot: random.Random, orgs: Sequence[Org], counts: Mapping[str, list[Counts]], year: Year
) -> dict[str, Ladder]:
    drawn = [org for org in orgs if not org.is_printed]
    levels = decide([sums(counts[org.code]) for org in drawn], *year.orgs)
    ladders = {org.code: ladder(lot, level) for org, level in zip(drawn, levels, strict=True)}
    return {org.code: ladders.get(org.code, (Level.HTT,) * 3) for org in orgs}


# ------------------------------------------------------------------ the register


MILESTONES = (
    ("KH", "Ban hành kế hoạch kiểm điểm", (10, 15)),
    ("CB", "Chi bộ kiểm điểm xong", (11, 5)),
    ("TT", "Tập thể, cá nhân lãnh đạo kiểm điểm", (11, 12)),
    ("GUI", "Gửi hồ sơ, biểu tổng hợp", (11, 18)),
    ("TD", "Thẩm định", (11, 25)),
    ("QD", "Quyết định xếp loại", (11, 30)),
    ("KP", "Kế hoạch khắc phục sau kiểm điểm", (12, 15)),
)


def _days(year: int) -> Days:
    """When things were done: a few units are late with the first steps, none with the rating."""

    def days(first: tuple[int, int], last: tuple[int, int]) -> tuple[date, date]:
        return date(year, *first), date(year, *last)

    return {
        "KH": days((10, 3), (10, 17)),
        "review": days((10, 17), (11, 4)),
        "cell_decision": days((11, 7), (11, 9)),
        "TT": days((11, 7), (11, 14)),
        "GUI": days((11, 14), (11, 18)),
        "TD": days((11, 21), (11, 24)),
        "QD": days((11, 25), (11, 29)),
        "KP": days((12, 1), (12, 9)),
        "sent": days((12, 12), (12, 20)),
        "remedy_due": (date(year + 1, 3, 1), date(year + 1, 6, 30)),
    }


def _register(orgs: Sequence[Org], stories: Mapping[str, Story]) -> Sheets:
    return {
        SettingRow: [
            {
                "period": "2022",
                "office": "Ban Tổ chức Huyện ủy Thới Lai (số liệu minh họa)",
                "higher_office": "Thành ủy Cần Thơ",
                # In an office's cell of ten one member more or less is 10 % already.
                "yearly_tolerance": 20,
                "note": NOTE,
            }
        ],
        UnitRow: list(_units(orgs, stories)),
        DeadlineRow: [
            {
                "milestone": code,
                "name": name,
                "deadline": date(2022, *day),
                "event": usual_event(code),
            }
            for code, name, day in MILESTONES
        ],
        DecisionRow: [_decision(story) for story in stories.values() if _is_lowered(story)],
        AssignmentRow: list(_assignments(orgs)),
        PlanRow: [
            {
                "unit_code": ROOT,
                "item": item,
                "owner": owner,
                "due": date(2023, *due),
                "state": RemedyState.UNDER_WAY,
            }
            for item, owner, due in PLAN
        ],
    }


def _assignments(orgs: Sequence[Org]) -> Iterator[RowValues]:
    """Yield who attends the review of each organisation, as the article says of every one."""
    for number, org in enumerate(orgs):
        yield {
            "official": _official(org.cluster),
            "unit_code": org.code,
            "role": "Ủy viên Ban Thường vụ Huyện ủy",
            "attends_on": date(2022, 11, 7 + number % 7),
        }


def _units(orgs: Sequence[Org], stories: Mapping[str, Story]) -> Iterator[RowValues]:
    yield {"code": ROOT, "name": "Đảng bộ huyện Thới Lai", "kind": UnitKind.DISTRICT}
    for number, org in enumerate(orgs, start=1):
        yield {
            "number": number,
            "code": org.code,
            "name": org.name,
            "kind": org.kind,
            "parent_code": ROOT,
            "cluster": _cluster(org.cluster),
            "official": _official(org.cluster),
            "members_in_database": sums(stories[org.code].counts)["members"],
        }
        for code, name in org.cells if org.kind is UnitKind.GRASSROOTS else ():
            yield {"code": code, "name": name, "kind": UnitKind.CELL, "parent_code": org.code}


def _official(cluster: int) -> str:
    return f"Đồng chí Ủy viên Ban Thường vụ phụ trách {_cluster(cluster).lower()}"


def _cluster(number: int) -> str:
    return f"Cụm {number}" if number < 5 else ("Khối cơ quan", "Khối chi bộ cơ sở")[number - 5]


def _is_lowered(story: Story) -> bool:
    return story.own[0] is not story.own[2]


def _decision(story: Story) -> RowValues:
    """Return the board's decision on an organisation rated lower than it rated itself."""
    row = {
        "unit_code": story.code,
        "subject": RatedSubject.ORG,
        "self_level": story.own[0],
        "proposed_level": story.own[1],
        "decided_level": story.own[2],
        "reason": "Chỉ tiêu phát triển đảng viên chưa đạt kế hoạch năm",
    }
    return row | dict(zip(("decision_no", "decision_date"), story.decision or (), strict=False))


def _a_year_before(register: Register) -> Register:
    """Return the register as it was for the year before: the same units, other dates."""
    milestones = [
        replace(item, deadline=item.deadline.replace(year=2021)) for item in register.milestones
    ]
    settings = replace(register.settings, period="2021")
    return replace(register, settings=settings, milestones=tuple(milestones), decisions=())


# ------------------------------------------------------------------ the returns


def _returns(
    lot: random.Random,
    orgs: Sequence[Org],
    stories: Mapping[str, Story],
    register: Register,
    last: Mapping[str, Story],
) -> Iterator[tuple[str, bytes]]:
    year = register.settings.year
    folder = "" if year == AS_OF.year else f"{year}/"
    for org in orgs:
        known = _known(org, last.get(org.code))
        book = unit_form(register, register.units[org.code], known, str(year - 1) if last else "")
        fill(book, sheets_of(lot, stories[org.code], _days(year)))
        yield f"{folder}{slug(org.code)}-{slug(org.name)}.xlsx", workbook_bytes(book)


def _known(org: Org, last: Story | None) -> list[KnownCell]:
    """Return the cells that the board prefills, with last year's counts and levels."""
    if last is None:
        return [KnownCell(code, name) for code, name in org.cells]
    keys = ("members", "rated", "xs", "htt", "ht", "kht")
    return [
        KnownCell(code, name, {key: counts[key] for key in keys}, levels[2])
        for (code, name), counts, levels in zip(org.cells, last.counts, last.ladders, strict=True)
    ]
