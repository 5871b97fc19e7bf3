"""The organisations of Vĩnh Tường and what their year was: real communes, invented figures."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from examples.draw import Totals, decide, draw_counts, ladder, sums, uneven
from examples.fill import RowValues, Sheets
from examples.names import commune_cells, office_cells
from examples.story import Story
from xeploai.register.deadlines import usual_event
from xeploai.schema.register import DeadlineRow, DecisionRow, SettingRow, UnitRow, WaiverRow
from xeploai.schema.terms import Level, MilestoneEvent, RatedSubject, UnitKind, YesNo

NOTE = (
    "Số liệu minh họa: tên các xã, thị trấn và hai hạn 20/12/2021, 31/12/2021 là thật; "
    "mọi số liệu, lỗi và ngày gửi của từng đơn vị là tự đặt."
)
ROOT = "0100"


@dataclass(frozen=True, slots=True)
class Place:
    """A grassroots organisation; listed: the register knows its cells."""

    code: str
    name: str
    kind: UnitKind
    cluster: int
    size: int
    rated: int
    cells: str = ""

    @property
    def listed(self) -> Sequence[tuple[str, str]]:
        """The cells that the register lists."""
        return office_cells(f"{self.code}.", self.cells) if self.cells else ()


_COMMUNES = (
    # name, cluster, cells, members rated
    ("thị trấn Vĩnh Tường", 1, 14, 378),
    ("thị trấn Thổ Tang", 2, 28, 968),
    ("thị trấn Tứ Trưng", 1, 13, 341),
    ("xã An Tường", 4, 11, 286),
    ("xã Bình Dương", 4, 13, 352),
    ("xã Bồ Sao", 3, 9, 187),
    ("xã Cao Đại", 2, 10, 224),
    ("xã Chấn Hưng", 3, 12, 309),
    ("xã Đại Đồng", 2, 12, 322),
    ("xã Kim Xá", 3, 13, 334),
    ("xã Lũng Hòa", 2, 12, 315),
    ("xã Lý Nhân", 4, 9, 196),
    ("xã Nghĩa Hưng", 3, 11, 268),
    ("xã Ngũ Kiên", 1, 11, 274),
    ("xã Phú Đa", 1, 10, 231),
    ("xã Tam Phúc", 1, 9, 189),
    ("xã Tân Phú", 2, 10, 238),
    ("xã Tân Tiến", 2, 11, 255),
    ("xã Thượng Trưng", 2, 12, 303),
    ("xã Tuân Chính", 4, 11, 262),
    ("xã Vân Xuân", 1, 10, 221),
    ("xã Việt Xuân", 3, 9, 184),
    ("xã Vĩnh Ninh", 4, 10, 226),
    ("xã Vĩnh Sơn", 4, 10, 243),
    ("xã Vĩnh Thịnh", 4, 13, 330),
    ("xã Vũ Di", 1, 10, 219),
    ("xã Yên Bình", 3, 12, 301),
    ("xã Yên Lập", 3, 11, 272),
)
_POLICE_CELLS = (
    "Tham mưu; An ninh; Cảnh sát điều tra; Quản lý hành chính; Giao thông - Trật tự; Hậu cần; "
    "Công an xã, thị trấn"
)
_HEALTH_CELLS = (
    "Khám bệnh; Nội - Nhi; Ngoại - Sản; Dược - Cận lâm sàng; "
    "Hành chính; Kiểm soát bệnh tật; Dân số; Trạm y tế xã, thị trấn"
)
SECTIONS = {
    "0130.A": ("Đảng bộ bộ phận khối Điều trị", range(4)),
    "0130.B": ("Đảng bộ bộ phận khối Dự phòng", range(4, 8)),
}
"""Names of the health centre's own, and which of its listed cells stand below each."""

NEW_CELL = ("0130.09", "Chi bộ Cơ sở tiêm chủng")
"""A cell of the health centre that the register does not list yet."""

LOWERED = "0113"
"""The unit whose level was lowered when it was appraised."""

HINTED = frozenset({"0106", "0118", "0129"})
IN_DATABASE = frozenset({"0101", "0104", "0107", "0112", "0124"})
"""Units of which the board gives the number of members in the database."""

PLACES = (
    *(
        Place(f"{101 + index:04}", f"Đảng bộ {name}", UnitKind.GRASSROOTS, cluster, size, rated)
        for index, (name, cluster, size, rated) in enumerate(_COMMUNES)
    ),
    Place("0129", "Đảng bộ Công an huyện", UnitKind.GRASSROOTS, 1, 7, 148, _POLICE_CELLS),
    Place("0130", "Đảng bộ Trung tâm Y tế huyện", UnitKind.GRASSROOTS, 1, 9, 173, _HEALTH_CELLS),
    Place("0131", "Chi bộ Kho bạc Nhà nước huyện", UnitKind.GRASSROOTS_CELL, 1, 1, 14),
)
NEIGHBOUR = Place("0240", "Đảng bộ xã Đồng Cương", UnitKind.GRASSROOTS, 0, 8, 163)
"""A commune of the next district, whose form came here by mistake."""


def stories() -> dict[str, Story]:
    """Return the story of every unit, by code."""
    lot = random.Random("Vĩnh Tường 2021")
    drawn = {place.code: _drawn(lot, place) for place in (*PLACES, NEIGHBOUR)}
    levels = decide([sums(story.counts) for story in drawn.values()], xs=6, ht=2)
    rated = {
        # Every third unit has been appraised already; the decisions are still to come.
        code: replace(story, own=ladder(lot, level, changed=20), stages=1 if number % 3 else 2)
        for number, ((code, story), level) in enumerate(zip(drawn.items(), levels, strict=True))
    }
    return rated | {LOWERED: replace(rated[LOWERED], own=(Level.XS, Level.HTT, Level.HTT))}


