from dataclasses import replace
from datetime import date

import pytest

from tests.builders import UNITS, a_return, info, milestone, register, remedy, unit
from tests.rules.families.checked import at, heading, severity, violations_of
from xeploai.forms.layout import place
from xeploai.outputs.feedback.build import files_to_send_back, to_send_back
from xeploai.register.model import Register
from xeploai.schema.form import RemedyReturn
from xeploai.schema.terms import RemedyState
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return

WHOLE = remedy(owner="Chi ủy", due=date(2026, 3, 31))
RULES = (
    "remedy_without_owner", "remedy_without_due_date", "remedy_done_years_early", "remedy_twice",
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_plan_that_is_whole_is_silent(rule: str) -> None:
    done = remedy(
        item="Thu đảng phí chậm", owner="Đảng ủy", due=date(2026, 12, 31),
        state=RemedyState.DONE, done_on=date(2025, 12, 20),
    )  # fmt: skip
    assert violations_of(rule, a_return(others=[WHOLE, done])) == []
    assert severity(rule) == "warning"


def test_remedy_without_owner() -> None:
    item = a_return(others=[WHOLE, remedy(owner="-", due=date(2026, 3, 31))])
    assert violations_of("remedy_without_owner", item) == [
        (
            at(RemedyReturn, "owner", 1),
            "“Sinh hoạt chi bộ chưa đều” chưa ghi đơn vị chịu trách nhiệm",
        )
    ]


def test_remedy_without_due_date() -> None:
    item = a_return(others=[WHOLE, remedy(owner="Chi ủy")])
    assert violations_of("remedy_without_due_date", item) == [
        (at(RemedyReturn, "due", 1), "“Sinh hoạt chi bộ chưa đều” chưa ghi thời hạn")
    ]


@pytest.mark.parametrize(
    ("done", "due", "sentence"),
    [
        (
            date(2023, 12, 20),
            date(2026, 3, 31),
            "“Sinh hoạt chi bộ chưa đều” hoàn thành ngày 20/12/2023, trước kỳ 2025",
        ),
        (
            date(2025, 12, 20),
            date(2028, 3, 31),
            "“Sinh hoạt chi bộ chưa đều” hoàn thành ngày 20/12/2025, thời hạn 31/03/2028",
        ),
        (date(2025, 1, 2), date(2026, 12, 31), ""),
        (date(2026, 2, 1), None, ""),
    ],
)
def test_remedy_done_years_early(done: date, due: date | None, sentence: str) -> None:
    row = remedy(owner="Chi ủy", due=due, state=RemedyState.DONE, done_on=done)
    assert violations_of("remedy_done_years_early", a_return(others=[row])) == (
        [(at(RemedyReturn, "done_on"), sentence)] if sentence else []
    )


def test_remedy_twice() -> None:
    again = remedy(item="Sinh hoạt chi bộ CHƯA đều", owner="", due=date(2026, 6, 30))
    first = place(RemedyReturn).first_row
    assert violations_of("remedy_twice", a_return(others=[WHOLE, again])) == [
        (at(RemedyReturn, "item", 1), f"“Sinh hoạt chi bộ CHƯA đều” đã có ở dòng {first}")
    ]
    other = remedy(owner="Chi bộ thôn Hai", due=date(2026, 3, 31))
    assert violations_of("remedy_twice", a_return(others=[WHOLE, other])) == []


# ------------------------------------------------------------------ hinted


HINTED = register(
    (UNITS[0], unit("A", hinted=True), unit("B")), milestones=[milestone("GUI", date(2025, 12, 20))]
)


def findings_of(as_of: date, *items: Return, of: Register = HINTED) -> list[tuple[str, str, str]]:
    findings = evaluate(of, items, as_of).findings
    return [
        (x.unit, x.ref.cell, x.message) for x in findings if x.rule == "hinted_unit_without_remedy"
    ]


def test_hinted_unit_without_remedy() -> None:
    at_end = date(2025, 12, 31)
    message = "“Đảng bộ xã A” được gợi ý kiểm điểm, chưa ghi việc khắc phục nào"
    assert findings_of(at_end, a_return()) == [("A", heading(RemedyReturn, "item"), message)]
    assert severity("hinted_unit_without_remedy") == "warning"
    assert findings_of(at_end, a_return(others=[WHOLE])) == []
    carried = replace(WHOLE, note="Từ kỳ 2024")
    assert len(findings_of(at_end, a_return(others=[carried]))) == 1, "that is last year's plan"
    assert findings_of(at_end, a_return(others=[carried, WHOLE])) == []
    other = a_return(of=info(unit_code="B", unit_name="Đảng bộ xã B"))
    assert findings_of(at_end, other) == [], "no hint was given"
    assert findings_of(at_end) == [], "nothing was sent: that is told as such"


def test_the_hinted_unit_itself_is_asked_for_its_plan() -> None:
    season = evaluate(HINTED, [a_return()], date(2025, 12, 31))
    (back,) = to_send_back(season)
    note = files_to_send_back(season, [back], {})[back.text].decode()
    assert f"Khắc phục!{heading(RemedyReturn, 'item')}" in note
    assert "ghi từng việc vào tờ Khắc phục rồi gửi lại biểu" in note


def test_a_plan_is_not_asked_for_before_the_seasons_end() -> None:
    assert findings_of(date(2025, 12, 30), a_return()) == []
    later = register(tuple(HINTED.units.values()), milestones=[milestone("KP", date(2026, 1, 31))])
    assert findings_of(date(2026, 1, 31), a_return(), of=later) == []
    assert len(findings_of(date(2026, 2, 1), a_return(), of=later)) == 1


def test_the_newest_sending_has_the_plan() -> None:
    first = a_return(file="1.xlsx")
    second = a_return(of=info(version=2), file="2.xlsx", others=[WHOLE])
    assert findings_of(date(2025, 12, 31), first, second) == []
