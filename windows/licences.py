"""Licences of all that the package for Windows hands on, gathered from the files themselves."""

import shutil
from email import message_from_bytes
from email.message import Message
from pathlib import Path

TEXTS = ("*LICEN[CS]E*", "*COPYING*", "*NOTICE*", "*AUTHORS*")

PUBLISHED = {"LGPL-2.1-only": Path(__file__).with_name("LGPL-2.1.txt")}
"""Texts of licences that have to be handed on where the authors of a library only name them."""

ICONS = "material/templates/.icons"
"""Folder of the theme's icons in site-packages, each set beside its licence."""

_HEAD = """\
The package holds the following works. Each one's licence lies in the folder named after it.

python: CPython for Windows, see python/LICENSE.txt, which also names the conditions of Microsoft's
runtime (vcruntime140.dll, vcruntime140_1.dll) and of the libraries that CPython is linked with.

xeploai: this program, see xeploai/LICENSE. The scripts in site_src/assets/vendor are not its own;
the licence of each lies beside it.

icons: sets of icons that come with mkdocs-material, see the folder icons.

"""


def gather_licences(python: Path, project: Path, into: Path) -> None:
    """Copy every licence into a folder, with a list of the works.

    Args:
        python: The package's Python, libraries included and not yet pruned.
        project: The folder with the program's own LICENSE.
        into: A new folder.
    """
    site = python / "Lib" / "site-packages"
    _copy(python / "LICENSE.txt", into / "python" / "LICENSE.txt")
    _copy(project / "LICENSE", into / "xeploai" / "LICENSE")
    for text in _texts(site / ICONS):
        _copy(text, into / "icons" / text.relative_to(site / ICONS))
    lines = [_gathered(each, into) for each in sorted(site.glob("*.dist-info"))]
    (into / "README.txt").write_text(_HEAD + "\n".join(lines) + "\n", "utf-8", newline="\n")


def _gathered(metadata: Path, into: Path) -> str:
    """Copy the texts of one library; return its line in the list."""
    about = message_from_bytes((metadata / "METADATA").read_bytes())
    name = f"{about['Name']} {about['Version']}"
    licence, folder = _named(about), into / name.replace(" ", "-")
    for text in (texts := _texts(metadata)):
        _copy(text, folder / text.relative_to(metadata))
    if not texts:
        _copy(PUBLISHED[licence], folder / PUBLISHED[licence].name)
    return f"{name}: {licence}"


def _named(about: Message) -> str:
    classified = [
        each.rpartition(" :: ")[2]
        for each in about.get_all("Classifier", [])
        if each.startswith("License ::")
    ]
    named = str(about["License-Expression"] or about["License"] or "").strip()
    # Some authors put the whole text there.
    short = named if "\n" not in named and named != "UNKNOWN" else ""
    return short or ", ".join(classified) or "see its text"


def _texts(folder: Path) -> list[Path]:
    paths = {path for pattern in TEXTS for path in folder.rglob(pattern)}
    return sorted(path for path in paths if path.is_file() and path.suffix != ".svg")


def _copy(text: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(text, place)
