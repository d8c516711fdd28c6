"""Where the data folders are: in the installed package, else in the checkout."""

from __future__ import annotations

from pathlib import Path

from respondeat.errors import WorkspaceError

__all__ = ["folder"]

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder ``ontology``, ``queries``, ``corpus`` or ``readings``.

    >>> folder("corpus").name
    'corpus'
    """
    for parent in (_PACKAGE / "data", _PACKAGE.parents[1]):
        if (parent / name).is_dir():
            return parent / name
    raise WorkspaceError(f"the folder {name!r} is missing from this installation: reinstall it")
