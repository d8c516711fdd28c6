"""The other side of a statement: who denies, contradicts, challenges or differs, each named."""

from __future__ import annotations

from collections.abc import Iterable

from respondeat.dossier.block import BREAK, Line, Run, joined, label, text
from respondeat.dossier.brief import Brief, Json
from respondeat.dossier.sentence import content

__all__ = [
    "against",
    "badges",
    "by_method_alone",
    "contested",
    "doubts_the_defence",
    "nearest",
    "negative",
    "shifted",
    "sides",
]

_SENSES = {
    "denied-by-party": "denied by the party concerned",
    "contradicted": "contradicted by another source",
    "method-challenged": "method challenged",
    "differs": "differs from another source",
    "differs-between-relays": "differs between relays",
}
_BESIDE = "denied for kin"


def contested(fact: Json) -> bool:
    """Say whether a fact is denied, for kin too, contradicted, left open, or differs.

    What nobody affirms and somebody says was not so is a statement of its own.
    """
    return bool(
        (fact["claims_against"] and not negative(fact))
        or fact["claims_questioning"]
        or _disputes(fact)
        or fact.get("denied_beside")
    )


def by_method_alone(fact: Json) -> bool:
    """Say whether all that contests a fact is a challenge to the method of a source of it."""
    rest = {**fact, "contested": (), "disputes": ()}
    return {*_disputes(fact)} == {"method-challenged"} and not contested(rest)


def negative(fact: Json) -> bool:
    """Say whether a fact is only that something was not so."""
    against = fact["claims_against"]
    return bool(against) and not fact["claims_for"] and {*against} <= {*fact.get("negative", ())}


def badges(fact: Json) -> list[Run]:
    """Return a mark for each sense; the cell of the other side names who stands behind it."""
    marks = [label(_SENSES.get(sense, sense)) for sense in _disputes(fact)]
    return [*marks, *([label(_BESIDE)] if fact.get("denied_beside") else [])]


def against(brief: Brief, fact: Json) -> Line:
    """Return everybody on the other side of a fact, by what each of them does."""
    own = {*fact["claims_against"]}
    lines: list[Line] = [sides(brief, [*fact["claims_against"], *fact["claims_questioning"]])]
    for sense, claims in _disputes(fact).items():
        lines += _other(brief, fact, sense, [name for name in claims if name not in own])
    by_actor: dict[str, list[str]] = {}
    for name in fact.get("denied_beside", ()):
        if name in brief.claims:
            by_actor.setdefault(str(brief.claims[name]["value"]), []).append(name)
    lines += [
        [*text("denied for "), *brief.name(actor), " by ", *brief.voices(claims)]
        for actor, claims in by_actor.items()
    ]
    return joined(filter(None, lines), BREAK) or text("nothing on record")


def sides(brief: Brief, claims: Iterable[str]) -> Line:
    """Return who makes claims against something, those who deny apart from those who do not.

    Who says that a site was not visited says nothing of what happened there.
    """
    by_verb: dict[str, list[str]] = {}
    unseen: dict[str, list[str]] = {}
    for name in claims:
        if name in brief.claims:
            one = brief.claims[name]
            stance = "negative" if name in brief.negative else one["stance"]
            if one["property"] == "resp:siteVisitedBy" and stance == "negative":
                unseen.setdefault(one["value"], []).append(name)
            else:
                by_verb.setdefault(stance, []).append(name)
    words = (
        ("denies", "denied by "),
        ("negative", "said not to be so by "),
        ("questions", "left open by "),
        ("affirms", "said otherwise by "),
    )
    lines = [[*text(word), *brief.voices(by_verb[verb])] for verb, word in words if verb in by_verb]
    lines += [
        [*text("that the site was not visited by "), *brief.name(body), " is said by ", *said]
        for body, names in unseen.items()
        if (said := brief.voices(names))
    ]
    return joined(lines, BREAK)


