"""Person: whether a provision binds an actor, by its own words or as a party to its instrument."""

from __future__ import annotations

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
    bearers = evidence.bearers(actor, occasion.days)
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
    claims = tuple(one.claim for one in (*bound, *freed, *dated))
    if bound and freed:
        return unknown(
            f"{who(bound)}; but not bound: {who(freed)}",
            "sources disagree whether this actor is bound",
            claims,
        )
    if bound:
        links = [link for one in bound for link in bearers[one.value]]
        through = f", through {who(links)}" if links else ""
        if any(link.period == Period() for link in links):
            through += ", a link without a date"
        undated = all(
            one.period == Period() and not one.about.startswith("provision:") for one in bound
        )
        through += "; said without a date" if undated else ""
        return Outcome(True, who(bound) + through, claims + tuple(one.claim for one in links))
    if freed:
        return Outcome(False, f"not bound: {who(freed)}", claims)
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


def _complete(evidence: Evidence, instrument: str) -> list[Said]:
    return [one for one in evidence.affirmed(instrument, "partiesComplete") if one.value == "true"]


@once
def _listed(evidence: Evidence, instrument: str) -> frozenset[str]:
    return frozenset(
        one.value for name in ("party", "bound") for one in evidence.affirmed(instrument, name)
    )
