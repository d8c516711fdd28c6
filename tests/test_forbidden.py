"""Forbidden inferences: what no claim, question or scope may ever come to say.

Every check reads what the program holds and answers, and returns the violations that it finds;
beside it stands one bad row that it must find.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import pytest

from respondeat.ask import answer
from respondeat.claims import claims
from respondeat.index import Index
from respondeat.ontology import ontology
from respondeat.question import Question, names
from respondeat.scope import scope
from respondeat.table import Table
from respondeat.terms import TERMS

Row = dict[str, Any]

ATTACK = "incident:khan-shaykhun-2017-04-04"
MEMORANDUM = "instrument:astana-memorandum-2017-05-04"
ARTICLE = "doc:syrian-coalition-2018-06-13"
BOUNDS = {
    "lower",
    "upper",
    "best",
    "highest_lower",
    "lowest_upper",
    "part_lower",
    "whole_lower",
    "other_lower",
    "other_upper",
    "earlier_lower",
    "later_lower",
    "stated",
}
NAMING = ("perpetrator", "involved", "accused", "defendant", "demandTarget")
SPEECH = re.compile(
    r"\b(breach(ed)?|guilty|verdict|proven|co-perpetrator|blocked)\b", re.IGNORECASE
)


class Facts(NamedTuple):
    """Everything that the program holds and answers about the bundled corpus."""

    claims: list[Row]
    tables: dict[str, list[Row]]
    scopes: list[Row]

    def said(self, *properties: str, stance: str = "affirms") -> Iterator[Row]:
        """Yield the rows of the claims table with one of these properties and this stance."""
        wanted = {name if ":" in name else f"resp:{name}" for name in properties}
        return (r for r in self.claims if r["property"] in wanted and r["stance"] == stance)

    def linked(self, name: str) -> dict[str, set[str]]:
        """Return what a property leads to, by what it is about."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.said(name):
            found[row["about"]].add(row["value"])
        return found

    def widened(self, *actors: str) -> set[str]:
        """Return actors, their governments and organs, and the groups that name any of them."""
        found = set(actors)
        for name in ("governs", "organOf"):
            found |= {row["about"] for row in self.said(name) if row["value"] in actors}
        return found | {
            row["about"] for row in self.said("member", "alternative") if row["value"] in found
        }

    def cells(self, *columns: str) -> Iterator[tuple[str, Row, str, Any]]:
        """Yield the cells of every answer, of these columns only if there are any named."""
        for name, rows in self.tables.items():
            for row in rows:
                for column, cell in row.items():
                    if cell is not None and (not columns or column in columns):
                        yield name, row, column, cell


@pytest.fixture(scope="module")
def facts(workspace: Path, index: Index) -> Facts:
    tables = {name: rows(answer(index, Question.named(name))) for name in names()}
    for about in (ATTACK, "set:idlib-prohibited-weapons-2017-2018", "set:idlib-killings-2017-2018"):
        for name in ("perpetrators", "origins", "killed", "bounds", "exculpatory"):
            table = answer(index, Question.named(name), {"about": about})
            tables[f"{name} {about}"] = rows(table)
    scopes = [
        one.json("every-claim")
        for about in (
            ATTACK,
            "set:idlib-cluster-munitions-2017-2018",
            "set:idlib-barrel-bombs-2017-2018",
        )
        for one in scope(workspace, about)
    ]
    return Facts(rows(claims(workspace)), tables, scopes)


def rows(table: Table) -> list[Row]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def number(cell: Any) -> float | None:
    try:
        return float(str(cell).replace(",", ""))
    except ValueError:
        return None


# the checks


