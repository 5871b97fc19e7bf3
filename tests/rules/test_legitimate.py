"""Situations that are unusual and right: no error, and no warning but the one named beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from tests import builders
from tests.builders import (
    UNITS,
    a_return,
    decision,
    disciplined,
    done,
    info,
    leadership,
    milestone,
    old_unit,
    register,
    remedy,
    unit,
    unit_cap,
)
from xeploai.findings import CellRef
from xeploai.register.model import Completion, Extension
from xeploai.schema.form import CellReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import (
    CapScope,
    DisciplineForm,
    DisciplineTarget,
    LeadershipSubject,
    Level,
    RatingStage,
    RemedyState,
    UnitKind,
)
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return

END = date(2025, 12, 31)
LAST = date(2024, 12, 1)
COLLECTIVE, LEADER, MEMBER, _SERVANT = LeadershipSubject
SELF, _, DECIDED = RatingStage
STEPS = ("self_level", "proposed_level", "decided_level")
NO_LEVEL: dict[str, Any] = dict.fromkeys(STEPS)
Levels = tuple[int, int, int, int]


def levels(level: Level) -> dict[str, Any]:
    """One level at every step."""
    return dict.fromkeys(STEPS, level)


def cell(number: int, counts: Levels = (1, 8, 1, 0), **over: Any) -> CellReturn:
    """A cell whose counts add up, met on 1 December: the best level first."""
    rated = sum(counts)
    reasons = ("exempt", "suspended", "new_under_6m", "not_rated_other")
    xs, htt, ht, kht = counts
    usual: dict[str, Any] = {
        "review_date": date(2025, 12, 1), "members": rated + sum(over.get(x, 0) for x in reasons),
        "rated": rated, "xs": xs, "htt": htt, "ht": ht, "kht": kht, **levels(Level.HTT),
    }  # fmt: skip
    return builders.plain_cell(number, **{**usual, **over})


@dataclass(frozen=True)
class Sent:
    """What a unit sent, beside last year and the register; warns: the warnings there may be."""

    cells: Sequence[CellReturn]
    warns: str = ""
    others: Sequence[Row] = ()
    last: Sequence[CellReturn] = ()
    first: dict[str, Any] = field(default_factory=dict)
    of_unit: dict[str, Any] = field(default_factory=dict)
    listed: dict[str, Any] = field(default_factory=dict)
    units: Sequence[Any] = ()
    more: Sequence[Return] = ()
    as_of: date = END

    def returns(self) -> list[Return]:
        """Every return there is."""
        usual = {"self_level": Level.HTT, **self.first}
        now = a_return(self.cells, of=info(**usual), others=self.others, file="now.xlsx")
        code = str(usual.get("unit_code", "A"))
        before = info(unit_code=Code(code), period="2024", sent_on=date(2024, 12, 18))
        last = [a_return(self.last, of=before, file="last.xlsx")] if self.last else []
        return [now, *last, *self.more]

    def found(self) -> list[tuple[str, str]]:
        """What the program finds: how grave, and which rule."""
        units = (UNITS[0], unit("A", **self.of_unit), *UNITS[2:], *self.units)
        of = register(units, **self.listed)
        result = evaluate(of, self.returns(), self.as_of)
        return sorted({(str(x.severity), x.rule) for x in result.findings})


def lone(*cells: CellReturn, **first: Any) -> Sent:
    """What the chi bộ cơ sở C sent."""
    return Sent(cells, first={"unit_code": Code("C"), **first})


TEN = [cell(number) for number in range(1, 11)]
OLD = old_unit("A", "cũ", "2024")
MEMBERS, ORG = DisciplineTarget
PLAN = remedy(owner="Chi ủy", due=date(2026, 3, 31))
OWN_CELLS = [unit(f"A0{n}", UnitKind.CELL, parent="A", name=f"Chi bộ {n}") for n in (1, 2)]
JULY = {"founded_on": date(2025, 7, 15)}
TWENTY = [cell(1, (4, 16, 0, 0)), cell(2, (4, 16, 0, 0))]


def before(*sizes: int, **over: Any) -> list[CellReturn]:
    """Last year's cells, all of whose members were good."""
    return [cell(n, (0, x, 0, 0), review_date=LAST, **over) for n, x in enumerate(sizes, start=1)]


