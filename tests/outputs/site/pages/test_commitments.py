"""The pages of targets and of units that were given a hint, and where else they are named."""

from collections.abc import Mapping

from tests.builders import AS_OF, UNITS, a_return, cell, committed, info, register, remedy, unit
from tests.outputs.site.pages.shown import Shown, show
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.review import review_notes
from xeploai.schema.register import CommitmentRow
from xeploai.schema.row import Row
from xeploai.schema.terms import Level, YesNo
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out

TARGETS, HINTS = "tien-do/cam-ket.md", "tien-do/goi-y.md"
HINTED = [x if x.code not in ("A", "B") else unit(x.code, hinted=True) for x in UNITS]
ROWS = (
    committed("A", "Kết nạp đảng viên", promised="02", achieved="03", is_met=YesNo.YES),
    committed("A", "Thu ngân sách", promised="100%", achieved="92%", is_met=YesNo.NO),
    committed("B", "Xóa nhà tạm"),
)


def season(*rows: CommitmentRow, remedies: tuple[Row, ...] = ()) -> Season:
    of = info(self_level=Level.HTT, proposed_level=Level.HT, decided_level=None)
    sent = a_return([cell()], of=of, others=list(remedies), sha256="A")
    return evaluate(register(HINTED, commitments=rows), [sent], AS_OF)


def pages(*rows: CommitmentRow, remedies: tuple[Row, ...] = ()) -> Mapping[str, Shown]:
    return show(season(*rows, remedies=remedies))


def test_targets_stand_by_unit_and_one_by_one() -> None:
    text = pages(*ROWS)[TARGETS].text
    assert "1/3 chỉ tiêu đạt; 1 chưa đạt; 1 chưa ghi kết quả." in text
    assert "Đảng bộ xã A 2 1 1 0" in text
    assert "Kết nạp đảng viên Đảng bộ xã A 02 03 Đạt" in text
    assert "Thu ngân sách Đảng bộ xã A 100% 92% Chưa đạt" in text
    assert "Xóa nhà tạm Đảng bộ xã B Chưa ghi kết quả" in text


def test_units_progress_and_the_report_say_how_many_are_met() -> None:
    shown = pages(*ROWS)
    assert "1/2 chỉ tiêu đạt; 1 chưa đạt." in shown["don-vi/a.md"].text
    assert "0/1 chỉ tiêu đạt; 1 chưa ghi kết quả." in shown["don-vi/b.md"].text
    assert any(link.endswith("tien-do/cam-ket.html") for link in shown["tien-do.md"].links)
    scope = Scope(lay_out(season(*ROWS)), "")
    assert "Chỉ tiêu cam kết: 1/3 chỉ tiêu đạt; 1 chưa đạt; 1 chưa ghi kết quả." in list(
        review_notes(scope, ())
    )


def test_without_targets_nothing_is_said_of_them() -> None:
    shown = pages()
    assert TARGETS not in shown
    assert not [path for path, page in shown.items() if "tien-do/cam-ket" in " ".join(page.links)]
    assert "chỉ tiêu" not in shown["don-vi/a.md"].text.lower()


def test_a_hinted_unit_is_followed_to_its_level_and_its_remedies() -> None:
    text = pages(remedies=(remedy(item="Sửa quy chế"),))[HINTS].text
    assert "2 đơn vị được gợi ý kiểm điểm." in text
    assert "Đảng bộ xã A Được tính" in text
    assert "Hoàn thành (đề nghị) 0/1 đã hoàn thành" in text
    assert "Đảng bộ xã B Chưa gửi" in text
    assert "chưa có mức Chưa rõ, chưa có biểu được tính" in text


def test_a_hinted_unit_that_plans_nothing_is_named_once_its_return_counts() -> None:
    text = pages()[HINTS].text
    assert "Hoàn thành (đề nghị) Chưa ghi việc khắc phục nào" in text
    assert text.count("Chưa ghi việc khắc phục nào") == 1
