"""A folder is built once, and again when it changed and came to rest."""

from pathlib import Path

from xeploai.commands.watch import changes, scan


def test_built_at_first_and_after_a_change(tmp_path: Path) -> None:
    seen = changes(tmp_path, every=0)
    next(seen)
    (tmp_path / "bieu.xlsx").write_bytes(b"1")
    next(seen)
    (tmp_path / "bieu.xlsx").unlink()
    next(seen)


def test_lock_files_are_no_change(tmp_path: Path) -> None:
    before = scan(tmp_path)
    (tmp_path / "~$bieu.xlsx").write_bytes(b"lock")
    assert scan(tmp_path) == before


def test_the_ledger_that_a_build_writes_is_no_change(tmp_path: Path) -> None:
    before = scan(tmp_path)
    for name in ("so-nhan.sqlite3", "so-nhan.sqlite3-journal"):
        (tmp_path / name).write_bytes(b"x")
    assert scan(tmp_path) == before
