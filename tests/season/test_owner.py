"""Whose a return is: one whose name, code and form disagree is nobody's until that is settled."""

import pytest

from tests.builders import AS_OF, a_return, book, cell, info, read, register, row, unit
from xeploai.outputs.feedback.build import files_to_send_back, to_send_back
from xeploai.register.model import Register
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Status

DISTRICT = unit("H", UnitKind.DISTRICT, name="Đảng bộ huyện H")
UNITS = (
    DISTRICT,
    unit("L01", name="Đảng bộ xã Tứ Trưng"),
    unit("L02", name="Đảng bộ xã Đại Đồng"),
    unit("ĐU3", UnitKind.GRASSROOTS_CELL, name="Chi bộ Viện kiểm sát nhân dân"),
)
NAMES = {each.code: each.name for each in UNITS}


def sent(code: str, name: str = "", file: str = "bieu.xlsx", **over: object) -> Return:
    """A return of a code, under the name of the register unless another is given."""
    members = int(str(over.pop("members", 10)))
    only = cell(cell_code=Code(""), members=members, rated=members - 2, htt=members - 4)
    levels = {"self_level": Level.HTT, **over}
    first = info(unit_code=Code(code), unit_name=name or NAMES.get(code, ""), **levels)
    return a_return([only], of=first, file=file)


def season(*items: Return, of: Register | None = None) -> Season:
    return evaluate(of or register(UNITS), items, AS_OF)


def fate(made: Season, file: str = "bieu.xlsx") -> tuple[Status, str, str]:
    (item,) = (x for x in made.intake.submissions if x.file == file)
    return item.status, item.unit, item.reason


def rules(made: Season) -> set[str]:
    return {x.rule for x in made.findings}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("L01", "Tứ Trưng"), ("L01", "Tu Trung"), ("L01", "ĐU xã TỨ TRƯNG - huyện H"),
        ("L01", "UBND xã Tứ Trưng"), ("L01", "xã Tứ Chưng"), ("L01", "Đảng bộ"), ("L01", "-"),
        ("ĐU3", "VKSND"), ("ĐU3", "CB Viện KSND huyện H"),
    ],
)  # fmt: skip
def test_what_a_clerk_may_write_for_its_own_unit_is_counted(code: str, name: str) -> None:
    made = season(sent(code, name))
    assert made.intake.counted.keys() == {code}
    assert rules(made) <= {"unit_name_differs"}


@pytest.mark.parametrize("name", ["Đảng bộ xã Đại Đồng", "dai dong", "Đảng bộ xã Khác", "Đại Tự"])
def test_a_return_under_the_name_of_another_unit_is_counted_for_neither(name: str) -> None:
    made = season(sent("L01", name))
    assert not made.intake.counted
    assert not made.intake.newest
    (finding,) = made.findings
    sentence = f"Mã “L01” là “Đảng bộ xã Tứ Trưng”, biểu ghi tên “{name}”"
    assert (finding.rule, finding.unit, finding.message) == ("name_of_another_unit", "", sentence)
    assert finding.is_error
    assert fate(made) == (Status.UNKNOWN_UNIT, "", sentence)
    assert [x.code for x in made.units_silent] == ["L01", "L02", "ĐU3"]


def test_the_units_own_return_stays_in_force_and_is_what_goes_back() -> None:
    own = sent("L01", members=20, file="dung.xlsx", cells_declared=7)
    other = sent("L01", NAMES["L02"], version=3)
    made = season(own, other)
    assert made.intake.newest["L01"].file == "dung.xlsx"
    back = {each.file: each for each in to_send_back(made)}
    assert {file: each.workbook for file, each in back.items()} == {
        "dung.xlsx": "L01.xlsx", "bieu.xlsx": "chua-ro-bieu.xlsx",
    }  # fmt: skip
    files = files_to_send_back(made, list(back.values()), {})
    again = {name: read(data) for name, data in files.items() if name.endswith(".xlsx")}
    members = {
        name: sum(x.row.members for x in each.rows(type(cell()))) for name, each in again.items()
    }
    assert members == {"L01.xlsx": 20, "chua-ro-bieu.xlsx": 10}
    # What goes back still says of itself what is doubtful.
    (stray,) = (each for name, each in again.items() if name != "L01.xlsx")
    assert stray.unit == "L01"
    assert not season(stray).intake.counted


