"""Which written codes and names mean the same unit or cell."""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Protocol, TypeVar

from xeploai.text import clean, folded


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same but for leading zeros, which Excel drops."""
    are_numbers = one.isdigit() and other.isdigit()
    return one == other or (are_numbers and one.lstrip("0") == other.lstrip("0"))


def known_code(code: str, codes: Iterable[str]) -> str:
    """Return the listed code that a written one means.

    The written one itself where none, or more than one, is meant.
    """
    listed = list(codes)
    if code in listed:
        return code
    meant = [item for item in listed if same_code(code, item)]
    return meant[0] if len(meant) == 1 else code


def code_key(code: str) -> str:
    """Return a key equal for all codes that a clerk takes for one: "A 01" and "a01", "001" and "1".

    They may be several all the same: what a code means is decided by known_code.
    """
    plain = clean(code).casefold().replace(" ", "").replace("ð", "đ")
    return plain.lstrip("0") or "0" if plain.isdigit() else plain


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for capitals; accents count, as Hạ and Hà are two."""
    return name_key(one) == name_key(other)


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """Return a key equal for all spellings of one name."""
    return clean(name).casefold()


def nearest(written: str, listed: Iterable[str]) -> str:
    """Return the listed code or name that looks most like a written one; "" where none does."""
    known = {folded(name): name for name in listed}
    alike = get_close_matches(folded(written), known, n=1)
    return known[alike[0]] if alike else ""


def names_meant(written: Iterable[str], listed: Iterable[str]) -> dict[str, str]:
    """Return the listed name that each written one means, for those that mean one.

    Not every clerk has a Vietnamese keyboard: where accents differ, a name still means the only
    one that reads so without them, unless that one is written in full elsewhere.
    """
    known = {name_key(name): name for name in listed}
    given = {name: name_key(name) for name in written}
    others = set(given.values()) - known.keys()
    of_listed, of_written = Counter(map(folded, known)), Counter(map(folded, others))
    plain = {
        folded(key): name
        for key, name in known.items()
        if of_listed[folded(key)] == of_written[folded(key)] == 1 and key not in given.values()
    }
    meant = {name: known.get(key) or plain.get(folded(key)) for name, key in given.items()}
    return {name: listed_name for name, listed_name in meant.items() if listed_name is not None}


class Named(Protocol):
    """A thing with a code and a name: a unit of the register, a cell of a form."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def cells_meant(written: Sequence[tuple[str, str]], listed: Sequence[N]) -> list[N | None]:
    """Return the listed cell of each written code and name.

    It is found by code, else by name where that is clear.
    """
    by_code = {cell.code: cell for cell in listed if cell.code}
    times = Counter(name_key(cell.name) for cell in listed)
    by_name = {cell.name: cell for cell in listed if times[name_key(cell.name)] == 1}
    meant = names_meant([name for _, name in written], [cell.name for cell in listed])
    return [
        by_code.get(known_code(code, by_code)) or by_name.get(meant.get(name, ""))
        for code, name in written
    ]
