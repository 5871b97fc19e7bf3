"""Dates that belong to the season."""

from collections.abc import Iterator
from datetime import date

from xeploai.findings import CellRef, CellViolations, Severity, Violation
from xeploai.reading.names import known_code
from xeploai.reading.turned_days import other_reading
from xeploai.register.model import Register
from xeploai.rules.scopes import register_rule, return_rule
from xeploai.schema.cell_formulas import stray_day
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn
from xeploai.schema.periods import Period, in_words
from xeploai.schema.row import Row, columns
from xeploai.schema.self_check import Concern, Formula, KnownOfUnit, RowFormula, Shown
from xeploai.schema.terms import MilestoneEvent
from xeploai.submissions.model import Return
from xeploai.submissions.written_days import DONE, days_in_doubt, doubtful_days
from xeploai.text import day

SEASON = "Thời gian của kỳ đánh giá"


def _strays(item: Return, row_type: type[Row]) -> CellViolations:
    """Yield the dates of a sheet that do not belong to the season."""
    if not item.year:
        return
    first, last = item.span.season
    for ref, header, written in _written(item, row_type):
        if not first <= written <= last:
            yield Violation(
                ref,
                "“{header}” ghi {written}, ngoài kỳ {period} (từ {first} đến {last}){hint}",
                header=header, written=written, period=in_words(item.period),
                first=first, last=last, hint=other_reading(written, first, last),
            )  # fmt: skip


def _written(item: Return, row_type: type[Row]) -> Iterator[tuple[CellRef, str, date]]:
    """Yield the dates of what is done in a sheet: the cell, its heading, the day."""
    for located in item.rows(row_type):
        for key in DONE[row_type]:
            written = getattr(located.row, key)
            if written is not None:
                yield located.ref(key), columns(row_type)[key].header, written


def _in_season(row_type: type[Row]) -> Shown:
    """Return the self-check of the dates of a sheet."""

    def formulas(known: KnownOfUnit) -> tuple[Formula, ...]:
        keys = DONE[row_type] if known.span.year else ()
        return tuple(_date_in_season(row_type, key, known.span) for key in keys)

    return Shown(formulas)


def _date_in_season(row_type: type[Row], key: str, span: Period) -> RowFormula:
    first, last = span.season
    title = (
        f"{columns(row_type)[key].header} phải là ngày có thật, dạng dd/mm/yyyy, "
        f"từ {day(first)} đến {day(last)}"
    )
    when = stray_day(key, first, last)
    return RowFormula(row_type, title, f"{title}.", when, (key,), about=Concern.DATES, reads=True)


@return_rule(
    Severity.ERROR, SEASON, InfoReturn,
    explained_by=("stamp_differs",), self_check=_in_season(InfoReturn),
)  # fmt: skip
def unit_date_outside_season(item: Return) -> CellViolations:
    """Ngày ở tờ Thông tin ngoài kỳ đánh giá.

    Vì sao: thường do ghi nhầm năm, hoặc đảo ngày với tháng.
    Cách sửa: ghi lại ngày dạng dd/mm/yyyy.
    """
    yield from _strays(item, InfoReturn)


@return_rule(
    Severity.ERROR, SEASON, CellReturn,
    explained_by=("stamp_differs",), self_check=_in_season(CellReturn),
)  # fmt: skip
def cell_date_outside_season(item: Return) -> CellViolations:
    """Ngày của chi bộ ngoài kỳ đánh giá.

    Vì sao: thường do ghi nhầm năm, hoặc đảo ngày với tháng.
    Cách sửa: ghi lại ngày dạng dd/mm/yyyy.
    """
    yield from _strays(item, CellReturn)


@return_rule(
    Severity.ERROR, SEASON, MilestoneReturn,
    explained_by=("stamp_differs",), self_check=_in_season(MilestoneReturn),
)  # fmt: skip
def milestone_date_outside_season(item: Return) -> CellViolations:
    """Ngày hoàn thành mốc ngoài kỳ đánh giá.

    Vì sao: thường do ghi nhầm năm, hoặc đảo ngày với tháng.
    Cách sửa: ghi lại ngày dạng dd/mm/yyyy.
    """
    yield from _strays(item, MilestoneReturn)


# ------------------------------------------------------------------ day and month turned


@return_rule(Severity.WARNING, SEASON, explained_by=("stamp_differs",), is_doubt=True)
def day_may_be_turned(item: Return) -> CellViolations:
    """Ngày và tháng có thể bị đảo chỗ.

    Vì sao: Excel đặt kiểu ngày Mỹ hiểu 05/12 là ngày 12 tháng 5; khi chưa rõ là ngày nào thì ngày
    này không được dùng để tính tiến độ.
    Cách sửa: ghi lại bằng chữ, ví dụ “ngày 05 tháng 12 năm 2025”, dù ngày đang ghi đúng hay sai.
    """
    for doubt in doubtful_days(item):
        yield doubt.violation


# ------------------------------------------------------------------ still to come


@return_rule(
    Severity.WARNING, SEASON, *DONE,
    explained_by=(
        "unit_date_outside_season", "cell_date_outside_season", "milestone_date_outside_season",
        "stamp_differs",
    ),
)  # fmt: skip
def date_after_receipt(item: Return) -> CellViolations:
    """Ngày ghi trong biểu sau ngày nhận tệp.

    Vì sao: biểu ghi việc đã xong, nhưng khi tệp đến thì ngày đó chưa tới; thường do đảo ngày với
    tháng.
    Cách sửa: ghi lại ngày dạng dd/mm/yyyy; việc chưa xong thì để trống.
    """
    seen = item.first_seen.date()
    days = (each for row_type in DONE for each in _written(item, row_type))
    late = [each for each in days if each[2] > seen]
    doubted = days_in_doubt(item) if late else frozenset()
    for ref, header, written in late:
        if ref not in doubted:
            yield Violation(
                ref,
                "“{header}” ghi {written}, sau ngày nhận tệp {seen}",
                header=header, written=written, seen=seen,
            )  # fmt: skip


# ------------------------------------------------------------------ what a date sums up


@register_rule(
    Severity.WARNING, SEASON, CellReturn, MilestoneReturn,
    explained_by=("cell_date_outside_season", "milestone_date_outside_season", "stamp_differs"),
)  # fmt: skip
def milestone_before_reviews(item: Return, register: Register) -> CellViolations:
    """Ngày chi bộ kiểm điểm xong trước ngày một chi bộ kiểm điểm.

    Vì sao: mốc này xong khi chi bộ cuối cùng kiểm điểm xong.
    Cách sửa: so ngày ở tờ Tiến độ với cột Ngày kiểm điểm ở tờ Chi bộ; sửa ngày sai.
    """
    of_reviews = {x.code for x in register.milestones if x.event is MilestoneEvent.CELL_REVIEWS}
    lines = [
        x for x in item.rows(MilestoneReturn)
        if x.row.done_on and known_code(x.row.milestone, of_reviews) in of_reviews
    ]  # fmt: skip
    doubted = days_in_doubt(item) if lines else frozenset()
    cells = (x for x in item.rows(CellReturn) if x.ref("review_date") not in doubted)
    last = max((x.row.review_date for x in cells if x.row.review_date), default=date.min)
    for line in lines:
        done, ref = line.row.done_on, line.ref("done_on")
        if done and done < last and ref not in doubted:
            yield Violation(
                ref,
                "“{header}” ghi {done}, còn chi bộ kiểm điểm ngày {last}",
                header=columns(MilestoneReturn)["done_on"].header, done=done, last=last,
            )  # fmt: skip
