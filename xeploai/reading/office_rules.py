"""Rules of the workbooks that the office keeps itself, those of reading in words for the office.

An error in such a workbook stops the build: whoever runs it keeps the workbook and can correct it
at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import ParamSpec

from xeploai.findings import CalledRule, Rule, Sentence, Severity, words_of
from xeploai.reading.rules import READING_RULES

P = ParamSpec("P")


class BookRule(CalledRule[P]):
    """A rule of a workbook that the office keeps itself."""

    __slots__ = ()


def book_rule(severity: Severity, citation: str) -> Callable[[Callable[P, Sentence]], BookRule[P]]:
    """Declare a rule of a workbook of the office's; its function writes the sentence."""

    def declared(write: Callable[P, Sentence]) -> BookRule[P]:
        return BookRule(**words_of(write), severity=severity, citation=citation, write=write)

    return declared


_FIXES = {
    "missing_sheet": "đặt lại đúng tên tờ; tờ đã bị xóa thì lấy từ bản sao lưu, hoặc từ tệp trống "
    "do chương trình tạo.",
    "doubled_sheet": "giữ một tờ; đổi hẳn tên tờ kia hoặc xóa đi.",
    "missing_headings": "ghi lại dòng tiêu đề cột như ở tệp trống do chương trình tạo.",
    "missing_column": "thêm lại cột hoặc mục, ghi đúng tên.",
    "blank_cell": "điền vào ô; dòng không dùng thì xóa cả dòng.",
    "unreadable_cell": "ghi lại ô đúng như câu báo lỗi nêu; ô không bắt buộc thì để trống được.",
}
"""Words for the office where a unit is told to ask the office; otherwise both do the same."""

_BLANK_BOOK = "Tệp trống do chương trình tạo"

AS_OFFICE: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: replace(rule, fix=_FIXES.get(rule.code, rule.fix), citation=_BLANK_BOOK)
        for rule in READING_RULES
    }
)
"""The rules of reading by code, as they are put to the office."""
