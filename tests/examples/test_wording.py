"""What the offices of the seasons say themselves is read, and names nobody."""

import pytest

from examples import SEASONS, season_files
from xeploai.outputs.report.wording import Wording
from xeploai.outputs.report.wording_reader import load_wording
from xeploai.paths import REGISTER_FILE, WORDING_FILE
from xeploai.register.reader import load
from xeploai.schema.wording import Section

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=SEASONS)
def wording(request: pytest.FixtureRequest) -> Wording:
    files = season_files(request.param)
    return load_wording(files[WORDING_FILE], load(files[REGISTER_FILE]))


def test_it_speaks_of_the_work_of_all_and_of_one_unit(wording: Wording) -> None:
    for section in (Section.LEADERSHIP, Section.SHORTCOMINGS, Section.CAUSES, Section.PROPOSALS):
        assert wording.of("", section)
    assert len({unit for unit, _ in wording.passages if unit}) == 1
    assert all(
        text.endswith(".") for paragraphs in wording.passages.values() for text in paragraphs
    )


def test_number_and_name_are_left_open_and_what_is_made_up_says_so(wording: Wording) -> None:
    assert wording.paper.number == wording.paper.signer == ""
    assert wording.paper.issuer.endswith("(số liệu minh họa)")
    assert wording.paper.authority == "T/M BAN THƯỜNG VỤ"
