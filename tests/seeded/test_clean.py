"""A season in which nothing is wrong has no finding at all."""

import pytest

from tests.seeded.draw import YEARS, draw


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("seed", range(24))
def test_a_clean_season_has_no_finding(seed: int, year: int) -> None:
    drawn = draw(seed, year)
    season = drawn.season()
    assert [(x.rule, x.ref, x.message) for x in season.findings] == []
    assert set(season.intake.counted) == set(drawn.now)
    assert set(season.last_returns) == set(drawn.last)


def test_a_season_is_drawn_from_its_seed() -> None:
    assert draw.__wrapped__(1, 2025) == draw(1, 2025)
    assert draw(1, 2025) != draw(2, 2025)
