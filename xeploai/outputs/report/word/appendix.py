"""The report's tables → the words of their cells."""

from xeploai.outputs.report.model import TOTAL, ReportRow, ReportTable
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.tables import main_table
from xeploai.outputs.report.word.context import LevelNames, RowWords, Tables, TableWords
from xeploai.phrases import UNKNOWN, bare_percent, brief_name, level_label, number
from xeploai.schema.terms import Level, Scale, Subject
from xeploai.season.figures.model import Figure


def appendix(scope: Scope) -> Tables:
    """Return the tables of the appendix."""
    tables = {subject.value: _table(scope, main_table(scope, subject)) for subject in Subject}
    return Tables(**tables)


def _table(scope: Scope, table: ReportTable | None) -> TableWords | None:
    if table is None:
        return None
    digits = scope.settings.digits
    rows = tuple(_row(line, digits) for line in table.lines)
    total = ReportRow("", TOTAL, 0, table.total, is_group=True)
    names = level_names(table.total.scale)
    return TableWords(table.title, names, table.breadth, rows, _row(total, digits))


def level_names(*scales: Scale) -> LevelNames:
    """Return the levels as headings of figures of some scales."""
    names = {level.value: level_label(level, *scales) for level in Level}
    best = " / ".join(dict.fromkeys(brief_name(Level.XS, scale) for scale in scales))
    return LevelNames(**names, ratio=f"{best} so với tốt")


def _row(line: ReportRow, digits: int) -> RowWords:
    figure = line.figure
    note = f" ({line.reason})" if line.reason else ""
    counts = {
        name: _count(figure, name)
        for name in ("total", "rated", "exempt", "suspended", *(level.value for level in Level))
    }
    shares = {
        f"{level.value}_share": _share(figure, f"{level.value}_pct", digits) for level in Level
    }
    return RowWords(
        number=line.number,
        name=f"{line.name}{note}",
        is_sum=line.is_group,
        rated_share=_share(figure, "coverage_pct", digits),
        new=_count(figure, "new_under_6m"),
        other=_count(figure, "not_rated_other"),
        not_rated=UNKNOWN if figure is None else number(figure.not_rated),
        xs_over_htt=_share(figure, "xs_over_htt_pct", digits),
        above_share=_share(figure, "htt_or_above_pct", digits),
        **counts,
        **shares,
    )


def _count(figure: Figure | None, name: str) -> str:
    return UNKNOWN if figure is None else number(getattr(figure, name))


def _share(figure: Figure | None, name: str, digits: int) -> str:
    return UNKNOWN if figure is None else bare_percent(getattr(figure, name), digits)
