"""The formulas of the self-check laid into the sheets: sentences beside the rows, red cells.

Which faults there are, and by what condition, is declared with the rules (see
xeploai.schema.self_check) and given here as values. A trial is one way a row or label can fail.
Its sentence opens with words of its own; by them the sheet "Kiểm tra" counts the trial's faults
and the red of the cells at fault follows the sentence.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from xeploai.forms.layout import place
from xeploai.forms.self_check.read_formulas import (
    COUNTS,
    IS_TYPED_TOTAL,
    NOT_A_DAY,
    NOT_LISTED,
    TOTAL_LIST,
    ReadPart,
    count_keys,
    is_no_count,
    read_day,
    read_value,
    row_reading,
    word_list,
)
from xeploai.schema.aside_formulas import first_look
from xeploai.schema.cell_formulas import is_blank, stray_day
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.row import Column, ColumnType, Row, columns, figures
from xeploai.schema.self_check import (
    BlankFormula,
    Concern,
    ErrorFormula,
    Formula,
    RowFormula,
    UnfilledFormula,
    UnreadFormula,
)
from xeploai.schema.terms import FIRST_DAY, LAST_DAY, Scale

_TOKEN = re.compile(r"\{(?:(\w+)\.)?([\w*]+)\}")
_NOTHING = '""'
_MOST_KEPT = 256
"""Number of long formulas kept: the forms of a season have the same few."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One way a row or label fails: see RowFormula for its parts.

    apart: the fields cannot be read, each by itself, and turn red each by itself; of_named,
    is_hint, sets_aside: as there.
    """

    title: str
    opening: str
    when: str
    fields: tuple[str, ...] = ()
    rest: str = _NOTHING
    adds_up: bool = False
    apart: bool = False
    of_named: bool = False
    is_hint: bool = False
    sets_aside: bool = False

    @property
    def mark(self) -> str:
        """The words by which its sentence is recognised."""
        return self.opening.strip()

    @property
    def sentence(self) -> str:
        """The formula of its sentence."""
        return f'"{self.opening}"' if self.rest == _NOTHING else f'"{self.opening}"&{self.rest}'


@dataclass(frozen=True, slots=True)
class Checks:
    """All trials of a sheet's rows or labels, and the three that keep others from speaking.

    errors: a cell shows an error; unfilled: the row is only named; counts: one cannot be read.
    """

    row_type: type[Row]
    trials: tuple[Trial, ...] = ()
    errors: Trial | None = None
    unfilled: Trial | None = None
    counts: Trial | None = None

    @property
    def hints(self) -> tuple[Trial, ...]:
        """The trials that tell of no fault."""
        return tuple(trial for trial in self.all_trials() if trial.is_hint)

    @property
    def setting_aside(self) -> tuple[Trial, ...]:
        """The trials of rows that are left out."""
        return tuple(trial for trial in self.trials if trial.sets_aside)

    def all_trials(self) -> tuple[Trial, ...]:
        """Return every trial, in the order of the sheet "Kiểm tra"."""
        first = [each for each in (self.unfilled, self.counts) if each]
        return (*first, *self.trials, *([self.errors] if self.errors else []))


# ------------------------------------------------------------------ from the declarations


def checks_of(row_type: type[Row], formulas: Sequence[Formula]) -> Checks:
    """Return the trials of a sheet by all formulas that stand in the form."""
    rows = [each for each in formulas if isinstance(each, RowFormula)]
    mine = [each for each in rows if each.row_type is row_type]
    covered = {key for each in mine if each.reads for key in each.fields}
    checks = Checks(row_type)
    ordered = [(_order_of(each), _trial_of(each)) for each in mine]
    for each in formulas:
        if isinstance(each, BlankFormula):
            blanks = _blanks(each, row_type, covered)
            ordered += [((Concern.BLANKS, False, ()), trial) for trial in blanks]
        elif isinstance(each, UnreadFormula) and _is_of_rows(each, row_type):
            counts = Trial(each.title, each.opening, f"{{{COUNTS}}}={NOT_LISTED}")
            checks = replace(checks, counts=counts if count_keys(row_type) else None)
        elif isinstance(each, UnreadFormula):
            order = (_UNREAD[each.column_type], True, ())
            ordered += [(order, trial) for trial in _unread(each, row_type, covered)]
        elif isinstance(each, ErrorFormula):
            checks = replace(checks, errors=Trial(each.title, each.opening, _has_error(row_type)))
        elif isinstance(each, UnfilledFormula) and each.row_type is row_type:
            checks = replace(checks, unfilled=Trial(each.title, each.opening, "", is_hint=True))
    ordered.sort(key=lambda item: item[0])
    return replace(checks, trials=tuple(trial for _, trial in ordered))


Order = tuple[Concern, bool, tuple[int, ...]]
"""The order of a sentence: its concern, whether it is about what cannot be read, its cells."""

_UNREAD: Mapping[ColumnType, Concern] = {
    "count": Concern.COUNTS,
    "text": Concern.COUNTS,
    "level": Concern.LEVELS,
    "date": Concern.DATES,
    "choice": Concern.CHOICES,
    "code": Concern.CODES,
}
_BY_PLACE = (Concern.FIGURES, Concern.DATES)
"""Sentences of these go by the cells they are about, the last one first compared."""


def _order_of(each: RowFormula) -> Order:
    keys = list(columns(each.row_type))
    places = sorted((keys.index(key) for key in each.fields), reverse=True)
    return each.about, False, tuple(places) if each.about in _BY_PLACE else ()


def _trial_of(each: RowFormula) -> Trial:
    return Trial(
        each.title, each.opening, each.when, each.fields, each.rest, each.adds_up,
        of_named=each.of_named, is_hint=each.is_hint, sets_aside=each.sets_aside,
    )  # fmt: skip


def _is_of_rows(each: UnreadFormula, row_type: type[Row]) -> bool:
    """Return whether it is reported once for all the counts of a row."""
    return each.column_type == "count" and row_type.LAYOUT == "table"


def _blanks(each: BlankFormula, row_type: type[Row], covered: set[str]) -> Iterator[Trial]:
    for key, column in columns(row_type).items():
        if column.required and (key not in covered or row_type.LAYOUT == "labels"):
            name = each.names.get(key, column.header)
            if row_type.LAYOUT == "table":
                name = name[0].lower() + name[1:]
            title = each.titles.get(row_type, each.title).format(header=name)
            opening = each.opening.format(header=name)
            yield Trial(title, opening, _is_missing(column, list(columns(row_type))), (key,))


def _is_missing(column: Column, keys: Sequence[str]) -> str:
    """Return the condition that a required cell is blank and must not be."""
    is_missing = f"{{blank.{column.key}}}"
    if not column.required_with:
        return is_missing
    runs = _side_by_side(column.required_with, keys)
    filled = "+".join(f"SUMPRODUCT(1-{is_blank(f'{{raw.{x[0]}}}:{{raw.{x[-1]}}}')})" for x in runs)
    return f"IF({is_missing},{filled}>0,FALSE)"


def _side_by_side(some: Sequence[str], keys: Sequence[str]) -> list[list[str]]:
    """Return some fields of a sheet, those that stand side by side together."""
    runs: list[list[str]] = []
    for key in sorted(some, key=keys.index):
        if runs and keys.index(key) == keys.index(runs[-1][-1]) + 1:
            runs[-1].append(key)
        else:
            runs.append([key])
    return runs


def _unread(each: UnreadFormula, row_type: type[Row], covered: set[str]) -> Iterator[Trial]:
    fields = columns(row_type)
    groups: dict[tuple[str, str], list[str]] = {}
    for key, column in fields.items():
        if column.type == each.column_type and key not in covered:
            words = {"header": column.header, "choices": ", ".join(column.choices)}
            title = each.titles.get(row_type, each.title).format(**words)
            groups.setdefault((title, each.opening.format(**words)), []).append(key)
    for (title, opening), keys in groups.items():
        # On a sheet of labels the sentence stands beside each of them.
        for some in [keys] if row_type.LAYOUT == "table" else [[key] for key in keys]:
            conditions = ",".join(_is_unread(fields[key]) for key in some)
            is_one = len(some) == 1
            when = conditions if is_one else f"OR({conditions})"
            yield Trial(title, opening, when, tuple(some), apart=not is_one)


def _is_unread(column: Column) -> str:
    if column.type == "date":
        return stray_day(column.key, FIRST_DAY, LAST_DAY)
    if column.type == "count":
        return f"{{unread.{column.key}}}"
    return f"{{{column.key}}}={NOT_LISTED}"


def _has_error(row_type: type[Row]) -> str:
    first, *_, last = columns(row_type)
    return f"SUMPRODUCT(--ISERROR({{raw.{first}}}:{{raw.{last}}}))>0"


# ------------------------------------------------------------------ laid into a sheet

Resolve = Callable[[str, str], str]
"""Gives what stands for a token: for the word before the full stop, "" where none, and the key."""


def expanded(template: str, *resolvers: Resolve) -> str:
    """Return a template with its tokens filled in; of some resolvers the first that knows one."""

    def fill(match: re.Match[str]) -> str:
        texts = (resolve(match[1] or "", match[2]) for resolve in resolvers)
        return next((text for text in texts if text), match[0])

    return _TOKEN.sub(fill, template)


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Where the fields of a table and the hidden cells beside its rows stand.

    In what it resolves § is the row's number. helpers: the letters of the hidden columns; the
    lists of words stand in the first of them, from the first row; asides: the letters of the
    hidden columns of the first look at a row (see xeploai.schema.aside_formulas) and of why it is
    left out, none where no row ever is; last_row: the last row that may be filled.
    """

    row_type: type[Row]
    helpers: tuple[str, ...]
    asides: tuple[str, ...] = ()
    last_row: int = 0

    @property
    def aside(self) -> str:
        """The column that says why a row is left out, "" where none ever is."""
        return self.asides[-1] if self.asides else ""

    def resolve(self, kind: str, key: str) -> str:
        """Return what stands for a token."""
        where = place(self.row_type)
        letters = where.letters
        if kind == "words":
            number = list(word_lists(self.row_type)).index(key) + 1
            return f"{self.sheet}${self.helpers[0]}${number}"
        if kind == "info":
            return read_day(f"'{InfoReturn.SHEET}'!{_fixed(place(InfoReturn).cell(key))}")
        if key not in letters and key != COUNTS:
            return ""
        formulas: Mapping[str, Callable[[], str]] = {
            "": lambda: self._read(key),
            "cell": lambda: f"${letters[key]}§",
            "raw": lambda: f"${letters[key]}§",
            "blank": lambda: is_blank(f"${letters[key]}§"),
            "above": lambda: self.above(letters[key]),
            "reads_above": lambda: self._part_of(key, self.above),
            "aside_above": lambda: self.above(self.aside),
            "look": lambda: f"${self.asides[0]}§",
            "rows_above": lambda: f"ROW({self.above('A')})",
            "same_above": self._same_above,
            "all": lambda: self.all(letters[key]),
            "reads_all": lambda: self._part_of(key, self.all),
            "rows_all": lambda: f"ROW({self.all('A')})",
            "row": lambda: self.row,
        }
        return formulas[kind]() if kind in formulas else ""

    @property
    def first_row(self) -> int:
        """The first row that may be filled."""
        return place(self.row_type).first_row

    @property
    def sheet(self) -> str:
        """The sheet of the rows, before an address, where the formulas stand on another one."""
        return ""

    @property
    def row(self) -> str:
        """The formula of the row's number."""
        return "ROW($A§)"

    def above(self, name: str) -> str:
        """Return the cells of a column above the row, the number of the column first."""
        return f"${name}${self.first_row - 1}:${name}¶"

    def all(self, name: str) -> str:
        """Return the cells of a column in all rows."""
        return f"{self.sheet}${name}${self.first_row}:${name}${self.last_row}"

    def _read(self, key: str) -> str:
        return f"VALUE({self.text_read(key, '§')})"

    def text_read(self, key: str, row: str) -> str:
        """Return the text that is read of a field in one row."""
        return self._part_of(key, lambda name: f"${name}{row}")

    def texts_read(self, key: str, first: str, last: str) -> str:
        """Return the texts that are read of a field in several rows."""
        return self._part_of(key, lambda name: f"${name}{first}:${name}{last}")

    def _part_of(self, key: str, cells: Callable[[str], str]) -> str:
        part: ReadPart = row_reading(self.row_type).parts[key]
        return f"MID({cells(self.helpers[part.helper])},{part.start},{part.width})"

    def _same_above(self) -> str:
        """Return the condition that a row above reads the same, but whether it has a code."""
        first, *others = self.helpers
        code = row_reading(self.row_type).parts[self.row_type.KEYS[0]]
        start = code.start + code.width
        same = [f"({self.above(name)}=${name}§)" for name in others]
        rest = f"MID({self.above(first)},{start},999)=MID(${first}§,{start},999)"
        return "*".join((f"({rest})", *same))


