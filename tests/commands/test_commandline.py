"""The first moments of the program: quick answers, true causes, streams that take every letter."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

import build
from examples import SEASONS, season_files
from xeploai.commands import commandline
from xeploai.commands.arguments import EXAMPLES
from xeploai.commands.doctor import examine
from xeploai.outputs.site.mkdocs_build import Frame, build_site
from xeploai.paths import SET_UP, TRACE_FILE
from xeploai.system import failures, streams
from xeploai.system.failures import explained, make_sure_of_program, missing_files, missing_part

PROGRAM = Path(build.__file__).parent

HEAVY = (
    "pandas", "numpy", "plotly", "kaleido", "choreographer", "mkdocs", "openpyxl", "docx",
    "docxtpl", "lxml", "jinja2", "xlsxwriter", "python_calamine", "rich", "sqlite3", "asyncio",
    "multiprocessing.context", "icalendar",
)  # fmt: skip
"""What takes long to load, and has no part in a refusal."""

LOADED = """
import sys, build
code = 2
try:
    code = build.main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
print("LOADED", code, *sys.modules)
"""


def run(*words: str, folder: Path = PROGRAM, **variables: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, PROGRAM / "build.py", *words], cwd=folder, env={**os.environ, **variables},
        text=True, encoding="utf-8", capture_output=True, check=False, timeout=120,
    )  # fmt: skip


def loaded_by(folder: Path, *words: str) -> tuple[str, str, set[str]]:
    """What a command says, its exit code, and the modules it has loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], cwd=folder, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(PROGRAM)}, capture_output=True, check=False,
        timeout=60,
    )  # fmt: skip
    output, _, after = done.stdout.rpartition("LOADED ")
    code, *modules = after.split()
    return output + done.stderr, code, set(modules)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with an input folder in which something lies where a register would be."""
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "danh-muc.xlsx").write_bytes(b"register")
    return tmp_path


# ------------------------------------------------------------------ quick


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["build", "--input", "nowhere"], "Chưa có danh mục"),
        (["forms", "--input", "nowhere"], "Chưa có danh mục"),
        (["report", "--input", "nowhere"], "Chưa có danh mục"),
        (["freeze", "--name", "Lần 1", "--input", "nowhere"], "Chưa có danh mục"),
        (["freeze", "--name", "…"], "Tên bản chốt phải có chữ hoặc số"),
        (["new"], "không ghi đè"),
        (["demo", "khong-co"], "Không có đợt mẫu"),
        (["check", "nowhere.xlsx"], "Không có tệp nowhere.xlsx"),
        (["check-template", "nowhere.docx"], "Không có tệp nowhere.docx"),
        (["build", "--since", "2025-12-31", "--as-of", "2025-01-01"], "sau ngày tính số liệu"),
        *(
            ([command, "--output", "input/x"], "sẽ bị đọc như biểu gửi về")
            for command in ("build", "forms", "report")
        ),
        (["check", "input/danh-muc.xlsx", "--output", "input/x"], "sẽ bị đọc như biểu gửi về"),
        (["build", "--input", "output/site", "--output", "output"], "biểu ở đó sẽ bị xóa"),
        (["lệnh-lạ"], "Lệnh không đúng"),
        (["--as-of", "hôm qua"], "không phải ngày dạng"),
        (["--as-of", "9999-12-31"], "không phải ngày từ"),
    ],
)  # fmt: skip
def test_a_refusal_loads_nothing_heavy(office: Path, words: list[str], message: str) -> None:
    heard, code, modules = loaded_by(office, *words)
    assert message in heard
    assert code == "2"
    assert sorted(modules.intersection(HEAVY)) == []


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["freeze", "-h"]])
def test_help_loads_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    heard, code, modules = loaded_by(tmp_path, *words)
    assert "Cách dùng: " in heard
    assert code == "0"
    assert sorted(modules.intersection(HEAVY)) == []


def test_a_build_loads_no_library_before_it_has_work_for_it() -> None:
    asked = "import sys, xeploai.pipeline; print(*sys.modules)"
    command = [sys.executable, "-c", asked]
    root = Path(build.__file__).parent
    loaded = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    modules = set(loaded.stdout.split())
    assert {"pandas", "mkdocs"} <= modules
    # No return may have to be marked, no picture to be drawn.
    assert modules.isdisjoint({"openpyxl", "asyncio", "kaleido", "plotly"})


def test_an_empty_register_is_made_without_what_draws_and_calculates(tmp_path: Path) -> None:
    heard, code, modules = loaded_by(tmp_path, "new")
    assert (tmp_path / "input" / "danh-muc.xlsx").exists()
    assert "Đã tạo danh mục trống" in heard
    assert code == "0"
    assert sorted(modules.intersection({"pandas", "mkdocs", "docx", "openpyxl", "plotly"})) == []


def test_a_look_at_the_machine_loads_little(tmp_path: Path) -> None:
    _, code, modules = loaded_by(tmp_path, "doctor")
    assert code == "1"
    light = {"rich", "choreographer", "asyncio"}
    assert sorted(modules.intersection(HEAVY) - light) == []


def test_the_examples_named_are_those_there_are() -> None:
    assert tuple(SEASONS) == EXAMPLES


# ------------------------------------------------------------------ true causes


def without(
    module: str, words: list[str], folder: Path, raised: str, **variables: str
) -> tuple[int, str]:
    """Run a command while the import of a module raises; its exit code, and what it says."""
    program = f"""
