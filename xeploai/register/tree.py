"""The sheet Đơn vị → the units, or what keeps them from being one tree."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xeploai.findings import CellRef, Finding, Sentence
from xeploai.reading.names import code_key, known_code, numbered_key
from xeploai.reading.source_rows import Located, Parsed
from xeploai.register.model import Unit
from xeploai.register.rules import (
    answer_without_effect,
    cell_without_parent,
    kind_fits_no_unit_below,
    nearest_listed,
    no_reporting_unit,
    no_units,
    parent_loop,
    row_of_no_unit,
    second_top_unit,
    unit_code_twice,
    unit_codes_look_alike,
    unit_name_twice,
    unknown_parent,
    wrong_kind_above,
)
from xeploai.schema.register import FILES_FORM, UnitRow
from xeploai.schema.row import columns
from xeploai.schema.terms import UnitKind, YesNo
from xeploai.text import folded

Listed = Located[UnitRow]

_ABOVE: Mapping[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.CELL: (UnitKind.GRASSROOTS, UnitKind.SECTION),
    UnitKind.SECTION: (UnitKind.GRASSROOTS, UnitKind.SECTION),
    UnitKind.GRASSROOTS_CELL: (UnitKind.DISTRICT, UnitKind.PROVINCE),
    UnitKind.GRASSROOTS: (UnitKind.DISTRICT, UnitKind.PROVINCE),
    UnitKind.DISTRICT: (UnitKind.DISTRICT, UnitKind.PROVINCE),
    UnitKind.PROVINCE: (),
}
"""Kinds allowed directly above each kind; under others its figures would be lost."""


MOST_COMPARED = 30
"""Number of unlisted codes that are compared with the list; where more are, they are another's."""


@dataclass(frozen=True, slots=True)
class UnitList:
    """The rows of the sheet, with what other sheets and rows need to know of them.

    headings: the rows that name a group of units or a sum, which the sheet here is without;
    by_code: the first row of each code; parents: the code above each row, as the list writes it, by
    the row's number; unread: the rows whose own code is blank or cannot be read; names: the name of
    each listed code; hints: what was made out so far of codes that are not listed.
    """

    sheet: Parsed[UnitRow]
    headings: tuple[Listed, ...]
    by_code: Mapping[str, Listed]
    parents: Mapping[int, str]
    unread: tuple[int, ...]
    names: Mapping[str, str]
    hints: dict[str, Sentence] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Listed, ...]:
        """All rows, in the office's order."""
        return self.sheet.rows

    @property
    def is_known(self) -> bool:
        """Whether there are codes at all: a sheet or a column may be missing."""
        return "code" in self.sheet.columns

    def units(self) -> dict[str, Unit]:
        """Return the units by code, in the office's order; those whose kind can be read."""
        numbered = enumerate(self.rows)
        made = [_unit(item, order, self.above(item)) for order, item in numbered if _kind(item)]
        return {unit.code: unit for unit in made if unit.code}

    def hint(self, code: str) -> Sentence:
        """Return the end of a sentence on a code that is not listed: which one may be meant."""
        if code not in self.hints:
            names = self.names if len(self.hints) < MOST_COMPARED else {}
            self.hints[code] = nearest_listed(code, names, self.unread)
        return self.hints[code]

    def above(self, item: Listed) -> str:
        """Return the code of the unit above a row, "" for none."""
        return self.parents.get(item.number, "")


def unit_list(sheet: Parsed[UnitRow]) -> UnitList:
    """Return the list of units of a sheet; a code that lost its zeros means the listed one."""
    by_code: dict[str, Listed] = {}
    headings = tuple(_headings(sheet))
    sheet = _without(sheet, headings)
    for item in sheet.rows:
        if item.row.code:
            by_code.setdefault(item.row.code, item)
    parents = {item.number: _meant(item.row.parent_code, by_code) for item in sheet.rows}
    unread = tuple(item.number for item in sheet.rows if not item.row.code)
    names = {code: item.row.name for code, item in by_code.items()}
    return UnitList(sheet, headings, by_code, parents, unread, names)


_HEADING = re.compile(
    r"(?:(?:[ivx]{1,5}|[a-h]|\d{1,2}) )?"
    r"(?:khoi|cum|nhom|cac|loai hinh|tong|tong so|tong cong|cong|toan (?:tinh|huyen|dang bo)) "
)
"""The beginning of a name, folded, of a group of units or of their sum."""

_OF_HEADING = frozenset({"number", "name"})
"""All that a heading of a group may fill in."""


