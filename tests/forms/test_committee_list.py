"""The list for a committee's meeting adds itself up while it is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.builders import register
from tests.office import carried_wrongly, saved_as
from xeploai.forms.committee_list import ListHead, committee_list
from xeploai.forms.layout import place
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.register.model import Settings
from xeploai.schema.committee_list import LIST_SUMMARY_SHEET, CommitteeRow
from xeploai.schema.regulations import for_year
from xeploai.schema.terms import RatedSubject, Rounding, Scale

TOO_NEW = "Chưa đủ thời gian thành lập, không xếp loại"
WHERE = place(CommitteeRow)
Line = tuple[object, ...]


def line(own: str, proposed: str, decided: str, remark: str = "", **over: object) -> dict[str, Any]:
    levels = {"self_level": own, "proposed_level": proposed, "decided_level": decided}
    usual = {"number": 1, "unit_code": "A", "name": "Chi bộ", "subject": RatedSubject.CELL}
    written = {key: level or None for key, level in levels.items()}
    return {**usual, **written, "remark": remark, **over}


MEETING = (
    line("XS", "XS", "XS"),
    line("XS", "HTT", "HTT"),
    line("XS", "XS", "xs "),
    line("HTT", "HTT", "Hoàn thành tốt nhiệm vụ"),
    line("HTT", "XS", ""),
    line("HT", "HT", "khá"),
    line("", "", "", TOO_NEW),
)


def made(rows: Sequence[Mapping[str, object]] = MEETING, **settings: Any) -> bytes:
    of: Settings = replace(register().settings, **settings)
    head = ListHead("A", "Đảng bộ xã A", "7 chi bộ, 2 chưa quyết định", of, TOO_NEW)
    return workbook_bytes(committee_list(rows, head))


def summary(data: bytes) -> dict[str, Line]:
    """The lines of the summary by their names, as they stand in the file; the last of each name."""
    sheet = openpyxl.load_workbook(BytesIO(data), data_only=True)[LIST_SUMMARY_SHEET]
    return {str(row[0]): row[1:] for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]}


def test_the_levels_are_counted_at_each_step() -> None:
    lines = summary(made())
    assert lines["Hoàn thành xuất sắc nhiệm vụ"] == (3, 0.5, 3, 0.5, 2, 0.5)
    assert lines["Hoàn thành tốt nhiệm vụ"] == (2, 0.3333, 2, 0.3333, 2, 0.5)
    assert lines["Hoàn thành nhiệm vụ"] == (1, 0.1667, 1, 0.1667, 0, 0)
    assert lines["Tổng số"] == (7, None, 7, None, 7, None)


def test_it_says_who_is_still_to_be_decided() -> None:
    lines = summary(made())
    assert lines["Đã có mức"][4:] == (4, 0.5714)
    assert lines["Chưa có mức"] == (0, 0, 0, 0, 1, 0.1429)
    assert lines[TOO_NEW] == (1, None, 1, None, 1, None)
    assert lines["Ghi không rõ mức"] == (0, None, 0, None, 1, None), "“khá” is no level"


def test_both_ratios_and_what_moved_stand_below() -> None:
    lines = summary(made())
    assert lines["XS/HTT"] == (None, 1.5, None, 1.5, None, 1)
    assert lines["XS/(XS+HTT)"] == (None, 0.6, None, 0.6, None, 0.5)
    assert lines["Thấp hơn mức tự xếp loại"] == (None, None, 1, None, 1, None)
    assert lines["Cao hơn mức tự xếp loại"] == (None, None, 1, None, 0, None)


def test_shares_are_rounded_as_the_register_wants() -> None:
    rows = [line("XS", "", ""), *[line("HTT", "", "")] * 2]
    assert summary(made(rows, digits=1))["Hoàn thành tốt nhiệm vụ"][1] == 0.667
    cut = summary(made(rows, digits=1, rounding=Rounding.CUT))
    assert cut["Hoàn thành tốt nhiệm vụ"][1] == 0.666
    assert cut["Hoàn thành tốt nhiệm vụ"][5] is None, "nothing is decided yet"
    book = openpyxl.load_workbook(BytesIO(made(rows, digits=0)))
    assert book[LIST_SUMMARY_SHEET]["C7"].number_format.startswith("0%")


def test_each_subject_has_a_table_of_its_own() -> None:
    rows = [line("XS", "XS", "XS"), line("HT", "HT", "HT", subject=RatedSubject.ORG)]
    sheet = openpyxl.load_workbook(BytesIO(made(rows)), data_only=True)[LIST_SUMMARY_SHEET]
    totals = [row[1] for row in sheet.iter_rows(values_only=True) if row[0] == "Tổng số"]
    assert totals == [1, 1]
    names = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert [name for name in names if name in ("Chi bộ", "TCCSĐ")] == ["Chi bộ", "TCCSĐ"]


def test_an_earlier_time_has_its_own_levels() -> None:
    data = made([line("TSVM", "TSVM", "YK")], regulation=regulation_of_2012())
    lines = summary(data)
    assert lines["Trong sạch, vững mạnh"][:1] == (1,)
    assert lines["Yếu kém"][4] == 1
    assert "TSVM/(TSVM+HTT)" in lines


def regulation_of_2012() -> Any:
    regulation = for_year(2012)
    assert regulation is not None
    assert regulation.scale(RatedSubject.CELL.subject) is Scale.CLEAN
    return regulation


def test_the_summary_cannot_be_typed_over() -> None:
    sheet = openpyxl.load_workbook(BytesIO(made()))[LIST_SUMMARY_SHEET]
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


@pytest.mark.office
def test_a_changed_rating_changes_it_in_the_office_program(tmp_path: Path) -> None:
    assert carried_wrongly(made(), saved_as("xlsx", made(), tmp_path)) == []
    book = openpyxl.load_workbook(BytesIO(made()))
    sheet = book[CommitteeRow.SHEET]
    sheet[WHERE.cell("decided_level", WHERE.first_row)] = "HTT"
    sheet[WHERE.cell("decided_level", WHERE.first_row + 4)] = "XS"
    changed = BytesIO()
    book.save(changed)
    lines = summary(saved_as("xlsx", changed.getvalue(), tmp_path))
    assert lines["Hoàn thành xuất sắc nhiệm vụ"][4:] == (2, 0.4)
    assert lines["Hoàn thành tốt nhiệm vụ"][4:] == (3, 0.6)
    assert lines["Chưa có mức"][4] == 0
    assert lines["XS/HTT"][5] == 0.6667
    assert lines["Thấp hơn mức tự xếp loại"][4] == 2
    assert lines["Cao hơn mức tự xếp loại"][4] == 1
