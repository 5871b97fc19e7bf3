"""The commands of xeploai and their exit codes, nothing else.

Each command first asks the entrance, which refuses at once what needs no reading, and then imports
the corridor it walks: libraries that draw and calculate take a second to load.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time

from xeploai.commands.arguments import EXAMPLES, parsed
from xeploai.commands.terminal import Terminal
from xeploai.errors import BuildError
from xeploai.paths import DEMO_FOLDER, INPUT_FOLDER, REGISTER_FILE
from xeploai.storage.office_files import find_own
from xeploai.storage.preconditions import (
    has_register,
    need_file,
    need_none,
    need_none_alike,
    need_register,
    not_ahead,
    outside,
)
from xeploai.system.failures import explained, make_sure_of_program
from xeploai.system.memory import collect_rarely
from xeploai.system.program_folder import prepare
from xeploai.text import clean

OK, FINDINGS, CANNOT = 0, 1, 2

LOADING = "Chuẩn bị"

Command = Callable[[argparse.Namespace, Terminal], int]


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 done with faults found, 2 could not (one sentence says why)."""
    asked = parsed(arguments)
    terminal = Terminal(quiet=asked.quiet)
    command = _COMMANDS[asked.command]
    try:
        make_sure_of_program()
        prepare()
        collect_rarely()
        return command(asked, terminal)
    except BuildError as fault:
        terminal.fail(str(fault))
    except Exception as fault:  # noqa: BLE001 (a clerk gets a sentence, we the traceback in a file)
        terminal.fail(explained(fault, asked.output))
    return CANNOT


def _build(asked: argparse.Namespace, terminal: Terminal) -> int:
    outside(asked.input, asked.output)
    need_register(asked.input)
    not_ahead(asked.since, asked.as_of or datetime.now().date())
    terminal.step(LOADING)
    from xeploai.commands.results import show_built
    from xeploai.pipeline import Days, build

    days = Days(datetime.now(), asked.as_of, asked.since)
    built = build(asked.input, asked.output, days, terminal, images=asked.images)
    show_built(terminal, built.season, built.site, *built.undone)
    return FINDINGS if asked.strict and built.season.has_refused else OK


def _new(asked: argparse.Namespace, terminal: Terminal) -> int:
    place = find_own(asked.input, REGISTER_FILE)
    need_none(place)
    need_none_alike(place)
    from xeploai.commands.new import new_register

    place = new_register(asked.input)
    terminal.say(f"Đã tạo danh mục trống: {place}", "bold green")
    terminal.say("Điền tờ Thiết lập và tờ Đơn vị, lưu lại, rồi chạy “python build.py forms”.")
    return OK


def _forms(asked: argparse.Namespace, terminal: Terminal) -> int:
    outside(asked.input, asked.output)
    need_register(asked.input)
    terminal.step(LOADING)
    from xeploai.commands.forms import write_forms

    folder = write_forms(asked.input, asked.output, terminal)
    terminal.say(f"Biểu mẫu của từng đơn vị: {folder}", "bold green")
    terminal.say("Gửi mỗi đơn vị một tệp; tệp nhận về thì đặt vào thư mục input.")
    return OK


def _check(asked: argparse.Namespace, terminal: Terminal) -> int:
    from xeploai.submissions.input_folder import workbooks_named

    outside(asked.input, asked.output)
    files = workbooks_named(asked.files)
    for file in files:
        need_file(file)
    if not has_register(asked.input):
        terminal.say(
            f"Không có danh mục ở {asked.input}: chỉ kiểm tra được những gì có trong từng biểu."
        )
    terminal.step(LOADING)
    from xeploai.commands.check import check, show_checked
    from xeploai.paths import RETURNS_FOLDER

    as_of = asked.as_of or datetime.now().date()
    checked = check(files, asked.input, asked.output, as_of, terminal)
    show_checked(terminal, checked, asked.output / RETURNS_FOLDER)
    return FINDINGS if any(item.is_faulty for item in checked) else OK


def _demo(asked: argparse.Namespace, terminal: Terminal) -> int:
    if asked.name not in EXAMPLES:
        raise BuildError(f"Không có đợt mẫu “{asked.name}”; có: {', '.join(EXAMPLES)}.")
    terminal.step(f"Tạo đợt đánh giá mẫu {asked.name}")
    from examples import AS_OF, season_files
    from xeploai.commands.demo import write_example
    from xeploai.commands.results import show_built
    from xeploai.pipeline import Days, build

    folder = asked.output / DEMO_FOLDER / asked.name
    write_example(season_files(asked.name), folder / INPUT_FOLDER)
    as_of = asked.as_of or AS_OF[asked.name]
    # An example's clock stands still, so that it is the same on every day.
    days = Days(datetime.combine(as_of, time()), as_of)
    built = build(folder / INPUT_FOLDER, folder, days, terminal, images=asked.images)
    show_built(terminal, built.season, built.site, *built.undone)
    return OK


