"""Rendered pages → the site: the only caller of MkDocs.

The pages' bodies are finished HTML, so MkDocs puts the theme around a mark and the body takes the
mark's place afterwards: Python-Markdown, which would read every tag twice, never sees them. That
is 3 s instead of 11 s for 1,000 pages of units, and nothing in a unit's name can mean anything to
it. Another generator would touch this module, mkdocs.yml and templates/theme/.
"""

import errno
import logging
import os
import re
import shutil
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from markupsafe import escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from xeploai import __version__
from xeploai.errors import BuildError
from xeploai.paths import SITE_SETTINGS, SITE_SOURCES_FOLDER, SITE_THEME_FOLDER
from xeploai.text import day, slug
from xeploai.views.page_registry import Menu, menu

# What the theme adds for its own search and for debuggers, half of the site's size.
USELESS = (
    "assets/javascripts/lunr",
    "assets/javascripts/workers",
    "assets/images/favicon.png",
)
USELESS_SUFFIX = ".map"

_TEXTS = frozenset({".css", ".js", ".md", ".svg", ".txt"})

# Stands for a finished body while MkDocs runs. A title cannot forge it: the theme escapes titles.
MARK = "<!-- xeploai: body -->"
FINISHED = '<div class="page">'


_ASSET = re.compile(r"\bassets/[\w./-]+\.(?:js|css|svg)\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """Frame of every page: header's name, foot's date, sentences on top, the menu.

    note: the office's own; warning: what it has to look at again.
    """

    site_name: str
    as_of: date
    note: str = ""
    warning: str = ""
    menu: Menu = field(default_factory=menu)


def build_site(pages: Mapping[str, bytes], frame: Frame, *, project: Path, into: Path) -> None:
    """Put the theme around the pages and leave the finished site in the folder `into`.

    Args:
        pages: Every rendered file by its posix path in the site's sources ("don-vi/0103.md").
        frame: What every page carries.
        project: The folder with mkdocs.yml, templates/theme/ and site_src/.
        into: The folder to fill; what it held is removed.

    Raises:
        BuildError: mkdocs.yml, templates/theme/ or site_src/ was damaged.
        FileNotFoundError: one of their files is missing.
    """
    _make_sure_of(project, pages)
    into.parent.mkdir(parents=True, exist_ok=True)
    # Not a folder of tempfile's, of which nobody else may read what is moved out of it.
    sources = into.with_name(f".{into.name}-src")
    try:
        bodies = _gather(project / SITE_SOURCES_FOLDER, pages, sources)
        _run_mkdocs(project / SITE_SETTINGS, sources, into, frame)
    finally:
        shutil.rmtree(sources, ignore_errors=True)  # a virus scanner may still read in it
    _put_back(bodies, into)
    _remove_useless(into)


def _make_sure_of(project: Path, pages: Container[str]) -> None:
    """Raise FileNotFoundError where a file is missing that MkDocs would silently do without."""
    theme = project / SITE_THEME_FOLDER
    settings = project / SITE_SETTINGS
    needed = [settings, project / SITE_SOURCES_FOLDER, theme / "main.html"]
    for source in (settings, *sorted(theme.rglob("*.html"))):
        if source.is_file():
            named = _ASSET.findall(source.read_text("utf-8"))
            needed += [project / SITE_SOURCES_FOLDER / name for name in named if name not in pages]
    for path in needed:
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def _gather(hand_written: Path, pages: Mapping[str, bytes], sources: Path) -> dict[str, str]:
    """Lay hand-written and rendered pages in one folder; return the finished bodies set aside."""
    shutil.copytree(hand_written, sources, copy_function=_copy)
    bodies: dict[str, str] = {}
    for name, content in pages.items():
        head, body = _split(content.decode()) if name.endswith(".md") else ("", "")
        if body.startswith(FINISHED):
            bodies[name] = body
            _write(sources / _inside(name), f"{head}\n{MARK}\n".encode())
        else:
            _write(sources / _inside(name), content)
    return bodies


def _copy(source: str, target: str) -> None:
    """Copy a file of the installed program without its read-only mark and line ends of Windows."""
    content = Path(source).read_bytes()
    is_text = Path(source).suffix in _TEXTS
    Path(target).write_bytes(content.replace(b"\r\n", b"\n") if is_text else content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _split(page: str) -> tuple[str, str]:
    """Split a page into the front matter with its fences, and the body."""
    head, fence, body = page.partition("\n---\n")
    return (head + fence, body.lstrip()) if page.startswith("---\n") and fence else ("", page)


def _put_back(bodies: Mapping[str, str], site: Path) -> None:
    for name, body in bodies.items():
        path = site / PurePosixPath(name).with_suffix(".html")
        before, mark, after = path.read_text(encoding="utf-8").partition(MARK)
        if not mark:
            raise ValueError(f"no place for the body of {name}")
        path.write_text(before + body.rstrip() + after, encoding="utf-8", newline="\n")


def _inside(name: str) -> PurePosixPath:
    """Refuse a page key that would be written outside the site."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError(f"page key leaves the site: {name!r}")
    return path


def _run_mkdocs(settings: Path, sources: Path, into: Path, frame: Frame) -> None:
    with _captured_log() as messages:
        try:
            config = _load(settings, sources, into, frame.menu)
            # Marked as escaped: the theme's own partials print the name as it is, ours escape it.
            config.site_name = escape(frame.site_name)
            config.extra["as_of"] = day(frame.as_of)
            config.extra["note"] = escape(frame.note)
            config.extra["warning"] = escape(frame.warning)
            config.extra["program"] = __version__
            build(config)
        except MkDocsException as error:
            failure = BuildError(
                "Không dựng được trang web vì tệp mkdocs.yml, thư mục templates/theme hoặc "
                "site_src đã bị sửa sai; hãy chép lại ba mục này từ bản cài đặt gốc."
            )
            failure.add_note("; ".join(messages) or str(error))  # English: for the log
            raise failure from error


def _load(settings: Path, sources: Path, into: Path, menu: Menu) -> MkDocsConfig:
    """Read mkdocs.yml with our folders, strict about every broken link or missing page."""
    return load_config(
        str(settings),
        # Said, since MkDocs forgets it in a program without input (pythonw, a scheduled task).
        config_file_path=str(settings),
        # Absolute: MkDocs takes others for paths below mkdocs.yml, wherever it was started.
        # Not by Path.absolute, which in Python 3.11 leaves "D:folder" as it is.
        docs_dir=os.path.abspath(sources),  # noqa: PTH100
        site_dir=os.path.abspath(into),  # noqa: PTH100
        nav=menu,
        strict=True,
        # Set here, since Python-Markdown's own slug loses đ: "Đảng viên" → "ang-vien".
        markdown_extensions=[{"toc": {"slugify": lambda title, _: slug(title)}}],
    )


@contextmanager
def _captured_log() -> Iterator[list[str]]:
    """Keep what MkDocs says off the terminal; hand over its warnings and errors."""
    logger = logging.getLogger("mkdocs")
    handler = _Collector()
    before = logger.propagate
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


class _Collector(logging.Handler):
    """Keeps messages of warnings and errors in a list."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _remove_useless(site: Path) -> None:
    for name in USELESS:
        path = site / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in site.rglob(f"*{USELESS_SUFFIX}"):
        path.unlink()
