"""Charts → pictures (PNG and SVG), drawn by an installed browser in one batch.

Without a browser, or where it fails, there are no pictures and one sentence says so: a site
without them is worth more than none. Nothing is asked of the network.
"""

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from lxml import etree

from xeploai.charts.chart import Chart
from xeploai.charts.image import SCALE, for_image
from xeploai.paths import PLOTLY
from xeploai.system.browser import find_browser

NOT_DRAWN = (
    "Lần chạy này không vẽ ảnh biểu đồ. Để có ảnh, chạy lại chương trình, bỏ lựa chọn --no-images."
)
NO_BROWSER = (
    "Không tìm thấy Chrome, Edge hoặc Chromium nên chưa có ảnh biểu đồ; số liệu và trang vẫn đủ."
)
BROWSER_FAILED = (
    "Trình duyệt trên máy này không vẽ được ảnh nên chưa có ảnh biểu đồ; số liệu và trang vẫn đủ."
)

LONGEST, PATIENCE = 60.0, 10.0
"""Seconds for one picture, and for each when there are many; a picture takes half a second."""

_TABS = 2
_DOTS_PER_METRE = 11811  # 300 dpi
_REFERENCE = re.compile(r"#([\w-]+)")
# Port 9 discards: a browser that would call home finds nobody there. Files are read past it.
_NOWHERE = "http://127.0.0.1:9"
_MARK = "xeploai"


@dataclass(frozen=True, slots=True)
class Images:
    """Pictures by file name; message: why there are none, "" where there are."""

    files: dict[str, bytes]
    message: str = ""


def render_images(
    charts: Iterable[Chart], known: Mapping[str, bytes] | None = None, *, draw: bool = True
) -> Images:
    """Draw some charts as pictures.

    Args:
        charts: What is to be seen.
        known: Earlier pictures by file name; one is kept where nothing in it changed.
        draw: Whether the others are drawn; no browser is started where there are none.
    """
    wanted = list(charts)
    marks = {chart.id: fingerprint(chart) for chart in wanted}
    kept = {
        name: content
        for chart in wanted
        for name in _names(chart)
        if (content := (known or {}).get(name)) and marks[chart.id].encode() in content
    }
    missing = [chart for chart in wanted if not all(name in kept for name in _names(chart))]
    if not missing:
        return Images(kept)
    if not draw:
        return Images(kept, NOT_DRAWN)
    browser = find_browser()
    if browser is None:
        return Images(kept, NO_BROWSER)
    # On a busy machine a browser sometimes ends as it starts; the second one seldom does.
    drawn = _draw(missing, browser) or _draw(missing, browser)
    if drawn is None:
        return Images(kept, BROWSER_FAILED)
    finished = {
        name: _finish(name, content, marks[chart.id], chart.id)
        for chart in missing
        for name, content in zip(_names(chart), drawn[chart.id], strict=True)
    }
    return Images(dict(sorted({**kept, **finished}.items())))


def fingerprint(chart: Chart) -> str:
    """Return one hash of all a picture's inputs; the picture carries it, so it can be kept."""
    made_of = [for_image(chart), SCALE, version("plotly"), version("kaleido")]
    encoded = json.dumps(made_of, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(encoded.encode()).hexdigest()


def _names(chart: Chart) -> tuple[str, str]:
    return f"{chart.id}.png", f"{chart.id}.svg"


# ---------------------------------------------------------------- drawing


def _draw(charts: list[Chart], browser: str) -> dict[str, tuple[bytes, bytes]] | None:
    """PNG and SVG of each chart by id; None where the browser does not do it."""
    # Not at the top: it brings encryption along, and most builds draw nothing.
    import asyncio

    from choreographer.errors import ChannelClosedError, DevtoolsProtocolError
    from kaleido.errors import KaleidoError

    # In a thread of its own, since the caller may have an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        try:
            return thread.submit(asyncio.run, _batch(charts, browser)).result()
        # Kaleido's other errors, such as a browser that closes, are RuntimeErrors.
        except (OSError, RuntimeError, TimeoutError, ChannelClosedError):
            return None
        except (KaleidoError, DevtoolsProtocolError):
            return None


async def _batch(charts: list[Chart], browser: str) -> dict[str, tuple[bytes, bytes]]:
    import asyncio

    from kaleido import Kaleido

    async with (
        asyncio.timeout(LONGEST + PATIENCE * len(charts)),
        Kaleido(
            n=_TABS,
            timeout=LONGEST,
            plotlyjs=PLOTLY.as_uri(),  # the site's: small, and draws the same
            mathjax=False,
            path=browser,
            proxy_server=_NOWHERE,
        ) as kaleido,
    ):
        pairs = await asyncio.gather(*(_pair(kaleido, chart) for chart in charts))
    return {chart.id: pair for chart, pair in zip(charts, pairs, strict=True)}


async def _pair(kaleido: Any, chart: Chart) -> tuple[bytes, bytes]:
    figure = for_image(chart)
    png = await kaleido.calc_fig(figure, {"format": "png", "scale": SCALE})
    svg = await kaleido.calc_fig(figure, {"format": "svg"})
    return png, svg


# ---------------------------------------------------------------- finishing


def _finish(name: str, content: bytes, mark: str, chart: str) -> bytes:
    is_png = name.endswith(".png")
    return _finish_png(content, mark) if is_png else _finish_svg(content, mark, chart)


def _finish_png(content: bytes, mark: str) -> bytes:
    """Return the picture with its size on paper (16 cm) and its fingerprint.

    Both stand right after the header chunk.
    """
    header = 8 + 25
    density = struct.pack(">IIB", _DOTS_PER_METRE, _DOTS_PER_METRE, 1)
    added = _chunk(b"pHYs", density) + _chunk(b"tEXt", f"{_MARK}\0{mark}".encode())
    return content[:header] + added + content[header:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _finish_svg(content: bytes, mark: str, chart: str) -> bytes:
    """Return the drawing with its fingerprint.

    Its ids do not change from one run to the next.
    """
    root = etree.fromstring(content)
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    identified = [node for node in nodes if node.get("id")]
    ids = {node.get("id", ""): f"{chart}-{at}" for at, node in enumerate(identified)}
    for node in nodes:
        for key, value in node.attrib.items():
            node.set(key, _with_ids(str(key), str(value), ids))
    root.insert(0, etree.Comment(f" {_MARK} {mark} "))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _with_ids(key: str, value: str, ids: Mapping[str, str]) -> str:
    if key == "id":
        return ids.get(value, value)
    return _REFERENCE.sub(lambda match: f"#{ids.get(match[1], match[1])}", value)
