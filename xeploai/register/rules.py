"""The rules of the register by itself: what keeps it from being used, and what is odd in it."""

from collections.abc import Mapping, Sequence
from datetime import date

from xeploai.findings import Rule, Sentence, Severity, joined
from xeploai.reading.names import nearest
from xeploai.reading.office_rules import book_rule
from xeploai.schema.register import DeadlineRow, UnitRow
from xeploai.schema.terms import UnitKind
from xeploai.text import listing

SETTINGS = "Thiết lập của kỳ"
UNITS = "Danh sách đơn vị của danh mục"
MILESTONES = "Mốc thời gian của danh mục"
ENTRIES = "Các tờ ghi thêm của danh mục"


def nearest_listed(written: str, listed: Mapping[str, str], unread: Sequence[int] = ()) -> Sentence:
    """Return the end of a sentence on a code that is not listed: which one may be meant.

    Args:
        written: The code, or the name that stands in its place.
        listed: The name of each listed code.
        unread: The rows of the list whose own code is blank or cannot be read.
    """
    by_name = {name: code for code, name in listed.items() if name}
    alike = nearest(written, [*listed, *by_name])
    guesses = []
    if alike:
        code = by_name.get(alike, alike)
        guesses.append(Sentence("; gần nhất là “{code}” ({name})", code=code, name=listed[code]))
    if unread:
        rows = listing([*map(str, unread)], 3, "dòng")
        words = "; hoặc là đơn vị ở dòng {rows} của tờ {sheet}, nơi mã còn thiếu"
        guesses.append(Sentence(words, rows=rows, sheet=UnitRow.SHEET))
    return joined("", guesses)


# ------------------------------------------------------------------ settings


@book_rule(Severity.ERROR, SETTINGS)
def period_without_year(period: str) -> Sentence:
    """Kỳ đánh giá không có năm.

    Vì sao: quy định áp dụng và hạn của kỳ đều tính theo năm.
    Cách sửa: ghi năm hoặc quý của kỳ, ví dụ 2025 hoặc 2026-Q1.
    """
    return Sentence("Kỳ đánh giá “{period}” phải có năm, ví dụ 2025", period=period)


@book_rule(Severity.WARNING, SETTINGS)
def period_not_one_year(period: str, what: str, needed: str) -> Sentence:
    """Kỳ đánh giá không phải là một năm hoặc một quý.

    Vì sao: biểu ghi kỳ khác chữ ở danh mục thì không được tính; biểu ghi kỳ là một năm hoặc một
    quý.
    Cách sửa: ghi một năm, ví dụ 2025, hoặc một quý, ví dụ 2026-Q1; ô là ô ngày thì đổi kiểu ô sang
    số rồi ghi lại.
    """
    return Sentence(
        "Kỳ đánh giá ghi “{period}” là {what}; cần ghi {needed}",
        period=period, what=what, needed=needed,
    )  # fmt: skip


@book_rule(Severity.ERROR, SETTINGS)
def year_without_regulation(year: int, first: int) -> Sentence:
    """Năm của kỳ chưa có quy định.

    Vì sao: không biết xét các mức, các tỷ lệ theo quy định nào.
    Cách sửa: ghi đúng năm ở Kỳ đánh giá, hoặc chọn một quy định ở Quy định áp dụng.
    """
    return Sentence(
        "Chưa có quy định cho năm {year}; sớm nhất là năm {first}", year=year, first=first
    )


@book_rule(Severity.ERROR, SETTINGS)
def unknown_regulation(written: str, known: str) -> Sentence:
    """Không có quy định mang tên này.

    Vì sao: tên quy định ghi nhầm.
    Cách sửa: chọn một tên trong danh sách, hoặc để trống thì chọn theo năm.
    """
    return Sentence(
        "Không có quy định mang mã “{written}”; có: {known}", written=written, known=known
    )


