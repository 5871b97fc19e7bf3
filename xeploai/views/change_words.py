"""Changes in words: their number, and the cause of a figure's move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.ledger.snapshots import Freeze
from xeploai.phrases import GONE, NONE_COUNTED, lower_first, upper_first
from xeploai.reading.values import read_choice
from xeploai.register.model import Register
from xeploai.schema.register import SettingRow
from xeploai.schema.row import columns
from xeploai.season.changes.model import Cause, Changes, SentFile, Why
from xeploai.season.progress.model import StatusKind
from xeploai.season.season import Season

FEW = 5
"""Most units named where more of them made a sum move."""

SIGNS = 8
"""Length of the hash prefix that stands for a name that nobody knows any more."""


def summed_up(changes: Changes, register: Register) -> list[str]:
    """How much changed, in phrases; none where nothing did.

    What the board does itself makes no unit overdue.
    """
    of_board = {item.code for item in register.milestones if item.is_of_board}
    overdue = changes.units_newly(StatusKind.OVERDUE, besides=of_board)
    late = changes.units_newly(StatusKind.LATE, besides=of_board)
    counts = (
        (len(changes.newly_in), "đơn vị mới gửi"),
        (len(changes.sent_again), "đơn vị gửi lại"),
        (len(changes.strays), "tệp mới không rõ đơn vị"),
        (sum(item.is_no_longer_counted for item in changes.filed), "đơn vị không còn được tính"),
        (len(overdue), "đơn vị mới quá hạn"),
        (len(late), "đơn vị mới xong muộn"),
    )
    parts = [f"{text.count(number)} {words}" for number, words in counts if number]
    units = {item.unit for item in changes.moved if item.is_own}
    parts += [f"số liệu của {text.count(len(units))} đơn vị thay đổi"] if units else []
    parts += ["danh mục hoặc thiết lập thay đổi"] if changes.edits else []
    return parts or ([] if changes.is_nothing else ["tiến độ hoặc tệp gửi thay đổi"])


@dataclass(frozen=True, slots=True)
class Names:
    """Names of units and files: as today, else as they were."""

    units: Mapping[str, str]
    files: Mapping[str, str]

    def unit(self, code: str) -> str:
        return self.units.get(code, code)

    def units_listed(self, codes: Sequence[str]) -> str:
        return text.listing([self.unit(code) for code in codes], FEW, "đơn vị")

    def file(self, item: SentFile) -> str:
        """Return the name of a submission by its file."""
        return self.files.get(item.sha256, f"mã nhận dạng {item.sha256[:SIGNS]}")


def names_of(season: Season, old_units: Mapping[str, str], freeze: Freeze | None = None) -> Names:
    """Return the names for a comparison with an earlier state."""
    receipts = season.ledger.receipts
    units = {code: unit.name for code, unit in season.register.units.items()}
    files = {sha256: item.file for sha256, item in receipts.items()}
    return Names({**old_units, **units}, {**(freeze.files if freeze else {}), **files})


def cause_words(cause: Cause, names: Names) -> str:
    """Return the words on the cause of a figure's move."""
    if cause.now is not None or cause.before is not None:
        return _by_file(cause, names)
    if cause.why is Why.BELOW:
        units = f"{text.count(len(cause.what))} đơn vị"
        return f"Cộng từ {units}: {names.units_listed(cause.what)}"
    if cause.why is Why.REGISTER:
        return f"Danh mục sửa tờ {', tờ '.join(cause.what)}"
    if cause.why is Why.SETTING:
        return f"Thiết lập sửa mục {', mục '.join(map(setting_name, cause.what))}"
    return f"Đổi phiên bản chương trình {' → '.join(cause.what)}"


def _by_file(cause: Cause, names: Names) -> str:
    now, was = cause.now, cause.before
    new = f"lần gửi {now.version} (tệp {names.file(now)})" if now else ""
    old = f"lần gửi {was.version} (tệp {names.file(was)})" if was else ""
    if cause.why is Why.DELETED:
        instead = f"nay tính {new}" if now else NONE_COUNTED
        return f"{upper_first(GONE)}: {old}; {instead}"
    if cause.why is Why.KEPT_OUT:
        fate = lower_first(now.status.label) if now else ""
        return f"Không còn được tính: {old}, {fate}"
    if was is None:
        return f"Nay được tính: {new}"
    return f"Nay tính {new} thay {old}"


def setting_value(key: str, stored: str) -> str:
    """Return the value of a setting in the words that the register has for it now."""
    choices = columns(SettingRow)[key].choice_type
    choice = read_choice(choices, stored) if choices else stored
    return choice if isinstance(choice, str) else stored


def setting_name(key: str) -> str:
    """Return a setting as the register calls it."""
    return columns(SettingRow)[key].header
