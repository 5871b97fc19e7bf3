"""Faults of how cells, headings and sheets are written, and of forms that came back changed."""

from tests import xlsx
from tests.seeded.planting import Planted, committees, planter
from tests.seeded.sendings import TAKEN, Place, RowType, Values
from tests.seeded.site import NoRoomError, Site
from xeploai.reading.renamed_sheets import MOST_OTHERS
from xeploai.schema.form import (
    FORM_SHEETS,
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.row import Column, columns
from xeploai.schema.terms import Level

TABLES = FORM_SHEETS[1:]
MAIN = (InfoReturn, CellReturn)

# ------------------------------------------------------------------ a cell


def _fields(kind: RowType, *types: str) -> list[Column]:
    return [column for column in columns(kind).values() if column.type in types]


def _typed(site: Site, kind: RowType, key: str, value: object) -> Place:
    """A value in a random row of a table, or on the first sheet."""
    if kind is InfoReturn:
        site.label(key)
        site.info[key] = value
        return site.at_label(key)
    row = site.pick(kind, lambda row: _is_filled(kind, row))
    row[key] = value
    return site.at(kind, row, key)


def _is_filled(kind: RowType, row: Values) -> bool:
    """Whether a row is read: a milestone that is not done yet is a line of the form's only."""
    return kind is not MilestoneReturn or row["done_on"] is not None


@planter()
def blank_cell(site: Site) -> Planted:
    kind = site.rng.choice((InfoReturn, CellReturn, LeadershipReturn, RemedyReturn))
    keys = [key for key, column in columns(kind).items() if column.required]
    yield _typed(site, kind, site.rng.choice(keys), None)


@planter()
def unreadable_cell(site: Site) -> Planted:
    wrong = {
        "count": ("mười", "12 người", -3, 2.5, "1.23"),
        "date": ("31/02/2025", "tháng 12", "12/2025", 45),
        "level": ("Khá", "HTTT", 1),
        "choice": ("khác", "?"),
    }
    kind = site.rng.choice(FORM_SHEETS)
    candidates = [column for column in _fields(kind, *wrong) if column.key != "unit_kind"]
    column = site.rng.choice(candidates)
    yield _typed(site, kind, column.key, site.rng.choice(wrong[column.type]))


@planter()
def percentage_in_count(site: Site) -> Planted:
    kind = site.rng.choice((InfoReturn, CellReturn, LeadershipReturn, DisciplineReturn))
    column = site.rng.choice(_fields(kind, "count"))
    yield _typed(site, kind, column.key, site.rng.choice(("30%", "92,79 %", 0.3, "0,93")))


@planter()
def error_cell(site: Site) -> Planted:
    kind = site.rng.choice((InfoReturn, CellReturn, LeadershipReturn, DisciplineReturn))
    column = site.rng.choice(_fields(kind, "count", "date"))
    shown = site.rng.choice(("#REF!", "#DIV/0!", "#VALUE!", "#NAME?"))
    yield _typed(site, kind, column.key, xlsx.error(shown))


@planter()
def uncalculated_cell(site: Site) -> Planted:
    kind = site.rng.choice((InfoReturn, CellReturn, LeadershipReturn, DisciplineReturn))
    column = site.rng.choice(_fields(kind, "count", "date"))
    yield _typed(site, kind, column.key, xlsx.formula("SUM(A1:A2)"))


@planter()
def external_link(site: Site) -> Planted:
    row = site.cell()
    key = site.rng.choice(("members", "rated", "xs", "htt", "exempt"))
    row[key] = xlsx.formula("[1]Sheet1!$B$4", row[key])
    yield site.at_cell(row, key)


# ------------------------------------------------------------------ formats


def _filled(site: Site, row: Values, *types: str) -> list[str]:
    """The fields of some types that are filled in a cell's row."""
    keys = [column.key for column in _fields(CellReturn, *types)]
    return [key for key in keys if key in site.sending.layout[CellReturn] and row.get(key)]


def _formatted(row: Values, key: str, number: int) -> None:
    value = row[key]
    row[key] = xlsx.formatted(value.short if isinstance(value, Level) else value, number)


@planter()
def struck_cell(site: Site) -> Planted:
    row = site.cell()
    key = site.rng.choice(_filled(site, row, "count", "date", "level"))
    _formatted(row, key, xlsx.STRUCK)
    yield site.at_cell(row, key)


@planter()
def struck_row(site: Site) -> Planted:
    row = site.cell()
    keys = [key for key in columns(CellReturn) if row.get(key) not in (None, "")]
    for key in keys:
        _formatted(row, key, xlsx.STRUCK)
    first = next(key for key in site.sending.layout[CellReturn] if key in keys)
    yield site.at_cell(row, first)


@planter()
def struck_text(site: Site) -> Planted:
    row = site.cell()
    row["note"] = xlsx.formatted("đã thẩm định", xlsx.STRUCK)
    yield site.at_cell(row, "note")


@planter()
def unseen_cells(site: Site) -> Planted:
    row = site.cell()
    key = site.rng.choice(_filled(site, row, "count"))
    _formatted(row, key, site.rng.choice((xlsx.WHITE, xlsx.HIDING)))
    yield site.at_cell(row, key)


@planter()
def old_font(site: Site) -> Planted:
    row = site.cell()
    row["note"] = site.rng.choice(("§· thÈm ®Þnh", "Ñaõ thaåm ñònh"))
    yield site.at_cell(row, "note")


def _merge(site: Site, key: str, value: object) -> Place:
    rows = site.rows(CellReturn)
    if len(rows) < 2 or any(row.get(TAKEN) for row in rows[:2]):
        raise NoRoomError
    first, second = rows[:2]
    first[key], second[key] = value or first[key], None
    first[TAKEN] = second[TAKEN] = True
    site.sending.merged[CellReturn] = key, first, second
    return site.at_cell(first, key)


@planter(committees)
def merged_cells(site: Site) -> Planted:
    yield _merge(site, site.rng.choice(("members", "rated", "self_level", "review_date")), None)


@planter(committees)
def merged_text(site: Site) -> Planted:
    yield _merge(site, "note", "đã thẩm định")


@planter(committees)
def stamp_differs(site: Site) -> Planted:
    others = [code for code in site.season.now if code != site.unit]
    key, stamped, wrong = site.rng.choice(
        (
            ("unit_code", "unit", site.rng.choice(others)),
            ("period", "period", str(site.season.year - 1)),
        )
    )
    site.sending.stamp[stamped] = wrong
    yield site.at_label(site.label(key))


# ------------------------------------------------------------------ sheets


@planter()
def missing_sheet(site: Site) -> Planted:
    site.sending.left_out.add(site.rng.choice(MAIN))
    yield Place(site.sending)


@planter()
def missing_extra_sheet(site: Site) -> Planted:
    site.sending.left_out.add(site.rng.choice(FORM_SHEETS[2:]))
    yield Place(site.sending)


@planter()
def doubled_sheet(site: Site) -> Planted:
    kind = site.rng.choice(FORM_SHEETS)
    site.sending.twins[kind] = site.rng.choice((kind.SHEET.upper(), f"{kind.SHEET} "))
    yield Place(site.sending)


@planter()
def copied_sheet(site: Site) -> Planted:
    kind = site.rng.choice(FORM_SHEETS)
    if kind in site.sending.names or kind in site.sending.left_out:
        raise NoRoomError
    site.sending.copies[kind] = f"{kind.SHEET} ({site.rng.randint(2, 12)})"
    yield Place(site.sending, kind)


def _free_sheet(site: Site, *kinds: RowType) -> RowType:
    kind = site.rng.choice(kinds)
    if kind in site.sending.names or kind in site.sending.left_out or kind in site.sending.copies:
        raise NoRoomError
    return kind


@planter()
def figures_on_another_sheet(site: Site) -> Planted:
    kind = _free_sheet(site, CellReturn)
    site.sending.copies[kind] = site.rng.choice(("Chi bộ (sửa lại)", "Sheet1", "Chi bộ (2)"))
    rows = [dict(row) for row in site.sending.rows[kind]]
    rows[0]["note"] = "đã sửa"
    site.sending.other_rows[kind] = rows
    yield Place(site.sending, kind)


@planter()
def sheets_not_looked_at(site: Site) -> Planted:
    site.sending.beside = MOST_OTHERS + 1
    yield Place(site.sending)


@planter()
def sheet_of_another_unit(site: Site) -> Planted:
    kind = _free_sheet(site, InfoReturn)
    site.sending.copies[kind] = "Thông tin (2)"
    site.sending.other_rows[kind] = [site.info | {"unit_code": "KHAC-01"}]
    yield Place(site.sending, kind)


@planter()
def renamed_sheet(site: Site) -> Planted:
    kind = site.rng.choice(FORM_SHEETS)
    site.sending.names[kind] = site.rng.choice(("Sheet1", f"{kind.SHEET} (2)", "Biểu 1"))
    yield Place(site.sending, kind)


@planter()
def old_form_version(site: Site) -> Planted:
    site.sending.stamp["version"] = site.rng.choice((0, 2, "thử"))
    yield Place(site.sending)


# ------------------------------------------------------------------ headings and columns


def _table(site: Site) -> RowType:
    return site.rng.choice(TABLES)


@planter()
def missing_headings(site: Site) -> Planted:
    kind = _table(site)
    for number, key in enumerate(columns(kind), start=1):
        site.sending.heads[kind, key] = f"Cột {number}"
    yield Place(site.sending, kind)


@planter()
def missing_column(site: Site) -> Planted:
    kind = site.rng.choice(FORM_SHEETS)
    keys = [key for key, column in columns(kind).items() if column.required]
    site.sending.layout[kind].remove(site.rng.choice(keys))
    yield Place(site.sending, kind)


@planter()
def missing_optional_column(site: Site) -> Planted:
    kind, keys = site.rng.choice(
        (
            (InfoReturn, ("prepared_by", "phone", "decision_no", "unit_name")),
            (CellReturn, ("note", "attended_by", "decision_no")),
            (LeadershipReturn, ("note",)),
            (MilestoneReturn, ("note", "name", "deadline")),
            (RemedyReturn, ("note", "owner", "due")),
            (DisciplineReturn, ("note",)),
        )
    )
    site.sending.layout[kind].remove(site.rng.choice(keys))
    yield Place(site.sending, kind)


@planter()
def doubled_column(site: Site) -> Planted:
    kind = _table(site)
    key = site.rng.choice(list(columns(kind)))
    again = f"?{columns(kind)[key].header}"
    site.sending.layout[kind].append(again)
    yield site.at_head(kind, again)


@planter()
def doubled_label(site: Site) -> Planted:
    key = site.rng.choice(("prepared_by", "phone", "members_declared", "sent_on"))
    again = f"?{columns(InfoReturn)[key].header}"
    site.sending.layout[InfoReturn].append(again)
    site.info[again] = {"members_declared": 7777, "sent_on": "mai"}.get(key, "0999")
    yield site.at_label(again)


@planter()
def renamed_column(site: Site) -> Planted:
    kind = _table(site)
    long = [key for key, column in columns(kind).items() if len(column.header) > 11]
    key = site.rng.choice(long)
    words = columns(kind)[key].header
    at = site.rng.choice([n for n in range(2, len(words) - 2) if words[n].isalpha()])
    site.sending.heads[kind, key] = words[:at] + words[at + 1 :]
    yield site.at_head(kind, key)


@planter()
def unknown_column(site: Site) -> Planted:
    kind = site.rng.choice([kind for kind in TABLES if kind.KEYS])
    site.sending.layout[kind].insert(site.rng.randint(1, 4), "?Quê quán")
    site.rng.choice(site.rows(kind))["?Quê quán"] = "Phú Thọ"
    yield site.at_head(kind, "?Quê quán")


@planter()
def moved_column(site: Site) -> Planted:
    kind = _table(site)
    keys = site.sending.layout[kind]
    key = site.rng.choice(keys[2:-1])
    at = keys.index(key)
    keys.remove(key)
    keys.insert(site.rng.choice([n for n in range(len(keys) + 1) if abs(n - at) > 1]), key)
    yield site.at_head(kind, key)


# ------------------------------------------------------------------ hidden


@planter()
def hidden_rows(site: Site) -> Planted:
    kind = _table(site)
    row = site.pick(kind, lambda row: _is_filled(kind, row))
    site.sending.hidden_rows[kind] = [row]
    yield site.at(kind, row, site.sending.layout[kind][0])


@planter()
def hidden_columns(site: Site) -> Planted:
    kind = _table(site)
    row = site.rows(kind)[0]
    keys = [key for key in site.sending.layout[kind] if row.get(key) not in (None, "")]
    site.sending.hidden_columns[kind] = site.rng.choice(keys)
    yield site.at_head(kind, site.sending.hidden_columns[kind])
