"""Sổ nhận: every sending, when it came, what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from tests.builders import listed, row
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import AS_OF, UNITS, cell, sent, settings
from tests.outputs.site.pages.shown import Shown, show
from xeploai.ledger.model import Ledger
from xeploai.register.model import make_register
from xeploai.schema.register import ReceiptRow
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Pack, Taken, Unread
from xeploai.submissions.returns import read_return

FIRST = datetime(2021, 12, 11, 8)
LATER = datetime(2021, 12, 20, 8)
GOOD = cell("Chi bộ 1", (1, 9, 0, 0))
BROKEN = cell("Chi bộ 1", (1, 9, 0, 0), rated=11, members=11)


def after(*builds: tuple[datetime, Sequence[Taken]], receipts: Sequence[ReceiptRow] = ()) -> Season:
    """The season after several builds of one folder."""
    register = replace(make_register(settings(), UNITS), receipts=tuple(listed(receipts)))
    ledger, season = Ledger(), seasons.nothing()
    for now, taken in builds:
        season = evaluate(register, taken, AS_OF, replace(ledger, now=now))
        ledger = season.ledger
    return season


def page(season: Season) -> Shown:
    return show(season)["so-nhan.md"]


def test_every_sending_is_listed_by_unit_the_newest_first() -> None:
    text = page(seasons.messy()).text
    assert (
        "Đến ngày 22/12/2021 đã nhận 5 lần gửi của 4 đơn vị: 3 được tính, 2 cần sửa. "
        "Ngoài ra có 2 tệp không của đơn vị nào và 1 tệp của kỳ trước."
    ) in text
    assert "Đảng bộ xã Tuân Chính 2 18/12/2021 ghi trong biểu 0104-2021-2.xlsx Cần sửa" in text
    names = ("0103-2021-1", "0104-2021-2", "0104-2021-1", "0105-2021-1", "0106-2021-1")
    places = [text.index(f"{name}.xlsx") for name in names]
    assert places == sorted(places)


def test_a_line_leads_to_the_unit_and_tells_the_file_by_its_signs() -> None:
    shown = page(after((FIRST, [replace(sent("0103", [GOOD]), sha256="0123456789abcdef")])))
    assert "don-vi/0103.html" in shown.links
    assert "Được tính 11/12/2021 01234567 " in shown.text
    assert "012345678" not in shown.text


def test_the_day_of_receipt_says_how_it_is_known() -> None:
    undated = replace(sent("0103", [GOOD]), received_on=None)
    text = page(after((FIRST, [undated]), (LATER, [undated]))).text
    assert "1 11/12/2021 ngày ghi nhận tệp 0103-2021-1.xlsx" in text
    right = row(
        ReceiptRow, unit_code=Code("0103"), version=1, received_on=date(2021, 12, 9), reason="Giấy"
    )
    text = page(after((FIRST, [undated]), receipts=[right])).text
    assert "1 09/12/2021 sửa theo danh mục 0103-2021-1.xlsx" in text


def test_a_day_after_the_one_looked_at_is_not_shown() -> None:
    late = datetime(2026, 11, 22)
    shown = page(after((late, [sent("0103", [GOOD])]), (late, [])))
    assert "2026" not in shown.text
    assert "Không thấy từ ngày 22/12/2021" in shown.text


def test_files_that_are_nobodys_and_of_earlier_years_stand_apart() -> None:
    text = page(seasons.messy()).text
    now, _, rest = text.partition("Không của đơn vị nào Tệp")
    strays, _, past = rest.partition("Kỳ trước Đơn vị")
    assert "la.xlsx Không đọc được Tệp rỗng (0 byte)" in strays
    assert "9999-2021-1.xlsx Không rõ đơn vị" in strays
    assert "0103-2020-1.xlsx Để so sánh Số liệu kỳ 2020" in past
    assert "0103-2020-1.xlsx" not in now + strays


def test_a_pack_stands_apart_with_the_code_to_compare() -> None:
    pack = Pack(
        "gói.xlsx", "0123456789", code="ABCD-EFGH", office="Đảng ủy khối", period="2021",
        as_of=AS_OF, made_at=LATER, number=31,
    )  # fmt: skip
    text = page(after((FIRST, [sent("0103", [GOOD]), pack]))).text
    assert "1 được tính. Ngoài ra có 1 gói số liệu của cấp dưới." in text
    assert (
        "gói.xlsx Gói số liệu Mã gói ABCD-EFGH; Đảng ủy khối, đến ngày 22/12/2021, lập lúc 08:00 "
        "ngày 20/12/2021; 31 tệp"
    ) in text
    assert "không của đơn vị nào" not in text


def test_a_file_of_the_system_is_not_worth_a_line() -> None:
    litter = Unread("Thumbs.db", "", "Tệp của hệ điều hành, không phải biểu, bỏ qua", None)
    assert "Thumbs.db" not in page(after((FIRST, [litter, sent("0103", [GOOD])]))).text


def test_the_same_content_under_two_names_is_one_line() -> None:
    one = sent("0103", [GOOD])
    text = page(after((FIRST, [one, replace(one, file="z/chép.xlsx")]))).text
    assert "0103-2021-1.xlsx giống hệt: z/chép.xlsx Được tính" in text
    assert "đã nhận 1 lần gửi của 1 đơn vị: 1 được tính." in text


def test_a_deleted_counted_file_is_reported_with_what_counts_now() -> None:
    one, two = sent("0103", [GOOD]), sent("0103", [GOOD], version=2)
    shown = page(after((FIRST, [one, two]), (LATER, [one])))
    assert "Đảng bộ xã Tứ Trưng: nay tính lần gửi 1. Nếu xóa nhầm thì đặt lại tệp" in shown.text
    assert (
        "0103-2021-2.xlsx Không còn trong thư mục Tệp đang được tính đã bị xóa; nay tính lần "
        "gửi 1. Không thấy từ ngày 20/12/2021 11/12/2021"
    ) in shown.text
    assert "status--missing" in shown.source
    none = page(after((FIRST, [one]), (LATER, [])))
    assert "Đảng bộ xã Tứ Trưng: nay không có bản nào được tính." in none.text


def test_of_very_many_deleted_files_few_are_named_above_the_table() -> None:
    codes = [f"{number:04}" for number in range(1, 9)]
    units = (UNITS[0], *(seasons.commune(code, f"Đảng bộ xã {code}") for code in codes))
    register = make_register(settings(), units)
    before = evaluate(register, [sent(code, [GOOD]) for code in codes], AS_OF, Ledger(FIRST))
    text = page(evaluate(register, [], AS_OF, replace(before.ledger, now=LATER))).text
    assert "Đảng bộ xã 0005: nay không có bản nào được tính và 3 đơn vị khác. Nếu xóa" in text
    assert text.count("Tệp đang được tính đã bị xóa") == 8


def test_a_deleted_file_that_nothing_depends_on_is_no_alarm() -> None:
    broken, good = sent("0103", [BROKEN]), sent("0103", [GOOD], version=2)
    shown = page(after((FIRST, [broken, good]), (LATER, [good])))
    assert "0103-2021-1.xlsx Không còn trong thư mục Trước đó: đã có lần gửi sau." in shown.text
    assert "1 được tính, 1 không còn trong thư mục." in shown.text
    assert "notice--warning" not in shown.source
    assert "status--missing" not in shown.source


def test_a_file_put_over_another_is_no_deletion() -> None:
    one = sent("0103", [GOOD])
    other = replace(sent("0103", [cell("Chi bộ 1", (0, 10, 0, 0))]), sha256="khác")
    shown = page(after((FIRST, [one]), (LATER, [other])))
    assert "đã bị thay bằng tệp khác cùng tên; nay tính lần gửi 1" in shown.text
    assert "notice--warning" not in shown.source


def test_what_nobody_could_read_leaves_the_page_with_its_season() -> None:
    stray = read_return(b"", "la.xlsx")
    before = datetime(2020, 12, 20)
    assert "la.xlsx" in page(after((FIRST, [stray]), (LATER, []))).text
    assert "la.xlsx" in page(after((before, [stray]), (LATER, [stray]))).text
    assert "la.xlsx" not in page(after((before, [stray]), (LATER, []))).text


def test_no_file_at_all_says_what_to_do() -> None:
    text = page(seasons.nothing()).text
    assert "Chưa có tệp nào được ghi nhận." in text
    assert "Đặt tệp của các đơn vị vào thư mục input" in text
    assert "Kỳ này" not in text


def test_of_a_correction_only_the_day_is_shown() -> None:
    right = row(
        ReceiptRow,
        unit_code=Code("0103"),
        version=1,
        received_on=date(2021, 12, 9),
        reason="Ông A báo",
    )
    assert "Ông A" not in page(after((FIRST, [sent("0103", [GOOD])]), receipts=[right])).text
