from datetime import date, datetime

import pytest

from tests import builders
from tests.builders import (
    a_return,
    address,
    book,
    cell,
    done,
    info,
    milestone,
    plain_cell,
    read,
    register,
)
from tests.rules.families.checked import at, codes, severity, violations_of
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn
from xeploai.schema.periods import Period
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code, columns
from xeploai.submissions.model import Return

FIRST, LAST = date(2025, 1, 1), date(2026, 6, 30)
OUTSIDE = "ngoài kỳ 2025 (từ 01/01/2025 đến 30/06/2026)"
TURNED = "; nếu đảo ngày với tháng thì là 07/01/2026"
BEFORE, AFTER = date(2024, 12, 31), date(2026, 7, 1)


def test_results_run_into_the_next_spring() -> None:
    assert Period(2025).season == (FIRST, LAST)


@pytest.mark.parametrize("day", [FIRST, LAST, date(2026, 2, 5)])
def test_days_of_the_season_are_silent(day: date | None) -> None:
    item = a_return(
        [cell(review_date=day, decision_date=day)],
        of=info(sent_on=day, decision_date=day),
        others=[done("GUI", day)],
    )
    assert codes(item) == set()


@pytest.mark.parametrize("day", [BEFORE, AFTER])
@pytest.mark.parametrize(
    ("key", "header"), [("sent_on", "Ngày gửi"), ("decision_date", "Ngày quyết định")]
)
def test_unit_date_outside_season(day: date, key: str, header: str) -> None:
    assert violations_of("unit_date_outside_season", a_return(of=info(**{key: day}))) == [
        (
            at(InfoReturn, key),
            f"“{header}” ghi {day:%d/%m/%Y}, {OUTSIDE}{TURNED if day == AFTER else ''}",
        )
    ]


@pytest.mark.parametrize("day", [BEFORE, AFTER, date(2052, 12, 1)])
@pytest.mark.parametrize(
    ("key", "header"), [("review_date", "Ngày kiểm điểm"), ("decision_date", "Ngày quyết định")]
)
def test_cell_date_outside_season(day: date, key: str, header: str) -> None:
    assert violations_of("cell_date_outside_season", a_return([cell(), cell(**{key: day})])) == [
        (
            at(CellReturn, key, 1),
            f"“{header}” ghi {day:%d/%m/%Y}, {OUTSIDE}{TURNED if day == AFTER else ''}",
        )
    ]


def test_milestone_date_outside_season() -> None:
    item = a_return(others=[done("KH", FIRST), done("GUI", AFTER, deadline=BEFORE)])
    assert violations_of("milestone_date_outside_season", item) == [
        (
            at(MilestoneReturn, "done_on", 1),
            (
                "“Ngày hoàn thành” ghi 01/07/2026, ngoài kỳ 2025 (từ 01/01/2025 đến 30/06/2026); "
                "nếu đảo ngày với tháng thì là 07/01/2026"
            ),
        )
    ]


def test_an_earlier_year_has_its_own_season() -> None:
    of = info(period="2024", sent_on=date(2024, 12, 1))
    assert codes(a_return([cell(review_date=date(2024, 12, 1))], of=of)) == set()
    assert codes(a_return(of=of)) == {"cell_date_outside_season"}


@pytest.mark.parametrize("period", ["", "Quý I"])
def test_a_period_without_a_year_has_no_season(period: str) -> None:
    assert codes(a_return([cell(review_date=BEFORE)], of=info(period=period))) == set()


def test_a_mistyped_period_explains_the_days_outside_it() -> None:
    written = info(period="2012")
    stamped = read(book(of=written, stamp={"unit": "A", "period": "2025"}))
    assert "stamp_differs" in {finding.rule for finding in stamped.findings}
    assert "cell_date_outside_season" not in codes(stamped)
    assert "unit_date_outside_season" not in codes(stamped)
    assert "cell_date_outside_season" in codes(read(book(of=written)))


