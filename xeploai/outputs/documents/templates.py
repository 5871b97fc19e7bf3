"""Pages → finished Markdown files, words → finished letters; writes nothing.

The only importer of jinja2.

The whole body of a page is one block of HTML, so that Markdown leaves every name in it as it was
written; what stands in a name is escaped, and is never markup, a macro or a snippet.
"""

import errno
import json
import os
import re
from collections.abc import Iterable, Mapping
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
from xeploai.paths import CHART_SHEET_TEMPLATES, PAGE_TEMPLATES
from xeploai.text import clean
from xeploai.views import Page
from xeploai.views.words import upper_first

_LINES = re.compile(r"\n\s*")
# Python-Markdown finds fenced code before it finds HTML, even inside it.
_FENCE = re.compile(r"^[`~]", re.M)


def render(pages: Iterable[Page]) -> dict[str, bytes]:
    """The Markdown file of each page, by its path in the site's sources."""
    return {page.path: render_page(page).encode() for page in pages}


def render_page(page: Page) -> str:
    """Front matter and body of one page."""
    words = {**page.context, "title": page.title, "root": page.root, "charts": page.charts}
    body = _filled(PAGE_TEMPLATES, f"{page.template}.md.j2", words)
    return f'{_front_matter(page)}<div class="page">\n{tidy(body)}\n</div>\n'


def tidy(body: str) -> str:
    """A body without blank lines and indentation, and without what Markdown takes for a fence."""
    bare = _LINES.sub("\n", body.strip())
    return _FENCE.sub(lambda found: f"&#{ord(found[0])};", bare)


def _front_matter(page: Page) -> str:
    # A JSON string is valid YAML, as long as every character in it is one that YAML prints.
    title = "".join(c if c.isprintable() else " " for c in page.title)
    lines = [f"title: {json.dumps(title, ensure_ascii=False)}"]
    lines += ["charts: true"] if page.charts else []
    lines += ["wide: true"] if page.is_wide else []
    return "\n".join(["---", *lines, "---", ""])


def render_sheet(template: str, context: Mapping[str, object]) -> str:
    """A page that stands by itself beside the report, of a template in templates/report."""
    return _filled(CHART_SHEET_TEMPLATES, template, context)


def _filled(folder: Path, template: str, context: Mapping[str, object]) -> str:
    """A template of a folder with its words; raises FileNotFoundError where one is missing."""
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
    """A letter's text or XML with its words filled in; raises BuildError that names the template.

    is_xml: whether the words are escaped, as inside a Word document.
    """
    try:
        return _letter(source, is_xml).render(words)
    except TemplateError as fault:
        raise BuildError(
            f"Mẫu {name} có chỗ viết sai ({fault.message}); sửa lại, hoặc chép lại tệp này từ bản "
            "cài đặt gốc."
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
    """A letter's or document's template, taken apart but not filled; None where it is misspelt."""
    try:
        return _letters(is_xml=True).parse(source)
    except TemplateSyntaxError:
        return None
