"""The engine: whole-table work written once, run by DuckDB in this process or by Spark.

The only module that imports Ibis. What others write are expressions on its tables, held to what
both engines do alike: no order, no hashing, no temporary tables.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from respondeat.errors import UsageError
from respondeat.table import FORMULA

if TYPE_CHECKING:
    from types import TracebackType

    from ibis.expr.types import StringColumn, Table

__all__ = ["ENDINGS", "ENGINES", "Engine"]

ENGINES = ("duckdb", "spark")

ENDINGS = (".parquet", ".csv")
"""What the name of a file that rows are written to ends in."""

_NEEDS = {
    "duckdb": ("duckdb", "DuckDB", "pip install 'respondeat[engine]'"),
    "spark": ("pyspark", "Spark", "pip install 'respondeat[spark]', and Java 17"),
}


class Engine:
    """One engine with the tables that it was given; close it, or use it in a ``with``.

    >>> with Engine("duckdb") as engine:
    ...     engine.rows(engine.small({"id": "int64", "name": "string"}, [(1, "a")]))
    [(1, 'a')]
    """

    def __init__(self, name: str = "duckdb") -> None:
        """Start the engine; raise ``UsageError`` where it is not installed or does not start."""
        if name not in ENGINES:
            raise UsageError(f"{name!r} is no engine: write {' or '.join(ENGINES)}")
        module, title, cure = _NEEDS[name]
        if find_spec("ibis") is None or find_spec(module) is None:
            raise UsageError(f"{title} is not installed: {cure}")
        self.name, self._made = name, 0
        self._session: Any = None
        if name == "spark":
            self._session = _session(cure)
        self._backend = self._connect()

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

    def close(self) -> None:
        """Forget all tables; a Spark session goes on, for it is shared by the whole process."""
        if self._session is not None:
            self._session.catalog.clearCache()
        else:
            self._backend.disconnect()

    def parquet(self, paths: Sequence[Path]) -> Table:
        """Return the rows of some Parquet files of the same columns as one table."""
        names = [str(path.resolve()) for path in paths]
        if self._session is None:
            return self._backend.read_parquet(names, table_name=self._name())
        view = self._name()
        self._session.read.parquet(*names).createOrReplaceTempView(view)
        return self._backend.table(view)

    def small(self, schema: dict[str, str], rows: Iterable[tuple[Any, ...]]) -> Table:
        """Return a table that fits into memory; ``schema`` names Ibis types."""
        import ibis
        import pyarrow as pa

        types = ibis.schema(schema).to_pyarrow()
        listed = list(rows)
        columns = zip(*listed, strict=True) if listed else [()] * len(schema)
        arrays = [
            pa.array(column, type=field.type) for column, field in zip(columns, types, strict=True)
        ]
        table = ibis.memtable(pa.Table.from_arrays(arrays, schema=types))
        return self.stored(table) if self._session is None else table

    def stored(self, table: Table) -> Table:
        """Return the same rows, worked out now and once."""
        if self._session is not None:
            return table.cache()
        return self._backend.create_table(self._name(), table)

    def rows(self, table: Table) -> list[tuple[Any, ...]]:
        """Return the rows of a table that fits into memory."""
        found = self._backend.to_pyarrow(table)
        columns = [column.to_pylist() for column in found.columns]
        return list(zip(*columns, strict=True))

    def write(self, table: Table, path: Path) -> None:
        """Write rows as Parquet or CSV, whole or not at all: DuckDB one file, Spark a folder.

        In CSV a cell that a spreadsheet would run as a formula is neutralised. Raise
        ``UsageError`` on another ending, or where nothing can be written.
        """
        if path.suffix.lower() not in ENDINGS:
            raise UsageError(f"{path.name!r}: write a name that ends in {' or '.join(ENDINGS)}")
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            self._written(table, fresh, path.suffix.lower() == ".csv")
            if path.is_dir() and (path / "_SUCCESS").exists():
                shutil.rmtree(path)
            fresh.replace(path)  # what was there before stays whole until then
        except (OSError, self._failure()) as error:
            raise UsageError(f"cannot be written: {error}", path=path) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.unlink(missing_ok=True)

    def _written(self, table: Table, path: Path, csv: bool) -> None:
        table = _harmless(table) if csv else table
        if self._session is None:
            write = self._backend.to_csv if csv else self._backend.to_parquet
            write(table, path, **({"header": True} if csv else {"compression": "zstd"}))
        elif csv:
            query = self._session.sql(self._backend.compile(table))
            query.write.csv(str(path.resolve()), header=True, escape='"')
        else:
            self._backend.to_parquet_dir(table, path.resolve())

    def _failure(self) -> type[Exception]:
        if self._session is None:
            import duckdb

            return duckdb.Error
        from pyspark.errors import PySparkException

        return PySparkException

    def _connect(self) -> Any:
        import ibis

        if self._session is not None:
            return ibis.pyspark.connect(self._session)
        return ibis.duckdb.connect(preserve_insertion_order=False)

    def _name(self) -> str:
        self._made += 1
        return f"table_{id(self):x}_{self._made}"


def _session(cure: str) -> Any:
    """Return the Spark session of this process, a local one where none is configured."""
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("respondeat")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
        "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
        "spark.log.level": "ERROR",
    }
    if "MASTER" not in os.environ:
        builder = builder.master(f"local[{min(2, os.cpu_count() or 1)}]")
        settings["spark.sql.shuffle.partitions"] = "4"
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise UsageError(f"Spark does not start ({error}): {cure}") from error


def _harmless(table: Table) -> Table:
    import ibis

    def cell(column: StringColumn) -> Any:
        formula = column.lstrip().substr(0, 1).isin(FORMULA)
        return formula.ifelse(ibis.literal("'") + column, column)

    return table.mutate(
        **{name: cell(table[name]) for name, kind in table.schema().items() if kind.is_string()}
    )
