"""Head, counting words and plain-text form shared by all letters."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.outputs.documents.templates import fill_letter
from xeploai.phrases import period_words
from xeploai.register.model import Settings
from xeploai.system.program_folder import how_to_restore
from xeploai.text import count


def head(settings: Settings, as_of: date) -> dict[str, object]:
    """Who writes, of which period, and the day as Party papers write it."""
    return {
        "higher": settings.higher_office.upper(),
        "office": settings.office.upper(),
        "office_name": settings.office,
        "period": period_words(settings.period),
        "day": f"{as_of.day:02}",
        # As Party papers write it: a zero before days below 10 and before months 1 and 2.
        "month": f"{as_of.month:02}" if as_of.month < 3 else str(as_of.month),
        "year": as_of.year,
    }


def in_text(number: int) -> str:
    """Return a count inside a sentence: below ten it takes a zero, and 0 gives ""."""
    return "" if not number else f"{number:02}" if number < 10 else count(number)


def plain_letter(template: Path, words: Mapping[str, object]) -> bytes:
    """Return a letter as plain text, with the mark that Notepad of an old Windows needs.

    Raises BuildError where the template is missing.
    """
    try:
        source = template.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BuildError(f"Không mở được mẫu {template}; hãy {how_to_restore()}.") from None
    letter = fill_letter(source, words, template.name, is_xml=False)
    return letter.replace("\n", "\r\n").encode("utf-8-sig")
