"""The check of a Word template that the office edited: what is wrong with it, and where.

Tags are looked at one after another: first whether they are whole, then where they stand, then
how they are written, then what they name. A later check waits for the earlier ones, so that one
slip is reported once.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from xeploai.errors import BuildError
from xeploai.outputs.documents.templates import syntax_tree
from xeploai.outputs.documents.word import parts_of
from xeploai.outputs.report.word.context import ReportWords
from xeploai.outputs.report.word.template_tags import Tag, TaggedParagraph, spots_of
from xeploai.outputs.report.word.template_types import wrongs_in
from xeploai.paths import LETTER_TEMPLATES
from xeploai.phrases import did_you_mean
from xeploai.system.program_folder import how_to_restore

_OPENS = {"if": "endif", "for": "endfor"}
_BETWEEN = {"elif": ("if",), "else": ("if", "for")}
_BLOCKS = (*_OPENS, *_OPENS.values(), *_BETWEEN)
_OLE = b"\xd0\xcf\x11\xe0"
"""How a file begins that is locked by a password, or was saved by Word before 2007."""


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One thing wrong with a template; place: where, with the first words there."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


def faults_of(template: Path) -> list[TemplateFault]:
    """Return the faults of a template; none where it can be filled.

    Letters have words of their own, so that only the writing of their tags is looked at. Raises
    BuildError where there is no such file.
    """
    if not template.is_file():
        raise BuildError(f"Không thấy mẫu {template}; hãy xem lại tên tệp.")
    try:
        spots = spots_of(parts_of(template))
    except BuildError:
        return [TemplateFault("", _why_unopened(template))]
    is_letter = template.name in {letter.name for letter in LETTER_TEMPLATES.glob("*.docx")}
    checks: list[Callable[[list[TaggedParagraph]], Iterator[TemplateFault]]] = [
        _broken,
        _misplaced,
        _blocks,
        _written,
    ]
    checks += [] if is_letter else [_named]
    return next((faults for check in checks if (faults := list(check(spots)))), [])


def _why_unopened(template: Path) -> str:
    with template.open("rb") as file:
        is_locked = file.read(len(_OLE)) == _OLE
    if is_locked:
        return (
            f"Tệp {template.name} có mật khẩu hoặc là tệp .doc đời cũ; hãy bỏ mật khẩu, lưu lại "
            "dạng .docx."
        )
    return f"Tệp {template.name} không phải là tệp Word .docx hoặc đã hỏng; hãy {how_to_restore()}."


# ---------------------------------------------------------------- whole tags

_SLIPS = (
    (re.compile(r"[｛｝％]"), "dấu ngoặc phải là { } và dấu % thường, không phải dấu rộng."),
    (re.compile(r"\{\s+[{%]|[}%]\s+\}"), "giữa hai dấu của thẻ có dấu cách; phải viết liền."),
    (re.compile(r"\{\{"), "thẻ mở bằng {{ nhưng không có }} đóng lại trong cùng đoạn."),
    (re.compile(r"\{%"), "thẻ mở bằng {% nhưng không có %} đóng lại trong cùng đoạn."),
    (re.compile(r"\}\}|%\}"), "có dấu đóng thẻ nhưng không có dấu mở đứng trước trong cùng đoạn."),
    (re.compile(r"\{\s*[a-z_][\w.]*\s*\}"), "thẻ phải có hai dấu ngoặc: {{ … }}."),
    (re.compile(r"[{}]"), "có dấu { hoặc } lẻ, không thuộc thẻ nào; hãy xóa đi."),
)


def _broken(spots: list[TaggedParagraph]) -> Iterator[TemplateFault]:
    """Tags that are not whole."""
    for spot in spots:
        message = next((message for slip, message in _SLIPS if slip.search(spot.rest)), "")
        if message:
            yield TemplateFault(spot.location, message)
        elif spot.part.startswith(("word/footnotes", "word/endnotes")) and spot.tags:
            yield TemplateFault(
                spot.location, "chú thích không chứa được thẻ; hãy đưa thẻ vào thân văn bản."
            )


# ---------------------------------------------------------------- blocks


def _misplaced(spots: list[TaggedParagraph]) -> Iterator[TemplateFault]:
    """Tags that are none, or stand where they cannot."""
    for spot in spots:
        for tag in spot.tags:
            message = "" if tag.is_comment else _no_tag(tag) or _no_place(spot, tag)
            if message:
                yield TemplateFault(spot.location, message)


def _blocks(spots: list[TaggedParagraph]) -> Iterator[TemplateFault]:
    """Tags that begin without an end or end without a beginning."""
    for part in dict.fromkeys(spot.part for spot in spots):
        yield from _unbalanced([spot for spot in spots if spot.part == part])


def _no_tag(tag: Tag) -> str:
    """Why it is no tag at all."""
    if not tag.word:
        return f"thẻ {tag.text} để trống."
    if tag.kind and (not tag.is_block or tag.kind not in ("p", "tr")):
        return f"thẻ {tag.text} viết sai chữ ngay sau dấu mở; chỉ có {{%p … %}} và {{%tr … %}}."
    if tag.is_block and tag.word not in _BLOCKS:
        near = get_close_matches(tag.word, _BLOCKS, n=1)
        meant = did_you_mean(near[0]) if near else ""
        return f"không có thẻ {{% {tag.word} %}}{meant}."
    return ""


def _no_place(spot: TaggedParagraph, tag: Tag) -> str:
    """Why it cannot stand where it does: what shares a paragraph or row with it would be lost."""
    if tag.kind == "p" and (spot.text.strip() != tag.text or spot.holds_section):
        return f"thẻ {tag.text} phải đứng một mình trong đoạn."
    if tag.kind == "tr" and spot.row is None:
        return f"thẻ {tag.text} chỉ dùng trong hàng của bảng; ngoài bảng dùng {{%p … %}}."
    if tag.kind == "tr" and "".join(spot.row.itertext()).strip() != tag.text:
        return f"thẻ {tag.text} phải đứng một mình trong hàng của bảng."
    return ""


def _frame(spot: TaggedParagraph, tag: Tag) -> object:
    """Return the element in which both ends of a block must stand."""
    return {"tr": spot.table, "p": spot.frame}.get(tag.kind, spot)


@dataclass(frozen=True, slots=True)
class _Open:
    """A block that was begun; reached: its last tag so far."""

    spot: TaggedParagraph
    tag: Tag
    reached: Tag


def _unbalanced(spots: list[TaggedParagraph]) -> Iterator[TemplateFault]:
    still_open: list[_Open] = []
    for spot in spots:
        for tag in spot.tags:
            if not tag.is_block or tag.word not in _BLOCKS:
                continue
            if tag.word in _OPENS:
                still_open.append(_Open(spot, tag, tag))
                continue
            message = _unfit(still_open, spot, tag)
            if message:
                yield TemplateFault(spot.location, message)
                return
            begun = still_open.pop()
            if tag.word in _BETWEEN:
                still_open.append(replace(begun, reached=tag))
    for begun in still_open:
        end = _OPENS[begun.tag.word]
        yield TemplateFault(
            begun.spot.location, f"thẻ {begun.tag.text} không có {{% {end} %}} kết thúc."
        )


def _unfit(still_open: list[_Open], spot: TaggedParagraph, tag: Tag) -> str:
    """Why a tag does not go on with or end what was begun last."""
    wanted = _BETWEEN.get(tag.word) or tuple(
        word for word, end in _OPENS.items() if end == tag.word
    )
    if not still_open:
        return f"thẻ {tag.text} không có {{% {wanted[0]} … %}} nào mở ở trước."
    begun_at, begun = still_open[-1].spot, still_open[-1].tag
    where = f"{begun.text} mở ở {begun_at.place}"
    if begun.word not in wanted:
        return f"thẻ {tag.text} đứng sai chỗ: {where} chưa được kết thúc."
    if begun.kind != tag.kind:
        return f"thẻ {tag.text} không cùng loại với {where}."
    if _frame(begun_at, begun) is not _frame(spot, tag):
        return f"thẻ {tag.text} không đứng cùng chỗ với {where}; {_ADVICE[tag.kind]}"
    if tag.word in _BETWEEN and still_open[-1].reached.word == "else":
        return f"thẻ {tag.text} không được đứng sau {{% else %}} của {where}."
    return ""


_ADVICE = {
    "": "hai thẻ phải trong cùng một đoạn, nếu khác đoạn thì dùng {%p … %}.",
    "p": "hai thẻ phải cùng ở ngoài bảng hoặc cùng trong một ô.",
    "tr": "hai thẻ phải trong cùng một bảng.",
}


# ---------------------------------------------------------------- writing and names


def _written(spots: list[TaggedParagraph]) -> Iterator[TemplateFault]:
    """Tags that cannot be read."""
    if _tree(spots) is not None:
        return
    wrong = [
        TemplateFault(spot.location, f"thẻ {tag.text} viết sai, không đọc được.")
        for spot in spots
        for tag in spot.tags
        if syntax_tree(_by_itself(tag)) is None
    ]
    # Where each tag is right by itself, only their order can be wrong.
    yield from wrong or [TemplateFault("", "Các thẻ if, for lồng nhau sai; hãy so với mẫu gốc.")]


def _tree(spots: list[TaggedParagraph]) -> Any:
    """Parse the tags, each paragraph as one line; None where they cannot be read."""
    return syntax_tree("\n".join("".join(tag.source for tag in spot.tags) for spot in spots))


def _by_itself(tag: Tag) -> str:
    """One tag as a whole template."""
    if not tag.is_block:
        return tag.source
    if tag.word in _OPENS:
        return f"{tag.source}{{% {_OPENS[tag.word]} %}}"
    if tag.word in _BETWEEN:
        return f"{{% if x %}}{tag.source}{{% endif %}}"
    begin = next(word for word, end in _OPENS.items() if end == tag.word)
    return f"{{% {'if x' if begin == 'if' else 'for x in y'} %}}{tag.source}"


def _named(spots: list[TaggedParagraph]) -> Iterator[TemplateFault]:
    """Tags that name what the report has not."""
    for wrong in wrongs_in(_tree(spots), ReportWords):
        yield TemplateFault(spots[wrong.line - 1].location, wrong.message)
