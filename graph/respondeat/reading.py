"""Readings: what an answer depends on besides the record."""

from __future__ import annotations

import tomllib
from typing import NamedTuple

from respondeat.errors import ReadingError
from respondeat.files import folder

__all__ = ["Reading"]


class Reading(NamedTuple):
    """A policy, positions on contested questions, and conventions, under a name.

    >>> reading = Reading.named("every-claim")
    >>> reading.positions
    {}
    """

    name: str
    summary: str
    positions: dict[str, str]

    @classmethod
    def named(cls, name: str) -> Reading:
        """Read ``readings/<name>.toml``; raise ``ReadingError`` if there is none."""
        path = folder("readings") / f"{name}.toml"
        try:
            data = tomllib.loads(path.read_text("utf-8"))
            return cls(name, data["summary"], data["positions"])
        except FileNotFoundError as error:
            raise ReadingError(f"there is no reading {name!r}", path=path) from error
        except (tomllib.TOMLDecodeError, KeyError) as error:
            raise ReadingError(f"not a reading: {error}", path=path) from error
