"""Where files and folders lie and how they are called; the only module that asks for `__file__`.

In a source checkout all lie together. In the package for Windows the program lies in a folder of
its own, which a newer version replaces, and the office's files beside that.
"""

import os
from pathlib import Path, PurePosixPath

# ---------------------------------------------------------------- the program

PACKAGE = Path(__file__).absolute().parent

PROGRAM = PACKAGE.parent
"""Folder of mkdocs.yml, site_src/, the pages' templates and the originals of the office's own."""

PROGRAM_LIST = "files.txt"
"""List of the package's files, in the program's folder."""

PAGE_TEMPLATES = PROGRAM / "templates/pages"
CHART_SHEET_TEMPLATE = PROGRAM / "templates/report/bieu-do.html.j2"
CHART_SHEET_STYLE = PROGRAM / "templates/report/bieu-do.css"
PICTURE_SCRIPT = PROGRAM / "site_src/assets/pictures.js"
PLOTLY = PROGRAM / "site_src/assets/vendor/plotly-basic.min.js"

SITE_SOURCES_FOLDER = "site_src"
SITE_THEME_FOLDER = "templates/theme"
SITE_SETTINGS = "mkdocs.yml"
"""In the program's folder."""

ORIGINALS = PROGRAM / "templates"
KNOWN_ORIGINALS = ORIGINALS / "originals.txt"
"""Hash and name of every original there ever was, by which an unedited copy is recognised."""

# ---------------------------------------------------------------- the office's folder

HOME = PROGRAM if (PROGRAM / "build.py").is_file() else PROGRAM.parent
"""Folder of build.py and build.bat, below which everything is written."""

SET_UP = "build.bat" if os.name == "nt" else "make run"
"""Command in it that installs the libraries on this system, then runs the program."""

TEMPLATES = HOME / "templates"
"""Folder of the templates that the office edits: all of letters/, and the report's Word file."""

LETTER_TEMPLATES = TEMPLATES / "letters"
UNIT_LETTER = LETTER_TEMPLATES / "nhac-don-vi.docx"
UNIT_LETTER_TEXT = LETTER_TEMPLATES / "nhac-don-vi.txt.j2"
PARENT_LETTER = LETTER_TEMPLATES / "nhac-cap-tren.docx"
PARENT_LETTER_TEXT = LETTER_TEMPLATES / "nhac-cap-tren.txt.j2"
COVER_NOTE = LETTER_TEMPLATES / "tra-lai.docx"
COVER_NOTE_TEXT = LETTER_TEMPLATES / "tra-lai.txt.j2"
REPORT_TEMPLATE = TEMPLATES / "report/bao-cao.docx"
COMMITTEE_LIST_TEMPLATE = TEMPLATES / "report/danh-sach-xet.docx"

TEMPORARY = HOME / ".tam"
"""Folder of temporary files: the browser's profile, the parts of a workbook."""

INPUT_FOLDER = "input"
OUTPUT_FOLDER = "output"

# ---------------------------------------------------------------- in the input folder

REGISTER_FILE = "danh-muc.xlsx"
WORDING_FILE = "loi-van-bao-cao.xlsx"
LEDGER_FILE = "so-nhan.sqlite3"
SNAPSHOTS_FOLDER = "chot-so-lieu"

SNAPSHOT_MANIFEST = "chot.json"
"""In a snapshot: what it was made of, and the hash of every file it keeps."""

SNAPSHOT_FACTS = "trang-thai.json"
"""In a snapshot: all facts, hidden ones included, that later figures are compared with."""

# ---------------------------------------------------------------- in the output folder

SITE_FOLDER = "site"
FORMS_FOLDER = "forms"
REPORT_FOLDER = "report"
UNIT_REPORTS_FOLDER = "report/don-vi"
RETURNS_FOLDER = "returns"
LETTERS_FOLDER = "letters"
PACK_FOLDER = "pack"
DEMO_FOLDER = "demo"

LOG_FILE = "nhat-ky.txt"
"""Everything that the terminal has no room for."""

MARKED_REGISTER = "danh-muc-can-sua.xlsx"
"""Copy of a faulty register, every faulty cell marked; no build replaces or reads it."""

TRACE_FILE = "loi-chuong-trinh.txt"
"""Traceback of an unexpected exception."""

FORM_SCHEMA = "schema.json"
CALENDAR_FILE = "lich.ics"
REPORT_DOCUMENT = "bao-cao.docx"
REPORT_WORKBOOK = "bieu-tong-hop.xlsx"
COMMITTEE_LIST = "danh-sach-xet.xlsx"
COMMITTEE_LIST_DOCUMENT = "danh-sach-xet.docx"
CHART_SHEET = "bieu-do.html"
REPORT_IMAGES = "images"

# ---------------------------------------------------------------- in the site

SITE_IMAGES = "bao-cao/hinh"
RATIOS_TABLE = "data/ratios.csv"
PROGRESS_TABLE = "data/progress.csv"
FINDINGS_TABLE = "data/findings.csv"
SUBMISSIONS_TABLE = "data/submissions.csv"
MANIFEST = "data/manifest.json"

# ---------------------------------------------------------------- anywhere

UNFINISHED = ".dang-lam-"
"""Beginning of the names of what the program has not finished writing."""


# ---------------------------------------------------------------- in a workspace

PLAN_FILE = "ke-hoach.json"
"""Which parts change places, written before the first of them does."""

RETIRED_FOLDER = "ban-cu"

# ---------------------------------------------------------------- the names of what arrives

IN_ZIP = " › "
"""The sign between the shown name of a zip and that of a file in it."""


def own_name(shown: str) -> str:
    """Return the name that a unit gave a file, without the folder or the zip it lies in."""
    return PurePosixPath(shown.rpartition(IN_ZIP)[2]).name


# ---------------------------------------------------------------- links


def real(path: Path) -> Path:
    """Return where a path leads, links followed; itself, whole, where the system cannot tell.

    Windows raises OSError where a share has dropped or the path is longer than it takes, which is
    when the path is wanted for a sentence on just that.
    """
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return path.absolute()
