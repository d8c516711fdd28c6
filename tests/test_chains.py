"""Chains: links that share a day, and no others; each looked up once."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

from tests.invented import invented

from respondeat.chains import ALWAYS, Edge, Ways
from respondeat.trace import trace_incident
from respondeat.trace_text import lines
from respondeat.weigh import weigh_trace

SPRING = ((date(2030, 3, 1), date(2030, 5, 31)),)
AUTUMN = ((date(2030, 9, 1), date(2030, 11, 30)),)


def test_links_that_share_a_day_with_others_make_no_chain_without_a_day_of_their_own() -> None:
    steps = [
        Edge("to-spring", "i", "x", SPRING),
        Edge("to-autumn", "i", "x", AUTUMN),
        Edge("from-spring", "x", "g", SPRING),
        Edge("from-autumn", "x", "g", AUTUMN),
    ]
    assert Ways(steps, "i", ALWAYS).chains("g").chains == (
        ("to-autumn", "from-autumn"),
        ("to-spring", "from-spring"),
    )
    assert Ways(steps, "i", SPRING).chains("g").chains == (("to-spring", "from-spring"),)


def test_each_link_of_a_long_chain_is_looked_up_and_weighed_once() -> None:
    taken = [_asked(commanders) for commanders in (20, 40)]
    assert all(more < 2.2 * fewer for fewer, more in zip(*taken, strict=True))


def _asked(commanders: int) -> tuple[int, int]:
    """Count what is asked of the index for a trace in sentences, and of the origins to weigh it."""
    kinds = "\n".join(f"actor:u{number} MilitaryUnit" for number in range(commanders + 1))
    claims = (
        "day incident:i occurredDuring 2030-03-02\nwho incident:i perpetrator actor:u0"
        + "".join(
            f"\nc{number} actor:u{number + 1} commands actor:u{number} on=2029/.."
            for number in range(commanders)
        )
    )
    evidence = invented(claims, kinds=kinds)
    found = trace_incident(evidence, "incident:i")
    assert len(found.tracks) > commanders
    with (
        patch.object(evidence.index, "match", wraps=evidence.index.match) as looked_up,
        patch.object(evidence, "origins", wraps=evidence.origins) as begun,
    ):
        assert list(lines(found))
        weigh_trace(found)
    return looked_up.call_count, begun.call_count
