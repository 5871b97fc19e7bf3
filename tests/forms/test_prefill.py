"""What a form knows of the year before besides its cells."""

from datetime import date

from tests.builders import UNITS, a_return, info, register, remedy
from xeploai.forms.layout import place
from xeploai.forms.prefill import carried_over
from xeploai.forms.unit_form import unit_form
from xeploai.schema.form import RemedyReturn
from xeploai.schema.terms import RemedyState

LAST = a_return(
    of=info(period="2024"),
    others=[
        remedy(item="Quy chế chưa sửa", owner="Văn phòng", due=date(2025, 6, 30),
               state=RemedyState.UNDER_WAY),
        remedy(item="Đã xong", state=RemedyState.DONE),
        remedy(item="Xong, chưa sửa tình trạng", done_on=date(2025, 3, 1)),
        remedy(item="Chưa rõ"),
    ],
)  # fmt: skip
A = UNITS[1]


def test_remedies_that_are_not_known_to_be_done_are_carried_over() -> None:
    rows = carried_over(A, {"A": LAST})
    assert [(x.values["item"], x.values["owner"], x.values["note"]) for x in rows] == [
        ("Quy chế chưa sửa", "Văn phòng", "Từ kỳ 2024"), ("Chưa rõ", "", "Từ kỳ 2024"),
    ]  # fmt: skip
    assert carried_over(A, {}) == []


def test_they_stand_in_the_form_for_the_unit_to_go_on_with() -> None:
    made = unit_form(register(), A, (), "2024", carried_over(A, {"A": LAST}))
    where = place(RemedyReturn)
    page = made[RemedyReturn.SHEET]
    keys = ("item", "due", "state", "note")
    assert {key: page[where.cell(key, where.first_row)].value for key in keys} == {
        "item": "Quy chế chưa sửa",
        "due": date(2025, 6, 30),
        "state": "đang thực hiện",
        "note": "Từ kỳ 2024",
    }