@book_rule(Severity.ERROR, SETTINGS)
def impossible_digits(digits: int) -> Sentence:
    """Số chữ số thập phân ngoài khoảng cho phép.

    Vì sao: tỷ lệ in với 1 hoặc 2 chữ số sau dấu phẩy.
    Cách sửa: ghi 1 hoặc 2, hoặc để trống.
    """
    return Sentence("Số chữ số thập phân chỉ được là 1 hoặc 2, ô này ghi {digits}", digits=digits)


@book_rule(Severity.ERROR, SETTINGS)
def impossible_cap(cap: int) -> Sentence:
    """Tỷ lệ trần ngoài khoảng 1 đến 100.

    Vì sao: tỷ lệ trần là phần trăm của số đảng viên; 0% thì không ai được xếp loại xuất sắc.
    Cách sửa: ghi số từ 1 đến 100 theo văn bản.
    """
    return Sentence("Tỷ lệ trần ghi {cap}, cần số từ 1 đến 100", cap=cap)


# ------------------------------------------------------------------ the list of units


@book_rule(Severity.ERROR, UNITS)
def no_units() -> Sentence:
    """Danh mục chưa có đơn vị nào.

    Vì sao: không biết đơn vị nào phải gửi biểu.
    Cách sửa: ghi mỗi tổ chức đảng một dòng ở tờ Đơn vị.
    """
    return Sentence("Chưa có đơn vị nào; ghi mỗi tổ chức đảng một dòng")


@book_rule(Severity.ERROR, UNITS)
def no_reporting_unit() -> Sentence:
    """Không có đơn vị nào gửi biểu.

    Vì sao: chi bộ trực thuộc, đảng bộ bộ phận nằm trong biểu của đơn vị cấp trên.
    Cách sửa: ghi các đảng bộ cơ sở, chi bộ cơ sở hoặc đơn vị cấp trên; xem lại cột Loại hình.
    """
    return Sentence("Chưa có đơn vị nào gửi biểu, ví dụ đảng bộ cơ sở hoặc chi bộ cơ sở")


@book_rule(Severity.WARNING, UNITS)
def row_of_no_unit(name: str) -> Sentence:
    """Dòng chỉ có tên nhóm hoặc dòng cộng ở tờ Đơn vị.

    Vì sao: dòng này không có mã, loại hình nên không là đơn vị nào; chương trình bỏ qua.
    Cách sửa: nếu là đơn vị thì ghi mã, loại hình, mã cấp trên; nếu không thì để nguyên hoặc xóa.
    """
    return Sentence("“{name}” là tên nhóm hoặc dòng cộng, không tính là đơn vị", name=name)


@book_rule(Severity.ERROR, UNITS)
def unit_code_twice(code: str, name: str, first: int) -> Sentence:
    """Mã đơn vị bị trùng.

    Vì sao: biểu gửi về được nhận theo mã; hai đơn vị chung mã thì không biết biểu của ai.
    Cách sửa: ghi mã riêng cho một trong hai đơn vị; dòng chép thừa thì xóa.
    """
    return Sentence(
        "Mã đơn vị “{code}” đã có ở dòng {first} (“{name}”)", code=code, first=first, name=name
    )


@book_rule(Severity.WARNING, UNITS)
def unit_codes_look_alike(code: str, other: str, name: str, first: int) -> Sentence:
    """Hai mã đơn vị gần như một.

    Vì sao: mã chỉ khác chữ hoa, chữ thường, dấu cách hoặc số 0 ở đầu dễ bị ghi lẫn trong biểu.
    Cách sửa: nếu là một đơn vị thì giữ một dòng; nếu là hai đơn vị thì đặt mã khác hẳn.
    """
    return Sentence(
        "Mã “{code}” dễ lẫn với mã “{other}” ở dòng {first} (“{name}”)",
        code=code, other=other, first=first, name=name,
    )  # fmt: skip


@book_rule(Severity.WARNING, UNITS)
def unit_name_twice(name: str, first: int) -> Sentence:
    """Hai đơn vị cùng tên dưới một cấp trên.

    Vì sao: có thể một đơn vị được ghi hai lần, khi đó số đơn vị phải gửi biểu bị thừa.
    Cách sửa: nếu là một đơn vị thì xóa một dòng; nếu là hai đơn vị thì ghi tên cho phân biệt được.
    """
    return Sentence("“{name}” đã có ở dòng {first}, cùng cấp trên", name=name, first=first)


