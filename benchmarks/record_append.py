"""One append to the record: entry and log written and fsynced before it is acknowledged.

The yardstick is the least that is as durable: one file of the same size, a folder and a log line,
each written and fsynced.
"""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path

from _measure import call, compare, workspace

from respondeat.document import Document
from respondeat.record import Record
from respondeat.workspace import Workspace


def synced(path: Path, content: bytes) -> None:
    """Write a file and wait for the disk."""
    with path.open("ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def main() -> None:
    """Compare an append of one document's claims with bare writes."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as scratch:
        source = Workspace(workspace(Path(scratch, "workspace"))).record
        table = source.claims(document="s-2017-904")
        document, _ = source.documents()["s-2017-904"]
        sizes = [len(path.read_bytes()) for path in source.folder.glob("entry/*/claims-*.parquet")]
        numbers = count()

        def append(record: Record) -> None:
            metadata = {**document.metadata, "title": f"Document {next(numbers)}"}
            record.append(
                action="load", document=Document(f"document-{next(numbers)}", metadata),
                tables=[table], source={"claims.csv": b"key\n"}, by="a benchmark", why="",
            )  # fmt: skip

        def bare() -> None:
            place = Path(scratch, f"bare-{next(numbers)}")
            place.mkdir()
            synced(place / "claims", bytes(max(sizes)))
            handle = os.open(place, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
            synced(Path(scratch, "log"), b"a line of the log, as long as one of ours" * 5)

        Record.create(Path(scratch, "record"), source.base)
        record = Record(Path(scratch, "record"))
        with record.writing():
            compare(
                f"append {len(table)} rows to the record",
                {
                    "two files and a folder, written and fsynced": lambda: call(bare, 5),
                    "Record.append": lambda: call(lambda: append(record), 5),
                },
            )


if __name__ == "__main__":
    main()
