"""The glossary is whole: every column of every sheet, every term of the fixed lists."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.project import PROJECT
from xeploai.paths import PACKAGE
from xeploai.schema.committee_list import CommitteeRow
from xeploai.schema.form import FORM_SHEETS
from xeploai.schema.register import REGISTER_SHEETS
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import DisciplineForm, Level, Stage, Subject, UnitKind
from xeploai.schema.wording import WORDING_SHEETS
from xeploai.season.figures.shares import SHARES
from xeploai.season.progress.model import StatusKind

GLOSSARY = (PROJECT / "GLOSSARY.md").read_text("utf-8")
SHEETS = [*FORM_SHEETS, *REGISTER_SHEETS, *WORDING_SHEETS, CommitteeRow]


@pytest.mark.parametrize("row_type", SHEETS, ids=lambda row_type: row_type.__name__)
def test_every_column_stands_in_it(row_type: type[Row]) -> None:
    title = f"### {row_type.SHEET} (`{row_type.__name__}`)\n"
    section = GLOSSARY.partition(title)[2].partition("\n#")[0]
    cells = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
    wanted = [
        [f"| {column.header}", column.meaning, f"`{column.key}`", f"{column.unit or '–'} |"]
        for column in columns(row_type).values()
    ]
    assert cells == wanted


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


# ---------------------------------------------------------------- names of the code


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), ast.parse(path.read_text("utf-8"))


TREES = dict(_trees())


def shared_types() -> set[str]:
    """Types that more than one other folder of the package imports."""
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xeploai."):
                for name in node.names:
                    users[node.module or "", name.name].add(module.split(".")[1])
    return {
        node.name
        for module, tree in TREES.items()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and len(users[module, node.name] - {module.split(".")[1]}) > 1
    }


def names_of_the_code() -> set[str]:
    """Every name that a module defines or has, and the names of modules and folders."""
    kinds = (ast.ClassDef, ast.FunctionDef)
    names = {part for module in TREES for part in module.split(".")}
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                names.add(node.name)
            elif isinstance(node, ast.AnnAssign | ast.Assign):
                targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.arg):
                names.add(node.arg)
    return names


def test_types_that_folders_share_are_explained() -> None:
    assert len(shared_types()) > 50
    explained = {name.partition(".")[0] for name in re.findall(r"`([\w.]+)`", GLOSSARY)}
    assert sorted(shared_types() - explained) == []


def test_identifiers_are_those_of_the_code() -> None:
    identifiers = {
        name
        for line in GLOSSARY.splitlines()
        if line.startswith("| ")
        for cell in line.split(" | ")[2:3]
        for name in re.findall(r"`([\w.]+)`", cell)
    }
    assert len(identifiers) > 150
    known = names_of_the_code() | set(SHARES)
    assert sorted(name for name in identifiers if not set(name.split(".")) <= known) == []
