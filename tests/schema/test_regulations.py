import pytest

from xeploai.schema.regulations import Regulation, all_regulations, for_year, named, years_of
from xeploai.schema.terms import CapBase, CapScope, Scale, Subject


@pytest.mark.parametrize(
    ("year", "regulation", "guidance"),
    [
        (2010, "", ""),
        (2013, "", ""),
        (2014, "", "HD 27-HD/BTCTW (2014)"),
        (2017, "", "HD 27-HD/BTCTW (2014)"),
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
    in_force = for_year(year)
    assert in_force is not None
    assert (in_force.regulation, in_force.guidance) == (regulation, guidance)


def test_before_the_first_regulation_there_is_none() -> None:
    assert for_year(2009) is None
    assert for_year(0) is None


def test_every_year_has_exactly_one_regulation() -> None:
    for year in range(2010, 2060):
        assert sum(item.first_year <= year <= item.last_year for item in all_regulations()) == 1


@pytest.mark.parametrize("regulation", all_regulations(), ids=lambda item: item.key)
def test_a_regulation_is_found_by_its_file_name(regulation: Regulation) -> None:
    key = regulation.key
    for name in (key, f"{key}.toml", f" {key} "):
        assert named(name) is regulation
    assert named("qd-khong-co") is None


@pytest.mark.parametrize("regulation", all_regulations(), ids=lambda item: item.key)
def test_every_provision_is_cited(regulation: Regulation) -> None:
    known = (regulation.levels, regulation.cap, regulation.exempt, regulation.quality)
    assert all(provision.citation for provision in known if provision is not None)
    assert regulation.new_citation
    assert regulation.new_months == 6


@pytest.mark.parametrize("year", range(2018, 2026))
def test_from_2018_on_there_is_a_cap_and_what_excellence_needs(year: int) -> None:
    regulation = for_year(year)
    assert regulation is not None
    cap, quality = regulation.cap, regulation.quality
    assert cap is not None
    assert quality is not None
    assert (cap.percent, cap.base, cap.scope) == (20, CapBase.HTT, CapScope.GRASSROOTS)
    assert (quality.fulfilled_percent, quality.good_percent) == (100, 80)
    assert {regulation.scale(subject) for subject in Subject} == {Scale.FULFILMENT}


@pytest.mark.parametrize("year", range(2010, 2018))
def test_before_2018_nothing_is_known_but_the_levels_of_organisations(year: int) -> None:
    regulation = for_year(year)
    assert regulation is not None
    assert (regulation.cap, regulation.exempt, regulation.quality) == (None, None, None)
    assert not regulation.new_confirmed
    assert {subject for subject in Subject if regulation.scale(subject) is Scale.CLEAN} == {
        Subject.CELL,
        Subject.ORG,
    }


def test_what_an_excellent_cell_needs_is_confirmed_for_the_years_of_hd_21_only() -> None:
    known = [item for item in all_regulations() if item.quality and item.quality.confirmed]
    assert [item.key for item in known] == ["qd132-2019"]


def test_the_limit_on_disciplined_organisations_is_of_2023_and_2024() -> None:
    (only,) = (item for item in all_regulations() if item.discipline is not None)
    assert only.discipline is not None
    assert (only.years, only.discipline.organisations_percent) == ((2023, 2024), 20)


def test_the_years_of_a_regulation() -> None:
    assert years_of("qd132-2019") == (2019, 2022)
    assert years_of("qd366-2025") == (2025, 9999)