def test_its_note_says_once_that_it_is_not_counted() -> None:
    made = season(sent("L01", "Đại Tự"))
    note = files_to_send_back(made, to_send_back(made), {})["chua-ro-bieu.txt"].decode()
    assert "chưa được tính vì mã “L01” là “Đảng bộ xã Tứ Trưng”, biểu ghi tên “Đại Tự”:" in note
    assert note.count("chưa tính") == 0


def test_the_board_may_accept_it_for_that_unit() -> None:
    waiver = row(WaiverRow, rule="name_of_another_unit", unit_code=Code("L01"), reason="đổi tên")
    made = season(sent("L01", "Đảng bộ xã Mới"), of=register(UNITS, waivers=[waiver]))
    assert made.intake.counted.keys() == {"L01"}
    assert [(x.rule, x.is_error, x.accepted) for x in made.findings] == [
        ("name_of_another_unit", False, "đổi tên")
    ]
    renamed = (DISTRICT, unit("L01", name="Đảng bộ xã Mới"))
    assert season(sent("L01", "Đảng bộ xã Mới"), of=register(renamed)).intake.counted


def test_a_form_of_another_unit_is_nobodys_until_the_board_accepts_it() -> None:
    first = info(unit_code=Code("L01"), unit_name=NAMES["L01"])
    item = read(book([cell(cell_code=Code(""))], of=first, stamp={"unit": "L02"}))
    made = season(item)
    words = (
        "Mã đơn vị ghi “L01” nhưng biểu này được lập cho “L02” (“Đảng bộ xã Tứ Trưng”, "
        "“Đảng bộ xã Đại Đồng”)"
    )
    assert fate(made) == (Status.UNKNOWN_UNIT, "", words)
    waiver = row(WaiverRow, rule="stamp_differs", unit_code=Code("L01"), reason="mượn biểu")
    accepted = season(item, of=register(UNITS, waivers=[waiver]))
    assert accepted.intake.counted.keys() == {"L01"}


@pytest.mark.parametrize(
    ("written", "code"), [("l01", "L01"), ("L 01", "L01"), ("ÐU3", "ĐU3"), ("đu3", "ĐU3")]
)
def test_a_code_spelt_otherwise_means_the_only_unit_it_fits(written: str, code: str) -> None:
    made = season(sent(written, NAMES[code]))
    assert made.intake.counted.keys() == {code}
    (finding,) = made.findings
    assert finding.message.startswith(f"Mã đơn vị “{written}” được hiểu là “{code}” ({NAMES[code]}")
    assert (finding.rule, finding.is_error) == ("unit_code_spelt_otherwise", False)


@pytest.mark.parametrize(
    ("code", "name", "hint"),
    [
        ("L09", "Đảng bộ xã Đại Đồng", "; gần nhất: “L02” (Đảng bộ xã Đại Đồng)"),
        ("L011", "", "; gần nhất: “L01” (Đảng bộ xã Tứ Trưng)"),
        ("Z", "", ""),
    ],
)
def test_an_unknown_code_names_the_nearest_and_is_sent_back(
    code: str, name: str, hint: str
) -> None:
    made = season(sent(code, name))
    words = f"Mã đơn vị “{code}” không có trong danh mục{hint}"
    assert fate(made) == (Status.UNKNOWN_UNIT, code, words)
    assert rules(made) == {"unit_code_unknown"}
    assert [x.workbook for x in to_send_back(made)] == ["chua-ro-bieu.xlsx"]
