"""The sheet Chấp thuận names a rule by its code or by any title the rule ever had."""

import csv
from pathlib import Path

import pytest

from xeploai.rules.all_rules import ALL_RULES, BY_CODE
from xeploai.rules.waivers import rule_meant

PUBLISHED = Path(__file__).with_name("published_titles.csv")
"""Every title under which a rule that can be accepted was ever published. Lines are only added:
a rule that gets a new title keeps the old one in former_titles."""


def _published() -> list[tuple[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return [(line["rule"], line["title"]) for line in csv.DictReader(file)]


@pytest.mark.parametrize(("code", "title"), _published())
def test_a_title_that_was_ever_published_is_understood(code: str, title: str) -> None:
    for spelt in (title, f" {title.upper()}. ", code):
        rule = rule_meant(spelt, BY_CODE)
        assert rule is not None
        assert rule.code == code


def test_every_title_is_among_those_that_must_stay_understood() -> None:
    waivable = {(rule.code, rule.title) for rule in ALL_RULES if rule.waivable}
    assert waivable <= set(_published())


def test_no_former_title_is_one_that_a_rule_has_now() -> None:
    titles = {rule.title for rule in ALL_RULES}
    assert not titles & {title for rule in ALL_RULES for title in rule.former_titles}


def test_what_names_no_rule_names_none() -> None:
    assert rule_meant("Không có quy tắc này", BY_CODE) is None
