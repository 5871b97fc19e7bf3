"""The percentage of two counts, exact: integers all the way, never binary floats."""

from xeploai.schema.terms import Rounding


def percent_units(number: int, base: int, digits: int, rounding: Rounding) -> int | None:
    """Return a percentage as an integer of its last decimal.

    3410 of 3675 at 2 digits gives 9279.

    None where the base is 0.
    """
    if base == 0:
        return None
    scale: int = 100 * 10**digits
    if rounding is Rounding.CUT:
        return number * scale // base
    return (2 * number * scale + base) // (2 * base)