def doubts_the_defence(brief: Brief, claim: str) -> bool:
    """Say whether a claim leaves open only the account of somebody who denies what is alleged."""
    one = brief.claims[claim]
    incident = brief.trace["incident"]
    deniers = {
        other["asserter"]
        for name, other in brief.claims.items()
        if other.get("about") == incident and other["stance"] == "denies"
        if name not in brief.negative
    }
    answered = brief.claims.get(one.get("answers") or "", {})
    return one["stance"] == "questions" and answered.get("asserter") in deniers


def nearest(brief: Brief, fact: Json) -> Line:
    """Return who affirms a narrower term, or the act of kin, where nobody affirms the fact."""
    own = {*fact["claims_against"]}
    lines: list[Line] = []
    for one in brief.trace.get("facts", []):
        if one is fact or one["property"] != fact["property"] or not one["claims_for"]:
            continue
        denied = {n for s in ("denied-by-party", "contradicted") for n in _disputes(one).get(s, ())}
        narrower, kin = own & denied, own & {*one.get("denied_beside", ())}
        if narrower or kin:
            word, verb = ("the narrower ", "affirmed") if narrower else ("instead, ", "named")
            says = [*text(word), *brief.name(one["value"]), *text(f" is {verb} by ")]
            lines.append([*says, *brief.voices(one["claims_for"])])
    return joined([text("nobody affirms it in these words"), *lines], BREAK)


def shifted(brief: Brief, claims: Iterable[str]) -> Line:
    """Return what upstream counted where a relay put its number on something else."""
    wanted = {*claims}
    lines: dict[str, Line] = {}
    for one in brief.trace.get("mutations", []):
        relay, upstream = (brief.claims.get(one[key]) for key in ("relay", "upstream"))
        if one["kind"] != "mutation:scope-shift" or one["relay"] not in wanted:
            continue
        if relay and upstream and str(upstream.get("value")).startswith("quantity:"):
            line = [*brief.voices([one["upstream"]]), *text(" counts, of ")]
            line += [*brief.name(upstream["about"]), *text(": "), *content(brief, upstream)]
            line += [*text("; the relay puts its number on "), *brief.name(relay["about"])]
            lines[one["upstream"]] = line
    if not lines:
        return []
    return [*text("the scope shifted on the way: "), *joined(lines.values())]


def _disputes(fact: Json) -> dict[str, list[str]]:
    """Return the claims on the other side by the sense of the dispute."""
    found = {one["sense"]: list(one["claims_against"]) for one in fact.get("disputes", ())}
    return {sense: [] for sense in fact.get("contested", ()) if sense not in found} | found


def _other(brief: Brief, fact: Json, sense: str, claims: list[str]) -> list[Line]:
    """Return the other side of one dispute, what is said alike in one line."""
    alike: dict[str, tuple[Line, list[str]]] = {}
    for name in claims:
        if one := brief.claims.get(name):
            how = _how(brief, fact, sense, one)
            alike.setdefault(str(how), (how, []))[1].append(name)
    if sense == "method-challenged":  # of one document in many rows: in few words
        return [
            [*how, *text(f" – {brief.first(names)} "), "[", *brief.refs(names), "]"]
            for how, names in alike.values()
        ]
    return [[*how, " – ", *brief.voices(names)] for how, names in alike.values()]


def _how(brief: Brief, fact: Json, sense: str, one: Json) -> Line:
    if one["stance"] == "denies":
        value = brief.name(str(one["value"]))
        if one["property"] == fact["property"]:
            return [*text("denied, of the broader term "), *value]
        return [*text("denied in answer: "), *content(brief, one)]
    if sense == "method-challenged":
        title = brief.background.get("documents", {}).get(one["about"], {}).get("title")
        return [*text(f"method challenged, of {title or one['about'].partition(':')[2]}")]
    return [*text(f"{_SENSES.get(sense, sense)}: "), *content(brief, one)]
