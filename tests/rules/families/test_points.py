import pytest

from tests.builders import a_return, cell, info
from tests.rules.families.checked import at, codes, severity, violations_in_year, violations_of
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.terms import Level
from xeploai.submissions.model import Return

CODES = {"points_unreadable", "points_beyond_scale", "points_below_level"}


def scored(points: str, level: Level = Level.HTT, **own: object) -> Return:
    first = info(self_level=None, proposed_level=None, decided_level=None, **own)
    return a_return([cell(points=points, decided_level=level)], of=first)


@pytest.mark.parametrize(
    ("points", "level"),
    [
        ("", Level.XS), ("90", Level.XS), ("30+70", Level.XS), ("70", Level.HTT), ("50", Level.HT),
        ("49,9", Level.KHT), ("95", Level.HTT), ("không", Level.XS),
    ],
)  # fmt: skip
def test_points_that_allow_the_level_are_silent(points: str, level: Level) -> None:
    assert not CODES & codes(scored(points, level))


def test_points_unreadable() -> None:
    assert violations_of("points_unreadable", scored("khá")) == [
        (
            at(CellReturn, "points"),
            "Chi bộ thôn Một: điểm ghi “khá”, cần ghi như 93 hoặc 28+65",
        )
    ]
    assert severity("points_unreadable") == "warning"


@pytest.mark.parametrize(
    ("points", "over"),
    [
        ("31+60", "điểm tiêu chí chung quá 30"),
        ("20+71", "điểm kết quả quá 70"),
        ("101", "tổng điểm quá 100"),
        ("31+71", "điểm tiêu chí chung quá 30, điểm kết quả quá 70, tổng điểm quá 100"),
    ],
)
def test_points_beyond_scale(points: str, over: str) -> None:
    assert violations_of("points_beyond_scale", scored(points)) == [
        (at(CellReturn, "points"), f"Chi bộ thôn Một: điểm ghi “{points}”, {over}")
    ]
    assert severity("points_beyond_scale") == "warning"


@pytest.mark.parametrize(
    ("points", "level", "allowed"),
    [
        ("89,9", Level.XS, "HTT"), ("69,9", Level.HTT, "HT"), ("49", Level.HT, "KHT"),
        ("20+29", Level.XS, "KHT"),
    ],
)  # fmt: skip
def test_points_below_level(points: str, level: Level, allowed: str) -> None:
    shown = "49" if "+" in points else points
    assert violations_of("points_below_level", scored(points, level)) == [
        (
            at(CellReturn, "points"),
            f"Chi bộ thôn Một xếp {level.short}, {shown} điểm chỉ đến mức {allowed}",
        )
    ]
    assert severity("points_below_level") == "warning"


def test_the_unit_itself_is_measured_too() -> None:
    first = info(points="85", decided_level=Level.XS)
    assert violations_of("points_below_level", a_return(of=first)) == [
        (at(InfoReturn, "points"), "Đơn vị xếp XS, 85 điểm chỉ đến mức HTT")
    ]


def test_a_year_without_points_has_nothing_to_measure() -> None:
    for points in ("10", "31+71", "khá"):
        item = scored(points, Level.XS)
        assert violations_in_year("points_unreadable", 2024, item) == []
        assert violations_in_year("points_beyond_scale", 2024, item) == []
        assert violations_in_year("points_below_level", 2024, item) == []
