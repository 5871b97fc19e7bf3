"""The contact sheet: every picture of a report on one page, each to be copied or saved.

It stands beside the pictures and needs nothing else, so that the folder can be handed on alone.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence

from xeploai.outputs.documents.templates import render_sheet
from xeploai.outputs.report.scope import Scope
from xeploai.paths import CHART_SHEET_TEMPLATES, PICTURE_SCRIPT, REPORT_IMAGES
from xeploai.views.page import Link
from xeploai.views.pictures import pictures_of

STYLE = CHART_SHEET_TEMPLATES / "bieu-do.css"
SCRIPT = PICTURE_SCRIPT
"""The script of the site that copies pictures; the page carries it along."""


def contact_sheet(scope: Scope, images: Sequence[str], files: Sequence[Link], said: str) -> bytes:
    """Return the page.

    images: file names of the pictures; files: Word and Excel beside it.

    said: why pictures are missing, "" where none is.
    """
    style, script = STYLE.read_text("utf-8"), SCRIPT.read_text("utf-8")
    context = {
        "unit": scope.name,
        "period": scope.view.period,
        "as_of": scope.as_of,
        "files": tuple(files),
        "pictures": tuple(pictures_of(scope.charts, images, REPORT_IMAGES)),
        "said": said,
        "not_drawn": scope.not_drawn,
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
    }
    return render_sheet("bieu-do.html.j2", context).encode()


def _hash(source: str) -> str:
    """Return the hash of an inline style or script for the content-security policy."""
    return f"sha256-{b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
