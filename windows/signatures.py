"""Signatures in a Windows Python: who vouches for which of its files. Run where a hash is pinned.

usage: python -m windows.signatures VERSION…   needs osslsigncode 2.9 and openssl

Programs and libraries carry a signature each; the modules in Lib are listed by their hashes in a
signed catalogue. A signature is judged as of the day its certificate became valid, and without
lists of withdrawn certificates, which would have to be fetched.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1, sha256
from pathlib import Path

from windows.pruning import prune_python
from windows.pythons import unpack_python

ROOTS = {
    "5367f20c7ade0e2bca790915056d086b720c33c1fa2a2661acf787e3292e1270",
}
"""SHA-256 of Microsoft's root of 2020, which comes with the signatures and not with Linux."""

SYSTEM_ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")
CATALOGUE = "DLLs/python_lib.cat"
PROGRAMS = {".exe", ".dll", ".pyd", ".cat"}

_SIGNER = re.compile(r"Signer #0:\s+Subject: .*?CN=([^/\n]+).*?notBefore : ([^\n]+) GMT", re.S)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n", re.S)


@dataclass(frozen=True, slots=True)
class Voucher:
    """Signer of a file, "" where there is none; fault: why that is not certain."""

    file: str
    signer: str
    fault: str = ""


def vouchers(python: Path) -> Iterator[Voucher]:
    """Yield who vouches for each file that Python runs."""
    catalogue = (python / CATALOGUE).read_bytes()
    for file in sorted(python.rglob("*")):
        name = file.relative_to(python).as_posix()
        if file.suffix in PROGRAMS:
            yield _signature(file, name)
        elif file.suffix == ".py":
            content = file.read_bytes()
            # An empty module holds nothing to vouch for, and stands in no catalogue.
            hashes = (sha256(content).digest(), sha1(content).digest())  # noqa: S324 (theirs)
            is_listed = not content or any(each in catalogue for each in hashes)
            yield Voucher(name, CATALOGUE if is_listed else "")


def _signature(file: Path, name: str) -> Voucher:
    match = _SIGNER.search(_output("osslsigncode", "verify", "-ignore-timestamp", "-in", file))
    if match is None:
        return Voucher(name, "")
    since = datetime.strptime(match[2], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    with tempfile.TemporaryDirectory() as scratch:
        roots = Path(scratch, "roots.pem")
        roots.write_text(SYSTEM_ROOTS.read_text("ascii") + _roots(file, scratch), "ascii")
        output = _output(
            *("osslsigncode", "verify", "-ignore-timestamp", "-ignore-crl", "-CAfile", roots),
            *("-time", str(int(since.timestamp()) + 3600), "-in", file),
        )
    fault = (
        "" if "\nSignature verification: ok" in output else "signature or its chain not verified"
    )
    return Voucher(name, match[1], fault)


def _roots(file: Path, scratch: str) -> str:
    """Return the known roots among the certificates of a signature."""
    signature = Path(scratch, "signature.pem")
    _output("osslsigncode", "extract-signature", "-pem", "-in", file, "-out", signature)
    if not signature.is_file():  # a catalogue is nothing but its signature
        _output("openssl", "pkcs7", "-inform", "der", "-in", file, "-out", signature)
    certificates = _output("openssl", "pkcs7", "-in", signature, "-print_certs")
    return "".join(each for each in _CERTIFICATE.findall(certificates) if _sha256(each) in ROOTS)


def _sha256(certificate: str) -> str:
    command = ["openssl", "x509", "-outform", "der"]
    done = subprocess.run(command, input=certificate.encode(), capture_output=True, check=True)
    return sha256(done.stdout).hexdigest()


def _output(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def main(version: str) -> int:
    """Print who vouches for how much, and each file nobody vouches for; return their number.

    Looked at is what the package for Windows keeps of Python, and the catalogue.
    """
    with tempfile.TemporaryDirectory() as scratch:
        python = Path(scratch, "python")
        unpack_python(version, python)
        prune_python(python)
        signed = list(vouchers(python))
    for signer in sorted({each.signer for each in signed if each.signer and not each.fault}):
        number = sum(each.signer == signer and not each.fault for each in signed)
        sys.stdout.write(f"{version}: {number} files: {signer}\n")
    uncertain = [each for each in signed if each.fault or not each.signer]
    for each in uncertain:
        sys.stdout.write(f"{version}: {each.file}: {each.fault or 'unsigned'} {each.signer}\n")
    return len(uncertain)


if __name__ == "__main__":
    sys.exit(min(1, sum([main(each) for each in sys.argv[1:]])))
