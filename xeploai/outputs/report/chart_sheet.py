"""The contact sheet: every picture of a report on one page, each to be copied or saved.

It stands beside the pictures and needs nothing else, so that the folder can be handed on alone.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence

from xeploai.outputs.documents.templates import filled
from xeploai.outputs.report.scope import Scope
from xeploai.paths import CHART_SHEET_STYLE, CHART_SHEET_TEMPLATE, PICTURE_SCRIPT, REPORT_IMAGES
from xeploai.views.page import Link
from xeploai.views.pictures import pictures_of


def contact_sheet(
    scope: Scope, images: Sequence[str], files: Sequence[Link], message: str
) -> bytes:
    """Return the page.

    images: file names of the pictures; files: Word and Excel beside it.

    message: why pictures are missing, "" where none is.
    """
    # The page carries the site's script along.
    style, script = CHART_SHEET_STYLE.read_text("utf-8"), PICTURE_SCRIPT.read_text("utf-8")
    context = {
        "unit": scope.name,
        "period": scope.view.period,
        "as_of": scope.as_of,
        "files": tuple(files),
        "pictures": tuple(pictures_of(scope.charts, images, REPORT_IMAGES)),
        "message": message,
        "not_drawn": scope.not_drawn,
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
    }
    return filled(CHART_SHEET_TEMPLATE.parent, CHART_SHEET_TEMPLATE.name, context).encode()


def _hash(source: str) -> str:
    """Return the hash of an inline style or script for the content-security policy."""
    return f"sha256-{b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