def _fixed(cell: str) -> str:
    """Return an address that does not move with the formula it stands in."""
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", cell)


def word_lists(row_type: type[Row], scale: Scale = Scale.FULFILMENT) -> Mapping[str, str]:
    """Return the lists of words that a sheet's formulas look into, by the fields they are of.

    scale: the words of levels; where the lists stand does not depend on it.
    """
    lists: dict[str, str] = {}
    if row_type is CellReturn:
        lists["totals"] = TOTAL_LIST
    for key, column in columns(row_type).items():
        if column.type in ("level", "choice"):
            lists[key] = word_list(column, scale)
    return lists


@lru_cache(_MOST_KEPT)
def helper_templates(where: RowPlaces) -> tuple[str, ...]:
    """Return the formulas of the hidden cells beside a row."""

    def cells(kind: str, key: str) -> str:
        return where.resolve(kind or "raw", key)

    return tuple(expanded(each, cells) for each in row_reading(where.row_type).templates)


@lru_cache(_MOST_KEPT)
def row_sentence(checks: Checks, where: RowPlaces) -> str:
    """Return the template of a row's sentence.

    It is empty while nothing is wrong or nothing is filled in.
    """
    row_type = checks.row_type
    rows = [trial for trial in checks.trials if not trial.sets_aside]
    of_filled = [trial for trial in rows if not trial.of_named]
    named = "".join(f"&{_part(trial)}" for trial in rows if trial.of_named)
    plain = [_part(trial) for trial in of_filled if not trial.adds_up]
    adding = "&".join(_part(trial) for trial in of_filled if trial.adds_up)
    if checks.counts is not None:
        wrong = f'{checks.counts.when},{checks.counts.sentence}&" "'
        plain.append(f"IF({wrong},{adding or _NOTHING})")
    formula = f"IF({_is_filled(row_type)},{'&'.join(plain) or _NOTHING},{_unfilled(checks)})"
    formula = f"TRIM({formula}{named})"
    if where.aside:
        formula = f'IF(${where.aside}§<>"",${where.aside}§,{formula})'
    if row_type is CellReturn:
        typed_total = expanded(IS_TYPED_TOTAL, lambda kind, key: where.resolve(kind or "raw", key))
        formula = f"IF({typed_total},{_NOTHING},{formula})"
    first, *_, last = columns(row_type)
    errors = checks.errors or Trial("", "", "FALSE")
    formula = f"IF({errors.when},{errors.sentence},{formula})"
    # An error that is left is one of a column that was deleted.
    is_blank_row = f"COUNTA({{raw.{first}}}:{{raw.{last}}})=0"
    formula = f"IFERROR(IF({is_blank_row},{_NOTHING},{formula}),{errors.sentence})"
    return expanded(formula, where.resolve)


