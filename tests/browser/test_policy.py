"""The content-security policy in a real Chromium: it refuses what it should, and nothing else."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import build
from tests.browser.conftest import HERE, WatchedPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KINDS = (
    "index.html", "xep-loai/dang-vien.html", "xep-loai/tccsd.html", "tien-do.html",
    "tien-do/cum-1.html", "don-vi/index.html", "don-vi/0103.html", "chat-luong.html",
    "so-nhan.html", "thay-doi.html", "bao-cao.html", "phuong-phap.html", "so-quy-tac.html",
    "tu-dien.html", "huong-dan.html",
)  # fmt: skip
ATTACK = """
<script>window.hit = "script"</script>
<img src="x" onerror="window.hit = 'handler'">
<img src="ELSEWHERE/x.png"><script src="ELSEWHERE/x.js"></script>
<link rel="stylesheet" href="ELSEWHERE/x.css"><style>h1 { display: none }</style>
<iframe src="index.html"></iframe><object data="index.html"></object>
<a id="trap" href="javascript:window.hit = 'link'">x</a>
<form id="form" action="ELSEWHERE/"></form><base href="ELSEWHERE/">
"""
REFUSED = (
    "script-src-elem inline", "script-src-attr inline", "script-src-elem http",
    "img-src http", "style-src-elem http", "style-src-elem inline", "frame-src", "object-src",
    "form-action", "base-uri",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("output")
    assert build.main(["demo", "--output", str(output), "--quiet", "--no-images"]) == 0
    return output / "demo" / "vinh-tuong-2021" / "site"


class Noting(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; says nothing of it, but notes in `asked` what it was asked for."""

    def __init__(self, *args: Any, asked: list[str], **more: Any) -> None:
        self.asked = asked
        super().__init__(*args, **more)

    def log_message(self, *_: object) -> None:
        self.asked.append(self.path)


@contextmanager
def served(folder: Path, asked: list[str]) -> Iterator[str]:
    """The address at which a folder is served."""
    serve = functools.partial(Noting, directory=str(folder), asked=asked)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"{HERE}{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def office(site: Path) -> Iterator[str]:
    """The site on a server of the office."""
    with served(site, []) as address:
        yield address


@pytest.fixture(params=["file", "http"])
def address(request: pytest.FixtureRequest, site: Path, office: str) -> str:
    """Where the site is opened: by double click, and on a server of the office."""
    return site.as_uri() if request.param == "file" else office


def test_nothing_of_the_sites_own_is_refused_by_a_server(page: WatchedPage, office: str) -> None:
    """Every kind of page, every chart drawn; test_site walks through them over file://."""
    for name in KINDS:
        page.goto(f"{office}/{name}")
        page.wait_for_load_state("load")
        for plot in page.locator("[data-chart]").all():
            plot.scroll_into_view_if_needed()
            plot.locator("svg.main-svg").first.wait_for(timeout=10_000)
        assert page.problems == [], name


def test_search_colours_and_copying_work(page: WatchedPage, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("tu trung")
    page.locator(".found").first.wait_for(timeout=10_000)
    page.keyboard.press("Escape")
    scheme = "document.body.dataset.mdColorScheme"
    assert page.evaluate(scheme) == "default"
    page.locator("label[title='Chuyển sang nền tối']").click()
    page.wait_for_function(f"{scheme} === 'slate'")
    page.reload()
    assert page.evaluate(scheme) == "slate"
    page.goto(f"{address}/chat-luong.html")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.locator("[data-copy-findings]").first.click()
    page.wait_for_function("window.copied")
    assert page.problems == []


def test_what_slipped_into_a_page_would_be_refused(
    page: WatchedPage, address: str, site: Path, tmp_path: Path
) -> None:
    """Were a name ever markup, it would still run nothing, fetch nothing and change no look."""
    asked: list[str] = []
    with served(tmp_path, asked) as elsewhere:
        attack = ATTACK.replace("ELSEWHERE", elsewhere)
        whole = (site / "huong-dan.html").read_text("utf-8")
        (site / "attacked.html").write_text(whole.replace("</h1>", f"</h1>{attack}", 1), "utf-8")
        page.goto(f"{address}/attacked.html")
        page.locator("#trap").click()
        page.evaluate("document.getElementById('form').submit()")
        page.wait_for_timeout(300)
        (site / "attacked.html").unlink()
    refused = " ".join(problem for problem in page.problems if problem.startswith("refused: "))
    for directive in REFUSED:
        assert f"refused: {directive}" in refused, directive
    assert asked == []
    assert page.evaluate("window.hit") is None
    assert page.locator("h1").is_visible()
