"""The package for Windows, made here and run under Wine from what is in it alone."""

import shutil
import sys
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path, PureWindowsPath

import pytest

from examples import season_files
from tests.windows import cmdwindow
from windows import CACHE, wine
from windows.portable import make_package, pack
from xeploai import __version__

# Never collected there (see conftest); types are checked for Windows too, which has no `pty`.
assert sys.platform != "win32"

pytestmark = [pytest.mark.slow, pytest.mark.windows, pytest.mark.timeout(1800)]

FOLDER = Path("Hồ sơ năm 2025 & BTC", "xeploai")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_package(tmp_path_factory.mktemp("dist"))


class Pc:
    """A PC of a clerk: nothing on it but what is unpacked on drive D."""

    def __init__(self, folder: Path) -> None:
        self.prefix = folder / "prefix"
        # What another Python left set; ours would not even start with it.
        elsewhere = {"PYTHONHOME": r"C:\nowhere", "PYTHONPATH": r"C:\nowhere"}
        self.within = wine.prefix(self.prefix) | elsewhere
        self.home = folder / "d" / FOLDER
        self.home.mkdir(parents=True)
        wine.drive(self.prefix, "d", folder / "d")

    def unpack(self, package: Path) -> None:
        """Unpack a package over what is there; what Wine needs is listed as if it were in it."""
        with zipfile.ZipFile(package) as archive:
            archive.extractall(self.home)
        added = wine.adapt(self.home / "python")
        content, name = added.read_bytes(), added.relative_to(self.home).as_posix()
        with (self.home / "program/files.txt").open("a", encoding="utf-8", newline="\n") as listed:
            listed.write(f"{sha256(content).hexdigest()} {len(content)} {name}\n")

    def start(self, *words: str) -> tuple[int, str]:
        """Run build.bat with a command."""
        command = ["cmd", "/c", "build.bat", *words]
        done = wine.run(command, self.within, cwd=self.home, check=False, timeout=900)
        return done.returncode, done.stdout

    def on_c(self) -> dict[str, int]:
        """Return every file of drive C with the time of its last change."""
        files = (path for path in (self.prefix / "drive_c").rglob("*") if not path.is_symlink())
        return {
            str(path): path.stat().st_mtime_ns
            for path in files
            # Wine's cmd passes by such files what that of Windows passes by a pipe.
            if path.is_file() and not (path.name.startswith("CMD") and path.suffix == ".tmp")
        }


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[Pc]:
    made = Pc(tmp_path)
    yield made
    wine.stop(made.within)
    shutil.rmtree(made.prefix)


def test_the_package_holds_what_a_clerk_needs_and_nothing_of_the_offices(package: Path) -> None:
    assert 40e6 < package.stat().st_size < 75e6
    with zipfile.ZipFile(package) as archive:
        members = archive.infolist()
        words = archive.read("DOC-TRUOC.txt")
        listed = archive.read("program/files.txt").decode().splitlines()
    names = [member.filename for member in members]
    assert names[0] == "program/files.txt"
    assert names[1:] == sorted(names[1:])
    assert {name.split("/")[0] for name in names} == {
        "DOC-TRUOC.txt", "build.bat", "build.py", "program", "python"
    }  # fmt: skip
    assert {line.split(" ", 2)[2] for line in listed} == {*names} - {"program/files.txt"}
    assert {member.compress_type for member in members} == {zipfile.ZIP_DEFLATED}
    # D:\xeploai in front, and Windows allows 260.
    assert max(map(len, names)) < 200
    assert words.startswith(b"\xef\xbb\xbfXEPLOAI")
    assert words.count(b"\n") == words.count(b"\r\n") > 40
    assert b"{version}" not in words


def test_every_work_in_the_package_has_its_licence(package: Path) -> None:
    folder = "program/licences"
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        readme = archive.read(f"{folder}/README.txt").decode()
        assert b"Microsoft Distributable Code" in archive.read(f"{folder}/python/LICENSE.txt")
        licences = [
            message_from_bytes(archive.read(name))
            for name in names
            if name.endswith(".dist-info/METADATA")
        ]
    assert len(licences) > 40
    for about in licences:
        work = f"{about['Name']} {about['Version']}"
        assert f"\n{work}: " in readme
        assert any(name.startswith(f"{folder}/{work.replace(' ', '-')}/") for name in names), work
    for icons in ("fontawesome", "material", "octicons", "simple"):
        assert any(name.startswith(f"{folder}/icons/{icons}/LICENSE") for name in names)


def test_the_same_commit_gives_the_same_package(package: Path, tmp_path: Path) -> None:
    assert make_package(tmp_path / "again").read_bytes() == package.read_bytes()