import sys
sys.path.insert(0, {str(PROGRAM)!r})
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise {raised}
sys.meta_path.insert(0, Gone())
import build
sys.exit(build.main({words!r}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, text=True, encoding="utf-8",
        env={**os.environ, **variables}, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "module",
    ["xeploai.system.streams", "xeploai.commands.commandline", "xeploai.commands.terminal",
     "xeploai.system.failures", "xeploai.errors", "xeploai.paths", "xeploai.pipeline",
     "xeploai.commands.forms", "argparse"],
)  # fmt: skip
def test_a_module_that_is_gone_is_named(office: Path, module: str) -> None:
    words = ["build"] if module != "xeploai.commands.forms" else ["forms"]
    gone = f"ModuleNotFoundError('No module named', name={module!r})"
    code, message = without(module, words, office, gone)
    assert code == 2
    assert module.replace(".", "/") in message.replace(".", "/")
    assert "diệt vi-rút" in message or "không trọn" in message
    assert "Không ghi được" not in message


def test_the_launcher_speaks_readably_by_itself(office: Path) -> None:
    gone = "ModuleNotFoundError('No module named', name='xeploai.system.streams')"
    _, message = without(
        "xeploai.system.streams", ["build"], office, gone, PYTHONIOENCODING="cp1252"
    )
    assert "Thiếu hoặc hỏng phần xeploai/system/streams của chương trình" in message


def test_a_library_that_does_not_load_is_named(office: Path) -> None:
    failed = "ImportError('DLL load failed while importing etree', name='lxml.etree')"
    code, message = without("docx", ["build"], office, failed)
    assert code == 2
    assert "Thiếu hoặc hỏng thư viện lxml.etree mà chương trình cần" in message


@pytest.mark.parametrize(
    "module", ["xeploai.system.streams", "xeploai.commands.commandline", "argparse", "pandas"]
)
def test_who_stops_it_while_it_is_loaded_reads_a_sentence(office: Path, module: str) -> None:
    assert without(module, ["build"], office, "KeyboardInterrupt") == (2, f"{build.STOPPED}\n")


def test_another_python_without_the_libraries_is_told_how_to_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "prefix", str(Path(sys.base_prefix)))
    message = explained(ModuleNotFoundError("No module named 'pandas'", name="pandas"))
    assert sys.executable in message
    assert f"Chạy bằng lệnh “{SET_UP}”" in message
    assert "vi-rút" not in message


@pytest.mark.parametrize(
    "part", ["mkdocs.yml", "site_src/assets/text.js", "templates/pages/unit.md.j2"]
)
def test_a_file_of_the_program_is_distinguished_from_one_of_its_user(part: str) -> None:
    gone = FileNotFoundError(2, "No such file", str(PROGRAM / part))
    assert f"Thiếu tệp {Path(part)} của chương trình" in missing_part(gone)
    shut = PermissionError(13, "Permission denied", str(PROGRAM / part))
    assert f"Không đọc được tệp {Path(part)} của chương trình" in missing_part(shut)


@pytest.mark.parametrize("part", ["input/danh-muc.xlsx", "output/site", "xeploai-cũ/x"])
def test_a_file_of_the_user_is_none_of_the_program(part: str) -> None:
    assert missing_part(FileNotFoundError(2, "No such file", str(PROGRAM / part))) == ""
    assert missing_part(ValueError("x")) == ""
    assert missing_part(OSError("x")) == ""


def test_a_file_of_a_library_is_of_the_program() -> None:
    place = Path(pytest.__file__).with_name("gone.dat")
    assert "Thiếu tệp" in missing_part(FileNotFoundError(2, "No such file", str(place)))


