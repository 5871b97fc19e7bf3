"""Prefill of a unit's form: its cells, last year's figures beside them, and open remedies."""

from collections.abc import Mapping

from xeploai.forms.rows import KnownCell, Wrote
from xeploai.reading.names import known_code, names_meant
from xeploai.register.model import Register, Unit
from xeploai.schema.form import CARRIED_FROM, CellReturn, RemedyReturn
from xeploai.schema.periods import in_words
from xeploai.schema.terms import RemedyState, Scale
from xeploai.submissions.model import Return


def prefilled(
    register: Register, unit: Unit, last: Mapping[str, Return]
) -> tuple[list[KnownCell], str]:
    """Return a unit's cells and the period of last year's return, "" without one.

    The cells come from the register, else from that return.

    last: last year's returns on this year's map, by unit.
    """
    item = last.get(unit.code)
    rows = [cell.row for cell in item.rows(CellReturn)] if item else []
    by_code: dict[str, CellReturn] = {row.cell_code: row for row in rows if row.cell_code}
    listed = register.cells_of(unit.code)
    pairs = [(cell.code, cell.name) for cell in listed] or [(x.cell_code, x.name) for x in rows]
    by_name = {row.name: row for row in rows}
    meant = names_meant([name for _, name in pairs], by_name)
    scale = item.scale if item else Scale.FULFILMENT
    cells = [
        _known_cell(
            code,
            name,
            by_code.get(known_code(code, by_code)) or by_name.get(meant.get(name, "")),
            scale,
        )
        for code, name in pairs
    ]
    return cells, item.period if item else ""


def carried_over(unit: Unit, last: Mapping[str, Return]) -> list[Wrote]:
    """Return last year's remedies of a unit that are not known to be done, as rows of its form.

    last: last year's returns on this year's map, by unit.
    """
    item = last.get(unit.code)
    rows = [located.row for located in item.rows(RemedyReturn)] if item else []
    note = {"note": f"{CARRIED_FROM} {in_words(item.period)}"} if item else {}
    return [
        Wrote(0, {key: getattr(row, key) for key in _CARRIED} | note)
        for row in rows
        if row.state is not RemedyState.DONE and row.done_on is None
    ]


_CARRIED = ("item", "owner", "due", "state")


def _known_cell(code: str, name: str, row: CellReturn | None, scale: Scale) -> KnownCell:
    if row is None:
        return KnownCell(code, name)
    keys = ("members", "rated", "xs", "htt", "ht", "kht")
    level = row.decided_level
    shown = scale.short(level) if level else ""
    return KnownCell(code, name, {key: getattr(row, key) for key in keys}, shown)
