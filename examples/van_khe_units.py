"""The organisations of Vân Khê today and a year before: every name and figure is made up."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from examples.draw import Totals, decide, draw_counts, ladder, sums, uneven
from examples.fill import RowValues, Sheets
from examples.names import commune_cells, office_cells
from examples.story import Story
from xeploai.register.deadlines import usual_event
from xeploai.schema.register import CrosswalkRow, DeadlineRow, SettingRow, UnitRow
from xeploai.schema.terms import MilestoneEvent, UnitKind, YesNo

NOTE = (
    "Số liệu minh họa: tỉnh, xã, các đơn vị cũ và mới, mọi tên gọi, số liệu, lỗi và ngày gửi đều "
    "là tự đặt."
)
ROOT = "SH"
OWN_FORM = "SH01"
"""The commune that files a form of its own, too: its own collectives and leaders."""
FOUNDED = date(2025, 7, 1)
"""The day on which there were no districts any more, and the new communes began."""

COMMITTEE, CELL = UnitKind.GRASSROOTS, UnitKind.GRASSROOTS_CELL


@dataclass(frozen=True, slots=True)
class Place:
    """A grassroots organisation; old: the codes of those it was made of.

    cells: the names of a committee's cells, between semicolons; number: how many of them are
    villages and offices of a commune, where they have no names here.
    """

    code: str
    name: str
    parent: str
    rated: int
    cells: str = ""
    number: int = 0
    old: tuple[str, ...] = ()

    @property
    def kind(self) -> UnitKind:
        """A committee has cells; a chi bộ cơ sở is its own."""
        return COMMITTEE if self.cells or self.number else CELL


COMMUNES = (
    # code, name, what it was made of; Đồng Bãi was split
    ("SH01", "Đảng bộ xã Vân Khê", ("VG01", "VG02", "VG03")),
    ("SH02", "Đảng bộ xã Yên Thủy", ("PS01",)),
    ("SH03", "Đảng bộ xã Tân Mỹ", ("PS02", "PS04")),
    ("SH04", "Đảng bộ xã Hòa Lạc", ("PS03", "PS04")),
)
_VAN_KHE = (
    # name, members rated, cells, made of
    ("Đảng bộ các cơ quan Đảng xã", 34,
     "Văn phòng; Ban Xây dựng Đảng; Ủy ban Kiểm tra; Mặt trận Tổ quốc và các đoàn thể", ()),
    ("Đảng bộ Chính quyền xã", 41,
     "Văn phòng; Phòng Kinh tế; Phòng Văn hóa - Xã hội; Trung tâm Hành chính công", ()),
    ("Đảng bộ Trường THPT Vân Khê", 48, "Khối văn phòng; Tổ Tự nhiên; Tổ Xã hội", ("VG11",)),
    ("Đảng bộ Trung tâm Y tế khu vực Vân Giang", 66,
     "Hành chính; Khám bệnh; Nội - Nhi; Ngoại - Sản; Dự phòng", ("VG12",)),
    ("Đảng bộ Công ty May Vân Giang", 38, "Văn phòng; Phân xưởng 1; Phân xưởng 2", ("VG13",)),
    ("Đảng bộ thôn Vân Lâm", 92, "xóm Đông; xóm Đoài; xóm Trung; xóm Bến", ()),
    ("Đảng bộ thôn Khê Thượng", 84, "xóm Nội; xóm Ngoại; xóm Chùa", ()),
    ("Đảng bộ thôn Khê Hạ", 76, "xóm Đình; xóm Cầu; xóm Mới", ()),
    ("Chi bộ Công an xã", 24, "", ()),
    ("Chi bộ Quân sự xã", 9, "", ()),
    ("Chi bộ Trạm Y tế xã", 11, "", ()),
    ("Chi bộ Trường THCS Vân Lâm", 17, "", ()),
    ("Chi bộ Trường THCS Khê Thượng", 15, "", ()),
    ("Chi bộ Trường THCS Khê Hạ", 14, "", ()),
    ("Chi bộ Trường Tiểu học Vân Lâm", 19, "", ()),
    ("Chi bộ Trường Tiểu học Khê Thượng", 16, "", ()),
    ("Chi bộ Trường Tiểu học Khê Hạ", 18, "", ()),
    ("Chi bộ Trường Mầm non Vân Khê", 21, "", ()),
    ("Chi bộ Quỹ Tín dụng nhân dân Vân Lâm", 10, "", ("VG14",)),
    ("Chi bộ Bưu điện Vân Giang", 12, "", ("VG15",)),
    ("Chi bộ Ngân hàng Nông nghiệp Vân Giang", 17, "", ("VG16",)),
    ("Chi bộ Trung tâm Dịch vụ tổng hợp", 23, "", ("VG17", "VG18")),
    ("Chi bộ Hợp tác xã Nông nghiệp Khê Hạ", 13, "", ()),
    ("Chi bộ thôn Bãi Dâu", 31, "", ()),
    ("Chi bộ thôn Cẩm La", 28, "", ()),
    ("Chi bộ thôn Đan Thượng", 26, "", ()),
    ("Chi bộ thôn Lạc Trung", 33, "", ()),
    ("Chi bộ thôn Phú Thịnh", 29, "", ()),
    ("Chi bộ thôn Tân Lập", 24, "", ()),
    ("Chi bộ thôn Yên Thịnh", 27, "", ()),
)  # fmt: skip
_OTHERS = (
    # commune, name, members rated, cells
    ("SH02", "Đảng bộ các cơ quan xã Yên Thủy", 52, "Cơ quan Đảng; Chính quyền; Mặt trận"),
    ("SH02", "Đảng bộ thôn Thủy Nội", 83, "xóm Trên; xóm Giữa; xóm Dưới"),
    ("SH02", "Chi bộ Trường Phổ thông Yên Thủy", 26, ""),
    ("SH02", "Chi bộ thôn Thủy Ngoại", 35, ""),
    ("SH03", "Đảng bộ các cơ quan xã Tân Mỹ", 47, "Cơ quan Đảng; Chính quyền; Mặt trận"),
    ("SH03", "Đảng bộ thôn Tân Thành", 91, "xóm Chợ; xóm Đê; xóm Bãi"),
    ("SH03", "Chi bộ Trường THCS Tân Mỹ", 22, ""),
    ("SH03", "Chi bộ thôn Bãi Đông", 34, ""),
    ("SH04", "Đảng bộ các cơ quan xã Hòa Lạc", 45, "Cơ quan Đảng; Chính quyền; Mặt trận"),
    ("SH04", "Đảng bộ thôn Mỹ Xá", 88, "xóm Thượng; xóm Trung; xóm Hạ"),
    ("SH04", "Chi bộ Trường THCS Hòa Lạc", 20, ""),
    ("SH04", "Chi bộ thôn Bãi Đoài", 30, ""),
)
_OF_PROVINCE = (
    # code, name, members rated, cells: they stand as they stood
    ("SH90", "Đảng bộ Trường Cao đẳng Sông Hà", 74, "Hành chính; Khoa Cơ bản; Khoa Kinh tế"),
    ("SH91", "Chi bộ Công ty Thủy nông Sông Hà", 25, ""),
)
_OLD = (
    # code, name, district, members rated, how many cells of a commune, names of cells
    ("VG01", "Đảng bộ xã Vân Lâm", "VG", 262, 11, ""),
    ("VG02", "Đảng bộ xã Khê Thượng", "VG", 214, 10, ""),
    ("VG03", "Đảng bộ xã Khê Hạ", "VG", 203, 9, ""),
    ("VG11", "Đảng bộ Trường THPT Vân Khê", "VG", 47, 0, "Khối văn phòng; Tổ Tự nhiên; Tổ Xã hội"),
    ("VG12", "Đảng bộ Trung tâm Y tế huyện Vân Giang", "VG", 68, 0,
     "Hành chính; Khám bệnh; Nội - Nhi; Ngoại - Sản; Dự phòng"),
    ("VG13", "Đảng bộ Công ty May Vân Giang", "VG", 37, 0, "Văn phòng; Phân xưởng 1; Phân xưởng 2"),
    ("VG14", "Chi bộ Quỹ Tín dụng nhân dân Vân Lâm", "VG", 10, 0, ""),
    ("VG15", "Chi bộ Bưu điện huyện Vân Giang", "VG", 12, 0, ""),
    ("VG16", "Chi bộ Ngân hàng Nông nghiệp huyện Vân Giang", "VG", 17, 0, ""),
    ("VG17", "Chi bộ Trung tâm Văn hóa huyện Vân Giang", "VG", 13, 0, ""),
    ("VG18", "Chi bộ Trung tâm Dịch vụ nông nghiệp huyện Vân Giang", "VG", 11, 0, ""),
    ("PS01", "Đảng bộ xã Yên Thủy", "PS", 196, 9, ""),
    ("PS02", "Đảng bộ xã Tân Thành", "PS", 149, 8, ""),
    ("PS03", "Đảng bộ xã Mỹ Xá", "PS", 143, 8, ""),
    ("PS04", "Đảng bộ xã Đồng Bãi", "PS", 121, 7, ""),
)  # fmt: skip
DISTRICTS = (("VG", "Đảng bộ huyện Vân Giang"), ("PS", "Đảng bộ huyện Phú Sa"))
"""The districts of the year before."""


def _places() -> Iterator[Place]:
    for number, (name, rated, cells, old) in enumerate(_VAN_KHE, start=1):
        yield Place(f"SH01.{number:02}", name, "SH01", rated, cells, old=old)
    in_commune: dict[str, int] = {}
    for commune, name, rated, cells in _OTHERS:
        in_commune[commune] = in_commune.get(commune, 0) + 1
        yield Place(f"{commune}.{in_commune[commune]:02}", name, commune, rated, cells)


_STAYED = tuple(Place(code, name, ROOT, rated, cells) for code, name, rated, cells in _OF_PROVINCE)
PLACES = (*_places(), *_STAYED)
"""The organisations of today that report, in the office's order."""

