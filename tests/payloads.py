"""A season in which every text that comes from outside is an attack: an input folder of them.

What is written is PAYLOADS; what must be legible of each is its cleaned spelling.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from tests import builders, xlsx
from tests.builders import REPORTING, YEAR, book, cell, disciplined, done, info, row
from xeploai.paths import REGISTER_FILE
from xeploai.register.model import Unit
from xeploai.schema.form import RemedyReturn
from xeploai.schema.terms import RatedSubject, UnitKind
from xeploai.text import clean

AS_OF = date(YEAR, 12, 22)
LONGEST_CELL = 32_767

PAYLOADS: Mapping[str, str] = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "svg": '"><svg onload=alert(1)>',
    "attribute": "' onmouseover='alert(1)",
    "comment": "--><script>alert(1)</script><!--",
    "body mark": "<!-- xeploai: body -->",
    "end of script": "</script><script>alert(1)</script>",
    "end of title": "</title></textarea></style><script>alert(1)</script>",
    "cdata": "]]> <![CDATA[",
    "entity": "&lt;b&gt; &amp;amp; &#60;i&#62; &notanentity;",
    "jinja": "{{ 7*7 }} {{ config.items() }}",
    "jinja block": "{% raw %} {% include '/etc/passwd' %}",
    "jinja comment": "{# #} {%- endblock -%}",
    "shell": "${7*7} $(id) `id`",
    "plotly": "%{x} %{customdata} <extra>mất</extra> <br> <b>đậm</b>",
    "mathjax": "$x$ $$\\frac{1}{2}$$ \\(x\\)",
    "dde": "=cmd|'/c calc'!A0",
    "formula": '=1+1;=HYPERLINK("http://x.invalid")',
    "plus": "+1+1",
    "minus": "-1-1",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "apostrophe": "'=1+1",
    "link": "[a](javascript:alert(1)) <javascript:alert(1)>",
    "picture": "![x](http://x.invalid/x.png)",
    "bare link": "http://x.invalid/ www.x.invalid",
    "code": "`code` ``` ~~~",
    "snippet": '--8<-- "mkdocs.yml"',
    "attributes": "{: onclick=alert(1)} { .x #y }",
    "front matter": "--- title: x #",
    "percent": "%3Cscript%3E %00 %s %d {0} {name}",
    "coded": "_x0041_ _x000D_",
    "path": "../../../etc/passwd C:\\Windows\\..",
    "bidi": "Xã \u202egnurt \u2066x\u2069\u200f",
    "zero width": "Xã\u200b Một\u200d\ufeff\u00ad",
    "control": "Xã\x00 Hai\x07\x1b[31m\x0b\x85\x9b",
    "separators": "Xã\u2028Ba\u2029Bốn\u00a0Năm",
    "emoji": "Xã 🏴\U000e0067\U000e007f 👨\u200d👩 🇻🇳",
    "combining": "Xa\u0303 Ba\u0309y " + "o\u0302" + "\u0301" * 20,
    "right to left": "شعبة الحزب 12",
    "quotes": "\"'`´“”‘’«»",
    "long word": "w" * 10_000,
    "long name": ("Xã dài " * 5000)[: LONGEST_CELL - 1] + ".",
}
"""What is written, by what it attacks; every one cleans to a text of its own."""

KEYS = tuple(PAYLOADS)
DISTRICT = "=1+1"

_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x00-\x1f]")
# Windows has more signs that no name may hold, and opens no path of more than 259 characters.
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]' if sys.platform == "win32" else r"[/\x00]")
_LONGEST_NAME = 80 if sys.platform == "win32" else 200


def shown(key: str) -> str:
    """How a payload is spelt wherever it is shown."""
    return clean(PAYLOADS[key])


def code(key: str) -> str:
    """The code of the unit that is called like a payload; a few are attacks themselves."""
    return {
        "svg": "<b>&",
        "path": "../../x",
        "plus": "+1",
        "at": "@A",
        "coded": "CON",
        "long name": f"Mã {'ả' * 200}",
    }.get(key, f"U{KEYS.index(key):02}")


def after(key: str, steps: int) -> str:
    """Another payload, so that no two texts of a row are the same."""
    return in_cell(PAYLOADS[KEYS[(KEYS.index(key) + steps) % len(KEYS)]])


def in_cell(text: str) -> str:
    """A text as Excel writes it, which XML by itself could not hold."""
    text = _CODED.sub("_x005F_", text)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)[:LONGEST_CELL]


# ------------------------------------------------------------------ the register


def write(folder: Path, keys: Sequence[str] = KEYS) -> None:
    """Fill an input folder with the season, or with some units of it."""
    (folder / REGISTER_FILE).write_bytes(register_book(keys))
    for name, data in returns(keys):
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)


def units(keys: Sequence[str]) -> list[Unit]:
    """The district and a unit for each payload; four make a cluster, and are watched by one."""
    made = [Unit(DISTRICT, PAYLOADS["script"], UnitKind.DISTRICT)]
    for number, key in enumerate(keys):
        made.append(
            Unit(
                code(key),
                in_cell(PAYLOADS[key]),
                UnitKind.GRASSROOTS,
                DISTRICT,
                cluster=after(KEYS[number // 4 * 4], 1),
                official=after(KEYS[number // 4], 0),
            )
        )
    return made


def register_book(keys: Sequence[str]) -> bytes:
    """danh-muc.xlsx."""
    milestones = [("GUI", "script"), ("<i>", "image"), ("=2+2", "dde"), ("M", "long word")]
    return builders.register_book(
        units(keys),
        {
            "office": PAYLOADS["svg"], "higher_office": PAYLOADS["jinja"],
            "cap_decision": PAYLOADS["plotly"], "note": PAYLOADS["end of script"],
        },
        DeadlineRow=[
            {"milestone": short, "name": PAYLOADS[key], "deadline": date(YEAR, 12, 20),
             "kinds": "; ".join(sorted(REPORTING))}
            for short, key in milestones
        ],
        DecisionRow=[
            {"unit_code": code(key), "subject": RatedSubject.ORG, "decided_level": "HT",
             "decision_no": after(key, 3), "reason": after(key, 4)}
            for key in keys[::2]
        ],
        WaiverRow=[
            {"rule": "decision_before_review", "unit_code": code(key),
             "reason": after(key, 5), "approved_by": after(key, 6)}
            for key in keys[::5]
        ],
        ReceiptRow=[
            {"unit_code": code(key), "version": 1, "received_on": date(YEAR, 12, 17),
             "reason": after(key, 7)}
            for key in keys[::3]
        ],
        ExtensionRow=[
            {"unit_code": code(key), "milestone": "GUI", "deadline": date(YEAR, 12, 28),
             "reason": after(key, 8)}
            for key in keys[::4]
        ],
    )  # fmt: skip


# ------------------------------------------------------------------ the returns


def returns(keys: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The files of every unit by their path, two kinds of each: one counts, one is faulty."""
    for number, key in enumerate(keys):
        name = path_part(key, _LONGEST_NAME)
        yield f"{path_part(key, 60)}/{name}-1.xlsx", a_return(key)
        if number % 2:
            yield f"{name}-2.xlsx", a_return(key, version=2, is_faulty=True)
    yield _NOT_IN_A_NAME.sub("_", "<script>alert(1)<!--.txt"), b"not a workbook"
    if sys.platform != "win32":  # bytes that are no text
        yield "\udcff\udcfe=1.xlsx", b"not a workbook either"


