"""The page of superiors at reviews, and where else they are named."""

from datetime import date

from tests.builders import AS_OF, UNITS, a_return, assigned, cell, info, register, unit
from tests.outputs.site.pages.shown import show
from xeploai.schema.register import AssignmentRow
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season

PAGE = "tien-do/du-kiem-diem.md"
CELL = unit("A1", UnitKind.CELL, parent="A", name="Chi bộ thôn Một")
WATCHED = [x if x.code != "A" else unit("A", official="Đ/c Hà", cluster="Cụm 1") for x in UNITS]


def season(*assignments: AssignmentRow, attended_by: str = "Đ/c Hà") -> Season:
    rows = [
        cell(attended_by=attended_by),
        cell(cell_code=Code(""), name="Chi bộ thôn Hai", attended_by=""),
    ]
    sent = a_return(rows, of=info(), sha256="A")
    return evaluate(register([*WATCHED, CELL], assignments=assignments), [sent], AS_OF)


ASSIGNED = (assigned("A1", "Đ/c Hà", date(2025, 12, 1)), assigned("B", "Đoàn số 1"))


def test_it_names_the_assigned_the_units_and_the_reviews_without_a_superior() -> None:
    text = show(season(*ASSIGNED))[PAGE].text
    assert (
        "Cấp trên dự ở 1/2 chi bộ đã kiểm điểm, 1 nơi không nêu; được phân công dự tại "
        "1 đảng bộ cơ sở, 1 chi bộ trực thuộc."
    ) in text
    assert "Đ/c Hà Chi bộ thôn Một Đảng bộ xã A 01/12/2025 Đ/c Hà" in text
    assert "Đoàn số 1 Đảng bộ xã B – Chưa gửi biểu" in text
    assert "Đảng bộ xã A 2 1 1" in text
    assert "Chi bộ thôn Hai Đảng bộ xã A 01/12/2025" in text


def test_a_season_of_which_nothing_is_known_has_no_such_page_and_no_link_to_it() -> None:
    pages = show(season(attended_by=""))
    assert PAGE not in pages
    assert not [path for path, page in pages.items() if "du-kiem-diem" in " ".join(page.links)]


def test_units_and_officials_show_their_own() -> None:
    pages = show(season(*ASSIGNED))
    unit_page, other = pages["don-vi/a.md"], pages["don-vi/b.md"]
    assert "Đ/c Hà Chi bộ thôn Một" in unit_page.text
    assert "Đoàn số 1" not in unit_page.text
    assert "Đoàn số 1" in other.text
    assert "Đ/c Hà Chi bộ thôn Một" in pages["tien-do/can-bo-d-c-ha.md"].text
    assert "Đ/c Hà Chi bộ thôn Một" in pages["tien-do/cum-1.md"].text
    for page in (unit_page, pages["tien-do.md"]):
        assert any(link.endswith("tien-do/du-kiem-diem.html") for link in page.links)