def remainder_of_parts(facts: Facts) -> list[str]:
    """1,109 minus children and women: lower bounds are never subtracted."""
    whole = {r["claim"]: r for r in facts.claims if r["lower"] is not None}
    parts: dict[str, list[float]] = defaultdict(list)
    for row in facts.claims:
        if row["part_of"] in whole and row["lower"] is not None:
            parts[row["part_of"]].append(row["lower"])
    claimed = {number(r[n]) for r in facts.claims for n in ("lower", "upper", "best", "stated")}
    left = {
        whole[name]["lower"] - sum(some)
        for name, all_parts in parts.items()
        for size in range(1, min(len(all_parts), 3) + 1)
        for some in combinations(all_parts, size)
    } - claimed
    assert left
    shown = [f"{n}: {c} {v}" for n, _, c, v in facts.cells(*BOUNDS) if number(v) in left]
    return shown + [str(r["claim"]) for r in facts.claims if "remainder" in r["claim"]]


def attacks_on_facilities_attributed(facts: Facts) -> list[str]:
    """The 233 attacks have no named perpetrator."""
    sets = {r["about"] for r in facts.said("size") if r["lower"] == 233}
    assert sets
    sets |= {r["about"] for r in facts.said("resp:subsetOf") if r["value"] in sets}
    held = [r["claim"] for r in facts.said("perpetrator", "involved") if r["about"] in sets]
    shown = [
        f"{name}: {row}"
        for name, row, column, _ in facts.cells("perpetrator", "member", "involved")
        if column in row and sets & {row.get(key) for key in ("about", "set", "occurrence")}
    ]
    return held + shown


def act_of_a_group_given_to_a_member(facts: Facts) -> list[str]:
    """What is said of a group is said of no member: every attribution shown is itself a claim."""
    held = {(r["claim"], r["value"]) for r in facts.claims}
    shown = [
        f"{name}: {row}"
        for name, row, column, cell in facts.cells(
            "perpetrator", "accused", "involved", "other_value"
        )
        if row.get("claim") and column != "other_value" and (row["claim"], cell) not in held
    ]
    russia = {"actor:russia", "actor:russian-armed-forces", "actor:russian-government"}
    for row in facts.said("perpetrator"):
        if row["value"] in russia and (
            row["about"] == ATTACK or "barrel" in row["about"] or "chemical" in row["about"]
        ):
            shown.append(row["claim"])
    return shown


def one_alternative_named(facts: Facts) -> list[str]:
    """ "A or B" is neither A nor B."""
    either = facts.linked("alternative")
    assert either
    found = []
    for row in facts.said("perpetrator"):
        for other in facts.said("perpetrator"):
            if (
                other["value"] in either.get(row["value"], ())
                and other["about"] == row["about"]
                and other["document"] == row["document"]
            ):
                found.append(other["claim"])
    neither = {alternative for group in either.values() for alternative in group}
    for name, row, _, cell in facts.cells("perpetrator"):
        about = row.get("about") or row.get("set")
        if cell in neither and about in {
            r["about"] for r in facts.said("perpetrator") if r["value"] in either
        }:
            found.append(f"{name}: {row}")
    return found


def result_of_a_set_given_to_a_member(facts: Facts) -> list[str]:
    """What is said of a set holds for none of its members."""
    about = {r["claim"]: r["about"] for r in facts.claims}
    members = {(r["about"], r["value"]) for r in facts.said("documentedMember")}
    assert members
    found = []
    for held_in, member in members:
        for row in facts.tables.get(f"perpetrators {member}", []):
            if about[row["claim"]] == held_in:
                found.append(f"{member}: {row}")
        for row in facts.scopes:
            if row["incident"] == member and any(about.get(c) == held_in for c in row["claims"]):
                found.append(f"scope of {member}: {row['provision']}")
    return found


def memorandum_reaching_the_attack(facts: Facts) -> list[str]:
    """The attack came thirty days before the memorandum was signed."""
    found = [r for r in facts.scopes if r["incident"] == ATTACK and r["instrument"] == MEMORANDUM]
    assert len({r["provision"] for r in found}) >= 3
    bad = [f"{r['provision']} {r['actor']}" for r in found if r["result"] != "outside"]
    for name in ("bound-that-day", "bound-at-incident"):
        bad += [
            f"{name}: {r}"
            for r in facts.tables[name]
            if r["instrument"] == MEMORANDUM and r["bound"] != "not"
        ]
    return bad


