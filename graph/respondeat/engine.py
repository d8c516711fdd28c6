"""The engine: whole-table work written once, run by DuckDB in this process or by Spark.

The only module that imports Ibis. What others write are expressions on its tables, held to what
both engines do alike: no order, no hashing, no temporary tables.
"""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from respondeat.errors import UsageError
from respondeat.table import FORMULA

if TYPE_CHECKING:
    from types import TracebackType


__all__ = ["ENDINGS", "ENGINES", "Engine", "Table"]

Table = Any
"""A table of an engine: an Ibis expression, worked out when its rows are asked for."""

ENDINGS = (".parquet", ".csv")
"""What the name of a file that rows are written to ends in."""

_NUMBERS = count(1)


class Engine(ABC):
    """One engine with the tables that it was given; close it, or use it in a ``with``.

    >>> with Engine.named("duckdb") as engine:
    ...     engine.rows(engine.small({"id": "int64", "name": "string"}, [(1, "a")]))
    [(1, 'a')]
    """

    @staticmethod
    def named(name: str) -> Engine:
        """Start an engine; raise ``UsageError`` where it is not installed or does not start."""
        if name not in ENGINES:
            raise UsageError(f"{name!r} is no engine: write {' or '.join(ENGINES)}")
        return ENGINES[name]()

    def __enter__(self) -> Engine:
        """Return the engine itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the engine."""
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Forget all tables."""

    @abstractmethod
    def parquet(self, paths: Sequence[Path], name: str = "") -> Table:
        """Return the rows of some Parquet files of the same columns as one table.

        The column ``name``, if there is one, holds the path of the file that a row is from.
        """

    @abstractmethod
    def stored(self, table: Table) -> Table:
        """Return the same rows, worked out once."""

    def small(self, schema: dict[str, str], rows: Iterable[tuple[Any, ...]]) -> Table:
        """Return a table that fits into memory; ``schema`` names types: int64, string, or words.

        Words are strings that recur: each is kept once where that can be.
        """
        import pyarrow as pa

        columns = list(zip(*rows, strict=True)) or [()] * len(schema)
        types = [pa.int64() if kind == "int64" else pa.string() for kind in schema.values()]
        arrays = [pa.array(each, kind) for each, kind in zip(columns, types, strict=True)]
        words = [name for name, kind in schema.items() if kind == "words"]
        return self._given(pa.Table.from_arrays(arrays, list(schema)), words)

    def rows(self, table: Table) -> list[tuple[Any, ...]]:
        """Return the rows of a table that fits into memory."""
        columns = [column.to_pylist() for column in self._arrow(table).columns]
        return list(zip(*columns, strict=True))

    def write(self, table: Table, path: Path) -> None:
        """Write rows as Parquet or CSV, whole or not at all: DuckDB one file, Spark a folder.

        In CSV a cell that a spreadsheet would run as a formula is neutralised. Raise
        ``UsageError`` on another ending, or where nothing can be written.
        """
        ending = path.suffix.lower()
        if ending not in ENDINGS:
            raise UsageError(f"{path.name!r}: write a name that ends in {' or '.join(ENDINGS)}")
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            self._written(_harmless(table) if ending == ".csv" else table, fresh, ending)
            if fresh.is_dir() and (path / "_SUCCESS").exists():
                shutil.rmtree(path)
            fresh.replace(path)  # what was there before stays whole until then
        except (OSError, self._failure) as error:
            raise UsageError(f"cannot be written: {error}", path=path) from error
        finally:
            if fresh.is_dir():
                shutil.rmtree(fresh)
            fresh.unlink(missing_ok=True)

    _failure: type[Exception]

    @abstractmethod
    def _given(self, table: Any, words: list[str]) -> Table: ...

    @abstractmethod
    def _arrow(self, table: Table) -> Any: ...

    @abstractmethod
    def _written(self, table: Table, path: Path, ending: str) -> None: ...


class _DuckDB(Engine):
    def __init__(self) -> None:
        if find_spec("ibis") is None or find_spec("duckdb") is None:
            raise UsageError("DuckDB is not installed: pip install 'respondeat[engine]'")
        import duckdb
        import ibis

        self._failure = duckdb.Error
        # joins in the order that they are written in: what is guessed of many small tables misleads
        self._backend = ibis.duckdb.connect(
            preserve_insertion_order=False, disabled_optimizers="join_order"
        )

    def close(self) -> None:
        self._backend.disconnect()

    def parquet(self, paths: Sequence[Path], name: str = "") -> Table:
        files = [str(path) for path in paths]
        return self._backend.read_parquet(files, table_name=_name(), filename=name or False)

    def stored(self, table: Table) -> Table:
        name, query = _name(), self._backend.compile(table)
        self._backend.con.execute(f"CREATE TABLE {name} AS {query}")  # keeps enumerations
        return self._backend.table(name)

    def _given(self, table: Any, words: list[str]) -> Table:
        # an enumeration is written to Parquet five times as fast as a string
        name, connection = _name(), self._backend.con
        connection.register(f"{name}_given", table)
        parts = []
        for column in table.column_names:
            part = f'"{column}"'
            if column in words and table.num_rows:
                kind = f'"{name}_{column}"'
                select = f"SELECT DISTINCT {part} FROM {name}_given ORDER BY 1"  # noqa: S608  (our names)
                connection.execute(f"CREATE TYPE {kind} AS ENUM ({select})")
                part = f"{part}::{kind} AS {part}"
            parts.append(part)
        made = f"CREATE TABLE {name} AS SELECT {', '.join(parts)} FROM {name}_given"  # noqa: S608
        connection.execute(made)
        connection.unregister(f"{name}_given")
        return self._backend.table(name)

    def _arrow(self, table: Table) -> Any:
        return self._backend.to_pyarrow(table)

    def _written(self, table: Table, path: Path, ending: str) -> None:
        if ending == ".csv":
            self._backend.to_csv(table, path, header=True)
        else:
            self._backend.to_parquet(table, path, compression="zstd")


class _Spark(Engine):
    """A session of this process, on the cluster that is configured, else on this machine."""

    def __init__(self) -> None:
        cure = "pip install 'respondeat[spark]', and Java 17"
        if find_spec("ibis") is None or find_spec("pyspark") is None:
            raise UsageError(f"Spark is not installed: {cure}")
        import ibis
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.appName("respondeat")
        if "MASTER" not in os.environ:
            builder = builder.master(f"local[{min(2, os.cpu_count() or 1)}]")
            builder = builder.config("spark.sql.shuffle.partitions", "4")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        try:
            self._session = builder.getOrCreate()
        except (PySparkException, RuntimeError, OSError) as error:
            raise UsageError(f"Spark does not start ({error}): {cure}") from error
        self._failure = PySparkException
        self._backend = ibis.pyspark.connect(self._session)
        self._kept: dict[str, Any] = {}

    def close(self) -> None:
        # the session goes on: a process has one, and starting it takes seconds
        for name, frame in self._kept.items():
            frame.unpersist()
            self._session.catalog.dropTempView(name)

    def parquet(self, paths: Sequence[Path], name: str = "") -> Table:
        from pyspark.sql.functions import input_file_name

        rows = self._session.read.parquet(*(str(path.resolve()) for path in paths))
        return self._named(rows.withColumn(name, input_file_name()) if name else rows)

    def stored(self, table: Table) -> Table:
        return self._named(self._frame(table).cache())

    def _given(self, table: Any, words: list[str]) -> Table:
        return self._named(self._session.createDataFrame(table))

    def _arrow(self, table: Table) -> Any:
        return self._frame(table).toArrow()

    def _written(self, table: Table, path: Path, ending: str) -> None:
        writer, place = self._frame(table).write, str(path.resolve())
        if ending == ".csv":
            writer.csv(place, header=True, escape='"')
        else:
            writer.parquet(place, compression="zstd")

    def _frame(self, table: Table) -> Any:
        return self._session.sql(self._backend.compile(table))

    def _named(self, frame: Any) -> Table:
        name = _name()
        frame.createOrReplaceTempView(name)
        self._kept[name] = frame
        return self._backend.table(name)


ENGINES: dict[str, type[_DuckDB] | type[_Spark]] = {"duckdb": _DuckDB, "spark": _Spark}
"""Name to engine."""

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # open ends are the years 1 and 9999
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}


def _name() -> str:
    return f"respondeat_{os.getpid()}_{next(_NUMBERS)}"


def _harmless(table: Table) -> Table:
    """Return the rows with every formula in a text neutralised."""
    import ibis

    def cell(column: Any) -> Any:
        formula = column.lstrip().substr(0, 1).isin(FORMULA)
        return formula.ifelse(ibis.literal("'") + column, column)

    texts = [name for name, kind in table.schema().items() if kind.is_string()]
    return table.mutate(**{name: cell(table[name]) for name in texts})
