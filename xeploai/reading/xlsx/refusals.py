"""Why a file is no workbook that can be read: the rules that keep a whole file out."""

from collections.abc import Callable
from typing import NoReturn, ParamSpec

from xeploai.findings import CalledRule, Count, Objection, Sentence, Severity, words_of
from xeploai.paths import REGISTER_FILE

FILES = "Nhận tệp"

MAX_FILE = 20 * 2**20
"""A file of more bytes is not unpacked; a real form has some 40 kB."""

STOPPED = "bộ đọc Excel dừng giữa chừng"
"""Message on a file at which the Excel reader, or its process, came to an end."""


class ReadRefused(Exception):
    """The file cannot be read as a workbook; objection tells why, the message for the clerk."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(str(objection.sentence))
        self.objection = objection


P = ParamSpec("P")


class Refusal(CalledRule[P]):
    """A rule that keeps a whole file out."""

    __slots__ = ()


def refusal(write: Callable[P, Sentence]) -> Refusal[P]:
    """Declare a rule that keeps a whole file out; its function writes the sentence."""
    return Refusal(**words_of(write), severity=Severity.ERROR, citation=FILES, write=write)


def refuse(objection: Objection) -> NoReturn:
    """Keep a file out."""
    raise ReadRefused(objection) from None


@refusal
def empty_file() -> Sentence:
    """Tệp rỗng, không có nội dung.

    Vì sao: tệp được chép hoặc tải về chưa xong.
    Cách sửa: chép lại tệp từ thư gốc, hoặc đề nghị đơn vị gửi lại.
    """
    return Sentence("Tệp rỗng (0 byte)")


@refusal
def too_large(size: int) -> Sentence:
    """Tệp quá lớn so với một biểu tổng hợp.

    Vì sao: biểu thật chỉ vài chục kB; tệp lớn thường chứa ảnh hoặc là tệp khác.
    Cách sửa: xóa ảnh và tờ thừa rồi lưu lại, hoặc điền vào biểu mới; tệp .zip thì giải nén,
    đưa các tệp biểu bên trong vào thư mục input.
    """
    megabytes = -(-size // 2**20)  # a byte too much is not “20 MB, quá mức 20 MB”
    return Sentence("Tệp lớn {size} MB, quá mức {most} MB", size=megabytes, most=MAX_FILE // 2**20)


@refusal
def old_format() -> Sentence:
    """Tệp ở định dạng Excel cũ (.xls).

    Vì sao: chương trình chỉ đọc định dạng .xlsx và .ods; từ .xls không biết được ô nào báo lỗi.
    Cách sửa: mở tệp bằng Excel hoặc WPS, chọn Lưu thành (Save As), kiểu .xlsx.
    """
    return Sentence("Tệp ở định dạng Excel cũ (.xls), cần lưu lại thành .xlsx")


@refusal
def other_table(what: str, cure: str = "mở bằng Excel hoặc WPS, lưu lại thành .xlsx") -> Sentence:
    """Bảng tính ở định dạng khác.

    Vì sao: chương trình chỉ đọc định dạng .xlsx và .ods; đổi đuôi tên tệp không đổi được định dạng.
    Cách sửa: mở tệp bằng chương trình đã tạo ra nó, chọn Lưu thành (Save As), Xuất hoặc Tải xuống,
    kiểu .xlsx; tệp .csv thì gửi chính biểu .xlsx, vì .csv chỉ giữ được một tờ.
    """
    return Sentence("Đây là {what}, không phải tệp .xlsx; {cure}", what=what, cure=cure)


@refusal
def packed(what: str) -> Sentence:
    """Tệp nén chưa giải nén.

    Vì sao: chương trình chỉ mở tệp .zip đặt thẳng trong thư mục; tệp nén loại khác, hoặc nằm trong
    một tệp nén khác, thì không mở.
    Cách sửa: bấm chuột phải vào tệp nén, chọn Giải nén (Extract), đưa các tệp biểu bên trong vào
    thư mục input, rồi chuyển tệp nén ra ngoài thư mục đó.
    """
    return Sentence("Đây là tệp nén {what}; giải nén rồi đưa các tệp biểu bên trong vào", what=what)


@refusal
def mail(what: str) -> Sentence:
    """Thư điện tử, không phải biểu.

    Vì sao: tệp là cả một bức thư; biểu, nếu có, là tệp đính kèm trong thư.
    Cách sửa: mở thư, lưu tệp đính kèm .xlsx vào thư mục input, rồi chuyển thư ra ngoài thư mục đó.
    """
    return Sentence("Đây là {what}; mở thư, lưu tệp đính kèm .xlsx rồi đưa tệp đó vào", what=what)


@refusal
def shortcut(what: str, cure: str) -> Sentence:
    """Lối tắt, không phải tệp biểu.

    Vì sao: lối tắt chỉ cho biết tệp nằm ở đâu, không chứa số liệu.
    Cách sửa: mở lối tắt trên máy đã tạo ra nó, lưu hoặc tải chính tệp đó về dạng .xlsx rồi gửi.
    """
    return Sentence("Đây là {what}, không chứa số liệu; {cure}", what=what, cure=cure)


@refusal
def encrypted() -> Sentence:
    """Tệp có mật khẩu.

    Vì sao: tệp có mật khẩu không đọc được.
    Cách sửa: mở tệp, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc) rồi lưu lại; tệp nén thì
    giải nén bằng mật khẩu, lấy các tệp biểu bên trong.
    """
    return Sentence("Tệp có mật khẩu, không đọc được")


@refusal
def not_a_workbook(what: str) -> Sentence:
    """Tệp không phải là biểu Excel.

    Vì sao: nội dung tệp không phải là bảng tính, dù tên có thể ghi như vậy; công văn, bản quét,
    ảnh chụp không cho biết số liệu ở ô nào.
    Cách sửa: đề nghị đơn vị gửi biểu .xlsx; công văn, ảnh kèm theo thì chuyển ra khỏi thư mục
    input.
    """
    return Sentence("Đây không phải là tệp Excel .xlsx ({what})", what=what)


@refusal
def damaged(what: str) -> Sentence:
    """Tệp hỏng hoặc chưa chép xong.

    Vì sao: bên trong tệp thiếu hoặc sai cấu trúc nên không đọc trọn được.
    Cách sửa: mở tệp bằng Excel, lưu lại thành tệp mới; không mở được thì đề nghị gửi lại.
    """
    return Sentence("Tệp hỏng hoặc chép chưa xong: {what}", what=what)


@refusal
def implausible(what: str) -> Sentence:
    """Tệp có kích thước không thể có ở một biểu tổng hợp.

    Vì sao: có ô ở rất xa bảng số liệu, chứa quá nhiều nội dung, hoặc bị làm giả để làm treo
    chương trình.
    Cách sửa: chép số liệu sang biểu mới do Ban Tổ chức gửi rồi gửi lại.
    """
    return Sentence("Tệp có kích thước không hợp lý: {what}", what=what)


@refusal
def reader_failed(where: str) -> Sentence:
    """Chương trình gặp lỗi khi đọc tệp.

    Vì sao: trong tệp có chỗ mà chương trình chưa lường tới; các tệp khác vẫn được đọc.
    Cách sửa: mở tệp bằng Excel, lưu lại thành tệp mới; giữ tệp cũ, báo cho người phụ trách chương
    trình cùng chữ ghi trong ngoặc.
    """
    return Sentence("Chương trình gặp lỗi khi đọc tệp ({where})", where=where)


@refusal
def foreign_workbook(names: str) -> Sentence:
    """Tệp Excel không phải biểu tổng hợp.

    Vì sao: tệp không có tờ Thông tin nên không biết là của đơn vị nào.
    Cách sửa: điền vào biểu do Ban Tổ chức gửi; nếu là tệp khác thì bỏ khỏi thư mục input.
    """
    return Sentence("Tệp Excel này không phải biểu tổng hợp (các tờ: {names})", names=names)


@refusal
def second_register() -> Sentence:
    """Tệp danh mục nằm giữa các biểu.

    Vì sao: chương trình chỉ đọc danh mục tên danh-muc.xlsx, dạng .xlsx, ngay trong thư mục input;
    những gì sửa ở bản khác không được tính.
    Cách sửa: chỉ giữ một danh mục. Nếu bản này mới hơn thì thay bản kia bằng bản này, đúng tên,
    đúng dạng; nếu không thì chuyển bản này ra ngoài thư mục input.
    """
    return Sentence(
        "Đây là một danh mục đơn vị, không phải biểu; chương trình chỉ dùng danh mục tên "
        "{register} ngay trong thư mục input",
        register=REGISTER_FILE,
    )


@refusal
def altered_pack() -> Sentence:
    """Gói số liệu không còn như khi lập.

    Vì sao: số, chữ hoặc thứ tự dòng trong gói đã bị sửa, hoặc tệp hỏng khi chép; số liệu trong gói
    không còn là số liệu cơ quan lập gói đã gửi.
    Cách sửa: đề nghị cơ quan lập gói gửi lại tệp, không sửa gì trong đó; biểu của đơn vị nào cần
    sửa thì đơn vị đó gửi lại biểu, rồi lập gói mới.
    """
    return Sentence(
        "Gói số liệu không khớp dấu kiểm tra: nội dung đã bị sửa sau khi lập hoặc hỏng khi chép; "
        "đề nghị cơ quan lập gói gửi lại"
    )


@refusal
def newer_pack() -> Sentence:
    """Gói số liệu do bản chương trình mới hơn lập.

    Vì sao: cách sắp xếp trong gói mới hơn bản chương trình đang dùng, đọc thì có thể thiếu.
    Cách sửa: cài bản chương trình mới hơn rồi chạy lại.
    """
    return Sentence("Gói số liệu do bản chương trình mới hơn lập; cài bản mới rồi chạy lại")


@refusal
def units_of_pack_unlisted(number: Count, names: str) -> Sentence:
    """Đơn vị trong gói chưa có trong danh mục.

    Vì sao: số liệu của gói cộng theo cây đơn vị của danh mục; đơn vị không có trong đó thì biểu của
    đơn vị không được tính.
    Cách sửa: chép các dòng đó từ tờ Đơn vị của gói vào tờ Đơn vị của danh-muc.xlsx, ghi mã đơn vị
    cấp trên theo danh mục, rồi chạy lại.
    """
    return Sentence(
        "Danh mục chưa có {number} đơn vị của gói này: {names}; chép các dòng đó từ tờ Đơn vị của "
        "gói vào danh mục",
        number=number,
        names=names,
    )


@refusal
def unreadable_file(why: str = "đang chép, đang khóa hoặc không có quyền đọc") -> Sentence:
    """Tệp không mở được trên máy này.

    Vì sao: tệp đang chép, bị khóa, thiếu quyền đọc, đường dẫn quá dài, hoặc mới có trên OneDrive.
    Cách sửa: đợi chép xong; đóng tệp ở chương trình khác; chuyển tệp ra gần gốc ổ đĩa; hoặc mở
    OneDrive, bấm chuột phải vào tệp, chọn Luôn giữ trên thiết bị này; rồi chạy lại.
    """
    return Sentence("Không mở được tệp ({why})", why=why)


@refusal
def changing_file() -> Sentence:
    """Tệp đang thay đổi trong lúc đọc.

    Vì sao: tệp đang được chép, tải về hoặc lưu, nên chưa có bản trọn vẹn để đọc.
    Cách sửa: đợi chép hoặc lưu xong rồi chạy lại.
    """
    return Sentence("Tệp đang được chép hoặc đang được lưu, chưa đọc được bản trọn vẹn")


@refusal
def unreadable_folder() -> Sentence:
    """Thư mục không mở được trên máy này.

    Vì sao: không có quyền vào thư mục, hoặc ổ đĩa mạng mất kết nối; không biết trong đó có gì.
    Cách sửa: xem quyền đọc và kết nối của ổ đĩa, hoặc chép thư mục vào máy rồi chạy lại.
    """
    return Sentence("Không mở được thư mục, các tệp trong đó chưa được đọc")
