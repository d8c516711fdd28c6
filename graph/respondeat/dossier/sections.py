"""The dossier: its sections in the order in which counsel reads, as plain data."""

from __future__ import annotations

from collections.abc import Iterable

from respondeat.dossier.account import account
from respondeat.dossier.annex import annex
from respondeat.dossier.block import Block, plain, text
from respondeat.dossier.brief import Brief, Json
from respondeat.dossier.contrary import contrary
from respondeat.dossier.contrast import contrast
from respondeat.dossier.cover import cover
from respondeat.dossier.forum import venues
from respondeat.dossier.gap import gaps
from respondeat.dossier.person import individual
from respondeat.dossier.reach import reach
from respondeat.dossier.sources import sources
from respondeat.dossier.support import support
from respondeat.dossier.timeline import timeline
from respondeat.dossier.tracks import non_state, state

__all__ = ["dossier"]


def dossier(
    trace: Json,
    weigh: Json | None = None,
    compare: Json | None = None,
    background: Json | None = None,
    effects: Iterable[Json] = (),
    withheld: int = 0,
) -> Json:
    """Return a dossier: ``title``, ``cover``, ``sections`` and ``annex`` of blocks, all JSON.

    ``trace``, ``weigh`` and ``compare`` are as their commands print them with ``--json``;
    ``background`` is what `respondeat.background.background` gathers, and ``effects`` are those
    of ``weigh --without`` a voice, one each. Claims that are not public are left out and counted;
    ``withheld`` counts those that were left out before.

    >>> made = dossier({"incident": "incident:x", "reading": "every-claim", "positions": {}})
    >>> [one["id"] for one in made["sections"]][:3]
    ['incident', 'sources', 'law']
    """
    brief = Brief(trace, weigh, compare, background, withheld)
    sections: list[Block] = [
        account(brief),
        sources(brief),
        reach(brief, timeline(brief)),
        state(brief),
        individual(brief),
        non_state(brief),
        venues(brief),
        support(brief, effects),
        contrary(brief, contrast(brief)),
        gaps(brief),
    ]
    reading = brief.trace["reading"]
    return {
        **cover(brief),
        "reading": plain(text(reading)),
        "dated": brief.background.get("record", {}).get("last"),
        "withheld": brief.count,
        "sections": [{**one, "number": str(n)} for n, one in enumerate(sections, 1)],
        "annex": [{**one, "number": f"A{n}"} for n, one in enumerate(annex(brief), 1)],
    }
