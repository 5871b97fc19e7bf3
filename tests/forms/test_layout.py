"""Where the fields stand, and what schema.json says of them."""

import json
import re

import pytest

from xeploai.forms.layout import place, schema
from xeploai.schema.form import FORM_SHEETS, CellReturn, InfoReturn
from xeploai.schema.register import REGISTER_SHEETS, SettingRow, UnitRow
from xeploai.schema.row import Row, columns
from xeploai.schema.wording import WORDING_SHEETS

CONTRACT_KEYS = [
    "cell_code",
    "name",
    "review_date",
    "attended_by",
    "members",
    "official",
    "probationary",
    "exempt",
    "suspended",
    "new_under_6m",
    "not_rated_other",
    "not_rated_reason",
    "rated",
    "xs",
    "htt",
    "ht",
    "kht",
    "disciplined",
    "self_level",
    "proposed_level",
    "decided_level",
    "decision_no",
    "decision_date",
    "note",
    "points",
]


@pytest.mark.parametrize("row_type", [*FORM_SHEETS, *REGISTER_SHEETS, *WORDING_SHEETS])
def test_every_field_has_one_place_of_its_own(row_type: type[Row]) -> None:
    where = place(row_type)
    cells = [where.cell(key) if where.rows else where.letters[key] for key in columns(row_type)]
    assert len(set(cells)) == len(columns(row_type))
    assert where.first_row > where.header_row >= 3


def test_a_form_opens_with_running_numbers_and_the_register_does_not() -> None:
    assert place(CellReturn).letters["cell_code"] == "B"
    assert place(UnitRow).letters["number"] == "A"


def test_labels_stand_in_one_column_of_values() -> None:
    assert place(InfoReturn).cell("unit_code") == "B11"
    assert place(SettingRow).cell("period") == "B4"


def test_a_table_has_a_cell_in_every_row() -> None:
    assert place(CellReturn).cell("name", 9) == "C9"


def test_schema_lists_every_field_of_the_form() -> None:
    listed = {(item["sheet"], item["key"]) for item in schema()}
    assert listed == {(row.SHEET, key) for row in FORM_SHEETS for key in columns(row)}


def test_schema_says_where_a_field_stands() -> None:
    by_key = {(item["sheet"], item["key"]): item for item in schema()}
    members = by_key["Chi bộ", "members"]
    assert members | {"meaning": ""} == {
        "sheet": "Chi bộ",
        "key": "members",
        "header": "Tổng số đảng viên",
        "column": "F",
        "first_row": 8,
        "last_row": 228,
        "type": "count",
        "unit": "đảng viên",
        "required": True,
        "choices": [],
        "meaning": "",
    }
    assert by_key["Thông tin", "version"]["cell"] == "B17"
    assert by_key["Chi bộ", "self_level"]["choices"] == ["XS", "HTT", "HT", "KHT"]


def test_schema_says_with_what_a_required_field_may_be_blank() -> None:
    conditional = {item["key"]: item for item in schema() if "required_with" in item}
    assert set(conditional) == {"rated"}
    assert conditional["rated"]["required"] is True
    assert conditional["rated"]["required_with"] == list(columns(CellReturn)["rated"].required_with)


def test_schema_keeps_the_keys_others_rely_on() -> None:
    assert [item["key"] for item in schema() if item["sheet"] == "Chi bộ"] == CONTRACT_KEYS


def test_schema_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(schema(), ensure_ascii=False)) == schema()
    assert all(re.fullmatch(r"[A-Z]{1,2}", str(item.get("column", "A"))) for item in schema())
