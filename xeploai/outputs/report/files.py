"""A season → the files of its report: Word, Excel, pictures and the page that shows them all."""

from collections.abc import Callable
from functools import partial

from xeploai import paths
from xeploai.errors import BuildError
from xeploai.outputs.report.chart_sheet import contact_sheet
from xeploai.outputs.report.committee_list import excel_list, word_list
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.images import Images
from xeploai.outputs.report.model import NAMES, Report
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.word.document import document
from xeploai.outputs.report.wording import Wording
from xeploai.paths import (
    CHART_SHEET,
    COMMITTEE_LIST,
    COMMITTEE_LIST_DOCUMENT,
    REPORT_DOCUMENT,
    REPORT_IMAGES,
    REPORT_WORKBOOK,
)
from xeploai.views.appraisal import appraised
from xeploai.views.page import Link

TEMPLATE = paths.REPORT_TEMPLATE
"""The Word template, which the office edits."""


def report_files(scope: Scope, wording: Wording | BuildError, pictures: Images) -> Report:
    """Everything that is attached to a report.

    wording: the office's own words, or why they cannot be read. A template or workbook of the
    office's that is wrong costs the Word file, and nothing else.
    """
    everybody = appraised(scope.view, scope.unit)
    files = {REPORT_WORKBOOK: workbook(scope), COMMITTEE_LIST: excel_list(scope, everybody)}
    faults: list[str] = []
    documents: dict[str, Callable[[], bytes]] = {
        REPORT_DOCUMENT: partial(_word, scope, wording, pictures),
        COMMITTEE_LIST_DOCUMENT: partial(word_list, scope, everybody),
    }
    for name, make in documents.items():
        try:
            files[name] = make()
        except BuildError as fault:
            faults.append(str(fault))
    message = " ".join(faults)
    beside = [Link(words, name) for name, words in NAMES.items() if name in files]
    files[CHART_SHEET] = contact_sheet(scope, list(pictures.files), beside, pictures.message)
    files |= {f"{REPORT_IMAGES}/{name}": content for name, content in pictures.files.items()}
    return Report(files, pictures, message)


def _word(scope: Scope, wording: Wording | BuildError, pictures: Images) -> bytes:
    if isinstance(wording, BuildError):
        raise wording
    return document(TEMPLATE, words_of(scope, wording, pictures.files))