def one_origin_counted_twice(facts: Facts) -> list[str]:
    """SNHR and "a monitoring group" are one source; six outlets have one origin."""
    called = {
        r["about"] for r in facts.said("designation") if "monitoring group" in (r["value"] or "")
    }
    assert called == {"actor:snhr"}
    found = [
        r["about"]
        for r in facts.claims
        if r["property"] == "skos:prefLabel" and "monitoring group" in r["value"].lower()
    ]
    first = {
        r["origin_asserter"]
        for r in facts.tables["origins set:idlib-killings-2017-2018"]
        if r["property"] == "resp:killed"
    }
    return found + sorted(first - {"actor:snhr"})


def turkiye_accused(facts: Facts) -> list[str]:
    """No source read here accuses Türkiye."""
    named = facts.widened("actor:turkiye")
    held = [r["claim"] for r in facts.said(*NAMING) if r["value"] in named]
    return held + [
        f"{n}: {r}"
        for n, r, column, cell in facts.cells(*NAMING, "member")
        if cell in named and (column != "member" or "role" in r)
    ]


def iran_as_perpetrator(facts: Facts) -> list[str]:
    """Iran is accused, and called involved; no occurrence is attributed to it."""
    named = facts.widened("actor:iran")
    held = [r["claim"] for r in facts.said("perpetrator") if r["value"] in named]
    return held + [f"{n}: {r}" for n, r, _, cell in facts.cells("perpetrator") if cell in named]


def court_open_or_closed_as_a_whole(facts: Facts) -> list[str]:
    """A venue is open or closed for a crime, a person and a date, by one test."""
    state = re.compile(r"^(open|closed|blocked|barred|available|unavailable)$", re.IGNORECASE)
    found = [f"{n}: {r}" for n, r, _, cell in facts.cells() if state.match(str(cell))]
    tests = facts.tables["venue-tests"]
    assert len({row["kind"] for row in tests}) >= 6
    found += [row["test"] for row in tests if not (row["opens_when"] and row["closes_when"])]
    return found + [
        r["claim"]
        for r in facts.claims
        if r["about"].startswith("venue:")
        or str(r["property"]).endswith(("opensWhen", "closesWhen"))
    ]


def complaint_as_a_charge(facts: Facts) -> list[str]:
    """Kinds of proceedings never compare: a complaint is no charge."""
    kinds = facts.linked("proceedingKind")
    assert any("procedure:complaint" in found for found in kinds.values())
    beyond = {"status:convicted", "status:acquitted", "status:charged", "status:confirmed"}
    status = facts.linked("proceedingStatus")
    return [
        about
        for about, found in kinds.items()
        if "procedure:complaint" in found and (len(found) > 1 or status.get(about, set()) & beyond)
    ] + [
        f"{name}: {row}"
        for name, row, _, cell in facts.cells("kind", "value")
        if cell == "procedure:charge" and "complaint" in str(row.get("proceeding"))
    ]


def listing_as_a_finding(facts: Facts) -> list[str]:
    """A listing is never a finding: it has no standard of proof and names no perpetrator."""
    listed = {r["claim"]: r for r in facts.said("listedBy", "listedAsAliasOf")}
    assert listed
    found = [name for name, row in listed.items() if row["standard"]]
    findings = (
        "standards-of-proof",
        "perpetrators",
        "perpetrators-of-sets",
        "alleged-crimes",
        "accused",
    )
    for name, row, _, cell in facts.cells("claim"):
        if cell in listed and name.split(" ")[0] in findings:
            found.append(f"{name}: {row}")
    return found + [
        r["claim"]
        for r in facts.said("proceedingKind")
        if r["value"] == "procedure:listing" and r["about"] in facts.linked("decided")
    ]


