"""Points stand beside levels on pages and in the list for the committee's meeting."""

from tests.builders import AS_OF, a_return, cell, info, register
from tests.outputs.site.pages.shown import show
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.views.appraisal import appraised
from xeploai.views.season_view import lay_out


def season(period: str = "2025", of_unit: str = "25+63,5", of_cell: str = "91") -> Season:
    own = info(points=of_unit, period=period)
    return evaluate(register(period=period), [a_return([cell(points=of_cell)], of=own)], AS_OF)


def test_points_stand_on_the_pages_of_units_and_organisations() -> None:
    pages = show(season())
    assert "Điểm xếp loại 88,5" in pages["don-vi/a.md"].text
    assert "Hoàn thành tốt 91 điểm" in pages["don-vi/a.md"].text
    assert "Quyết định Điểm Số quyết định" in pages["xep-loai/tccsd.md"].text
    assert "88,5" in pages["xep-loai/tccsd.md"].text


def test_points_stand_in_the_list_for_the_meeting() -> None:
    view = lay_out(season())
    assert next(each.remark for each in appraised(view, "H")) == "88,5 điểm"
    assert [each.remark for each in appraised(view, "A")] == ["91 điểm"]


def test_without_points_nothing_is_said_of_them() -> None:
    for of in (season(of_unit="", of_cell=""), season(of_unit="cao", of_cell="?")):
        pages = show(of)
        assert "Hoàn thành tốt Khắc phục, kỷ luật" in pages["don-vi/a.md"].text
        assert "Quyết định Số quyết định" in pages["xep-loai/tccsd.md"].text


def test_a_period_without_points_shows_none() -> None:
    assert "88,5" not in show(season("2024"))["xep-loai/tccsd.md"].text
