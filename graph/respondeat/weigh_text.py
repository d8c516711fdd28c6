"""Weigh in sentences: the least corroborated step, the voices without which it breaks, the gaps.

Every line that names an actor and an act carries who says so and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from respondeat.balance import ChainWeight, StepWeight, TrackWeight
from respondeat.effect import Effect, TrackEffect
from respondeat.evidence import Evidence
from respondeat.fact import left_out_in_short
from respondeat.finding import Independence
from respondeat.missing import Missing
from respondeat.saying import said_by
from respondeat.weigh import FROZEN, Weight
from respondeat.withdrawal import Withdrawals

__all__ = ["lines"]

_SHOWN = 12
"""Gaps, results and sets that text prints; JSON has them all, and text says how many there are."""

_TRACKS = {"state": "STATE TRACK", "individual": "INDIVIDUAL TRACK", "non-state": "NON-STATE TRACK"}


def lines(weight: Weight) -> Iterator[str]:
    """Yield what a weight says; the last line names the reading."""
    evidence = weight.evidence
    yield f"Weight of what is said of {weight.incident} ({evidence.label(weight.incident)})"
    yield "corroboration counts independent origins, at least and at most; it is no score"
    if weight.effect:
        yield from _effect(weight.effect)
    for track in weight.tracks:
        yield from _track(evidence, track)
    if not weight.tracks:
        yield ""
        yield "no chain leads to anybody under this reading"
    yield from _missing(weight)
    yield ""
    yield f"frozen: {FROZEN}"
    if weight.left_out:
        yield f"{left_out_in_short(weight.left_out)}; trace lists what speaks against"
    reading = weight.reading
    yield f"reading: {reading.name} ({reading.summary}); record {weight.record[:12]}"


def _track(evidence: Evidence, track: TrackWeight) -> Iterator[str]:
    yield ""
    many = len(track.chains)
    best = "" if track.whole else "; more are not listed"
    yield (
        f"{_TRACKS[track.track]}, {_name(evidence, track.actor)}:"
        f" {many} chain{'s' if many > 1 else ''}{best}; the best has corroboration"
        f" {_pair(track.corroboration)}"
    )
    number = {one.link.id: place for place, one in enumerate(track.steps, 1)}
    for step in track.steps:
        yield f"  step {number[step.link.id]}: {_step(evidence, step)}"
    for place, chain in enumerate(track.chains):
        mark = " (the best)" if place == track.best else ""
        yield f"  chain {place + 1}{mark}: {_chain(chain, number)}"
    yield from (f"  {line}" for line in _sole(track, number))
    for name, found in (("strictly", track.strict), ("cautiously", track.cautious)):
        yield from (f"  {line}" for line in _withdrawals(name, found, track.whole))
    if track.smallest:
        size, origins = track.smallest
        if origins is not None:
            yield f"  the solver finds {size}: {_list(origins)}"
        else:
            yield f"  the solver was stopped: at least {size}"


def _step(evidence: Evidence, step: StepWeight) -> str:
    link = step.link
    said = [one for name in link.claims_for for one in evidence.claim(name)[:1]]
    if link.assumed:
        return f"{link.source} > {link.target}: member of the group named, by assumption"
    what = (
        f"perpetrator {link.target}"
        if link.kind == "perpetrator"
        else f"{link.rule} from {link.source} to {link.target}"
    )
    if not said:
        return f"{what}: on no claim {_pair(link.origins)}"
    alone = ""
    if step.strict:
        alone = f"; sole source {_list(step.strict)}"
    if fed := [one for one in step.cautious if one not in step.strict]:
        alone += f"; sole source, cautiously, {_list(fed)}"
    return f"{what}: on the word of {said_by(evidence, said)} {_pair(link.origins)}{alone}"


def _chain(chain: ChainWeight, number: dict[str, int]) -> str:
    least = f"least corroborated {_steps(chain.least, number)}" if chain.least else "all assumed"
    assumed = f"; assumed {_steps(chain.assumptions, number)}" if chain.assumptions else ""
    return f"{_steps(chain.links, number)} {_pair(chain.corroboration)}; {least}{assumed}"


def _sole(track: TrackWeight, number: dict[str, int]) -> Iterator[str]:
    """Say which voices break every chain alone, once where both ways of counting agree."""
    for voice in sorted({*track.strict.sole, *track.cautious.sole}):
        strictly = voice in track.strict.sole
        how = "" if strictly else " (cautiously: what draws on its documents falls too)"
        fells = _steps(track.fells(voice, cautious=not strictly), number)
        yield f"sole source of every chain: {voice}{how}; without it falls {fells}"
    if not track.strict.sole and not track.cautious.sole:
        yield "no voice alone breaks every chain"


def _steps(names: Iterable[str], number: dict[str, int]) -> str:
    found = [str(number[name]) for name in names]
    return f"step{'s' if len(found) > 1 else ''} {', '.join(found)}"


def _withdrawals(name: str, found: Withdrawals, whole: bool) -> Iterator[str]:
    what = "every chain" if whole else "every path over the links"
    if found.at_least is None:
        yield f"{name}, no withdrawal breaks {what}: one stands on assumptions alone"
        return
    sets = [one for one in found.sets if len(one) > 1]
    for one in sets[:_SHOWN]:
        yield f"{name}, {what} breaks without {' and '.join(one)}"
    if len(sets) > _SHOWN:
        yield f"{name}, {len(sets) - _SHOWN} more such sets (--json lists them)"
    if found.whole_to < 3:
        yield f"{name}, there are too many sets of more than {found.whole_to} voices to list"
    elif not found.sets:
        yield f"{name}, it takes more than three voices to break {what}"


def _missing(weight: Weight) -> Iterator[str]:
    yield ""
    yield "WHICH ONE CLAIM, either way, would close most gaps"
    for one in weight.missing[:_SHOWN]:
        yield f"  {_closes(one)}: {one.claim}"
        yield f"      carried by: {one.document}"
    if not weight.missing:
        yield "  no gap was found"
    if len(weight.missing) > _SHOWN:
        yield f"  {len(weight.missing) - _SHOWN} more (--json lists them)"
    if weight.questions:
        yield "OPEN QUESTIONS of law, which a position of the reading closes and no claim"
        yield from (f"  {_closes(one)}: {one.claim}" for one in weight.questions)


def _closes(one: Missing) -> str:
    gaps, settled = len(one.closes), len(one.settles)
    more = f", settles {settled}" if settled else ""
    return f"closes {gaps} gap{'s' if gaps > 1 else ''}{more}"


def _effect(found: Effect) -> Iterator[str]:
    yield ""
    yield f"WITHOUT {_list(found.without)}, traced again"
    yield f"  of the claims about it {len(found.claims)} fall"
    for track in found.tracks:
        yield f"  {_TRACKS[track.one.track]}, {track.one.actor}: {_changed(track)}"
    results: dict[str, list[str]] = {}
    for before, after in found.scope:
        one = after or before
        assert one
        was, is_ = (each.result if each else "not tested" for each in (before, after))
        if was != is_:
            results.setdefault(f"{was} > {is_}", []).append(f"{one.provision} for {one.actor}")
    for change, names in sorted(results.items()):
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield f"  scope, {change}: {', '.join(names[:_SHOWN])}{more}"
    fields = found.json()
    for crime in fields["crimes"]:
        lost = f"; no claim is left for {_list(crime['elements'])}" if crime["elements"] else ""
        fewer = len(crime["lost"])
        yield (
            f"  {crime['crime']} by the list of {crime['forum']}: {crime['change']},"
            f" {fewer} claim{'' if fewer == 1 else 's'} fewer{lost}"
        )
    for venue in fields["venues"]:
        yield f"  {venue['venue']}, {venue['of']}: {_both(venue['result'])}"
    if not any(fields[name] for name in ("tracks", "scope", "crimes", "venues")):
        yield "  nothing else changes"


def _changed(track: TrackEffect) -> str:
    fields = track.json()
    gone, new, changed = track.links()
    parts = [fields["change"]]
    if fields["chains"][0] != fields["chains"][1]:
        parts.append(f"chains {_both(fields['chains'])}")
    if fields["corroboration"][0] != fields["corroboration"][1]:
        pairs = (
            f"{{{one['min']}, {one['max']}}}" if one else None for one in fields["corroboration"]
        )
        parts.append(f"corroboration {_both(pairs)}")
    if track.change == "changed" and fields["roles"][0] != fields["roles"][1]:
        parts.append(f"roles {_both('; '.join(one) for one in fields['roles'])}")
    counts = ((gone, "gone"), (new, "new"), (changed, "changed"))
    parts += [f"{len(one)} link{'s' if len(one) > 1 else ''} {word}" for one, word in counts if one]
    return ", ".join(parts)


def _both(pair: Iterable[Any]) -> str:
    return " > ".join("none" if one is None else str(one) for one in pair)


def _pair(found: Independence | None) -> str:
    return f"{{{found.min}, {found.max}}}" if found else "none"


def _name(evidence: Evidence, actor: str) -> str:
    label = evidence.label(actor) if actor.startswith("actor:") and " " not in actor else actor
    return actor if label == actor else f"{actor} ({label})"


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
