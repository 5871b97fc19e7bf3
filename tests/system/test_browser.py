"""Browsers are found where Windows keeps them."""

import sys
from pathlib import Path

import pytest

from xeploai.system import browser
from xeploai.system.browser import windows_places

ROOTS = {
    "ProgramFiles": r"C:\Program Files",
    "ProgramFiles(x86)": r"C:\Program Files (x86)",
    "LOCALAPPDATA": r"C:\Users\an\AppData\Local",
}
EDGE = r"Microsoft\Edge\Application\msedge.exe"


def test_every_usual_place_is_looked_at_chrome_first_and_edge_before_others() -> None:
    places = list(windows_places(ROOTS, lambda program: ""))
    assert places[0] == r"C:\Program Files\Google\Chrome\Application\chrome.exe"
    assert rf"C:\Program Files (x86)\{EDGE}" in places
    below = [place.partition("\\Program Files\\")[2].split("\\")[0] for place in places]
    order = list(dict.fromkeys(filter(None, below)))
    assert order == ["Google", "Chromium", "Microsoft", "BraveSoftware", "CocCoc"]


def test_a_task_without_variables_finds_edge_all_the_same() -> None:
    assert rf"C:\Program Files (x86)\{EDGE}" in windows_places({}, lambda program: "")


def test_what_is_installed_elsewhere_is_known_from_the_registry() -> None:
    known = {"msedge.exe": r"E:\Microsoft\Edge\msedge.exe", "browser.exe": r"E:\Yandex\browser.exe"}
    places = list(windows_places(ROOTS, lambda program: known.get(program, "")))
    assert known["msedge.exe"] in places
    assert known["browser.exe"] not in places  # another maker's


@pytest.mark.skipif(sys.platform != "win32", reason="needs the registry of Windows")
def test_the_registry_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if sys.platform == "win32":
        import winreg

        edge = tmp_path / "Microsoft" / "msedge.exe"
        edge.parent.mkdir()
        edge.write_bytes(b"")
        key = rf"{browser._APP_PATHS}\msedge.exe"
        winreg.SetValue(winreg.HKEY_CURRENT_USER, key, winreg.REG_SZ, f'"{edge}"')
        try:
            assert browser.find_browser() == str(edge)
        finally:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
