"""Files that the office and the program keep in the input folder beside the returns.

Windows takes "Danh-Muc.xlsx" for "danh-muc.xlsx", other systems do not: here both are the register,
so that a folder means the same on every system. In findings and on pages it has its usual name.
"""

import os
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.paths import LEDGER_FILE, REGISTER_FILE, SNAPSHOTS_FOLDER
from xeploai.text import clean, folded

_TITLES = {
    REGISTER_FILE: "tệp danh mục",
    LEDGER_FILE: "tệp sổ nhận",
    SNAPSHOTS_FOLDER: "thư mục bản chốt",
}
_REGISTER = "danh muc"
_TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv"})


def find_own(folder: Path, name: str) -> Path:
    """Return where the register, the ledger or the freezes stand, or would, however it is spelt.

    Raises BuildError where two stand there, as they may on a disk that tells capitals apart.
    """
    try:
        with os.scandir(folder) as listed:
            names = sorted(entry.name for entry in listed if is_called(entry.name, name))
    except OSError:
        names = []
    if len(names) > 1:
        raise BuildError(
            f"Thư mục {folder} có {len(names)} {_TITLES[name]}, tên chỉ khác chữ hoa, chữ thường "
            f"hoặc ký tự không nhìn thấy: {', '.join(map(clean, names))}. Chỉ giữ một; chuyển cái "
            "kia ra ngoài thư mục đó rồi chạy lại."
        )
    return folder / (names[0] if names else name)


def is_like_the_register(name: str) -> bool:
    """Whether a table is called nearly as the register is; is_called tells the register itself.

    A browser makes "danh-muc (1).xlsx" of it, Windows without endings "danh-muc.xlsx.xlsx", and a
    clerk "Danh mục.xls".
    """
    path = Path(name)
    is_table = path.suffix.casefold() in _TABLES and not is_called(name, REGISTER_FILE)
    return is_table and f" {_REGISTER} " in f" {folded(path.stem)} " and name[:2] != "~$"


def is_called(written: str, name: str) -> bool:
    """Whether a written name is one of ours, whichever of its letters are capitals."""
    return clean(written).casefold() == name
