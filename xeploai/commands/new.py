"""Write an empty register for an office that begins: `build.py new`."""

from pathlib import Path

from xeploai.forms.register_workbook import register_workbook
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.paths import REGISTER_FILE
from xeploai.storage.office_files import find_own
from xeploai.storage.workspace import write_new_file


def new_register(folder: Path) -> Path:
    """Write an empty register into the input folder; raises BuildError where one is there."""
    place = find_own(folder, REGISTER_FILE)
    write_new_file(workbook_bytes(register_workbook()), place)
    return place
