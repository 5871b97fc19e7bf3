"""Which returns go back, and what is kept from the build before."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.builders import AS_OF, DISTRICT, book, cell, info, read, register, unit
from xeploai.outputs.feedback import build
from xeploai.outputs.feedback.build import files_to_send_back, to_send_back
from xeploai.schema.form import CORRECTIONS_SHEET, CellReturn
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code
from xeploai.schema.terms import Level
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.workers import Loss, WorkFault

FAULTY = cell(official=3)


def sent(code: str, one: CellReturn, version: int = 1) -> Return:
    own = replace(one, name=f"Chi bộ {code}", cell_code=Code(f"{code}1"))
    data = book([own], of=info(unit_code=Code(code), version=version))
    return read(data, f"{code}-{version}.xlsx")


def season_of(*items: Return, **over: Any) -> Season:
    return evaluate(register(**over), list(items), AS_OF)


def test_faulty_returns_go_back_and_good_ones_do_not() -> None:
    season = season_of(sent("B", FAULTY), sent("A", FAULTY), sent("C", cell(self_level=Level.XS)))
    assert [item.unit for item in to_send_back(season)] == ["A", "B"]
    assert sorted(files_to_send_back(season, to_send_back(season), {})) == [
        "A.docx", "A.txt", "A.xlsx", "B.docx", "B.txt", "B.xlsx",
    ]  # fmt: skip


def test_only_the_last_return_of_a_unit_is_answered() -> None:
    mended = season_of(sent("A", FAULTY), sent("A", cell(), version=2))
    assert to_send_back(mended) == []
    worse = season_of(sent("A", cell()), sent("A", FAULTY, version=2))
    assert [item.file for item in to_send_back(worse)] == ["A-2.xlsx"]


def test_what_the_board_accepts_does_not_go_back() -> None:
    early = cell(decision_date=date(2025, 11, 1))
    waiver = WaiverRow("decision_before_review", Code("A"), "đã xác nhận", "", None)
    assert to_send_back(season_of(sent("A", early), waivers=[waiver])) == []
    sums = "official_and_probationary_do_not_sum_to_members"
    waiver = WaiverRow(sums, Code("A"), "đã xác nhận", "", None)
    assert len(to_send_back(season_of(sent("A", FAULTY), waivers=[waiver]))) == 1


def test_what_the_board_sees_to_itself_no_unit_is_told_of() -> None:
    # That an appraisal is missing is the board's own matter.
    own = cell(proposed_level=None)
    season = season_of(sent("A", own))
    assert [finding.rule for finding in season.findings] == ["decided_without_proposal"]
    assert to_send_back(season) == []
    both = season_of(sent("A", replace(own, official=3)))
    files = files_to_send_back(both, to_send_back(both), {})
    rows = load_workbook(BytesIO(files["A.xlsx"]))[CORRECTIONS_SHEET].values
    words = " ".join(str(value) for row in rows for value in row if value)
    assert "Chính thức cộng dự bị" in words
    assert "chưa có mức đề nghị" not in words + files["A.txt"].decode()


def test_an_unchanged_workbook_is_kept_as_it_is() -> None:
    season = season_of(sent("A", FAULTY), sent("B", FAULTY))
    first = files_to_send_back(season, to_send_back(season), {})
    # Told by what the files are made of and not made anew: the very same bytes come back.
    again = files_to_send_back(season, to_send_back(season), first)
    assert again == first
    assert again["A.xlsx"] is first["A.xlsx"]
    changed = season_of(sent("A", cell(official=4)), sent("B", FAULTY))
    third = files_to_send_back(changed, to_send_back(changed), first)
    assert third["A.xlsx"] != first["A.xlsx"]
    assert third["B.xlsx"] is first["B.xlsx"]


def test_a_workbook_somebody_has_saved_is_made_anew() -> None:
    season = season_of(sent("A", FAULTY))
    first = files_to_send_back(season, to_send_back(season), {})
    edited = load_workbook(BytesIO(first["A.xlsx"]))
    edited["Chi bộ"]["C8"] = "sửa ở đây"
    target = BytesIO()
    edited.save(target)
    again = files_to_send_back(season, to_send_back(season), {**first, "A.xlsx": target.getvalue()})
    assert again["A.xlsx"] == first["A.xlsx"]


def test_a_damaged_one_is_made_anew() -> None:
    season = season_of(sent("A", FAULTY))
    first = files_to_send_back(season, to_send_back(season), {})
    again = files_to_send_back(season, to_send_back(season), {"A.xlsx": b"PK hong"})
    assert again["A.xlsx"] == first["A.xlsx"]


def test_many_made_side_by_side_are_those_made_one_by_one() -> None:
    codes = [f"D{number}" for number in range(14)]
    of = register([DISTRICT, *map(unit, codes)])
    season = evaluate(of, [sent(code, FAULTY) for code in codes], AS_OF)
    many = files_to_send_back(season, to_send_back(season), {})
    few = evaluate(of, [sent("D3", FAULTY)], AS_OF)
    assert files_to_send_back(few, to_send_back(few), {})["D3.xlsx"] == many["D3.xlsx"]
    assert len(many) == 3 * len(codes)


def test_what_no_worker_makes_is_made_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [f"D{number}" for number in range(13)]
    season = evaluate(
        register([DISTRICT, *map(unit, codes)]), [sent(code, FAULTY) for code in codes], AS_OF
    )
    many = files_to_send_back(season, to_send_back(season), {})
    lost = [Loss.PROCESS_ENDED, WorkFault("", ""), *[Loss.TOO_SLOW] * 11]
    monkeypatch.setattr(build, "contained", lambda *_: iter(lost))
    assert files_to_send_back(season, to_send_back(season), {}) == many
