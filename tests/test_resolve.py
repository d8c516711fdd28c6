"""Who is who: what is proposed, on whose word, and what is never taken for one."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.claims_table import claims_table, event, registered, said
from tests.sample import respondeat, write

from respondeat.around import around
from respondeat.claim import Row
from respondeat.cli import main
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.load import load
from respondeat.proposal import Proposal
from respondeat.resolve import LEAST, propose, resolve
from respondeat.retract import retract
from respondeat.spelling import fold, level, skeleton
from respondeat.workspace import Workspace

DATA = Path(os.environ.get("RESPONDEAT_DATA", ""))
real = pytest.mark.skipif(
    not os.environ.get("RESPONDEAT_DATA"), reason="RESPONDEAT_DATA is not set: real files not read"
)


def proposed(*rows: Row, least: float = LEAST, kind: str | None = None) -> list[Proposal]:
    return propose(claims_table(rows), {}, kind, least)


def two(kind: str, one: str, other: str, *more: Row, **given_ids: str) -> list[Proposal]:
    """Return what is proposed of two actors in two registries, by their labels."""
    ids = {name: [value] if value else [] for name, value in given_ids.items()}
    left = registered("a", "actor:one", kind, one, "", "", *ids.get("left", []))
    right = registered("b", "actor:two", kind, other, "", "", *ids.get("right", []))
    return proposed(*left, *right, *more, least=0.01)


# identifiers and names


def test_one_identifier_and_one_name_are_sure() -> None:
    (found,) = two("Regime", "Government of Syria", "Government of Syria", left="ucdp:118",
                   right="ucdp:118")  # fmt: skip
    assert (found.about, found.property, found.value) == ("actor:one", "identicalTo", "actor:two")
    assert found.score == 1.0
    assert "both carry the identifier ucdp:118: actor:one by doc:a-entities" in found.reasons[0]
    assert 'doc:a-entities calls actor:one "Government of Syria"' in found.reasons[1]
    assert found.against == ()
    assert found.decided == ()


def test_the_identifier_that_an_id_is_made_of_counts() -> None:
    left = registered("a", "actor:ucdp-118", "Regime", "Government of Syria")
    right = registered("b", "actor:regime", "Regime", "Council of ministers", "", "", "ucdp:118")
    (found,) = proposed(*left, *right)
    assert found.score == 0.95
    assert "actor:ucdp-118 by its id" in found.reasons[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jaysh al-Islam", "Jaish al-Islam"),
        ("Ahrar al-Sham", "Ahrar ash-Sham"),
        ("Jabhat al-Nusra", "Jabhat al Nusrah"),
        ("FAYLAQ AL-SHAM", "Faylaq al-Sham"),
        ("جبهة النصرة", "جَبهة النُّصره"),
        ("أحرار الشام", "احرار الشـام"),
    ],
)
def test_spellings_of_one_name_are_proposed_and_never_sure(one: str, other: str) -> None:
    (found,) = two("NonStateArmedGroup", one, other)
    assert LEAST <= found.score < 0.95


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("PoliticalBody", "Syrian National Coalition", "Syrian National Council"),
        ("PoliticalBody", "الائتلاف الوطني السوري", "المجلس الوطني السوري"),
        ("DocumentationOrganisation", "SNHR", "SOHR"),
        (
            "DocumentationOrganisation",
            "Syrian Network for Human Rights",
            "Syrian Observatory for Human Rights",
        ),
        (
            "DocumentationOrganisation",
            "الشبكة السورية لحقوق الإنسان",
            "المرصد السوري لحقوق الإنسان",
        ),
        ("NonStateArmedGroup", "Hay'at Tahrir al-Sham", "Al-Nusrah Front"),
        ("NonStateArmedGroup", "Jaysh al-Islam", "Jaysh al-Ababil"),
        ("NonStateArmedGroup", "Ahrar al-Sham", "Faylaq al-Sham"),
        ("MilitaryUnit", "4th Division", "14th Division"),
        ("State", "Niger", "Nigeria"),
        ("State", "Iran", "Iraq"),
    ],
)
def test_lookalikes_stay_apart(kind: str, one: str, other: str) -> None:
    for found in two(kind, one, other):
        assert found.score < LEAST - 0.1


@pytest.mark.parametrize(
    ("kinds", "labels"),
    [
        (("Regime", "State"), ("Government of Syria", "Syria")),
        (("ArmedForce", "State"), ("Syria", "Syria")),
        (("ArmedForce", "Regime"), ("Syrian Government", "Syrian Government")),
        (("NonStateArmedGroup", "ArmedForce"), ("National Army", "National Army")),
        (("NonStateArmedGroup", "PoliticalBody"), ("Democratic Union", "Democratic Union")),
        (("Person", "DocumentationOrganisation"), ("Watch", "Watch")),
    ],
)
def test_kinds_that_differ_stay_apart(kinds: tuple[str, str], labels: tuple[str, str]) -> None:
    def pair(*ids: str) -> list[Proposal]:
        left = registered("a", "actor:one", kinds[0], labels[0], "", "", *ids)
        right = registered("b", "actor:two", kinds[1], labels[1], "", "", *ids)
        return proposed(*left, *right, least=0)

    assert pair() == []
    (found,) = pair("ucdp:118")  # one identifier for two things is worth a look, and no more
    assert found.score <= 0.4
    assert any(f"is a {kinds[0]}" in text for text in found.against)


def test_two_groups_are_one_only_from_a_date_that_somebody_gives() -> None:
    def joined(*more: Row) -> Proposal:
        labels = "Hay'at Tahrir al-Sham", "Al-Nusrah Front"
        (found,) = two("NonStateArmedGroup", *labels, *more, left="ucdp:6815", right="ucdp:1170")
        return found

    bare = said("press", "k", "actor:one", "sameGroupAs", "actor:two")
    assert joined(bare).score <= 0.3
    assert any("no date is given" in text for text in joined(bare).against)
    dated = joined(bare | {"edtf": "2017-01-28/.."})
    assert (dated.edtf, dated.score) == ("2017-01-28/..", 0.65)
    denied = said("other", "k", "actor:one", "sameGroupAs", "actor:two", stance="denies")
    assert joined(bare | {"edtf": "2017-01-28/.."}, denied).score <= 0.3


def test_other_identifiers_of_one_scheme_tell_apart() -> None:
    (found,) = two("State", "Example", "Example", left="wikidata:Q1", right="wikidata:Q2")
    assert found.score <= 0.3
    assert "different identifiers of one scheme: wikidata:Q1 and wikidata:Q2" in found.against[0]


def test_within_one_registry_only_an_identifier_or_a_source_joins() -> None:
    rows = [
        *registered("a", "actor:one", "State", "Example"),
        *registered("a", "actor:two", "State", "Example"),
    ]
    assert proposed(*rows, least=0) == []


def test_conflicts_are_found_by_their_numbers() -> None:
    rows = [
        *registered("a", "conflict:ucdp-299", "Conflict", "Syria: Government"),
        *registered("b", "conflict:known", "Conflict", "Armed conflict", "", "", "ucdp:299"),
    ]
    (found,) = proposed(*rows, kind="conflict")
    assert (found.kind, found.score) == ("conflict", 0.95)


def test_joint_and_unidentified_names_are_not_compared() -> None:
    for kind in ("CollectiveActor", "DisjunctiveActor", "UnidentifiedActor"):
        assert two(kind, "The forces", "The forces") == []


# places


def town(
    registry: str, label: str, point: str = "", kind: str = "Place", label_ar: str = ""
) -> list[Row]:
    place = f"place:{registry}"
    rows = [*registered(registry, place, kind, label, label_ar)]
    return rows + [said(registry, "c", place, "coordinates", point)] * bool(point)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hamah", "Hama"),
        ("Hims", "Homs Governorate"),
        ("Homs (Hims)", "Hims"),
        ("Dar`a", "Daraa"),
        ("Dar'a", "Daraa Governorate"),
        ("Ar Raqqah", "Raqqa"),
        ("Dayr Az Zawr", "Deir ez-Zor"),
        ("محافظة حماة", "حماه"),
    ],
)
def test_spellings_of_places(one: str, other: str) -> None:
    kind = "AdministrativeArea"
    (found,) = proposed(*town("a", one, kind=kind), *town("b", other, kind=kind))
    assert found.property == "identicalTo"
    near = proposed(*town("a", one, "POINT (36 35)"), *town("b", other, "POINT (36.01 35.01)"))
    far = proposed(*town("a", one, "POINT (36 35)"), *town("b", other, "POINT (38 35)"), least=0)
    if "Governorate" not in other and "محافظة" not in one:
        assert near[0].score > found.score
    assert far[0].score <= 0.3
    assert any("182 km apart" in text for text in far[0].against)


@pytest.mark.parametrize(("one", "other"), [("Izra", "Zuru"), ("Bab", "Aba"), ("Qarah", "Akure")])
def test_no_spelling_adds_the_vowel_that_a_name_begins_with(one: str, other: str) -> None:
    assert proposed(*town("a", one), *town("b", other)) == []


def test_a_town_is_not_the_governorate_of_its_name() -> None:
    both = [*town("a", "Idlib"), *town("b", "Idlib Governorate", kind="AdministrativeArea")]
    assert proposed(*both) == []
    levels = [
        *town("a", "Idlib District", kind="AdministrativeArea"),
        *town("b", "Idlib Governorate", kind="AdministrativeArea"),
    ]
    assert proposed(*levels) == []


AREA = "POLYGON ((36 35, 37 35, 37 36, 36 36, 36 35))"


def test_points_are_put_into_areas_and_disagreement_is_told() -> None:
    def lies(*more: Row, point: str = "POINT (36.5 35.5)") -> list[Proposal]:
        area = town("b", "Idlib", AREA, "AdministrativeArea")
        found = proposed(*town("a", "Kafr", point), *area, *more, least=0)
        return [one for one in found if one.property == "liesIn"]

    (found,) = lies()
    assert (found.about, found.value, found.score) == ("place:a", "place:b", 0.9)
    assert found.reasons == (
        "the point (36.5 35.5) that actor:a (doc:a) gives place:a lies in the outline of place:b"
        " by actor:b (doc:b)",
    )
    assert lies(point="POINT (38 35)") == []
    (border,) = lies(point="POINT (36.001 35.5)")
    assert "0.1 km from the border" in border.against[0]
    other = [
        *registered("c", "place:c", "AdministrativeArea", "Hama Governorate"),
        said("a", "w", "place:a", "liesIn", "place:c"),
    ]
    (disputed,) = lies(*other)
    assert disputed.score < found.score
    assert disputed.against == ("disagreement: actor:a (doc:a) puts it within place:c",)
    named = [
        *registered("c", "place:c", "AdministrativeArea", "Idleb Governorate"),
        said("a", "w", "place:a", "liesIn", "place:c"),
    ]
    (agreed,) = lies(*named)
    assert agreed.score > found.score
    district = [
        *registered("c", "place:d", "AdministrativeArea", "Harim District"),
        said("c", "v", "place:d", "liesIn", "place:c"),
        said("a", "w", "place:a", "liesIn", "place:d"),
    ]
    (within,) = lies(*named[:-1], *district)
    assert (within.score, within.against) == (agreed.score, ())
    (elsewhere,) = lies(*other[:-1], *district)
    assert len(elsewhere.against) == 2


def test_broken_coordinates_are_named() -> None:
    rows = [*town("a", "Kafr", "POINT (1 2)"), *town("b", "B", "POLYGON 1", "AdministrativeArea")]
    with pytest.raises(UsageError, match=r"coordinates of place:b that actor:b \(doc:b\) gives"):
        proposed(*rows)


# events

SIDES = [
    *registered("a", "actor:army", "ArmedForce", "Army of Example"),
    *registered("a", "actor:other", "NonStateArmedGroup", "Others"),
]
PLACES = [*town("a", "Kafr Zita", "POINT (36.6 35.37)"), *town("b", "Kafr Zayta")]


def events(*more: Row, left: str = "2017-03-01", right: str = "2017-03-01",
           sides: tuple[str, str] = ("actor:army", "actor:army")) -> list[Proposal]:  # fmt: skip
    one = event("a", "one", left, "place:a", sides[0])
    other = event("b", "two", right, "place:b", sides[1])
    return proposed(*SIDES, *PLACES, *one, *other, *more, kind="event", least=0)


def test_one_day_one_place_one_side_may_be_one_event() -> None:
    (found,) = events()
    assert (found.about, found.value) == ("incident:one", "incident:two")
    assert 0.8 <= found.score <= 0.95
    assert "actor:a (doc:a) dates incident:one 2017-03-01" in found.reasons[0]
    assert "named alike" in found.reasons[1]
    assert "one side (actor:army)" in found.reasons[2]


def test_other_days_places_and_sides_are_not_one_event() -> None:
    assert events(right="2017-03-02") == []
    (apart,) = events(sides=("actor:army", "actor:other"))
    assert any("two sides" in text for text in apart.against)
    assert apart.score < LEAST
    far = said("b", "c", "place:b", "coordinates", "POINT (38 35)")
    assert events(far) == []
    near = said("b", "c", "place:b", "coordinates", "POINT (36.61 35.38)")
    assert "km apart" in events(near)[0].reasons[1]


def test_a_rough_date_meets_within_its_precision_and_no_further() -> None:
    rough = [*SIDES, *PLACES, *event("a", "one", "2017-03-10", "place:a", "actor:army")]
    month = event("b", "two", "2017-03-01", "place:b", "actor:army", until="2017-03-31")
    (found,) = proposed(*rough, *month, kind="event")
    assert "the dates are no more precise than that" in found.against
    year = event("b", "two", "2017-01-01", "place:b", "actor:army", until="2017-12-31")
    assert proposed(*rough, *year, kind="event", least=0) == []


def test_events_of_one_registry_are_two_events() -> None:
    rows = [
        *SIDES,
        *PLACES,
        *event("a", "one", "2017-03-01", "place:a", "actor:army"),
        *event("a", "two", "2017-03-01", "place:a", "actor:army"),
        *event("b", "three", "2018-03-01", "place:a", "actor:army"),
    ]
    assert proposed(*rows, kind="event", least=0) == []


def test_numbers_that_do_not_meet_speak_against() -> None:
    one = [*event("a", "one", "2017-03-01", "place:a", "actor:army", lower=10, upper=12)]
    for low, speaks in ((12, True), (30, False)):
        other = event("b", "two", "2017-03-01", "place:b", "actor:army", lower=low, upper=40)
        (found,) = proposed(*SIDES, *PLACES, *one, *other, kind="event", least=0)
        texts = found.reasons if speaks else found.against
        assert any("counts 10 to 12 killed" in text for text in texts)


def test_several_that_would_fit_are_less_likely() -> None:
    (alone,) = events()
    third = event("c", "three", "2017-03-01", "place:a", "actor:army")
    found = events(*third)
    assert len(found) == 3
    assert all(one.score <= alone.score for one in found)
    assert any("more of another registry would fit" in text for text in found[0].against)


# decisions


def test_what_is_decided_is_told_and_what_is_denied_is_not_proposed_again() -> None:
    def decided(*stances: str) -> list[Proposal]:
        claims = [
            said("review", f"k{n}", "actor:two", "identicalTo", "actor:one", stance=stance)
            for n, stance in enumerate(stances)
        ]
        return two("State", "Example", "Example", *claims)

    assert decided()[0].decided == ()
    (told,) = decided("affirms")[0].decided
    assert (told.claim, told.asserter) == ("claim:review.k0", "actor:review")
    assert told.text == "affirmed by actor:review (undated, claim:review.k0)"
    assert decided("denies") == []
    assert [one.stance for one in decided("affirms", "denies")[0].decided] == ["affirms", "denies"]


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Return a folder with two datasets that name one State, and an incident of one."""
    for name, state in (("ours", "Republic of Example"), ("theirs", "Republic of Exampel")):
        sheet = "key,about,property,value,edtf\n"
        if name == "theirs":
            sheet += "k1,incident:theirs,perpetrator,actor:theirs,\n"
            sheet += "k2,incident:theirs,occurredDuring,,2017-03-01\n"
            sheet += "k3,place:theirs,coordinates,POINT (36.5 35.5),\n"
        else:
            sheet += f'k1,place:ours,coordinates,"{AREA}",\n'
        folder = write(tmp_path / name, sheet, publisher=f"actor:press-{name}")
        (folder / "entities.csv").write_text(
            "id,kind,label\n"
            f"actor:press-{name},MediaOutlet,Press of {name}\nactor:{name},State,{state}\n"
            f"incident:{name},Incident,Incident of {name}\n"
            f"place:{name},{'AdministrativeArea' if name == 'ours' else 'Place'},Place {name}\n"
        )
    return tmp_path