OLD_PLACES = (
    *(Place(*row[:4], row[5], row[4]) for row in _OLD),
    *_STAYED,
)
"""Those of the year before, by their own codes."""


# ------------------------------------------------------------------ what they were rated


def stories(places: Sequence[Place], year: int) -> dict[str, Story]:
    """Return the story of every unit in a year, by code."""
    lot = random.Random(f"Vân Khê {year}")
    drawn = {place.code: _drawn(lot, place) for place in places}
    levels = decide([sums(story.counts) for story in drawn.values()], xs=len(drawn) // 7, ht=2)
    return {
        code: Story(
            story.code, story.kind, story.cells, story.counts, story.ladders,
            ladder(lot, level, changed=15),
        )
        for (code, story), level in zip(drawn.items(), levels, strict=True)
    }  # fmt: skip


def _drawn(lot: random.Random, place: Place) -> Story:
    cells = _cells(lot, place)
    counts = draw_counts(lot, uneven(lot, place.rated, len(cells)), _totals(lot, place.rated))
    levels = decide(counts, xs=len(cells) // 5, ht=int(len(cells) > 8 and lot.randrange(2)))
    ladders = [ladder(lot, level) for level in levels]
    return Story(place.code, place.kind, cells, counts, ladders, ladders[0])


def _cells(lot: random.Random, place: Place) -> list[tuple[str, str]]:
    if place.number:
        commune = place.name.removeprefix("Đảng bộ ")
        return commune_cells(lot, place.number, f"{place.code}.", commune, southern=False)
    if place.cells:
        return office_cells(f"{place.code}.", place.cells)
    return [(place.code, place.name)]


def _totals(lot: random.Random, rated: int) -> Totals:
    """At most 14 % excellent, which stays below 20 % of those who did well."""
    return Totals(
        xs=rated * lot.randint(80, 140) // 1000,
        ht=rated * lot.randint(30, 60) // 1000,
        exempt=rated * lot.randint(30, 50) // 1000,
        new_under_6m=rated * lot.randint(8, 20) // 1000,
        not_rated_other=rated * lot.randint(2, 8) // 1000,
        probationary=rated * lot.randint(6, 14) // 1000,
    )


# ------------------------------------------------------------------ the registers


def register_rows() -> Sheets:
    """Return the rows of the register, by sheet."""
    return {
        SettingRow: [
            {
                "period": "2025",
                "office": "Ban Tổ chức Tỉnh ủy Sông Hà (số liệu minh họa)",
                "higher_office": "Ban Tổ chức Trung ương",
                "note": NOTE,
                # In a small cell one member more or less is 10 % already.
                "yearly_tolerance": 20,
            }
        ],
        UnitRow: list(_units()),
        DeadlineRow: [
            *_deadlines(2025),
            {
                "milestone": "XA",
                "name": "Kiểm điểm, đánh giá, xếp loại cấp xã",
                "kinds": UnitKind.DISTRICT,
                "deadline": date(2025, 12, 31),
                "event": MilestoneEvent.DECISION,
            },
        ],
        CrosswalkRow: [
            {"new_code": new, "old_code": old, "period": "2024"} for new, old in crosswalk()
        ],
    }


def crosswalk() -> Iterator[tuple[str, str]]:
    """Yield each new code beside an old one that it was made of, in whole or in part."""
    for code, _, made_of in COMMUNES:
        yield from ((code, old) for old in made_of)
    for place in PLACES:
        yield from ((place.code, old) for old in place.old)


def _units() -> Iterator[RowValues]:
    yield {"code": ROOT, "name": "Đảng bộ tỉnh Sông Hà", "kind": UnitKind.PROVINCE}
    for code, name, _ in COMMUNES:
        commune: RowValues = {
            "code": code, "name": name, "kind": UnitKind.DISTRICT, "parent_code": ROOT
        }  # fmt: skip
        yield commune | ({"files_form": YesNo.YES} if code == OWN_FORM else {})
        yield from (_unit(place) for place in PLACES if place.parent == code)
    yield from (_unit(place) for place in _STAYED)


def _unit(place: Place) -> RowValues:
    values: RowValues = {
        "code": place.code,
        "name": place.name,
        "kind": place.kind,
        "parent_code": place.parent,
    }
    communes = {code: name.removeprefix("Đảng bộ ") for code, name, _ in COMMUNES}
    if place.parent in communes:
        values["cluster"] = f"Cụm {communes[place.parent]}"
        values["official"] = f"Đồng chí Tỉnh ủy viên theo dõi {communes[place.parent]}"
        if not place.old:
            values["founded_on"] = FOUNDED
    return values


def _deadlines(year: int) -> Iterator[RowValues]:
    for code, name, (month, day) in (
        ("KH", "Ban hành kế hoạch kiểm điểm", (11, 20)),
        ("CB", "Chi bộ kiểm điểm xong", (12, 5)),
        ("TT", "Tập thể, cá nhân lãnh đạo kiểm điểm", (12, 10)),
        ("GUI", "Gửi hồ sơ, biểu tổng hợp", (12, 15)),
        ("QD", "Quyết định xếp loại", (12, 25)),
    ):
        deadline, event = date(year, month, day), usual_event(code)
        yield {"milestone": code, "name": name, "deadline": deadline, "event": event}


def old_register_rows() -> Sheets:
    """Return the rows of the register of the year before, on the map of then."""
    listed: list[RowValues] = [
        {"code": ROOT, "name": "Đảng bộ tỉnh Sông Hà", "kind": UnitKind.PROVINCE}
    ]
    for code, name in DISTRICTS:
        listed.append({"code": code, "name": name, "kind": UnitKind.DISTRICT, "parent_code": ROOT})
    for place in OLD_PLACES:
        above = {"parent_code": place.parent}
        listed.append({"code": place.code, "name": place.name, "kind": place.kind, **above})
    return {
        SettingRow: [{"period": "2024", "office": "Ban Tổ chức Tỉnh ủy Sông Hà"}],
        UnitRow: listed,
        DeadlineRow: list(_deadlines(2024)),
    }
