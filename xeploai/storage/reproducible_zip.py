"""Parts of an Office file → the bytes of the file, the same on every system and at any time.

zipfile notes in each part which system packed it and when; here every writer of workbooks and
documents notes the same. The packing itself is zlib's: its versions 1.2.13 and 1.3.1 gave the same
bytes. zlib-ng, which Python has on Windows from 3.14 on, packs the same parts in its own way.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_STAMP = (2000, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o600 << 16
_PACKED_ALREADY = (".png",)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return the file made of some parts, in their order."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(_entry(name), content)
    return made.getvalue()


def repack(data: bytes) -> bytes:
    """Return a file that a library has packed, packed as here."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()})


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.create_system, entry.external_attr = _UNIX, _MODE
    is_small = name.endswith(_PACKED_ALREADY)
    entry.compress_type = zipfile.ZIP_STORED if is_small else zipfile.ZIP_DEFLATED
    return entry
