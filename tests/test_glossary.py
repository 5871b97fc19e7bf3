"""The glossary is whole: every column of every sheet, every term of the fixed lists."""

import pytest

from tests.project import PROJECT
from xeploai.schema.form import FORM_SHEETS
from xeploai.schema.register import REGISTER_SHEETS
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import DisciplineForm, Level, Stage, Subject, UnitKind
from xeploai.schema.wording import WORDING_SHEETS
from xeploai.season.figures.ratios import SHARES
from xeploai.season.progress.model import StatusKind

GLOSSARY = (PROJECT / "GLOSSARY.md").read_text("utf-8")
SHEETS = [*FORM_SHEETS, *REGISTER_SHEETS, *WORDING_SHEETS]


@pytest.mark.parametrize("row_type", SHEETS, ids=lambda row_type: row_type.__name__)
def test_every_column_stands_in_it(row_type: type[Row]) -> None:
    title = f"### {row_type.SHEET} (`{row_type.__name__}`)\n"
    section = GLOSSARY.partition(title)[2].partition("\n#")[0]
    told = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
    wanted = [
        [f"| {column.header}", column.meaning, f"`{column.key}`", f"{column.unit or '–'} |"]
        for column in columns(row_type).values()
    ]
    assert told == wanted


@pytest.mark.parametrize("kind", list(UnitKind))
def test_every_kind_of_unit_stands_in_it(kind: UnitKind) -> None:
    assert f"| {kind} |" in GLOSSARY
    assert f"`UnitKind.{kind.name}`" in GLOSSARY


@pytest.mark.parametrize("term", [*Level, *Stage, *Subject])
def test_every_term_of_a_rating_stands_in_it(term: Level | Stage | Subject) -> None:
    assert f"`{type(term).__name__}.{term.name}`" in GLOSSARY


def test_every_form_of_discipline_and_standing_stands_in_it() -> None:
    for form in DisciplineForm:
        assert form in GLOSSARY
    for standing in StatusKind:
        assert standing.label in GLOSSARY


def test_every_ratio_stands_in_it() -> None:
    for name in SHARES:
        assert f"`{name}`" in GLOSSARY
