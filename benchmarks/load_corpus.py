"""Loading the bundled corpus into a fresh workspace: sheets, record and index.

The yardstick is pyoxigraph filling a fresh folder with the finished Turtle.
"""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path

import pyoxigraph as ox
from _measure import call, compare, workspace

from respondeat.files import folder
from respondeat.load import load
from respondeat.rebuild import rebuild
from respondeat.workspace import Workspace


def main() -> None:
    """Compare loading, loading again, rebuilding, and the store's own loader."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = (Path(scratch, str(number)) for number in count())
        place = workspace(next(fresh))
        turtle = list(Workspace(place).turtle())

        def bulk() -> None:
            store = ox.Store(str(next(fresh)))
            for chunk in turtle:
                store.bulk_load(chunk, format=ox.RdfFormat.TURTLE)
            store.flush()

        documents = len(Workspace(place).record.documents())
        rows = sum(1 for _ in Workspace(place).record.rows())
        print(f"{documents} documents, {rows:,} rows, {len(Workspace(place).index()):,} triples")
        compare(
            "load the corpus",
            {
                "pyoxigraph bulk_load of the finished Turtle": lambda: call(bulk),
                "respondeat load": lambda: call(lambda: workspace(next(fresh))),
                "respondeat load, again (nothing changes)": lambda: call(
                    lambda: load(place, [folder("corpus")], by="a benchmark")
                ),
                "respondeat rebuild": lambda: call(lambda: rebuild(place)),
            },
            runs=5,
        )


if __name__ == "__main__":
    main()