@lru_cache(_MOST_KEPT)
def aside_templates(checks: Checks, where: RowPlaces) -> tuple[str, ...]:
    """Return the templates of the hidden cells that say why a row is left out, "" where not."""
    if not where.asides:
        return ()
    sentence = _NOTHING
    for trial in reversed(checks.setting_aside):
        sentence = f"IF({trial.when},{trial.sentence},{sentence})"
    nothing_read = f'${where.helpers[0]}§=""'
    return tuple(
        expanded(f'IFERROR(IF({nothing_read},"",{each}),"")', where.resolve)
        for each in (first_look(), sentence)
    )


def _part(trial: Trial) -> str:
    return f'IF({trial.when},{trial.sentence}&" ",{_NOTHING})'


def _is_filled(row_type: type[Row]) -> str:
    """Return the condition that a row holds more than its names, and no mere dashes."""
    keys = figures(row_type)
    area = f"{{raw.{keys[0]}}}:{{raw.{keys[-1]}}}"
    return f"IF(COUNTA({area})=0,FALSE,SUMPRODUCT(1-{is_blank(area)})>0)"


def _unfilled(checks: Checks) -> str:
    if checks.unfilled is None:
        return _NOTHING
    unnamed = ",".join(f"{{blank.{key}}}" for key in checks.row_type.KEYS)
    return f'IF(AND({unnamed}),{_NOTHING},{checks.unfilled.sentence}&" ")'


