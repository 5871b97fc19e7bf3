"""Fill in the tables of the documents that the code can fill in: `make docs`.

usage: python -m tools.reference

A document says where a table stands by two comments, `<!-- made: NAME -->` and `<!-- end -->`; what
lies between them is written anew, all else is left as it is. A test holds that what is committed is
what would be written.
"""

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

from xeploai.commands.arguments import parser
from xeploai.findings import letter
from xeploai.forms.layout import place
from xeploai.outputs.site.pages.catalogue import DATA_FILES
from xeploai.paths import PACKAGE, PROGRAM
from xeploai.schema.committee_list import CommitteeRow
from xeploai.schema.form import FORM_SHEETS
from xeploai.schema.register import REGISTER_SHEETS
from xeploai.schema.row import Column, Row, columns
from xeploai.schema.wording import WORDING_SHEETS

DOCUMENTS = ("GLOSSARY.md", "docs/reference")

_BLOCK = re.compile(r"(<!-- made: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.S)
_NONE = "–"

Line = Sequence[str]


def main() -> int:
    """Write every document whose tables are not what the code says; name them."""
    for path in documents():
        before = path.read_text("utf-8")
        after = filled(before)
        if after != before:
            path.write_text(after, "utf-8", newline="\n")
            sys.stdout.write(f"{path.relative_to(PROGRAM)}\n")
    return 0


def documents() -> list[Path]:
    """Return the documents that may hold such tables."""
    named = (PROGRAM / name for name in DOCUMENTS)
    return [each for path in named for each in (sorted(path.glob("*.md")) or [path])]


def filled(document: str) -> str:
    """Return a document with every table written anew; raises KeyError for an unknown name."""
    return _BLOCK.sub(lambda match: f"{match[1]}\n{_TABLES[match['name']]()}\n{match[3]}", document)


def names_in(document: str) -> list[str]:
    """Return the names of the tables in a document."""
    return [match["name"] for match in _BLOCK.finditer(document)]


def _table(head: Line, lines: Iterable[Line]) -> str:
    rows = [_row(head), f"|{'---|' * len(head)}\n", *map(_row, lines)]
    return "".join(rows)


def _row(cells: Line) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def _code(words: str) -> str:
    return f"`{words}`"


# ---------------------------------------------------------------- sheets


def _sections(
    sheets: Iterable[type[Row]],
    head: Line,
    line: Callable[[type[Row], Column], Line],
) -> str:
    """Return a section with a table for each sheet, a line for each column."""
    return "\n".join(
        f"### {sheet.SHEET} (`{sheet.__name__}`)\n\n"
        + _table(head, (line(sheet, column) for column in columns(sheet).values()))
        for sheet in sheets
    )


def _terms(sheets: Iterable[type[Row]]) -> str:
    head = ("Term (heading)", "Meaning", "Identifier", "Unit")
    return _sections(sheets, head, lambda _, column: (
        column.header, column.meaning, _code(column.key), column.unit or _NONE
    ))  # fmt: skip


def _fields(sheets: Iterable[type[Row]]) -> str:
    head = ("Heading", "At", "Key", "Holds", "Required", "Filled in by", "Also read as")
    return _sections(sheets, head, lambda sheet, column: (
        column.header,
        _address(sheet, column.key),
        _code(column.key),
        ", ".join(column.choices) or _HOLDS[column.type],
        _required(column),
        "office" if column.source == "board" else column.source,
        ", ".join(column.aliases),
    ))  # fmt: skip


def _required(column: Column) -> str:
    if column.required_with:
        return f"with {', '.join(map(_code, column.required_with))}"
    return "yes" if column.required else ""


_HOLDS = {"text": "text", "code": "code", "count": "whole number", "date": "date"}


def _address(sheet: type[Row], key: str) -> str:
    """Return the cell of a field on a sheet of labels, else its column."""
    where = place(sheet)
    return where.cell(key) if where.rows else f"column {where.letters[key]}"


# ---------------------------------------------------------------- the command line


def _commands() -> Mapping[str, argparse.ArgumentParser]:
    subparsers = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return {str(name): each for name, each in subparsers.choices.items()}


def _usages() -> str:
    lines = (
        (_code(" ".join(["python build.py", name, *_operands(each)])), each.description or "")
        for name, each in _commands().items()
    )
    return _table(("Command", "In the words of its help"), lines)


def _operands(command: argparse.ArgumentParser) -> Iterator[str]:
    for action in command._actions:
        if not action.option_strings:
            more = "…" if action.nargs in ("+", "*") else ""
            name = f"{action.metavar}{more}"
            yield name if action.nargs == "+" else f"[{name}]"
        elif action.required:
            yield f"{action.option_strings[0]} {action.metavar}"


def _options() -> str:
    """Return the table of options, with the commands that take each."""
    commands = _commands()
    takers: dict[tuple[str, str], list[str]] = {}
    for name, command in commands.items():
        for action in command._actions:
            if action.option_strings:
                written = ", ".join(action.option_strings)
                option = f"{written} {action.metavar}" if action.metavar else written
                takers.setdefault((option, str(action.help)), []).append(name)
    return _table(
        ("Option", "Taken by", "In the words of its help"),
        (
            (_code(option), _named(names, commands), words)
            for (option, words), names in takers.items()
        ),
    )


def _named(names: Sequence[str], all_names: Iterable[str]) -> str:
    """Return the names of commands, shortened where nearly all are meant."""
    missing = [name for name in all_names if name not in names]
    if not missing:
        return "all"
    return f"all but {', '.join(missing)}" if len(missing) < len(names) else ", ".join(names)


# ---------------------------------------------------------------- CSV files


def _csv_files() -> str:
    return "\n".join(
        f"### {name}\n\n"
        + _table(
            ("Columns", "Meaning", "Note"),
            (
                (", ".join(_code(key) for key in field.keys.split(", ")), field.meaning, field.note)
                for field in fields
            ),
        )
        for name, fields in DATA_FILES
    )


# ---------------------------------------------------------------- names of the code


def _modules() -> str:
    """Return a table for each folder of the package, a line for each module and public type."""
    folders: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        folders.setdefault(path.parent.relative_to(PACKAGE.parent).as_posix(), []).append(path)
    return "\n".join(
        f"### `{folder}/`\n\n"
        + _table(("Module, type", "Meaning"), (line for path in paths for line in _module(path)))
        for folder, paths in folders.items()
    )


def _module(path: Path) -> Iterator[Line]:
    """Yield the lines of a module: its own first sentence, and that of each public type."""
    tree = ast.parse(path.read_text("utf-8"))
    name = "" if path.stem == "__init__" else path.stem
    yield _code(name) if name else "the folder", _first_sentence(tree)
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield _code(f"{name}.{node.name}".lstrip(".")), _first_sentence(node)


def _first_sentence(node: ast.Module | ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ")


# ---------------------------------------------------------------- limits


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and the constant that sets it; part: the attribute of a constant that has several."""

    of: str
    constant: str
    spelt: Callable[[float], str]
    part: str = ""

    def line(self) -> Line:
        """Return its line in the table."""
        module, _, name = self.constant.rpartition(".")
        value = getattr(import_module(f"xeploai.{module}"), name)
        number = getattr(value, self.part) if self.part else value
        path = f"xeploai/{module.replace('.', '/')}.py"
        return self.of, self.spelt(number), f"`{path}`: `{name}{self.part and f'.{self.part}'}`"


def _megabytes(number: float) -> str:
    return f"{number / 2**20:,.0f} MB"


def _seconds(number: float) -> str:
    return f"{number:,.4g} s"


def _plain(number: float) -> str:
    return f"{number:,.0f}"


def _column_letters(number: float) -> str:
    return letter(int(number) - 1)


_EXCEL = "outputs.report.excel.workbook"
_OTHERS = "reading.renamed_sheets.MOST_OTHERS"
_A_FILE = "submissions.isolation.LIMITS"
_THE_OFFICES = "submissions.isolation.OFFICE_LIMITS"
_A_PACK = "submissions.isolation.PACK_LIMITS"

LIMITS = {
    "limits-file": (
        Limit("size", "reading.xlsx.refusals.MAX_FILE", _megabytes),
        Limit("unpacked", "reading.xlsx.parts.MAX_UNPACKED", _megabytes),
        Limit("parts of the package", "reading.xlsx.parts.MAX_PARTS", _plain),
        Limit("cells, blank ones between included", "reading.xlsx.archive.MAX_CELLS", _plain),
        Limit("last row", "reading.xlsx.archive.MAX_ROWS", _plain),
        Limit("last column", "reading.xlsx.scan.MAX_COLUMNS", _column_letters),
        Limit("time to read it", _A_FILE, _seconds, "seconds"),
        Limit("memory to read it", _A_FILE, _megabytes, "memory"),
        Limit("what reading it gives", _A_FILE, _megabytes, "answer"),
        Limit("sheets looked at that are none of the form's", _OTHERS, _plain),
        Limit("a count", "reading.values.MAX_COUNT", _plain),
        Limit("Lần gửi", "schema.form.MOST_SENDINGS", _plain),
        Limit("cells (chi bộ) of one form", "forms.layout.CELL_ROOM", _plain),
    ),
    "limits-office": (
        Limit("time to read the register or the wording", _THE_OFFICES, _seconds, "seconds"),
        Limit("what reading it gives", _THE_OFFICES, _megabytes, "answer"),
        Limit("a file of a snapshot", "ledger.snapshot_store.MOST_BYTES", _megabytes),
        Limit("letters of a snapshot's name", "ledger.snapshots.MOST_SIGNS", _plain),
    ),
    "limits-pack": (
        Limit("time to open it", _A_PACK, _seconds, "seconds"),
        Limit("memory to open it", _A_PACK, _megabytes, "memory"),
        Limit("what opening it gives", _A_PACK, _megabytes, "answer"),
        Limit("what one file in it unpacks to", "submissions.packs.MOST_CONTENT", _megabytes),
        Limit("rows of figures with the cells", "outputs.pack.sheets.MOST_FIGURES", _plain),
    ),
    "limits-run": (
        Limit("wait for another build of the same output", "storage.lock.PATIENCE", _seconds),
        Limit("wait for the ledger", "ledger.receipt_store.BUSY_SECONDS", _seconds),
        Limit("workers at once", "workers.MOST_WORKERS", _plain),
        Limit("letters of a path on Windows", "system.path_length.LONGEST", _plain),
        Limit("letters of a name in a chart", "charts.theme.LONGEST_NAME", _plain),
        Limit("lines of a Word report's table", "outputs.report.tables.MOST_ON_PAPER", _plain),
        Limit("lines of an Excel report's sheet", f"{_EXCEL}.MOST_LINES", _plain),
        Limit("days from a reminder to its deadline", "season.progress.model.SOON_DAYS", _plain),
    ),
}  # fmt: skip


def _limits(name: str) -> str:
    return _table(("Limit", "At most", "Set in"), (limit.line() for limit in LIMITS[name]))


_TABLES: Mapping[str, Callable[[], str]] = {
    "terms-form": lambda: _terms(FORM_SHEETS),
    "terms-register": lambda: _terms(REGISTER_SHEETS),
    "terms-wording": lambda: _terms(WORDING_SHEETS),
    "terms-list": lambda: _terms([CommitteeRow]),
    "fields-form": lambda: _fields(FORM_SHEETS),
    "fields-register": lambda: _fields(REGISTER_SHEETS),
    "fields-wording": lambda: _fields(WORDING_SHEETS),
    "fields-list": lambda: _fields([CommitteeRow]),
    "commands": _usages,
    "options": _options,
    "csv-files": _csv_files,
    "modules": _modules,
    **{name: partial(_limits, name) for name in LIMITS},
}

if __name__ == "__main__":
    sys.exit(main())
