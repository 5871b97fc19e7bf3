"""Leaf counts → counts of every unit up the tree, with how many units they cover."""

from collections.abc import Collection, Mapping

import pandas as pd

from xeploai.schema.terms import Stage, Subject
from xeploai.season.figures.model import Node
from xeploai.season.figures.tree import ancestors

_STAGES = {
    subject: (Stage.DECIDED,) if subject is Subject.MEMBER else tuple(Stage) for subject in Subject
}
_ORDER = [(subject, stage) for subject, stages in _STAGES.items() for stage in stages]


def roll_up(
    leaves: pd.DataFrame, nodes: Mapping[str, Node], counted: Collection[str]
) -> pd.DataFrame:
    """Return the counts of every node, subject and stage, in the order of the tree.

    A unit's counts are the sums of the leaves below it. Counts are missing, not zero, where
    nothing below the unit is counted. units_expected and units_counted are those that report,
    missing for what stands inside another's return.
    """
    climbed = leaves.merge(_climb(nodes), on="unit").drop(columns="unit")
    sums = climbed.groupby(["above", "subject", "stage"], sort=False).sum()
    table = sums.reindex(_index(nodes)).astype("Int64")
    table.index.names = ["unit", "subject", "stage"]
    table = table.reset_index().join(_coverage(nodes, counted), on="unit")
    blank_cells = table["units_expected"].isna() & table["total"].isna()
    return _zero_where_counted(table[~(blank_cells & table["subject"].ne(Subject.MEMBER))])


def _climb(nodes: Mapping[str, Node]) -> pd.DataFrame:
    pairs = [(code, above) for code in nodes for above in ancestors(nodes, code)]
    return pd.DataFrame(pairs, columns=["unit", "above"])


def _index(nodes: Mapping[str, Node]) -> pd.MultiIndex:
    rows = [(code, subject, stage) for code in nodes for subject, stage in _ORDER]
    return pd.MultiIndex.from_tuples(rows)


def _coverage(nodes: Mapping[str, Node], counted: Collection[str]) -> pd.DataFrame:
    """How many units that report stand at or below each node, and how many are counted."""
    codes = [code for code, node in nodes.items() if not node.kind.is_below_reporting]
    table = pd.DataFrame(
        0, index=codes, columns=["units_expected", "units_counted"], dtype="int64"
    ).astype("Int64")
    expected: dict[str, int] = dict.fromkeys(codes, 0)
    present: dict[str, int] = dict.fromkeys(codes, 0)
    for code in codes:
        if nodes[code].kind.reports:
            for above in ancestors(nodes, code):
                expected[above] += 1
                present[above] += code in counted
    table["units_expected"] = pd.Series(expected, dtype="Int64")
    table["units_counted"] = pd.Series(present, dtype="Int64")
    return table


def _zero_where_counted(table: pd.DataFrame) -> pd.DataFrame:
    """Set to zero the subjects of which a counted unit has none."""
    counts = table.columns.difference(["unit", "subject", "stage", "units_expected"])
    is_counted = table["units_counted"].fillna(0) > 0
    table = table.copy()
    table.loc[is_counted, counts] = table.loc[is_counted, counts].fillna(0)
    return table.reset_index(drop=True)