def mechanism_as_a_court(facts: Facts) -> list[str]:
    """JIM, the Commission of Inquiry and the like try nobody."""
    mechanisms = {row["mechanism"] for row in facts.tables["mechanisms"]}
    bodies = {row["actor"] for row in facts.tables["mechanisms"]} - {None}
    assert "venue:jim" in mechanisms
    assert "actor:jim" in bodies
    found = [row["venue"] for row in facts.tables["venues"] if row["venue"] in mechanisms]
    found += [r["claim"] for r in facts.said("forum") if r["value"] in mechanisms]
    run = {
        r["about"]
        for r in facts.claims
        if r["asserter"] in bodies and r["property"] == "resp:decided"
    }
    found += [
        r["claim"]
        for r in facts.said("proceedingKind")
        if r["about"] in run and r["value"] != "procedure:fact-finding"
    ]
    courts = {"resp:Venue", "resp:Court"}
    return found + [
        r["about"] for r in facts.said("rdf:type") if r["about"] in bodies and r["value"] in courts
    ]


def non_party_as_lawful(facts: Facts) -> list[str]:
    """That a treaty does not bind a State says nothing about other law."""
    lawful = re.compile(r"\b(lawful(ly)?|permitted|allowed|legal use)\b", re.IGNORECASE)
    found = [
        f"{name}: {cell}"
        for name, _, column, cell in facts.cells()
        if lawful.search(str(cell))
        and column not in ("original", "words", "title", "note")
        and "unlawful" not in str(cell)
        and "never" not in str(cell)
    ]
    for row in facts.scopes:
        if row["instrument"] == "instrument:ccm" and row["result"] == "outside":
            custom = [
                r
                for r in facts.scopes
                if r["incident"] == row["incident"]
                and r["actor"] == row["actor"]
                and r["instrument"] == "instrument:customary-ihl"
                and r["person"] != "false"
            ]
            if not custom:
                found.append(f"{row['actor']}: outside the convention, and no custom is shown")
    return found


def weapons_summed(facts: Facts) -> list[str]:
    """Cluster, incendiary and barrel munitions are never summed, nor uses with munitions."""
    counted: dict[str, set[float]] = defaultdict(set)
    for row in facts.said("size"):
        if str(row["counts"]).startswith("weapon:") and row["lower"] is not None:
            counted[row["about"]].add(row["lower"])
    assert len(counted) >= 4
    sums = {
        sum(numbers)
        for size in (2, 3, 4)
        for some in combinations(sorted(counted), size)
        for numbers in _choices([counted[name] for name in some])
    } - set(chain.from_iterable(counted.values()))
    found = [
        f"{name}: {row}"
        for name, row, _, cell in facts.cells(*BOUNDS)
        if number(cell) in sums
        and any(str(v).startswith("weapon:") or v in counted for v in row.values())
    ]
    return found + [
        r["claim"] for r in facts.said("size") if r["about"] in counted and r["lower"] in sums
    ]


def _choices(sets: list[set[float]]) -> Iterator[tuple[float, ...]]:
    if not sets:
        yield ()
        return
    for one in sets[0]:
        for others in _choices(sets[1:]):
            yield (one, *others)


def repeated_headline_as_a_source(facts: Facts) -> list[str]:
    """The last line of the page repeats the headline: it is navigation, and no second source."""
    in_article = [r for r in facts.claims if r["document"] == ARTICLE and r["start"] is not None]
    assert len(in_article) > 90
    return [r["claim"] for r in in_article if r["start"] >= 2524 or r["end"] > 2524]


