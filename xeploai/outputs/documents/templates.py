"""Templates filled with words: letters, the sheet of charts, the body of a page; writes nothing.

The only importer of jinja2.
"""

import errno
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)

from xeploai.errors import BuildError
from xeploai.paths import PAGE_TEMPLATES
from xeploai.phrases import upper_first
from xeploai.system.program_folder import how_to_restore
from xeploai.text import clean


def filled(folder: Path, template: str, context: Mapping[str, object]) -> str:
    """Fill a template of a folder with its words; raises FileNotFoundError if it is missing."""
    try:
        return environment(folder).get_template(template).render(context)
    except TemplateNotFound as missing:
        place = folder / (missing.name or template)
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place)) from None


@cache
def environment(folder: Path = PAGE_TEMPLATES) -> Environment:
    """Templates that escape everything and refuse to print what is not there."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["upper_first"] = upper_first
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return made


# ------------------------------------------------------------------ letters


def fill_letter(source: str, words: Mapping[str, object], name: str, *, is_xml: bool) -> str:
    """Fill a letter's text or XML with its words.

    Raises BuildError that names the template.

    is_xml: whether the words are escaped, as inside a Word document.
    """
    try:
        return _letter(source, is_xml).render(words)
    except TemplateError as fault:
        raise BuildError(
            f"Mẫu {name} có chỗ viết sai ({fault.message}); sửa lại, hoặc {how_to_restore()}."
        ) from None


@cache
def _letter(source: str, is_xml: bool) -> Template:
    return _letters(is_xml).from_string(source)


@cache
def _letters(is_xml: bool) -> Environment:
    made = Environment(
        autoescape=is_xml,  # noqa: S701 (a plain text has no markup to escape)
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=not is_xml,
        lstrip_blocks=not is_xml,
        keep_trailing_newline=True,
    )
    made.filters["upper_first"] = upper_first
    return made


def _printable(value: object) -> object:
    """Words without what neither a message nor a Word document can hold."""
    return clean(value) if type(value) is str else value


def syntax_tree(source: str) -> nodes.Template | None:
    """Parse a letter's or document's template without filling it; None if it is misspelt."""
    try:
        return _letters(is_xml=True).parse(source)
    except TemplateSyntaxError:
        return None
