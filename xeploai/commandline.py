"""The command line of xeploai: arguments and exit codes, nothing else.

Each command first asks the entrance, which refuses at once what needs no reading, and then imports
the corridor it walks: libraries that draw and calculate take a second to load.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from xeploai.console import Terminal
from xeploai.entrance import (
    has_register,
    need_file,
    need_none,
    need_register,
    not_ahead,
    outside,
)
from xeploai.errors import BuildError
from xeploai.failures import explained, make_sure_of_program
from xeploai.schema.register import REGISTER_FILE
from xeploai.schema.terms import FIRST_DAY, LAST_DAY
from xeploai.streams import COMMAND, say, spoken
from xeploai.text import clean

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

OK, FINDINGS, CANNOT = 0, 1, 2

EXAMPLES = ("vinh-tuong-2021", "thoi-lai-2022")
"""The example seasons; the first one is shown where none is named."""

LOADING = "Chuẩn bị"

Command = Callable[[argparse.Namespace, Terminal], int]


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 done with faults found, 2 could not (one sentence says why)."""
    asked = _parser().parse_args(arguments)
    terminal = Terminal(quiet=asked.quiet)
    command: Command = asked.command
    try:
        make_sure_of_program()
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
    from xeploai.pipeline import Days, build

    days = Days(datetime.now(), asked.as_of, asked.since)
    built = build(asked.input, asked.output, days, terminal, images=asked.images)
    terminal.result(built.season, built.site, built.report_said, built.ledger_said)
    return FINDINGS if asked.strict and built.season.has_refused else OK


def _new(asked: argparse.Namespace, terminal: Terminal) -> int:
    need_none(asked.input / REGISTER_FILE)
    from xeploai.newregister import new_register

    place = new_register(asked.input)
    terminal.say(f"Đã tạo danh mục trống: {place}", "bold green")
    terminal.say("Điền tờ Thiết lập và tờ Đơn vị, lưu lại, rồi chạy “python build.py forms”.")
    return OK


def _forms(asked: argparse.Namespace, terminal: Terminal) -> int:
    outside(asked.input, asked.output)
    need_register(asked.input)
    terminal.step(LOADING)
    from xeploai.errands import write_forms

    folder = write_forms(asked.input, asked.output, terminal)
    terminal.say(f"Biểu mẫu của từng đơn vị: {folder}", "bold green")
    terminal.say("Gửi mỗi đơn vị một tệp; tệp nhận về bỏ vào thư mục input.")
    return OK


def _check(asked: argparse.Namespace, terminal: Terminal) -> int:
    outside(asked.input, asked.output)
    for file in asked.files:
        need_file(file)
    if not has_register(asked.input):
        terminal.say(
            f"Không có danh mục ở {asked.input}: chỉ kiểm tra những gì một biểu tự nói lên."
        )
    terminal.step(LOADING)
    from xeploai.checkup import check
    from xeploai.folders import RETURNS

    checked = check(asked.files, asked.input, asked.output, asked.as_of or datetime.now().date())
    terminal.checked(checked, asked.output / RETURNS)
    return FINDINGS if any(item.is_faulty for item in checked) else OK


def _demo(asked: argparse.Namespace, terminal: Terminal) -> int:
    if asked.name not in EXAMPLES:
        raise BuildError(f"Không có mùa mẫu “{asked.name}”; có: {', '.join(EXAMPLES)}.")
    terminal.step(f"Tạo mùa đánh giá mẫu {asked.name}")
    from examples import AS_OF, season_files
    from xeploai.errands import write_example
    from xeploai.pipeline import Days, build

    folder = asked.output / "demo" / asked.name
    write_example(season_files(asked.name), folder / "input")
    as_of = asked.as_of or AS_OF[asked.name]
    # An example's clock stands still, so that it is the same on every day.
    days = Days(datetime.combine(as_of, time()), as_of)
    built = build(folder / "input", folder, days, terminal, images=asked.images)
    terminal.result(built.season, built.site, built.report_said, built.ledger_said)
    return OK


