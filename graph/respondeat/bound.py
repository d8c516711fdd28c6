"""Person: whether a provision binds an actor, by its own words or as a party to its instrument."""

from __future__ import annotations

from collections.abc import Iterable

from respondeat.case import Occasion, Outcome, Setting, all_agree, unknown, who
from respondeat.evidence import Evidence
from respondeat.once import once
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["compared", "person"]


def person(setting: Setting, actor: str) -> Outcome:
    """Say whether the provision binds the actor, itself or as organ or government of whom it does.

    Whom a provision names as addressed is bound by it; else the instrument's parties are.
    """
    evidence, occasion, provision, instrument = setting
    addressed = evidence.said(provision, "addressee")
    return _bound(occasion, evidence, provision if addressed else instrument, instrument, actor)


def compared(evidence: Evidence, provision: str, instrument: str) -> list[Said]:
    """Return every claim that the test may read beside those that lead from an actor to others.

    It lays the days of an occurrence beside their periods, and the bearers beside their values.
    """
    named = [(instrument, "party"), (instrument, "bound"), (provision, "addressee")]
    return [said for about, name in named for said in evidence.said(about, name)]


@once
def _bound(
    occasion: Occasion, evidence: Evidence, about: str, instrument: str, actor: str
) -> Outcome:
    """Say whether a provision that names whom it addresses, else an instrument, binds an actor."""
    certain = evidence.bearers(actor, occasion.days, sure=True)
    bearers = evidence.bearers(actor, occasion.days) | certain
    names = ("party", "bound") if about == instrument else ("addressee",)
    bound, freed, dated = [], [], []
    for name in names:
        for said in evidence.said(about, name):
            if said.value not in bearers or said.stance == "questions":
                continue
            held = (
                [day.within(said.period) for day in occasion.days]
                if said.period != Period()
                else [True]
            )
            if all_agree(held) is not True:
                dated.append(said)
            elif said.stance == "affirms":
                bound.append(said)
            else:
                freed.append(said)
    same = [
        link
        for one in (*bound, *freed, *dated)
        for link in bearers[one.value]
        if link.property == "resp:identicalTo"
    ]
    claims = tuple(dict.fromkeys(one.claim for one in (*bound, *freed, *dated, *same)))
    if (bound or freed) and not any(one.value in certain for one in (*bound, *freed)):
        return unknown(
            f"{who((*bound, *freed))}, if it is so that {who(same)}",
            "whether these names are surely of one and the same on that day",
            claims,
        )
    if bound and freed:
        return unknown(
            f"{who(bound)}; but said not to be so: {who(freed)}",
            "sources disagree whether this actor is bound",
            claims,
        )
    if bound:
        bound = [one for one in bound if one.value in certain]
        links = [link for one in bound for link in bearers[one.value]]
        used = (*claims, *(one.claim for one in links if one not in same))
        return Outcome(True, who(bound) + _through(bound, links), used)
    if freed:
        return Outcome(
            False, f"not bound; said not to be so: {who(freed)}{_through((), same)}", claims
        )
    complete = _complete(evidence, instrument)
    if complete and not dated and not _listed(evidence, instrument) & set(bearers):
        return Outcome(
            False,
            f"not on a list of parties that is complete: {who(complete)}",
            tuple(one.claim for one in complete),
        )
    if dated:
        return unknown(
            f"not surely bound on that day: {who(dated)}",
            "whether this actor was bound on that day",
            claims,
        )
    return unknown(
        "no source read says whether this actor is bound",
        "a claim that this actor is bound, or is not",
    )


def _through(bound: Iterable[Said], links: list[Said]) -> str:
    """Write by which links it binds, and where no date is given for them or for the bond itself."""
    bound = list(bound)
    through = f", through {who(links)}" if links else ""
    if any(one.period == Period() and one.property != "resp:identicalTo" for one in links):
        through += ", a link without a date"
    undated = bound and all(
        one.period == Period() and not one.about.startswith("provision:") for one in bound
    )
    return through + ("; said without a date" if undated else "")


def _complete(evidence: Evidence, instrument: str) -> list[Said]:
    return [one for one in evidence.affirmed(instrument, "partiesComplete") if one.value == "true"]


@once
def _listed(evidence: Evidence, instrument: str) -> frozenset[str]:
    return frozenset(
        one.value for name in ("party", "bound") for one in evidence.affirmed(instrument, name)
    )
