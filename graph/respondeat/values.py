"""Values: the numbers and dates of mapped columns, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from respondeat.claim import COLUMNS
from respondeat.errors import PeriodError
from respondeat.mapping import ValueRule
from respondeat.period import OPEN_END, OPEN_START, POINTS, Period
from respondeat.template import holes

if TYPE_CHECKING:
    import polars

__all__ = ["Fault", "dated", "numbered", "ordered", "report", "there"]

_NUMBER = r"^[0-9]{1,15}(\.[0-9]{1,6})?$"
_ORDERS = (
    ("lower", "best"),
    ("best", "upper"),
    ("lower", "upper"),
    ("earliest_start", "latest_start"),
    ("earliest_end", "latest_end"),
    ("earliest_start", "latest_end"),
)
_GROUPS = {"Quantity": ("lower", "upper", "best", "stated"), "Period": ("edtf", *POINTS)}


class Fault(NamedTuple):
    """A cell that cannot be written: the row of the source, from 1, and what is wrong."""

    row: int
    what: str


def report(faults: list[Fault], wrong: polars.DataFrame, name: str, what: str) -> None:
    """Report what stands in a column of wrong rows."""
    if wrong.is_empty():
        return
    for row, value in wrong.select("row", name).unique(maintain_order=True).iter_rows():
        faults.append(Fault(int(row), f"{what}: {value!r}"))


def numbered(said: polars.DataFrame, rule: ValueRule, faults: list[Fault]) -> polars.DataFrame:
    """Read the columns of numbers."""
    import polars as pl

    for name in rule.cells:
        if COLUMNS[name] == "float":
            wrong = said.filter(~pl.col(name).str.contains(_NUMBER))
            report(faults, wrong, name, f"{rule.property}: {_written(rule, name)} is no number")
            said = said.with_columns(pl.col(name).cast(pl.Float64, strict=False))
    return said


def dated(said: polars.DataFrame, rule: ValueRule, faults: list[Fault]) -> polars.DataFrame:
    """Compute the four points from ``edtf``; a point with a cell of its own outranks it.

    A point may be less than a day: an early one is its first day, a late one its last.
    """
    import polars as pl

    periods = _read(said, "edtf", rule, faults) if "edtf" in rule.cells else {}
    for name in POINTS:
        given = []
        if name in rule.cells:
            days = {
                text: _day(text, period, name)
                for text, period in _read(said, name, rule, faults).items()
            }
            given.append(pl.col(name).replace_strict(days, default=None, return_dtype=pl.Date))
        if periods:
            days = {text: getattr(period, name) for text, period in periods.items()}
            given.append(pl.col("edtf").replace_strict(days, default=None, return_dtype=pl.Date))
        if given:
            said = said.with_columns(pl.coalesce(given).alias(name))
    return said


def ordered(said: polars.DataFrame, faults: list[Fault]) -> None:
    """Report bounds and points that stand in the wrong order."""
    import polars as pl

    for low, high in _ORDERS:
        if {low, high} <= set(said.columns):
            wrong = said.filter(pl.col(low) > pl.col(high))
            report(faults, wrong, low, f"{low} lies above {high}")


def there(said: polars.DataFrame, kind: str) -> polars.Expr:
    """Say whether a row says anything: its value, or the group that is its value, is there."""
    import polars as pl

    names = [name for name in _GROUPS.get(kind, ("value",)) if name in said.columns]
    return pl.any_horizontal(pl.col(name).is_not_null() for name in names)


def _read(
    said: polars.DataFrame, name: str, rule: ValueRule, faults: list[Fault]
) -> dict[str, Period]:
    """Return the dates of a column, each read once; report those that are none."""
    import polars as pl

    found: dict[str, Period] = {}
    for text in said[name].drop_nulls().unique().to_list():
        try:
            found[text] = Period() if text == ".." else Period.from_edtf(text)
        except PeriodError:
            wrong = said.filter(pl.col(name) == text)
            report(faults, wrong, name, f"{rule.property}: {_written(rule, name)} is no date")
    return found


def _day(text: str, period: Period, name: str) -> object:
    if text == "..":
        return OPEN_START if name.endswith("start") else OPEN_END
    return period.earliest_start if name.startswith("earliest") else period.latest_end


def _written(rule: ValueRule, name: str) -> str:
    columns = [column for column, _ in holes(rule.cells[name])]
    return f"column {' and '.join(columns)}" if columns else name
