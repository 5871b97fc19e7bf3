"""Phương pháp: what does this figure mean? Made from the code that computes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import NONE, NOUNS, UNKNOWN, lower_first, upper_first
from xeploai.reading.values import Misread, read_count, read_date, read_level
from xeploai.register.caps import basis
from xeploai.schema.periods import label_of
from xeploai.schema.regulations import Regulation, all_regulations
from xeploai.schema.terms import MilestoneEvent, OverCap, SendingMeasure, Subject
from xeploai.season.figures.shares import SHARES
from xeploai.season.progress.model import StatusKind
from xeploai.submissions.model import Status
from xeploai.views.methodology import (
    CAP_RATIOS,
    NOT_KNOWN,
    SHARE_NAMES,
    cap_percent,
    cited,
    never_over_words,
    own_caps,
    regulation_cap,
    rounding_words,
    share_words,
)
from xeploai.views.page import Page, site_page
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

STATUS_MEANINGS = {
    Status.COUNTED: "Bản hợp lệ mới nhất của đơn vị; số liệu lấy từ đây.",
    Status.SUPERSEDED: "Đơn vị có bản mới hơn hoặc ghi lần gửi lớn hơn, hoặc trùng hoàn toàn với "
    "tệp khác.",
    Status.REFUSED: "Có lỗi nên chưa được tính; bản hợp lệ trước đó, nếu có, vẫn được tính.",
    Status.UNREADABLE: "Không mở được, hoặc không phải biểu tổng hợp.",
    Status.UNKNOWN_UNIT: "Chưa rõ biểu của đơn vị nào: chưa ghi mã, mã không có trong danh mục, "
    "tên không phải của mã ấy, biểu lập cho đơn vị khác, hoặc mã của nơi không gửi biểu riêng.",
    Status.WRONG_PERIOD: "Biểu của kỳ khác; kỳ trước chỉ dùng để so sánh.",
    Status.EMPTY: "Biểu đúng nhưng chưa điền số liệu chi bộ nào.",
    Status.PARTIAL: "Còn chi bộ chưa kiểm điểm: chỉ tính vào tiến độ, chưa cộng xếp loại.",
    Status.AFTER_DAY: "Nhận sau ngày tính số liệu nên chưa được tính.",
    Status.DECISIONS: "Danh sách xét đã ghi kết quả: mức được quyết định lấy từ đây.",
    Status.PACK: "Gói của cấp dưới: từng biểu trong gói được đọc, kiểm tra lại như biểu gửi riêng.",
}
STANDING_MEANINGS = {
    StatusKind.ON_TIME: "Đã xong, không sau ngày hạn.",
    StatusKind.LATE: "Đã xong, sau ngày hạn.",
    StatusKind.OVERDUE: "Đã qua ngày hạn và biết là chưa xong.",
    StatusKind.IN_CORRECTION: "Biểu gửi đúng hạn, còn lỗi phải sửa; biểu không có lỗi, còn chi bộ "
    f"chưa kiểm điểm thì ghi “{lower_first(Status.PARTIAL.label)}”.",
    StatusKind.NO_REPORT: "Đã qua ngày hạn, chưa có thông tin đã xong hay chưa.",
    StatusKind.PENDING: "Chưa xong, chưa qua ngày hạn.",
    StatusKind.NOT_REQUIRED: "Mốc không bắt buộc với loại hình của đơn vị.",
}
KNOWN_DATES = {
    MilestoneEvent.SENDING: "ngày nhận biểu đầu tiên đọc được và có số liệu, kể cả biểu còn phải "
    "sửa và tệp sau đó đã xóa hoặc ghi đè",
    MilestoneEvent.CELL_REVIEWS: "ngày kiểm điểm của chi bộ sau cùng, khi mọi chi bộ có người "
    "được xếp loại đã kiểm điểm",
    MilestoneEvent.DECISION: "ngày ký quyết định xếp loại đơn vị",
}
SENDING_WORDS = {
    SendingMeasure.SENT: "mốc gửi biểu tính theo ngày gửi, kể cả biểu còn phải sửa (đang sửa)",
    SendingMeasure.COUNTED: "mốc gửi biểu chỉ xong khi biểu được tính; biểu còn phải sửa là đang "
    "sửa",
}
WRITTEN = ("12 ", "1.234", "12,0", "-", "12,5", "1,234", "mười hai")
DATES = ("20/12/2025", "2025-12-20", "31/02/2025")
LEVELS = ("HTT", "hoàn thành tốt nhiệm vụ", "khá")


@dataclass(frozen=True, slots=True)
class RatioFormula:
    """A ratio in words, and its value at the top of this season."""

    name: str
    words: str
    example: str


@dataclass(frozen=True, slots=True)
class RegulationRow:
    """A regulation and what it sets."""

    years: str
    name: str
    levels: str
    cap: str
    exempt: str
    new: str
    below: str
    in_force: bool


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page on how figures come about."""
    settings = view.settings
    context = {
        "lead": (
            f"Số liệu cộng từ biểu của từng đơn vị, theo {settings.regulation.name}; tỷ lệ của cấp "
            "trên tính từ tổng số của cấp dưới, không lấy trung bình các tỷ lệ."
        ),
        "settings": tuple(_settings(view)),
        "formulas": tuple(_formulas(view)),
        "rounding": rounding_words(settings.rounding, settings.digits),
        "stages": tuple(NOUNS.values()),
        "regulations": tuple(_regulation(each, settings.regulation) for each in all_regulations()),
        "readings": tuple(_readings()),
        "statuses": tuple((item.label, words) for item, words in STATUS_MEANINGS.items()),
        "standings": tuple(
            (item.value, upper_first(item.label), words)
            for item, words in STANDING_MEANINGS.items()
        ),
        "known_dates": tuple(KNOWN_DATES.items()),
        "sending_words": SENDING_WORDS[settings.sending_measure],
        "hide_below": view.register.hide_below,
    }
    yield site_page(SitePage.METHOD, "method", context)


