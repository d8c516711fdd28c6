"""Report: one incident under one reading as a dossier, in HTML and in PDF."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, NamedTuple

from respondeat.dossier.background import background
from respondeat.dossier.page import page
from respondeat.dossier.paper import PaperError, paper
from respondeat.dossier.sections import dossier
from respondeat.effect import effect
from respondeat.errors import UsageError, WorkspaceError
from respondeat.evidence import Evidence
from respondeat.reading import Reading
from respondeat.terms import Terms
from respondeat.trace import Trace, trace_incident
from respondeat.weigh import Weight, weigh_trace
from respondeat.withheld import sensitive
from respondeat.workspace import Workspace

__all__ = ["Made", "content", "report"]

_MOST_EFFECTS = 6
"""Voices, or pairs, that are left out in turn; each takes another trace."""


class Made(NamedTuple):
    """One file that was written, or why it was not."""

    file: str
    bytes: int | None
    sha256: str | None
    note: str


def report(
    folder: Path,
    incident: str,
    *,
    reading: Reading | None = None,
    against: Reading | None = None,
    out: Path = Path(),
) -> list[Made]:
    """Write the dossier of an incident into a folder, as HTML and as PDF, and return both.

    ``against`` is a reading whose differences the best contrary case shows. Where only typst is
    missing or cannot set it, the HTML is written and the other says why it was not. Each file is
    whole or as it was before. Raise ``UsageError`` where Jinja2 is missing or no claim is about the
    incident.
    """
    made = content(folder, incident, reading=reading, against=against)
    name = f"dossier-{incident.replace(':', '-')}"
    files = {f"{name}.html": page(made).encode()}
    notes = []
    try:
        files[f"{name}.pdf"] = paper(made)
    except (PaperError, UsageError) as error:
        notes.append(Made(f"{name}.pdf", None, None, error.message))
    _write(out, files)
    return [
        *(
            Made(str(out / file), len(data), hashlib.sha256(data).hexdigest(), "")
            for file, data in files.items()
        ),
        *notes,
    ]


def content(
    folder: Path,
    incident: str,
    *,
    reading: Reading | None = None,
    against: Reading | None = None,
) -> dict[str, Any]:
    """Return the dossier as data: nothing in it was computed from a claim that is not public."""
    reading = reading or Reading.named("every-claim")
    hidden = _hidden(folder, reading, against)
    evidence = Evidence.opened(folder, reading, hidden)
    traced = trace_incident(evidence, incident)
    weighed = weigh_trace(traced)
    effects = [_effect(traced, voices) for voices in _deciding(weighed)]
    trace, weight = traced.json(), weighed.json()
    compared = None
    if against:
        from respondeat.compare import compare_evidence

        def opened(one: Reading) -> Evidence:
            return Evidence.opened(folder, one, hidden)

        other = evidence.under(against) if against.known == reading.known else opened(against)
        compared = compare_evidence(evidence, other, incident, opened).json()
    found = [trace, weight, *effects, *([compared] if compared else [])]
    behind = background(Workspace(folder), evidence, incident, reading, *found)
    return dossier(trace, weight, compared, behind, effects, withheld=len(hidden))


def _hidden(folder: Path, *readings: Reading | None) -> list[str]:
    """Return the claims that are not public, now or at an entry where one of the readings ends."""
    workspace = Workspace(folder)
    known = sorted({one.known for one in readings if one and one.known is not None})
    indexes = (workspace.index(), *map(workspace.index_as_of, known))
    return sensitive(Terms(workspace.base), *indexes)


def _deciding(weight: Weight) -> list[tuple[str, ...]]:
    """Return the voices whose withdrawal alone breaks every chain to a State or group.

    Where none does for one of them, the pairs, counted strictly.
    """
    found: set[tuple[str, ...]] = set()
    for one in weight.tracks:
        if one.track != "individual":
            alone = {(voice,) for count in (one.strict, one.cautious) for voice in count.sole}
            found |= alone or {pair for pair in one.strict.sets if len(pair) == 2}
    return sorted(found, key=lambda voices: (len(voices), voices))[:_MOST_EFFECTS]


def _effect(before: Trace, voices: tuple[str, ...]) -> dict[str, Any]:
    under = before.evidence.under(before.reading.without_also(voices))
    heard = under.occurrence(before.incident)
    after = trace_incident(under, before.incident) if heard else None
    return effect(before, after, voices).json()


def _write(out: Path, files: dict[str, bytes]) -> None:
    """Write files so that each is whole: beside its place first, then in it."""
    waiting: dict[str, Path] = {}
    try:
        out.mkdir(parents=True, exist_ok=True)
        if taken := [name for name in files if (out / name).is_dir()]:
            raise UsageError(f"{taken[0]} is a folder: name another place", path=out)
        for name, data in files.items():
            waiting[name] = out / f".{name}.{os.getpid()}"
            with waiting[name].open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for name, path in waiting.items():
            path.replace(out / name)
    except OSError as error:
        raise WorkspaceError(f"cannot be written: {error.strerror}", path=out) from error
    finally:
        for path in waiting.values():
            path.unlink(missing_ok=True)
