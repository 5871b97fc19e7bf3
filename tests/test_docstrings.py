"""How docstrings begin: with a verb or a noun phrase, as in the standard library."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.project import PROJECT

FOLDERS = ("xeploai", "windows", "tools", "bench", "examples")
MODULES = [
    PROJECT / "build.py",
    *(path for name in FOLDERS for path in sorted((PROJECT / name).rglob("*.py"))),
]
VAGUE = re.compile(r"\s*(?:What|So many|So few|Of)\b")


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The strings that document a module, class, function or attribute, with their lines."""
    for node in ast.walk(tree):
        for statement in documenting(node):
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield statement.lineno, text


def documenting(node: ast.AST) -> Iterator[object]:
    """What may be a docstring: the first of a body, and what stands below an assignment."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield from node.body[:1]
    for _, block in ast.iter_fields(node):
        for above, below in pairwise(block) if isinstance(block, list) else ():
            if isinstance(above, ast.Assign | ast.AnnAssign):
                yield below


def vague(source: str) -> list[int]:
    """The lines of docstrings that begin with words that say nothing."""
    return [line for line, text in texts(ast.parse(source)) if VAGUE.match(text)]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_docstring_begins_vaguely(module: Path) -> None:
    assert vague(module.read_text("utf-8")) == []


SOURCE = '''"""What a module is."""
LIMIT = 3
"""So many are shown."""

class Line:
    """Of a line."""

    number: int
    """So few there are."""

    def end(self) -> int:
        """What it ends with."""
        async def inner():
            """
            What it does."""
'''


def test_every_kind_of_docstring_is_looked_at() -> None:
    assert vague(SOURCE) == [1, 3, 6, 9, 12, 14]


def test_only_docstrings_and_their_first_words_are_looked_at() -> None:
    assert vague('"""Offer what is there. What else?"""\nsaid("What")\n"So many"\n') == []