# ------------------------------------------------------------------ laid beside labels


def label_sentences(
    checks: Checks, words: Mapping[str, str], *resolvers: Resolve
) -> dict[str, str]:
    """Return the formula of the sentence beside each label.

    words: the cells of the lists of words.
    """
    where, fields = place(checks.row_type), columns(checks.row_type)

    def resolve(kind: str, key: str) -> str:
        return (
            _of_label(fields[key], kind, where.cell(key), words.get(key, ""))
            if key in fields
            else ""
        )

    errors = checks.errors or Trial("", "", "FALSE")
    sentences = {}
    for key in fields:
        formula = _NOTHING
        for trial in reversed([each for each in checks.trials if key in each.fields]):
            formula = f"IF({trial.when},{trial.sentence},{formula})"
        formula = f"IF(ISERROR({where.cell(key)}),{errors.sentence},{formula})"
        sentences[key] = expanded(formula, *resolvers, resolve)
    return sentences


def _of_label(column: Column, kind: str, cell: str, words: str) -> str:
    if kind == "raw":
        return cell
    if kind == "blank":
        return is_blank(cell)
    if kind == "unread":
        return is_no_count(cell)
    return read_value(column, cell, words) if kind == "" else ""


STANDING = (
    f'IFERROR(IF(OR({{done_on}}<={NOT_A_DAY},{{raw.deadline}}=""),"",'
    f'IF({{done_on}}<={{raw.deadline}},"Đúng hạn",'
    f'"Muộn "&({{done_on}}-{{raw.deadline}})&" ngày")),"")'
)
"""The template of how a milestone's date stands to its deadline."""
