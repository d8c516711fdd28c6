"""Readings: named files, checked key by key."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from respondeat.errors import ReadingError
from respondeat.files import folder
from respondeat.ontology import ontology
from respondeat.output import reading_line
from respondeat.reading import Policy, Reading, names

BUNDLED = (
    "applicant every-claim investigative-bodies respondent two-origins without-the-parties".split()
)


def read(text: str) -> Reading:
    return Reading.from_text("mine", f'summary = "mine"\n{text}', "mine.toml")


def questions() -> set[str]:
    law = folder("ontology") / "law" / "contested.ttl"
    return set(re.findall(r"^(contested:\S+) a ", law.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_reading_says_what_it_is(name: str) -> None:
    reading = Reading.named(name)
    assert reading.name == name
    assert reading.summary
    assert reading.graph == f"reading:{name}"


def test_no_bundled_reading_is_forgotten_here() -> None:
    assert names() == BUNDLED


def test_every_claim_limits_nothing() -> None:
    assert Reading.named("every-claim")[2:] == Reading("every-claim", "", {})[2:]


def test_the_two_sides_answer_every_question_and_never_alike() -> None:
    one, other = Reading.named("applicant").positions, Reading.named("respondent").positions
    assert set(one) == set(other) == questions()
    assert not {question for question in one if one[question] == other[question]}
    assert {*one.values(), *other.values()} <= set(ontology().kinds)


def test_a_reading_of_ones_own_has_every_part(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'summary = "mine"\nknown = 12\nat = "2018-06-13"\n'
        'without = ["claim:x.y", "actor:snhr", "actor:a@doc:b", "actor:a@unread"]\n'
        '[[policy]]\nsubjects = ["incident"]\nproperties = ["perpetrator"]\n'
        'kinds = ["InvestigativeBody"]\naccept = ["actor:hrw"]\nexclude = ["actor:syria"]\n'
        'exclude-kin = true\nstances = ["affirms"]\norigins = 2\nunverified = false\n'
        '[policy.standards]\n"actor:jim" = "standard:jim-confident"\n'
        '[[policy]]\nsubjects = ["set", "doc"]\n'
        '[positions]\n"contested:q" = "position:p"\n[conventions]\nDozens = [24, 99]\n'
    )
    assert Reading.named(str(path)) == Reading(
        "mine",
        "mine",
        {"contested:q": "position:p"},
        (
            Policy(
                ("incident",),
                ("perpetrator",),
                ("InvestigativeBody",),
                ("actor:hrw",),
                ("actor:syria",),
                True,
                ("affirms",),
                2,
                False,
                {"actor:jim": "standard:jim-confident"},
            ),
            Policy(("set", "doc")),
        ),
        {"dozens": (24, 99)},
        12,
        date(2018, 6, 13),
        ("claim:x.y", "actor:snhr", "actor:a@doc:b", "actor:a@unread"),
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("sumary = 'x'", 2, "sumary: no such key; there are at, conventions"),
        ("known = true", 2, "known: True: write how many entries"),
        ("known = -1", 2, "known: -1"),
        ("at = '13 June 2018'", 2, "at: '13 June 2018': write a day such as 2018-06-13"),
        ("positions = 3", 2, "positions: 3: write a table of"),
        ("[positions]\n'contested:a' = 'rule:b'", 2, "positions: {'contested:a': 'rule:b'}: write"),
        ("\n[conventions]\ndozens = 24", 3, "conventions: dozens = 24: write a word and its"),
        ("[conventions]\ndozens = [99, 24]", 2, "conventions: dozens = [99, 24]"),
        ("[conventions]\ndozens = [true, 24]", 2, "conventions: dozens = [True, 24]"),
        ("[conventions]\ndozens = [1, inf]", 2, "conventions: dozens = [1, inf]"),
        (f"[conventions]\ndozens = [1, 1{'0' * 400}]", 2, "conventions: dozens = [1, 1000"),
        ("[conventions]\nDozens = [1, 2]\ndozens = [3, 4]", 2, "conventions: dozens = [3, 4]"),
        ("without = ['snhr']", 2, "without: ['snhr']: write a list of claim:document.key, actor:x"),
        ("without = ['claim:a.b@doc:c']", 2, "without: ['claim:a.b@doc:c']"),
        ("policy = 3", 2, "policy: write each policy under a line [[policy]]"),
        ("policy = [3]", 2, "policy: write each policy under a line [[policy]]"),
        ("[[policy]]\norigins = 2", 2, "policy: write subjects = [...]"),
        ("[[policy]]\nsubjects = ['incidents']", 3, "subjects: ['incidents']: write a list of"),
        ("[[policy]]\nsubjects = []", 3, "subjects: []: write a list of prefixes"),
        ("[[policy]]\nsubjects = 'set'", 3, "subjects: 'set': write a list of prefixes"),
        (
            "[[policy]]\nsubjects = ['set']\n[[policy]]\nsubjects = ['set']\norigins = 0",
            6,
            "origins: 0: write how many independent origins",
        ),
        ("[[policy]]\nsubjects = ['set']\norigin = 2", 4, "origin: no such key; there are accept"),
        ("[[policy]]\nsubjects = ['set']\nstances = ['denied']", 4, "stances: ['denied']"),
        (
            "[[policy]]\nsubjects = ['set']\naccept = ['jim']",
            4,
            "accept: ['jim']: write a list of actors",
        ),
        ("[[policy]]\nsubjects = ['set']\nexclude-kin = 1", 4, "exclude-kin: 1: write true"),
        (
            "[[policy]]\nsubjects = ['set']\nexclude-kin = true",
            4,
            "exclude-kin: write exclude = [...] too: it says whose kin",
        ),
        *(
            (
                f"[[policy]]\nsubjects = ['set']\nkinds = ['State', '{kind}']",
                4,
                f"kinds: ['State', '{kind}']: write",
            )
            for kind in ("Claim", "Place", "Judge")
        ),
        (
            "[[policy]]\nsubjects = ['set']\naccept = ['actor:a']\nexclude = ['actor:a']",
            5,
            "exclude: actor:a is accepted too: choose",
        ),
        (
            "[[policy]]\nsubjects = ['set']\n[policy.standards]\n'actor:jim' = 'confident'",
            4,
            "standards: {'actor:jim': 'confident'}: write",
        ),
        ("at = ?", 2, "not TOML: "),
    ],
)
def test_what_is_not_understood_is_refused_where_it_stands(text: str, line: int, said: str) -> None:
    with pytest.raises(ReadingError) as refused:
        read(text)
    assert refused.value.message.startswith(said)
    assert (refused.value.path, refused.value.line) == ("mine.toml", line)


@pytest.mark.parametrize("text", [f"at = {'[' * 5000}{']' * 5000}", f"known = {'1' * 5000}"])
def test_what_no_parser_ends_is_refused_as_no_toml(text: str) -> None:
    with pytest.raises(ReadingError, match=r"mine\.toml: not TOML: "):
        read(text)


def test_a_reading_may_begin_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b'\xef\xbb\xbfsummary = "mine"\n')
    assert Reading.named(str(path)).summary == "mine"


def test_a_summary_moves_no_cursor_where_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    reading_line(read("")._replace(summary="a\u202eb\x1b[31m\nc"))
    assert capsys.readouterr().out == "\nreading: mine (a<U+202E>b<U+001B>[31m<U+000A>c)\n"


def test_a_reading_without_a_summary_is_refused() -> None:
    with pytest.raises(ReadingError, match="write summary = "):
        Reading.from_text("mine", "[positions]\n")


def test_a_name_that_is_none_is_answered_with_those_there_are() -> None:
    with pytest.raises(ReadingError, match=r"'every-claims'.*every-claim, investigative-bodies"):
        Reading.named("every-claims")


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="cannot be read"):
        Reading.named(str(tmp_path / "none.toml"))
    (tmp_path / "none.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ReadingError, match="cannot be read"):
        Reading.named(str(tmp_path / "none.toml"))


def test_no_file_passes_for_a_bundled_reading(tmp_path: Path) -> None:
    (tmp_path / "every-claim.toml").write_text('summary = "not every claim"\n')
    with pytest.raises(ReadingError, match="a bundled reading has this name"):
        Reading.named(str(tmp_path / "every-claim.toml"))


def test_what_is_left_out_is_in_the_name() -> None:
    whole = Reading.named("every-claim")
    less = whole.without_also(["claim:a.k", "actor:snhr"])
    assert less.name == "every-claim, without actor:snhr, claim:a.k"
    assert less.without == ("actor:snhr", "claim:a.k")
    assert less.without_also(["actor:hrw"]).name == (
        "every-claim, without actor:hrw, actor:snhr, claim:a.k"
    )
    assert less.without_also(["actor:snhr"]) == less
    assert re.fullmatch(r"reading:every-claim-without-[0-9a-f]{8}", less.graph)
    with pytest.raises(ReadingError, match="'SNHR': write claim:document"):
        whole.without_also(["SNHR"])


def test_the_digest_tells_readings_apart_and_not_the_order_of_their_keys() -> None:
    one = read("[positions]\n'contested:a' = 'position:a'\n'contested:b' = 'position:b'")
    other = read("[positions]\n'contested:b' = 'position:b'\n'contested:a' = 'position:a'")
    assert one.digest == other.digest
    found = {
        read(text).digest for text in ("", "known = 1", "at = 2018-01-01", "[conventions]\na=[1,2]")
    }
    assert len(found | {one.digest}) == 5


def test_the_first_policy_that_fits_decides() -> None:
    reading = read(
        "[[policy]]\nsubjects = ['set']\nproperties = ['killed']\norigins = 2\n"
        "[[policy]]\nsubjects = ['set', 'incident']\norigins = 3\n"
    )

    def origins(about: str, name: str) -> int | None:
        policy = reading.policy(about, name)
        return policy.origins if policy else None

    assert origins("set:a", "resp:killed") == 2
    assert origins("set:a", "resp:injured") == 3
    assert origins("incident:a", "resp:killed") == 3
    assert origins("actor:a", "resp:organOf") is None


def test_what_reads_no_reading_does_not_pay_for_its_parser() -> None:
    code = "import sys, respondeat.reading; sys.exit('tomllib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