def _report(asked: argparse.Namespace, terminal: Terminal) -> int:
    outside(asked.input, asked.output)
    need_register(asked.input)
    terminal.step(LOADING)
    from xeploai.errands import write_report
    from xeploai.pipeline import Days

    days = Days(datetime.now(), asked.as_of)
    made = write_report(
        asked.input, asked.output, days, terminal, unit=asked.unit, images=asked.images
    )
    if made.images_said:
        terminal.say(made.images_said, "yellow")
    terminal.say(f"Báo cáo: {made.place}", "bold green")
    if made.wording:
        said = "ghi lời văn các mục I, II, IV, V vào đó rồi chạy lại."
        terminal.say(f"Đã tạo {made.wording}: {said}")
    return OK


def _check_template(asked: argparse.Namespace, terminal: Terminal) -> int:
    if asked.template:
        need_file(asked.template)
    from xeploai.report.files import TEMPLATE
    from xeploai.report.word.templatecheck import faults_of

    template = asked.template or TEMPLATE
    faults = faults_of(template)
    for fault in faults:
        terminal.say(f"✕ {fault}", "yellow")
    if not faults:
        terminal.say(f"✓ Mẫu {template} dùng được.", "green")
    return FINDINGS if faults else OK


def _freeze(asked: argparse.Namespace, terminal: Terminal) -> int:
    from xeploai.freezes import why_unfit

    if unfit := why_unfit(clean(asked.freeze_name)):
        raise BuildError(unfit)
    need_register(asked.input)
    terminal.step(LOADING)
    from xeploai.errands import freeze
    from xeploai.pipeline import Days

    place, ledger_said = freeze(
        asked.input, asked.freeze_name, Days(datetime.now(), asked.as_of), terminal
    )
    if ledger_said:
        terminal.say(ledger_said, "yellow")
    terminal.say(f"Đã chốt số liệu: {place}", "bold green")
    terminal.say("Từ lần dựng sau, trang Thay đổi cho biết số liệu khác bản chốt này ở đâu.")
    return OK


def _watch(asked: argparse.Namespace, terminal: Terminal) -> int:
    from xeploai.watch import changes

    terminal.say("Đang theo dõi thư mục input; bấm Ctrl+C để dừng.")
    for _ in changes(asked.input):
        try:
            _build(asked, terminal)
        except BuildError as fault:
            terminal.fail(str(fault))
    return OK


