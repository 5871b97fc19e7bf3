"""Pages → finished Markdown around finished HTML; writes nothing.

The whole body of a page is one block of HTML, so that Markdown leaves every name in it as it was
written; what stands in a name is escaped, and is never markup, a macro or a snippet.
"""

import json
import re
from collections.abc import Iterable

from xeploai.outputs.documents.templates import filled
from xeploai.paths import PAGE_TEMPLATES
from xeploai.views.page import Page
from xeploai.views.page_registry import SitePage

_LINES = re.compile(r"\n\s*")


# Python-Markdown finds fenced code before it finds HTML, even inside it.
_FENCE = re.compile(r"^[`~]", re.M)


def render(pages: Iterable[Page]) -> dict[str, bytes]:
    """Return the Markdown file of each page, by its path in the site's sources."""
    return {page.path: render_page(page).encode() for page in pages}


def render_page(page: Page) -> str:
    """Front matter and body of one page."""
    own = {"title": page.title, "root": page.root, "pages": SitePage}
    words = {**page.context, **own}
    body = filled(PAGE_TEMPLATES, f"{page.template}.md.j2", words)
    return f'{_front_matter(page)}<div class="page">\n{tidy(body)}\n</div>\n'


def tidy(body: str) -> str:
    """Return a body without blank lines and indentation, and with Markdown's fences escaped."""
    bare = _LINES.sub("\n", body.strip())
    return _FENCE.sub(lambda match: f"&#{ord(match[0])};", bare)


def _front_matter(page: Page) -> str:
    # A JSON string is valid YAML, as long as every character in it is one that YAML prints.
    title = "".join(c if c.isprintable() else " " for c in page.title)
    lines = [f"title: {json.dumps(title, ensure_ascii=False)}"]
    lines += ["charts: true"] if page.charts else []
    lines += ["wide: true"] if page.is_wide else []
    return "\n".join(["---", *lines, "---", ""])
