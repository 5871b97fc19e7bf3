"""Names of the files that go back to a unit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnotatedWorkbook:
    """Feedback to a unit: the file it answers, and the names of what was made of it."""

    unit: str
    file: str
    workbook: str
    word: str
    text: str
