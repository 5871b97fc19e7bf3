"""Contents of a unit's form: drawn counts and days become the rows of every sheet."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from examples.draw import Counts, Days, Ladder, day_in, sums
from examples.fill import RowValues, Sheets
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.terms import (
    DisciplineForm,
    DisciplineTarget,
    LeadershipSubject,
    RatingStage,
    RemedyState,
    UnitKind,
)

_LEVELS = ("self_level", "proposed_level", "decided_level")
_WRITTEN = ("KH", "TT", "GUI", "TD", "KP")
"""The steps whose day a unit writes; the others' days are known from the other sheets."""

_ALWAYS = ("members", "rated")
"""Counts that are written even where they are 0."""

_REASONS = ("Ốm đau dài ngày", "Đi làm ăn xa, có xin phép", "Đang xem xét kỷ luật")
_LOWERED = "Hạ mức khi thẩm định: chưa đủ tỷ lệ theo hướng dẫn"
_REMEDIES = (
    ("Nội dung sinh hoạt chuyên đề còn dàn trải, ít gắn với nhiệm vụ", "Chi ủy các chi bộ"),
    ("Công tác kiểm tra, giám sát theo chương trình còn chậm", "Ủy ban Kiểm tra Đảng ủy"),
    ("Nguồn phát triển đảng viên ở khu dân cư còn ít", "Ban Chấp hành"),
    ("Chưa kịp thời cập nhật hồ sơ, cơ sở dữ liệu đảng viên", "Văn phòng Đảng ủy"),
    ("Việc giải quyết kiến nghị sau đối thoại có việc quá hạn", "Ủy ban nhân dân"),
    ("Chế độ tự phê bình và phê bình ở một số chi bộ còn nể nang", "Ban Thường vụ"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """One unit's year.

    cells: (code, name) of each row of the sheet Chi bộ, with its counts and its levels; own: the
    unit's levels; stages: how many of the three steps of its own rating are taken; decision: the
    number and day of its decision; version: which sending this is.
    """

    code: str
    kind: UnitKind
    cells: Sequence[tuple[str, str]]
    counts: Sequence[Counts]
    ladders: Sequence[Ladder]
    own: Ladder
    stages: int = 3
    decision: tuple[str, date] | None = None
    version: int = 1

    @property
    def is_cell(self) -> bool:
        """Whether the unit is a chi bộ cơ sở, which has no cells but itself."""
        return self.kind is UnitKind.GRASSROOTS_CELL


def sheets_of(lot: random.Random, story: Story, days: Days) -> Sheets:
    """Every sheet of the unit's form. Steps without days have not been taken, or not written."""
    cells = _cells(lot, story, days)
    done = {step: day_in(lot, days[step]) for step in _WRITTEN if step in days}
    done["CB"] = max(row["review_date"] for row in cells)
    info = _info(lot, story, days)
    if "decision_date" in info:
        done["QD"] = info["decision_date"]
    return {
        InfoReturn: [info],
        CellReturn: cells,
        LeadershipReturn: _leadership(lot, story),
        MilestoneReturn: [{"milestone": step, "done_on": day} for step, day in done.items()],
        RemedyReturn: _remedies(lot, story, days),
        DisciplineReturn: _discipline(sum(item["disciplined"] for item in story.counts)),
    }


def _info(lot: random.Random, story: Story, days: Days) -> RowValues:
    total = sums(story.counts)
    info: RowValues = {
        "version": story.version,
        "sent_on": day_in(lot, days["sent"]),
        "prepared_by": "Bí thư chi bộ" if story.is_cell else "Văn phòng Đảng ủy",
        "members_declared": total["members"],
        "rated_declared": total["rated"],
        **_levels(story.own, story.stages),
    }
    if not story.is_cell:
        info["cells_declared"] = len(story.cells)
    return info | _decision(story)


def _decision(story: Story) -> RowValues:
    return dict(zip(("decision_no", "decision_date"), story.decision or (), strict=False))


def _levels(ladder: Ladder, stages: int) -> RowValues:
    return dict(zip(_LEVELS[:stages], ladder, strict=False))


def _cells(lot: random.Random, story: Story, days: Days) -> list[RowValues]:
    """Return the rows of the sheet Chi bộ.

    A cell's level is decided by its committee, that of a chi bộ cơ sở is the unit's own.
    """
    number, decided_on = f"{lot.randint(11, 89)}-QĐ/ĐU", day_in(lot, days["cell_decision"])
    rows: list[RowValues] = []
    for (code, name), counts, ladder in zip(story.cells, story.counts, story.ladders, strict=True):
        row: RowValues = {
            "cell_code": code,
            "name": name,
            "review_date": day_in(lot, days["review"]),
        }
        row |= {key: value for key, value in counts.items() if value or key in _ALWAYS}
        # Somebody from above comes to the first cell at least.
        if lot.randrange(3) or not rows:
            row["attended_by"] = "Cấp ủy viên phụ trách"
        if counts["not_rated_other"]:
            row["not_rated_reason"] = lot.choice(_REASONS)
        if story.is_cell:
            row |= _levels(story.own, story.stages) | _decision(story)
        else:
            row |= _levels(ladder, 3) | {"decision_no": number, "decision_date": decided_on}
            row |= {"note": _LOWERED} if ladder[0] is not ladder[2] else {}
        rows.append(row)
    return rows


def _leadership(lot: random.Random, story: Story) -> list[RowValues]:
    size = len(story.cells)
    number = {
        LeadershipSubject.COLLECTIVE: 1 if story.is_cell else 3 + size // 4,
        LeadershipSubject.LEADER: 2 if story.is_cell else 5 + size // 2,
    }
    rows = [
        row
        for subject, total in number.items()
        for row in _stages(lot, subject, total, story.stages)
    ]
    collectives = [row for row in rows if row["subject"] is LeadershipSubject.COLLECTIVE]
    excellent = {row["stage"] for row in collectives if "xs" in row}
    return [row if row["stage"] in excellent else _none_excellent(row) for row in rows]


def _none_excellent(row: RowValues) -> RowValues:
    """No leader is rated higher than the best collective."""
    return {**row, "xs": 0, "htt": row.get("htt", 0) + row.get("xs", 0)} if "xs" in row else row


def _stages(
    lot: random.Random, subject: LeadershipSubject, total: int, stages: int
) -> list[RowValues]:
    """Return the same subjects at each step; the excellent ones get fewer from step to step."""
    xs, ht = total // 6, int(total > 6 and not lot.randrange(3))
    higher = lot.randrange(2) if total > 3 else 0
    steps = zip(list(RatingStage)[:stages], (xs + higher, xs + higher, xs), strict=False)
    return [
        {
            "subject": subject,
            "stage": stage,
            "total": total,
            "rated": total,
            **{key: n for key, n in (("xs", top), ("htt", total - top - ht), ("ht", ht)) if n},
        }
        for stage, top in steps
    ]


def _remedies(lot: random.Random, story: Story, days: Days) -> list[RowValues]:
    """Return a few shortcomings, where the plan to overcome them is made."""
    if "KP" not in days:
        return []
    rows: list[RowValues] = []
    for item, owner in lot.sample(_REMEDIES, 1 if story.is_cell else lot.randint(2, 3)):
        state = lot.choice([RemedyState.OPEN, RemedyState.UNDER_WAY, RemedyState.DONE])
        row: RowValues = {
            "item": item,
            "owner": "Chi ủy" if story.is_cell else owner,
            "state": state,
        }
        row["due"] = day_in(lot, days["remedy_due"])
        if state is RemedyState.DONE:
            row["done_on"] = day_in(lot, days["KP"])
        rows.append(row)
    return rows


def _discipline(members: int) -> list[RowValues]:
    warned = members // 3
    by_form = {DisciplineForm.REPRIMAND: members - warned, DisciplineForm.WARNING: warned}
    # Who has none writes 0: a blank sheet says nothing.
    none = {"target": DisciplineTarget.ORG, "form": DisciplineForm.REPRIMAND, "number": 0}
    return [
        *(
            {"target": DisciplineTarget.MEMBER, "form": form, "number": number}
            for form, number in by_form.items()
            if number or form is DisciplineForm.REPRIMAND
        ),
        none,
    ]
