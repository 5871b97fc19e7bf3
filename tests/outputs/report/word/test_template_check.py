"""What is said of a template that was edited wrongly, and that nothing is said of a good one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.outputs.report.word.edited import TEMPLATE, edited, find, paragraphs, replaced, untouched
from xeploai.errors import BuildError
from xeploai.outputs.report.word.template_check import faults_of
from xeploai.paths import LETTER_TEMPLATES

AS_OF = "Số liệu tính đến ngày {{ as_of }}{% if coverage %}; {{ coverage }}{% endif %}."


def sentences(template: Path) -> list[str]:
    return [str(fault) for fault in faults_of(template)]


def with_line(folder: Path, text: str, name: str = "bao-cao.docx") -> list[str]:
    """What is said when one line of the text says something else; without the place."""

    def change(document: Any) -> None:
        find(document, AS_OF).runs[0].text = text

    return [fault.message for fault in faults_of(edited(folder, change, name))]


# ---------------------------------------------------------------- files


def test_the_templates_as_installed_are_right(tmp_path: Path) -> None:
    assert sentences(TEMPLATE) == []
    assert sentences(untouched(tmp_path)) == []


@pytest.mark.parametrize(
    "letter", sorted(LETTER_TEMPLATES.glob("*.docx")), ids=lambda path: path.name
)
def test_letters_are_looked_at_without_their_words(letter: Path, tmp_path: Path) -> None:
    assert sentences(letter) == []
    assert with_line(tmp_path, "{{ owed }}", letter.name) == []
    assert with_line(tmp_path, "{{ owed", letter.name) != []
    assert with_line(tmp_path, "{{ owed owed }}", letter.name) != []


def test_what_is_no_word_file_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    with pytest.raises(BuildError, match=r"Không thấy mẫu .*bao-cao\.docx"):
        faults_of(file)
    file.write_bytes(b"x")
    assert "không phải là tệp Word .docx hoặc đã hỏng" in sentences(file)[0]
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "có mật khẩu" in sentences(file)[0]
    file.write_bytes(TEMPLATE.read_bytes()[:-2000])
    assert "đã hỏng" in sentences(file)[0]
    file.write_bytes(TEMPLATE.read_bytes().replace(b"word/document.xml", b"word/documenz.xml"))
    assert "đã hỏng" in sentences(file)[0]


# ---------------------------------------------------------------- places


def test_the_place_is_named_with_its_first_words(tmp_path: Path) -> None:
    message = sentences(replaced(tmp_path, "ngày {{ as_of }}{%", "ngày {{ as_off }}{%"))[0]
    outside_tables = [each.text for each in Document(str(TEMPLATE)).paragraphs]
    number = outside_tables.index(AS_OF) + 1
    assert message == (
        f"Đoạn {number} (“Số liệu tính đến ngày {{{{ as_off }}}}{{% if coverage …”): "
        "không có từ “as_off”; gần nhất: “as_of”."
    )


def test_a_place_in_a_table_is_named_by_table_row_and_cell(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        table = document.tables[1]
        table.rows[4].cells[1].paragraphs[0].runs[0].text = "{{ subject.totl }}"

    assert sentences(edited(tmp_path, change)) == [
        (
            "Bảng thứ 2, hàng 5, ô 2 (“{{ subject.totl }}”): "
            "không có từ “subject.totl”; gần nhất: “subject.total”."
        )
    ]


def test_a_place_in_the_head_of_a_page_is_named(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ ofice }}"

    (message,) = sentences(edited(tmp_path, change))
    assert message.startswith("Chân trang (“{{ ofice }}”): không có từ “ofice”")


def test_every_wrong_name_is_reported(tmp_path: Path) -> None:
    assert len(sentences(replaced(tmp_path, ".coverage }}", ".coverag }}"))) == 6


# ---------------------------------------------------------------- tags


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ period", "thẻ mở bằng {{ nhưng không có }} đóng lại trong cùng đoạn."),
        ("{{ period }", "thẻ mở bằng {{ nhưng không có }} đóng lại trong cùng đoạn."),
        ("{{ period {{ as_of }}", "thẻ mở bằng {{ nhưng không có }} đóng lại trong cùng đoạn."),
        ("{% if member", "thẻ mở bằng {% nhưng không có %} đóng lại trong cùng đoạn."),
        ("period }}", "có dấu đóng thẻ nhưng không có dấu mở đứng trước trong cùng đoạn."),
        ("Năm 2025 {", "có dấu { hoặc } lẻ, không thuộc thẻ nào; hãy xóa đi."),
        ("{ period }", "thẻ phải có hai dấu ngoặc: {{ … }}."),
        ("{ { period }}", "giữa hai dấu của thẻ có dấu cách; phải viết liền."),
        ("{{ period } }", "giữa hai dấu của thẻ có dấu cách; phải viết liền."),
        ("{ % if member %}", "giữa hai dấu của thẻ có dấu cách; phải viết liền."),
        ("｛｛ period ｝｝", "dấu ngoặc phải là { } và dấu % thường, không phải dấu rộng."),
        ("{{ }}", "thẻ {{ }} để trống."),
        ("{{ period as_of }}", "thẻ {{ period as_of }} viết sai, không đọc được."),
        ("{{ period ~ „a“ }}", "thẻ {{ period ~ „a“ }} viết sai, không đọc được."),
        ("{% iff member %}", "không có thẻ {% iff %}; gần nhất: “if”."),
        ("{% include 'x' %}", "không có thẻ {% include %}."),
        ("{%q if member %}", "không có thẻ {% q %}."),
        (
            "{{p period }}",
            ("thẻ {{p period }} viết sai chữ ngay sau dấu mở; chỉ có {%p … %} và {%tr … %}."),
        ),
    ],
)
def test_tags_that_are_not_whole(tmp_path: Path, text: str, message: str) -> None:
    assert with_line(tmp_path, text) == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% if member %}x", "thẻ {% if member %} không có {% endif %} kết thúc."),
        ("x{% endif %}", "thẻ {% endif %} không có {% if … %} nào mở ở trước."),
        ("{% endfor %}", "thẻ {% endfor %} không có {% for … %} nào mở ở trước."),
        ("{% else %}", "thẻ {% else %} không có {% if … %} nào mở ở trước."),
        ("Có {%p if member %}", "thẻ {%p if member %} phải đứng một mình trong đoạn."),
        (
            "{%tr if member %}",
            ("thẻ {%tr if member %} chỉ dùng trong hàng của bảng; ngoài bảng dùng {%p … %}."),
        ),
    ],
)
def test_blocks_that_do_not_fit(tmp_path: Path, text: str, message: str) -> None:
    assert with_line(tmp_path, text) == [message]


def test_a_block_closed_in_the_wrong_order_names_the_one_that_is_open(tmp_path: Path) -> None:
    line = "{% if missing %}{% for each in units %}{% endif %}{% endfor %}"
    (message,) = with_line(tmp_path, line)
    assert message.startswith("thẻ {% endif %} đứng sai chỗ: {% for each in units %} mở ở Đoạn ")


@pytest.mark.parametrize("again", ["{% else %}", "{% elif as_of %}"])
def test_nothing_goes_on_after_else(tmp_path: Path, again: str) -> None:
    inner = "{% if as_of %}a{% else %}b{% endif %}"
    fine = f"{{% if missing %}}{inner}{{% elif as_of %}}{inner}{{% else %}}c"
    assert with_line(tmp_path, f"{fine}{{% endif %}}") == []
    (message,) = with_line(tmp_path, f"{fine}{again}d{{% endif %}}")
    assert message.startswith(
        f"thẻ {again} không được đứng sau {{% else %}} của {{% if missing %}} mở ở"
    )


def test_an_else_too_many_is_reported_at_its_own_paragraph(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        line = find(document, AS_OF)
        for text in ("{%p if missing %}", "{%p else %}", "Chữ", "{%p else %}", "{%p endif %}"):
            line.insert_paragraph_before(text)

    template = edited(tmp_path, change)
    outside_tables = [each.text for each in Document(str(template)).paragraphs]
    number = outside_tables.index("Chữ") + 2
    (message,) = sentences(template)
    assert message.startswith(
        f"Đoạn {number} (“{{%p else %}}”): thẻ {{%p else %}} không được đứng sau"
    )


def remove(name: str) -> Callable[[Any], None]:
    """A change that takes away the first row or paragraph with a tag."""

    def change(document: Any) -> None:
        line = find(document, name)._p
        row = next(line.iterancestors(qn("w:tr")), line)
        parent = row.getparent()
        assert parent is not None
        parent.remove(row)

    return change


@pytest.mark.parametrize(
    ("removed", "message"),
    [
        ("{%tr for row in tables.member.rows %}", "thẻ {%tr endfor %} "),
        ("{%p if addressee %}", "thẻ {%p endif %} "),
        ("{%p endfor %}", "không có {% endfor %} kết thúc"),
    ],
)
def test_a_tag_without_its_partner(tmp_path: Path, removed: str, message: str) -> None:
    messages = sentences(edited(tmp_path, remove(removed)))
    assert messages
    assert message in " ".join(messages) or "đứng sai chỗ" in messages[0]


def test_a_row_that_lost_the_end_of_its_loop_names_the_table(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        table = next(
            each for each in document.tables if "{%tr for row in tables.org.rows" in each._tbl.xml
        )
        rows = [row for row in table._tbl.tr_lst if "endfor" in "".join(row.itertext())]
        table._tbl.remove(rows[0])

    (message,) = sentences(edited(tmp_path, change))
    assert "{%tr for row in tables.org.rows %} mở ở Bảng thứ " in message


def test_a_row_tag_shares_its_row_with_nothing(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        line = find(document, "{%tr for subject in subjects %}")
        line.insert_paragraph_before("Chữ")

    (message,) = sentences(edited(tmp_path, change))
    assert message.startswith("Bảng thứ 2, hàng 4, ô 1 ")
    assert message.endswith("phải đứng một mình trong hàng của bảng.")


def test_ends_of_a_block_stand_in_one_place(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        find(document, AS_OF).runs[0].text = "{% if missing %}"
        find(document, "I- LÃNH ĐẠO").runs[0].text = "{% endif %}"

    (message,) = sentences(edited(tmp_path, change))
    assert "hai thẻ phải trong cùng một đoạn" in message


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ membr.total }}", "không có từ “membr”; gần nhất: “member”."),
        (
            "{% if member %}{{ member.xs.shre }}{% endif %}",
            ("không có từ “member.xs.shre”; gần nhất: “member.xs.share”."),
        ),
        ("{% if false %}{{ xyz_abc }}{% endif %}", "không có từ “xyz_abc”."),
        (
            "{% if member.toal %}{% endif %}",
            "không có từ “member.toal”; gần nhất: “member.total”.",
        ),
        ("{{ row.name }}", "“row” chỉ dùng được giữa {% for %} và {% endfor %} của nó."),
        ("{{ loop.index }}", "“loop” chỉ dùng được giữa {% for %} và {% endfor %} của nó."),
        (
            "{{ member.total }}",
            ("“member” có khi không có số liệu; phải đặt giữa {% if member %} và {% endif %}."),
        ),
        (
            "{% if org %}{{ member.total }}{% endif %}",
            ("“member” có khi không có số liệu; phải đặt giữa {% if member %} và {% endif %}."),
        ),
        (
            "{% if member %}{{ member }}{% endif %}",
            ("“member” không in ra được; viết thêm phần sau dấu chấm, ví dụ member.label."),
        ),
        ("{{ units }}", "“units” là danh sách, phải đặt trong {% for … in units %}."),
        ("{{ is_provisional }}", "“is_provisional” chỉ dùng sau if, không in ra được."),
        ("{% for x in period %}{% endfor %}", "“period” không phải là danh sách, không lặp được."),
        (
            "{% for x, y in units %}{% endfor %}",
            "vòng lặp phải viết dạng {% for tên in danh sách %}.",
        ),
        ("{{ period | uper }}", "không có phép “uper”; gần nhất: “upper”."),
        ("{{ units | join }}", "phép “join” không dùng được ở đây."),
        ("{{ period | replace('a') }}", "phép “replace” không dùng được ở đây."),
        ("{{ year + 1 }}", "thẻ chỉ nhận tên có sẵn, không tính toán được."),
        ("{{ period() }}", "thẻ chỉ nhận tên có sẵn, không tính toán được."),
        ("{% if year > 2000 %}x{% endif %}", "chỉ so sánh được bằng (==) hoặc khác (!=)."),
        ("{{ period if missing }}", "thẻ có if thì phải có else."),
    ],
)
def test_words_the_report_has_not(tmp_path: Path, text: str, message: str) -> None:
    assert with_line(tmp_path, text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "{{ period|upper }} {{ year }} {{ recipients | join(', ') }} {{ units | length }}",
        "{{period}}{# ghi chú #}{{ period ~ year }}",
        "{% if member and member.xs.count != '0' %}{{ member.htt.share }}{% endif %}",
        "{% if not member %}x{% else %}{{ member.total }}{% endif %}",
        "{% if not member or not org %}x{% elif cell %}{{ cell.total }}{{ org.total }}{% endif %}",
        "{{ member.total if member else 'không có' }}",
        "{% for each in units %}{{ loop.index }}. {{ each.name }}{% else %}không{% endfor %}",
        "{% for each in subjects %}{% for l in each.levels %}{{ l.count }}{% endfor %}{% endfor %}",
        "{% if pictures.curve %}{{ pictures.curve.image }}{% endif %}",
    ],
)
def test_words_it_has(tmp_path: Path, text: str) -> None:
    assert with_line(tmp_path, text) == []


def test_whole_sections_may_be_deleted(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        nodes = paragraphs(document)
        first = [each.text for each in nodes].index("{%p if pictures.org %}")
        for each in nodes[first : first + 4]:
            parent = each._p.getparent()
            assert parent is not None
            parent.remove(each._p)
        table = document.tables[-1]._tbl
        table.getparent().remove(table)

    assert sentences(edited(tmp_path, change)) == []