def test_a_review_is_written_struck_loaded_and_retracted(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = folders / "w"
    load(where, [folders / "ours", folders / "theirs"], by="tests")
    head = Workspace(where).head()
    review = folders / "review"
    words = ["-w", str(where), "resolve"]
    assert main([*words, "--write", str(review), "--by", "Zoë Reviewer"]) == 0
    assert "2 proposals written" in capsys.readouterr().err
    assert Workspace(where).head() == head  # nothing is decided by it
    lies, row = csv.DictReader((review / "claims.csv").read_text("utf-8").splitlines())
    assert (lies["about"], lies["property"], lies["value"]) == (
        "place:theirs", "liesIn", "place:ours")  # fmt: skip
    assert (row["about"], row["property"], row["value"], row["stance"]) == (
        "actor:ours", "identicalTo", "actor:theirs", "")  # fmt: skip
    assert 'calls actor:ours "Republic of Example"' in row["original"]
    assert "publisher: actor:zoe-reviewer" in (review / "document.yml").read_text()
    assert main([*words, "--write", str(review), "--by", "Zoë Reviewer"]) == 2
    assert "a review that somebody began is kept" in capsys.readouterr().err
    load(where, [review], by="tests")
    assert Evidence.opened(where).bearers("actor:theirs").keys() == {"actor:theirs", "actor:ours"}
    assert set(around(Evidence.opened(where), "place:theirs", ())) >= {"place:ours"}
    assert main([*words, "--json", "--kind", "actor"]) == 0
    (found,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert found["decided"][0]["asserter"] == "actor:zoe-reviewer"
    second = folders / "second"
    assert main([*words, "--write", str(second), "--by", "actor:zoe"]) == 0
    assert len((second / "claims.csv").read_text().splitlines()) == 1
    retract(where, "doc:review", by="tests", why="looked again")
    assert Evidence.opened(where).bearers("actor:theirs").keys() == {"actor:theirs"}
    assert [one.decided for one in resolve(where)] == [(), ()]
    sheet = (review / "claims.csv").read_text().replace(",,actor:ours", ",denies,actor:ours")
    (review / "claims.csv").write_text(sheet)
    load(where, [review], by="tests", why="they are two")
    assert resolve(where, "actor") == []
    assert resolve(where, "place")[0].decided == ()  # retracted, and not said again


def test_proposals_are_printed_one_below_the_other_and_counted(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["-w", str(folders / "w")]
    load(folders / "w", [folders / "ours", folders / "theirs"], by="tests")
    assert main([*where, "resolve", "--kind", "place"]) == 0
    found = resolve(folders / "w", "place")
    (place,) = found
    assert capsys.readouterr().out.splitlines() == [
        f"{place.score:.2f} place: place:theirs liesIn place:ours",
        *(f"  for: {one}" for one in place.reasons),
        "  against: nothing found",
        "  decided: by nobody",
        "",
        "1 proposal (1 of places), 0 decided",
    ]
    assert main([*where, "resolve"]) == 0
    assert capsys.readouterr().out.endswith("\n2 proposals (1 of actors, 1 of places), 0 decided\n")
    assert main([*where, "resolve", "--write", str(folders / "r"), "--by", "Zoe"]) == 0
    load(folders / "w", [folders / "r"], by="tests")
    capsys.readouterr()
    assert main([*where, "resolve", "--kind", "actor"]) == 0
    said = capsys.readouterr().out
    assert "  decided: affirmed by actor:zoe (" in said
    assert said.endswith("\n1 proposal (1 of actors), 1 decided\n")
    assert main([*where, "resolve", "--kind", "conflict"]) == 0
    assert capsys.readouterr().out == "0 proposals\n"


def test_on_a_terminal_it_says_how_far_it_is(
    folders: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folders / "w", [folders / "ours", folders / "theirs"], by="tests")
    monkeypatch.setattr("respondeat.progress._PATIENCE", -1)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["-w", str(folders / "w"), "resolve"]) == 0
    assert capsys.readouterr().err == "\r1 pairs \r2 pairs \r\033[K"


def test_wrong_words_are_refused(workspace: Path, tmp_path: Path) -> None:
    for words in (
        ["--kind", "person"],
        ["--least", "2"],
        ["--write", str(tmp_path / "x")],
        ["--by", "somebody"],
        ["--write", str(tmp_path / "a.b"), "--by", "x"],
        ["--write", str(tmp_path / "x"), "--by", "؟"],
    ):
        assert main(["-w", str(workspace), "resolve", *words]) == 2
    assert not (tmp_path / "x").exists()


def test_the_corpus_proposes_nothing_by_itself(workspace: Path) -> None:
    assert resolve(workspace) == []


def test_the_libraries_are_loaded_only_where_they_are_used() -> None:
    code = (
        "import sys, respondeat.resolve; print({'rapidfuzz', 'shapely', 'polars'} & {*sys.modules})"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
    assert respondeat("resolve", "--help").returncode == 0


# properties

WORDS = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Mn", "Nd"), max_codepoint=0x6FF))


@given(st.lists(WORDS, max_size=5))
def test_folding_twice_changes_nothing(words: list[str]) -> None:
    for word in fold(" ".join(words)):
        assert word == word.strip()
        again = fold(word)
        assert len(again) <= 1
        assert (
            not again
            or skeleton(again[0]).casefold() == skeleton(word).casefold()
            or again[0].isupper()
            or word.startswith(("ال", "وال", "بال", "لل"))
        )
    assert level(())[1] is None


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from("Free Syrian Army National Front Islam Council".split()),
        min_size=1,
        max_size=4,
    ),
    st.randoms(),
)
def test_the_order_of_words_and_of_rows_does_not_matter(words: list[str], chance: Any) -> None:
    turned = list(words)
    chance.shuffle(turned)
    (found,) = two("NonStateArmedGroup", " ".join(words), " ".join(turned))
    assert found.score == 0.85
    rows = [
        *registered("b", "actor:two", "NonStateArmedGroup", " ".join(turned)),
        *registered("a", "actor:one", "NonStateArmedGroup", " ".join(words)),
    ]
    assert proposed(*rows) == [found]


# real files


@real
def test_governorates_of_three_sources_are_found() -> None:
    shape = json.loads((DATA / "boundaries" / "syria-adm1.geojson").read_text("utf-8"))
    rows: list[Row] = []
    for one in shape["features"]:
        name, place = one["properties"]["NAME_1"], f"place:ne-{one['properties']['ISO'].strip('~')}"
        rows += registered("ne", place, "AdministrativeArea", name)
        rings = one["geometry"]["coordinates"]
        text = ", ".join("(" + ", ".join(f"{x} {y}" for x, y, *_ in ring) + ")" for ring in rings)
        rows.append(said("ne", place.replace(":", "."), place, "coordinates", f"POLYGON ({text})"))
    areas: set[str] = set()
    towns: dict[str, tuple[str, str]] = {}
    with (DATA / "ucdp" / "ged-syria-2016-2017.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["adm_1"] and row["where_prec"] == "1":
                areas.add(row["adm_1"])
                towns.setdefault(row["where_coordinates"], (row["geom_wkt"], row["adm_1"]))
    for number, area in enumerate(sorted(areas)):
        rows += registered("ged", f"place:ged-{number}", "AdministrativeArea", area)
    for number, (name, (point, area)) in enumerate(sorted(towns.items())):
        place = f"place:ged-t{number}"
        within = f"place:ged-{sorted(areas).index(area)}"
        rows += registered("ged", place, "Place", name, "", within)
        rows.append(said("ged", f"t{number}", place, "coordinates", point))
    found = proposed(*rows)
    same = {one.value: one.about for one in found if one.property == "identicalTo"}
    labels = {row["about"]: row["value"] for row in rows if row["property"] == "skos:prefLabel"}
    pairs = {(labels[a], labels[b]) for b, a in same.items()}
    assert {
        ("Hamah Governorate", "Hamah"),
        ("Homs Governorate", "Homs (Hims)"),
        ("Daraa Governorate", "Dar`a"),
        ("Idlib Governorate", "Idlib"),
    } <= pairs
    lies = [one for one in found if one.property == "liesIn"]
    assert len({one.about for one in lies}) >= 0.95 * len(towns)
    agreed = [one for one in lies if not one.against]
    assert len(agreed) > 0.7 * len(lies)
    assert any("disagreement" in text for one in lies for text in one.against)
