"""Figures set down by name (chốt số liệu): what a freeze holds, and whether it is still whole."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from xeploai.ledger.history import Facts, Key, Kind, State, parts
from xeploai.paths import SNAPSHOT_FACTS, SNAPSHOT_MANIFEST
from xeploai.text import slug

MOST_SIGNS = 60
"""So long a name may be: it names a folder too."""


@dataclass(frozen=True, slots=True)
class Freeze:
    """Figures as they were set down; fault: why they are not to be trusted, "" where they are.

    files: the names of the files by the hash of their content; program: its version.
    """

    folder: str
    name: str
    period: str
    program: str
    at: datetime
    as_of: date
    facts: Facts
    files: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Origin of frozen figures: period, program, register, and files by hash."""

    period: str
    program: str
    register: str
    inputs: Mapping[str, str]


def folder_name(name: str, as_of: date) -> str:
    """Return the name of a freeze's folder."""
    return f"{as_of.isoformat()}-{slug(name)}"


def why_unfit(name: str) -> str:
    """Why a freeze cannot be called so, "" where it can."""
    if not slug(name):
        return "Tên bản chốt phải có chữ hoặc số, ví dụ “Báo cáo lần 1”."
    if len(name) > MOST_SIGNS:
        return f"Tên bản chốt dài quá {MOST_SIGNS} ký tự. Đặt tên ngắn hơn."
    return ""


def freeze_files(
    name: str, state: State, source: Source, tables: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of a freeze, by name.

    They are the tables as published, the facts, and a manifest.
    """
    kept = {
        **tables,
        SNAPSHOT_FACTS: _json([[*key, value] for key, value in sorted(state.facts.items())]),
    }
    manifest: dict[str, object] = {
        "name": name,
        "period": source.period,
        "at": state.at.isoformat(),
        "as_of": state.as_of.isoformat(),
        "program": source.program,
        "register": source.register,
        "inputs": source.inputs,
        "files": {file: _hash(content) for file, content in sorted(kept.items())},
    }
    return {**kept, SNAPSHOT_MANIFEST: _json({**manifest, "seal": _hash(_json(manifest))})}


def read_freeze(folder: str, files: Mapping[str, bytes]) -> Freeze:
    """Return a freeze from its files; an altered one holds no facts."""
    try:
        manifest = json.loads(files[SNAPSHOT_MANIFEST])
        freeze = Freeze(
            folder=folder,
            name=str(manifest["name"]),
            period=str(manifest["period"]),
            program=str(manifest["program"]),
            at=datetime.fromisoformat(manifest["at"]),
            as_of=date.fromisoformat(manifest["as_of"]),
            facts=_facts(files[SNAPSHOT_FACTS]),
            files={sha256: file for file, sha256 in manifest["inputs"].items()},
        )
        fault = _fault(manifest, files)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return _broken(folder, "thiếu tệp hoặc tệp không còn đọc được")
    return _broken(folder, fault, freeze.name) if fault else freeze


def _facts(content: bytes) -> Facts:
    facts = {Key(Kind(kind), unit, what): value for kind, unit, what, value in json.loads(content)}
    for value in facts.values():
        parts(value)
    return facts


def _fault(manifest: dict[str, object], files: Mapping[str, bytes]) -> str:
    seal = manifest.pop("seal")
    if seal != _hash(_json(manifest)):
        return f"tệp {SNAPSHOT_MANIFEST} đã bị sửa"
    hashes = manifest["files"]
    if not isinstance(hashes, dict):
        raise TypeError(hashes)
    gone = sorted(file for file in hashes if file not in files)
    if gone:
        return f"thiếu tệp {', '.join(gone)}"
    changed = sorted(file for file in hashes if _hash(files[file]) != hashes[file])
    return f"tệp {', '.join(changed)} đã bị sửa" if changed else ""


def _broken(folder: str, fault: str, name: str = "") -> Freeze:
    return Freeze(folder, name or folder, "", "", datetime.min, date.min, {}, {}, fault)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
