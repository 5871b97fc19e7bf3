"""A template edited with changes tracked and comments made: as if its reviewing were over."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.outputs.report.word.edited import edited, find, left_over, lines, opened, text
from tests.outputs.report.words import everybody, report_words
from xeploai.outputs.documents.tracked_changes import plain_parts
from xeploai.outputs.documents.word import fill
from xeploai.outputs.report.word.document import document
from xeploai.outputs.report.word.template_check import faults_of
from xeploai.paths import LETTER_TEMPLATES

SENTENCE = "Câu mới ngày 31/12/2025."


def made(template: Path) -> bytes:
    """The report of a template that is found to be right."""
    assert [str(fault) for fault in faults_of(template)] == []
    data = document(template, report_words(*everybody()))
    assert left_over(data) == []
    return data


def line_in(template: Any) -> Paragraph:
    """A line of the office's own in the text of a template."""
    return find(template, "I- LÃNH ĐẠO").insert_paragraph_before("Câu mới ngày {{ as_of }}.")


def tracked(name: str, *inside: Any) -> Any:
    """A tracked change around some elements, where the first of them stands."""
    change = OxmlElement(f"w:{name}", {qn("w:id"): "7", qn("w:author"): "Bà Duyệt"})
    if inside and inside[0].getparent() is not None:
        inside[0].addprevious(change)
    change.extend(inside)
    return change


def deleted(paragraph: Paragraph, words: str) -> None:
    """More text at the end of a paragraph, deleted with changes tracked."""
    run = paragraph.add_run(words)._r
    for node in run.iter(qn("w:t")):
        node.tag = qn("w:delText")
    tracked("del", run)


def mark_end(paragraph: Paragraph, by: str = "del") -> None:
    """Mark the end of a paragraph as deleted, or as changed otherwise."""
    look: Any = OxmlElement("w:rPr")
    look.append(tracked(by))
    paragraph._p.get_or_add_pPr().append(look)