@book_rule(Severity.WARNING, UNITS)
def answer_without_effect(name: str, kind: UnitKind, files: str) -> Sentence:
    """Cột Gửi biểu cấp mình ghi ở đơn vị không thuộc diện ghi.

    Vì sao: cột này chỉ có tác dụng với tỉnh, cấp trên trực tiếp cơ sở; tổ chức cơ sở đảng luôn gửi
    biểu, chi bộ trực thuộc và đảng bộ bộ phận luôn nằm trong biểu của cấp trên.
    Cách sửa: xóa ô này; nếu đơn vị không phải gửi biểu thì bỏ khỏi tờ Đơn vị, nếu ghi nhầm Loại
    hình thì chọn lại.
    """
    return Sentence("“{name}” là {kind}, {files}; ô này không có tác dụng",
                    name=name, kind=kind, files=files)  # fmt: skip


@book_rule(Severity.ERROR, UNITS)
def unknown_parent(code: str, name: str, hint: Sentence) -> Sentence:
    """Mã đơn vị cấp trên không có trong danh mục.

    Vì sao: không biết cộng số liệu của đơn vị vào đâu.
    Cách sửa: ghi đúng mã của cấp trên như ở cột Mã đơn vị, hoặc thêm dòng của cấp trên.
    """
    return Sentence(
        "Mã đơn vị cấp trên “{code}” của “{name}” không có trong danh mục{hint}",
        code=code, name=name, hint=hint,
    )  # fmt: skip


@book_rule(Severity.ERROR, UNITS)
def cell_without_parent(name: str, kind: UnitKind) -> Sentence:
    """Chi bộ, đảng bộ bộ phận chưa ghi cấp trên.

    Vì sao: số liệu của chi bộ nằm trong biểu của cấp trên; không có cấp trên thì bị bỏ sót.
    Cách sửa: ghi mã của đảng bộ cơ sở hoặc đảng bộ bộ phận trực tiếp.
    """
    return Sentence(
        "“{name}” là {kind} nhưng chưa ghi mã đơn vị cấp trên", name=name, kind=str(kind)
    )


@book_rule(Severity.WARNING, UNITS)
def second_top_unit(name: str, top: str, code: str) -> Sentence:
    """Đơn vị để trống cấp trên dù đã có đơn vị trên cùng.

    Vì sao: số liệu của đơn vị này không được cộng vào đơn vị trên cùng.
    Cách sửa: ghi mã của cấp trên trực tiếp; nếu đúng là không thuộc cấp nào thì để nguyên.
    """
    return Sentence(
        "“{name}” chưa ghi mã đơn vị cấp trên nên đứng ngoài “{top}”; trực thuộc thì ghi {code}",
        name=name, top=top, code=code,
    )  # fmt: skip


@book_rule(Severity.ERROR, UNITS)
def parent_loop(name: str, way: Sequence[str]) -> Sentence:
    """Mã cấp trên trỏ vòng về chính đơn vị.

    Vì sao: đi lên cấp trên mãi không đến đơn vị trên cùng, nên không cộng số liệu được.
    Cách sửa: sửa Mã đơn vị cấp trên của một đơn vị trong vòng; đơn vị trên cùng thì để trống.
    """
    words = "Mã cấp trên của “{name}” trỏ vòng về chính đơn vị này{way}"
    others = f": {' → '.join(way)}" if len(way) > 2 else ""
    return Sentence(words, name=name, way=others)


@book_rule(Severity.ERROR, UNITS)
def wrong_kind_above(name: str, kind: UnitKind, above: UnitKind, wanted: str) -> Sentence:
    """Cấp trên không hợp với loại hình của đơn vị.

    Vì sao: số liệu của đơn vị đứng dưới một cấp không hợp thì bị bỏ sót khi cộng lên.
    Cách sửa: ghi mã của đúng cấp trên trực tiếp; nếu mã đã đúng thì xem lại cột Loại hình.
    """
    return Sentence(
        "“{name}” là {kind} nhưng cấp trên là {above}; {wanted}",
        name=name, kind=str(kind), above=str(above), wanted=wanted,
    )  # fmt: skip


