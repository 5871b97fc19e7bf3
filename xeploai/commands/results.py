"""The result of a build in the few lines that a terminal has room for."""

from pathlib import Path

from xeploai.commands.terminal import Terminal
from xeploai.outputs.result_lines import (
    changes_line,
    files_line,
    fix_line,
    gone_line,
    units_line,
)
from xeploai.season.season import Season
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import day_question


def show_built(terminal: Terminal, season: Season, site: Path, *undone: str) -> None:
    """Tell files, units counted, what must be corrected and where the site is, in nine lines.

    undone: what else could not be done. The rest is in the log beside the site.
    """
    terminal.say(files_line(season))
    terminal.say(units_line(season), "bold")
    lines = (day_question(season), fix_line(season), gone_line(season), changes_line(season))
    for line in (*lines, *undone):
        if line:
            terminal.say(line, "yellow")
    terminal.say(f"Trang: {site / SitePage.OVERVIEW.url}", "bold green")