# ---------------------------------------------------------------- settings


def _settings(view: SeasonView) -> Iterator[tuple[str, str]]:
    settings = view.settings
    yield "Kỳ đánh giá", label_of(settings.period)
    yield "Cơ quan tổng hợp", settings.office
    yield "Cơ quan cấp trên", settings.higher_office or UNKNOWN
    yield "Quy định áp dụng", settings.regulation.name
    yield "Tỷ lệ trần xuất sắc", cap_percent(settings)
    if settings.cap is not None:
        yield "Mẫu số tính trần", CAP_RATIOS[settings.cap_base]
        yield "Phạm vi tính trần", settings.cap_scope
        yield "Căn cứ tính trần", basis(settings, settings.cap, settings.cap_decision)
        yield "Quyết định cho phép vượt 20%", settings.cap_decision or NONE
    for name, cap in own_caps(view.register, view.register.units.values()):
        yield f"Trần riêng của {name}", cap
    yield "Không tính là vượt trần", never_over_words(settings) or NONE
    yield "Biểu vượt trần", "trả lại" if settings.over_cap is OverCap.REFUSED else "vẫn được tính"
    if settings.failed_quarter_bars_excellent:
        yield "Có quý không hoàn thành", "không xếp xuất sắc cả năm, theo thông lệ"
    yield "Số chữ số thập phân", str(settings.digits)
    yield "Cách làm tròn", settings.rounding
    yield "Công bố tỷ lệ xếp loại", f"khi tính được từ {settings.least_coverage}% số đơn vị"
    yield "Ẩn số liệu", _hidden(view)
    yield "Số liệu tính đến ngày", text.day(view.counted_to)


def _hidden(view: SeasonView) -> str:
    """Under how many members counts are hidden, and whether a board that sent a pack asks so."""
    least = view.register.hide_below
    if least <= 1:
        return "không ẩn"
    words = f"nơi có dưới {text.count(least)} đảng viên"
    is_asked = least > view.settings.hide_below
    return f"{words}, theo gói số liệu của cấp dưới" if is_asked else words


# ---------------------------------------------------------------- formulas


def _formulas(view: SeasonView) -> Iterator[RatioFormula]:
    whole = view.whole(Subject.MEMBER)
    for key, (top, bottom) in SHARES.items():
        example = ""
        if whole is not None and (share := getattr(whole, key)) is not None:
            number, parts = (sum(getattr(whole, x) for x in each) for each in (top, bottom))
            example = (
                f"{text.count(number)}/{text.count(parts)} = {text.percent(share, view.digits)}"
            )
        yield RatioFormula(SHARE_NAMES[key], share_words(key), example)


# ---------------------------------------------------------------- regulations


def _regulation(regulation: Regulation, in_force: Regulation) -> RegulationRow:
    last = f"–{regulation.last_year}" if regulation.last_year < 9999 else " trở đi"
    years = str(regulation.first_year) if regulation.first_year == regulation.last_year else ""
    return RegulationRow(
        years=years or f"{regulation.first_year}{last}",
        name=regulation.name,
        levels=cited(regulation.levels.note, regulation.levels.citation),
        cap=regulation_cap(regulation.cap),
        exempt=_exempt(regulation),
        new=_new(regulation),
        below=" ".join(_below(regulation)),
        in_force=regulation == in_force,
    )


def _exempt(regulation: Regulation) -> str:
    exempt = regulation.exempt
    return cited(exempt.note, exempt.citation) if exempt else NOT_KNOWN


def _new(regulation: Regulation) -> str:
    words = f"Tổ chức thành lập chưa đủ {regulation.new_months} tháng"
    if not regulation.new_confirmed:
        return f"{words}: thường không xếp loại (theo thông lệ)."
    return cited(f"{words}: không xếp loại", regulation.new_citation)


def _below(regulation: Regulation) -> Iterator[str]:
    """Yield the needs of an excellent cell or committee, and the effect of discipline below it."""
    quality, limit = regulation.quality, regulation.discipline
    if quality is None:
        yield NOT_KNOWN
    else:
        needed = (
            f"Chi bộ, đảng bộ xuất sắc: {quality.fulfilled_percent}% đảng viên, chi bộ hoàn thành "
            f"nhiệm vụ trở lên, {quality.good_percent}% hoàn thành tốt trở lên"
        )
        yield cited(needed, quality.citation)
        if not quality.confirmed:
            yield "Chưa đối chiếu với quy định của kỳ, chỉ dùng để nhắc."
    if limit is not None:
        percent = limit.organisations_percent
        words = f"Quá {percent}% tổ chức trực thuộc bị kỷ luật: không hoàn thành nhiệm vụ"
        yield cited(words, limit.citation)


# ---------------------------------------------------------------- how cells are read


def _readings() -> Iterator[tuple[str, str, str]]:
    """Yield each written value, its kind of cell, and how the program reads it, by reading it."""
    for written in WRITTEN:
        yield "Số", written, _count(written)
    for written in DATES:
        day = read_date(written)
        yield "Ngày", written, _refused(day) if isinstance(day, Misread) else text.day(day)
    for written in LEVELS:
        level = read_level(written)
        reading = _refused(level) if isinstance(level, Misread) else lower_first(level.label)
        yield "Mức xếp loại", written, reading


def _count(written: str) -> str:
    if written == "-":
        return "ô trống, được hiểu là 0"
    number = read_count(written)
    return _refused(number) if isinstance(number, Misread) else text.count(number)


def _refused(misread: Misread) -> str:
    return f"báo lỗi, phải là {misread.expected}"
