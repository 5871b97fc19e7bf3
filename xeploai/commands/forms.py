"""Write the prefilled forms: `build.py forms`."""

import json
from datetime import datetime, time
from pathlib import Path

from xeploai.forms.layout import schema
from xeploai.forms.prefill import carried_over, prefilled
from xeploai.forms.unit_form import unit_form
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.outputs.site.local_links import room_below
from xeploai.paths import FORM_SCHEMA, FORMS_FOLDER
from xeploai.pipeline import Days, ProgressReporter, open_register, read_season, warn_of_open
from xeploai.storage.preconditions import outside
from xeploai.storage.workspace import open_workspace, replace_folder, write_files
from xeploai.system.path_length import make_sure_of_room
from xeploai.text import file_names


def write_forms(folder: Path, output: Path, reporter: ProgressReporter) -> Path:
    """Write a prefilled form for every unit that reports, and schema.json."""
    outside(folder, output)
    with open_workspace(output) as scratch:
        warn_of_open(output, [FORMS_FOLDER], reporter)
        register = open_register(folder, output, reporter)
        make_sure_of_room(output, room_below(register))
        # Whatever day it is: only what came in earlier years is asked for.
        end = register.settings.span.season[1]
        days = Days(datetime.combine(end, time()), end)
        last = read_season(folder, register, days, reporter).last_returns
        names = file_names(register.units)
        forms = scratch / FORMS_FOLDER
        for unit in reporter.each("Lập biểu mẫu", register.reporting, len(register.reporting)):
            known = prefilled(register, unit, last)
            book = unit_form(register, unit, *known, carried_over(unit, last))
            write_files(forms, {f"{names[unit.code]}.xlsx": workbook_bytes(book)})
        described = json.dumps(schema(), ensure_ascii=False, indent=1).encode()
        write_files(forms, {FORM_SCHEMA: described})
        replace_folder(forms, output / FORMS_FOLDER)
    return output / FORMS_FOLDER
