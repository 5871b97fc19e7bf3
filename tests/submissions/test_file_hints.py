"""The unit that a file which cannot be read may be of."""

import pytest

from tests.builders import AS_OF, info, register, unit
from tests.builders import a_return as returned
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.file_hints import hinted_units
from xeploai.submissions.model import Unread
from xeploai.submissions.returns import read_return
from xeploai.views.sending_parts import SendingPart, sending_parts

UNITS = (
    unit("1", name="Đảng bộ xã Phú Đa"),
    unit("2", name="Đảng bộ xã Phú"),
    unit("3", name="Đảng bộ thị trấn Thổ Tang"),
    unit("4", UnitKind.GRASSROOTS_CELL, name="Chi bộ cơ sở Kho bạc"),
    unit("5", name="Đảng bộ xã Vĩnh Sơn"),
    unit("6", name="Đảng bộ phường Vĩnh Sơn"),
)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("Xã Phú Đa.xlsx", "1"),
        ("bieu-tong-hop_PHU-DA (2).xlsx", "1"),  # not Phú, which is shorter
        ("cụm 1/phú lần 2.xlsx", "2"),
        ("Thổ Tang/bieu.xlsx", ""),  # the name of a folder is no name of a file
        ("TT tho tang nop lai.xls", "3"),
        ("Thổ Tang.zip › bieu.xlsx", ""),  # nor is that of a zip
        ("gói.zip › cụm 1/TT Thổ Tang.pdf", "3"),
        ("khobac.xlsx", ""),  # not by its words
        ("kho bac 2021.xlsx", "4"),
        ("vinh son.xlsx", ""),  # of two units
        ("bieu xa.xlsx", ""),
        ("phuong.xlsx", ""),
        ("", ""),
    ],
)
def test_a_name_tells_the_one_unit_whose_own_name_is_in_it(file: str, code: str) -> None:
    assert hinted_units([file], UNITS) == ({file: code} if code else {})


def test_a_unit_whose_name_is_of_common_words_only_is_found_by_the_last() -> None:
    units = [unit("1", name="Đảng bộ Huyện ủy")]
    assert hinted_units(["huyen uy.xlsx"], units) == {"huyen uy.xlsx": "1"}


def season(*unread: str, sent: str = "") -> Season:
    district = register().units["H"]
    taken = [read_return(b"", file) for file in unread]
    names = {each.code: each.name for each in UNITS}
    good = [returned(of=info(unit_code=Code(sent), unit_name=names[sent]))] if sent else []
    return evaluate(register([district, *UNITS]), [*taken, *good], AS_OF)


def test_it_attributes_no_figure_and_no_date() -> None:
    made = season("phu da.xlsx")
    assert made.unreadable == {"1": "phu da.xlsx"}
    assert [item.unit for item in made.intake.submissions] == [""]
    assert not made.intake.newest
    assert "1" in {each.code for each in made.units_silent}


def test_a_unit_that_sent_its_return_needs_no_hint() -> None:
    assert season("phu da.xlsx", sent="1").unreadable == {}


def test_litter_is_no_hint() -> None:
    litter = Unread("~$phu da.xlsx", "", "Tệp tạm của Excel", None)
    made = evaluate(register([register().units["H"], *UNITS]), [litter], AS_OF)
    assert made.unreadable == {}


def test_the_parts_of_what_came_add_up() -> None:
    parts = sending_parts(season("phu da.xlsx", sent="3"))
    assert {part: [each.code for each in units] for part, units in parts.items() if units} == {
        SendingPart.COUNTED: ["3"],
        SendingPart.UNREADABLE: ["1"],
        SendingPart.SILENT: ["2", "4", "5", "6"],
    }
