"""The search index: a script with every title, so that it opens by double click too."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

# Harmless inside a JSON string, dangerous where a script is read: `</script>`, and the two line
# separators that older browsers take for the end of a line of JavaScript.
UNSAFE = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing to be found; `url` is relative to the root of the site."""

    title: str
    url: str
    context: str
    text: str = ""


def search_index(entries: Iterable[SearchEntry]) -> bytes:
    """Return the script assets/search-index.js.

    It is read by assets/search.js when the box is opened.
    """
    rows = [[e.title, e.url, e.context, e.text] for e in entries]
    table = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE)
    return f'"use strict";\nwindow.xeploaiSearch={table};\n'.encode()