def _report(asked: argparse.Namespace, terminal: Terminal) -> int:
    outside(asked.input, asked.output)
    need_register(asked.input)
    terminal.step(LOADING)
    from xeploai.commands.report import write_report
    from xeploai.pipeline import Days

    days = Days(datetime.now(), asked.as_of)
    made = write_report(
        asked.input, asked.output, days, terminal, unit=asked.unit, images=asked.images
    )
    if made.images_message:
        terminal.say(made.images_message, "yellow")
    terminal.say(f"Báo cáo: {made.place}", "bold green")
    if made.wording:
        advice = "ghi lời văn các mục I, II, IV, V vào đó rồi chạy lại."
        terminal.say(f"Đã tạo {made.wording}: {advice}")
    return OK


def _check_template(asked: argparse.Namespace, terminal: Terminal) -> int:
    if asked.template:
        need_file(asked.template)
    from xeploai.outputs.report.files import TEMPLATE
    from xeploai.outputs.report.word.template_check import faults_of

    template = asked.template or TEMPLATE
    faults = faults_of(template)
    for fault in faults:
        terminal.say(f"✕ {fault}", "yellow")
    if not faults:
        terminal.say(f"✓ Mẫu {template} dùng được.", "green")
    return FINDINGS if faults else OK


def _freeze(asked: argparse.Namespace, terminal: Terminal) -> int:
    from xeploai.ledger.snapshots import why_unfit

    if unfit := why_unfit(clean(asked.freeze_name)):
        raise BuildError(unfit)
    outside(asked.input, asked.output)
    need_register(asked.input)
    terminal.step(LOADING)
    from xeploai.commands.freeze import freeze
    from xeploai.pipeline import Days

    days = Days(datetime.now(), asked.as_of)
    place, ledger_message = freeze(asked.input, asked.output, asked.freeze_name, days, terminal)
    if ledger_message:
        terminal.say(ledger_message, "yellow")
    terminal.say(f"Đã chốt số liệu: {place}", "bold green")
    terminal.say("Từ lần dựng sau, trang Thay đổi cho biết số liệu khác bản chốt này ở đâu.")
    return OK


def _pack(asked: argparse.Namespace, terminal: Terminal) -> int:
    outside(asked.input, asked.output)
    need_register(asked.input)
    terminal.step(LOADING)
    from xeploai.commands.pack import write_pack
    from xeploai.outputs.result_lines import files_line, units_line
    from xeploai.pipeline import Days

    packed = write_pack(asked.input, asked.output, Days(datetime.now(), asked.as_of), terminal)
    terminal.say(files_line(packed.season))
    terminal.say(units_line(packed.season), "bold")
    if packed.ledger_message:
        terminal.say(packed.ledger_message, "yellow")
    terminal.say(f"Gói số liệu: {packed.place}", "bold green")
    terminal.say(
        f"Mã gói: {packed.code}. Gửi tệp này cho cấp trên, báo mã bằng cách khác (điện thoại, "
        "công văn) để cấp trên so với trang Sổ nhận."
    )
    return OK


def _watch(asked: argparse.Namespace, terminal: Terminal) -> int:
    from xeploai.commands.watch import changes

    terminal.say("Đang theo dõi thư mục input; bấm Ctrl+C để dừng.")
    for _ in changes(asked.input):
        try:
            _build(asked, terminal)
        except BuildError as fault:
            terminal.fail(str(fault))
    return OK


def _menu(asked: argparse.Namespace, terminal: Terminal) -> int:
    from xeploai.commands.menu import serve

    return serve(asked.files, asked.input, terminal, run)


def _doctor(asked: argparse.Namespace, terminal: Terminal) -> int:
    from xeploai.commands.doctor import examine

    symptoms = examine(asked.input, asked.output)
    for symptom in symptoms:
        terminal.say(f"{'✓' if symptom.is_well else '✕'} {symptom.message}",
                     "green" if symptom.is_well else "yellow")  # fmt: skip
    return OK if all(symptom.is_well for symptom in symptoms) else FINDINGS


_COMMANDS: Mapping[str, Command] = {
    "build": _build,
    "new": _new,
    "forms": _forms,
    "check": _check,
    "demo": _demo,
    "report": _report,
    "check-template": _check_template,
    "freeze": _freeze,
    "watch": _watch,
    "doctor": _doctor,
    "pack": _pack,
    "menu": _menu,
}
