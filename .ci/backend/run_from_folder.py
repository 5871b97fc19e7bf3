"""Build backend that refuses, in a sentence: there is nothing here to install."""

import sys
from typing import NoReturn

REFUSED = (
    "xeploai is not installed but run from its folder, with templates/, site_src/ and mkdocs.yml "
    "beside it: pip install --require-hashes -r requirements.lock, then python build.py"
)


def build_wheel(*_: object, **__: object) -> NoReturn:
    """Refuse any hook of PEP 517 and PEP 660; without a traceback, which would hide the reason."""
    sys.exit(REFUSED)


build_sdist = build_editable = build_wheel
# Asked first, so that nothing is downloaded or unpacked before the refusal.
get_requires_for_build_wheel = get_requires_for_build_sdist = build_wheel
get_requires_for_build_editable = build_wheel