@book_rule(Severity.ERROR, UNITS)
def kind_fits_no_unit_below(name: str, kind: UnitKind, below: Sequence[str]) -> Sentence:
    """Loại hình không hợp với các đơn vị cấp dưới.

    Vì sao: loại hình này không thể có cấp dưới thuộc các loại hình đang ghi.
    Cách sửa: chọn lại Loại hình của đơn vị này; nếu đúng thì sửa mã cấp trên của các đơn vị kia.
    """
    return Sentence(
        "“{name}” là {kind} nhưng là cấp trên của {below}",
        name=name, kind=str(kind), below=listing([f"“{each}”" for each in below], 3, "đơn vị"),
    )  # fmt: skip


# ------------------------------------------------------------------ milestones


@book_rule(Severity.ERROR, MILESTONES)
def unknown_unit_kind(written: str, choices: str) -> Sentence:
    """Loại hình áp dụng của mốc không có trong danh sách.

    Vì sao: không biết mốc áp dụng cho đơn vị nào.
    Cách sửa: ghi đúng tên loại hình; nhiều loại hình cách nhau bằng dấu chấm phẩy.
    """
    return Sentence(
        "Không có loại hình “{written}”: loại hình phải là một trong: {choices}",
        written=written, choices=choices,
    )  # fmt: skip


@book_rule(Severity.ERROR, MILESTONES)
def milestone_code_twice(code: str, first: int) -> Sentence:
    """Mã mốc bị trùng.

    Vì sao: mỗi mốc là một cột trên các trang, nhận ra theo mã.
    Cách sửa: đặt mã khác cho một trong hai mốc, hoặc xóa dòng thừa.
    """
    return Sentence("Mã mốc “{code}” có hai lần, lần đầu ở dòng {first}", code=code, first=first)


# ------------------------------------------------------------------ entries on one unit


@book_rule(Severity.ERROR, ENTRIES)
def unlisted_unit(code: str, where: str, hint: Sentence) -> Sentence:
    """Mã đơn vị không có ở danh sách đơn vị.

    Vì sao: điều ghi ở dòng đó không dùng được cho đơn vị nào.
    Cách sửa: ghi đúng mã như ở cột Mã đơn vị của tờ Đơn vị, hoặc thêm đơn vị vào tờ đó.
    """
    return Sentence(
        "Mã đơn vị “{code}” không có ở tờ {where}{hint}", code=code, where=where, hint=hint
    )


@book_rule(Severity.ERROR, ENTRIES)
def unknown_milestone(code: str, hint: Sentence) -> Sentence:
    """Mã mốc không có, hoặc mốc chưa ghi hạn.

    Vì sao: điều ghi ở dòng đó không dùng được cho mốc nào.
    Cách sửa: ghi đúng mã như ở tờ Mốc thời gian, hoặc ghi hạn cho mốc đó.
    """
    return Sentence(
        "Mã mốc “{code}” không có ở tờ {sheet}, hoặc mốc chưa ghi hạn{hint}",
        code=code, sheet=DeadlineRow.SHEET, hint=hint,
    )  # fmt: skip


@book_rule(Severity.ERROR, ENTRIES)
def unit_without_return(name: str) -> Sentence:
    """Đơn vị không gửi biểu riêng.

    Vì sao: chi bộ trực thuộc, đảng bộ bộ phận nằm trong biểu của cấp trên; mốc tính cho cấp trên.
    Cách sửa: ghi mã của đơn vị gửi biểu.
    """
    return Sentence("“{name}” không gửi biểu riêng: ghi cho đơn vị gửi biểu", name=name)


