"""The dossier as data: order, references, what is agreed, what is withheld, the contrary case."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from respondeat.dossier.block import BREAK, plain, text
from respondeat.dossier.redaction import redacted
from respondeat.dossier.sections import dossier
from respondeat.load import load
from respondeat.reading import Reading
from respondeat.report import content

Json = dict[str, Any]

ORDER = [
    *("incident", "sources", "law", "state", "individual", "non-state", "venues"),
    *("corroboration", "contrary", "gaps"),
]
ANNEX = ["register", "mutations", "method", "glossary", "hashes"]
FORBIDDEN = re.compile(
    r"\b(breach(es|ed)?|guilty|verdict|proven|co-perpetrators?|strength|blocked)\b", re.IGNORECASE
)
ATTACK = "incident:khan-shaykhun-2017-04-04"
MASSACRES = "set:idlib-massacres-2017-2018"
SAMPLE = json.loads(Path(__file__).with_name("dossier").joinpath("trace.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def attack(workspace: Path) -> Json:
    return content(workspace, ATTACK)


@pytest.fixture(scope="module")
def massacres(workspace: Path) -> Json:
    return content(workspace, MASSACRES)


def blocks(made: Json, name: str) -> list[Json]:
    whole = made["sections"] + made["annex"]
    found: list[Json] = next(one for one in whole if one["id"] == name)["blocks"]
    return found


def lines(node: Any) -> Iterator[list[Any]]:
    """Yield every line of runs below a node."""
    if isinstance(node, dict):
        for value in node.values():
            yield from lines(value)
    elif isinstance(node, list) and node:
        runs = all(
            isinstance(one, str) or (isinstance(one, dict) and "text" in one) for one in node
        )
        if runs:
            yield node
        else:
            for one in node:
                yield from lines(one)


def words(node: Any) -> str:
    return "\n".join(map(plain, lines(node)))


def after(made: Json, section: str, heading: str) -> list[Json]:
    """Return the blocks under a heading, to the next heading."""
    found: list[Json] = []
    inside = False
    for block in blocks(made, section):
        if block["kind"] == "heading":
            inside = heading in plain(block["runs"])
        elif inside:
            found.append(block)
    assert found, heading
    return found


def test_sections_stand_in_the_order_of_counsel(attack: Json) -> None:
    assert [one["id"] for one in attack["sections"]] == ORDER
    assert [one["id"] for one in attack["annex"]] == ANNEX
    assert [one["id"] for one in dossier(SAMPLE)["sections"]] == ORDER


@pytest.mark.parametrize("made", ["attack", "massacres", "sample"])
def test_every_reference_leads_to_the_register(made: str, request: pytest.FixtureRequest) -> None:
    whole = dossier(SAMPLE) if made == "sample" else request.getfixturevalue(made)
    anchors = [a for b in blocks(whole, "register") for a in b.get("anchors", ()) if a]
    assert len(anchors) == len(set(anchors))
    led = {
        run["to"]
        for line in lines([whole["blocks"], whole["sections"], whole["annex"]])
        for run in line
        if isinstance(run, dict) and run["kind"] == "claim"
    }
    assert led
    assert led <= set(anchors)


@pytest.mark.parametrize("made", ["attack", "massacres"])
def test_no_forbidden_word_and_no_bare_identifier(
    made: str, request: pytest.FixtureRequest
) -> None:
    whole = request.getfixturevalue(made)
    said = words([whole["blocks"], whole["sections"]])
    assert not FORBIDDEN.search(said + words(whole["annex"]))
    assert not re.findall(
        r"(?<!claim:)\b(actor|place|weapon|provision|period|quantity):[a-z]", said
    )


@pytest.mark.parametrize("made", ["attack", "massacres"])
def test_the_fact_and_its_asserter_stand_in_one_row(
    made: str, request: pytest.FixtureRequest
) -> None:
    whole = request.getfixturevalue(made)
    tables = [b for b in blocks(whole, "incident") if b["kind"] == "table"]
    rows = [row for b in tables for row in b["rows"]]
    assert rows
    for row in rows:
        refs = [run for cell in row for run in cell if isinstance(run, dict)]
        assert any(run["kind"] == "claim" for run in refs), plain(row[0])
    steps = [b for b in blocks(whole, "state") if b["kind"] == "table" and b["titles"][1] == "Step"]
    for row in (row for b in steps for row in b["rows"]):
        named = "named in the allegation" in plain(row[1])
        assert not named or re.search(r"\d{4}|undated", plain(row[2])), plain(row[1])


def test_who_acted_is_never_agreed(attack: Json) -> None:
    agreed = words(after(attack, "incident", "Agreed"))
    assert "killed" in agreed
    assert "incident type – airstrike" not in agreed  # two accounts of two strikes
    assert "perpetrator" not in agreed
    loud = json.loads(json.dumps(SAMPLE))
    for fact in loud["facts"]:
        fact |= {"claims_against": [], "claims_questioning": [], "contested": []}
        fact |= {"denied_beside": [], "disputes": []}
        fact["origins"] = {"min": 9, "max": 9}
    assert "perpetrator" not in words(after(dossier(loud), "incident", "Agreed"))


def rows(made: Json, section: str, heading: str) -> dict[str, list[str]]:
    """Return the rows of the tables under a heading, by their first cell."""
    found = [row for b in after(made, section, heading) if "rows" in b for row in b["rows"]]
    return {plain(row[0]): [plain(cell) for cell in row[1:]] for row in found}


BADGES = ("denied by", "contradicted by", "method challenged", "differs", "denied for kin")


def test_what_is_contested_in_any_sense_is_disputed_and_names_who(attack: Json) -> None:
    quiet = [*rows(attack, "incident", "Agreed"), *rows(attack, "incident", "Alleged")]
    assert not [said for said in quiet if any(badge in said for badge in BADGES)]
    challenged = rows(attack, "incident", "Stated by a source whose method")
    disputed = rows(attack, "incident", "Disputed")
    assert [said for said in disputed if "method challenged" in said]
    # a challenge to a source is no dispute of the date that it gives as others do; nor agreed
    assert {said.partition(" –")[0] for said in challenged} >= {"occurred during", "occurred at"}
    for said in challenged:
        assert [badge for badge in BADGES if badge in said] == ["method challenged"]
    assert not [said for said in disputed if said.startswith("occurred")]
    for said, cells in (challenged | disputed).items():
        assert cells[1] != "nothing on record", said
        assert "method challenged" not in said or "method challenged, of Seventh" in cells[1]
    assert not [said for said in disputed if "killed" in said and "contradicted" in said]


def test_a_denial_of_a_broader_term_and_of_kin_names_who_denies(attack: Json) -> None:
    disputed = rows(attack, "incident", "Disputed")
    command = "Army command of the Syrian Arab Republic"
    sarin = next(cells for said, cells in disputed.items() if said.startswith("weapon – sarin "))
    assert f"denied, of the broader term chemical weapon – {command} (4 April 2017" in sarin[1]
    broader = disputed["weapon – chemical weapon"]
    assert "the narrower sarin is affirmed by OPCW Fact-Finding Mission" in broader[0]
    assert "the narrower nerve agent is affirmed by Human Rights Watch" in broader[0]
    for actor in ("Air force of the Syrian", "Government of the Syrian"):
        cells = next(c for said, c in disputed.items() if f"perpetrator – {actor}" in said)
        state = "denied for Syrian Arab Republic by Government of the Syrian Arab Republic (as"
        assert state in cells[1]
        assert f"denied for Syrian armed forces by {command}" in cells[1]


def test_what_was_not_so_is_no_denial(attack: Json) -> None:
    alleged = rows(attack, "incident", "Alleged")
    assert "Radio Free Europe" in alleged["it was not so: site visited by – Human Rights Watch"][0]
    said = words([attack["sections"], attack["annex"]])
    assert "denies: site visited by" not in said
    assert (
        "Radio Free Europe/Radio Liberty (1 May 2017) says that it was not so: site visited" in said
    )


def test_what_is_read_aloud_is_a_sentence(attack: Json) -> None:
    said = words([attack["sections"], attack["annex"]])
    assert "What is outside one provision is not therefore lawful" in said
    assert "In this count exceptions, contest conditions, rules" in said
    assert "no claim read dates the relation “organ of” between Air force" in said
    assert "Settles the one test or step" in said
    assert "passed on by TGCOM24, denies: " in said
    assert "person: not bound; said not to be so: party Syrian Arab Republic" in said
    terms = rows(attack, "glossary", "Terms")
    assert terms["perpetrator"] == ["Actor that carried out the occurrence."]
    assert not [term for term in terms if term.startswith("has ")]
    assert "a link without a date" not in said  # by which organ: that is the State's track
    assert not re.search(r"Settles 1 of 1 |says that it was not: ", said)
    assert (
        "Human Rights Watch and Organisation for the Prohibition of Chemical Weapons together"
        in (said)
    )


def test_relays_that_differ_are_disputed(massacres: Json) -> None:
    disputed = rows(massacres, "incident", "Disputed")
    assert len(disputed) == 9  # three wordings, three periods, three counts of massacres
    assert all("differs between relays" in said for said in disputed)


def test_a_shift_of_scope_stands_beside_the_number_and_first_in_the_contrary_case(
    massacres: Json,
) -> None:
    alleged = rows(massacres, "incident", "Alleged")
    killed = next(said for said in alleged if "killed – “1,109”" in said)
    told = "counts, of Civilians reported killed, Idlib Governorate, 2017-2018: killed – “1,109”"
    assert told in killed
    contrary = blocks(massacres, "contrary")
    first = next(n for n, one in enumerate(contrary) if one["kind"] == "heading")
    assert "counted of something else" in plain(contrary[first]["runs"])
    assert told in words(contrary[first + 1])


def test_who_says_the_acts_is_not_who_names_the_crime(attack: Json) -> None:
    crimes = rows(attack, "individual", "Crimes that the acts")
    attacking = next(c for said, c in crimes.items() if said.startswith("attacking civilians"))
    acts, _, naming = attacking[1].partition("the crime itself is named by ")
    assert acts.startswith(
        "acts that would fall under it are said by Human Rights Watch, 1 May 2017"
    )
    assert "Ministry of Defence" not in acts  # the strike that it describes is another
    assert naming == "nobody"
    assert {cells[0] for cells in crimes.values()} == {"yes", "not known"}
    assert acts.endswith("of this incident, ")  # an accusation may name it of a wider set
    war = [cells[1] for said, cells in crimes.items() if said.startswith("war crimes")]
    assert any("named by Independent International Commission of Inquiry" in cell for cell in war)


def test_no_claim_number_against_a_mode_stands_without_who_and_when(attack: Json) -> None:
    found = after(attack, "individual", "holder of the command of Air force")
    modes = next(b for b in found if b["kind"] == "table" and b["titles"][0].startswith("Mode"))
    for row in modes["rows"]:
        assert not re.search(r"against: C\d", plain(row[1]))
    told = next(words(b) for b in found if "Against each of these steps" in words(b))
    assert "denied by Army command of the Syrian Arab Republic (as passed on by TGCOM24" in told
    unseen = "that the site was not visited by Human Rights Watch is said by Radio Free Europe"
    assert unseen in told
    assert "said not to be so by Radio Free Europe" not in told  # it says nothing of the acts


def test_later_statements_bear_on_the_duration_of_the_memorandum(massacres: Json) -> None:
    figure = next(b for b in blocks(massacres, "law") if b["kind"] == "figure")
    (said,) = (
        plain(line)
        for line in figure["said"]
        if plain(line).startswith("Memorandum on the creation")
    )
    duration = said.partition("on its duration: ")[2]
    assert "as passed on by Anadolu Agency, 15 May 2018" in duration
    assert "31 October 2017" in duration
    assert "leaves open" in duration


def test_who_dates_a_signature_says_nothing_of_force(massacres: Json) -> None:
    figure = next(b for b in blocks(massacres, "law") if b["kind"] == "figure")
    told = {said.partition(":")[0]: said for said in map(plain, figure["said"])}
    protocol = told["Geneva Gas Protocol, 1925"]
    force, _, signed = protocol.partition("; signed 17 June 1925 – ")
    assert "United Nations Security Council (27 September 2013" in signed
    assert "United Nations Security Council" not in force  # it dates the signature only
    sochi = next(said for name, said in told.items() if "Sochi, 17 September 2018" in name)
    assert "signed 17 May 2018 – Syrian Network for Human Rights" in sochi
    assert "Lavrov" not in sochi.partition("; signed ")[0]
    memorandum = next(said for name, said in told.items() if "Astana, 4 May 2017" in name)
    assert "from 4 May 2017: TASS (6 May 2017 [" in memorandum
    assert "; from 5 May 2017: Interfax (as passed on by Rusreality" in memorandum


def test_a_test_of_a_venue_is_named_and_opens_nothing(massacres: Json) -> None:
    venue = words(after(massacres, "venues", "International Court of Justice"))
    assert "Test of immunity as said, no bar – consent: party Russian Federation" in venue
    assert "Opens:" not in words(blocks(massacres, "venues"))
    court = words(after(massacres, "venues", "International Criminal Court"))
    assert "Test of nationality not known – no claim gives the nationality of a person" in court
    assert "Test of person not known – no natural person is named" in court


def test_provisions_on_what_nobody_speaks_of_are_one_row_for_each_reason(massacres: Json) -> None:
    found = after(massacres, "law", "Undetermined")
    unsaid = next(b for b in found if b.get("titles", [""])[0] == "What nobody says")
    only = [plain(row[0]) for row in unsaid["rows"]]
    assert "that it involved chemical attack or chemical weapon" in only
    assert len(only) == len({*only}) >= 5


def test_massacres_say_what_must_be_said(massacres: Json) -> None:
    state = words(blocks(massacres, "state"))
    assert "named only jointly" in state
    assert "holder of an undertaking; also named in the allegation" in state
    assert "also named in the allegation, according to Syrian Network for Human Rights (as" in state
    assert "member of the group named: an assumption" in state
    assert "Conduct of a State organ" in state
    iran = words(after(massacres, "state", "Iran"))
    assert "accused, no incident-level link, according to Syrian Network for Human Rights (" in iran
    assert "13 June 2018" in iran
    assert "none: no chain of steps" in iran
    turkiye = words(after(massacres, "state", "Türkiye"))
    assert "holder of an undertaking; no allegation" in turkiye
    assert "no incident-level link" in words(after(massacres, "incident", "Accusations"))
    gaps = next(b for b in blocks(massacres, "gaps") if b["kind"] == "table")
    (access,) = (row for row in gaps["rows"] if "obstruction of humanitarian" in plain(row[0]))
    assert plain(access[1]).startswith("a record of what was done")  # no site shows it
    assert "Russian forces as a conflicting party" in words(blocks(massacres, "law"))
    support = words(blocks(massacres, "corroboration"))
    assert "{1, 1}" in support
    assert "Syrian Network for Human Rights: step" in support
    assert re.search(r"Syrian Network for Human Rights: [4-9] documents, one voice", support)
    assert "International Criminal Court" in words(blocks(massacres, "venues"))


def test_a_voice_shows_what_it_rests_on_and_for_whom_it_denies(attack: Json) -> None:
    def of(voice: str) -> dict[str, str]:
        (found,) = after(attack, "sources", voice)
        return {name: plain(line) for name, line in found["pairs"]}

    mechanism = of("OPCW-United Nations Joint Investigative Mechanism")
    assert "relies on Report of the OPCW Fact-Finding Mission" in mechanism["Shared inputs"]
    assert "shared inputs" not in mechanism["Nothing on record of"]
    assert "Shared inputs" not in of("Human Rights Watch")  # what passes it on rests on it
    denies = "a party concerned: it denies an act alleged in this record"
    for voice in ("Army command of the Syrian", "Ministry of Defence of the Russian"):
        assert denies in of(voice)["Interest"], voice
    assert "Interest" not in of("Agence France-Presse")
    assert of("Idlib Health Directorate")["Nature"] == "not said in the registry"
    assert mechanism["Nature"] == "investigative body"
    contrary = words(after(attack, "contrary", "The sources have an interest"))
    assert "Army command of the Syrian Arab Republic speaks here as a party" in contrary


def test_who_says_it_again_in_its_own_voice_says_on_whose_word(massacres: Json) -> None:
    again = "Opposition Forces (13 June 2018, on the word of Syrian Network for Human Rights ["
    said = next(
        cells
        for key, cells in rows(massacres, "incident", "Disputed").items()
        if key.startswith("perpetrator – Government of the Syrian Arab Republic and the")
    )
    assert again in said[0]
    state = blocks(massacres, "state")
    assert again in words(state)
    figure = next(b for b in state if b["kind"] == "figure")
    assert "word of Syrian" in re.sub(r"<[^>]*>|\s+", " ", json.dumps(figure))
    assert "13 June 2018, on the word of Syrian Network" in words(
        blocks(massacres, "corroboration")
    )


def test_what_only_widens_a_rule_is_no_argument_against_it(massacres: Json) -> None:
    steps = words(after(massacres, "contrary", "The steps do not carry"))
    assert "no claim read bears on acting in that capacity" in steps
    assert "Excess of authority" not in steps
    assert "that what is said of the first holds of the second" in steps


def test_no_date_is_left_in_digits(attack: Json, massacres: Json) -> None:
    said = words([attack["sections"], massacres["sections"]])
    assert not re.findall(r"[^\n]*(?<![\w/-])20\d\d-(?:0[1-9]|1[0-2])(?![\w/-])[^\n]*", said)


def test_the_cover_says_whether_it_is_of_a_set(attack: Json, massacres: Json) -> None:
    assert "what sources say about one incident, and" in words(attack["blocks"])
    assert "what sources say about one set of incidents, and" in words(massacres["blocks"])


def test_only_who_names_the_state_itself_is_a_voice_on_its_capacity(attack: Json) -> None:
    found = after(attack, "state", "Syrian Arab Republic")[0]
    capacity = plain(dict(found["pairs"])["Capacity in this record"])
    assert "also named in the allegation, according to OPCW-United Nations Joint" in capacity
    assert "Human Rights Watch" not in capacity  # it names the Government
    assert "Commission of Inquiry" not in capacity  # it names the forces


def test_who_doubts_the_defence_is_not_put_among_those_who_leave_the_allegation_open(
    attack: Json,
) -> None:
    parts = (
        after(attack, "individual", "Exculpatory"),
        after(attack, "contrary", "It could not be ruled out"),
        after(attack, "individual", "holder of the command of Air force"),
    )
    for part in parts:
        said = words(part)
        assert "OPCW-United Nations Joint Investigative Mechanism (" in said
        assert "release from a depot [" not in said
        assert "left open by Independent International" not in said
    own_words = "leaves open, in the words “could not be completely ruled out”: weapon – improvised"
    assert own_words in words(parts[0])
    disputed = rows(attack, "incident", "Disputed")
    depot = next(cells for said, cells in disputed.items() if "release from a depot" in said)
    assert "left open by Independent International Commission" in depot[1]


def test_the_attack_says_what_must_be_said(attack: Json) -> None:
    disputed = words(after(attack, "incident", "Disputed"))
    assert "confident (OPCW-UN Joint Investigative Mechanism)" in disputed
    assert "reasonable grounds to believe (Commission of Inquiry on Syria)" in disputed
    contrary = words(blocks(attack, "contrary"))
    assert "“could not be completely ruled out”: weapon – improvised device" in contrary
    assert "Army command of the Syrian Arab Republic (4 April 2017) denies: perpetrator" in contrary
    assert "denies: perpetrator – Russian armed forces" in contrary
    assert "chain of custody" in contrary
    law = words(after(attack, "law", "In scope"))
    assert "use of chemical weapons" in law
    outside = words(after(attack, "law", "Outside"))
    assert "Memorandum on the creation of de-escalation areas" in outside
    assert "before signature on 4 May 2017" in outside
    exculpatory = words(after(attack, "individual", "Exculpatory"))
    assert "improvised device" in exculpatory


def test_two_adversarial_readings_are_set_side_by_side(workspace: Path) -> None:
    readings = (Reading.named("applicant"), Reading.named("respondent"))
    made = content(workspace, ATTACK, reading=readings[0], against=readings[1])
    block = next(b for b in after(made, "contrary", "What the reading respondent") if "rows" in b)
    rows = [[plain(cell) for cell in row] for row in block["rows"]]
    said = next(row for row in rows if row[0] == "Said: cause – chemical munition")
    assert "confident" not in said[2]
    # a party's denial stays one under a reading that leaves out the allegation or the denial
    assert "denied by Ministry of Defence of the Russian Federation" in said[2]
    assert said[3] == "whose claims are accepted"
    chains = next(row for row in rows if row[0].startswith("Leads to, chains: Syrian Arab"))
    assert chains[1:] == ["4", "0", "whose claims are accepted on perpetrator"]
    below = [words(b) for b in after(made, "contrary", "What the reading respondent")]
    alone = [said for said in below if said.startswith("Only in: ")]
    assert len(alone) == len({*alone}) > 1  # once for each cause and side
    assert not [row for row in rows if "not there" in row]
    law = [row for row in rows if row[0].startswith("Scope:") and "HTS" in row[3]]
    assert [row[1:3] for row in law] == [["in scope", "excepted"]]
    assert not FORBIDDEN.search(words(made["sections"]))
    pairs = next(b for b in made["blocks"] if b["kind"] == "facts")["pairs"]
    assert plain(dict(pairs)["Policy"]) == (
        "(1) part of conflict of incident, set: everything; (2) incident, set: only Investigative"
        " body, Documentation organisation, Idlib Health Directorate"
    )
    for part in (("contrary", "It is denied"), ("individual", "Exculpatory")):
        told = words(after(made, *part))
        assert "Army command of the Syrian Arab Republic (4 April 2017) denies: perpetrator" in told
        assert "(4 April 2017) says that it was not so: perpetrator" not in told
        assert "release from a depot [" not in told  # the Commission doubts the denier's account


def test_a_voice_is_left_out_and_what_falls_is_said(massacres: Json) -> None:
    block = after(massacres, "corroboration", "What if")[1]
    gone = {plain(row[0]): plain(row[1]) for row in block["rows"]}
    without = next(key for key in gone if key.startswith("Syrian Network for Human Rights"))
    assert "Russian Federation (state): chains 3 to " in gone[without]
    iran = "Iran (state): no longer “accused, no incident-level link”, now “no allegation”"
    assert iran in gone[without]
    law = {plain(row[0]): plain(row[2]) for row in block["rows"]}
    moves = re.findall(r"from ([a-z ]+?) to ([a-z ]+?)(?= scope:| crimes:| venues:|$)", str(law))
    assert moves
    assert not [move for move in moves if move[0] == move[1]]


def test_where_no_voice_alone_decides_a_pair_is_left_out(attack: Json) -> None:
    block = after(attack, "corroboration", "What if")[1]
    left = {plain(row[0]): plain(row[1]) for row in block["rows"]}
    pair = "Editor of the corpus and OPCW-United Nations Joint Investigative Mechanism: 14 claims"
    assert "Syrian Arab Republic (state): gone" in next(
        told for voices, told in left.items() if voices.startswith(pair)
    )
    assert len(left) == 2  # and the one voice behind the other actor


def test_the_presumption_of_innocence_comes_first_among_persons(attack: Json) -> None:
    first = blocks(attack, "individual")[0]
    assert first["kind"] == "note"
    assert "presumed innocent" in words(first)


def test_a_claim_that_is_not_public_is_counted_and_never_named() -> None:
    sealed = "claim:river-report.second"
    behind = {"claims": {sealed: {"sensitivity": "sensitivity:sealed", "original": "the secret"}}}
    made = dossier(SAMPLE, None, None, behind)
    whole = json.dumps(made)
    assert made["withheld"] == 1
    assert sealed not in whole
    assert "Second Witness" not in whole
    assert "the secret" not in whole
    assert "shelling" not in whole
    assert "1 claim of the record is withheld" in words(made["blocks"])
    assert "Second Witness" in json.dumps(dossier(SAMPLE))
    assert "shelling" in json.dumps(dossier(SAMPLE))


SHEET = """\
key,asserter,about,property,value,edtf,sensitivity,original
when,,incident:river-2030,occurredDuring,,2030-03-02,,
who,,incident:river-2030,perpetrator,actor:northern-command,,,
hidden,actor:hidden-witness,incident:river-2030,weapon,weapon:rocket,,sensitivity:restricted,saw it
"""
PEOPLE = """\
id,kind,label
actor:river-monitor,DocumentationOrganisation,River Monitor
actor:hidden-witness,Person,Hidden Witness
actor:northern-command,ArmedForce,Northern Command
incident:river-2030,Incident,River
"""


def test_a_report_is_computed_without_what_is_not_public(tmp_path: Path) -> None:
    folder = tmp_path / "river-note"
    folder.mkdir()
    (folder / "document.yml").write_text("title: Note\npublisher: actor:river-monitor\n")
    (folder / "entities.csv").write_text(PEOPLE)
    (folder / "claims.csv").write_text(SHEET)
    load(tmp_path / "w", [folder], by="tests", why="")
    made = content(tmp_path / "w", "incident:river-2030")
    whole = json.dumps(made)
    assert made["withheld"] == 1
    assert "Northern Command" in whole
    for secret in ("river-note.hidden", "hidden-witness", "Hidden Witness", "ocket", "saw it"):
        assert secret not in whole, secret


def test_redaction_takes_a_chain_with_any_of_its_links_and_adds_nothing() -> None:
    every = sorted(SAMPLE["claims"])
    for name in every:
        left = redacted(SAMPLE, {name})
        assert name not in json.dumps(left)
        held = {link["id"] for track in left["tracks"] for link in track["links"]}
        assert all(set(c) <= held for track in left["tracks"] for c in track["chains"])
        for key in ("facts", "tracks", "scope"):
            assert len(left[key]) <= len(SAMPLE[key])
    assert redacted(SAMPLE, ()) == SAMPLE


def test_text_keeps_blanks_and_isolates_what_runs_right_to_left() -> None:
    assert text(" a ") == [" ", "a", " "]
    assert text("1109 مدنيين") == [{"kind": "rtl", "text": "1109 مدنيين"}]
    assert text("killed 1109 مدنيين.") == ["killed 1109 ", {"kind": "rtl", "text": "مدنيين"}, "."]
    assert text("a\u202eb\u2066c\nd") == ["a<U+202E>b<U+2066>c d"]
    assert plain(BREAK) == " "


def test_a_dossier_needs_no_more_than_a_trace() -> None:
    made = dossier({"incident": "incident:x", "reading": "every-claim", "positions": {}})
    assert "Nothing in this record." in words(made["sections"])
