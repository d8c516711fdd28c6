"""A point question in a process that already runs.

The yardstick is the same SPARQL asked with pyoxigraph by hand, identifiers and numbers taken out
of the rows. Aim: at most 1.3 times as long. rdflib answers over the same triples in memory.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyoxigraph as ox
import rdflib
from _measure import QUESTION, call, compare, workspace

from respondeat.ask import answer
from respondeat.question import Question
from respondeat.workspace import Workspace


def main() -> None:
    """Compare three ways to the same rows."""
    with tempfile.TemporaryDirectory() as scratch:
        opened = Workspace(workspace(Path(scratch, "workspace")))
        index = opened.index()
        place = opened.manifest.parent / str(opened.read_manifest()["generation"])
        store = ox.Store.read_only(str(place))
        graph = rdflib.Graph()
        graph.parse(data=b"".join(opened.turtle()), format="turtle")
        question = Question.from_text("killed", QUESTION)

        def by_hand() -> list[list[str | None]]:
            found = store.query(QUESTION)
            assert isinstance(found, ox.QuerySolutions)
            return [[None if cell is None else str(cell) for cell in row] for row in found]

        assert len(by_hand()) == len(answer(index, question).rows) == len(graph.query(QUESTION))
        compare(
            "point question, in process",
            {
                "pyoxigraph by hand": lambda: call(by_hand, 200),
                "respondeat.ask.answer": lambda: call(lambda: answer(index, question), 200),
                "rdflib, in memory": lambda: call(lambda: list(graph.query(QUESTION)), 5),
            },
        )


if __name__ == "__main__":
    main()
