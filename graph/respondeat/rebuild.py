"""Rebuild the index from the record."""

from __future__ import annotations

from pathlib import Path

from respondeat import generation
from respondeat.index import RemoteIndex
from respondeat.workspace import Workspace

__all__ = ["rebuild"]


def rebuild(folder: Path, *, endpoint: str | None = None) -> int:
    """Make the index again, or fill a remote one; return the number of triples.

    What an interrupted load had written whole is acknowledged first. An endpoint's default graph
    is emptied before it is filled.
    """
    workspace = Workspace(folder)
    with workspace.record.writing():
        if endpoint is None:
            return generation.rebuild(workspace)
        remote = RemoteIndex(endpoint)
        remote.clear()
        remote.load(workspace.turtle())
        return len(remote)
