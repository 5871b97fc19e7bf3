"""Any season comes out of packs as it came out of its workbooks, whatever is wrong in it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.packs import lay, outcome, pack_of, season_in
from tests.seeded.draw import Drawn, draw
from tests.seeded.planters import planted
from tests.seeded.planting import PLANTABLE
from tests.seeded.sendings import written

SEEDS = range(int(os.environ.get("SEASONS_TIMES", "1")))
QUICK = (
    "levels_do_not_sum_to_rated", "old_format", "damaged", "old_font", "copied_sheet",
    "merged_cells", "struck_cell", "members_differ_from_last_year", "external_link",
)  # fmt: skip
CASES = [pytest.param(x, marks=() if x in QUICK else pytest.mark.slow) for x in PLANTABLE]


def files_of(drawn: Drawn) -> dict[str, bytes]:
    """The files of a season, every second one in the folder a, the others in b."""
    sent = (*drawn.now.values(), *drawn.last.values(), *drawn.more)
    known = {each.file: written(each) for each in sent}
    kept = sorted((file, data) for file, data in known.items() if data is not None)
    return {f"{'ab'[at % 2]}/{file}": data for at, (file, data) in enumerate(kept)}


def same_by_packs(drawn: Drawn, folder: Path) -> None:
    """Compare a season of workbooks with a pack of a pack and of workbooks."""
    register, as_of, files = drawn.register(), drawn.as_of, files_of(drawn)
    flat = season_in(lay(folder / "flat", files), register, as_of)
    of_a = {name.removeprefix("a/"): data for name, data in files.items() if name[0] == "a"}
    of_b = {name: data for name, data in files.items() if name[0] == "b"}
    below = replace(register, settings=replace(register.settings, office="Đảng ủy a"))
    inner = pack_of(lay(folder / "a", of_a), below, as_of)
    whole = pack_of(lay(folder / "b", {"a.xlsx": inner, **of_b}), register, as_of)
    season = season_in(lay(folder / "up", {"T.xlsx": whole}), register, as_of)
    assert outcome(season, {"T.xlsx": "", "a.xlsx": "a/"}) == outcome(flat, {})
    assert season.counted == flat.counted
    assert len(season.intake.submissions) == len(flat.intake.submissions) + 2


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", CASES)
def test_a_planted_fault_is_found_in_a_pack_as_in_its_workbook(
    code: str, seed: int, tmp_path: Path
) -> None:
    drawn, _, _ = planted(code, seed, 2025 if PLANTABLE[code].holds_in(2025) else 2021)
    same_by_packs(drawn, tmp_path)


@pytest.mark.parametrize("year", [2018, 2021, 2023, 2025])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_season_in_which_nothing_is_wrong_comes_out_the_same(
    seed: int, year: int, tmp_path: Path
) -> None:
    same_by_packs(draw(seed, year).copy(), tmp_path)
