"""Accusations, demands, proceedings: whom they name, how they reach the incident, what ended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.invented import invented

from respondeat.concern import around
from respondeat.evidence import Evidence
from respondeat.invocation import accusations, demands, preclusions
from respondeat.proceeding import named_persons, proceedings
from respondeat.reading import Reading
from respondeat.trace import trace_incident
from respondeat.track_text import track_lines

KHAN_SHAYKHUN = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
X = "incident:x"


@pytest.fixture(scope="module")
def corpus(workspace: Path) -> Evidence:
    return Evidence.opened(workspace)


def test_iran_is_accused_without_a_link_to_the_massacres(corpus: Evidence) -> None:
    said = corpus.occurrence(MASSACRES)
    (found,) = accusations(corpus, MASSACRES, said)
    assert found.accused == ("actor:iran", "actor:russia", "actor:syrian-government")
    assert found.accusers == ("actor:snhr",)
    assert (found.link, found.date) == ("none", "2018-06-13")
    assert found.crimes == ("crime:crimes-against-humanity", "crime:war-crimes")
    assert "actor:turkiye" not in found.accused


def test_the_accusation_concerns_its_own_set(corpus: Evidence) -> None:
    violations = "set:idlib-violations-2017-2018"
    (found,) = accusations(corpus, violations, corpus.occurrence(violations))
    assert found.link == "incident"


def test_demands_name_who_asks_what_and_whether_anybody_answered(corpus: Evidence) -> None:
    said = corpus.occurrence(MASSACRES)
    found = {one.demand: one for one in demands(corpus, MASSACRES, said)}
    referral = found["demand:snhr-icc-referral-2018-06-13"]
    assert referral.forums == ("venue:icc",)
    assert "remedy:referral-to-icc" in referral.remedies
    assert referral.answer == "no answer read"
    sanctions = found["demand:snhr-sanctions-2018-06-13"]
    assert sanctions.targets == ("actor:iranian-government", "actor:russian-government")
    # a demand that concerns nothing here and follows no accusation is not drawn in
    assert "demand:law-jordan-referral-2024" not in found


def test_proceedings_of_khan_shaykhun_keep_their_kinds(corpus: Evidence) -> None:
    said = corpus.occurrence(KHAN_SHAYKHUN)
    found = {one.proceeding: one for one in proceedings(corpus, KHAN_SHAYKHUN, said)}
    kinds = {name: one.kinds for name, one in found.items() if one.link == "incident"}
    assert kinds == {
        "proceeding:coi-khan-shaykhun": ("procedure:fact-finding",),
        "proceeding:ffm-khan-shaykhun": ("procedure:fact-finding",),
        "proceeding:jim-khan-shaykhun": ("procedure:fact-finding",),
        "proceeding:germany-complaint-2020-10": ("procedure:complaint",),
        "proceeding:sweden-complaint-2021-04-19": ("procedure:complaint",),
    }
    assert found["proceeding:icj-188"].link == "none"
    assert found["proceeding:icj-188"].defendants == ("actor:syria",)
    # that complaint names other incidents
    assert "proceeding:france-complaint-2021-03" not in found
    sweden = found["proceeding:sweden-complaint-2021-04-19"].json()
    assert (sweden["status"], sweden["status_date"]) == ("status:pending", "2021-04-19")


def test_an_annulled_warrant_shows_as_annulled_and_first(corpus: Evidence) -> None:
    ghouta = "incident:ghouta-2013-08-21"
    found = proceedings(corpus, ghouta, corpus.occurrence(ghouta))
    names = [one.proceeding for one in found]
    assert {"proceeding:france-annulment-2025-07-25", "proceeding:france-warrant-2023-11"} == set(
        names[:2]
    )
    first = found[names.index("proceeding:france-warrant-2023-11")]
    assert (first.status, first.ended) == ("status:annulled", True)
    assert names.index("proceeding:france-warrant-2025-07-29") > 1


def test_the_corpus_charges_nobody(corpus: Evidence) -> None:
    for incident in (KHAN_SHAYKHUN, MASSACRES, "incident:ghouta-2013-08-21"):
        assert named_persons(corpus, incident) == {}


def test_everything_names_claims_that_there_are(corpus: Evidence) -> None:
    for incident in (KHAN_SHAYKHUN, MASSACRES):
        said = corpus.occurrence(incident)
        for find in (accusations, demands, proceedings):
            found = find(corpus, incident, said)
            assert found
            for one in found:
                assert one.claims
                for claim in one.claims:
                    assert corpus.claim(claim), claim
                values = {each.value for claim in one.claims for each in corpus.claim(claim)}
                for column in one.json().values():
                    for cell in column if isinstance(column, list) else [column]:
                        if str(cell).startswith(("actor:", "crime:", "remedy:", "venue:")):
                            assert cell in values, cell


@pytest.mark.parametrize(
    ("concerns", "link"),
    [(X, "incident"), ("set:s", "set"), ("set:wide", "set"), ("set:elsewhere", None)],
)
def test_the_link_of_an_invocation(concerns: str, link: str | None) -> None:
    evidence = invented(
        f"""
        member set:s documentedMember {X}
        a1 accusation:a concerns {concerns}
        a2 accusation:a accused actor:someone
        d1 demand:d concerns {concerns}
        d2 demand:d remedy remedy:accountability
        p1 proceeding:p concerns {concerns}
        p2 proceeding:p proceedingKind procedure:complaint
        by {X} perpetrator actor:force
        """,
        triples="set:s resp:subsetOf set:wide .\n",
    )
    said = evidence.occurrence(X)
    expected = [link] if link else []
    for find in (accusations, demands, proceedings):
        found = find(evidence, X, said)
        assert [one.link for one in found] == expected
        for one in found:
            assert ("claim:t.member" in one.claims) is (link == "set")


def test_an_actor_concerned_brings_its_accusation_and_the_demand_that_follows() -> None:
    evidence = invented(
        f"""
        by {X} perpetrator actor:force
        organ actor:force organOf actor:state
        a1 accusation:a concerns set:elsewhere
        a2 accusation:a accused actor:state
        a3 accusation:a accused actor:iran
        b1 accusation:b accused actor:nobody
        d1 demand:d concerns set:elsewhere
        d2 demand:d demandAddressee actor:council
        not demand:d demandAddressee actor:council denies by=actor:council answers=d2
        e1 demand:e demandTarget actor:other
        """,
        published="2030-05-01",
    )
    said = evidence.occurrence(X)
    (found,) = accusations(evidence, X, said)
    assert (found.accusation, found.link) == ("accusation:a", "none")
    assert found.accused == ("actor:iran", "actor:state")
    (demand,) = demands(evidence, X, said)
    assert demand.link == "none"
    assert demand.answer == "actor:council denies demandAddressee actor:council (2030-05-01)"
    assert demand.addressees == ("actor:council",)
    assert "claim:t.not" in demand.claims
    more = demands(evidence, X, said, ["actor:other"])
    assert [one.demand for one in more] == ["demand:d", "demand:e"]


def test_what_denies_is_nobodys_accusation() -> None:
    evidence = invented(
        f"""
        a1 accusation:a concerns {X}
        a2 accusation:a accused actor:one
        a3 accusation:a accused actor:two denies
        b1 accusation:b concerns {X} denies
        """
    )
    (found,) = accusations(evidence, X, evidence.occurrence(X))
    assert (found.accusation, found.accused) == ("accusation:a", ("actor:one",))
    assert "claim:t.a3" in found.claims


PROCEEDINGS = f"""
c1 proceeding:charge concerns {X}
c2 proceeding:charge proceedingKind procedure:charge
c3 proceeding:charge defendant actor:general
c4 proceeding:charge filed 2020-01-01
c5 proceeding:charge proceedingStatus status:pending on=2020-01-01
w1 proceeding:warrant concerns {X}
w2 proceeding:warrant proceedingKind procedure:warrant
w3 proceeding:warrant defendant actor:colonel
w4 proceeding:warrant decided 2019-01-01
"""
PERSONS = "actor:general Person\nactor:colonel Person\nactor:state State\nactor:body {}"


def test_ends_come_before_a_charge() -> None:
    evidence = invented(
        PROCEEDINGS
        + f"""
        a1 proceeding:acquittal concerns set:wide
        a2 proceeding:acquittal proceedingKind procedure:acquittal
        a3 proceeding:acquittal decided 2022
        o1 proceeding:old concerns {X}
        o2 proceeding:old proceedingKind procedure:charge
        o3 proceeding:old proceedingStatus status:issued on=2018
        o4 proceeding:old proceedingStatus status:withdrawn on=2021
        """,
        triples=f"{X} resp:subsetOf set:wide .\n",
    )
    found = proceedings(evidence, X, evidence.occurrence(X))
    assert [one.proceeding for one in found] == [
        "proceeding:old",
        "proceeding:acquittal",
        "proceeding:warrant",
        "proceeding:charge",
    ]
    assert (found[0].status, found[0].status_date) == ("status:withdrawn", "2021")


def test_on_an_earlier_day_of_the_world_the_status_is_the_earlier_one() -> None:
    evidence = invented(
        f"""
        a {X} harm harm:injury
        o1 proceeding:old concerns {X}
        o2 proceeding:old proceedingKind procedure:charge
        o3 proceeding:old proceedingStatus status:issued on=2018
        o4 proceeding:old proceedingStatus status:withdrawn on=2021
        """
    )
    reading = Reading("test", "", {})
    earlier = evidence.under(reading._replace(at=date(2019, 1, 1)))
    (found,) = proceedings(earlier, X, earlier.occurrence(X))
    assert (found.status, found.ended) == ("status:issued", False)
    (now,) = proceedings(evidence, X, evidence.occurrence(X))
    assert (now.status, now.ended) == ("status:withdrawn", True)


def test_sources_that_differ_on_the_kind_are_both_kept() -> None:
    evidence = invented(
        f"""
        1 proceeding:p concerns {X}
        2 proceeding:p proceedingKind procedure:complaint
        3 proceeding:p proceedingKind procedure:investigation
        """
    )
    (found,) = proceedings(evidence, X, evidence.occurrence(X))
    assert found.json()["kind"] == ["procedure:complaint", "procedure:investigation"]


@pytest.mark.parametrize(
    ("more", "passed_on", "named"),
    [
        ("", "", True),
        (f"b {X} perpetrator actor:general denies by=actor:other", "", True),
        (f"b {X} perpetrator actor:general questions by=actor:body", "", False),
        (f"b {X} perpetrator actor:general denies by=actor:body", "", False),
        ("", "claim:t.a resp:relays doc:unread .\n", False),
        (
            f"b {X} perpetrator actor:general by=actor:body",
            "claim:t.a resp:relays claim:t.b .",
            True,
        ),
    ],
)
def test_a_conclusion_names_a_person_where_it_was_read_and_the_body_does_not_waver(
    more: str, passed_on: str, named: bool
) -> None:
    evidence = invented(
        f"a {X} perpetrator actor:general by=actor:body\n{more}",
        kinds="actor:body InvestigativeBody\nactor:other State\nactor:general Person",
        publisher="actor:body",
        triples=passed_on,
    )
    assert ("actor:general" in named_persons(evidence, X)) == named


def test_what_another_says_that_a_body_concluded_names_nobody() -> None:
    claims, kinds = f"a {X} perpetrator actor:general by=actor:body", "actor:general Person\n"
    kinds += "actor:body InvestigativeBody\nactor:paper MediaOutlet"
    assert named_persons(invented(claims, kinds=kinds, publisher="actor:body"), X)
    assert not named_persons(invented(claims, kinds=kinds, publisher="actor:paper"), X)


def test_what_is_said_of_others_or_left_open_denies_no_persons_act() -> None:
    evidence = invented(
        f"""
        a {X} perpetrator actor:general by=actor:body
        b {X} perpetrator actor:colonel by=actor:body
        c {X} perpetrator actor:general questions by=actor:other
        d {X} weapon weapon:sarin questions by=actor:other
        e {X} perpetrator actor:general denies by=actor:other
        """,
        kinds="actor:body InvestigativeBody\nactor:other State\n"
        "actor:general Person\nactor:colonel Person",
        publisher="actor:body",
    )
    track = next(o for o in trace_incident(evidence, X).tracks if o.actor == "actor:general")
    against = {link.kind: link.claims_against for link in track.links}
    assert against["perpetrator"] == ("claim:t.e",)
    assert against["liability-mode"] == ("claim:t.b", "claim:t.c", "claim:t.d", "claim:t.e")
    assert not any("denied for" in line for line in track_lines(trace_incident(evidence, X), track))


def test_a_charge_names_a_person_and_a_warrant_does_not() -> None:
    evidence = invented(PROCEEDINGS, kinds=PERSONS.format("InvestigativeBody"))
    assert named_persons(evidence, X) == {"actor:general": ("claim:t.c3",)}


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("s proceeding:charge proceedingStatus status:withdrawn on=2021", False),
        ("s proceeding:charge proceedingStatus status:dismissed on=2021", False),
        (
            f"""
            a1 proceeding:end concerns {X}
            a2 proceeding:end proceedingKind procedure:acquittal
            a3 proceeding:end defendant actor:general
            a4 proceeding:end decided 2022-01-01
            """,
            False,
        ),
        (
            f"""
            a1 proceeding:end concerns {X}
            a2 proceeding:end proceedingKind procedure:annulment
            a3 proceeding:end defendant actor:general
            a4 proceeding:end decided 2019-01-01
            """,
            True,  # a charge after the annulment of something earlier
        ),
        (
            f"""
            a1 proceeding:end concerns {X}
            a2 proceeding:end proceedingKind procedure:acquittal
            a3 proceeding:end defendant actor:colonel
            """,
            True,
        ),
        ("s proceeding:charge proceedingStatus status:dismissed on=2020-01-01", False),  # a tie
        ("a proceeding:charge proceedingStatus status:dismissed on=2020-01-01", False),
        ("s proceeding:charge proceedingStatus status:dismissed", False),  # nobody says when
        ("s proceeding:charge proceedingStatus status:dismissed on=2020", False),  # may be later
        ("s proceeding:charge proceedingStatus status:dismissed on=2018", True),
        ("k proceeding:charge proceedingKind procedure:complaint", False),
        ("k proceeding:charge proceedingKind procedure:judgment", True),
        ("k proceeding:charge proceedingKind procedure:charge denies", False),
        ("k proceeding:charge proceedingKind procedure:complaint denies", True),
        ("k proceeding:charge proceedingKind procedure:warrant denies answers=c2", False),
        ("d proceeding:charge defendant actor:general denies", False),
        ("d proceeding:charge defendant actor:general questions", False),
        ("d proceeding:charge defendant actor:colonel denies", True),
        (f"d proceeding:charge concerns {X} denies", False),
    ],
)
def test_a_charge_that_ended_names_nobody(more: str, named: bool) -> None:
    evidence = invented(PROCEEDINGS + more, kinds=PERSONS.format("InvestigativeBody"))
    assert ("actor:general" in named_persons(evidence, X)) is named


@pytest.mark.parametrize("unread", ["c1", "c2", "c3"])
def test_what_nobody_read_opens_no_name(unread: str) -> None:
    lines = PROCEEDINGS.splitlines()
    text = "\n".join(
        f"{line} verified=unverified" if line.startswith(unread) else line for line in lines
    )
    evidence = invented(text, kinds=PERSONS.format("InvestigativeBody"))
    assert named_persons(evidence, X) == {}
    once_more = f"{text}\n" + next(line for line in lines if line.startswith(unread))[1:]
    evidence = invented(once_more, kinds=PERSONS.format("InvestigativeBody"))
    assert list(named_persons(evidence, X)) == ["actor:general"]
    body = f"by {X} perpetrator actor:general by=actor:body verified=unverified"
    assert named_persons(invented(body, kinds=PERSONS.format("InvestigativeBody")), X) == {}


def test_statuses_of_the_same_day_are_all_kept() -> None:
    evidence = invented(
        PROCEEDINGS + "a proceeding:charge proceedingStatus status:dismissed on=2020-01-01"
    )
    (charge,) = (
        one
        for one in proceedings(evidence, X, evidence.occurrence(X))
        if one.proceeding == "proceeding:charge"
    )
    assert charge.statuses == ("status:dismissed", "status:pending")
    assert charge.json()["status"] == ["status:dismissed", "status:pending"]
    assert charge.ended
    assert charge.status_date == "2020-01-01"


def test_a_part_of_a_part_is_around_the_incident() -> None:
    evidence = invented(
        "by set:wide perpetrator actor:force",
        triples="set:part resp:subsetOf set:wide . incident:x resp:subsetOf set:part .\n",
    )
    found = around(evidence, "set:wide", evidence.occurrence("set:wide"))
    assert found == {"incident:x": (), "set:part": ()}


def test_a_charge_for_a_set_around_the_incident_names_nobody_for_it() -> None:
    text = PROCEEDINGS.replace(f"concerns {X}", "concerns set:wide")
    evidence = invented(
        text,
        kinds=PERSONS.format("InvestigativeBody"),
        triples=f"{X} resp:subsetOf set:wide .\n",
    )
    assert named_persons(evidence, X) == {}


@pytest.mark.parametrize(
    ("kind", "stance", "named"),
    [
        ("InvestigativeBody", "affirms", True),
        ("InvestigativeBody", "questions", False),
        ("InvestigativeBody", "denies", False),
        ("DocumentationOrganisation", "affirms", False),
        ("MediaOutlet", "affirms", False),
    ],
)
def test_only_the_conclusion_of_an_investigative_body_names(
    kind: str, stance: str, named: bool
) -> None:
    evidence = invented(
        f"""
        by {X} perpetrator actor:general {stance} by=actor:body
        state {X} perpetrator actor:state by=actor:body
        """,
        kinds=PERSONS.format(kind),
        publisher="actor:body",
    )
    expected = {"actor:general": ("claim:t.by",)} if named else {}
    assert named_persons(evidence, X) == expected
    assert named_persons(evidence, X, evidence.occurrence(X)) == expected


def test_a_circumstance_is_invoked_for_its_days_and_never_decided() -> None:
    evidence = invented(
        f"""
        day {X} occurredDuring 2017-04-04
        one actor:state invokesPreclusion rule:preclusion-consent on=2015-09-30/..
        two actor:state invokesPreclusion rule:preclusion-necessity on=2020/..
        three actor:state invokesPreclusion rule:preclusion-distress denies
        four actor:state invokesPreclusion rule:preclusion-self-defence
        """,
        kinds="actor:state State",
    )
    found = preclusions(evidence, "actor:state", evidence.occurrence(X))
    assert [(one.circumstance, one.claims) for one in found] == [
        ("rule:preclusion-consent", ("claim:t.one",)),
        ("rule:preclusion-self-defence", ("claim:t.four",)),
    ]
    assert preclusions(evidence, "actor:other", []) == []
