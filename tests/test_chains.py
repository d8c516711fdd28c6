"""Chains: links that share a day, and no others."""

from __future__ import annotations

from datetime import date

from respondeat.chains import ALWAYS, Edge, chains

SPRING = ((date(2030, 3, 1), date(2030, 5, 31)),)
AUTUMN = ((date(2030, 9, 1), date(2030, 11, 30)),)


def test_links_that_share_a_day_with_others_make_no_chain_without_a_day_of_their_own() -> None:
    steps = [
        Edge("to-spring", "i", "x", SPRING),
        Edge("to-autumn", "i", "x", AUTUMN),
        Edge("from-spring", "x", "g", SPRING),
        Edge("from-autumn", "x", "g", AUTUMN),
    ]
    assert chains(steps, "i", "g", ALWAYS).chains == (
        ("to-autumn", "from-autumn"),
        ("to-spring", "from-spring"),
    )
    assert chains(steps, "i", "g", SPRING).chains == (("to-spring", "from-spring"),)
