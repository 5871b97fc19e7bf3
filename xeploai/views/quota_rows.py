"""The board of quotas: how many may be excellent, how many are, how many are left or too many."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from xeploai import text
from xeploai.phrases import CAP_BASES, HIDDEN, upper_first
from xeploai.schema.terms import CapScope, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.views.season_view import SeasonView

MOST_ROWS = 1_000
"""More are too many for a page: then only those above the cap are listed."""

_NOUNS = {
    CapScope.GRASSROOTS: "đơn vị",
    CapScope.CELL: "chi bộ",
    CapScope.WHOLE: "đơn vị",
}


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A unit or cell beside its cap.

    code: of the unit, or of that of a cell; within: the name of the latter; base: what excellent
    members are measured against; left, over: how many more may be excellent and how many are too
    many, one of them ""; to_lower: how many of them would have to be HTT instead; hidden: why there
    are no counts, "" where there are.
    """

    code: str
    name: str
    url: str
    within: str
    percent: str
    decision: str
    base: str = ""
    most: str = ""
    used: str = ""
    left: str = ""
    over: str = ""
    to_lower: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class QuotaBoard:
    """All that the cap is measured on; noun: what they are; base: what it is measured against."""

    words: str
    noun: str
    base: str
    rows: tuple[QuotaRow, ...]

    @property
    def has_over(self) -> bool:
        """Whether any of them is above the cap."""
        return any(row.over for row in self.rows)

    @property
    def has_decisions(self) -> bool:
        """Whether a decision sets any of the caps."""
        return any(row.decision for row in self.rows)


def quota_board(view: SeasonView) -> QuotaBoard | None:
    """Return the board of the returns that are counted; None where nobody is rated."""
    figures = [figure for figure in view.figures.rows if view.is_capped(figure)]
    if not figures:
        return None
    shown = [figure for figure in figures if not view.is_hidden(figure)]
    over = [figure for figure in shown if view.cap(figure).is_over]
    listed = figures if len(figures) <= MOST_ROWS else over
    return QuotaBoard(
        words=" ".join(_words(view, shown, over, len(figures))),
        noun=_NOUNS[view.settings.cap_scope],
        base=CAP_BASES[view.settings.cap_base],
        rows=tuple(_row(view, figure) for figure in listed),
    )


def _words(view: SeasonView, shown: list[Figure], over: list[Figure], total: int) -> Iterator[str]:
    """Yield who is above the cap, and what all of them together may have and have."""
    noun = _NOUNS[view.settings.cap_scope]
    # Of those that are hidden nothing is said, not even that they keep the cap.
    among = "" if len(shown) == total else f"Trong {text.count(len(shown))} {noun} nêu số liệu, "
    if over:
        lower = text.count(sum(view.cap(figure).to_lower for figure in over))
        yield (
            f"{text.count(len(over))}/{text.count(len(shown))} {noun} vượt trần; để không vượt thì "
            f"ít nhất {lower} đảng viên xuất sắc phải xếp lại là hoàn thành tốt."
        )
    elif shown:
        none = f"không {noun} nào vượt trần."
        yield f"{among}{none}" if among else upper_first(none)
    if len(shown) > 1:
        caps = [view.cap(figure) for figure in shown]
        most, used = sum(cap.most for cap in caps), sum(cap.xs for cap in caps)
        yield (
            f"{text.count(len(shown))} {noun} cộng lại: được tối đa {text.count(most)} đảng viên "
            f"xuất sắc, đã xếp {text.count(used)}."
        )
    if total > MOST_ROWS:
        yield f"Có {text.count(total)} {noun}, bảng chỉ nêu nơi vượt trần."


def _row(view: SeasonView, figure: Figure) -> QuotaRow:
    cap, is_cell = view.cap(figure), figure.kind is UnitKind.CELL
    own = QuotaRow(
        code=figure.parent if is_cell else figure.unit,
        name=figure.name,
        url=view.url(figure.parent if is_cell else figure.unit),
        within=view.figures.nodes[figure.parent].name if is_cell else "",
        percent=f"{cap.percent}%",
        decision=cap.decision_no,
    )
    if view.is_hidden(figure):
        return replace(own, hidden=HIDDEN)
    return replace(
        own,
        base=text.count(cap.base),
        most=text.count(cap.most),
        used=text.count(cap.xs),
        left="" if cap.is_over else text.count(cap.most - cap.xs),
        over=text.count(cap.surplus) if cap.is_over else "",
        to_lower=text.count(cap.to_lower) if cap.is_over else "",
    )