def _headings(sheet: Parsed[UnitRow]) -> Iterator[Listed]:
    """Yield the rows that name a group or a sum and say nothing else, as in a pasted list."""
    wrong = {finding.ref.row for finding in sheet.findings if finding.rule != "blank_cell"}
    for item in sheet.rows:
        is_named_only = columns(UnitRow).keys() - item.blank <= _OF_HEADING
        if (
            is_named_only
            and item.number not in wrong
            and _HEADING.match(f"{folded(item.row.name)} ")
        ):
            yield item


def _without(sheet: Parsed[UnitRow], headings: Sequence[Listed]) -> Parsed[UnitRow]:
    """Return the sheet without some rows, and without what they leave blank."""
    numbers = {item.number for item in headings}
    rows = tuple(item for item in sheet.rows if item.number not in numbers)
    findings = tuple(x for x in sheet.findings if x.ref.row not in numbers)
    return replace(sheet, rows=rows, findings=findings)


def _meant(code: str, by_code: Mapping[str, Listed]) -> str:
    return code if not code or code in by_code else known_code(code, by_code)


def _kind(item: Listed) -> UnitKind | None:
    """Return the kind of a unit, None where its cell is blank or cannot be read."""
    return None if "kind" in item.blank else item.row.kind


def _unit(item: Listed, order: int, parent: str) -> Unit:
    row = item.row
    return Unit(
        code=row.code,
        name=row.name,
        kind=row.kind,
        parent=parent,
        order=order,
        cluster=row.cluster,
        official=row.official,
        members_in_database=row.members_in_database,
        founded_on=row.founded_on,
        hinted=row.hinted is YesNo.YES,
        not_hinted=row.hinted is YesNo.NO,
        files_form=row.files_form,
    )


# ------------------------------------------------------------------ what is wrong


def unit_findings(listed: UnitList) -> Iterator[Finding]:
    """Yield what is wrong with the list of units, each row by itself and all together."""
    if not listed.is_known:
        return
    for item in listed.headings:
        yield row_of_no_unit(item.row.name).at(item.ref("name"), "")
    yield from _too_few(listed)
    yield from _codes(listed)
    yield from _names(listed)
    yield from _answers(listed)
    loops = list(_loops(listed))
    yield from map(_loop_finding, loops)
    turning = {loop[0].number for loop in loops}
    yield from _parents(listed, _top(listed, turning))
    yield from _kinds(listed, turning)


def _too_few(listed: UnitList) -> Iterator[Finding]:
    at = CellRef(listed.sheet.file, listed.sheet.sheet)
    kinds = [_kind(item) for item in listed.rows]
    if not kinds:
        yield no_units().at(at, "")
    elif not any(kind is None or not kind.is_below_reporting for kind in kinds):
        yield no_reporting_unit().at(at, "")


def _codes(listed: UnitList) -> Iterator[Finding]:
    """Codes met twice, and codes that a clerk would take for one."""
    alike: dict[str, Listed] = {}
    for item in listed.rows:
        code = item.row.code
        first = listed.by_code.get(code)
        if first is None:
            continue
        if first is not item:
            objection = unit_code_twice(code, first.row.name, first.number)
            yield objection.at(item.ref("code"), code)
            continue
        other = alike.setdefault(code_key(code), item)
        if other is not item:
            objection = unit_codes_look_alike(code, other.row.code, other.row.name, other.number)
            yield objection.at(item.ref("code"), code)


def _names(listed: UnitList) -> Iterator[Finding]:
    """Names met twice right below one unit."""
    first: dict[tuple[str, str, str], Listed] = {}
    for item in filter(_is_unit, listed.rows):
        if not item.row.name:
            continue
        other = first.setdefault((listed.above(item), *numbered_key(item.row.name)), item)
        is_same_row = other is item or (item.row.code and item.row.code == other.row.code)
        if not is_same_row:
            objection = unit_name_twice(item.row.name, other.number)
            yield objection.at(item.ref("name"), item.row.code)


def _answers(listed: UnitList) -> Iterator[Finding]:
    """Yield the answers on forms of units that always file one, or never."""
    for item in listed.rows:
        kind, answer = _kind(item), item.row.files_form
        if kind is None or kind.is_upper or answer is None:
            continue
        if kind.is_grassroots is not (answer is YesNo.YES):
            files = "luôn gửi biểu" if kind.is_grassroots else "nằm trong biểu của cấp trên"
            objection = answer_without_effect(_named(item), kind, files)
            yield objection.at(item.ref("files_form"), item.row.code)


