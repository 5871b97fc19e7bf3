"""Seasons in which something is owed, and the letters of them as they are read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document

from tests import builders
from tests.builders import AS_OF, UNITS, a_return, done, info, milestone, register, unit
from xeploai.outputs.reminders.letters import reminder_files, reminders
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Taken

SENT_ON = date(2025, 12, 18)
GUI = milestone("GUI", date(2025, 12, 20), name="Gửi hồ sơ, biểu tổng hợp")
PLAN = milestone("KP", date(2026, 1, 5), name="Ban hành kế hoạch khắc phục")
FAR = milestone("QD", date(2026, 3, 1), name="Quyết định xếp loại")
MARKED = {"A": "A.xlsx", "B": "B.xlsx"}

PROVINCE = unit("T", UnitKind.PROVINCE, name="Đảng bộ tỉnh T")
DISTRICT = replace(builders.DISTRICT, parent="T")
ABOVE = (PROVINCE, DISTRICT)
"""The board's own committee, which gets no letter, and one below it that others belong to."""


def listed(**over: Any) -> Register:
    return register(**{"units": [*ABOVE, *UNITS[1:]], "milestones": [GUI, PLAN, FAR], **over})


def sent(
    code: str,
    cells: list[CellReturn],
    file: str = "",
    planned: date | None = SENT_ON,
    **over: object,
) -> Return:
    own = [replace(one, name=f"{one.name} {code}", cell_code=Code("")) for one in cells]
    of = info(unit_code=Code(code), **over)
    return a_return(own, of=of, file=file or f"{code}.xlsx", others=[done("KP", planned)])


def season_of(*items: Taken, of: Register | None = None, as_of: date = AS_OF) -> Season:
    return evaluate(of or listed(), list(items), as_of)


def files_of(*items: Taken, **over: object) -> dict[str, bytes]:
    season = season_of(*items, **over)  # type: ignore[arg-type]
    return reminder_files(season, reminders(season), MARKED)


def text(files: Mapping[str, bytes], name: str) -> str:
    return files[f"{name}.txt"].decode("utf-8-sig")


def lines(files: Mapping[str, bytes], name: str) -> list[str]:
    """The paragraphs of a letter that say something, as they are read."""
    document = Document(BytesIO(files[f"{name}.docx"]))
    return [x.text.replace("\N{NO-BREAK SPACE}", " ") for x in document.paragraphs if x.text]


def table(files: Mapping[str, bytes], name: str) -> list[list[str]]:
    document = Document(BytesIO(files[f"{name}.docx"]))
    (listed,) = [x for x in document.tables if x.rows[0].cells[0].text == "TT"]
    return [[c.text.replace("\N{NO-BREAK SPACE}", " ") for c in row.cells] for row in listed.rows]
