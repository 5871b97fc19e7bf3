"""A season → the letters that remind: one to each unit that owes something, one to its parent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xeploai.outputs.documents.letterhead import plain_letter
from xeploai.outputs.documents.word import fill
from xeploai.outputs.reminders.letter_context import parent_words, unit_words
from xeploai.outputs.reminders.outstanding import Outstanding, outstanding
from xeploai.paths import PARENT_LETTER, PARENT_LETTER_TEXT, UNIT_LETTER, UNIT_LETTER_TEXT
from xeploai.register.model import Unit
from xeploai.season.season import Season
from xeploai.text import file_names


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter: to whom it goes, and what it is about: the unit itself, or those below it."""

    unit: Unit
    about: tuple[Outstanding, ...]
    to_parent: bool
    name: str

    @property
    def word(self) -> str:
        """The file for Word."""
        return f"{self.name}.docx"

    @property
    def text(self) -> str:
        """The file to paste into a message."""
        return f"{self.name}.txt"


def reminders(season: Season) -> list[Reminder]:
    """Every letter: those to units, then those to parents, each in the office's order."""
    register = season.register
    entries = tuple(outstanding(season))
    below: dict[str, list[Outstanding]] = {}
    for each in entries:
        below.setdefault(each.unit.parent, []).append(each)
    names = _names(season)
    own = [
        Reminder(each.unit, (each,), False, names[each.unit.code])
        for each in entries
        # The letters go out from the top unit's own board.
        if each.unit.parent or each.unit.kind.is_grassroots
    ]
    # The board writes to those below it, never to its own committee.
    parents = (unit for unit in register.units.values() if unit.code in below and unit.parent)
    return own + [
        Reminder(unit, tuple(below[unit.code]), True, names[_list_of(unit.code)])
        for unit in parents
    ]


def _names(season: Season) -> Mapping[str, str]:
    codes = season.register.units
    return file_names([*codes, *map(_list_of, codes)])


def _list_of(code: str) -> str:
    """Return a name for the list of the units below one.

    No code begins with a blank, so the name is free.
    """
    return f" {code}-cac-don-vi"


def reminder_files(
    season: Season, letters: Iterable[Reminder], marked: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files of the letters by name; marked: the marked workbook of each unit."""
    return dict(each for item in letters for each in _files(season, item, marked))


def _files(
    season: Season, item: Reminder, marked: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    settings, as_of = season.register.settings, season.as_of
    if item.to_parent:
        total = sum(unit.parent == item.unit.code for unit in season.progress.units)
        words = parent_words(settings, item.unit, item.about, total, as_of)
        yield item.word, fill(PARENT_LETTER, words)
        yield item.text, plain_letter(PARENT_LETTER_TEXT, words)
        return
    (mine,) = item.about
    words = unit_words(settings, mine, marked.get(item.unit.code, ""), as_of)
    yield item.word, fill(UNIT_LETTER, words)
    yield item.text, plain_letter(UNIT_LETTER_TEXT, words)
