"""A season of 52 units as careless secretaries fill it in, drawn from a seed.

Each unit has one slip of its own, at a place drawn by lot. Which finding must tell it, at which
cell and by what words, is drawn with it; what is right is known from the stories alone, so that
the published totals can be held to it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from openpyxl import load_workbook

from examples.careless_files import Stray, strays
from examples.careless_slips import EARLIER, PAIRS, SLIPS, Clerk, NoRoomError, Pair, Slip
from examples.draw import Days, Totals, decide, draw_counts, ladder, sums
from examples.fill import RowValues, Sheets, edited_file, fill, register_file
from examples.mistakes import ExpectedFinding, Mistake, together
from examples.names import commune_cells
from examples.story import Story, sheets_of
from xeploai.forms.rows import KnownCell
from xeploai.forms.unit_form import unit_form
from xeploai.forms.workbook_builder import WorkbookBuilder
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.paths import REGISTER_FILE
from xeploai.register.deadlines import usual_event
from xeploai.register.model import Register
from xeploai.schema.form import InfoReturn
from xeploai.schema.register import DeadlineRow, SettingRow, UnitRow
from xeploai.schema.terms import Level, UnitKind

YEAR = 2025
AS_OF, CORRECTED_ON = date(YEAR, 12, 22), date(YEAR, 12, 23)
"""The day all has come, and the day on which all has been corrected."""

ROOT = "00"
UNITS = 52
_COMMUNES = (
    "An Bình", "Bảo Hà", "Cao Lộc", "Chiềng Mai", "Đại Từ", "Đông Anh", "Gia Lâm", "Hoằng Quỳ",
    "Hương Sơn", "Ia Ly", "Kim Bảng", "Kỳ Phú", "Lạng Giang", "Lộc Ninh", "Mường La", "Nam Đàn",
    "Nghĩa Hưng", "Ô Môn", "Phù Cát", "Phước Long", "Quảng Xương", "Quế Võ", "Rạch Giá", "Sa Pa",
    "Sông Lô", "Tam Nông", "Thạch Thất", "Thoại Sơn", "Trà Bồng", "Tủa Chùa", "Ứng Hòa",
    "Vạn Ninh", "Vũ Thư", "Xín Mần", "Yên Minh", "Ý Yên", "Hồng Ngự", "Bắc Hà", "Cẩm Khê",
    "Đức Thọ", "Giồng Riềng", "Hàm Yên", "Krông Nô", "Mộc Châu", "Ninh Giang", "Tân Uyên",
    "Văn Bàn", "Bình Gia", "Cẩm Lệ",
)  # fmt: skip
_OFFICES = ("Kho bạc Nhà nước", "Bảo hiểm xã hội", "Thi hành án dân sự")
_DAYS: Days = {
    "KH": (date(YEAR, 11, 3), date(YEAR, 11, 14)),
    "review": (date(YEAR, 11, 17), date(YEAR, 12, 5)),
    "cell_decision": (date(YEAR, 12, 9), date(YEAR, 12, 10)),
    "TT": (date(YEAR, 12, 8), date(YEAR, 12, 12)),
    "sent": (date(YEAR, 12, 15), date(YEAR, 12, 19)),
}
_EARLY: Days = {
    step: (first - timedelta(days=8), last - timedelta(days=8))
    for step, (first, last) in _DAYS.items()
} | {"review": (date(YEAR, 11, 17), date(YEAR, 11, 27))}
"""Days of units that send on a day that can be taken for a month; no day of review can be."""


@dataclass(frozen=True)
class Sent:
    """One unit's sending: the rows that are right, and its slip.

    path: where the file is dropped, without the end of its name; beyond: what its return counts
    of another unit's, in spite of what is told of it.
    """

    unit: str
    path: str
    rows: Sheets
    counts: Mapping[str, int]
    slips: Sequence[Slip | Pair]
    mistake: Mistake
    beyond: Mapping[str, int]

    @property
    def path_sent(self) -> str:
        """The path of the file that comes."""
        return f"{self.path}{self.mistake.end}"

    @property
    def file(self) -> str:
        """The name that findings give the file."""
        return f"{self.path_sent}{self.mistake.within}"

    @property
    def is_counted(self) -> bool:
        """Whether the return counts in spite of its slips."""
        return all(slip.is_counted for slip in self.slips)

    @property
    def expected(self) -> tuple[ExpectedFinding, ...]:
        """All that must be found in the file."""
        return self.mistake.expected


@dataclass(frozen=True)
class Careless:
    """A season: the register, what each unit sends, and what lies beside it."""

    register: Register
    book: bytes
    sent: Sequence[Sent]
    strays: Sequence[Stray]

    def files(self) -> dict[str, bytes]:
        """Return the input folder as the secretaries leave it."""
        files = {REGISTER_FILE: self.book, **{each.path: each.data for each in self.strays}}
        for each in self.sent:
            files[each.path_sent] = self._workbook(each)
            if each.mistake.earlier:
                book = self._form(each.unit)
                fill(book, each.rows)
                each.mistake.earlier(book)
                files[f"{each.path}{EARLIER}.xlsx"] = workbook_bytes(book)
        return files

    def _workbook(self, sent: Sent) -> bytes:
        book = self._form(sent.unit)
        fill(book, sent.rows)
        sent.mistake.make(book)
        data = workbook_bytes(book)
        if sent.mistake.after:
            opened = load_workbook(BytesIO(data))
            sent.mistake.after(opened)
            data = edited_file(opened)
        return sent.mistake.sent_as(data) if sent.mistake.sent_as else data

    def corrected(self, sent: Sent) -> bytes:
        """Return what a unit sends again once it has done what it was told."""
        (info,) = sent.rows[InfoReturn]
        again = info | {"version": 2, "sent_on": CORRECTED_ON}
        book = self._form(sent.unit)
        fill(book, {**sent.rows, InfoReturn: [again]})
        return workbook_bytes(book)

    def _form(self, code: str) -> WorkbookBuilder:
        unit = self.register.units[code]
        listed = [KnownCell(cell.code, cell.name) for cell in self.register.cells_of(code)]
        return unit_form(self.register, unit, listed)


def season(seed: int) -> Careless:
    """Draw a season; the same at every call."""
    lot = random.Random(f"careless {seed}")
    stories = {story.code: story for story in _stories(lot)}
    listed = {code for code in stories if int(code[2:]) % 2}
    book, register = register_file(_register_rows(stories, listed))
    rows = {code: sheets_of(lot, story, _days(code)) for code, story in stories.items()}
    clerks = [Clerk(lot, x, rows[x.code], x.code in listed, stories) for x in stories.values()]
    sent = [
        Sent(
            code, f"cum {int(code[2:]) % 3}/{code}", rows[code], sums(stories[code].counts), *dealt
        )
        for code, dealt in _dealt(lot, clerks).items()
    ]
    return Careless(register, book, sent, strays(lot, book))


def _days(code: str) -> Days:
    return _DAYS if int(code[2:]) % 7 else _EARLY


_Dealt = tuple[list[Slip | Pair], Mistake, Mapping[str, int]]


def _dealt(lot: random.Random, clerks: Sequence[Clerk]) -> dict[str, _Dealt]:
    """Deal slips to the units: each one there is, and none to two units before all are dealt.

    Those that go beside others are dealt last, to units that have one already.
    """
    alone = [slip for slip in SLIPS if not slip.is_aside]
    dealt = dict(_dealt_in_pairs(lot, clerks))
    rest = len(clerks) - len(dealt) - len(alone)
    left = lot.sample(alone, len(alone)) + lot.choices(alone, k=rest)
    for slip in sorted(left, key=lambda slip: sum(_has_room(slip, each) for each in clerks)):
        free = [clerk for clerk in clerks if clerk.code not in dealt]
        clerk, mistake = _made(slip, lot.sample(free, len(free)))
        dealt[clerk.code] = [slip], mistake, {}
    for slip in (x for x in SLIPS if x.is_aside):
        free = [x for x in clerks if _takes_another(*dealt[x.code])]
        clerk, mistake = _made(slip, lot.sample(free, len(free)))
        slips, first, beyond = dealt[clerk.code]
        dealt[clerk.code] = [*slips, slip], together(first, mistake), beyond
    return {clerk.code: dealt[clerk.code] for clerk in clerks}


def _dealt_in_pairs(lot: random.Random, clerks: Sequence[Clerk]) -> Iterator[tuple[str, _Dealt]]:
    free = [x for x in lot.sample(clerks, len(clerks)) if not x.story.is_cell and not x.is_listed]
    for each in PAIRS:
        clerk, owner = free.pop(), free.pop()
        own, others, beyond = each.make(clerk, owner)
        yield clerk.code, ([each], own, beyond)
        yield owner.code, ([each], others, {})


def _takes_another(slips: Sequence[Slip | Pair], mistake: Mistake, _: object) -> bool:
    is_whole = mistake.sent_as is None and mistake.earlier is None
    return len(slips) == 1 and slips[0].is_counted and is_whole


def _has_room(slip: Slip, clerk: Clerk) -> bool:
    try:
        slip.make(clerk)
    except NoRoomError:
        return False
    return True


def _made(slip: Slip, clerks: Sequence[Clerk]) -> tuple[Clerk, Mistake]:
    """Return the first unit that has room for a slip, and the slip there."""
    for clerk in clerks:
        with suppress(NoRoomError):
            return clerk, slip.make(clerk)
    raise LookupError(slip.name)


def _stories(lot: random.Random) -> Iterator[Story]:
    for number, name in enumerate(_COMMUNES, start=1):
        code, size = f"DU{number:02}", lot.randint(9, 13)
        counts = _counts(lot, [lot.randint(14, 40) for _ in range(size)])
        levels = decide(counts, xs=size // 8, ht=lot.randrange(2))
        cells = commune_cells(lot, size, f"{code}.", f"xã {name}", southern=bool(lot.randrange(2)))
        yield Story(
            code, UnitKind.GRASSROOTS, cells, counts, [ladder(lot, x, 0) for x in levels],
            (Level.HTT,) * 3, stages=1,
        )  # fmt: skip
    for number, name in enumerate(_OFFICES, start=len(_COMMUNES) + 1):
        code = f"DU{number:02}"
        counts, cell = _counts(lot, [lot.randint(9, 20)]), (code, f"Chi bộ {name} huyện")
        own = (Level.HTT,) * 3
        yield Story(code, UnitKind.GRASSROOTS_CELL, [cell], counts, [own], own, stages=1)


def _counts(lot: random.Random, rated: Sequence[int]) -> list[dict[str, int]]:
    whole = sum(rated)
    totals = Totals(
        xs=whole // 10, ht=whole // 25, exempt=whole // 25, new_under_6m=whole // 90,
        probationary=whole // 80,
    )  # fmt: skip
    return draw_counts(lot, rated, totals)


def _register_rows(stories: Mapping[str, Story], listed: set[str]) -> Sheets:
    names = dict(zip(stories, (*_COMMUNES, *_OFFICES), strict=True))
    units: list[RowValues] = [
        {"code": ROOT, "name": "Đảng bộ huyện Mẫu", "kind": UnitKind.DISTRICT}
    ]
    for story in stories.values():
        name = story.cells[0][1] if story.is_cell else f"Đảng bộ xã {names[story.code]}"
        units.append({"code": story.code, "name": name, "kind": story.kind, "parent_code": ROOT})
        for code, cell in story.cells if story.code in listed and not story.is_cell else ():
            units.append(
                {"code": code, "name": cell, "kind": UnitKind.CELL, "parent_code": story.code}
            )
    deadlines: list[RowValues] = [
        {"milestone": code, "name": name, "deadline": day, "event": usual_event(code)}
        for code, name, day in (
            ("KH", "Ban hành kế hoạch kiểm điểm", date(YEAR, 11, 15)),
            ("CB", "Chi bộ kiểm điểm xong", date(YEAR, 12, 10)),
            ("TT", "Tập thể, cá nhân lãnh đạo kiểm điểm", date(YEAR, 12, 13)),
            ("GUI", "Gửi hồ sơ, biểu tổng hợp", date(YEAR, 12, 20)),
        )
    ]
    settings = {"period": str(YEAR), "office": "Ban Tổ chức Huyện ủy Mẫu (số liệu minh họa)"}
    return {SettingRow: [settings], UnitRow: units, DeadlineRow: deadlines}