def words_of_a_judge(facts: Facts) -> list[str]:
    """The program says of nobody that he broke the law."""
    own = [
        f"{name}: {cell}"
        for name, _, column, cell in facts.cells()
        if SPEECH.search(str(cell))
        and column not in ("original", "words", "title", "note")
        and not str(cell).startswith(("claim:", "element:", "status:"))
        and column
        not in (
            "label",
            "definition",
            "source",
            "opens_when",
            "closes_when",
            "standards",
            "authority",
        )
    ]
    return own + [str(r) for r in facts.scopes if SPEECH.search(str(list(r["because"].values())))]


def denial_as_an_accusation(facts: Facts) -> list[str]:
    """Who denies an attribution accuses nobody."""
    denied = {r["claim"] for r in facts.said(*NAMING, stance="denies")}
    assert denied
    return [
        f"{name}: {row}"
        for name, row, _, cell in facts.cells("claim")
        if cell in denied
        and set(row) & {*NAMING, "member"}
        and row.get("stance", "stance:affirms") == "stance:affirms"
    ]


Bad = Callable[[Facts], None]
CLAIM: Row = {
    "claim": "claim:bad.k1",
    "document": "doc:bad",
    "asserter": "actor:snhr",
    "stance": "affirms",
    "about": ATTACK,
    "property": "resp:perpetrator",
    "value": "actor:russia",
    "lower": None,
    "upper": None,
    "best": None,
    "stated": None,
    "counts": None,
    "part_of": None,
    "start": None,
    "end": None,
    "standard": None,
}


def claim(**changes: Any) -> Bad:
    return lambda facts: facts.claims.append({**CLAIM, **changes})


def row(name: str, **cells: Any) -> Bad:
    return lambda facts: facts.tables.setdefault(name, []).append(cells)


def scoped(**changes: Any) -> Bad:
    def change(facts: Facts) -> None:
        for one in facts.scopes:
            if one["incident"] == ATTACK and one["instrument"] == MEMORANDUM:
                one.update(changes)

    return change


