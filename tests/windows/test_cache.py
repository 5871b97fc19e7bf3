"""The cache of the tools: whole or not there, whoever fills it."""

from pathlib import Path

import pytest

from windows.cache import in_cache


def test_it_is_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "cache/python"
    for text in ("first", "second"):
        in_cache(folder, lambda made, text=text: _filled(made, text))  # type: ignore[misc]
    assert [path.name for path in folder.parent.iterdir()] == ["python"]
    assert (folder / "file").read_text() == "first"


def test_of_two_made_at_once_the_first_stays(tmp_path: Path) -> None:
    folder = tmp_path / "prefix"

    def while_another_makes_it(made: Path) -> None:
        _filled(folder, "the other's")
        _filled(made, "ours")

    assert in_cache(folder, while_another_makes_it) == folder
    assert (folder / "file").read_text() == "the other's"
    assert list(tmp_path.iterdir()) == [folder]


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def failing(made: Path) -> None:
        _filled(made, "half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        in_cache(tmp_path / "prefix", failing)
    assert list(tmp_path.iterdir()) == []


def _filled(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "file").write_text(text)
