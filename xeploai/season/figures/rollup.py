"""Leaf counts → counts of every unit up the tree, with how many units they cover."""

from collections.abc import Collection, Mapping, Set

import pandas as pd

from xeploai.schema.terms import Stage, Subject
from xeploai.season.figures.model import COUNTS, Node
from xeploai.season.figures.tree import ancestors
from xeploai.submissions.earlier_year import EarlierYear

_ORDER = [(subject, stage) for subject in Subject for stage in Stage]
_KEYS = ["unit", "subject", "stage"]


def roll_up(
    leaves: pd.DataFrame,
    nodes: Mapping[str, Node],
    expected: Mapping[Subject, Set[str]],
    counted: Collection[str],
    earlier: EarlierYear | None = None,
) -> pd.DataFrame:
    """Return the counts of every node, subject and stage, in the order of the tree.

    expected: the units whose returns count each subject, by code. A unit's counts are the sums of
    the leaves below it. Counts are missing, not zero, where nothing below the unit is counted.
    units_expected and units_counted are those that report the subject, missing for what stands
    inside another's return; of an earlier year they are its old units, and the units that it sets
    apart have no counts. Members at a step before the decision have lines only where any unit
    reports them there, and those count the units that do.
    """
    climbed = leaves.merge(_climb(nodes), on="unit").drop(columns="unit")
    grouped = climbed.rename(columns={"above": "unit"}).groupby(_KEYS, sort=False)
    table = grouped.sum().reindex(_index(nodes, expected)).astype("Int64")
    table.index.names = _KEYS
    coverage = _of_earlier(nodes, earlier) if earlier else _coverage(nodes, expected, counted)
    table = table.reset_index().join(coverage, on=["unit", "subject"])
    is_decided_member = table["subject"].eq(Subject.MEMBER) & table["stage"].eq(Stage.DECIDED)
    blank_cells = table["units_expected"].isna() & table["total"].isna()
    table = table[is_decided_member | ~blank_cells]
    table = _zero_where_counted(_with_steps_of_members(table, grouped.size()))
    if earlier is not None:
        table.loc[table["unit"].isin(earlier.apart), list(COUNTS)] = pd.NA
    return table


def _with_steps_of_members(table: pd.DataFrame, reported: "pd.Series[int]") -> pd.DataFrame:
    """Return the lines with what is known of members before the decision.

    reported: the number of leaves of each unit, subject and stage, which are those of units here.
    """
    steps = {stage for _, subject, stage in reported.index if subject is Subject.MEMBER}
    is_step = table["subject"].eq(Subject.MEMBER) & table["stage"].ne(Stage.DECIDED)
    table = table[~is_step | table["stage"].isin(steps)]
    counted = table.join(reported.rename("reported"), on=_KEYS)["reported"]
    units = table["units_counted"].mask(is_step, counted.fillna(0).astype("Int64"))
    return table.assign(units_counted=units)


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
    codes = _codes(nodes)
    tables = {units: _numbers(nodes, codes, units, counted) for units in set(expected.values())}
    return pd.concat({each: tables[units] for each, units in expected.items()}).swaplevel()


def _of_earlier(nodes: Mapping[str, Node], earlier: EarlierYear) -> pd.DataFrame:
    """How many old units of an earlier year stand at or below each node, and how many count."""
    codes = _codes(nodes)
    tables = {
        subject: pd.DataFrame(
            {
                "units_expected": [earlier.expected[subject].get(code, 0) for code in codes],
                "units_counted": [earlier.counted[subject].get(code, 0) for code in codes],
            },
            index=codes,
            dtype="Int64",
        )
        for subject in Subject
    }
    return pd.concat(tables).swaplevel()


def _codes(nodes: Mapping[str, Node]) -> list[str]:
    return [code for code, node in nodes.items() if not node.kind.is_below_reporting]


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
