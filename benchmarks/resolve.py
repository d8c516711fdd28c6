"""Who is who among 390,000 invented incidents of one dataset and 10,000 of another.

The claims table is made in memory; what is measured is `propose` on it, without reading a record.
The yardstick is comparing each incident of the smaller dataset with all of the larger one, by day
and place alone, on a part that can be finished. ``python resolve.py`` prints time and peak memory.
"""

from __future__ import annotations

import random
import resource
import time
from datetime import date, timedelta

import polars as pl

from respondeat.resolve import propose

INCIDENTS, OTHERS, PLACES = 390_000, 10_000, 4_000
START = date(2011, 1, 1)


def registry(name: str, ids: list[str], kind: str, labels: list[str]) -> list[pl.DataFrame]:
    """Return the rows that register some ids."""
    common = {"document": f"{name}-entities", "key": ids, "asserter": "actor:editor", "about": ids}
    return [
        pl.DataFrame({**common, "property": "rdf:type", "value": f"resp:{kind}"}),
        pl.DataFrame({**common, "property": "skos:prefLabel", "value": labels}),
    ]


def dataset(name: str, many: int, seed: int) -> list[pl.DataFrame]:
    """Return the rows of a dataset: places on a map, incidents with day, place and side."""
    chance = random.Random(seed)
    towns = [f"place:{name}-{n}" for n in range(PLACES)]
    grid = [(36 + (n % 80) * 0.07, 32.5 + (n // 80) * 0.09) for n in range(PLACES)]
    points = [f"POINT ({x + chance.random() / 50:.4f} {y:.4f})" for x, y in grid]
    labels = [f"Town {chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n}" for n in range(PLACES)]
    ids = [f"incident:{name}-{n}" for n in range(many)]
    days = [START + timedelta(days=chance.randrange(4_000)) for _ in ids]
    spans = [chance.choice((0, 0, 0, 1, 6)) for _ in ids]
    said = {"document": name, "key": ids, "asserter": f"actor:{name}", "about": ids}
    ends = [day + timedelta(days=span) for day, span in zip(days, spans, strict=True)]
    sides = [f"actor:side-{chance.randrange(4)}" for _ in ids]
    return [
        *registry(name, towns, "Place", labels),
        *registry(name, ids, "Incident", ids),
        pl.DataFrame(
            {
                "document": name,
                "key": towns,
                "asserter": f"actor:{name}",
                "about": towns,
                "property": "resp:coordinates",
                "value": points,
            }
        ),
        pl.DataFrame(
            {
                **said,
                "property": "resp:occurredDuring",
                "earliest_start": days,
                "latest_end": ends,
            }
        ),
        pl.DataFrame(
            {**said, "property": "resp:occurredAt", "value": [chance.choice(towns) for _ in ids]}
        ),
        pl.DataFrame({**said, "property": "resp:perpetrator", "value": sides}),
    ]


def table(many: int, others: int) -> pl.DataFrame:
    """Return the claims table of both datasets."""
    sides = [f"actor:side-{n}" for n in range(4)]
    parts = registry("sides", sides, "NonStateArmedGroup", ["Red", "Green", "Blue", "Grey"])
    parts += [*dataset("large", many, 1), *dataset("small", others, 2)]
    none = {"edtf": pl.String, "counts": pl.String, "part_of": pl.String,
            "lower": pl.Float64, "upper": pl.Float64}  # fmt: skip
    whole = pl.concat(parts, how="diagonal")
    return whole.with_columns(
        stance=pl.lit("affirms"), **{name: pl.lit(None, kind) for name, kind in none.items()}
    )


def main() -> None:
    """Print the time of the whole, its peak memory, and the time of comparing all pairs."""
    made = table(INCIDENTS, OTHERS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for kind in ("event", "place"):
        start = time.perf_counter()
        found = propose(made, {}, kind)
        seconds = time.perf_counter() - start
        print(f"{kind}: {len(found):,} proposals among {len(made):,} rows in {seconds:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory {peak / 2**20:.2f} GB, {before / 2**20:.2f} GB of it the table as made")
    dated = made.filter(pl.col("property") == "resp:occurredDuring")
    days = dict(dated.select("about", "earliest_start").iter_rows())
    part = [day for name, day in days.items() if ":small" in name][:20]
    rest = [day for name, day in days.items() if ":large" in name]
    start = time.perf_counter()
    met = sum(one == other for one in part for other in rest)
    each = (time.perf_counter() - start) / len(part)
    print(f"all pairs by day alone: {each * OTHERS:,.0f} s for {OTHERS:,} ({met:,} met of a part)")


if __name__ == "__main__":
    main()
