import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders
from xeploai.reading.headings import find_heading_row, heading_key, known_headings, match, strings
from xeploai.schema.form import FORM_SHEETS, CellReturn, LeadershipReturn
from xeploai.schema.register import REGISTER_SHEETS
from xeploai.schema.row import Row, columns
from xeploai.schema.wording import WORDING_SHEETS
from xeploai.text import folded

HEADS = tuple(item.header for item in columns(CellReturn).values())
SHEETS = (*FORM_SHEETS, *REGISTER_SHEETS, *WORDING_SHEETS)
TABLES = [kind for kind in SHEETS if kind.LAYOUT == "table"]


def swapped(key: str, words: str) -> tuple[str, ...]:
    keys = list(columns(CellReturn))
    return tuple(words if keys[index] == key else head for index, head in enumerate(HEADS))


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_heading_names_its_own_field(kind: type[Row]) -> None:
    headings = match(kind, tuple(item.header for item in columns(kind).values()))
    assert headings.places == {key: index for index, key in enumerate(columns(kind))}
    assert (headings.doubled, headings.renamed, headings.unknown) == ((), (), ())


@given(st.permutations(range(len(HEADS))))
def test_columns_may_stand_in_any_order(order: list[int]) -> None:
    headings = match(CellReturn, tuple(HEADS[index] for index in order))
    keys = list(columns(CellReturn))
    assert headings.places == {keys[index]: place for place, index in enumerate(order)}


@pytest.mark.parametrize(
    "way",
    [
        lambda header: unicodedata.normalize("NFD", header),
        str.upper,
        lambda header: header.replace(" ", "\n"),
        lambda header: header.replace(" ", "\u00a0"),
        lambda header: f" {header} (đảng viên)",
        lambda header: f"{header}:",
        lambda header: f"{header} \n(1)",
        folded,
    ],
)
def test_how_a_heading_is_spelt_does_not_matter(way: Callable[[str], str]) -> None:
    headings = match(CellReturn, tuple(way(header) for header in HEADS))
    assert len(headings.places) == len(HEADS)
    assert (headings.doubled, headings.renamed, headings.unknown) == ((), (), ())


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_alias_names_its_field(kind: type[Row]) -> None:
    for key, item in columns(kind).items():
        for words in item.aliases:
            assert known_headings(kind)[heading_key(words)] == key


def test_a_heading_nearly_right_is_taken_and_reported() -> None:
    words = "Mới kết nạp chưa đủ sáu tháng"
    headings = match(CellReturn, swapped("new_under_6m", words))
    place = list(columns(CellReturn)).index("new_under_6m")
    assert headings.places["new_under_6m"] == place
    assert headings.renamed == (("new_under_6m", place, words),)
    assert headings.unknown == ()


def test_a_heading_quite_different_is_unknown() -> None:
    headings = match(CellReturn, swapped("members", "Quân số"))
    assert "members" not in headings.places
    assert headings.unknown == ((list(columns(CellReturn)).index("members"), "Quân số"),)


def test_short_signs_must_be_exact() -> None:
    assert "xs" not in match(CellReturn, swapped("xs", "XX")).places
    assert "htt" not in match(CellReturn, swapped("htt", "HTX")).places


def test_a_heading_like_two_fields_is_taken_for_neither() -> None:
    # One letter short of HT and of HTT alike, and neither has a column.
    heads = tuple(
        "Hoàn thành to nhiệm vụ" if head == "Hoàn thành tốt nhiệm vụ" else head
        for head in HEADS
        if head != "Hoàn thành nhiệm vụ"
    )
    headings = match(CellReturn, heads)
    assert not {"ht", "htt"} & headings.places.keys()


def test_two_columns_with_one_heading_are_reported() -> None:
    headings = match(CellReturn, (*HEADS, "XS"))
    assert headings.doubled == (("xs", list(columns(CellReturn)).index("xs"), len(HEADS)),)


def test_the_heading_row_is_found_below_titles_and_groups() -> None:
    groups = [item.group for item in columns(LeadershipReturn).values()]
    rows: list[Sequence[Any]] = [
        ["BIỂU TỔNG HỢP"],
        [],
        groups,
        *builders.grid(LeadershipReturn, [builders.leadership()]),
    ]
    assert find_heading_row(LeadershipReturn, rows) == 3


def test_no_row_of_headings_is_none() -> None:
    assert find_heading_row(CellReturn, [["Tên chi bộ"], ["Chi bộ 1", 5.0]]) is None
    assert find_heading_row(CellReturn, []) is None


def test_only_texts_are_headings() -> None:
    assert strings(["Tên", 1.0, True, ""]) == ("Tên", "", "", "")