def test_a_season_is_built_from_the_package_alone(package: Path, pc: Pc) -> None:
    pc.unpack(package)
    before = pc.on_c()
    code, output = pc.start("demo", "--no-images")
    assert code == 0, output
    assert (pc.home / "output/demo/vinh-tuong-2021/site/index.html").is_file()
    code, output = pc.start("doctor")
    assert "Thiếu" not in output, output
    code, output = pc.start("check-template")
    assert code == 0, output
    assert pc.on_c() == before
    assert {each.name for each in pc.home.iterdir()} == {
        ".tam", "DOC-TRUOC.txt", "build.bat", "build.py", "input", "output", "program", "python",
        "templates",
    }  # fmt: skip


def test_a_newer_package_replaces_the_program_and_a_season_goes_on(
    package: Path, pc: Pc, tmp_path: Path
) -> None:
    # A source folder of version 0.1 was there before.
    (pc.home / "xeploai").mkdir()
    (pc.home / "xeploai" / "__init__.py").write_text("raise SystemExit('the old program')")
    pc.unpack(_as_older(package, tmp_path / "older"))
    assert "xeploai 0.0.9" in pc.start("doctor")[1]
    code, output = pc.start("demo", "--no-images")
    assert code == 0, output
    (pc.home / "output/demo/vinh-tuong-2021/input").rename(pc.home / "input-of-the-season")
    shutil.rmtree(pc.home / "input")
    (pc.home / "input-of-the-season").rename(pc.home / "input")
    code, output = pc.start("freeze", "--name", "lan 1", "--as-of", "2021-12-22")
    assert code == 0, output
    edited = pc.home / "templates/letters/nhac-don-vi.txt.j2"
    edited.write_text("Lời của cơ quan gửi {{ unit }}", "utf-8")
    kept = _contents(pc.home / "input") | _contents(pc.home / "templates")

    pc.unpack(package)
    assert f"xeploai {__version__}" in pc.start("doctor")[1]
    assert not (pc.home / "program/xeploai/gone.py").exists()
    assert _contents(pc.home / "input") | _contents(pc.home / "templates") == kept
    code, output = pc.start("build", "--as-of", "2021-12-23", "--no-images")
    assert code == 0, output
    assert "lan 1" in (pc.home / "output/site/thay-doi.html").read_text("utf-8")
    letters = [x.read_text("utf-8-sig") for x in (pc.home / "output/letters").glob("*.txt")]
    assert any(letter.startswith("Lời của cơ quan gửi") for letter in letters)


def test_a_double_click_leads_to_a_site(package: Path, pc: Pc) -> None:
    pc.unpack(package)
    for name, content in season_files("vinh-tuong-2021").items():
        (pc.home / "input" / name).parent.mkdir(parents=True, exist_ok=True)
        (pc.home / "input" / name).write_bytes(content)
    assert pc.start("--help")[0] == 0  # looks at what was unpacked, which takes its time
    place = PureWindowsPath("D:/", FOLDER, "build.bat")
    # A variable of that name stands in for what Wine's cmd does not know.
    clicked = pc.within | {"CMDCMDLINE": f'cmd.exe /c ""{place}""'}
    folder = pc.prefix / "dosdevices/d:" / FOLDER
    with cmdwindow.Window(["wine", "cmd", "/c", "build.bat"], clicked, folder) as window:
        window.wait_for("Gõ số của việc", "1\r")
        window.wait_for("Đang mở")
        window.wait_for("Bấm phím bất kỳ", "x")
        assert window.end() == 0
    assert (pc.home / "output/site/index.html").is_file()


def test_what_an_interrupted_unpacking_left_out_is_named(package: Path, pc: Pc) -> None:
    pc.unpack(package)
    (pc.home / "program/xeploai/pipeline.py").unlink()
    code, output = pc.start("doctor")
    assert code != 0
    assert r"program\xeploai\pipeline.py" in output
    assert "giải nén lại" in output


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _as_older(package: Path, folder: Path) -> Path:
    """Return the package as an older version with a module more."""
    stage = CACHE / ".older"
    shutil.rmtree(stage, ignore_errors=True)
    with zipfile.ZipFile(package) as archive:
        archive.extractall(stage)
    (stage / "program/xeploai/gone.py").write_text("", "utf-8")
    version = stage / "program/xeploai/__init__.py"
    version.write_text(version.read_text("utf-8").replace(__version__, "0.0.9"), "utf-8")
    compiled = stage / "program/xeploai/__pycache__/__init__.cpython-313.pyc"
    compiled.unlink()
    folder.mkdir()
    made = pack(stage, folder / "older.zip")
    shutil.rmtree(stage)
    return made
