"""Two returns of one Lần gửi: the later one counts, by all that tells when each was made."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.builders import AS_OF, a_return, cell, info, register
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import DatedBy, Return, newest_first

DECEMBER_10, DECEMBER_11 = date(2025, 12, 10), date(2025, 12, 11)
SWAPPED_11 = date(2025, 11, 12)
"""What 11/12 becomes where day and month are changed about."""


def version(file: str, sent_on: date, saved: date, members: int = 10, **over: Any) -> Return:
    only = cell(members=members, rated=members - 2, htt=members - 4, review_date=None)
    at = datetime(saved.year, saved.month, saved.day, 9)
    return a_return([only], of=info(sent_on=sent_on), file=file, saved_at=at, **over)


FIRST = version("dau.xlsx", DECEMBER_10, DECEMBER_10)


@pytest.mark.parametrize("sent_on", [DECEMBER_10, DECEMBER_11, SWAPPED_11])
def test_a_correction_is_not_lost_by_a_swapped_day_of_sending(sent_on: date) -> None:
    again = version("sua.xlsx", sent_on, DECEMBER_11, 20)
    season = evaluate(register(), [FIRST, again], AS_OF)
    assert season.intake.counted["A"].file == "sua.xlsx"
    (finding,) = (x for x in season.findings if x.rule == "same_sending_twice")
    doubt = (
        "; tính tệp này. Ngày gửi ghi 12/11/2025 và 10/12/2025, trái với thứ tự lưu hai tệp: có "
        "thể ngày và tháng bị đổi chỗ, cần xem tệp nào là bản sau"
    )
    words = "Cùng ghi lần gửi 1 với tệp dau.xlsx"
    assert finding.message == words + (doubt if sent_on == SWAPPED_11 else "")
    assert finding.ref.file == "sua.xlsx"


def test_a_first_version_opened_and_saved_again_does_not_replace_the_later_one() -> None:
    saved_again = version("dau.xlsx", date(2025, 11, 5), DECEMBER_11)
    later = version("sua.xlsx", date(2025, 11, 10), date(2025, 11, 10), 20)
    assert newest_first([saved_again, later])[0] is later
    # An earlier build met the one, a later one the other: then it was made again.
    seen = [datetime(2025, 11, 5), datetime(2025, 12, 11)]
    old = version("sua.xlsx", date(2025, 11, 10), date(2025, 11, 10), first_seen=seen[0])
    new = version("moi.xlsx", date(2025, 11, 5), DECEMBER_11, first_seen=seen[1])
    assert newest_first([old, new])[0] is new


def test_a_greater_lan_gui_counts_whatever_the_days_say() -> None:
    second = version("hai.xlsx", SWAPPED_11, DECEMBER_11, version=2)
    assert [x.file for x in newest_first([FIRST, second])] == ["hai.xlsx", "dau.xlsx"]


def test_a_swapped_day_to_come_holds_no_return_back() -> None:
    swapped = version("mot.xlsx", date(2026, 2, 1), date(2026, 1, 2))
    assert evaluate(register(), [swapped], date(2026, 1, 5)).intake.counted
    later = version("mot.xlsx", date(2026, 2, 1), date(2026, 1, 30))
    assert not evaluate(register(), [later], date(2026, 1, 5)).intake.counted


# ------------------------------------------------------------------ numbered lower, sent later

SECOND = version("hai.xlsx", DECEMBER_10, DECEMBER_10, version=2)
LATER = "later_sending_numbered_lower"


def fresh(sent_on: date = DECEMBER_11, saved: date = DECEMBER_11, **over: Any) -> Return:
    """A fresh form with other figures, which still says Lần gửi 1."""
    return version("sua.xlsx", sent_on, saved, **{"members": 20, **over})


def test_a_correction_on_a_fresh_form_with_a_lower_number_is_told() -> None:
    season = evaluate(register(), [SECOND, fresh()], AS_OF)
    assert season.intake.counted["A"].file == "hai.xlsx", "the order stays"
    told_at = {x.ref.file: x.message for x in season.findings if x.rule == LATER}
    assert told_at == {
        "sua.xlsx": "Ghi lần gửi 1, gửi ngày 11/12/2025, sau tệp hai.xlsx (lần gửi 2); nếu tệp này "
        "là bản sửa thì ghi lần gửi 3 rồi gửi lại",
        "hai.xlsx": "Ghi lần gửi 2; tệp sua.xlsx ghi lần gửi 1 nhưng gửi ngày 11/12/2025, sau tệp "
        "này; nếu tệp đó là bản sửa thì ghi lần gửi 3 rồi gửi lại",
    }
    (unused,) = (x.reason for x in season.intake.submissions if x.file == "sua.xlsx")
    assert unused == (
        "Không sử dụng: ghi lần gửi 1, tệp hai.xlsx ghi 2; ngày gửi và ngày lưu nói tệp này gửi sau"
    )


@pytest.mark.parametrize(
    "other",
    [
        # An old version opened and saved again bears the day on which it was sent.
        fresh(date(2025, 12, 5), DECEMBER_11),
        fresh(DECEMBER_10, DECEMBER_11),
        fresh(DECEMBER_11, date(2025, 12, 9)),
        fresh(members=10),
        replace(fresh(), saved_at=None),
        fresh(dated_by=DatedBy.FILE),
        fresh(version=2),
        fresh(version=3),
    ],
)
def test_nothing_is_told_of_an_old_copy_or_without_both_days(other: Return) -> None:
    season = evaluate(register(), [SECOND, other], AS_OF)
    assert LATER not in {x.rule for x in season.findings}
    if other.version == 1:
        (unused,) = (x.reason for x in season.intake.submissions if x.file == "sua.xlsx")
        assert unused == "Không sử dụng: đơn vị đã gửi lại (tệp hai.xlsx)"


def test_a_third_sending_settles_which_one_is_the_last() -> None:
    third = version("ba.xlsx", date(2025, 12, 12), date(2025, 12, 12), 20, version=3)
    season = evaluate(register(), [SECOND, fresh(), third], AS_OF)
    assert LATER not in {x.rule for x in season.findings}
