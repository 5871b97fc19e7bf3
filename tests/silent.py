"""A teller for builds that nobody watches."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


class Silent:
    """Nobody at the terminal."""

    def step(self, name: str) -> None: ...

    def each(self, name: str, items: Iterable[T], number: int) -> Iterable[T]:
        return items

    def say(self, line: str, style: str = "") -> None: ...
