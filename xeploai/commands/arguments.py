"""The words after the program's name: commands, options and their help, in Vietnamese."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from xeploai.commands.terminal import Terminal
from xeploai.paths import INPUT_FOLDER, OUTPUT_FOLDER
from xeploai.schema.terms import FIRST_DAY, LAST_DAY
from xeploai.system.streams import COMMAND, say, with_command

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

WRONG = 2
"""The exit code of words that cannot be understood."""

EXAMPLES = ("vinh-tuong-2021", "thoi-lai-2022", "van-khe-2025")
"""The example seasons; the first one is shown where none is named."""


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
        parts = ["Lệnh không đúng.", ours, "Gõ “python build.py --help” để xem cách dùng."]
        Terminal(quiet=False).fail(" ".join(part for part in parts if part))
        sys.exit(WRONG)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; end the program where it is help or cannot be understood."""
    return parser().parse_args(arguments)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, without looking at any words."""
    whole = _Parser(
        prog=with_command(COMMAND),
        description="Tổng hợp biểu xếp loại của các tổ chức đảng thành trang nội bộ và báo cáo.",
        add_help=False,
    )
    whole.set_defaults(
        command="build",
        input=Path(INPUT_FOLDER),
        output=Path(OUTPUT_FOLDER),
        as_of=None,
        images=True,
        quiet=False,
        strict=False,
        since=None,
    )
    _add_common(whole)
    _add_build(whole)
    commands = whole.add_subparsers(title="Lệnh", metavar="LỆNH", parser_class=_Parser)
    for name, words, add_more in (
        ("build", "đọc input/, dựng trang vào output/ (mặc định)", _add_build),
        ("new", "tạo danh mục trống danh-muc.xlsx trong input/", None),
        ("forms", "lập biểu mẫu ghi sẵn cho từng đơn vị vào output/forms/", None),
        ("check", "kiểm tra riêng các biểu, trước khi gửi hoặc trước khi tính", _add_files),
        ("demo", "tạo và dựng một đợt đánh giá mẫu", _add_demo_name),
        ("report", "lập báo cáo Word, biểu Excel và ảnh biểu đồ", _add_unit),
        ("check-template", "xem mẫu Word đã sửa có chỗ nào sai", _add_template),
        ("freeze", "chốt số liệu: giữ một bản có ngày, có tên", _add_freeze_name),
        ("watch", "dựng lại mỗi khi thư mục input thay đổi", _add_since),
        ("doctor", "xem máy còn thiếu gì", None),
        ("pack", "lập một tệp gói số liệu của cả đợt để gửi cơ quan cấp trên", None),
        ("menu", "hỏi cần làm việc gì, như khi bấm đúp build.bat", _add_dropped),
    ):
        chosen = commands.add_parser(name, help=words, description=words, add_help=False)
        chosen.set_defaults(command=name)
        if name == "menu":  # its jobs work in the usual folders
            _add_help(chosen)
        else:
            _add_common(chosen)
        if add_more:
            add_more(chosen)
    return whole


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này")


def _add_common(parser: argparse.ArgumentParser) -> None:
    # No defaults here: they would undo what was typed before the command's name.
    add = partial(parser.add_argument, default=argparse.SUPPRESS)
    folder, day = "THƯ_MỤC", "NĂM-THÁNG-NGÀY"
    _add_help(parser)
    add("--input", type=_typed, metavar=folder, help="nơi có danh mục và biểu (mặc định: input)")
    add("--output", type=_typed, metavar=folder, help="nơi ghi kết quả (mặc định: output)")
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
    help_text = "kể cả những gì thay đổi từ ngày nào (mặc định: từ lần dựng trước)"
    metavar = "NĂM-THÁNG-NGÀY"
    parser.add_argument(
        "--since", type=_day, metavar=metavar, default=argparse.SUPPRESS, help=help_text
    )


def _add_freeze_name(parser: argparse.ArgumentParser) -> None:
    help_text = "tên bản chốt, ví dụ “Báo cáo lần 1”"
    parser.add_argument("--name", dest="freeze_name", required=True, metavar="TÊN", help=help_text)


def _add_unit(parser: argparse.ArgumentParser) -> None:
    help_text = "chỉ lập báo cáo của một đơn vị (mặc định: toàn bộ)"
    parser.add_argument("--unit", default="", metavar="MÃ", help=help_text)


def _add_template(parser: argparse.ArgumentParser) -> None:
    help_text = "mẫu Word (mặc định: templates/report/bao-cao.docx)"
    parser.add_argument("template", nargs="?", type=_typed, metavar="TỆP", help=help_text)


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=_typed, metavar="TỆP", help="biểu cần kiểm tra")


def _add_dropped(parser: argparse.ArgumentParser) -> None:
    help_text = "biểu cần kiểm tra, như khi thả tệp lên build.bat"
    parser.add_argument("files", nargs="*", type=_typed, metavar="TỆP", help=help_text)


def _add_demo_name(parser: argparse.ArgumentParser) -> None:
    default, *others = EXAMPLES
    help_text = f"{default} (mặc định) hoặc {', '.join(others)}"
    parser.add_argument("name", nargs="?", default=default, metavar="TÊN", help=help_text)


def _typed(text: str) -> Path:
    # build.bat leaves the folder in which the path was typed, and passes it on.
    return Path(os.environ.get("XEPLOAI_FROM", ""), text)


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