@book_rule(Severity.ERROR, ENTRIES)
def milestone_not_of_unit(milestone: str, name: str) -> Sentence:
    """Mốc không áp dụng cho đơn vị.

    Vì sao: đơn vị không phải hoàn thành mốc đó, nên điều ghi ở dòng này không dùng được.
    Cách sửa: ghi đúng mã mốc, đúng mã đơn vị; hoặc thêm loại hình của đơn vị vào mốc.
    """
    return Sentence("Mốc “{milestone}” không áp dụng cho “{name}”", milestone=milestone, name=name)


@book_rule(Severity.ERROR, ENTRIES)
def extension_not_later(deadline: date) -> Sentence:
    """Hạn mới không sau hạn chung.

    Vì sao: gia hạn là lùi hạn; hạn sớm hơn thì đơn vị bị coi là chậm.
    Cách sửa: ghi ngày sau hạn chung, hoặc xóa dòng nếu không gia hạn.
    """
    return Sentence("Hạn mới phải sau hạn chung {deadline}", deadline=deadline)


@book_rule(Severity.ERROR, ENTRIES)
def completion_without_date(undone: str) -> Sentence:
    """Dòng tiến độ không nói đã xong hay chưa.

    Vì sao: không ghi ngày mà cũng không ghi là chưa xong thì không biết tính thế nào.
    Cách sửa: ghi ngày hoàn thành, hoặc ghi “chưa xong” ở cột Ghi chú.
    """
    return Sentence("Ghi ngày hoàn thành, hoặc ghi “{undone}” ở cột Ghi chú", undone=undone)


@book_rule(Severity.WARNING, ENTRIES)
def completion_done_and_undone(day: date, note: str) -> Sentence:
    """Dòng tiến độ vừa có ngày hoàn thành vừa ghi chưa xong.

    Vì sao: hai cột nói khác nhau; việc được tính là đã xong vì có ngày.
    Cách sửa: việc chưa xong thì xóa ngày; việc đã xong thì sửa cột Ghi chú.
    """
    return Sentence(
        "Ghi ngày hoàn thành {day}, Ghi chú lại ghi “{note}”; tính là đã xong ngày {day}",
        day=day, note=note,
    )  # fmt: skip


@book_rule(Severity.ERROR, ENTRIES)
def entry_twice(what: str, first: int) -> Sentence:
    """Một điều được ghi hai lần.

    Vì sao: hai dòng có thể ghi khác nhau, không biết dùng dòng nào.
    Cách sửa: giữ một dòng, xóa dòng kia.
    """
    return Sentence("{what}, lần đầu ở dòng {first}", what=what, first=first)


@book_rule(Severity.WARNING, ENTRIES)
def receipt_twice(version: int, unit: str, first: int, days: Sequence[date]) -> Sentence:
    """Một lần gửi được ghi hai dòng ở tờ Sổ nhận.

    Vì sao: một lần gửi có một ngày nhận; ngày ở dòng trên được dùng, ngày ở dòng dưới thì không.
    Cách sửa: giữ dòng có ngày nhận đúng, xóa dòng kia; nếu là lần gửi khác thì sửa cột Lần gửi.
    """
    used, unused = days
    after = "cùng ngày" if used == unused else "ngày nhận tính theo dòng đó"
    return Sentence(
        "Lần gửi {version} của “{unit}” đã có ở dòng {first} (ngày {used}), {after}",
        version=version, unit=unit, first=first, used=used, after=after,
    )  # fmt: skip


BOOK_RULES: tuple[Rule, ...] = (
    period_without_year, period_not_one_year, year_without_regulation, unknown_regulation,
    impossible_digits, impossible_cap, no_units, no_reporting_unit, row_of_no_unit, unit_code_twice,
    unit_codes_look_alike, unit_name_twice, answer_without_effect, unknown_parent,
    cell_without_parent, second_top_unit, parent_loop, wrong_kind_above, kind_fits_no_unit_below,
    unknown_unit_kind, milestone_code_twice, unlisted_unit, unknown_milestone, unit_without_return,
    milestone_not_of_unit, extension_not_later, completion_without_date, completion_done_and_undone,
    entry_twice, receipt_twice,
)  # fmt: skip
"""All of them; an error stops the build, a warning is shown with it."""