FACILITIES = "set:idlib-facility-attacks-2017-2018"
CHECKS: list[tuple[Callable[[Facts], list[str]], list[Bad]]] = [
    (
        remainder_of_parts,
        [row("killed", lower=645, claim="claim:bad.k1"), row("bounds", highest_lower=854)],
    ),
    (
        attacks_on_facilities_attributed,
        [
            claim(about=FACILITIES),
            claim(about="set:idlib-school-attacks-2017-2018", value="actor:syrian-government"),
            row("perpetrators-of-sets", set=FACILITIES, perpetrator="actor:syria"),
        ],
    ),
    (
        act_of_a_group_given_to_a_member,
        [
            claim(),
            claim(about="set:idlib-barrel-bombs-2017-2018", value="actor:russian-armed-forces"),
            row(
                "perpetrators-of-sets",
                perpetrator="actor:russian-armed-forces",
                claim="claim:syrian-coalition-2018-06-13.cluster-perpetrator",
            ),
        ],
    ),
    (
        one_alternative_named,
        [
            claim(
                document="doc:a-hrc-36-55",
                about="set:coi-medical-attacks-2017",
                value="actor:syrian-armed-forces",
            ),
            row(
                "perpetrators-of-sets",
                set="set:coi-medical-attacks-2017",
                perpetrator="actor:russian-armed-forces",
            ),
        ],
    ),
    (
        result_of_a_set_given_to_a_member,
        [
            row(
                f"perpetrators {ATTACK}",
                perpetrator="actor:syrian-government-and-russian-forces",
                claim="claim:syrian-coalition-2018-06-13.prohibited-perpetrator",
            ),
            scoped(claims=["claim:syrian-coalition-2018-06-13.prohibited-perpetrator"]),
        ],
    ),
    (
        memorandum_reaching_the_attack,
        [
            scoped(result="undetermined"),
            row("bound-that-day", instrument=MEMORANDUM, bound="possibly"),
        ],
    ),
    (
        one_origin_counted_twice,
        [
            claim(
                about="actor:monitoring-group",
                property="skos:prefLabel",
                value="A monitoring group",
            ),
            row(
                "origins set:idlib-killings-2017-2018",
                property="resp:killed",
                origin_asserter="actor:al-hayat",
            ),
        ],
    ),
    (
        turkiye_accused,
        [
            claim(about="accusation:x", property="resp:accused", value="actor:turkiye"),
            row("accused", accused="actor:turkiye"),
            claim(property="resp:perpetrator", value="actor:astana-guarantors"),
        ],
    ),
    (
        iran_as_perpetrator,
        [claim(value="actor:iranian-government"), row("perpetrators", perpetrator="actor:iran")],
    ),
    (
        court_open_or_closed_as_a_whole,
        [
            row("venues", venue="venue:icc", state="closed"),
            claim(about="venue:icc", property="resp:outcome"),
        ],
    ),
    (
        complaint_as_a_charge,
        [
            claim(
                about="proceeding:germany-complaint-2020-10",
                property="resp:proceedingKind",
                value="procedure:charge",
            ),
            row(
                "proceedings",
                proceeding="proceeding:sweden-complaint-2021-04-19",
                value="procedure:charge",
            ),
        ],
    ),
    (
        listing_as_a_finding,
        [
            claim(about="actor:hts", property="resp:listedBy", standard="standard:jim-confident"),
            row("standards-of-proof", claim="claim:rusembindia-2018-06-14.k2"),
        ],
    ),
    (
        mechanism_as_a_court,
        [
            claim(about="proceeding:jim-khan-shaykhun", property="resp:forum", value="venue:jim"),
            row("venues", venue="venue:jim"),
            claim(
                about="proceeding:jim-khan-shaykhun",
                property="resp:proceedingKind",
                value="procedure:judgment",
            ),
        ],
    ),
    (non_party_as_lawful, [row("bound", reason="not a party: use is lawful")]),
    (
        weapons_summed,
        [
            row("weapons-in-units", weapon="weapon:cluster-munition", lower=35),
            claim(about="set:idlib-barrel-bombs-2017-2018", property="resp:size", lower=736),
        ],
    ),
    (repeated_headline_as_a_source, [claim(document=ARTICLE, start=2530, end=2540)]),
    (words_of_a_judge, [row("perpetrators", reason="a proven breach")]),
    (
        denial_as_an_accusation,
        [
            row(
                "perpetrators-of-sets",
                perpetrator="actor:russian-armed-forces",
                claim="claim:russian-mod-2017-04.no-russian-strike",
            ),
        ],
    ),
]


def copied(facts: Facts) -> Facts:
    return Facts(
        [dict(one) for one in facts.claims],
        {name: [dict(one) for one in table] for name, table in facts.tables.items()},
        [dict(one) for one in facts.scopes],
    )


@pytest.mark.parametrize("check", [check for check, _ in CHECKS], ids=lambda check: check.__name__)
def test_nothing_forbidden_is_said(check: Callable[[Facts], list[str]], facts: Facts) -> None:
    assert check(facts) == []


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        pytest.param(check, bad, id=f"{check.__name__}-{i}")
        for check, all_bad in CHECKS
        for i, bad in enumerate(all_bad)
    ],
)
def test_the_check_finds_what_is_forbidden(
    check: Callable[[Facts], list[str]], bad: Bad, facts: Facts
) -> None:
    spoiled = copied(facts)
    bad(spoiled)
    assert check(spoiled)


def test_a_denial_in_the_data_never_affirms(index: Index) -> None:
    """The stance is the property: what is denied stands under no property that affirms."""
    found = index.query(
        TERMS.sparql_prefixes()
        + "SELECT ?claim { ?claim a resp:Claim ; ?face ?value . ?face resp:faceStance ?stance"
        " . ?claim ?other ?value . ?other resp:faceStance ?another FILTER(?stance != ?another) }"
    )
    assert isinstance(found, ox.QuerySolutions)
    assert list(found) == []
    assert {"Mechanism", "Venue"} <= set(ontology().parents)
