"""LibreOffice, as an office without Excel has it."""

import subprocess
from pathlib import Path


def saved_as(ending: str, data: bytes, folder: Path) -> bytes:
    """A workbook opened and saved by LibreOffice in another format."""
    source = folder / "source.xlsx"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    made = folder / "made"
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", made, source], check=True, timeout=150, capture_output=True
    )
    return (made / f"source.{ending}").read_bytes()
