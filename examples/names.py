"""Names of cells, made up of the words such names are made of; none is a real list."""

import random

_HAMLETS = (
    "Thới Hòa", "Thới Bình", "Thới Phước", "Trường Hòa", "Trường Thọ", "Đông Hòa", "Đông Lợi",
    "Định Hòa", "Định Khánh", "Tân Hưng", "Tân Lợi", "Phú Thọ", "Bình Hòa",
)  # fmt: skip
_VILLAGES = (
    "Đông", "Đoài", "Trung", "Thượng", "Hạ", "Nội", "Ngoại", "Hòa Bình", "Tân Lập", "Yên Thịnh",
    "Phú Thịnh", "Vĩnh Lại", "Bích Chu", "Hòa Loan", "Thủ Độ", "Môn Trì", "Cẩm Trạch", "Đan Thượng",
    "Xuân Húc", "Lạc Trung", "Phong Doanh", "Đông Cao", "Diệm Xuân", "Thụy Điền",
)  # fmt: skip
_OFFICES = ("Trường Tiểu học", "Trường Trung học cơ sở", "Công an", "Quân sự")


def _numbered(prefix: str, names: list[str]) -> list[tuple[str, str]]:
    return [(f"{prefix}{number:02}", name) for number, name in enumerate(names, start=1)]


def commune_cells(
    lot: random.Random, number: int, prefix: str, place: str, *, southern: bool
) -> list[tuple[str, str]]:
    """Return the cells of a commune's committee.

    Hamlets or villages come first, then schools and forces.
    """
    pool, word = (_HAMLETS, "ấp") if southern else (_VILLAGES, "thôn")
    inhabited = lot.sample(pool, number - len(_OFFICES))
    names = [f"Chi bộ {word} {name}" for name in sorted(inhabited, key=pool.index)]
    return _numbered(prefix, [*names, *(f"Chi bộ {office} {place}" for office in _OFFICES)])


def office_cells(prefix: str, names: str) -> list[tuple[str, str]]:
    """Return the cells of an agency's committee, given as names between semicolons."""
    return _numbered(prefix, [f"Chi bộ {name.strip()}" for name in names.split(";")])