def _parents(listed: UnitList, top: Listed | None) -> Iterator[Finding]:
    """Parents that are not listed, and parents that are missing."""
    for item in filter(_is_unit, listed.rows):
        name, above, kind = _named(item), listed.above(item), _kind(item)
        at = item.ref("parent_code")
        if above and above not in listed.by_code:
            yield unknown_parent(above, name, listed.hint(above)).at(at, item.row.code)
        elif not above and kind is not None and kind.is_below_reporting:
            yield cell_without_parent(name, kind).at(at, item.row.code)
        elif not above and top is not None and item is not top:
            objection = second_top_unit(name, _named(top), top.row.code)
            yield objection.at(at, item.row.code)


def _is_unit(item: Listed) -> bool:
    """Whether a row says more of a unit than its name; one that does not lacks just the rest."""
    return bool(item.row.code) or _kind(item) is not None


def _named(item: Listed) -> str:
    return item.row.name or item.row.code or f"dòng {item.number}"


def _top(listed: UnitList, turning: Collection[int]) -> Listed | None:
    """Return the unit above all; None where those without a parent are just a flat list.

    turning: the rows whose parent leads in a circle, and so to none above.
    """
    below = Counter(listed.parents.values())
    heads = [
        item
        for item in listed.rows
        if _kind(item) in (UnitKind.DISTRICT, UnitKind.PROVINCE)
        and (listed.above(item) not in listed.by_code or item.number in turning)
    ]
    return max(
        heads,
        key=lambda item: (_kind(item) is UnitKind.PROVINCE, below[item.row.code], -item.number),
        default=None,
    )


# ------------------------------------------------------------------ circles


def _loops(listed: UnitList) -> Iterator[list[Listed]]:
    """Yield the circles of parents, each once; the row that is most likely wrong comes first."""
    done: set[str] = set()
    for start in listed.by_code:
        way: dict[str, None] = {}
        code = start
        while code in listed.by_code and code not in done and code not in way:
            way[code] = None
            code = listed.above(listed.by_code[code])
        if code in way:
            codes = list(way)
            yield _from_likeliest(listed, [listed.by_code[x] for x in codes[codes.index(code) :]])
        done.update(way)


def _from_likeliest(listed: UnitList, loop: list[Listed]) -> list[Listed]:
    """Return a circle from the first row whose parent is of no fitting kind on."""
    loop = loop[-1:] + loop[:-1] if loop[-1].number < loop[0].number else loop
    wrong = (place for place, item in enumerate(loop) if _misfits(listed, item))
    start = next(wrong, 0)
    return loop[start:] + loop[:start]


def _loop_finding(loop: Sequence[Listed]) -> Finding:
    first = loop[0]
    way = [f"“{_named(item)}”" for item in (*loop, first)]
    return parent_loop(_named(first), way).at(first.ref("parent_code"), first.row.code)


# ------------------------------------------------------------------ kinds


def _kinds(listed: UnitList, reported: Collection[int]) -> Iterator[Finding]:
    """Units below a unit of a kind that has none such; once where the one above is to blame.

    reported: the rows whose parent is wrong already.
    """
    below: dict[str, list[Listed]] = {}
    for item in listed.rows:
        below.setdefault(listed.above(item), []).append(item)
    for code, items in below.items():
        above = listed.by_code.get(code)
        wrong = [item for item in items if _misfits(listed, item) and item.number not in reported]
        kind = _kind(above) if above else None
        if above is None or kind is None or not wrong:
            continue
        if len(wrong) == len(items) > 1:
            names = [_named(item) for item in items]
            objection = kind_fits_no_unit_below(_named(above), kind, names)
            yield objection.at(above.ref("kind"), code)
        else:
            yield from (_misfit(item, kind) for item in wrong)


def _misfits(listed: UnitList, item: Listed) -> bool:
    above = listed.by_code.get(listed.above(item))
    own, kind = _kind(item), _kind(above) if above else None
    if above is None or own is None or kind is None:
        return False
    # Since 1/7/2025 a commune holds cells too. Elsewhere a chi bộ cơ sở is meant.
    holds = own is UnitKind.CELL and kind is UnitKind.DISTRICT
    return kind not in _ABOVE[own] and not (holds and above.row.files_form is YesNo.YES)


def _misfit(item: Listed, above: UnitKind) -> Finding:
    allowed = _ABOVE[item.row.kind]
    wanted = f"cấp trên phải là {' hoặc '.join(allowed)}" if allowed else "ô này phải để trống"
    if item.row.kind is UnitKind.CELL and above is UnitKind.DISTRICT:
        wanted += f", hoặc ghi “{YesNo.YES}” ở cột {FILES_FORM} của cấp trên"
    objection = wrong_kind_above(_named(item), item.row.kind, above, wanted)
    return objection.at(item.ref("parent_code"), item.row.code)
