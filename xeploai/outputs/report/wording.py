"""The office's own words for its report: what stands around the text, and its own passages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xeploai.schema.wording import PaperRow, Section


@dataclass(frozen=True, slots=True)
class Wording:
    """The office's own words.

    paper: head and foot of the report; passages: paragraphs by unit ("" for the report of all)
    and section; sha256: of the workbook it was read from, "" where there is none.
    """

    paper: PaperRow
    passages: Mapping[tuple[str, Section], tuple[str, ...]] = field(default_factory=dict)
    sha256: str = ""

    def of(self, unit: str, section: Section) -> tuple[str, ...]:
        """Return the paragraphs of a section in the report of a unit."""
        return self.passages.get((unit, section), ())


NO_WORDING = Wording(PaperRow("", "", "", "", "", "", "", "", "", None))
"""Wording of an office that wrote nothing yet."""
