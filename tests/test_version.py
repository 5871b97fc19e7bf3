"""The version is written once, and told alike wherever it is told."""

import re
import tomllib

from tests.project import PROJECT
from windows.portable import version_of
from xeploai import __version__


def test_the_projects_metadata_has_no_version_of_its_own() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert "version" not in project


def test_the_package_for_windows_has_the_programs_version() -> None:
    assert version_of(PROJECT) == __version__


def test_the_changelog_begins_with_the_version() -> None:
    text = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## \[(.+?)\]", text, re.M)[0] == __version__
