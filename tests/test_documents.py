"""The documents name files, functions, commands and pages that are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.project import PROJECT
from xeploai.commands import commandline

DOCUMENTS = [
    *sorted(PROJECT.glob("*.md")),
    *sorted((PROJECT / "docs").rglob("*.md")),
    PROJECT / "examples/README.md",
]
WHERE = ("", "xeploai", "windows", "examples", "tests/hostile")
"""Folders below which a document may name a file."""

_PATH = re.compile(r"`([\w./-]+/|[\w./*-]+\.(?:py|toml|j2|md|sh|lock|css|html|yml|bat))`")
_FUNCTION = re.compile(r"`(\w+)` in\s+`([\w/]+\.py)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MODULE = re.compile(r"python -m ([\w.]+)")
_COMMAND = re.compile(r"build\.(?:py|bat) ([a-z][a-z-]*)")
_TARGET = re.compile(r"`make ([a-z]+)`")

MADE = re.compile(
    r"^(?:input|output|dist|wheels|site|returns|letters|report|forms|demo|chot-so-lieu|\.venv|\.windows|node_modules|Lib|bieu-do)\b"
)
"""What the program, the tools or a release make, or what lies on a clerk's disk."""

pytestmark = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


@cache
def _names_of(module: Path) -> frozenset[str]:
    tree = ast.parse(module.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    defined = (node.name for node in ast.walk(tree) if isinstance(node, kinds))
    values = (
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    )
    return frozenset([*defined, *values])


def _files_named(name: str) -> list[Path]:
    bare = name.rstrip("/")
    return [each for folder in WHERE for each in (PROJECT / folder).glob(bare)]


def test_the_files_it_names_are_there(path: Path) -> None:
    named = {name for name in _PATH.findall(path.read_text("utf-8")) if not MADE.match(name)}
    assert [name for name in sorted(named) if not _files_named(name)] == []


def test_the_functions_it_names_are_there(path: Path) -> None:
    named = set(_FUNCTION.findall(path.read_text("utf-8")))
    missing = [
        (name, module)
        for name, module in sorted(named)
        if not any(name in _names_of(each) for each in _files_named(module))
    ]
    assert missing == []


def test_its_links_lead_somewhere(path: Path) -> None:
    for link in _LINK.findall(path.read_text("utf-8")):
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        place = (path.parent / target).resolve() if target else path
        assert place.exists(), link
        if anchor:
            heads = re.findall(r"^#+ (.+)$", place.read_text("utf-8"), re.M)
            assert anchor in {_anchor(head) for head in heads}, link


def _anchor(head: str) -> str:
    """The anchor that the repository's pages give a heading."""
    return re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")


def test_the_commands_it_names_are_there(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(_COMMAND.findall(text)) <= {*commandline._COMMANDS}
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.M)
    assert set(_TARGET.findall(text)) <= {*targets}
    for module in _MODULE.findall(text):
        place = PROJECT / module.replace(".", "/")
        installed = module in ("pip", "pytest", "venv")
        assert installed or place.with_suffix(".py").exists() or place.is_dir(), module
