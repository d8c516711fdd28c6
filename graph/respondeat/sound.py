"""Sound: whether cells that were transcribed can be written, before any of them is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from respondeat.template import holes
from respondeat.terms import FACES, REGISTRABLE
from respondeat.values import Fault, report

if TYPE_CHECKING:
    import polars

__all__ = ["ENTITY", "ID", "KEY", "REGISTERING", "foreign", "unsound"]

_NAME = r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?"
ID = rf"^[a-z]+:{_NAME}$"
"""What an identifier looks like."""

ENTITY = rf"^({'|'.join(REGISTRABLE)}):{_NAME}$"
"""What the identifier of an entity looks like."""

REGISTERING = rf"^({'|'.join(REGISTRABLE)})\."
"""How the key of what registers an entity begins."""

KEY = rf"^{_NAME}$"
"""What the key of a claim looks like."""

_FORMS = {
    **dict.fromkeys("asserter place hedge unit counts standard sensitivity".split(), ID),
    **dict.fromkeys("kind relays part_of".split(), KEY),
    **dict.fromkeys(("answers", "supersedes"), rf"^[A-Za-z0-9][A-Za-z0-9_-]*\.{_NAME}$"),
    **dict.fromkeys("publisher source_type within provision_of".split(), ID),
    "member": rf"^[a-z]+:{_NAME}(\n[a-z]+:{_NAME})*$",
    "stance": f"^({'|'.join(FACES)})$",
    "verification": "^(read|unverified)$",
    "language": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
}
_FOREIGN = r"[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]"


def foreign(frame: polars.DataFrame, columns: Collection[str], faults: list[Fault]) -> None:
    """Report cells of a source that hold what no text may."""
    import polars as pl

    for name in columns:
        wrong = _cells(frame, name).filter(pl.col(name).str.contains(_FOREIGN))
        report(faults, wrong, name, f"column {name}: a control character, which no text may hold")


def unsound(frame: polars.DataFrame, templates: Mapping[str, str], faults: list[Fault]) -> None:
    """Report cells that are not what their column holds; ``templates`` made them.

    What is the same in every row is looked at once.
    """
    import polars as pl

    for name in (one for one in templates if one in _FORMS):
        cells = _cells(frame if holes(templates[name]) else frame.head(1), name)
        if cells.schema[name] == pl.String:
            wrong = cells.filter(~pl.col(name).str.contains(_FORMS[name]))
            report(faults, wrong, name, f"this cannot be the {name} of a claim or entity")


def _cells(frame: polars.DataFrame, name: str) -> polars.DataFrame:
    """Return a column beside the row numbers; of lists, each item on a row of its own."""
    import polars as pl

    cells = frame.select("row", name)
    return cells.explode(name) if isinstance(cells.schema[name], pl.List) else cells