def path_part(key: str, most: int) -> str:
    """A payload as a name of a file or folder, as far as one can hold it."""
    name = _NOT_IN_A_NAME.sub("_", PAYLOADS[key])
    kept = name.encode()[:most].decode("utf-8", "ignore")
    return kept.rstrip(" .") if sys.platform == "win32" else kept


def a_return(key: str, version: int = 1, *, is_faulty: bool = False) -> bytes:
    """A unit's workbook; where it is faulty its figures, too, are attacks."""
    first = info(
        unit_code=code(key), unit_name=in_cell(PAYLOADS[key]), version=version,
        # Of every fifth nothing but the ledger knows when it came.
        sent_on=None if KEYS.index(key) % 5 == 4 else date(YEAR, 12, 18),
        parent_name=after(key, 1), prepared_by=after(key, 2), phone=after(key, 3),
        decision_no=after(key, 4),
    )  # fmt: skip
    broken = cell(cell_code=code(key), name=after(key, 5), rated=9)
    kept = cell(cell_code=code(key), name=after(key, 5), note=after(key, 6))
    wrong = {
        "cell_code": after(key, 7), "name": after(key, 8), "members": after(key, 9),
        "review_date": after(key, 10), "decided_level": after(key, 11),
    }  # fmt: skip
    others = [
        done("<i>", date(YEAR, 12, 1), note=after(key, 9)),
        row(RemedyReturn, item=after(key, 10), owner=after(key, 11), note=after(key, 12)),
        disciplined(1, note=after(key, 13)),
    ]
    made = book([broken, wrong] if is_faulty else [kept], of=first, others=others)
    return made if not is_faulty else with_sheet(made, after(key, 3))


def with_sheet(made: bytes, name: str) -> bytes:
    """The workbook with a sheet more, called like an attack."""
    short = re.sub(r"[\\/*?:\[\]]", "_", name)[:31]
    parts = _parts(made)
    sheets = parts["xl/workbook.xml"].decode()
    last = sheets.count("<sheet ")
    added = xlsx.workbook_xml([short]).partition("<sheets>")[2].partition("</sheets>")[0]
    added = added.replace('sheetId="1"', f'sheetId="{last + 1}"').replace("rId1", f"rId{last + 1}")
    relation = xlsx.workbook_relations([*range(last + 1)]).encode()
    return xlsx.packed(
        {
            **parts,
            "xl/workbook.xml": sheets.replace("</sheets>", f"{added}</sheets>"),
            "xl/_rels/workbook.xml.rels": relation,
            f"xl/worksheets/sheet{last + 1}.xml": xlsx.sheet_xml([[name]]),
        }
    )


def _parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
