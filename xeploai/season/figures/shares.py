"""The percentages of whole tables, column by column as xeploai/schema/percentages.py has them."""

import numpy as np
import pandas as pd

from xeploai.schema.terms import Rounding

SHARES = {
    "coverage_pct": (("rated",), ("total",)),
    "xs_pct": (("xs",), ("rated",)),
    "htt_pct": (("htt",), ("rated",)),
    "ht_pct": (("ht",), ("rated",)),
    "kht_pct": (("kht",), ("rated",)),
    "xs_over_htt_pct": (("xs",), ("htt",)),
    "xs_over_xs_htt_pct": (("xs",), ("xs", "htt")),
    "htt_or_above_pct": (("xs", "htt"), ("rated",)),
}
"""Each percentage: the columns whose sum is its numerator, and those of its denominator."""


def with_ratios(table: pd.DataFrame, digits: int, rounding: Rounding) -> pd.DataFrame:
    """Return the table with the columns of SHARES added, each an integer of its last decimal."""
    added = {
        name: _column(
            table[list(top)].sum(axis=1), table[list(bottom)].sum(axis=1), digits, rounding
        )
        for name, (top, bottom) in SHARES.items()
    }
    return pd.concat([table, pd.DataFrame(added)], axis=1)


def _column(
    top: "pd.Series[int]", base: "pd.Series[int]", digits: int, rounding: Rounding
) -> "pd.Series[int]":
    number = top.fillna(0).to_numpy("int64")
    whole = base.fillna(0).to_numpy("int64")
    scale = 100 * 10**digits
    safe = np.where(whole == 0, 1, whole)
    half_up = rounding is Rounding.HALF_UP
    units = (2 * number * scale + safe) // (2 * safe) if half_up else number * scale // safe
    return pd.Series(units, index=top.index, dtype="Int64").mask(whole == 0)