def delete_whole(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        for node in run._r.iter(qn("w:t")):
            node.tag = qn("w:delText")
        tracked("del", run._r)
    mark_end(paragraph)


# ---------------------------------------------------------------- changes


@pytest.mark.parametrize("tag", ["{{ bogus }}", "{% if period %}", "{{ period"])
def test_what_was_deleted_says_nothing(tmp_path: Path, tag: str) -> None:
    def change(template: Any) -> None:
        deleted(line_in(template), tag)
        deleted(template.sections[0].footer.paragraphs[0], tag)

    data = made(edited(tmp_path, change))
    assert SENTENCE in lines(data)
    assert "Bà Duyệt" not in opened(data).element.xml


def test_paragraphs_with_deleted_tags_do_nothing(tmp_path: Path) -> None:
    def change(template: Any) -> None:
        line = line_in(template)
        end = find(template, "I- LÃNH ĐẠO").insert_paragraph_before("{%p endif %}")
        begin = line.insert_paragraph_before("{%p if missing %}")
        line.insert_paragraph_before("Luôn có.")
        delete_whole(begin)
        delete_whole(end)

    content = lines(made(edited(tmp_path, change)))
    at = content.index("Luôn có.")
    assert content[at - 1] != ""
    assert content[at : at + 3] == ["Luôn có.", SENTENCE, "I- LÃNH ĐẠO, CHỈ ĐẠO"]


@pytest.mark.parametrize("by", ["ins", "moveTo"])
def test_what_was_inserted_or_moved_here_counts(tmp_path: Path, by: str) -> None:
    def change(template: Any) -> None:
        line = line_in(template)
        tracked(by, line.add_run(" Kỳ {{ per")._r, line.add_run("iod }}.")._r)
        mark_end(line, by)

    data = made(edited(tmp_path, change))
    (kept,) = [line for line in lines(data) if line.startswith(SENTENCE)]
    assert kept.startswith(f"{SENTENCE} Kỳ ")
    assert not list(opened(data).element.body.iter(qn(f"w:{by}")))


def test_what_was_moved_away_is_gone_and_old_looks_with_it(tmp_path: Path) -> None:
    def change(template: Any) -> None:
        line = line_in(template)
        run = line.add_run(" Chỗ cũ {{ bogus }}.")._r
        run.get_or_add_rPr().append(tracked("rPrChange", OxmlElement("w:rPr")))
        tracked("moveFrom", run)
        line.runs[0]._r.get_or_add_rPr().append(tracked("rPrChange", OxmlElement("w:rPr")))

    data = made(edited(tmp_path, change))
    assert SENTENCE in lines(data)
    assert "Change" not in opened(data).element.xml


@pytest.mark.parametrize("by", ["del", "moveFrom"])
def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(tmp_path: Path, by: str) -> None:
    def change(template: Any) -> None:
        line = line_in(template)
        mark_end(line.insert_paragraph_before("Kỳ {{ per"), by)
        line.runs[0].text = f"iod }}}}. {line.text}"

    (joined,) = [line for line in lines(made(edited(tmp_path, change))) if SENTENCE in line]
    assert joined.startswith("Kỳ ")
    assert joined.endswith(f". {SENTENCE}")


def test_rows_cells_and_tables_that_were_deleted_are_gone(tmp_path: Path) -> None:
    def change(template: Any) -> None:
        table = template.add_table(3, 2)
        for at, row in enumerate(table.rows):
            row.cells[0].text, row.cells[1].text = f"hàng {at}", "{{ bogus }}"
            row.cells[1]._tc.get_or_add_tcPr().append(tracked("cellDel"))
        table.cell(1, 0).text = "{{ bogus }}"
        table.rows[1]._tr.get_or_add_trPr().append(tracked("del"))
        table.rows[2]._tr.get_or_add_trPr().append(tracked("ins"))
        whole = template.add_table(1, 1)
        whole.cell(0, 0).text = "{{ bogus }}"
        whole.rows[0]._tr.get_or_add_trPr().append(tracked("del"))

    table = opened(made(edited(tmp_path, change))).tables[-1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["hàng 0"], ["hàng 2"]]


def test_a_cell_whose_only_paragraph_was_deleted_keeps_it(tmp_path: Path) -> None:
    def change(template: Any) -> None:
        delete_whole(template.tables[0].cell(0, 1).paragraphs[-1])

    was = Document(str(edited(tmp_path, lambda _: None))).tables[0].cell(0, 1)
    now = opened(made(edited(tmp_path, change))).tables[0].cell(0, 1)
    assert len(now.paragraphs) == len(was.paragraphs)
    assert now.paragraphs[-1].text == ""


def test_letters_are_read_the_same_way(tmp_path: Path) -> None:
    letter = next(iter(sorted(LETTER_TEMPLATES.glob("*.docx"))))
    template = Document(str(letter))
    for node in list(template.element.body.iter(qn("w:p"))):
        for run in Paragraph(node, template).runs:
            run.text = ""
    deleted(template.paragraphs[0], "{{ bogus }}")
    template.paragraphs[0].add_run("{{ day }}")
    place = tmp_path / letter.name
    template.save(str(place))
    assert faults_of(place) == []
    assert text(fill(place, {"day": "hôm nay"})).strip() == "hôm nay"


# ---------------------------------------------------------------- comments


def commented(template: Any) -> None:
    line = line_in(template)
    template.add_comment(line.runs, "Xem lại câu này", author="Bà Duyệt", initials="BD")


def test_comments_and_their_authors_do_not_go_out(tmp_path: Path) -> None:
    template = edited(tmp_path, commented)
    assert "word/comments.xml" in parts_of(template.read_bytes())
    parts = parts_of(made(template))
    assert not [name for name in parts if "comment" in name]
    assert not [name for name, part in parts.items() if b"comment" in part]
    assert not [name for name, part in parts.items() if "Bà Duyệt".encode() in part]
    assert SENTENCE in lines(made(template))


def test_those_who_made_comments_are_not_listed_either() -> None:
    """As Word saves: who is who, and which comment answers which, stand in parts of their own."""
    links = b"".join(
        b'<Relationship Id="%b" Type="http://x/2011/relationships/%b" Target="%b"/>' % link
        for link in (
            (b"r1", b"people", b"people.xml"),
            (b"r2", b"commentsExtended", b"/word/commentsEx.xml"),
            (b"r3", b"styles", b"styles.xml"),
        )
    )
    types = b"".join(
        b'<Override PartName="/word/%b.xml"/>' % name
        for name in (b"people", b"commentsEx", b"styles")
    )
    parts = {
        "[Content_Types].xml": b"<Types>%b</Types>" % types,
        "word/_rels/document.xml.rels": b"<Relationships>%b</Relationships>" % links,
        "word/_rels/commentsEx.xml.rels": b"x",
        **dict.fromkeys(("word/people.xml", "word/commentsEx.xml", "word/styles.xml"), b"x"),
    }
    left = plain_parts(parts)
    assert parts.keys() - left.keys() == {
        "word/people.xml", "word/commentsEx.xml", "word/_rels/commentsEx.xml.rels",
    }  # fmt: skip
    content = b"".join(left.values())
    assert b"people" not in content
    assert b"comments" not in content
    assert content.count(b"styles.xml") == 2


def test_the_rest_of_a_document_with_comments_stays(tmp_path: Path) -> None:
    plain = parts_of(made(edited(tmp_path, lambda _: None, "plain.docx")))
    assert parts_of(made(edited(tmp_path, commented))).keys() == plain.keys()


def test_a_letter_loses_its_comments_too(tmp_path: Path) -> None:
    place = edited(tmp_path, commented, "letter.docx")
    words = report_words(*everybody())
    parts = parts_of(fill(place, {name: getattr(words, name) for name in words.__slots__}))
    assert not [name for name, part in parts.items() if b"comment" in part or "comment" in name]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
