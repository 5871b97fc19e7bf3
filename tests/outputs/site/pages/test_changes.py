"""Thay đổi: what is different since the last build, a day and what was set down."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import SEND, UNITS, cell, commune, settings
from tests.outputs.site.pages.shown import Shown, show
from xeploai.ledger.history import state_after
from xeploai.ledger.model import Ledger
from xeploai.ledger.snapshots import Freeze
from xeploai.register.model import make_register
from xeploai.schema.terms import Rounding
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return

GOOD = cell("Chi bộ 1", (1, 9, 0, 0))
BETTER = cell("Chi bộ 1", (0, 10, 0, 0))
sent = partial(seasons.sent, on=date(2021, 12, 11))
"""A return that is there by the first build."""


def after(
    *builds: tuple[int, Sequence[Return]], units: Sequence[Any] = UNITS, **values: Any
) -> Season:
    """The season after builds on days of December."""
    register = make_register(settings(**values), units, [SEND])
    ledger, season = Ledger(), seasons.nothing()
    for day, taken in builds:
        on = date(2021, 12, day)
        now = datetime.combine(on, time(8))
        season = evaluate(register, taken, on, replace(ledger, now=now))
        ledger = season.ledger
    return season


def set_down(season: Season, name: str, **over: Any) -> Freeze:
    state = state_after(season.history)
    assert state is not None
    freeze = Freeze(f"f-{name}", name, "2021", "0.1.0", state.at, season.as_of, state.facts, {})
    return replace(freeze, **over)


def page(season: Season) -> Shown:
    return show(season)["thay-doi.md"]


def test_a_first_build_has_nothing_to_compare_with() -> None:
    text = page(after((12, [sent("0103", [GOOD])]))).text
    assert "Đây là lần dựng đầu tiên của năm 2021 được ghi lại" in text
    assert "Chưa có gì để so sánh Lần dựng sau" in text
    assert "Chưa có bản chốt nào." in text
    assert "Số liệu thay đổi" not in text


def test_a_sending_is_reported_with_its_file_and_the_counts_it_moved() -> None:
    one, two = sent("0103", [GOOD]), sent("0103", [BETTER], version=2)
    shown = page(after((12, [one]), (15, [one, two])))
    assert (
        "Thay đổi gần nhất, so với ngày 12/12/2021: 1 đơn vị gửi lại, "
        "số liệu của 1 đơn vị thay đổi."
    ) in shown.text
    assert "Gửi lại: lần gửi 2 (tệp 0103-2021-2.xlsx)" in shown.text
    assert (
        "Đảng bộ xã Tứ Trưng Đảng viên 10 10 1 → 0 9 → 10 0 0 0 Nay tính lần gửi 2 (tệp "
        "0103-2021-2.xlsx) thay lần gửi 1 (tệp 0103-2021-1.xlsx)"
    ) in shown.text
    assert "1 → 0 9 → 10 0 0 0 Cộng từ 1 đơn vị: Đảng bộ xã Tứ Trưng" in shown.text
    assert "don-vi/0103.html" in shown.links


def test_a_deleted_file_is_the_cause() -> None:
    one = sent("0103", [GOOD])
    text = page(after((12, [one]), (15, []))).text
    assert "1 đơn vị không còn được tính" in text
    assert "10 → – 10 → – 1 → – 9 → – 0 → –" in text
    assert (
        "Không còn trong thư mục: lần gửi 1 (tệp 0103-2021-1.xlsx); nay không có bản nào được tính"
    ) in text


def test_a_file_of_no_listed_unit_is_reported_as_a_file() -> None:
    known, stray, upper = sent("0103", [GOOD]), sent("0399", [GOOD]), sent("00", [GOOD])
    text = page(after((12, [known]), (15, [known, stray, upper]))).text
    assert "so với ngày 12/12/2021: 2 tệp mới không rõ đơn vị." in text
    listed = "Mã 0399 (không có trong danh mục) Không rõ đơn vị Tệp mới: 0399-2021-1.xlsx"
    assert listed in text
    above = "Đảng bộ huyện Vĩnh Tường (không gửi biểu) Không rõ đơn vị Tệp mới: 00-2021-1.xlsx"
    assert above in text
    gone = page(after((12, [known, stray]), (15, [known]))).text
    assert "Mã 0399 (không có trong danh mục) Không còn tệp nào Không còn trong thư mục: " in gone
    assert "Không còn trong thư mục: tệp 0399-2021-1.xlsx" in gone


def test_who_became_overdue_or_late_is_reported_with_the_deadline() -> None:
    late = sent("0103", [GOOD], on=date(2021, 12, 21))
    text = page(after((20, []), (22, [late]))).text
    assert "1 đơn vị mới gửi, 4 đơn vị mới quá hạn, 1 đơn vị mới xong muộn" in text
    assert "quá hạn hạn 20/12/2021 chưa đến hạn Gửi biểu tổng hợp" in text
    assert "muộn xong 21/12/2021, hạn 20/12/2021 chưa đến hạn" in text
    assert text.index("quá hạn hạn 20/12") < text.index("muộn xong 21/12")


def test_who_is_still_reviewing_was_and_is_not_being_corrected() -> None:
    unreviewed = cell(
        "Chi bộ 2", (0, 0, 0, 0), members=10, review_date=None,
        self_level=None, proposed_level=None, decided_level=None,
    )  # fmt: skip
    partial_one = sent("0103", [GOOD, unreviewed])
    broken = sent("0104", [cell("Chi bộ 1", (1, 9, 0, 0), rated=11, members=11)])
    text = page(after((10, []), (12, [partial_one, broken]))).text
    assert "chưa kiểm điểm xong gửi 11/12/2021, hạn 20/12/2021 chưa đến hạn" in text
    assert "đang sửa gửi 11/12/2021, hạn 20/12/2021 chưa đến hạn" in text
    whole = [sent(code, [GOOD], version=2) for code in ("0103", "0104")]
    text = page(after((12, [partial_one, broken]), (15, [partial_one, broken, *whole]))).text
    assert "đúng hạn xong 11/12/2021, hạn 20/12/2021 chưa kiểm điểm xong Gửi" in text
    assert "đúng hạn xong 11/12/2021, hạn 20/12/2021 đang sửa Gửi" in text


def test_nothing_changed_says_so_since_a_day_and_since_what_was_set_down() -> None:
    season = after((12, [sent("0103", [GOOD])]), (15, [sent("0103", [GOOD])]))
    frozen = set_down(season, "Lần 1")
    text = page(replace(season, since=date(2021, 12, 13), freezes=(frozen,))).text
    assert "Từ ngày 13/12/2021 Không có gì thay đổi." in text
    assert "Lần 1 15/12/2021 Còn nguyên Không khác gì" in text
    assert "So với bản chốt “Lần 1” (số liệu đến ngày 15/12/2021) Không có gì thay đổi." in text


def test_a_day_before_the_first_build_says_why_nothing_is_compared() -> None:
    season = after((12, []), (15, [sent("0103", [GOOD])]))
    text = page(replace(season, since=date(2021, 12, 1))).text
    assert "Đến hết ngày 01/12/2021 chưa có lần dựng nào được ghi lại" in text


def test_the_latest_of_several_freezes_comes_first_and_open() -> None:
    first = after((12, []))
    season = after((12, []), (15, [sent("0103", [GOOD])]), (18, [sent("0103", [BETTER])]))
    early = set_down(first, "Sớm")
    other = set_down(first, "Năm ngoái", period="2020")
    broken = set_down(first, "Hỏng", fault="tệp ratios.csv đã bị sửa", facts={})
    late = set_down(after((15, [sent("0103", [GOOD])])), "Muộn")
    shown = page(replace(season, freezes=(other, broken, early, late)))
    assert shown.text.index("bản chốt “Muộn”") < shown.text.index("bản chốt “Sớm”")
    assert shown.source.count('<details class="plain">') == 1
    assert "Của kỳ 2020, không so với kỳ này" in shown.text
    assert "“Hỏng”: tệp ratios.csv đã bị sửa. Chép lại thư mục" in shown.text
    assert "bản chốt “Hỏng”" not in shown.text


def test_what_is_hidden_is_not_revealed_by_its_changes() -> None:
    small = cell("Kho bạc", (1, 2, 0, 0))
    smaller = cell("Kho bạc", (0, 2, 0, 0))
    other = sent("0107", [cell("Chi bộ 1", (0, 3, 0, 0))])
    season = after(
        (12, [sent("0106", [small]), other, sent("0103", [GOOD])]),
        (15, [sent("0106", [smaller], version=2), other, sent("0103", [GOOD])]),
        hide_below=5,
    )
    text = page(season).text
    assert "Chi bộ cơ sở Kho bạc Đảng viên Số liệu thay đổi nhưng không hiện" in text
    assert "Đảng bộ huyện Vĩnh Tường Đảng viên Số liệu thay đổi nhưng không hiện" in text
    assert "→ 2" not in text.partition("Số liệu thay đổi")[2]


def test_the_register_is_named_where_it_was_edited() -> None:
    before = after((12, [sent("0103", [GOOD])]))
    units = (*UNITS[:2], commune("0104", "Đảng bộ xã Tuân Chính mới"), *UNITS[3:])
    edited = make_register(
        settings(cap=25, rounding=Rounding.CUT), units, [replace(SEND, deadline=date(2021, 12, 25))]
    )
    ledger = replace(before.ledger, now=datetime(2021, 12, 15))
    text = page(evaluate(edited, [sent("0103", [GOOD])], date(2021, 12, 15), ledger)).text
    assert "danh mục hoặc thiết lập thay đổi" in text
    assert "Thiết lập, Tỷ lệ trần xuất sắc (%) 20 → 25" in text
    assert "Thiết lập, Cách làm tròn làm tròn thông thường → bỏ phần lẻ" in text
    assert "Mốc Gửi biểu tổng hợp hạn 20/12/2021 → hạn 25/12/2021" in text
    assert "Đảng bộ xã Tuân Chính → Đảng bộ xã Tuân Chính mới" in text
    assert "hạn 20/12/2021 → 25/12/2021" in text
