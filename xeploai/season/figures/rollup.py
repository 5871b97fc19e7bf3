"""Leaf counts → counts of every unit up the tree, with how many units they cover."""

from collections.abc import Collection, Mapping, Set

import pandas as pd

from xeploai.schema.terms import Stage, Subject
from xeploai.season.figures.model import Node
from xeploai.season.figures.tree import ancestors

_STAGES = {
    subject: (Stage.DECIDED,) if subject is Subject.MEMBER else tuple(Stage) for subject in Subject
}
_ORDER = [(subject, stage) for subject, stages in _STAGES.items() for stage in stages]


def roll_up(
    leaves: pd.DataFrame,
    nodes: Mapping[str, Node],
    expected: Mapping[Subject, Set[str]],
    counted: Collection[str],
) -> pd.DataFrame:
    """Return the counts of every node, subject and stage, in the order of the tree.

    expected: the units whose returns count each subject, by code. A unit's counts are the sums of
    the leaves below it. Counts are missing, not zero, where nothing below the unit is counted.
    units_expected and units_counted are those that report the subject, missing for what stands
    inside another's return.
    """
    climbed = leaves.merge(_climb(nodes), on="unit").drop(columns="unit")
    sums = climbed.groupby(["above", "subject", "stage"], sort=False).sum()
    table = sums.reindex(_index(nodes, expected)).astype("Int64")
    table.index.names = ["unit", "subject", "stage"]
    table = table.reset_index().join(_coverage(nodes, expected, counted), on=["unit", "subject"])
    blank_cells = table["units_expected"].isna() & table["total"].isna()
    return _zero_where_counted(table[~(blank_cells & table["subject"].ne(Subject.MEMBER))])


def _climb(nodes: Mapping[str, Node]) -> pd.DataFrame:
    pairs = [(code, above) for code in nodes for above in ancestors(nodes, code)]
    return pd.DataFrame(pairs, columns=["unit", "above"])


def _index(nodes: Mapping[str, Node], expected: Mapping[Subject, Set[str]]) -> pd.MultiIndex:
    """Return every row there is; none of a subject that no unit counts."""
    steps = [(subject, stage) for subject, stage in _ORDER if expected[subject]]
    rows = [(code, subject, stage) for code in nodes for subject, stage in steps]
    return pd.MultiIndex.from_tuples(rows)


def _coverage(
    nodes: Mapping[str, Node], expected: Mapping[Subject, Set[str]], counted: Collection[str]
) -> pd.DataFrame:
    """How many units that report a subject stand at or below each node, and how many count."""
    codes = [code for code, node in nodes.items() if not node.kind.is_below_reporting]
    tables = {units: _numbers(nodes, codes, units, counted) for units in set(expected.values())}
    return pd.concat({each: tables[units] for each, units in expected.items()}).swaplevel()


def _numbers(
    nodes: Mapping[str, Node], codes: list[str], units: Set[str], counted: Collection[str]
) -> pd.DataFrame:
    reporting: dict[str, int] = dict.fromkeys(codes, 0)
    present: dict[str, int] = dict.fromkeys(codes, 0)
    for code in units:
        for above in ancestors(nodes, code):
            reporting[above] += 1
            present[above] += code in counted
    numbers = {"units_expected": reporting, "units_counted": present}
    return pd.DataFrame(numbers, index=codes, dtype="Int64")


def _zero_where_counted(table: pd.DataFrame) -> pd.DataFrame:
    """Set to zero the subjects of which a counted unit has none."""
    counts = table.columns.difference(["unit", "subject", "stage", "units_expected"])
    is_counted = table["units_counted"].fillna(0) > 0
    table = table.copy()
    table.loc[is_counted, counts] = table.loc[is_counted, counts].fillna(0)
    return table.reset_index(drop=True)
