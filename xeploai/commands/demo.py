"""Lay out the input folder of an example season: `build.py demo`."""

from collections.abc import Mapping
from pathlib import Path

from xeploai.paths import INPUT_FOLDER
from xeploai.storage.workspace import open_workspace, replace_folder, write_files


def write_example(files: Mapping[str, bytes], folder: Path) -> None:
    """Write an example season into a folder of its own, in place of an earlier one."""
    with open_workspace(folder.parent) as scratch:
        write_files(scratch / INPUT_FOLDER, files)
        replace_folder(scratch / INPUT_FOLDER, folder)
