"""Rebuild the index from the record."""

from __future__ import annotations

from pathlib import Path

from respondeat import generation
from respondeat.remote import RemoteIndex
from respondeat.workspace import Workspace

__all__ = ["rebuild"]

_SILENT = 600  # emptying a large graph is one request


def rebuild(
    folder: Path,
    *,
    endpoint: str | None = None,
    graph: str | None = None,
    store: str | None = None,
) -> int:
    """Make the index again, or fill a remote one; return the number of triples.

    What an interrupted load had written whole is acknowledged first. An endpoint's graph, the
    default graph where none is named, is emptied before it is filled: by updates, or through the
    Graph Store address ``store``.
    """
    workspace = Workspace(folder)
    with workspace.record.writing():
        if endpoint is None:
            generation.rebuild(workspace)
            return len(workspace.index())
        remote = RemoteIndex(endpoint, graph=graph, store=store, seconds=_SILENT)
        remote.clear()
        remote.load(workspace.turtle())
        return len(remote)