# ------------------------------------------------------------------ day and month turned


def reviewed(*days: date | str, sent_on: date = date(2025, 12, 28)) -> Return:
    """A return whose cells met on some days, given as Excel has them."""
    cells = [
        {**_fields(plain_cell(number)), "review_date": day}
        for number, day in enumerate(days, start=1)
    ]
    return read(book(cells, of=info(sent_on=sent_on, decision_date=None, decided_level=None)))


def _fields(row: CellReturn) -> dict[str, object]:
    return {key: getattr(row, key) for key in columns(CellReturn)}


def test_day_may_be_turned() -> None:
    item = reviewed(date(2025, 5, 12), date(2025, 12, 17), date(2025, 12, 7))
    assert violations_of("day_may_be_turned", item) == [
        (
            address(CellReturn, "review_date"),
            (
                "“Ngày kiểm điểm” ghi 12/05/2025, có thể là 05/12/2025 bị đảo ngày với tháng "
                "(cách xa các ngày khác)"
            ),
        )
    ]
    assert severity("day_may_be_turned") == "warning"


def test_dates_that_an_excel_in_english_left_as_text_show_the_others_to_be_turned() -> None:
    item = reviewed(date(2025, 5, 12), date(2025, 6, 12), "17/12/2025")
    assert [at for at, _ in violations_of("day_may_be_turned", item)] == [
        address(CellReturn, "review_date", row) for row in (0, 1)
    ]


@pytest.mark.parametrize(
    "settled", ["ngày 12 tháng 5 năm 2025", "12/05/2025", "2025-05-12", "Ngày 12/05/2025"]
)
def test_a_date_that_is_typed_as_text_is_settled(settled: str) -> None:
    item = reviewed(settled, date(2025, 12, 17), date(2025, 12, 7))
    assert violations_of("day_may_be_turned", item) == []
    assert item.rows(CellReturn)[0].row.review_date == date(2025, 5, 12)


def test_a_return_of_which_excel_turned_every_date_is_doubted() -> None:
    days = [date(2025, month, 12) for month in (9, 9, 10, 11)]
    cells = [plain_cell(n, review_date=day) for n, day in enumerate(days, start=1)]
    item = a_return(cells, of=info(sent_on=date(2025, 11, 12), decision_date=None))
    places = [place for place, _ in violations_of("day_may_be_turned", item)]
    assert sorted(places) == sorted(
        [at(InfoReturn, "sent_on"), *(at(CellReturn, "review_date", n) for n in range(4))]
    )
    in_time = [plain_cell(n, review_date=day) for n, day in enumerate(days[2:], start=1)]
    item = a_return(in_time, of=info(sent_on=date(2025, 11, 12), decision_date=None))
    assert violations_of("day_may_be_turned", item) == []


def test_a_day_of_sending_that_is_turned_dates_nothing() -> None:
    days = (date(2025, 12, 17), date(2025, 12, 18))
    item = reviewed(*days, sent_on=date(2025, 9, 12))
    assert violations_of("day_may_be_turned", item) == []
    item = reviewed(date(2025, 11, 25), date(2025, 11, 28), sent_on=date(2025, 5, 12))
    assert [at for at, _ in violations_of("day_may_be_turned", item)] == [
        address(InfoReturn, "sent_on")
    ]
    assert item.received_on is None


def test_a_decision_whose_date_may_be_turned_is_doubted_and_not_refused() -> None:
    decided = {"proposed_level": "HTT", "decided_level": "HTT", "decision_date": date(2025, 9, 12)}
    days = {n: {"review_date": f"2{n}/11/2025"} for n in (1, 2)}
    cells = [{**_fields(plain_cell(n)), **decided, **day} for n, day in days.items()]
    item = read(book(cells, of=info(decision_date=None, decided_level=None)))
    assert codes(item) == {"day_may_be_turned"}
    # What the board has settled is no doubt any more.
    waiver = WaiverRow("day_may_be_turned", Code("A"), "đúng ngày", "A", None)
    assert "decision_before_review" in codes(item, builders.register(waivers=[waiver]))


