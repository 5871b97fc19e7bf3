"""Publication of a build: all parts of the site, and the manifest of its inputs."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xeploai import __version__
from xeploai.errors import BuildError
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.report.model import NAMES, Report
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.wording import Wording
from xeploai.outputs.site.all_pages import pages_of, search_entries
from xeploai.outputs.site.mkdocs_build import Frame, build_site
from xeploai.outputs.site.pages.reports import Attached
from xeploai.outputs.site.pages.search_index import search_index
from xeploai.outputs.site.render import render
from xeploai.paths import (
    MANIFEST,
    PROGRAM,
    REGISTER_FILE,
    REPORT_WORKBOOK,
    SITE_IMAGES,
    WORDING_FILE,
)
from xeploai.schema.periods import in_words
from xeploai.season.season import Season
from xeploai.storage.workspace import write_files
from xeploai.views.page import Beside, Link
from xeploai.views.season_view import day_question

COPIES = "bao-cao"
"""Where the site keeps its own copies of tables and calendar, so that it can be moved alone."""


@dataclass(frozen=True, slots=True)
class SiteParts:
    """Parts of a site, worked out before by the build.

    wording: what the office wrote; beside: links to what stands beside the site; deadlines: the
    calendar by its name.
    """

    scope: Scope
    wording: Wording | BuildError
    report: Report
    beside: Beside
    deadlines: Mapping[str, bytes]


def lay_site(parts: SiteParts, site: Path) -> None:
    """Build the site of a season, with the list of what it was made from."""
    season, settings = parts.scope.season, parts.scope.settings
    name = f"Xếp loại {in_words(settings.period)} – {season.root.name}"
    frame = Frame(name, season.as_of, settings.note, day_question(season))
    build_site(_sources(parts), frame, project=PROGRAM, into=site)
    write_files(site, {MANIFEST: _manifest(season, _inputs(season, parts.wording), site)})


def _sources(parts: SiteParts) -> dict[str, bytes]:
    """Everything the site is made of beside its hand-written pages, by path."""
    scope, report = parts.scope, parts.report
    pictures = report.pictures.files
    attached = Attached(
        images=tuple(sorted(pictures)),
        images_message=report.pictures.message,
        not_drawn=scope.not_drawn,
        tables=Link(NAMES[REPORT_WORKBOOK], f"{COPIES}/{REPORT_WORKBOOK}"),
        report_message=report.message,
    )
    pages = pages_of(scope.view, scope.charts, attached, parts.beside)
    return {
        **render(pages),
        **data_files(scope.season, scope.view.redaction),
        "assets/search-index.js": search_index(search_entries(scope.view)),
        **{f"{SITE_IMAGES}/{name}": content for name, content in pictures.items()},
        **{f"{COPIES}/{name}": content for name, content in parts.deadlines.items()},
        f"{COPIES}/{REPORT_WORKBOOK}": report.files[REPORT_WORKBOOK],
    }


def _manifest(season: Season, inputs: Mapping[str, str], site: Path) -> bytes:
    """Return the manifest of the site: a hash for every file in and out."""
    outputs = sorted(path for path in site.rglob("*") if path.is_file())
    manifest = {
        "program": __version__,
        "as_of": season.as_of.isoformat(),
        "inputs": inputs,
        "outputs": {
            path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in outputs
        },
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()


def inputs_of(season: Season) -> dict[str, str]:
    """Every file with its hash as it was when it was read; "" stands for a file that was not."""
    return {item.file: item.sha256 for item in season.intake.submissions}


def _inputs(season: Season, wording: Wording | BuildError) -> dict[str, str]:
    """Return the hashes of the inputs: of the office's own files and of the returns."""
    wording_hash = wording.sha256 if isinstance(wording, Wording) else ""
    own = {REGISTER_FILE: season.register.sha256} | (
        {WORDING_FILE: wording_hash} if wording_hash else {}
    )
    return own | inputs_of(season)
