"""The program is run from its folder; whoever tries to install it reads so, in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import PROJECT


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [("wheel",), ("install", "--dry-run"), ("install", "--dry-run", "--editable")]
)
def test_pip_reads_why_there_is_nothing_to_install(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, str(PROJECT)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "xeploai is not installed but run from its folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
