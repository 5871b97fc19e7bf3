import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from windows.lockfile import Locked, read_lock
from windows.pythons import PYTHONS, download_source
from windows.wheels import REQUIREMENTS, unpack_wheel


@pytest.mark.parametrize(
    ("python", "numpy", "extensions"),
    [("3.11.0", "2.4", "12."), ("3.11.9", "2.4", "13."), ("3.13.2", "2.5", "13.")],
)
def test_a_lock_is_read_for_windows_and_its_python(
    python: str, numpy: str, extensions: str
) -> None:
    locked = {each.name: each for each in read_lock(REQUIREMENTS, python)}
    assert locked[canonicalize_name("numpy")].version.startswith(numpy)
    assert locked[canonicalize_name("pymdown-extensions")].version.startswith(extensions)
    assert canonicalize_name("colorama") in locked  # for Windows only
    assert all(each.hashes for each in locked.values())


def test_every_python_is_locked_to_one_file() -> None:
    locked = list(read_lock(PYTHONS, "3.13.2"))
    assert [each.version[:4] for each in locked] == ["3.11", "3.12", "3.13"]
    assert all(len(each.hashes) == 1 for each in locked)


@pytest.mark.skipif(sys.platform == "win32", reason="packages are made on Linux only")
def test_nothing_of_a_source_distribution_is_run(tmp_path: Path) -> None:
    files = {"PKG-INFO": "Metadata-Version: 2.1\nName: some-python\nVersion: 3.13.1\n"}
    files["setup.py"] = f"open({str(tmp_path / 'was-run')!r}, 'w')"
    archive = tmp_path / "some_python-3.13.1.tar.gz"
    with tarfile.open(archive, "w:gz") as made:
        for name, content in files.items():
            source = tmp_path / name
            source.write_text(content)
            made.add(source, f"some_python-3.13.1/{name}")
    into = tmp_path / "into"
    into.mkdir()
    digest = sha256(archive.read_bytes()).hexdigest()
    locked = Locked(canonicalize_name("some-python"), "3.13.1", frozenset({digest}))
    download_source(locked, into, "--no-index", "--find-links", str(tmp_path))
    assert (into / archive.name).read_bytes() == archive.read_bytes()
    assert not (tmp_path / "was-run").exists()


def test_a_wheel_is_unpacked_without_scripts_and_headers(tmp_path: Path) -> None:
    wheel = tmp_path / "one-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        for name in (
            "one/__init__.py",
            "one-1.0.dist-info/METADATA",
            "one-1.0.data/platlib/one/fast.pyd",
            "one-1.0.data/scripts/one.exe",
            "one-1.0.data/headers/one.h",
        ):
            made.writestr(name, name)
    unpack_wheel(wheel, tmp_path / "site")
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert sorted(path.relative_to(tmp_path / "site").as_posix() for path in files) == [
        "one-1.0.dist-info/METADATA",
        "one/__init__.py",
        "one/fast.pyd",
    ]
