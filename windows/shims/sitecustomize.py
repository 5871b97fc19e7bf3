"""Take from Python 3.12 and later what Wine 8 cannot do; lies in the site-packages of tests only.

Python then does as on a Windows that is too old for it.
"""

import _winapi
import sys

if hasattr(_winapi, "CopyFile2"):
    del _winapi.CopyFile2  # kernel32 lacks it
sys.modules["_wmi"] = None  # type: ignore[assignment]  # propsys cannot read the answers
