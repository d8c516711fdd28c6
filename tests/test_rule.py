"""Rules of responsibility as the law data have them, and as somebody adds one."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import pytest

from respondeat.element import law as law_of
from respondeat.element import reads
from respondeat.evidence import Evidence
from respondeat.index import Index, MemoryIndex
from respondeat.ontology import declarations
from respondeat.rule import Rule, rules, rules_of
from respondeat.terms import TERMS
from respondeat.trace import trace_incident

ADDED = """
rule:added a resp:Rule ; rdfs:label "Added"@en ; resp:ruleKind rulekind:attribution ;
  resp:track track:state ; resp:fromKind resp:PoliticalBody ; resp:toKind resp:State ;
  resp:overRelation resp:control ; resp:relationDirection "inverse" ;
  resp:underPosition position:added ; resp:legalBasis "a test" .
contested:added a resp:ContestedQuestion ; rdfs:label "Added?"@en ; resp:affectsRule rule:added .
"""


@pytest.fixture(scope="module")
def law() -> dict[str, Rule]:
    index = MemoryIndex()
    index.load([declarations(), (TERMS.turtle_prefixes() + ADDED).encode()])
    return {rule.id: rule for rule in rules(index)}


def test_only_attribution_and_derived_rules_lead_to_a_state(law: dict[str, Rule]) -> None:
    leading = {rule.kind for rule in law.values() if rule.relations and "State" in rule.to_kinds}
    assert leading == {"attribution", "derived", "classification", "identity"}
    # the one of the kind classification is not walked: its kind is not among those that are;
    # an identity leads to a State from another name of that State
    assert {rule.kind for rule in law.values()} > {"modifier", "own-obligation", "liability-mode"}


def test_a_rule_knows_what_lies_below_its_kinds_and_relations(law: dict[str, Rule]) -> None:
    assert law["rule:arsiwa-17"].relations == ("control", "effectiveControl", "overallControl")
    assert "IncidentSet" in law["rule:arsiwa-11"].from_kinds
    assert law["rule:arsiwa-4"].leads_from({"Regime"})
    assert not law["rule:arsiwa-4"].leads_from({"NonStateArmedGroup"})
    assert not law["rule:arsiwa-16"].leads_to({"NonStateArmedGroup"})


def test_a_kind_in_words_fits_everybody_and_stays_an_assumption(law: dict[str, Rule]) -> None:
    assert law["rule:arsiwa-5"].leads_from({"MediaOutlet"})
    assert law["rule:arsiwa-5"].described == ("entity that is not an organ",)


def test_direction_timing_and_exclusion_are_data(law: dict[str, Rule]) -> None:
    assert law["rule:arsiwa-4"].forward
    assert not law["rule:arsiwa-8-instructions"].forward
    assert law["rule:arsiwa-10-1"].after
    assert not law["rule:arsiwa-4"].after
    assert law["rule:arsiwa-6"].excludes == ("rule:arsiwa-4",)
    assert "rule:arsiwa-4" in law["rule:arsiwa-7"].modifies
    assert not any("arsiwa-8" in name for name in law["rule:arsiwa-7"].modifies)


def test_a_rule_under_a_position_is_followed_only_with_it(law: dict[str, Rule]) -> None:
    overall = law["rule:arsiwa-8-overall"]
    assert overall.minority
    assert not overall.taken(())
    assert not overall.taken({"position:effective-control-only"})
    assert overall.taken({"position:overall-control-attributes"})
    assert law["rule:arsiwa-8-effective"].taken(())


def test_a_rule_can_be_added_as_data(law: dict[str, Rule]) -> None:
    added = law["rule:added"]
    assert (added.kind, added.track, added.forward) == ("attribution", "state", False)
    assert added.relations == ("control", "effectiveControl", "overallControl")
    assert added.questions == (("contested:added", "Added?"),)
    assert not added.taken(())
    assert added.taken(["position:added"])


def test_the_index_of_a_workspace_holds_the_same_rules(index: Index, law: dict[str, Rule]) -> None:
    assert [rule for rule in law.values() if rule.id != "rule:added"] == rules(index)


@pytest.mark.parametrize("work", [rules_of, law_of, reads])
def test_what_is_kept_for_evidence_goes_with_it(work: Callable[[Evidence], object]) -> None:
    index = MemoryIndex()
    index.load([declarations()])
    evidence = Evidence(index)
    assert work(evidence)
    assert work(evidence) is work(evidence)
    gone = weakref.ref(evidence)
    del evidence
    gc.collect()
    assert gone() is None


def test_a_trace_leaves_no_evidence_open(index: Index) -> None:
    evidence = Evidence(index)
    assert trace_incident(evidence, "incident:khan-shaykhun-2017-04-04").crimes
    gone = weakref.ref(evidence)
    del evidence
    gc.collect()
    assert gone() is None
