"""All minimal withdrawals up to size three on 10,000 units and 40,000 dated links.

Several shapes, each link with one to four of the origins that all links share, or with one; a
tenth of the links surely did not hold on the day and are left out first, which is timed too.
The yardstick is networkx `minimum_edge_cut`: it answers a smaller question, *one* smallest set of
links and not all sets of origins, since nothing at hand answers the same one. Aim: at most 2 s.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import networkx as nx
from _measure import call, compare

from respondeat.period import Period
from respondeat.withdrawal import Step, withdrawals

UNITS, LINKS = 10_000, 40_000
SEEDS = range(3)
DAY = Period.from_edtf("2017-04-04")
START, GOAL = "incident", "state"


class Dated(NamedTuple):
    """A link with the days of which its claims speak."""

    step: Step
    period: Period


class Maker:
    """Links between units, with origins and dates from one seed."""

    def __init__(self, seed: int, origins: int, most: int) -> None:
        """Choose ``most`` origins or fewer for a link, out of so many."""
        self.chance = random.Random(seed)
        self.origins, self.most = origins, most
        self.links: list[Dated] = []

    def add(self, source: str, target: str) -> None:
        """Add a link; a tenth of all ended before the day."""
        many = self.chance.randint(1, self.most)
        names = frozenset(f"o{self.chance.randrange(self.origins):05}" for _ in range(many))
        first = date(2010 + self.chance.randrange(6), 1, 1)
        last = date(2016, 12, 31) if self.chance.random() < 0.1 else date.max
        step = Step(f"l{len(self.links):05}", source, target, names)
        self.links.append(Dated(step, Period(first, first, last, last)))

    def ends(self, units: list[str], goals: list[str], width: int) -> None:
        """Add the links from the incident and to the State."""
        for unit in units[:width]:
            self.add(START, unit)
        for unit in goals[:width]:
            self.add(unit, GOAL)


def layered(make: Maker, depth: int = 100, width: int = 3) -> None:
    """Layers of units, each linked to the next layer at random."""
    size = UNITS // depth
    layers = [[f"u{level}.{n}" for n in range(size)] for level in range(depth)]
    make.ends(layers[0], layers[-1], width)
    while len(make.links) < LINKS:
        level = make.chance.randrange(depth - 1)
        make.add(make.chance.choice(layers[level]), make.chance.choice(layers[level + 1]))


def shallow(make: Maker) -> None:
    """Ten layers of a thousand units."""
    layered(make, 10)


def tangled(make: Maker) -> None:
    """Any unit linked to any other, circles included."""
    units = [f"u{n}" for n in range(UNITS)]
    make.ends(units, units[::-1], 3)
    while len(make.links) < LINKS:
        make.add(make.chance.choice(units), make.chance.choice(units))


def ladder(make: Maker) -> None:
    """Two long lines of command with links both ways between them."""
    rungs = UNITS // 2
    make.ends(["a0", "b0"], [f"a{rungs - 1}", f"b{rungs - 1}"], 2)
    for n in range(rungs):
        for here, there in (("a", "b"), ("b", "a")):
            make.add(f"{here}{n}", f"{there}{n}")
            if n + 1 < rungs:
                make.add(f"{here}{n}", f"{here}{n + 1}")
                make.add(f"{here}{n}", f"{here}{n + 1}")
                make.add(f"{here}{n}", f"{there}{n + 1}")


def parallel(make: Maker) -> None:
    """Put a thousand lines of ten units side by side, each behind one of three units."""
    for n in range(3):
        make.add(START, f"first{n}")
    for line in range(UNITS // 10):
        names = [f"first{line % 3}", *(f"u{line}.{n}" for n in range(10)), GOAL]
        for source, target in pairwise(names):
            for _ in range(3 + (source[0] == "u")):
                make.add(source, target)


SHAPES: dict[str, Callable[[Maker], None]] = {
    "layers, 100 deep": layered,
    "layers, 10 deep": shallow,
    "tangle with circles": tangled,
    "ladder": ladder,
    "lines side by side": parallel,
}
ORIGINS = {"2,000 origins, 1-4": (2_000, 4), "400 origins, 1": (400, 1), "50 origins, 1": (50, 1)}


def cases() -> Iterator[tuple[str, list[Dated]]]:
    """Yield every shape with every way of sharing origins and every seed."""
    for shape, build in SHAPES.items():
        for shared, (origins, most) in ORIGINS.items():
            for seed in SEEDS:
                make = Maker(seed, origins, most)
                build(make)
                yield f"{shape}; {shared}; seed {seed}", make.links


def holding(links: list[Dated]) -> list[Step]:
    """Leave out the links that surely did not hold on the day."""
    return [one.step for one in links if DAY.within(one.period) is not False]


def cut(steps: list[Step]) -> int:
    """Return the size of one smallest cut of links."""
    graph = nx.DiGraph((one.source, one.target) for one in steps)
    return len(nx.minimum_edge_cut(graph, START, GOAL))


def main() -> None:
    """Print each case, then the yardstick beside one case of each shape."""
    taken = []
    print(f"{'':52} {'links':>6} {'CPU s':>8}  sets of 1, 2, 3; list whole to; at least")
    for name, links in cases():
        begun = time.process_time()
        found = withdrawals(holding(links), START, GOAL)
        taken.append(time.process_time() - begun)
        sizes = [sum(len(one) == size for one in found.sets) for size in (1, 2, 3)]
        print(
            f"{name:52} {len(links):6} {taken[-1]:8.2f}  {sizes} {found.whole_to} {found.at_least}"
        )
    middle, slowest = statistics.median(taken), max(taken)
    print(f"\n{len(taken)} cases: median {middle:.2f} CPU s, slowest {slowest:.2f}")
    for shape, build in SHAPES.items():
        make = Maker(0, 2_000, 4)
        build(make)
        beside(shape, holding(make.links))


def beside(shape: str, steps: list[Step]) -> None:
    """Print the yardstick beside one case."""
    compare(
        f"{shape}, 2,000 origins",
        {
            "networkx minimum_edge_cut (one cut of links)": lambda: call(lambda: cut(steps)),
            "withdrawals (all sets of up to 3 origins)": lambda: call(
                lambda: withdrawals(steps, START, GOAL)
            ),
        },
        runs=3,
    )


if __name__ == "__main__":
    main()
