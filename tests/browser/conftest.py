"""A real Chromium, and a page in it that notes whatever goes wrong."""

import shutil
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, ViewportSize, sync_playwright

PHONE: ViewportSize = {"width": 390, "height": 844}
OFFICE: ViewportSize = {"width": 1366, "height": 768}
HERE = "http://127.0.0.1:"
NOTE_REFUSALS = """
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
    console.error(`refused: ${effectiveDirective} ${blockedURI} ${sample}`));
"""


class WatchedPage(Page):
    """A page with what went wrong in it, as `noting` sets it up."""

    problems: list[str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "these tests need Chromium: make test installs it"
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as in a container.
        started = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[WatchedPage]:
    """A page that notes what goes wrong."""
    opened = noting(browser)
    yield opened
    opened.close()


def noting(browser: Browser) -> WatchedPage:
    """A page that notes every dialog, console error, failed request and request off this machine.

    What the content-security policy refuses is a console error, and an event of its own.
    """
    # Playwright alone makes pages, and they take any attribute.
    opened = cast("WatchedPage", browser.new_page(viewport=OFFICE))
    opened.problems = []
    note = opened.problems.append
    opened.on("console", lambda message: note(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: note(str(error)))
    opened.on("dialog", lambda dialog: note_dialog(note, dialog))
    opened.add_init_script(NOTE_REFUSALS)
    opened.on("requestfailed", lambda request: note_failure(note, request))
    opened.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "data:", "blob:", HERE))
            else note(f"remote: {request.url}")
        ),
    )
    return opened


def note_dialog(note: Callable[[str], None], dialog: Dialog) -> None:
    note(f"dialog: {dialog.message}")
    dialog.dismiss()


def note_failure(note: Callable[[str], None], request: Request) -> None:
    # Leaving a page ends what it was still loading; that is no fault of the page.
    if request.failure != "net::ERR_ABORTED":
        note(f"failed: {request.url} {request.failure}")
