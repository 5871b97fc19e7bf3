"""Where the program and the office's own files lie; the only module that asks for `__file__`.

In a source checkout all lie together. In the package for Windows the program lies in a folder of
its own, which a newer version replaces, and the office's files beside that.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).absolute().parent

PROGRAM = PACKAGE.parent
"""Folder of mkdocs.yml, site_src/, the pages' templates and the originals of the office's own."""

HOME = PROGRAM if (PROGRAM / "build.py").is_file() else PROGRAM.parent
"""Folder of build.py and build.bat, below which everything is written."""

PAGES = PROGRAM / "templates/pages"
CONTACT_SHEET = PROGRAM / "templates/report"
PICTURE_SCRIPT = PROGRAM / "site_src/assets/pictures.js"
PLOTLY = PROGRAM / "site_src/assets/vendor/plotly-basic.min.js"

ORIGINALS = PROGRAM / "templates"
TEMPLATES = HOME / "templates"
"""Folder of the templates that the office edits: all of letters/, and the report's Word file."""

LETTERS = TEMPLATES / "letters"
REPORT = TEMPLATES / "report/bao-cao.docx"

KNOWN_ORIGINALS = ORIGINALS / "originals.txt"
"""Hash and name of every original there ever was, by which an unedited copy is recognised."""


def real(path: Path) -> Path:
    """Return where a path leads, links followed; itself, whole, where the system cannot tell.

    Windows raises OSError where a share has dropped or the path is longer than it takes, which is
    when the path is wanted for a sentence on just that.
    """
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return path.absolute()
