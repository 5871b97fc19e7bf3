"""The rows of one return drawn at random, in which nothing is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from tests.seeded.sendings import RowType, Values
from xeploai.forms.unit_form import DISCIPLINE_ROWS
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.terms import (
    DisciplineTarget,
    LeadershipSubject,
    Level,
    RatingStage,
    RemedyState,
    UnitKind,
)

LEVELS = ("xs", "htt", "ht", "kht")
NOT_RATED = ("exempt", "suspended", "new_under_6m", "not_rated_other")
_BETTER = {Level.XS: Level.XS, Level.HTT: Level.XS, Level.HT: Level.HTT, Level.KHT: Level.HT}
_ITEMS = ("Sinh hoạt chi bộ chưa đều", "Thu đảng phí chậm", "Ghi biên bản còn sơ sài")


def draw_return(
    rng: Random,
    unit: Values,
    year: int,
    cells: Sequence[tuple[tuple[str, str], int]],
    dues: Sequence[tuple[str, str, date]],
) -> dict[RowType, list[Values]]:
    """The rows of each sheet; cells: code and name, and how many members."""
    is_one = unit["kind"] is UnitKind.GRASSROOTS_CELL
    rows = [draw_cell(rng, code, name, members, year) for (code, name), members in cells]
    if is_one and rng.random() < 0.5:
        # The level of a chi bộ cơ sở may stand on its own row or on the first sheet only.
        rows[0] |= dict.fromkeys(("self_level", "proposed_level", "decided_level"))
        rows[0] |= {"decision_no": "", "decision_date": None}
    orgs = int(len(cells) >= 5 and rng.random() < 0.3)
    info = _info(rng, unit, year, rows, orgs)
    if is_one and rows[0]["decided_level"] is not None:
        rows[0] |= {key: info[key] for key in ("self_level", "proposed_level", "decided_level")}
    return {
        InfoReturn: [info],
        CellReturn: rows,
        LeadershipReturn: _leadership(rng),
        MilestoneReturn: [_milestone(rng, year, due) for due in dues],
        RemedyReturn: [_remedy(rng, year, item) for item in _ITEMS],
        DisciplineReturn: _discipline(rng, sum(row["disciplined"] for row in rows), orgs),
    }


def draw_cell(rng: Random, code: str, name: str, members: int, year: int) -> Values:
    """One cell that adds up and keeps to the cap, with a level it may have."""
    out = {key: rng.choice((0, 0, 1)) for key in NOT_RATED}
    rated = members - sum(out.values())
    kht, ht = rng.choice((0, 0, 0, 1)), rng.randint(0, rated // 8)
    good = rated - kht - ht
    level = _level(rng, good, rated, kht)
    is_detailed = rng.random() < 0.7
    has_decision = rng.random() < 0.7
    return {
        "cell_code": code,
        "name": name,
        "review_date": date(year, 12, rng.randint(1, 10)),
        "attended_by": rng.choice(("", "Ban Thường vụ")),
        "members": members,
        "official": members - 1 if is_detailed else None,
        "probationary": 1 if is_detailed else None,
        **out,
        "not_rated_reason": "ốm đau dài ngày" if out["not_rated_other"] else "",
        "rated": rated,
        "xs": good // 6,
        "htt": good - good // 6,
        "ht": ht,
        "kht": kht,
        "disciplined": rng.randint(0, kht),
        **_steps(rng, level),
        "decision_no": f"{rng.randint(10, 99)}-QĐ/ĐU" if has_decision else "",
        "decision_date": date(year, 12, rng.randint(11, 13)) if has_decision else None,
        "note": "",
    }


def _level(rng: Random, good: int, rated: int, kht: int) -> Level:
    if kht:
        return rng.choice((Level.HTT, Level.HT))
    return Level.XS if good * 5 >= rated * 4 and rng.random() < 0.25 else Level.HTT


def _steps(rng: Random, level: Level) -> Values:
    own = _BETTER[level] if rng.random() < 0.3 else level
    return {"self_level": own, "proposed_level": level, "decided_level": level}


def _info(rng: Random, unit: Values, year: int, rows: Sequence[Values], orgs: int) -> Values:
    is_one = unit["kind"] is UnitKind.GRASSROOTS_CELL
    given = [row["decided_level"] for row in rows]
    good = sum(level in (Level.XS, Level.HTT) for level in given)
    may_be_best = good * 5 >= len(rows) * 4 and not orgs and not any(row["kht"] for row in rows)
    level = Level.XS if may_be_best and not is_one and rng.random() < 0.4 else Level.HTT
    return {
        "unit_code": unit["code"],
        "unit_name": unit["name"],
        "unit_kind": unit["kind"],
        "parent_name": "Đảng bộ huyện H",
        "period": str(year),
        "version": 1,
        "sent_on": date(year, 12, rng.randint(16, 20)),
        "prepared_by": "Nguyễn Văn An",
        "phone": "0211 123",
        "cells_declared": rng.randint(0, 1) if is_one else len(rows),
        "members_declared": sum(row["members"] for row in rows),
        "rated_declared": sum(row["rated"] for row in rows),
        **_steps(rng, level),
        "decision_no": f"{rng.randint(100, 999)}-QĐ/HU",
        "decision_date": date(year, 12, rng.randint(14, 15)),
    }


def _leadership(rng: Random) -> list[Values]:
    rows = []
    for subject, total in (
        (LeadershipSubject.COLLECTIVE, rng.randint(6, 9)),
        (LeadershipSubject.LEADER, rng.randint(10, 20)),
    ):
        out = rng.randint(0, 1)
        for stage in RatingStage:
            rated = total - out
            xs, ht = rng.randint(1, rated // 5), rng.randint(0, 1)
            rows.append(
                {
                    "subject": subject, "stage": stage, "total": total, "not_rated": out,
                    "not_rated_reason": "mới bổ nhiệm" if out else "",
                    "rated": rated, "xs": xs, "htt": rated - xs - ht, "ht": ht, "kht": 0,
                }
            )  # fmt: skip
    return rows


def _milestone(rng: Random, year: int, due: tuple[str, str, date]) -> Values:
    code, name, deadline = due
    # What is due before anybody sends has a date.
    is_due = deadline < date(year, 12, 16)
    done = date(year, 12, rng.randint(8, 20)) if rng.random() < 0.8 or is_due else None
    return {"milestone": code, "name": name, "deadline": deadline, "done_on": done}


def _remedy(rng: Random, year: int, item: str) -> Values:
    state = rng.choice(list(RemedyState))
    return {
        "item": item,
        "owner": "Ban Thường vụ",
        "due": date(year + 1, 3, rng.randint(1, 28)),
        "state": state,
        "done_on": date(year, 12, rng.randint(14, 16)) if state is RemedyState.DONE else None,
    }


def _discipline(rng: Random, members: int, orgs: int) -> list[Values]:
    rows: list[Values] = [
        {"target": target, "form": form, "number": 0, "note": ""}
        for target, form in DISCIPLINE_ROWS
    ]
    of_members = [row for row in rows if row["target"] is DisciplineTarget.MEMBER]
    for _ in range(members):
        rng.choice(of_members[:2])["number"] += 1
    next(row for row in rows if row["target"] is DisciplineTarget.ORG)["number"] = orgs
    return rows
