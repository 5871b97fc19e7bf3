"""The browser of this machine that draws pictures."""

from pathlib import Path


def find_browser() -> str | None:
    """Where the browser is that would draw, if there is one."""
    from choreographer.browsers.chromium import Chromium  # slow to import, seldom needed

    found = Chromium.find_browser(skip_local=False)
    return found if found and Path(found).is_file() else None
