"""The page of remedies: what is late, in which month, whose."""

from datetime import date

from tests.builders import UNITS, a_return, cell, info, planned, register, remedy
from tests.outputs.site.pages.shown import Shown, show
from xeploai.schema.form import RemedyReturn
from xeploai.schema.register import PlanRow
from xeploai.schema.terms import RemedyState
from xeploai.season.evaluate import evaluate

PAGE = "tien-do/khac-phuc.md"
AS_OF = date(2026, 3, 10)
OPEN, DONE = RemedyState.OPEN, RemedyState.DONE


def pages(*rows: RemedyReturn, plan: tuple[PlanRow, ...] = ()) -> dict[str, Shown]:
    sent = a_return([cell()], of=info(), others=rows, sha256="A")
    return dict(show(evaluate(register(UNITS, plan=plan), [sent], AS_OF)))


def test_what_is_late_stands_first_with_whoever_answers_for_it() -> None:
    late = remedy(item="Quy chế chưa sửa", owner="Văn phòng", due=date(2026, 2, 28), state=OPEN)
    coming = remedy(item="Họp chưa đều", due=date(2026, 4, 1), state=RemedyState.UNDER_WAY)
    blank = remedy(item="Hồ sơ thiếu", due=date(2026, 1, 5))
    own = planned("H", "Kiểm tra cơ sở", owner="Ban Tổ chức", due=date(2026, 4, 30), state=OPEN)
    page = pages(coming, late, blank, remedy(item="Xong", state=DONE), plan=(own,))[PAGE]
    assert (
        "1/5 việc đã hoàn thành; 1 quá hạn; hạn gần nhất 01/04/2026; 1 chưa ghi tình trạng"
        in page.text
    )
    places = [
        page.text.index(words)
        for words in (
            "Hồ sơ thiếu Đảng bộ xã A 05/01/2026 Chưa ghi tình trạng",
            "Quy chế chưa sửa Đảng bộ xã A Văn phòng 28/02/2026 Quá hạn 10 ngày, chưa thực hiện",
            "Họp chưa đều Đảng bộ xã A 01/04/2026 Đang thực hiện",
            "Kiểm tra cơ sở kế hoạch của cơ quan tổng hợp Đảng bộ huyện H Ban Tổ chức 30/04/2026",
        )
    ]
    assert places == sorted(places)
    assert "Tháng 02/2026 1 0 0 1 1 – Tháng 04/2026 2 0 1 1 01/04/2026" in page.text
    assert "Chưa ghi hạn 1 1 0 0 –" in page.text
    assert "Đảng bộ huyện H 1 0 0 1 30/04/2026 Đảng bộ xã A 4 1 1 1 1 01/04/2026" in page.text


def test_it_is_reached_from_progress_the_overview_and_the_unit() -> None:
    shown = pages(remedy(state=OPEN))
    for path in ("tien-do.md", "index.md", "don-vi/a.md"):
        assert any(link.endswith("tien-do/khac-phuc.html") for link in shown[path].links), path


def test_a_season_without_remedies_has_no_such_page() -> None:
    assert PAGE not in pages()
