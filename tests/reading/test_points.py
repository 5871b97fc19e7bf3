from decimal import Decimal

import pytest

from xeploai.reading.points import Points, points_in


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("93", Points(Decimal(93))),
        (" 92,5 ", Points(Decimal("92.5"))),
        ("92.50", Points(Decimal("92.50"))),
        ("28+65", Points(Decimal(93), Decimal(28), Decimal(65))),
        ("27,5 + 62,25", Points(Decimal("89.75"), Decimal("27.5"), Decimal("62.25"))),
        ("28+65=93", Points(Decimal(93), Decimal(28), Decimal(65))),
        ("93 điểm", Points(Decimal(93))),
        ("93đ", Points(Decimal(93))),
        ("93/100", Points(Decimal(93))),
        ("93.", Points(Decimal(93))),
    ],
)
def test_points_are_read_as_they_are_written(written: str, points: Points) -> None:
    assert points_in(written) == points


@pytest.mark.parametrize("written", ["", "cao", "28+65=92", "-3", "9/10", "93%", "1+2+3", "93,123"])
def test_what_says_no_points_is_none(written: str) -> None:
    assert points_in(written) is None


def test_points_are_shown_as_a_clerk_writes_them() -> None:
    assert [points.shown for text in ("28+65", "92.50", "100") if (points := points_in(text))] == [
        "93",
        "92,5",
        "100",
    ]
