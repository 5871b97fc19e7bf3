"""Seasons that show the program at work: real forms, filled in by invented clerks."""

from collections.abc import Callable, Mapping
from datetime import date

from examples import thoi_lai, van_khe, vinh_tuong

SEASONS: Mapping[str, Callable[[], dict[str, bytes]]] = {
    "vinh-tuong-2021": vinh_tuong.files,
    "thoi-lai-2022": thoi_lai.files,
    "van-khe-2025": van_khe.files,
}
"""Function that makes each season; the first one is shown where none is named."""

AS_OF: Mapping[str, date] = {
    "vinh-tuong-2021": vinh_tuong.AS_OF,
    "thoi-lai-2022": thoi_lai.AS_OF,
    "van-khe-2025": van_khe.AS_OF,
}
"""The day each season is looked at."""

NOTE: Mapping[str, str] = {
    "vinh-tuong-2021": vinh_tuong.NOTE,
    "thoi-lai-2022": thoi_lai.NOTE,
    "van-khe-2025": van_khe.NOTE,
}
"""Note on every page: which parts of a season are real and which are invented."""


def season_files(name: str) -> dict[str, bytes]:
    """Return the input folder of a season, by path below it; the same bytes at every call."""
    return SEASONS[name]()
