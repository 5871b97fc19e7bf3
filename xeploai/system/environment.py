"""The .venv of a source checkout, made by build.bat: `python -m xeploai.system.environment`.

Standard library only: it runs before anything is installed, with the Python that build.bat found.
The portable package brings its libraries along and never comes here.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
"""Pythons for which the lock file names finished wheels: nothing is compiled on an office's PC."""

PLATFORM = "win-amd64"
LOCK = Path("requirements.lock")
WHEELS = Path("wheels")
FOLDER = Path(".venv")
INSTALLED = FOLDER / "installed.lock"
LOG = FOLDER / "cai-dat.log"

_PORTABLE = (
    "Cách chắc chắn hơn: dùng bản đóng gói sẵn (tệp xeploai-…-windows.zip), giải nén là chạy, "
    "không phải cài gì."
)
_WHEELS = "Máy không có mạng thì xin thư mục wheels cùng đợt với chương trình, đặt cạnh build.bat."

# Asked in this order, since pip ends most failures with the words of the last ones. Each: its signs
# in what pip or Windows says, in lower case; what it is; what to do.
_CAUSES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("no space left", "[errno 28]", "winerror 112", "not enough space"),
        "Ổ đĩa đã đầy.",
        "xóa bớt tệp, cần trống ít nhất 1 GB, rồi chạy lại build.bat.",
    ),
    (
        ("long path support", "winerror 206", "filename or extension is too long"),
        "Đường dẫn của thư mục này quá dài.",
        r"chuyển cả thư mục đến nơi có đường dẫn ngắn, ví dụ D:\xeploai, rồi chạy lại build.bat.",
    ),
    (
        ("do not match the hashes", "hash mismatch"),
        "Gói thư viện lấy về không đúng bản đã định nên không cài.",
        "chạy lại build.bat; vẫn vậy thì xin lại thư mục wheels cùng đợt với chương trình.",
    ),
    (
        ("winerror 1260", "winerror 4551", "group policy", "application control"),
        "Máy này chặn chạy chương trình lạ theo quy định của cơ quan.",
        "đề nghị người phụ trách máy cho phép thư mục này.",
    ),
    (
        ("winerror 32]", "being used by another process"),
        "Thư mục .venv đang được một cửa sổ khác dùng.",
        "đóng mọi cửa sổ build.bat khác rồi chạy lại.",
    ),
    (
        ("proxyerror", "407 proxy", "cannot connect to proxy", "tunnel connection failed"),
        "Mạng cơ quan đi qua máy chủ trung gian (proxy) và máy chủ đó không cho tải.",
        (
            "hỏi người phụ trách mạng địa chỉ proxy; mở cửa sổ cmd trong thư mục này, gõ "
            f"“set HTTPS_PROXY=http://địa-chỉ:cổng” rồi gõ “build.bat”. {_WHEELS}"
        ),
    ),
    (
        ("sslerror", "certificate_verify_failed", "certificate verify failed"),
        (
            "Không xác thực được kho thư viện trên mạng: thường do máy sai ngày giờ, hoặc mạng "
            "cơ quan soi nội dung tải về."
        ),
        f"xem lại ngày giờ của máy; vẫn vậy thì hỏi người phụ trách mạng. {_WHEELS}",
    ),
    (
        ("403 client error", "error 403", "403 forbidden"),
        "Mạng cơ quan chặn trang tải thư viện.",
        f"đề nghị người phụ trách mạng cho máy này tải thư viện Python. {_WHEELS}",
    ),
    (
        (
            *("newconnectionerror", "failed to establish", "getaddrinfo", "name resolution"),
            *("timed out", "connecttimeout", "network is unreachable", "max retries exceeded"),
            *("connection broken", "connection aborted", "connection reset", "incompleteread"),
        ),
        "Không kết nối được đến kho thư viện trên mạng.",
        f"kiểm tra kết nối mạng rồi chạy lại build.bat. {_WHEELS}",
    ),
    (
        ("winerror 5]", "[errno 13]", "permission denied", "access is denied"),
        "Không được phép ghi vào thư mục này, hoặc phần mềm diệt vi-rút đang giữ tệp.",
        r"chuyển cả thư mục đến nơi được phép ghi, ví dụ D:\xeploai, rồi chạy lại build.bat.",
    ),
    (
        ("could not open requirements file", "requirements.lock'"),
        f"Thiếu tệp {LOCK} của chương trình.",
        "giải nén lại toàn bộ chương trình rồi chạy lại build.bat.",
    ),
)
_NO_MATCH = ("no matching distribution", "could not find a version", "failed building wheel")
_BY_WHEELS = (
    _NO_MATCH,
    "Thư mục wheels thiếu gói, hoặc không cùng đợt với chương trình.",
    "xin lại thư mục wheels cùng đợt, hoặc xóa nó nếu máy có mạng, rồi chạy lại build.bat.",
)
_BY_INDEX = (
    _NO_MATCH,
    "Kho thư viện mà máy này được chỉ tới không có đủ gói cho bản Python này.",
    f"báo người phụ trách mạng. {_WHEELS}",
)


