"""Values a unit has sent, laid into the lines of a form."""

from collections.abc import Collection, Sequence

from xeploai.forms.rows import FormRow, KnownCell, Wrote, cell_lines, known_line
from xeploai.reading.names import cells_meant
from xeploai.register.model import Unit
from xeploai.schema.form import CellReturn
from xeploai.text import folded


def sent_cells(
    unit: Unit, cells: Sequence[KnownCell], listed: Collection[str], wrote: Sequence[Wrote]
) -> list[FormRow]:
    """Return the cells the unit wrote, each beside what is known of it.

    Listed cells that it left out follow.
    """
    if not wrote:
        return cell_lines(unit, cells)
    lines: list[FormRow] = []
    given: set[str] = set()
    for each, cell in zip(wrote, _known(wrote, cells), strict=True):
        lines.append(_cell_line(each, cell))
        given |= {cell.code} if cell else set()
    return lines + [known_line(cell) for cell in cells if cell.code in set(listed) - given]


def _known(wrote: Sequence[Wrote], cells: Sequence[KnownCell]) -> list[KnownCell | None]:
    """Return the known cell that each row is: by its code, else by its name."""
    keys = [{key: str(each.values.get(key) or "") for key in CellReturn.KEYS} for each in wrote]
    return cells_meant([(each["cell_code"], each["name"]) for each in keys], cells)


def _cell_line(wrote: Wrote, cell: KnownCell | None) -> FormRow:
    """Return a row of the unit's.

    Values that the board gave stay locked unless they are wrong there.
    """
    if cell is None:
        return FormRow(wrote.values, source=wrote.row)
    line = known_line(cell)
    given = {key for key in line.from_board if wrote.values.get(key) == line.values[key]}
    return FormRow({**line.values, **wrote.values}, frozenset(given) - wrote.faulty, wrote.row)


def with_sent(lines: Sequence[FormRow], wrote: Sequence[Wrote], *keys: str) -> list[FormRow]:
    """Return the form's own lines with the unit's values.

    Lines of the unit's own follow.

    keys: the fields that tell which line a row is.
    """
    rest = list(wrote)
    merged: list[FormRow] = []
    for line in lines:
        same = next((each for each in rest if _are_alike(line, each, keys)), None)
        if same is None:
            merged.append(line)
        else:
            rest.remove(same)
            merged.append(FormRow({**same.values, **line.values}, line.from_board, same.row))
    return merged + [FormRow(each.values, source=each.row) for each in rest]


def _are_alike(line: FormRow, wrote: Wrote, keys: Sequence[str]) -> bool:
    return all(folded(str(line.values[key])) == folded(str(wrote.values.get(key))) for key in keys)
