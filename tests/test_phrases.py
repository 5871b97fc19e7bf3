"""Fragments of sentences: said once, and right inside and at the head of a sentence."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.charts.seasons import ROOT, ordinary
from tests.project import PROJECT
from xeploai import phrases
from xeploai.schema.terms import Level, Scale, Stage, Subject
from xeploai.season.figures.model import Figure
from xeploai.season.figures.printed import without_thin_shares

NAMES = {
    "Gửi hồ sơ": "gửi hồ sơ",
    "TCCSĐ gửi biểu": "TCCSĐ gửi biểu",
    "ĐTN huyện": "ĐTN huyện",
    "Đảng viên": "đảng viên",
    "Ý": "ý",
    "": "",
}


def members() -> Figure:
    figure = ordinary(6, silent=(2,)).figures.at(ROOT, Subject.MEMBER)
    assert figure is not None
    return figure


@pytest.mark.parametrize(("name", "inside"), NAMES.items())
def test_an_abbreviation_keeps_its_capitals_inside_a_sentence(name: str, inside: str) -> None:
    assert phrases.lower_first(name) == inside


def test_a_sentence_begins_with_a_capital_and_leaves_out_what_is_not_said() -> None:
    assert phrases.sentence("", "hạn 20/12", "", "còn 2 ngày") == "Hạn 20/12; còn 2 ngày"
    assert phrases.sentence("tCCSĐ") == "TCCSĐ"
    assert phrases.sentence() == ""


@pytest.mark.parametrize(
    ("counted", "expected", "phrase"),
    [
        (44, 44, "44/44 đơn vị"),
        (41, 44, "tạm tính, 41/44 đơn vị"),
        (0, 1, "tạm tính, 0/1 đơn vị"),
        (None, 3, "tạm tính, –/3 đơn vị"),
        (0, 0, ""),
    ],
)
def test_coverage_says_that_a_sum_is_provisional(
    counted: int | None, expected: int, phrase: str
) -> None:
    assert phrases.coverage(counted, expected) == phrase


def test_coverage_of_a_figure_is_that_of_its_units() -> None:
    figure = members()
    assert phrases.coverage_of(figure) == "tạm tính, 5/6 đơn vị"
    assert phrases.subtitle(figure, ordinary(6).as_of).endswith("; tạm tính, 5/6 đơn vị")


def test_levels_are_named_without_what_all_of_them_end_in() -> None:
    assert list(phrases.LEVEL_NAMES.values()) == [
        "Hoàn thành xuất sắc", "Hoàn thành tốt", "Hoàn thành", "Không hoàn thành",
    ]  # fmt: skip
    old = [phrases.level_name(level, Scale.CLEAN) for level in Level]
    assert old == ["Trong sạch, vững mạnh", "Hoàn thành tốt", "Hoàn thành", "Yếu kém"]
    assert phrases.brief_name(Level.HTT, Scale.CLEAN) == "Tốt"


def test_levels_of_several_scales_have_all_their_names() -> None:
    both = Scale.FULFILMENT, Scale.CLEAN
    assert phrases.level_name(Level.XS, *both) == "Hoàn thành xuất sắc / Trong sạch, vững mạnh"
    assert phrases.level_name(Level.HTT, *both) == "Hoàn thành tốt"
    assert phrases.level_label(Level.KHT, *both) == "Không hoàn thành nhiệm vụ / Yếu kém"


@pytest.mark.parametrize(
    ("subject", "stage", "word"),
    [
        (Subject.MEMBER, Stage.DECIDED, "được đánh giá"),
        (Subject.LEADER, Stage.DECIDED, "được đánh giá"),
        (Subject.LEADER, Stage.SELF, "tự xếp loại"),
        (Subject.CELL, Stage.DECIDED, "được xếp loại"),
        (Subject.CELL, Stage.PROPOSED, "được đề nghị xếp loại"),
    ],
)
def test_persons_are_assessed_and_organisations_rated(
    subject: Subject, stage: Stage, word: str
) -> None:
    figure = replace(members(), subject=subject, stage=stage)
    assert phrases.rated_word(figure) == word


def test_of_a_few_it_is_told_how_many_they_are_and_no_share() -> None:
    of = ordinary(6).register.settings
    figure = replace(members(), subject=Subject.CELL, total=5, rated=2)
    assert phrases.outcome(figure, of) == "Mới có 2/5 chi bộ được xếp loại"
    assert "%" in phrases.outcome(replace(figure, total=4), of)


def test_of_a_few_units_it_is_told_how_many_they_are_and_no_share() -> None:
    of = ordinary(6).register.settings
    figure = without_thin_shares(replace(members(), units_expected=31, units_counted=2), of)
    why = "mới có số liệu của 2/31 đơn vị, chưa đủ 50% để công bố tỷ lệ xếp loại"
    assert phrases.outcome(figure, of) == phrases.upper_first(why)
    assert phrases.levels_told(figure, of) == f"; {why}"
    assert phrases.hint_of(figure, of) == why
    one = replace(of, least_coverage=5)
    assert "%" in phrases.outcome(without_thin_shares(members(), one), one)


# ---------------------------------------------------------------- said once

SPOKEN = ("charts", "views", "outputs")
"""Folders in which sentences for readers are made."""

LONG = 4
"""Words of a fragment; what is shorter is a term of the field."""


def _texts(path: Path) -> Iterator[str]:
    """The string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _spoken() -> dict[str, set[str]]:
    """The modules in which a text of some length stands, by the text in small letters."""
    places: dict[str, set[str]] = {}
    modules = [PROJECT / "xeploai" / "phrases.py"]
    modules += [path for x in SPOKEN for path in sorted((PROJECT / "xeploai" / x).rglob("*.py"))]
    for path in modules:
        for text in _texts(path):
            fragment = text.strip(" .,;:()").casefold()
            if len(fragment.split()) >= LONG and not fragment.isascii():
                places.setdefault(fragment, set()).add(path.relative_to(PROJECT).as_posix())
    return places


def test_no_fragment_of_a_sentence_is_written_in_two_modules() -> None:
    places = _spoken()
    assert len(places) > 300, "the texts are found at all"
    assert {text: sorted(x) for text, x in places.items() if len(x) > 1} == {}