def _drawn(lot: random.Random, place: Place) -> Story:
    rated = uneven(lot, place.rated, place.size)
    counts = draw_counts(lot, rated, _totals(lot, place.rated))
    levels = decide(counts, xs=place.size // 7, ht=int(place.size > 8 and lot.randrange(2)))
    ladders = [ladder(lot, level) for level in levels]
    own = (Level.HTT, Level.HTT, Level.HTT)
    return Story(place.code, place.kind, _cells(lot, place), counts, ladders, own, stages=1)


def _totals(lot: random.Random, rated: int) -> Totals:
    """At most 14 % excellent, which stays below 20 % of those who did well."""
    return Totals(
        xs=rated * lot.randint(80, 140) // 1000,
        ht=rated * lot.randint(40, 75) // 1000,
        kht=rated * lot.randint(0, 8) // 1000,
        exempt=rated * lot.randint(30, 50) // 1000,
        suspended=rated // 300,
        new_under_6m=rated * lot.randint(8, 20) // 1000,
        not_rated_other=rated * lot.randint(2, 8) // 1000,
        probationary=rated * lot.randint(6, 14) // 1000,
    )


def _cells(lot: random.Random, place: Place) -> list[tuple[str, str]]:
    if place.kind is UnitKind.GRASSROOTS_CELL:
        return [(place.code, place.name)]
    if place.cells:
        return [*place.listed, NEW_CELL][: place.size]
    commune = place.name.removeprefix("Đảng bộ ")
    return commune_cells(lot, place.size, "", commune, southern=False)


# ------------------------------------------------------------------ the register


def register_rows(story_of: Mapping[str, Story]) -> Sheets:
    """Return the rows of the board's register, by sheet."""
    return {
        SettingRow: [
            {
                "period": "2021",
                "office": "Ban Tổ chức Huyện ủy Vĩnh Tường (số liệu minh họa)",
                "higher_office": "Tỉnh ủy Vĩnh Phúc",
                "note": NOTE,
            }
        ],
        UnitRow: list(_units(story_of)),
        DeadlineRow: list(_deadlines()),
        DecisionRow: list(_decisions()),
        WaiverRow: [
            {
                "rule": "Số chi bộ khai khác số dòng chi bộ",
                "unit_code": "0123",
                "reason": "Một chi bộ mới thành lập chưa đủ 6 tháng, chưa đánh giá",
                "approved_by": "Trưởng ban Tổ chức Huyện ủy",
                "approved_on": date(2021, 12, 20),
            }
        ],
    }


def _units(story_of: Mapping[str, Story]) -> Iterator[RowValues]:
    yield {"code": ROOT, "name": "Đảng bộ huyện Vĩnh Tường", "kind": UnitKind.DISTRICT}
    for number, place in enumerate(PLACES, start=1):
        yield {
            "number": number,
            "code": place.code,
            "name": place.name,
            "kind": place.kind,
            "parent_code": ROOT,
            "cluster": f"Cụm {place.cluster}",
            "official": f"Đồng chí Ủy viên Ban Thường vụ phụ trách cụm {place.cluster}",
            **_known(place, story_of),
        }
        yield from _below(place)


def _known(place: Place, story_of: Mapping[str, Story]) -> RowValues:
    values: RowValues = {"hinted": YesNo.YES} if place.code in HINTED else {}
    if place.code in IN_DATABASE:
        values["members_in_database"] = sums(story_of[place.code].counts)["members"]
    return values


def _below(place: Place) -> Iterator[RowValues]:
    """Yield the listed cells; those of the health centre below its sectional committees."""
    above: dict[int, str] = {}
    if place.code == "0130":
        for code, (name, numbers) in SECTIONS.items():
            yield {"code": code, "name": name, "kind": UnitKind.SECTION, "parent_code": place.code}
            above |= dict.fromkeys(numbers, code)
    for number, (code, name) in enumerate(place.listed):
        parent = above.get(number, place.code)
        yield {"code": code, "name": name, "kind": UnitKind.CELL, "parent_code": parent}


def _deadlines() -> Iterator[RowValues]:
    for code, name, deadline in (
        ("KH", "Ban hành kế hoạch kiểm điểm", date(2021, 11, 15)),
        ("CB", "Chi bộ kiểm điểm xong", date(2021, 12, 5)),
        ("TT", "Tập thể, cá nhân lãnh đạo kiểm điểm", date(2021, 12, 12)),
        ("GUI", "Gửi hồ sơ, biểu tổng hợp", date(2021, 12, 20)),
        ("KP", "Kế hoạch khắc phục sau kiểm điểm", date(2022, 1, 15)),
    ):
        event = usual_event(code)
        yield {"milestone": code, "name": name, "deadline": deadline, "event": event}
    yield {
        "milestone": "HUYEN",
        "name": "Kiểm điểm, đánh giá, xếp loại cấp huyện",
        "kinds": UnitKind.DISTRICT,
        "deadline": date(2021, 12, 31),
        "event": MilestoneEvent.DECISION,
    }


def _decisions() -> Iterator[RowValues]:
    """One unit lowered when appraised, one decided before the others."""
    yield {
        "unit_code": LOWERED,
        "subject": RatedSubject.ORG,
        "self_level": Level.XS,
        "proposed_level": Level.HTT,
        "reason": "Còn chi bộ hoàn thành nhiệm vụ chậm so với kế hoạch",
    }
    yield {
        "unit_code": "0101",
        "subject": RatedSubject.ORG,
        "self_level": Level.HTT,
        "proposed_level": Level.HTT,
        "decided_level": Level.HTT,
        "decision_no": "412-QĐ/HU",
        "decision_date": date(2021, 12, 21),
    }
