"""The .venv that build.bat makes: which Python may, and why it could not."""

import sys
import sysconfig
from pathlib import Path

import pytest

from xeploai.system import environment
from xeploai.system.environment import cause, main, prepare, unfit

NETWORK = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after "
    "connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection "
    "object>: Failed to establish a new connection: [Errno 11001] getaddrinfo failed')': "
    "/simple/babel/\nERROR: Could not find a version that satisfies the requirement babel==2.18.0 "
    "(from versions: none)\nERROR: No matching distribution found for babel==2.18.0"
)
NO_MATCH = "ERROR: No matching distribution found for babel==2.18.0"
ENDS = "ERROR: Could not install packages due to an OSError: "


@pytest.mark.parametrize(
    ("heard", "advice"),
    [
        (NETWORK, "Không kết nối được đến kho thư viện"),
        (f"{NETWORK} ReadTimeoutError: Read timed out.", "Không kết nối được đến kho thư viện"),
        (
            "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.', "
            "OSError('Tunnel connection failed: 407 Proxy Authentication Required'))'\n" + NO_MATCH,
            "máy chủ trung gian (proxy)",
        ),
        (
            "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate "
            "verify failed: unable to get local issuer certificate'))\n" + NO_MATCH,
            "Không xác thực được kho thư viện",
        ),
        ("ERROR: HTTP error 403 while getting https://files.example/x", "Mạng cơ quan chặn trang"),
        (
            (
                f"{ENDS}[Errno 2] No such file or directory: 'D:\\\\x'\nHINT: This error might "
                "have occurred since this system does not have Windows Long Path support enabled."
            ),
            "Đường dẫn của thư mục này quá dài",
        ),
        (f"{ENDS}[Errno 28] No space left on device", "Ổ đĩa đã đầy"),
        (f"{ENDS}[WinError 112] There is not enough space on the disk", "Ổ đĩa đã đầy"),
        (f"{ENDS}[WinError 5] Access is denied: 'D:\\\\x'\nCheck the permissions.", "phép ghi"),
        ("Error: [Errno 13] Permission denied: 'D:\\\\.venv'", "Không được phép ghi"),
        (f"{ENDS}[WinError 32] The process cannot access the file", "một cửa sổ khác dùng"),
        ("OSError: [WinError 1260] This program is blocked by group policy", "chặn chạy chương"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "không đúng bản đã định",
        ),
        (
            (
                "ERROR: Could not open requirements file: [Errno 2] No such file or directory: "
                "'requirements.lock'"
            ),
            "Thiếu tệp requirements.lock",
        ),
        (NO_MATCH, "Kho thư viện mà máy này được chỉ tới"),
    ],
)
def test_the_real_cause_is_reported_with_what_to_do(heard: str, advice: str) -> None:
    message = cause(heard, by_wheels=False)
    assert advice in message
    assert "Cách làm: " in message


def test_a_folder_of_wheels_that_lacks_one_is_the_cause() -> None:
    assert "Thư mục wheels thiếu gói" in cause(NO_MATCH, by_wheels=True)
    assert cause("something else", by_wheels=True) == ""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the lock file, on a PC whose Python fits."""
    monkeypatch.chdir(tmp_path)
    Path("requirements.lock").write_text("a==1\n")
    monkeypatch.setattr(sysconfig, "get_platform", lambda: environment.PLATFORM)
    return tmp_path


def answered(monkeypatch: pytest.MonkeyPatch, **answers: str) -> list[list[str]]:
    """Let programs answer by the word that names them; return the commands, which are noted."""
    ran: list[list[str]] = []

    def run(words: list[str]) -> str:
        ran.append(words)
        Path(".venv").mkdir(exist_ok=True)
        return answers.get(words[2], "")

    monkeypatch.setattr(environment, "_run", run)
    return ran


def test_a_set_up_that_is_done_is_noted(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = answered(monkeypatch)
    (office / ".venv").mkdir()
    (office / ".venv/old").touch()
    assert prepare() == ""
    assert [words[2] for words in ran] == ["venv", "pip"]
    assert "--require-hashes" in ran[1]
    assert "--no-index" not in ran[1]
    assert (office / ".venv/installed.lock").read_text() == "a==1\n"
    assert not (office / ".venv/old").exists()


def test_a_set_up_that_failed_says_why_and_keeps_what_was_heard(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(monkeypatch, pip=NETWORK)
    assert main([]) == 1
    output = capsys.readouterr().out
    assert "Chưa cài được các thư viện cần dùng." in output
    assert "kiểm tra kết nối mạng" in output
    assert "bản đóng gói sẵn" in output
    assert (office / ".venv/cai-dat.log").read_text("utf-8") == NETWORK
    assert not (office / ".venv/installed.lock").exists()


def test_what_is_not_known_is_passed_on(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, venv="Traceback\nRuntimeError: gì đó lạ\n")
    assert "Chưa tạo được thư mục .venv." in prepare()
    assert "Máy báo: “RuntimeError: gì đó lạ”" in prepare()


def test_a_folder_that_cannot_be_removed_is_reported(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_: Path) -> None:
        raise PermissionError(13, "Access is denied", ".venv")

    (office / ".venv").mkdir()
    monkeypatch.setattr("shutil.rmtree", held)
    assert "Không được phép ghi vào thư mục này" in prepare()


def test_wheels_that_lie_there_are_installed_from(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = answered(monkeypatch)
    (office / "wheels").mkdir()
    (office / "wheels/a-1-py3-none-any.whl").touch()
    assert prepare() == ""
    assert ran[1][ran[1].index("--find-links") + 1] == "wheels"
    assert "--no-index" in ran[1]


@pytest.mark.parametrize(
    ("version", "fits"), [((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False)]
)
def test_the_versions_that_the_lock_file_is_made_for_fit(
    office: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int], fits: bool
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert (unfit() == "") is fits
    assert main(["fits"]) == (not fits)


def test_other_kinds_of_python_do_not_fit(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as short:
        short.setattr(environment, "find_spec", lambda name: None)
        assert "là bản rút gọn" in unfit()
    with monkeypatch.context() as half:
        half.setattr(environment, "find_spec", lambda name: None if name == "pip" else name)
        half.setattr(sys, "prefix", ".venv")
        assert "còn dở dang" in unfit()
    monkeypatch.setattr(sysconfig, "get_platform", lambda: "win32")
    assert "không phải bản 64-bit thường (win32)" in unfit()


def test_a_python_that_the_wheels_are_not_for_does_not_fit(office: Path) -> None:
    (office / "wheels").mkdir()
    (office / "wheels/numpy-2.4-cp314-cp314-win_amd64.whl").touch()
    (office / "wheels/numpy-2.4-cp39-cp39-win_amd64.whl").touch()
    assert "trong đó có gói cho Python 3.9, 3.14." in unfit()
    own = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    (office / f"wheels/numpy-2.4-{own}-{own}-win_amd64.whl").touch()
    assert unfit() == ""


def test_a_program_that_fails_is_heard_and_one_that_does_not_is_not() -> None:
    script = "import sys; print('nói'); sys.exit({})"
    assert environment._run([sys.executable, "-c", script.format(1)]) == "nói"
    assert environment._run([sys.executable, "-c", script.format(0)]) == ""
    assert environment._run([sys.executable, "-c", "import sys; sys.exit(3)"]) == "mã lỗi 3"
