from datetime import date

from tests.builders import AS_OF, a_return, book, cell, info, read, register, row
from tests.rules.families.checked import severity
from xeploai.register.model import Register
from xeploai.schema.register import ReceiptRow, WaiverRow
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return

FAULTY = cell(official=3)


def waiver(rule: str, code: str = "A") -> WaiverRow:
    return row(WaiverRow, rule=rule, unit_code=Code(code), reason="có xác nhận")


def receipt(version: int, code: str = "A") -> ReceiptRow:
    return row(ReceiptRow, unit_code=Code(code), version=version, received_on=date(2025, 12, 1))


def reported(code: str, of: Register, *items: Return) -> list[tuple[str, str, str]]:
    result = evaluate(of, list(items) or [a_return([FAULTY])], AS_OF).findings
    return [(x.ref.sheet, x.ref.cell, x.message) for x in result if x.rule == code]


def test_waiver_matches_nothing() -> None:
    of = register(waivers=[waiver("levels_do_not_sum_to_rated")])
    assert reported("waiver_matches_nothing", of) == [
        (
            "Chấp thuận",
            "A4",
            (
                "“Đảng bộ xã A” không có lỗi “Tổng bốn mức xếp loại khác số được đánh giá” "
                "để chấp thuận"
            ),
        )
    ]
    assert severity("waiver_matches_nothing") == "warning"


def test_a_waiver_that_is_used_says_nothing() -> None:
    of = register(waivers=[waiver("official_and_probationary_do_not_sum_to_members")])
    assert reported("waiver_matches_nothing", of) == []


def test_a_mistyped_rule_is_reported_as_such() -> None:
    of = register(waivers=[waiver("sai ma")])
    assert reported("waiver_matches_nothing", of) == [
        ("Chấp thuận", "A4", "Không có quy tắc nào mang mã “sai ma”")
    ]


def test_what_could_not_be_read_cannot_be_accepted() -> None:
    of = register(waivers=[waiver("unreadable_cell")])
    one = read(book([{**dict.fromkeys(("members", "rated"), "mười"), "name": "Chi bộ 1"}]))
    (finding,) = reported("waiver_matches_nothing", of, one)
    assert "không chấp thuận được" in finding[2]


def test_receipt_matches_nothing() -> None:
    of = register(receipts=[receipt(1), receipt(2)])
    assert reported("receipt_matches_nothing", of) == [
        ("Sổ nhận", "B5", "Không có lần gửi 2 của “Đảng bộ xã A”")
    ]
    assert severity("receipt_matches_nothing") == "warning"


def test_a_receipt_of_last_year_is_none_of_this_period() -> None:
    of = register(receipts=[receipt(1)])
    last = a_return([FAULTY], of=info(period="2024"))
    assert len(reported("receipt_matches_nothing", of, last)) == 1


def test_a_waiver_of_what_a_later_sending_corrected_matches_nothing() -> None:
    of = register(waivers=[waiver("official_and_probationary_do_not_sum_to_members")])
    first = a_return([FAULTY], file="1.xlsx")
    corrected = a_return([cell()], of=info(version=2), file="2.xlsx")
    assert len(reported("waiver_matches_nothing", of, first, corrected)) == 1
    assert (
        reported("waiver_matches_nothing", of, corrected, a_return([FAULTY], of=info(version=3)))
        == []
    )