def test_a_turned_date_is_told_though_something_else_in_its_row_cannot_be_read() -> None:
    cells = [{**_fields(plain_cell(n)), "review_date": date(2025, 12, 20 + n)} for n in (1, 2)]
    cells[0] |= {"review_date": date(2025, 5, 12), "members": "mười"}
    item = read(book(cells))
    assert [at for at, _ in violations_of("day_may_be_turned", item)] == [
        address(CellReturn, "review_date")
    ]


def test_one_cause_of_a_date_to_come_is_told() -> None:
    item = seen(datetime(2026, 1, 20), decision_date=date(2026, 5, 1))
    assert codes(item) & {"day_may_be_turned", "date_after_receipt"} == {"day_may_be_turned"}


# ------------------------------------------------------------------ still to come

SEEN = datetime(2025, 12, 18, 16, 30)


def seen(at_moment: datetime, **values: date) -> Return:
    """A return with some days in it, first seen at a moment."""
    days = {"sent_on": None, "decision_date": None, "review_date": None, "done_on": None, **values}
    return a_return(
        [cell(**{key: days[key] for key in ("review_date", "decision_date")})],
        of=info(sent_on=days["sent_on"], decision_date=values.get("unit_decision_date")),
        others=[done("GUI", days["done_on"])],
        first_seen=at_moment,
    )


@pytest.mark.parametrize(
    ("key", "cell_at", "header"),
    [
        ("sent_on", at(InfoReturn, "sent_on"), "Ngày gửi"),
        ("unit_decision_date", at(InfoReturn, "decision_date"), "Ngày quyết định"),
        ("review_date", at(CellReturn, "review_date"), "Ngày kiểm điểm"),
        ("decision_date", at(CellReturn, "decision_date"), "Ngày quyết định"),
        ("done_on", at(MilestoneReturn, "done_on"), "Ngày hoàn thành"),
    ],
)
def test_date_after_receipt(key: str, cell_at: str, header: str) -> None:
    late = {key: date(2025, 12, 19)}
    assert violations_of("date_after_receipt", seen(SEEN, **late)) == [
        (cell_at, f"“{header}” ghi 19/12/2025, sau ngày nhận tệp 18/12/2025")
    ]
    assert severity("date_after_receipt") == "warning"
    assert not violations_of("date_after_receipt", seen(SEEN, **{key: SEEN.date()}))
    assert not violations_of("date_after_receipt", seen(datetime.max, **late)), "nobody knows when"


def test_one_finding_for_each_day_to_come() -> None:
    days = {"review_date": date(2026, 5, 12), "done_on": date(2026, 5, 13)}
    assert len(violations_of("date_after_receipt", seen(SEEN, **days))) == 2


def test_a_day_outside_the_season_is_reported_as_such() -> None:
    assert codes(seen(SEEN, done_on=AFTER)) == {
        "milestone_date_outside_season",
        "rated_without_review_date",
    }


def test_milestone_before_reviews() -> None:
    of = register(milestones=[milestone("CB"), milestone("KH")])
    cells = [cell(review_date=date(2025, 12, 5)), cell(review_date=date(2025, 12, 9))]
    early = [done("CB", date(2025, 12, 8)), done("KH", date(2025, 10, 1))]
    assert violations_of("milestone_before_reviews", a_return(cells, others=early), of) == [
        (
            at(MilestoneReturn, "done_on"),
            "“Ngày hoàn thành” ghi 08/12/2025, còn chi bộ kiểm điểm ngày 09/12/2025",
        )
    ]
    assert severity("milestone_before_reviews") == "warning"
    for day in (date(2025, 12, 9), None):
        item = a_return(cells, others=[done("CB", day)])
        assert violations_of("milestone_before_reviews", item, of) == []