def main(words: list[str]) -> int:
    """Answer `fits` by whether this Python may be taken; without a word make what is missing."""
    # An office console may not be set to UTF-8; a letter that it lacks must not stop the set-up.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    failure = unfit() if words == ["fits"] else prepare()
    if failure:
        _say(failure)
    return 1 if failure else 0


def unfit() -> str:
    """Return why this Python cannot be used, "" where it can."""
    version = sys.version_info[:2]
    name = f"Python {version[0]}.{version[1]} ({sys.executable})"
    asked = f"cần bản {_dotted(OLDEST)} đến {_dotted(NEWEST)}, 64-bit"
    if not OLDEST <= version <= NEWEST:
        return f"{name} không dùng được: {asked}."
    if sysconfig.get_platform() != PLATFORM or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return f"{name} không phải bản 64-bit thường ({sysconfig.get_platform()}): {asked}."
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        return f"{name} là bản rút gọn, không cài thêm được: cần bản đầy đủ từ www.python.org."
    if sys.prefix != sys.base_prefix and find_spec("pip") is None:
        return f"{name} ở thư mục .venv còn dở dang."
    if _wheels() and not any(WHEELS.glob(f"numpy-*-cp{version[0]}{version[1]}-*")):
        return f"{name} không khớp thư mục wheels, trong đó có gói cho Python {_wheels_for()}."
    return ""


def prepare() -> str:
    """Make the .venv and install into it; return why that failed and what to do, "" where done."""
    try:
        if Path(sys.prefix).resolve() != FOLDER.resolve():
            _say("Đang chuẩn bị lần đầu, mất vài phút, xin chờ...")
            if FOLDER.exists():
                shutil.rmtree(FOLDER)
            output = _run([sys.executable, "-m", "venv", str(FOLDER)])
            if output:
                return _explain("Chưa tạo được thư mục .venv.", output)
        _say("Đang cài các thư viện cần dùng, xin chờ...")
        output = _run(_pip())
        if output:
            return _explain("Chưa cài được các thư viện cần dùng.", output)
        shutil.copyfile(LOCK, INSTALLED)
    except OSError as fault:
        # The number beside the words: Windows says them in its own language.
        return _explain("Chưa chuẩn bị được thư mục .venv.", f"[Errno {fault.errno}] {fault}")
    return ""


def _say(line: str) -> None:
    # At once: what follows takes minutes.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def cause(output: str, *, by_wheels: bool) -> str:
    """Return what pip or Windows complained of and what to do, "" where it is not known."""
    lower = output.lower()
    for signs, what, remedy in (*_CAUSES, _BY_WHEELS if by_wheels else _BY_INDEX):
        if any(sign in lower for sign in signs):
            return f"{what} Cách làm: {remedy}"
    return ""


def _explain(what: str, output: str) -> str:
    kept = f"Chi tiết ghi ở {LOG}." if _keep(output) else ""
    explanation = cause(output, by_wheels=_wheels())
    if not explanation:
        last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "")
        explanation = (
            f"Máy báo: “{last[:200]}”. Cách làm: chạy lại build.bat; vẫn vậy thì gửi câu này cho "
            "người hỗ trợ."
        )
    return "\n".join(part for part in (what, explanation, _PORTABLE, kept) if part)


def _keep(output: str) -> bool:
    """Write the output beside what was made, if it can be."""
    with contextlib.suppress(OSError):
        FOLDER.mkdir(exist_ok=True)
        LOG.write_text(output, encoding="utf-8")
        return True
    return False


def _pip() -> list[str]:
    python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    source = ["--no-index", "--find-links", str(WHEELS)] if _wheels() else []
    words = ["install", "--no-input", "--disable-pip-version-check", "--no-color", "--only-binary"]
    return [str(python), "-m", "pip", *words, ":all:", *source, "--require-hashes", "-r", str(LOCK)]


def _run(words: list[str]) -> str:
    """Run a program; return all that it printed where it failed, else ""."""
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False, encoding="utf-8", errors="replace",
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout.strip() or f"mã lỗi {done.returncode}"


def _wheels() -> bool:
    return any(WHEELS.glob("*.whl"))


def _wheels_for() -> str:
    tags = {path.name.split("-")[2] for path in WHEELS.glob("numpy-*.whl")}
    known = sorted(int(tag[3:]) for tag in tags if tag.startswith("cp3") and tag[3:].isdecimal())
    return ", ".join(f"3.{minor}" for minor in known) or "khác"


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