def now(*sizes: int, **over: Any) -> list[CellReturn]:
    """This year's."""
    return [cell(n, (0, x, 0, 0), **over) for n, x in enumerate(sizes, start=1)]


def of_b(*cells: CellReturn) -> Return:
    """What the unit B sent."""
    return a_return(cells, of=info(unit_code=Code("B"), self_level=Level.HTT), file="b.xlsx")


def leaders(subject: LeadershipSubject, stage: RatingStage, total: int, **over: int) -> Row:
    """Collectives or leaders, all good unless said otherwise."""
    usual = {"total": total, "rated": total, "xs": 0, "htt": total}
    return leadership(subject, stage, **{**usual, **over})


def decided(code: str, **over: Any) -> DecisionRow:
    """A row of the register by which a unit is decided to be good."""
    usual: dict[str, Any] = {
        **levels(Level.HTT), "decision_no": "12-QĐ/HU", "decision_date": date(2025, 12, 24)
    }  # fmt: skip
    return decision(code, **{**usual, **over})


def known(code: str, on: date | None) -> dict[tuple[str, str], Completion]:
    """What the board knows by itself of the unit A at a milestone."""
    return {("A", code): Completion("A", code, on, "" if on else "chưa xong")}


AT = CellRef("danh-muc.xlsx", "Mốc thời gian", "E4")
DECIDED_BY = milestone("QD", date(2025, 12, 30))
FOUNDED = {"founded_on": date(2025, 10, 1)}
SITUATIONS = {
    # sizes
    "a cell of 3 with 1 XS": Sent([cell(1, (1, 2, 0, 0))]),
    "a cell of 1, who is XS": Sent([cell(1, (1, 0, 0, 0)), cell(2, (0, 9, 1, 0))]),
    "a cell of 1, who is HTT": Sent([cell(1, (0, 1, 0, 0)), cell(2)]),
    "a unit of 60 cells": Sent([cell(number) for number in range(60)]),
    "two cells with the same counts": Sent([cell(1), cell(2)]),
    "a chi bộ cơ sở of 3 with 1 XS": lone(cell(1, (1, 2, 0, 0))),
    "a chi bộ cơ sở with its level on both sheets": lone(cell(1)),
    "a chi bộ cơ sở with its level on the first sheet only": lone(cell(1, **NO_LEVEL)),
    "a chi bộ cơ sở that counts itself": lone(cell(1), cells_declared=1),
    # levels
    "100 % HTT": Sent([cell(1, (0, 10, 0, 0))]),
    "100 % HT": Sent([cell(1, (0, 0, 10, 0), **levels(Level.HT))]),
    "nobody XS": Sent([cell(1, (0, 8, 2, 0))]),
    "one KHT, nobody disciplined": Sent([cell(1, (1, 8, 0, 1))]),
    "all of a cell KHT, the cell too": Sent([cell(1, (0, 0, 0, 5), **levels(Level.KHT))]),
    "an excellent cell whose members are all good": Sent(
        [cell(1, (2, 10, 0, 0), **levels(Level.XS))]
    ),
    "an excellent unit with 4 of 5 good cells": Sent(
        [*TEN[:4], cell(5, **levels(Level.HT))], first=levels(Level.XS)
    ),
    "a cell lowered by the appraisal": Sent([cell(1, self_level=Level.XS)]),
    "a unit raised by the appraisal": Sent(TEN, first={"self_level": Level.HT}),
    "a unit lowered by the decision": Sent(TEN, first={"decided_level": Level.HT}),
    "only the own rating so far": Sent(
        [cell(1, proposed_level=None, decided_level=None)],
        first={"proposed_level": None, "decided_level": None},
    ),
    "members rated, no level of any cell yet": Sent([cell(1, **NO_LEVEL)], first=NO_LEVEL),
    "the proposal stands in the register": Sent(
        TEN, first={"proposed_level": None},
        listed={"decisions": [decision("A", proposed_level=Level.HTT)]},
    ),
    # who is not rated
    "all members exempt, the cell rated": Sent([cell(1, (0, 0, 0, 0), exempt=6), cell(2)]),
    "all members exempt, the cell not rated": Sent(
        [cell(1, (0, 0, 0, 0), exempt=6, **NO_LEVEL), cell(2)]
    ),
    "one ill for long, with the reason": Sent(
        [cell(1, not_rated_other=1, not_rated_reason="ốm dài ngày")]
    ),
    "one suspended": Sent([cell(1, suspended=1)]),
    "one new for less than 6 months": Sent([cell(1, new_under_6m=1)]),
    "probationary members only": Sent([cell(1, official=0, probationary=10)]),
    "official and probationary left blank": Sent([cell(1, official=None, probationary=None)]),
    # age
    "a unit founded in May": Sent(TEN, of_unit={"founded_on": date(2025, 5, 12)}),
    "a unit founded on 1 July": Sent(TEN, of_unit={"founded_on": date(2025, 7, 1)}),
    "a unit founded by merger on 15 July": Sent(TEN, of_unit=JULY, listed={"crosswalk": [OLD]}),
    "a merged commune without last year": Sent(
        TEN, of_unit=JULY, listed={"crosswalk": [OLD, old_unit("A", "cũ hai", "2024")]}
    ),
    "a unit founded in October, not rated": Sent(TEN, of_unit=FOUNDED, first=NO_LEVEL),
    "a unit founded in October, rated": Sent(TEN, "new_organisation_rated", of_unit=FOUNDED),
    "a unit founded in October, decided in April": Sent(
        TEN, of_unit=FOUNDED, first={"decision_date": date(2026, 4, 2)}, as_of=date(2026, 4, 20)
    ),
    # dates
    "reviewed and decided on one day": Sent([cell(1, decision_date=date(2025, 12, 1))]),
    "reviewed on the day of sending": Sent([cell(1, review_date=date(2025, 12, 18))]),
    "reviewed in January": Sent(
        [cell(1, review_date=date(2026, 1, 5))], first={"sent_on": date(2026, 1, 8)},
        as_of=date(2026, 1, 20),
    ),
    "decided in February": Sent(
        TEN, first={"decision_date": date(2026, 2, 10)}, as_of=date(2026, 2, 20)
    ),
    "decided on 1 March": Sent(
        TEN, first={"decision_date": date(2026, 3, 1)}, as_of=date(2026, 3, 20)
    ),
    "reviewed from November to January": Sent(
        [cell(n, review_date=day) for n, day in enumerate(
            (date(2025, 11, 10), date(2025, 11, 12), date(2025, 12, 11), date(2026, 1, 2)), start=1
        )],
        first={"sent_on": date(2026, 1, 9)}, as_of=date(2026, 1, 20),
    ),
    "every cell reviewed in the first days of December": Sent(
        [cell(n, review_date=date(2025, 12, n)) for n in range(1, 11)],
        first={"sent_on": date(2025, 12, 12)},
    ),
    "one cell reviewed in June, before the merger": Sent(
        [cell(1, review_date=date(2025, 6, 20)), cell(2), cell(3)]
    ),
    "one cell reviewed on 5 August": Sent([cell(1, review_date=date(2025, 8, 5)), cell(2)]),
    "a plan of 12 September, due on 10 November": Sent(
        TEN, others=[done("KH", date(2025, 9, 12), deadline=date(2025, 11, 10))],
        listed={"milestones": [milestone("KH", date(2025, 11, 10))]},
    ),
    "sent a second time": Sent(TEN, first={"version": 2}),
    "no day of sending": Sent(TEN, first={"sent_on": None}),
    "a milestone not reached yet": Sent(
        TEN, others=[done("KP", None)], listed={"milestones": [milestone("KP", date(2026, 1, 31))]}
    ),
    "cells done on the last review's day": Sent(
        TEN, others=[done("CB", date(2025, 12, 1))], listed={"milestones": [milestone("CB")]}
    ),
    # decisions and what the board knows by itself
    "nothing decided before the deadline": Sent(
        [cell(1, **NO_LEVEL)], first=NO_LEVEL,
        listed={"milestones": [milestone("QD", date(2026, 1, 20))]},
    ),
    "all decided by the deadline but a unit founded in October": Sent(
        TEN, of_unit=FOUNDED, first=NO_LEVEL,
        listed={"milestones": [DECIDED_BY], "decisions": [decided("B"), decided("C")]},
    ),
    "all decided by the deadline but one that has more time": Sent(
        TEN, first={"decided_level": None},
        listed={
            "milestones": [DECIDED_BY], "decisions": [decided("B"), decided("C")],
            "extensions": {("A", "QD"): Extension("A", "QD", date(2026, 1, 9), "Lũ lụt")},
        },
    ),
    "cells decided by the deadline but one without members to rate": Sent(
        [cell(1), cell(2, (0, 0, 0, 0), exempt=4, **NO_LEVEL)],
        listed={
            "milestones": [milestone("QD", END, kinds=frozenset({UnitKind.CELL}))],
        },
    ),
    "decided by the register, to which the return adds the day": Sent(
        TEN, first={"decision_date": date(2025, 12, 24)},
        listed={"decisions": [decided("A", decision_date=None)]},
    ),
    "the register proposes another level than the return": Sent(
        TEN, listed={"decisions": [decided("A", proposed_level=Level.HT)]}
    ),
    "the paper came before the file": Sent(
        TEN, listed={"milestones": [milestone()], "completions": known("GUI", date(2025, 12, 11))}
    ),
    "the board dates as the return does": Sent(
        TEN, others=[done("KH", date(2025, 11, 20))],
        listed={
            "milestones": [milestone("KH", date(2025, 11, 30))],
            "completions": known("KH", date(2025, 11, 20)),
        },
    ),
    "the board knows that a plan is not made, the return is silent": Sent(
        TEN, others=[done("KH", None)],
        listed={
            "milestones": [milestone("KH", date(2025, 11, 30))], "completions": known("KH", None),
        },
    ),
    "the usual milestone of sending under another name": Sent(
        TEN, listed={"milestones": [milestone(name="Nộp biểu về Ban Tổ chức", event_ref=AT)]}
    ),
    # cells
    "cells without codes": Sent([cell(1, cell_code=Code("")), cell(2, cell_code=Code(""))]),
    "cells numbered as in another unit": Sent(
        [cell(1, cell_code=Code("CB01")), cell(2, cell_code=Code("CB02"))],
        more=[of_b(cell(3, cell_code=Code("CB01")), cell(4, cell_code=Code("CB02")))],
    ),
    "a cell named as one of another unit": Sent(
        TEN, more=[of_b(cell(1, (1, 20, 0, 0)), cell(20, (0, 9, 1, 0)))]
    ),
    "every listed cell is there": Sent(
        [cell(1, cell_code=Code("A01")), cell(2, cell_code=Code("A02"))], units=OWN_CELLS
    ),
    "a new cell that is not listed yet": Sent(
        [cell(1, cell_code=Code("A01")), cell(2, cell_code=Code("A02")), cell(3)],
        "cell_not_listed", units=OWN_CELLS,
    ),
    "the unit's name without Đảng bộ": Sent(TEN, first={"unit_name": "Xã A"}),
    # beside last year
    "a cell dissolved in December": Sent(
        now(30, 31), "cells_gone_since_last_year", last=before(29, 30, 3)
    ),
    "a cell merged into its neighbour": Sent(
        now(22), "cells_gone_since_last_year", last=before(10, 12)
    ),
    "a cell split in two": Sent(now(15, 20, 15), last=before(30, 20)),
    "a unit that grows by 9 %": Sent(now(60, 49), last=before(50, 50)),
    "two more in a unit of five": Sent(now(7), last=before(5)),
    "the share of XS moves by 9 points": Sent(
        [cell(1, (9, 91, 0, 0))], last=before(100)
    ),
    "seven more exempt": Sent(now(43, exempt=8), last=before(50, exempt=1)),
    "five members moved from cell to cell": Sent(now(15, 25), last=before(20, 20)),
    # the cap
    "25 % where a decision allows it": Sent(
        [cell(1, (5, 20, 0, 0))], listed={"cap": 25, "cap_decision": "15-QĐ/HU"}
    ),
    "30 % where the unit has its own cap": Sent(
        [cell(1, (6, 20, 0, 0))], listed={"unit_caps": {"A": unit_cap(30, "16-QĐ/HU")}}
    ),
    "one more XS than the cap": Sent([cell(1, (5, 20, 0, 0))], "excellent_members_over_cap"),
    "a cell over the cap in a unit that keeps it": Sent(
        [cell(1, (3, 7, 0, 0)), cell(2, (0, 10, 0, 0))]
    ),
    "a unit over the cap where all together keep it": Sent(
        [cell(1, (5, 20, 0, 0))], listed={"cap_scope": CapScope.WHOLE},
        more=[of_b(cell(9, (0, 30, 0, 0)))],
    ),
    # discipline
    "one disciplined and KHT": Sent(
        [cell(1, (1, 8, 0, 1), disciplined=1)], others=[disciplined(1)]
    ),
    "one expelled": Sent(
        [cell(1, disciplined=1)], others=[disciplined(1, form=DisciplineForm.EXPULSION)]
    ),
    "one disciplined who put it right by himself": Sent(
        [cell(1, disciplined=1, note="tự phát hiện, đã khắc phục")], others=[disciplined(1)]
    ),
    "one disciplined for last year's fault": Sent(
        [cell(1, disciplined=1, note="vi phạm từ năm trước")], others=[disciplined(1)]
    ),
    "one disciplined and suspended": Sent(
        [cell(1, suspended=1, disciplined=1)], others=[disciplined(1)]
    ),
    "one organisation disciplined": Sent(TEN, others=[disciplined(1, target=ORG)]),
    # leaders
    "no leaders": Sent(TEN, others=[leaders(COLLECTIVE, DECIDED, 2)]),
    "leaders at one step only": Sent(TEN, others=[leaders(LEADER, SELF, 12)]),
    "more leaders than the members of one cell": Sent(TEN, others=[leaders(LEADER, DECIDED, 14)]),
    "an excellent collective of good leaders": Sent(
        TEN, others=[leaders(COLLECTIVE, DECIDED, 1, xs=1, htt=0), leaders(LEADER, DECIDED, 5)]
    ),
    # remedies
    "one plan for two owners": Sent(
        TEN, others=[PLAN, remedy(owner="Chi bộ 2", due=date(2026, 3, 31))]
    ),
    "a plan done half a year early": Sent(
        TEN, others=[
            remedy(owner="Chi ủy", due=date(2026, 6, 30), state=RemedyState.DONE,
                   done_on=date(2025, 12, 16)),
        ],
    ),
    "a hinted unit with a plan": Sent(TEN, others=[PLAN], of_unit={"hinted": True}),
    "a hinted unit before the season's end": Sent(
        TEN, of_unit={"hinted": True}, listed={"milestones": [milestone("KP", date(2026, 1, 31))]}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_unusual_and_right_is_no_error(name: str) -> None:
    sent = SITUATIONS[name]
    allowed = {("warning", rule) for rule in sent.warns.split()}
    assert set(sent.found()) == allowed


def test_there_are_sixty_of_them() -> None:
    assert len(SITUATIONS) >= 60