def test_a_file_cut_off_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "HOME", tmp_path)
    monkeypatch.setattr(failures, "PROGRAM", tmp_path / "program")
    cut = tmp_path / "program" / "xeploai" / "x.py"
    message = missing_part(SyntaxError("", (str(cut), 1, 1, "", 1, 1)))
    assert f"Tệp {Path('program/xeploai/x.py')} của chương trình đã hỏng" in message


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder laid out as the package for Windows, of which some files are gone."""
    (tmp_path / "program").mkdir()
    monkeypatch.setattr(failures, "HOME", tmp_path)
    monkeypatch.setattr(failures, "PROGRAM", tmp_path / "program")
    lines = []
    for name in ("build.py", "program/a b.toml", "program/c.js", "python/x.dll"):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"12345")
        lines.append(f"{'0' * 64} 5 {name}\n")
    (tmp_path / "program" / "files.txt").write_text("".join(lines), "utf-8")
    return tmp_path


def test_a_whole_package_is_silent(package: Path) -> None:
    assert missing_files() == []
    make_sure_of_program()


def test_lost_files_of_the_package_are_named(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "program" / "a b.toml").unlink()
    (package / "program" / "c.js").write_bytes(b"")
    (package / "python" / "x.dll").unlink()
    assert missing_files() == ["program/a b.toml", "program/c.js", "python/x.dll"]
    assert build.main(["--input", str(package / "nowhere")]) == 2
    output = capsys.readouterr().err
    names = f"{Path('program/a b.toml')}, {Path('program/c.js')}"
    assert f"Thiếu hoặc hỏng 2 tệp của chương trình: {names}." in output
    messages = [symptom.message for symptom in examine(package, package / "output")]
    lost = Path("python/x.dll")
    assert f"Thiếu hoặc hỏng tệp {lost}: giải nén lại toàn bộ gói chương trình" in messages


@pytest.mark.parametrize(
    "part",
    ["mkdocs.yml", "templates/theme/main.html", "site_src/assets/tables.js",
     "site_src/assets/style/print.css", "site_src/assets/vendor/plotly-basic.min.js"],
)  # fmt: skip
def test_a_site_is_not_made_of_half_a_theme(tmp_path: Path, part: str) -> None:
    shutil.copy(PROGRAM / "mkdocs.yml", tmp_path)
    for folder in ("site_src", "templates/theme"):
        shutil.copytree(PROGRAM / folder, tmp_path / folder)
    (tmp_path / part).unlink()
    with pytest.raises(FileNotFoundError) as gone:
        build_site({}, Frame("x", date(2025, 1, 1)), project=tmp_path, into=tmp_path / "site")
    assert Path(gone.value.filename) == tmp_path / part


def test_a_mistake_of_ours_is_a_sentence_and_a_file(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def mistaken(*_: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr(commandline, "outside", mistaken)
    assert build.main(["--output", str(office / "output")]) == 2
    output = capsys.readouterr().err
    assert output.count("\n") == 1
    assert str(office / "output" / TRACE_FILE) in output
    kept = (office / "output" / TRACE_FILE).read_text("utf-8-sig")
    assert "ZeroDivisionError: a mistake of ours" in kept
    assert "in mistaken" in kept


def test_the_traceback_goes_elsewhere_where_the_output_folder_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "output").write_bytes(b"a file in the way")
    message = explained(ZeroDivisionError("x"), tmp_path / "output")
    assert f"gửi tệp {tmp_path / TRACE_FILE}" in message
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "output"))
    assert "báo cho người phụ trách" in explained(ZeroDivisionError("x"), tmp_path / "output")


def test_want_of_memory_is_no_mistake_of_ours(tmp_path: Path) -> None:
    assert "không đủ bộ nhớ" in explained(MemoryError(), tmp_path)
    assert not (tmp_path / TRACE_FILE).exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signal reaches a group of processes there")
@pytest.mark.parametrize("moment", [0, 0.3, 0.6, 0.9, 1.2])
def test_whoever_stops_a_build_with_its_workers_reads_one_sentence(
    season: Path, tmp_path: Path, moment: float
) -> None:
    command: list[str | Path] = [
        sys.executable,
        PROGRAM / "build.py",
        "--input",
        season,
        "--no-images",
    ]
    with subprocess.Popen(
        command, cwd=tmp_path, text=True, encoding="utf-8", start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509
    ) as started:  # fmt: skip
        assert started.stdout
        assert "Chuẩn bị" in started.stdout.readline()
        time.sleep(moment)
        if sys.platform != "win32":
            os.killpg(started.pid, signal.SIGINT)
        _, output = started.communicate(timeout=60)
    assert (started.returncode, output) == (2, f"{build.STOPPED}\n")


def _heed_interrupts() -> None:
    """Undo what a shell does to jobs in the background: they and all they start ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The input folder of an example season, larger than one worker reads."""
    folder = tmp_path_factory.mktemp("season")
    for name, content in season_files(EXAMPLES[0]).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


# ------------------------------------------------------------------ streams

CODINGS = ["utf-8", "ascii", "cp1252", "cp1258", "cp437", "latin-1", "cp1252:strict", ":strict", ""]


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("words", [["--help"], ["doctor"], ["--as-of", "hôm qua"]])
def test_no_encoding_refuses_a_sentence(tmp_path: Path, coding: str, words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, PROGRAM / "build.py", *words], cwd=tmp_path, capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": coding, "PYTHONUTF8": "0"}, check=False, timeout=60,
    )  # fmt: skip
    output = (done.stdout + done.stderr).decode(coding.partition(":")[0] or "utf-8")
    assert done.returncode == {"--help": 0, "doctor": 1}.get(words[0], 2)
    assert "Traceback" not in output
    assert "?" not in output
    assert "\\u" not in output


@pytest.mark.parametrize(
    ("coding", "message"),
    [
        ("ascii", 'Chua co danh muc'),
        ("cp1252", "Chua có danh muc"),
        ("cp1258", "Chưa có danh mu\u0323c"),
        ("utf-8", "Chưa có danh mục"),
    ],
)  # fmt: skip
def test_letters_that_an_encoding_lacks_keep_their_base(
    tmp_path: Path, coding: str, message: str
) -> None:
    done = subprocess.run(
        [sys.executable, PROGRAM / "build.py"], cwd=tmp_path, capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": coding}, check=False, timeout=60,
    )  # fmt: skip
    assert message in done.stderr.decode(coding)


@pytest.mark.parametrize("letter", list("ếệợữđĐ“”…•✓—"))
def test_every_letter_has_a_plain_spelling(letter: str) -> None:
    for coding in ("ascii", "cp1252", "cp1258", "cp437"):
        spelling = streams._nearest(letter, coding)
        assert "?" not in spelling
        spelling.encode(coding)


def test_what_no_encoding_holds_is_a_question_mark(tmp_path: Path) -> None:
    done = run("--input", "Bi\udceau", folder=tmp_path)
    assert "Chưa có danh mục Bi?u" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="only there a shell closes a stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full"])
@pytest.mark.parametrize(("words", "code"), [("--help", 0), ("doctor", 1), ("build", 2)])
def test_no_stream_is_needed(tmp_path: Path, closed: str, words: str, code: int) -> None:
    command = f'exec "{sys.executable}" "{PROGRAM / "build.py"}" {words} {closed}'
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, text=True, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_streams_that_are_not_there_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert build.main(["demo", "khong-co"]) == 2
    sys.stdout.close()
    sys.stderr.close()


# ------------------------------------------------------------------ the reader's command


def test_no_empty_register_is_made_beside_one_by_another_name(tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "danh-muc (1).xlsx").write_bytes(b"x")
    done = run("new", folder=tmp_path)
    assert done.returncode == 2
    assert "đã có tệp tên gần giống: danh-muc (1).xlsx" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["danh-muc (1).xlsx"]


def test_commands_are_those_the_reader_types(tmp_path: Path) -> None:
    words = {"XEPLOAI_COMMAND": "build.bat"}
    for command, line in (
        (["build"], "Chạy “build.bat new”"),
        (["lạ"], "Gõ “build.bat --help”"),
        (["--help"], "Cách dùng: build.bat [-h]"),
        (["new", "--help"], "Cách dùng: build.bat new"),
        (["doctor"], "Chạy “build.bat new”"),
        (["new"], "chạy “build.bat forms”"),
    ):
        done = run(*command, folder=tmp_path, **words)
        heard = " ".join((done.stdout + done.stderr).split())
        assert line in heard
        assert "python build.py" not in heard


@pytest.mark.parametrize("value", ["", None])
def test_without_a_name_the_command_is_the_program(
    tmp_path: Path, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XEPLOAI_COMMAND", raising=False)
    done = run(folder=tmp_path, **({} if value is None else {"XEPLOAI_COMMAND": value}))
    assert "Chạy “python build.py new”" in done.stderr


def test_help_is_vietnamese_in_full() -> None:
    done = run("--help")
    for english in ("usage", "options", "positional", "show this", "default", "optional"):
        assert english not in done.stdout.lower()
