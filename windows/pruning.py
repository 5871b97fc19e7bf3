"""Files of Python and its libraries that the package leaves out: never used, or not by us."""

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

PYTHON = (
    *("include", "libs", "tcl", "Tools", "NEWS.txt", "pythonw.exe"),
    *("Lib/ensurepip", "Lib/idlelib", "Lib/lib2to3", "Lib/pydoc_data", "Lib/test", "Lib/tkinter"),
    *("Lib/turtledemo", "Lib/turtle.py", "Lib/venv"),
    *("DLLs/*.ico", "DLLs/_test*.pyd", "DLLs/_ctypes_test.pyd", "DLLs/winsound.pyd"),
    *("DLLs/_tkinter.pyd", "DLLs/tcl86t.dll", "DLLs/tk86t.dll"),
)
"""Documentation, tests, windows of its own, and what only compiles or installs."""

LIBRARIES = (
    *("*/tests", "*/*/tests", "share", "bin", "include"),
    *("numpy/f2py", "numpy/_core/include", "numpy/_core/lib", "numpy/random/lib"),
    *("numpy/random/_examples", "lxml/includes", "lxml/isoschematron"),
    # Charts are plain data here and are drawn by the site's own plotly.js; the library, and what it
    # alone needs, gives its version.
    *("plotly", "_plotly_utils", "narwhals"),
)

UNUSED_SUFFIXES = {".exe", ".h", ".lib", ".map", ".pxd", ".pyi", ".pyx"}

LANGUAGES = {"root.dat", "en.dat", "en_US.dat", "vi.dat", "vi_VN.dat"}
"""Languages kept of babel's thousand: the theme formats no date, a library may ask for these."""

_ICON = re.compile(r"\b(?:fontawesome|material|octicons|simple)/[a-z0-9/_-]+")
_NAMING_ICONS = {".html", ".md", ".yml"}


def prune_python(python: Path) -> None:
    """Remove from an unpacked Windows Python what the program never uses."""
    _remove(path for pattern in PYTHON for path in python.glob(pattern))
    _remove(path for path in python.rglob("*.exe") if path.name != "python.exe")


def prune_libraries(site: Path, program: Path) -> None:
    """Remove from site-packages what the program, whose folder is given, never uses."""
    _remove(path for pattern in LIBRARIES for path in site.glob(pattern))
    _remove(path for path in site.rglob("*") if path.suffix in UNUSED_SUFFIXES)
    _remove(each for each in (site / "babel/locale-data").iterdir() if each.name not in LANGUAGES)
    _prune_icons(site / "material" / "templates", program)


def _prune_icons(theme: Path, program: Path) -> None:
    """Keep of the theme's ten thousand icons the two dozen that its templates or we name."""
    named = set(_named_icons(theme)) | set(_named_icons(program))
    icons = theme / ".icons"
    for icon in list(icons.glob("*/**/*.svg")):
        if icon.relative_to(icons).with_suffix("").as_posix() not in named:
            icon.unlink()
    for folder in sorted((each for each in icons.rglob("*") if each.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _named_icons(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        if file.suffix in _NAMING_ICONS:
            yield from _ICON.findall(file.read_text("utf-8"))


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
