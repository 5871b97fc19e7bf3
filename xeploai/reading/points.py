"""Points of the 100-point scale, as they are written: "93", "92,5", "93/100", "28+65"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from xeploai.text import clean

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_WRITTEN = re.compile(
    rf"{_NUMBER}(?: ?\+ ?{_NUMBER})?(?: ?= ?{_NUMBER})?(?: ?(?:điểm|đ|/ ?100))?\.?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Points:
    """Points as written: of the common criteria and of the results, or their sum alone.

    common, results: None where only the sum is written.
    """

    total: Decimal
    common: Decimal | None = None
    results: Decimal | None = None

    @property
    def shown(self) -> str:
        """The sum as a clerk writes it: "92,5"."""
        return f"{self.total.normalize():f}".replace(".", ",")


def points_in(written: str) -> Points | None:
    """Return the points that a text says; None where it says none, or a sum that is not theirs."""
    match = _WRITTEN.fullmatch(clean(written))
    first, second, total = map(_decimal, match.groups()) if match else (None, None, None)
    if first is None:
        return None
    summed = first + (second or 0)
    if total not in (None, summed):
        return None
    return Points(summed) if second is None else Points(summed, first, second)


def _decimal(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written.replace(",", "."))
