"""Fate of packs: of several from one board the last one made counts, and what it does not list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from xeploai.findings import CellRef, Count, Finding
from xeploai.paths import IN_ZIP
from xeploai.reading.names import known_code
from xeploai.reading.xlsx.refusals import units_of_pack_unlisted
from xeploai.register.model import Register
from xeploai.submissions.model import Pack, Status, Submission, Taken
from xeploai.text import count, day, folded, listing

MOST_NAMED = 5
"""Units of a pack that are named where the register has none of them; their number is told."""


def without_replaced(taken: Sequence[Taken]) -> list[Taken]:
    """Return what was read without what packs carry that a later one has taken the place of."""
    packs = [item for item in taken if isinstance(item, Pack)]
    gone = tuple(f"{file}{IN_ZIP}" for file in _replaced(packs))
    if not gone:
        return list(taken)
    return [item for item in taken if not item.file.startswith(gone)]


def as_hidden(register: Register, packs: Sequence[Pack]) -> Register:
    """Return the register with the greatest size under which a sender of packs hides counts."""
    replaced = _replaced(packs)
    least = max((x.hide_below for x in packs if x.file not in replaced), default=0)
    return replace(register, hidden_in_packs=least) if least else register


def pack_fates(packs: Sequence[Pack]) -> list[Submission]:
    """Return the fate of every pack, with the short code that its sender tells by another way."""
    replaced = _replaced(packs)
    return [_fate(pack, replaced.get(pack.file)) for pack in packs]


def _fate(pack: Pack, later: Pack | None) -> Submission:
    status, reason = Status.PACK, _told(pack)
    if later is not None:
        status = Status.SUPERSEDED
        how = "Trùng với gói" if later.code == pack.code else "Đã có gói lập sau"
        reason = f"{how} {later.file}; mã gói {pack.code}"
    return Submission(pack.file, pack.sha256, "", pack.period, None, None, status, reason)


def _told(pack: Pack) -> str:
    return (
        f"Mã gói {pack.code}; {pack.office}, đến ngày {day(pack.as_of)}, lập lúc "
        f"{pack.made_at:%H:%M} ngày {day(pack.made_at.date())}; {count(pack.number)} tệp"
    )


def _replaced(packs: Iterable[Pack]) -> Mapping[str, Pack]:
    """Return the pack that has taken the place of each older one of the same board and period."""
    groups: dict[tuple[object, ...], list[Pack]] = {}
    for pack in packs:
        # Where no unit stands above all, offices of one name are told apart by what they have.
        board = folded(pack.office), pack.unit or pack.units
        groups.setdefault((*board, pack.period), []).append(pack)
    replaced: dict[str, Pack] = {}
    for group in groups.values():
        # Of copies the first by name stands, as of workbooks.
        by_name = sorted(group, key=lambda pack: pack.file, reverse=True)
        last = max(reversed(by_name), key=lambda pack: (pack.made_at, pack.code))
        # What a board has in its folder counted there; so it counts in the pack made of it too.
        inside = f"{last.file}{IN_ZIP}"
        older = (x for x in group if x is not last and not x.file.startswith(inside))
        replaced |= {pack.file: last for pack in older}
    return replaced


def pack_findings(packs: Sequence[Pack], register: Register) -> Iterator[Finding]:
    """Yield what is wrong between a pack and the register: units that are not listed there."""
    replaced = _replaced(packs)
    for pack in packs:
        missing = [
            f"{code} {name}"
            for code, name in (pack.units if pack.file not in replaced else ())
            if known_code(code, register.units) not in register.units
        ]
        if missing:
            names = listing(missing, MOST_NAMED, "đơn vị")
            yield units_of_pack_unlisted(Count(len(missing)), names).at(CellRef(pack.file), "")
