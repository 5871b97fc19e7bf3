import pytest

from xeploai.regimes import all_regimes, for_year, named
from xeploai.schema.terms import CapBase, CapScope


@pytest.mark.parametrize(
    ("year", "regulation", "guidance"),
    [
        (2018, "QĐ 132-QĐ/TW", "HD 16-HD/BTCTW"),
        (2019, "QĐ 132-QĐ/TW", "HD 21-HD/BTCTW"),
        (2022, "QĐ 132-QĐ/TW", "HD 21-HD/BTCTW"),
        (2023, "QĐ 124-QĐ/TW", "HD 25-HD/BTCTW"),
        (2024, "QĐ 124-QĐ/TW", "HD 25-HD/BTCTW"),
        (2025, "QĐ 366-QĐ/TW (30/8/2025)", "HD 43-HD/BTCTW"),
        (2040, "QĐ 366-QĐ/TW (30/8/2025)", "HD 43-HD/BTCTW"),
    ],
)
def test_the_regulation_in_force_in_a_year(year: int, regulation: str, guidance: str) -> None:
    found = for_year(year)
    assert found is not None
    assert (found.regulation, found.guidance) == (regulation, guidance)


def test_before_the_first_regime_there_is_none() -> None:
    assert for_year(2017) is None
    assert for_year(0) is None


def test_every_year_has_exactly_one_regime() -> None:
    for year in range(2018, 2060):
        assert sum(item.first_year <= year <= item.last_year for item in all_regimes()) == 1


@pytest.mark.parametrize("regime", all_regimes(), ids=lambda item: item.key)
def test_a_regime_is_found_by_its_file_name(regime: object) -> None:
    key = regime.key
    for said in (key, f"{key}.toml", f" {key} "):
        assert named(said) is regime
    assert named("qd-khong-co") is None


@pytest.mark.parametrize("regime", all_regimes(), ids=lambda item: item.key)
def test_every_provision_is_cited(regime: object) -> None:
    item = regime
    cited = [item.levels, item.cap, item.exempt]
    assert all(each.citation for each in cited)
    assert item.new_citation
    assert item.new_months == 6
    cap = item.cap
    assert (cap.percent, cap.base, cap.scope) == (20, CapBase.HTT, CapScope.GRASSROOTS)
