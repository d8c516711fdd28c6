"""Transcribe: the rows of a dataset become rows of the claims table, as its mapping says.

A batch of rows at a time, whole columns at once. What cannot be written is reported by row and
column; codes that the mapping does not know are counted, and nothing is said for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from respondeat.columns import day, parts, replaced, turned
from respondeat.errors import DatasetError
from respondeat.mapping import (
    CELL,
    ENTITY_COLUMNS,
    SEVERAL,
    ClaimRule,
    EntityRule,
    Mapping,
    ValueRule,
)
from respondeat.ontology import ontology
from respondeat.sound import ENTITY, ID, KEY, REGISTERING, foreign, unsound
from respondeat.template import expression, filled
from respondeat.terms import REGISTRABLE
from respondeat.values import Fault, dated, numbered, ordered, report, there

if TYPE_CHECKING:
    import polars

__all__ = ["Transcriber", "Transcript"]

_TEXTS = ("string", "boolean")
"""Ranges of properties whose values name nothing."""
_OTHERWISE = "another row says something else under the same key"


class Transcript(NamedTuple):
    """What a batch became: ``table`` has a column ``row`` and is claim-major.

    ``references`` counts what claims speak of: ``item``, the ``property`` that does and how
    (``about`` or ``value``), how often (``count``) and where first (``row``).
    """

    table: polars.DataFrame
    entities: polars.DataFrame
    references: polars.DataFrame


class Transcriber:
    """Writes batch after batch; ``faults``, ``codes`` and ``names`` are what could not be."""

    def __init__(
        self, mapping: Mapping, document: str, publisher: str, ids: dict[str, dict[str, str]]
    ) -> None:
        """Take a mapping, the document that the claims stand in, and who asserts them.

        ``ids`` has for each column that is looked up the ids that the file gives names.
        """
        import polars as pl

        self.mapping, self.document, self.publisher = mapping, document, publisher
        self._ids = ids
        self.faults: list[Fault] = []
        self._before: dict[int, polars.DataFrame] = {}
        self._keys = pl.DataFrame(schema={"key": pl.String})
        self.codes: Counter[tuple[str, str]] = Counter()
        self.names: Counter[tuple[str, str]] = Counter()

    def transcribe(self, frame: polars.DataFrame, first: int) -> Transcript:
        """Write a batch of rows, of which ``first`` is the number of the first one."""
        import polars as pl

        try:
            frame = frame.with_row_index("row", offset=first)
            foreign(frame, sorted(self.mapping.columns()), self.faults)
            frame = self._let(frame)
            texts = list(self.mapping.templates())
            frame = filled(frame.with_columns(pl.col("row").cast(pl.String)), texts)
            entities = [self._entities(frame, rule) for rule in self.mapping.entities]
            said = [self._claims(frame, rule, n) for n, rule in enumerate(self.mapping.claims)]
            named = _gathered(pl.concat(entities or [_no_entities()]))
            table = pl.concat(said, how="diagonal") if said else pl.DataFrame()
            table = table.sort("row", "rule", maintain_order=True)
        except pl.exceptions.PolarsError as error:
            what = str(error).partition("\n")[0]
            raise DatasetError(f"cannot be applied: {what}", path=self.mapping.path) from error
        ordered(table, self.faults)
        return Transcript(table, named, _references(table, named))

    def _let(self, frame: polars.DataFrame) -> polars.DataFrame:
        import polars as pl

        for name, made in self.mapping.let.items():
            if isinstance(made, str):
                column = pl.sql_expr(made)
            elif "code" in made:
                table = {str(a): None if b is None else str(b) for a, b in made["is"].items()}
                column = replaced(frame, made["code"], table, self.codes)
            elif "lookup" in made:
                column = replaced(frame, made["lookup"], self._ids[name], self.names)
            elif "split" in made:
                column = parts(made)
            elif "text" in made:
                frame = filled(frame, [made["text"]])
                column = expression(made["text"], ())
            elif "unpivot" in made:
                column, cells = turned(made)
                frame = frame.with_columns(cells.alias(f"{name}{CELL}"))
            else:
                column = day(made["date"])
            frame = frame.with_columns(column.alias(name))
        return frame

    def _rows(
        self, frame: polars.DataFrame, rule: ClaimRule | EntityRule
    ) -> tuple[polars.DataFrame, list[str]]:
        """Return the rows that a rule is about, with the columns that it uses."""
        import polars as pl

        beside = [f"{rule.each}{name}" for name in ("", "|id", CELL)]
        used = {"row", *beside, *rule.columns()}
        frame = frame.select(name for name in frame.columns if name in used)
        if rule.when:
            frame = frame.filter(pl.sql_expr(rule.when))
        if rule.each:
            frame = frame.explode([name for name in beside if name in frame.columns]).filter(
                pl.col(rule.each).is_not_null()
            )
        return frame, [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]

    def _entities(self, frame: polars.DataFrame, rule: EntityRule) -> polars.DataFrame:
        import polars as pl

        frame, lists = self._rows(frame, rule)
        cells = {"about": rule.id, **rule.cells}
        frame = frame.select(
            pl.col("row").cast(pl.Int64),
            *(expression(text, lists).alias(name) for name, text in cells.items()),
        )
        unsound(frame.filter(pl.col("about").is_not_null()), rule.cells, self.faults)
        many = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
        frame = frame.with_columns(
            pl.when(pl.col(name).list.len() > 0).then(pl.col(name).list.join(SEVERAL))
            for name in many
        )
        missing = [
            pl.lit(None, pl.String).alias(name) for name in ENTITY_COLUMNS if name not in cells
        ]
        frame = frame.filter(pl.col("about").is_not_null()).with_columns(missing)
        self._check_ids(frame, "about", ENTITY, f"no id of an entity ({', '.join(REGISTRABLE)})")
        return frame.select(
            "row", "about", *ENTITY_COLUMNS, listed=pl.lit(rule.listed_in, pl.String)
        )

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
        ).filter(pl.col("claim.about").is_not_null() & pl.col("claim.key").is_not_null())
        written = base.select("row", *(pl.col(f"claim.{name}").alias(name) for name in heads))
        unsound(written, heads, self.faults)
        said = []
        for value in rule.values:
            rows = base.filter(pl.sql_expr(value.when)) if value.when else base
            said.append(self._value(rows, value, heads, lists))
        whole = pl.concat(said, how="diagonal").with_columns(rule=pl.lit(number))
        once = whole.select("row", "key", "about").unique(["row", "key"], maintain_order=True)
        self._check_ids(once, "key", KEY, f"key of claims[{number + 1}] is no id")
        self._check_ids(once, "about", ID, f"about of claims[{number + 1}] is no id")
        if rule.once:
            return self._once(whole, number)
        self._take(once)
        return whole

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
        unsound(said, rule.cells, self.faults)
        said = dated(numbered(said, rule, self.faults), rule, self.faults)
        said = said.filter(there(said, ontology().properties[rule.property].range))
        kind = ontology().properties[rule.property].range
        if kind != "string":
            pattern = "^(true|false)$" if kind == "boolean" else ID
            self._check_ids(said, "value", pattern, f"value of {rule.property} is no id")
        return said

    def _check_ids(self, frame: polars.DataFrame, name: str, pattern: str, what: str) -> None:
        import polars as pl

        if name in frame.columns:
            wrong = frame.filter(~pl.col(name).str.contains(pattern))
            report(self.faults, wrong, name, what)

    def _take(self, said: polars.DataFrame) -> None:
        """Hold every key to one row of the source."""
        import polars as pl

        again = said.join(self._keys, on="key", how="semi")
        other = said.filter(pl.col("row") != pl.col("row").first().over("key"))
        for wrong in (again, other):
            report(self.faults, wrong, "key", _OTHERWISE)
        self._keys = pl.concat([self._keys, said.select("key").unique()])

    def _once(self, said: polars.DataFrame, number: int) -> polars.DataFrame:
        """Hold every key to one content, which many rows of the source may say."""
        import polars as pl

        content = [name for name in said.columns if name != "row"]
        said = said.sort("row", maintain_order=True)
        said = said.unique(content, keep="first", maintain_order=True)
        before = self._before.get(number, said.clear())
        said = said.join(before, on=content, how="anti", nulls_equal=True, maintain_order="left")
        again = said.join(before, on="key", how="semi")
        other = said.filter(pl.col("row") != pl.col("row").first().over("key"))
        for wrong in (again, other):
            report(self.faults, wrong, "key", _OTHERWISE)
        self._before[number] = pl.concat([before, said], how="diagonal_relaxed")
        return said


def _no_entities() -> polars.DataFrame:
    import polars as pl

    return pl.DataFrame(
        schema={"row": pl.Int64, **dict.fromkeys(("about", *ENTITY_COLUMNS, "listed"), pl.String)}
    )


def _gathered(named: polars.DataFrame) -> polars.DataFrame:
    """Return each entity once, as the first row has it, with all the members that rows give it.

    What two kinds are given to is there twice.
    """
    import polars as pl

    once = named.unique(["about", "kind"], keep="first", maintain_order=True)
    members = named.filter(pl.col("member").is_not_null()).group_by("about")
    joined = members.agg(pl.col("member").unique(maintain_order=True).str.join(SEVERAL))
    if joined.is_empty():
        return once
    return once.drop("member").join(joined, on="about", how="left", maintain_order="left")


def _references(table: polars.DataFrame, named: polars.DataFrame) -> polars.DataFrame:
    """Count what claims speak of, by the column that names it, and for values by property.

    Of what they are about and the same rows name, one of each kind will do.
    """
    import polars as pl

    texts = [f"resp:{name}" for name, one in ontology().properties.items() if one.range in _TEXTS]

    def of(column: str) -> Iterator[polars.DataFrame]:
        if column not in table.columns:
            return
        name = pl.col("property") if column in ("about", "value") else pl.lit(column)
        items = table.select("row", name.alias("property"), item=column)
        items = items.explode("item") if isinstance(items.schema["item"], pl.List) else items
        if column == "about":
            kinds = named.select("kind", item="about")
            items = items.join(kinds, on="item", how="left", maintain_order="left")
            here = items.filter(pl.col("kind").is_not_null()).unique(["kind", "property"])
            items = pl.concat([items.filter(pl.col("kind").is_null()), here]).drop("kind")
        if column == "key":
            items = items.filter(pl.col("item").str.contains(REGISTERING))
        if column == "value":
            items = items.filter(~pl.col("property").is_in(texts))
        yield (
            items.filter(pl.col("item").is_not_null())
            .group_by("item", "property")
            .agg(pl.len().alias("count"), pl.col("row").min())
            .with_columns(column=pl.lit(column))
        )

    columns = "about value place asserter hedge unit counts standard sensitivity".split()
    columns += "relays answers supersedes part_of key".split()
    return pl.concat([part for column in columns for part in of(column)])
