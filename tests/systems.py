"""Lacks of the system under the tests, each with its reason.

Wine is not Windows: what fails there and would not on a Windows PC is expected to, strictly.
"""

import ctypes
import os
import sys
import tempfile
from pathlib import Path

import pytest


def on_wine() -> bool:
    """Whether these tests run in a Windows Python that Wine runs."""
    return sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def fails_on_wine(reason: str) -> pytest.MarkDecorator:
    """Return the mark of a test that fails under Wine only, by a fault of Wine."""
    return pytest.mark.xfail(on_wine(), reason=f"Wine {reason}")


def make_pipe(path: Path) -> None:
    """Make a named pipe, which no Windows has."""
    if sys.platform != "win32":
        os.mkfifo(path)
        return
    raise NotImplementedError


def _makes_links() -> bool:
    with tempfile.TemporaryDirectory() as scratch:
        link = Path(scratch, "link")
        try:
            link.symlink_to(scratch, target_is_directory=True)
        except OSError:
            return False
        return link.is_symlink()  # Wine makes none and does not tell


needs_links = pytest.mark.skipif(
    not _makes_links(), reason="Windows makes links for administrators only, Wine none"
)
