"""Dates that belong to the season."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from xeploai.findings import CellRef, Rule, Severity, Spot, rule
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import season_of
from xeploai.submissions.model import Return
from xeploai.text import day

SEASON = "Thời gian của kỳ đánh giá"


def _dates_of(
    row_type: type[Row], *keys: str
) -> Callable[[Callable[..., Any]], Rule[..., Iterator[Spot]]]:
    """Make a rule that holds the dates of a sheet to the season; its function gives the words."""

    def made(words: Callable[..., Any]) -> Rule[..., Iterator[Spot]]:
        def check(item: Return, register: Register) -> Iterator[Spot]:
            yield from _strays(item, row_type, keys)

        check.__name__, check.__doc__ = words.__name__, words.__doc__
        slip = ("stamp_differs",)
        return rule(Severity.ERROR, "return", SEASON, (row_type,), explained_by=slip)(check)

    return made


def _strays(item: Return, row_type: type[Row], keys: tuple[str, ...]) -> Iterator[Spot]:
    if not item.year:
        return
    first, last = season_of(item.year)
    for ref, header, found in _written(item, row_type, keys):
        if not first <= found <= last:
            yield Spot(
                ref,
                f"“{header}” ghi {day(found)}, ngoài kỳ {item.period} "
                f"(từ {day(first)} đến {day(last)})",
            )


def _written(
    item: Return, row_type: type[Row], keys: tuple[str, ...]
) -> Iterator[tuple[CellRef, str, date]]:
    """Yield the dates written in some columns of a sheet: the cell, its heading, the day."""
    for located in item.rows(row_type):
        for key in keys:
            found = getattr(located.row, key)
            if found is not None:
                yield located.ref(key), columns(row_type)[key].header, found


@_dates_of(InfoReturn, "sent_on", "decision_date")
def unit_date_outside_season() -> None:
    """Ngày ở tờ Thông tin ngoài kỳ đánh giá.

    Vì sao: thường do ghi nhầm năm, hoặc đảo ngày với tháng.
    Cách sửa: ghi lại ngày dạng dd/mm/yyyy.
    """


@_dates_of(CellReturn, "review_date", "decision_date")
def cell_date_outside_season() -> None:
    """Ngày của chi bộ ngoài kỳ đánh giá.

    Vì sao: thường do ghi nhầm năm, hoặc đảo ngày với tháng.
    Cách sửa: ghi lại ngày dạng dd/mm/yyyy.
    """


@_dates_of(MilestoneReturn, "done_on")
def milestone_date_outside_season() -> None:
    """Ngày hoàn thành mốc ngoài kỳ đánh giá.

    Vì sao: thường do ghi nhầm năm, hoặc đảo ngày với tháng.
    Cách sửa: ghi lại ngày dạng dd/mm/yyyy.
    """


# ------------------------------------------------------------------ still to come

_DONE: dict[type[Row], tuple[str, ...]] = {
    InfoReturn: ("sent_on", "decision_date"),
    CellReturn: ("review_date", "decision_date"),
    MilestoneReturn: ("done_on",),
}
"""The dates of what is done, by sheet."""


@rule(
    Severity.WARNING, "return", SEASON, tuple(_DONE),
    explained_by=(
        "unit_date_outside_season", "cell_date_outside_season", "milestone_date_outside_season",
        "stamp_differs",
    ),
)  # fmt: skip
def date_after_receipt(item: Return, register: Register) -> Iterator[Spot]:
    """Ngày ghi trong biểu sau ngày nhận tệp.

    Vì sao: biểu ghi việc đã xong, nhưng khi tệp đến thì ngày đó chưa tới; thường do đảo ngày với
    tháng.
    Cách sửa: ghi lại ngày dạng dd/mm/yyyy; việc chưa xong thì để trống.
    """
    seen = item.first_seen.date()
    for row_type, keys in _DONE.items():
        for ref, header, found in _written(item, row_type, keys):
            if found > seen:
                yield Spot(ref, f"“{header}” ghi {day(found)}, sau ngày nhận tệp {day(seen)}")
