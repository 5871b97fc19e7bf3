"""LibreOffice, as an office without Excel has it."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

_ALWAYS_RECALCULATES = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Settings by which it works out every formula when it opens a workbook.

Without them it takes the values that stand in the file, and a test would compare these with
themselves.
"""


def saved_as(ending: str, data: bytes, folder: Path) -> bytes:
    """A workbook opened, worked out and saved by LibreOffice in another format."""
    source = folder / "source.xlsx"
    source.write_bytes(data)
    converted(ending, [source], folder, folder / "made")
    return (folder / "made" / f"source.{ending}").read_bytes()


def converted(
    ending: str, sources: Sequence[Path], folder: Path, made: Path, seconds: int = 150
) -> None:
    """Have files opened, worked out and saved in another format; folder: for its settings."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS_RECALCULATES, "utf-8")
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", made, *sources], check=True, timeout=seconds, capture_output=True
    )
