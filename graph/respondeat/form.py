"""Forms: what the entries of a dataset's YAML files may be, before anything is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from respondeat.errors import DatasetError

__all__ = ["MAYBE", "TEXT", "WORDS", "held"]

TEXT = "a text or number"
"""A form: anything that is written in one place."""

MAYBE = "a text, a number or nothing"
"""A form: what may be left empty."""

WORDS = "a text: quote it"
"""A form: a text, and not what YAML takes for a number or a truth."""


def held(found: Any, form: Any, where: str, path: Path) -> None:
    """Hold an entry to a form: `TEXT` and its like, a kind, a list, names, or several of them.

    The form of names that are not named stands under ``*``. Raise ``DatasetError`` naming the
    entry; what stands in it is not written out, since aliases can make it endless.

    >>> held({"a": ["b"]}, {"a": [TEXT]}, "", Path("x.yml"))
    """
    if isinstance(form, tuple):
        form = next((one for one in form if isinstance(found, type(one))), form[0])
    if isinstance(form, dict):
        if not isinstance(found, dict):
            raise _wrong(where, "names, each with a value", path)
        for name, value in found.items():
            if one := form.get(name, form.get("*")):
                held(value, one, f"{where}.{name}".lstrip("."), path)
    elif isinstance(form, list):
        if not isinstance(found, list) or not found:
            raise _wrong(where, "a list", path)
        for number, value in enumerate(found, 1):
            held(value, form[0], f"{where}[{number}]", path)
    elif isinstance(form, type):
        if not isinstance(found, form):
            raise _wrong(where, "true or false", path)
    elif (
        isinstance(found, dict | list | set | bytes)
        or (found is None and form is not MAYBE)
        or (form is WORDS and not (isinstance(found, str) and found.strip()))
    ):
        raise _wrong(where, form, path)


def _wrong(where: str, what: str, path: Path) -> DatasetError:
    return DatasetError(f"{where}: expected {what}", path=path)
