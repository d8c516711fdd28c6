"""Transcribe: the rows of a dataset become rows of the claims table, as its mapping says.

A batch of rows at a time, whole columns at once. What cannot be written is reported by row and
column; codes that the mapping does not know are counted, and nothing is said for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from respondeat.claim import COLUMNS
from respondeat.errors import DatasetError, PeriodError
from respondeat.mapping import ENTITY_COLUMNS, ClaimRule, EntityRule, Mapping, ValueRule
from respondeat.ontology import ontology
from respondeat.period import OPEN_END, OPEN_START, POINTS, Period
from respondeat.template import expression, filled, holes

if TYPE_CHECKING:
    import polars

__all__ = ["Fault", "Transcriber", "Transcript"]

_ID = r"^[a-z]+:[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$"
_KEY = r"^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$"
_NUMBER = r"^[0-9]{1,15}(\.[0-9]{1,6})?$"
_ENTITY = "entity"


class Fault(NamedTuple):
    """A cell that cannot be written: the row of the source, from 1, and what is wrong."""

    row: int
    what: str


class Transcript(NamedTuple):
    """What a batch became: ``table`` has a column ``row`` and is claim-major.

    ``references`` counts what claims speak of: ``item``, the ``property`` that does and how
    (``about`` or ``value``), how often (``count``) and where first (``row``).
    """

    table: polars.DataFrame
    entities: polars.DataFrame
    references: polars.DataFrame


class Transcriber:
    """Writes batch after batch; ``faults`` and ``codes`` say what could not be written."""

    def __init__(self, mapping: Mapping, document: str, publisher: str) -> None:
        """Take a mapping, the document that the claims stand in, and who asserts them."""
        self.mapping, self.document, self.publisher = mapping, document, publisher
        self.faults: list[Fault] = []
        self.codes: Counter[tuple[str, str]] = Counter()

    def transcribe(self, frame: polars.DataFrame, first: int) -> Transcript:
        """Write a batch of rows, of which ``first`` is the number of the first one."""
        import polars as pl

        try:
            frame = frame.with_row_index("row", offset=first)
            frame = self._let(frame)
            frame = filled(frame.with_columns(pl.col("row").cast(pl.String)), self._templates())
            entities = [self._entities(frame, rule) for rule in self.mapping.entities]
            said = [self._claims(frame, rule, n) for n, rule in enumerate(self.mapping.claims)]
        except pl.exceptions.PolarsError as error:
            what = str(error).partition("\n")[0]
            raise DatasetError(f"cannot be applied: {what}", path=self.mapping.path) from error
        named = pl.concat(entities or [_no_entities()]).unique(
            "about", keep="first", maintain_order=True
        )
        table = pl.concat(said, how="diagonal") if said else pl.DataFrame()
        table = table.sort("row", "rule", maintain_order=True)
        self._check_numbers(table)
        return Transcript(table, named, _references(table))

    def _templates(self) -> list[str]:
        return list(self.mapping.templates())

    def _let(self, frame: polars.DataFrame) -> polars.DataFrame:
        import polars as pl

        for name, made in self.mapping.let.items():
            if isinstance(made, str):
                column = pl.sql_expr(made)
            elif "code" in made:
                column = self._code(frame, name, made)
            elif "split" in made:
                item = pl.element().str.strip_chars()
                parts = pl.col(made["split"]).str.split(str(made["by"]))
                column = parts.list.eval(item.filter(item != "")).list.unique(maintain_order=True)
            else:
                column = _date(made["date"])
            frame = frame.with_columns(column.alias(name))
        return frame

    def _code(self, frame: polars.DataFrame, name: str, made: dict[str, Any]) -> polars.Expr:
        """Look codes up, and count those that are unknown."""
        import polars as pl

        table = {str(code): value for code, value in made["is"].items()}
        column = frame[made["code"]]
        listed = isinstance(column.dtype, pl.List)
        for row in (column.explode() if listed else column).value_counts().iter_rows():
            if row[0] is not None and row[0] not in table:
                self.codes[made["code"], row[0]] += row[1]
        kind = pl.String
        if listed:
            found = pl.element().replace_strict(table, default=None, return_dtype=kind)
            return pl.col(made["code"]).list.eval(found.drop_nulls())
        return pl.col(made["code"]).replace_strict(table, default=None, return_dtype=kind)

    def _rows(
        self, frame: polars.DataFrame, rule: ClaimRule | EntityRule
    ) -> tuple[polars.DataFrame, list[str]]:
        import polars as pl

        if rule.when:
            frame = frame.filter(pl.sql_expr(rule.when))
        if rule.each:
            ids = f"{rule.each}|id"
            both = [name for name in (rule.each, ids) if name in frame.columns]
            frame = frame.explode(both).filter(pl.col(rule.each).is_not_null())
        return frame, [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]

    def _entities(self, frame: polars.DataFrame, rule: EntityRule) -> polars.DataFrame:
        import polars as pl

        frame, lists = self._rows(frame, rule)
        cells = {"about": rule.id, **rule.cells}
        frame = frame.select(
            pl.col("row").cast(pl.Int64),
            *(expression(text, lists).alias(name) for name, text in cells.items()),
        )
        missing = [
            pl.lit(None, pl.String).alias(name) for name in ENTITY_COLUMNS if name not in cells
        ]
        frame = frame.filter(pl.col("about").is_not_null()).with_columns(missing)
        self._check_ids(frame, "about", _ID, "id")
        return frame.select(_no_entities().columns)

    def _claims(self, frame: polars.DataFrame, rule: ClaimRule, number: int) -> polars.DataFrame:
        import polars as pl

        frame, lists = self._rows(frame, rule)
        heads = {
            "asserter": self.publisher,
            "stance": "affirms",
            "verification": "read",
            **rule.cells,
        }
        base = frame.with_columns(
            expression(text, lists).alias(f"claim.{name}") for name, text in heads.items()
        )
        said = []
        for value in rule.values:
            rows = base.filter(pl.sql_expr(value.when)) if value.when else base
            said.append(self._value(rows, value, heads, lists))
        whole = pl.concat(said, how="diagonal").with_columns(rule=pl.lit(number))
        whole = whole.filter(pl.col("about").is_not_null() & pl.col("key").is_not_null())
        self._check_ids(whole, "key", _KEY, f"key of claims[{number + 1}]")
        self._check_ids(whole, "about", _ID, f"about of claims[{number + 1}]")
        whole = whole.sort("row", maintain_order=True)
        return self._single(whole, rule)

    def _value(
        self, frame: polars.DataFrame, rule: ValueRule, heads: dict[str, str], lists: list[str]
    ) -> polars.DataFrame:
        import polars as pl

        cells = {name: expression(text, lists).alias(name) for name, text in rule.cells.items()}
        said = frame.select(
            pl.col("row").cast(pl.Int64),
            *(pl.col(f"claim.{name}").alias(name) for name in heads),
            pl.lit(f"resp:{rule.property}").alias("property"),
            *cells.values(),
        )
        many = [name for name in rule.cells if isinstance(said.schema[name], pl.List)]
        said = said.explode(many) if many else said
        for name in rule.cells:
            if COLUMNS[name] == "float":
                said = self._number(said, name, rule)
        said = self._dates(said, rule)
        said = said.filter(_there(said, ontology().properties[rule.property].range))
        if ontology().properties[rule.property].range not in ("string", "boolean"):
            self._check_ids(said, "value", _ID, f"value of {rule.property}")
        return said

    def _number(self, said: polars.DataFrame, name: str, rule: ValueRule) -> polars.DataFrame:
        import polars as pl

        wrong = said.filter(~pl.col(name).str.contains(_NUMBER))
        self._fault(wrong, name, f"{rule.property}: {_written(rule, name)} is no plain number")
        return said.with_columns(pl.col(name).cast(pl.Float64, strict=False))

    def _dates(self, said: polars.DataFrame, rule: ValueRule) -> polars.DataFrame:
        """Compute the four points from ``edtf``; a point with a cell of its own outranks it."""
        import polars as pl

        if "edtf" in rule.cells:
            read = self._read(said, "edtf", rule)
            points = {
                name: {text: getattr(period, name) for text, period in read.items()}
                for name in POINTS
            }
            said = said.with_columns(
                pl.col("edtf")
                .replace_strict(points[name], default=None, return_dtype=pl.Date)
                .alias(f"edtf.{name}")
                for name in POINTS
            )
        for name in POINTS:
            given = []
            if name in rule.cells:
                early = name.startswith("earliest")
                open_ = OPEN_START if name.endswith("start") else OPEN_END
                days = {
                    text: open_
                    if text == ".."
                    else period.earliest_start
                    if early
                    else period.latest_end
                    for text, period in self._read(said, name, rule).items()
                }
                given.append(pl.col(name).replace_strict(days, default=None, return_dtype=pl.Date))
            if "edtf" in rule.cells:
                given.append(pl.col(f"edtf.{name}"))
            if given:
                said = said.with_columns(pl.coalesce(given).alias(name))
        return said.drop(f"edtf.{name}" for name in POINTS if f"edtf.{name}" in said.columns)

    def _read(self, said: polars.DataFrame, name: str, rule: ValueRule) -> dict[str, Period]:
        """Return the dates of a column, each read once; report those that are none."""
        import polars as pl

        found: dict[str, Period] = {}
        for text in said[name].drop_nulls().unique().to_list():
            try:
                found[text] = Period() if text == ".." else Period.from_edtf(text)
            except PeriodError:
                wrong = said.filter(pl.col(name) == text)
                self._fault(wrong, name, f"{rule.property}: {_written(rule, name)} is no date")
        return found

    def _check_ids(self, frame: polars.DataFrame, name: str, pattern: str, what: str) -> None:
        import polars as pl

        if name in frame.columns:
            wrong = frame.filter(~pl.col(name).str.contains(pattern))
            self._fault(wrong, name, f"{what} is no id")

    def _check_numbers(self, table: polars.DataFrame) -> None:
        """Report bounds and points that stand in the wrong order."""
        import polars as pl

        for low, high in (("lower", "best"), ("best", "upper"), ("lower", "upper")):
            if {low, high} <= set(table.columns):
                wrong = table.filter(pl.col(low) > pl.col(high))
                self._fault(wrong, low, f"{low} above {high}")
        pairs = (POINTS[:2], POINTS[2:], (POINTS[0], POINTS[3]))
        for first, last in pairs:
            if {first, last} <= set(table.columns):
                wrong = table.filter(pl.col(first) > pl.col(last))
                self._fault(wrong, first, f"{first} after {last}")

    def _single(self, said: polars.DataFrame, rule: ClaimRule) -> polars.DataFrame:
        """Hold every key to one row of the source, or where many may say it, to one content."""
        import polars as pl

        if rule.once:
            content = [name for name in said.columns if name != "row"]
            said = said.unique(content, keep="first", maintain_order=True)
        first = pl.col("row").first().over("key")
        wrong = said.filter(pl.col("row") != first)
        self._fault(wrong, "key", "another row says something else under the same key")
        return said

    def _fault(self, wrong: polars.DataFrame, name: str, what: str) -> None:
        for row, value in wrong.select("row", name).unique(maintain_order=True).iter_rows():
            self.faults.append(Fault(int(row), f"{what}: {value!r}"))


def _written(rule: ValueRule, name: str) -> str:
    columns = [column for column, _ in holes(rule.cells[name])]
    return f"column {' and '.join(columns)}" if columns else name


def _date(columns: list[str]) -> polars.Expr:
    """Make an EDTF date of the columns of its year, month and day, as far as they go."""
    import polars as pl

    year, *rest = columns
    whole = pl.col(year).str.zfill(4)
    known = pl.col(year).is_not_null()
    for name in rest:
        known = known & pl.col(name).is_not_null()
        whole = pl.when(known).then(whole + "-" + pl.col(name).str.zfill(2)).otherwise(whole)
    return whole


def _there(said: polars.DataFrame, kind: str) -> polars.Expr:
    """Say whether a row says anything: its value, or the group that is its value, is there."""
    import polars as pl

    own: dict[str, tuple[str, ...]] = {
        "Quantity": ("lower", "upper", "best", "stated"),
        "Period": ("edtf", *POINTS),
    }
    names = [name for name in own.get(kind, ("value",)) if name in said.columns]
    return pl.any_horizontal(pl.col(name).is_not_null() for name in names)


def _no_entities() -> polars.DataFrame:
    import polars as pl

    return pl.DataFrame(
        schema={"row": pl.Int64, "about": pl.String, **dict.fromkeys(ENTITY_COLUMNS, pl.String)}
    )


def _references(table: polars.DataFrame) -> polars.DataFrame:
    """Count what claims speak of, by the column that names it."""
    import polars as pl

    def of(column: str) -> Iterator[polars.DataFrame]:
        if column in table.columns:
            named = table.select("row", "property", item=column)
            named = named.explode("item") if isinstance(named.schema["item"], pl.List) else named
            yield (
                named.filter(pl.col("item").is_not_null())
                .group_by("item", "property")
                .agg(pl.len().alias("count"), pl.col("row").min())
                .with_columns(column=pl.lit(column))
            )

    columns = "about value place asserter relays hedge unit counts standard sensitivity".split()
    return pl.concat([part for column in columns for part in of(column)])