def _doctor(asked: argparse.Namespace, terminal: Terminal) -> int:
    from xeploai.doctor import examine

    symptoms = examine(asked.input, asked.output)
    for symptom in symptoms:
        terminal.say(f"{'✓' if symptom.is_well else '✕'} {symptom.said}",
                     "green" if symptom.is_well else "yellow")  # fmt: skip
    return OK if all(symptom.is_well for symptom in symptoms) else FINDINGS


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese."""

    def format_help(self) -> str:
        words = {
            "usage: ": "Cách dùng: ",
            "options:": "Tùy chọn:",
            "positional arguments:": "Tham số:",
        }
        text = super().format_help()
        for english, vietnamese in words.items():
            text = text.replace(english, vietnamese)
        return text

    def print_help(self, file: "SupportsWrite[str] | None" = None) -> None:
        if file is None:
            say(self.format_help().rstrip(), sys.stdout)
        else:
            super().print_help(file)

    def error(self, message: str) -> NoReturn:
        # argparse speaks English but where the sentence is ours, which quotes what was typed.
        ours = message.partition(": ")[2] if "“" in message else ""
        said = ["Lệnh không đúng.", ours, "Gõ “python build.py --help” để xem cách dùng."]
        Terminal(quiet=False).fail(" ".join(part for part in said if part))
        sys.exit(CANNOT)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=spoken(COMMAND),
        description="Tổng hợp biểu xếp loại của các tổ chức đảng thành trang nội bộ và báo cáo.",
        add_help=False,
    )
    parser.set_defaults(
        command=_build,
        input=Path("input"),
        output=Path("output"),
        as_of=None,
        images=True,
        quiet=False,
        strict=False,
        since=None,
    )
    _add_common(parser)
    _add_build(parser)
    commands = parser.add_subparsers(title="Lệnh", metavar="LỆNH", parser_class=_Parser)
    for name, command, words, add_more in (
        ("build", _build, "đọc input/, dựng trang vào output/ (mặc định)", _add_build),
        ("new", _new, "tạo danh mục trống danh-muc.xlsx trong input/", None),
        ("forms", _forms, "lập biểu mẫu ghi sẵn cho từng đơn vị vào output/forms/", None),
        ("check", _check, "kiểm tra riêng các biểu, trước khi gửi hoặc trước khi tính", _add_files),
        ("demo", _demo, "tạo và dựng một mùa đánh giá mẫu", _add_demo_name),
        ("report", _report, "lập báo cáo Word, biểu Excel và ảnh biểu đồ", _add_unit),
        ("check-template", _check_template, "xem mẫu Word đã sửa có chỗ nào sai", _add_template),
        ("freeze", _freeze, "chốt số liệu: giữ một bản có ngày, có tên", _add_freeze_name),
        ("watch", _watch, "dựng lại mỗi khi thư mục input thay đổi", _add_since),
        ("doctor", _doctor, "xem máy còn thiếu gì", None),
    ):
        chosen = commands.add_parser(name, help=words, description=words, add_help=False)
        chosen.set_defaults(command=command)
        _add_common(chosen)
        if add_more:
            add_more(chosen)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    # No defaults here: they would undo what was said before the command's name.
    add = partial(parser.add_argument, default=argparse.SUPPRESS)
    folder, day = "THƯ_MỤC", "NĂM-THÁNG-NGÀY"
    add("-h", "--help", action="help", help="hiện hướng dẫn này")
    add("--input", type=Path, metavar=folder, help="nơi có danh mục và biểu (mặc định: input)")
    add("--output", type=Path, metavar=folder, help="nơi ghi kết quả (mặc định: output)")
    add("--as-of", type=_day, metavar=day, help="tính đến ngày nào (mặc định: hôm nay)")
    add("--no-images", dest="images", action="store_false", help="không vẽ ảnh biểu đồ")
    add("--quiet", action="store_true", help="chỉ báo khi không dựng được")


def _add_build(parser: argparse.ArgumentParser) -> None:
    _add_since(parser)
    parser.add_argument(
        "--strict",
        action="store_true",
        default=argparse.SUPPRESS,
        help="trả mã 1 nếu có biểu không được tính vì lỗi",
    )


def _add_since(parser: argparse.ArgumentParser) -> None:
    said = "kể cả những gì thay đổi từ ngày nào (mặc định: từ lần dựng trước)"
    metavar = "NĂM-THÁNG-NGÀY"
    parser.add_argument("--since", type=_day, metavar=metavar, default=argparse.SUPPRESS, help=said)


def _add_freeze_name(parser: argparse.ArgumentParser) -> None:
    said = "tên bản chốt, ví dụ “Báo cáo lần 1”"
    parser.add_argument("--name", dest="freeze_name", required=True, metavar="TÊN", help=said)


def _add_unit(parser: argparse.ArgumentParser) -> None:
    said = "chỉ lập báo cáo của một đơn vị (mặc định: toàn bộ)"
    parser.add_argument("--unit", default="", metavar="MÃ", help=said)


def _add_template(parser: argparse.ArgumentParser) -> None:
    said = "mẫu Word (mặc định: templates/report/bao-cao.docx)"
    parser.add_argument("template", nargs="?", type=Path, metavar="TỆP", help=said)


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="biểu cần kiểm tra")


def _add_demo_name(parser: argparse.ArgumentParser) -> None:
    default, *others = EXAMPLES
    said = f"{default} (mặc định) hoặc {', '.join(others)}"
    parser.add_argument("name", nargs="?", default=default, metavar="TÊN", help=said)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}” không phải ngày dạng năm-tháng-ngày, ví dụ 2025-12-31."
        ) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        days = f"{FIRST_DAY} đến {LAST_DAY}"
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày từ {days}.")
    return day
