"""Where a browser is that can draw: Chrome, Chromium, Edge, then others made of the same.

choreographer looks in the PATH, in what Windows opens pages with, and in the usual folders, which
it takes from the environment. On Windows the places that it misses are looked at after it: what
the registry knows as installed programs, the folders of Brave and Cốc Cốc, and Windows' own
Program Files where a scheduled task comes without those variables.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PureWindowsPath

PROGRAMS: tuple[tuple[str, str], ...] = (
    ("chrome.exe", r"Google\Chrome\Application"),
    ("chromium.exe", r"Chromium\Application"),
    ("msedge.exe", r"Microsoft\Edge\Application"),
    ("brave.exe", r"BraveSoftware\Brave-Browser\Application"),
    ("browser.exe", r"CocCoc\Browser\Application"),
)
"""The programs by preference, each with its usual folder below Program Files or the user's own."""

_ROOTS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LOCALAPPDATA")
_APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"


def find_browser() -> str | None:
    """Return the path of the browser that would draw, None where there is none."""
    from choreographer.browsers.chromium import Chromium  # slow to import, seldom needed

    places = [Chromium.find_browser(skip_local=False) or ""]
    if sys.platform == "win32":
        places += windows_places(os.environ, _registered)
    return next((place for place in places if place and Path(place).is_file()), None)


def windows_places(known: Mapping[str, str], ask: Callable[[str], str]) -> Iterator[str]:
    """Yield where a browser may be on Windows, the preferred one first.

    Args:
        known: The environment.
        ask: Answers a program's name by the path that the registry knows, or "".
    """
    drive = known.get("SystemDrive", "C:")
    usual = [rf"{drive}\Program Files", rf"{drive}\Program Files (x86)"]
    roots = dict.fromkeys([*(known[name] for name in _ROOTS if known.get(name)), *usual])
    for program, folder in PROGRAMS:
        place = ask(program)
        # A program of another maker may be called browser.exe, too.
        if place and folder.split("\\")[0].casefold() in place.casefold():
            yield place
        for root in roots:
            yield str(PureWindowsPath(root, folder, program))


if sys.platform == "win32":
    import winreg

    def _registered(program: str) -> str:
        """Return the path that Windows' registry has for a program, "" where it has none."""
        for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            with suppress(OSError):
                return winreg.QueryValue(hive, rf"{_APP_PATHS}\{program}").strip('"')
        return ""
