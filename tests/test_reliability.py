"""The hazards of evidence, met for real: kills, damage, rivals, full disks, noise and bombs.

A tenth of the counts runs with the other tests; ``make proofs`` (``RESPONDEAT_PROOFS=1``) runs
them all.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sample import LONE, REPORT, corpus, respondeat, table, write

import respondeat as respondeat_package
from respondeat.ask import answer
from respondeat.cells import MOST_BYTES
from respondeat.claims import claims
from respondeat.cli import main
from respondeat.errors import RespondeatError, UsageError
from respondeat.files import folder as data_folder
from respondeat.load import load
from respondeat.question import Question, names
from respondeat.retract import retract
from respondeat.verify import verify
from respondeat.workspace import Workspace

DATASETS = Path(respondeat_package.__file__).parent / "datasets"
FULL = os.environ.get("RESPONDEAT_PROOFS") == "1"
LOADER = """
import sys
from pathlib import Path
from respondeat.load import load
import edtf, openpyxl, polars, yaml
print("ready", flush=True)
load(Path(sys.argv[1]), [Path(sys.argv[2])], by="tests")
"""
# the peak of this program alone: that of a child would count the memory of its parent
MEASURED = """
import re, sys
from respondeat.cli import main
code = main(sys.argv[1:])
print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
sys.exit(code)
"""


def times(full: int) -> int:
    return full if FULL else full // 10


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, and ten documents more."""
    folder = corpus(tmp_path_factory.mktemp("reliability") / "sources")
    for number in range(10):
        write(folder / f"more-{number}", LONE, title=f"Document {number}")
    return folder


@pytest.fixture(scope="module")
def built(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace to copy; nobody may change it."""
    folder = tmp_path_factory.mktemp("built") / "w"
    load(folder, [sources], by="tests")
    return folder


def run(*words: object) -> tuple[int, str, str]:
    """Run the program in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return code, out.getvalue(), err.getvalue()


def acknowledged(folder: Path) -> list[str]:
    log = folder / "record" / "log.jsonl"
    lines = log.read_text().splitlines() if log.exists() else []
    return [json.loads(line)["entry"] for line in lines if "entry" in line]


def test_killed_while_loading(sources: Path, tmp_path: Path) -> None:
    """200 kills at random moments: nothing acknowledged is lost, nothing is half or doubled."""
    chance, stages, longest = random.Random(1), Counter[str](), 0.3
    for number in range(times(200)):
        folder = tmp_path / f"w{number}"
        words = [sys.executable, "-c", LOADER, str(folder), str(sources)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            began = time.monotonic()
            if number == 0:
                process.wait()
                longest = time.monotonic() - began
            time.sleep(longest * chance.random() ** 2)
            process.kill()
        before = acknowledged(folder)
        stages["none" if not before else "all" if len(before) == 13 else "some"] += 1
        if number % 2 and before:
            code, _, error = run("rebuild", "-w", folder)
            assert (code, error) == (0, "")
        load(folder, [sources], by="tests")
        assert acknowledged(folder)[: len(before)] == before
        counted, violations = verify(folder)
        assert not violations
        assert counted["entries"] == 13
        assert counted["claims"] == 8 + 6 + 1 + 10
        assert [path.name for path in folder.iterdir() if ".tmp" in path.name] == []
        shutil.rmtree(folder)
    assert len(stages) > 1, stages


INGEST = """
import sys
from pathlib import Path
from respondeat.dataset import Dataset
from respondeat.ingest import ingest
import polars, pyoxigraph
print("ready", flush=True)
ingest(Path(sys.argv[1]), Dataset.named("ucdp-ged"), Path(sys.argv[2]), by="tests")
"""


def many_events(path: Path, count: int) -> Path:
    """Write so many invented events, shaped like the sample of the dataset."""
    sample = DATASETS / "ucdp-ged" / "sample.csv"
    with sample.open(newline="", encoding="utf-8") as file:
        head, first, *_ = csv.reader(file)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for number in range(count):
            row = dict(zip(head, first, strict=True)) | {"id": str(number + 1)}
            row["where_coordinates"] = f"Village {number % 500}"
            writer.writerow(row.values())
    return path


def test_killed_while_loading_a_large_dataset(tmp_path: Path) -> None:
    """20 kills of a load in bulk: the same command completes it, and all is as it should be."""
    file, chance, longest = many_events(tmp_path / "events.csv", 25_000), random.Random(6), 0.0
    stages: Counter[int] = Counter()
    for number in range(1 + times(20)):
        folder = tmp_path / f"w{number}"
        words = [sys.executable, "-c", INGEST, str(folder), str(file)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            began = time.monotonic()
            if number == 0:
                process.wait()
                longest = time.monotonic() - began
            time.sleep(longest * chance.random())
            process.kill()
        before = acknowledged(folder)
        stages[len(before)] += 1
        code, _, error = run("load", "-w", folder, "--dataset", "ucdp-ged", file, "--by", "tests")
        assert code == 0, error
        assert acknowledged(folder)[: len(before)] == before
        assert len(acknowledged(folder)) == 1
        counted, violations = verify(folder)
        assert not violations
        assert counted["claims"] > 25_000
        assert not list(folder.glob("tmp-*"))
        shutil.rmtree(folder)
    assert stages[1] >= 1


ASKED = {
    "all.rq": "SELECT ?s ?p ?o { ?s a resp:Claim ; ?p ?o } ORDER BY STR(?s) STR(?p) STR(?o)",
    "predicate.rq": "SELECT ?s ?o { ?s resp:about ?o } ORDER BY STR(?s) STR(?o)",
    "object.rq": "SELECT ?s ?p { ?s ?p actor:b } ORDER BY STR(?s) STR(?p)",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    prefixes = (
        "PREFIX resp: <https://w3id.org/respondeat/ontology#>\n"
        "PREFIX actor: <https://w3id.org/respondeat/actor/>\n"
    )
    folder = tmp_path_factory.mktemp("asked")
    for name, text in ASKED.items():
        (folder / name).write_text(prefixes + text)
    return [folder / name for name in ASKED]


def answers(folder: Path, asked: list[Path]) -> list[tuple[int, str, str]]:
    found = [run("ask", "-w", folder, "--json", path) for path in asked]
    found.append(run("claims", "-w", folder, "--json"))
    found.append(run("claims", "-w", folder, "--json", "--log"))
    return [(code, hashlib.sha256(out.encode()).hexdigest(), error) for code, out, error in found]


def damage(path: Path, chance: random.Random) -> str:
    """Flip a bit, cut the end off, or put noise in its place."""
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    how = chance.choice(["flip", "flip", "cut", "noise"])
    if how == "flip":
        content[at] ^= 1 << chance.randrange(8)
    elif how == "cut":
        del content[at:]
    else:
        content[at : at + 64] = chance.randbytes(min(64, len(content) - at))
    path.write_bytes(content)
    return f"{how} at {at} of {path.name}"


def test_cuts_and_flips(built: Path, asked: list[Path], tmp_path: Path) -> None:
    """1,000 cuts and flips: each is detected or harmless, and never another answer."""
    chance, seen = random.Random(2), Counter[str]()
    whole = answers(built, asked)
    assert [code for code, *_ in whole] == [0] * 5
    for number in range(times(1000)):
        folder = tmp_path / f"w{number}"
        shutil.copytree(built, folder)
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        path = chance.choice([path for path in files if path.stat().st_size])
        what = damage(path, chance)
        found = answers(folder, asked)
        for (code, out, error), (_, expected, _) in zip(found, whole, strict=True):
            if code == 0:
                assert out == expected, what
            else:
                assert code == 3, (what, error)
                assert error.startswith("respondeat: "), (what, error)
                assert "mistake" not in error, (what, error)
        code, out, error = run("verify", "-w", folder)
        assert code in (0, 1, 3), (what, error)
        assert "mistake" not in error, (what, error)
        failed = [code for code, *_ in found if code]
        assert code or not failed, (what, "verify passes what cannot be read")
        seen["harmless" if not code else "detected" if failed else "found by verify"] += 1
        if "index" in path.relative_to(folder).parts and number % 5 == 0:
            assert run("rebuild", "-w", folder)[0] == 0, what
            assert answers(folder, asked) == whole, what
            assert run("verify", "-w", folder)[0] == 0, what
        shutil.rmtree(folder)
    assert seen["detected"] > seen["harmless"], seen


def test_a_log_that_lost_lines_is_noticed_and_mended(
    built: Path, asked: list[Path], tmp_path: Path
) -> None:
    shutil.copytree(built, tmp_path / "w")
    whole = answers(built, asked)
    log = tmp_path / "w" / "record" / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    for cut in (b"".join(lines[:-3]), b"".join(lines)[:-20], lines[0]):
        log.write_bytes(cut)
        for _ in range(2):
            assert {code for code, *_ in answers(tmp_path / "w", asked)} == {3}
        assert run("rebuild", "-w", tmp_path / "w")[0] == 0
        assert answers(tmp_path / "w", asked) == whole
        assert run("verify", "-w", tmp_path / "w")[0] == 0


def test_index_parts_deleted(built: Path, asked: list[Path], tmp_path: Path) -> None:
    whole = answers(built, asked)
    harmless = ("LOG", "LOCK", "OPTIONS")
    inside = sorted(path.relative_to(built) for path in (built / "index").rglob("*"))
    for part in (Path("index"), *(inside if FULL else inside[::3])):
        folder = tmp_path / "w"
        shutil.copytree(built, folder)
        path = folder / part
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        for _ in range(2):
            code, _, error = run("ask", "-w", folder, asked[0])
            assert code == (0 if part.name.startswith(harmless) else 3), (part, error)
            assert code == 0 or "respondeat rebuild" in error
        assert run("rebuild", "-w", folder)[0] == 0
        assert answers(folder, asked) == whole
        shutil.rmtree(folder)


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "existing"])
def test_eight_loads_at_once(sources: Path, tmp_path: Path, fresh: bool) -> None:
    """Each is done whole, or refused naming the one that holds the record."""
    for number in range(times(30)):
        folder = tmp_path / f"w{number}"
        if not fresh:
            load(folder, [sources], by="tests")
        new = [tmp_path / f"{number}-{n}" / f"new-{number}-{n}" for n in range(8)]
        for path in new:
            write(path, LONE)
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "respondeat", "-w", folder, "load", sources, path],
                stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
            )
            for path in new
        ]
        done = [(process.communicate(timeout=100)[1], process.returncode) for process in processes]
        stored = {f"new-{number}-{n}" for n, (_, code) in enumerate(done) if code == 0}
        assert stored
        for error, code in done:
            assert code == 0 or (code == 3 and "is writing to it: wait" in error), error
            assert code == 0 or "process " in error, error
        documents = set(Workspace(folder).record.documents())
        assert {name for name in documents if name.startswith("new-")} == stored
        assert verify(folder)[1] == []


def limited(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_disk_that_takes_no_more(sources: Path, built: Path, tmp_path: Path) -> None:
    """Where files cannot grow: a clean error, and the earlier state is there."""
    before = claims(built).rows
    rows = "".join(f"k{n},incident:one,killed,,{n}\n" for n in range(400))
    new = write(tmp_path / "large", "key,about,property,value,lower\n" + rows)
    codes = Counter[int]()
    for number, size in enumerate([0, 50, 500, 2_000, 6_000, 20_000, 60_000, 200_000, 600_000]):
        folder = tmp_path / f"w{number}"
        shutil.copytree(built, folder)
        done = subprocess.run(
            [sys.executable, "-m", "respondeat", "-w", folder, "load", new],
            capture_output=True,
            check=False,
            text=True,
            preexec_fn=lambda size=size: limited(size),  # type: ignore[misc]
        )
        codes[done.returncode] += 1
        assert done.returncode in (0, 3), done.stderr
        assert "mistake" not in done.stderr
        assert "Traceback" not in done.stderr
        intact(folder, before, done.returncode)
    assert codes[3] > 3


def intact(folder: Path, before: list[tuple[object, ...]], code: int) -> None:
    """The earlier claims are there, the new ones all or none, and a rebuild mends the rest."""
    rows = claims(folder).rows
    old = [row for row in rows if row[1] != "doc:large"]
    assert old == before
    assert len(rows) - len(old) in ((400,) if code == 0 else (0, 400))
    if run("verify", "-w", folder)[0]:
        assert run("rebuild", "-w", folder)[0] == 0
    assert verify(folder)[1] == []


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MiB, where this process may make one."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    if not mount or os.geteuid():
        pytest.skip("a small tmpfs needs root")
    words = [mount, "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("no tmpfs can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk(built: Path, tiny: Path, tmp_path: Path) -> None:
    before = claims(built).rows
    rows = "".join(f"k{n},incident:one,killed,,{n}\n" for n in range(400))
    new = write(tmp_path / "large", "key,about,property,value,lower\n" + rows)
    codes = Counter[int]()
    for free in (0, 4, 8, 16, 32, 64, 128, 512, 1024, 2048, 8192):
        folder, filler = tiny / "w", tiny / "filler"
        shutil.copytree(built, folder)
        left = shutil.disk_usage(tiny).free // 1024 - free
        filler.write_bytes(b"\0" * max(0, left) * 1024)
        done = respondeat("-w", folder, "load", new)
        codes[done.returncode] += 1
        assert done.returncode in (0, 3), done.stderr
        assert "mistake" not in done.stderr
        assert "Traceback" not in done.stderr
        filler.unlink()
        intact(folder, before, done.returncode)
        shutil.rmtree(folder)
    assert codes[3] > 3
    assert codes[0]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return other bytes: flipped, cut, repeated, moved, or with something odd put in."""
    odd = [b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"'", b"=", b"\\", b"[", b": ", b"&a ", b"*a"]
    odd += ["\u202e".encode(), "é".encode(), b"actor:", b"..", b"\xef\xbb\xbf", b"9" * 400, b"- "]
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        if not changed:
            break
        at, other = sorted((chance.randrange(len(changed)), chance.randrange(len(changed))))
        how = chance.randrange(6)
        if how == 0:
            changed[at] = chance.randrange(256)
        elif how == 1:
            del changed[at:other]
        elif how == 2:
            changed[at:at] = chance.choice(odd)
        elif how == 3:
            changed[at:at] = changed[at:other]
        elif how == 4:
            changed[at : at + 1] = b""
        else:
            del changed[other:]
    return bytes(changed)


def test_mutated_files(tmp_path: Path) -> None:
    """10,000 mutated files: each is refused by one kind of error, and nothing is stored."""
    import openpyxl

    sources = corpus(tmp_path / "sources")
    book = openpyxl.Workbook()
    for row in table(REPORT):
        book.worksheets[0].append(row)
    write(sources / "typed", None)
    book.save(sources / "typed" / "claims.xlsx")
    folder = tmp_path / "w"
    load(folder, [sources], by="tests")
    before = (folder / "record" / "log.jsonl").read_bytes()
    chance, outcomes, unplaced = random.Random(3), Counter[str](), 0
    targets = ["report/document.yml", "report/claims.csv", "typed/claims.xlsx", "entities.csv"]
    for _ in range(times(10_000)):
        target = chance.choice(targets)
        path = sources / target
        kept = path.read_bytes()
        path.write_bytes(noise(kept, chance) if path.suffix == ".xlsx" else mutated(kept, chance))
        try:
            done = load(folder, [path.parent if path.parent != sources else sources], by="tests")
            outcomes["unchanged"] += 1
            assert {change.action for change in done} == {"unchanged"}
        except RespondeatError as error:
            outcomes[type(error).__name__] += 1
            unplaced += not isinstance(error, UsageError) and error.path is None
        path.write_bytes(kept)
    assert (folder / "record" / "log.jsonl").read_bytes() == before
    assert not list((folder / "record" / "entry").glob("tmp-*"))
    assert len(list((folder / "record" / "entry").iterdir())) == 4
    assert not unplaced
    assert verify(folder)[1] == []
    assert {"SheetError", "DocumentError", "UsageError"} <= set(outcomes), outcomes


def noise(content: bytes, chance: random.Random) -> bytes:
    """Return a workbook of which the file, or one of its parts, is mutated."""
    if chance.random() < 0.3:
        return mutated(content, chance)
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w") as new:
        one = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutated(part, chance) if name == one else part)
    return whole.getvalue()


def bombs(chance: random.Random) -> tuple[str, bytes]:
    """Return a file that is small, or just allowed, and costly to read."""
    deep = chance.choice([1_000, 20_000, 60_000])
    many = chance.choice([6, 9, 12])
    laughs = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n"
        for n in range(many)
    )
    head = b"key,about,property,value\n"
    sheet = b"<worksheet><sheetData>"
    xml = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(many)
    )
    cells = b"<row>" + b'<c t="inlineStr"><is><t>a</t></is></c>' * 99 + b"</row>"
    return chance.choice(
        [
            ("document.yml", laughs.encode()),
            ("document.yml", b"title: " + chance.choice([b"[", b"{", b"- ", b"? "]) * deep),
            ("document.yml", b"title: " + b"a" * 10**8),
            ("claims.csv", head + b"k1,incident:one,perpetrator," + b"a" * 6 * 2**20),
            ("claims.csv", head + b'k1,"' * 10**6),
            ("claims.csv", head + b"k,a,b,c\n" * deep),
            ("claims.csv", b"," * MOST_BYTES),
            ("claims.csv", head + b"\n" * (MOST_BYTES - 100)),
            ("claims.csv", head + b"".join(b"k%d,x,y,z\n" % n for n in range(19_000))),
            ("claims.xlsx", b" " * 10**9 if chance.random() < 0.1 else b" " * 10**8),
            ("claims.xlsx", xml + b"]><worksheet>&%c;</worksheet>" % (97 + many)),
            ("claims.xlsx", sheet + cells * (2 * MOST_BYTES // len(cells) - 10)),
            ("claims.xlsx", sheet + b"<row>" * deep),
            ("claims.xlsx", sheet + b'<row r="9999999">' + b'<c r="XFD1"><v>1</v></c></row>'),
            ("entities.csv", b"id,kind,label\n" + b"actor:a,State,A\n" * 19_000),
        ]
    )


def test_bombs(tmp_path: Path) -> None:
    """200 bombs: each is refused within 5 s and 512 MiB."""
    chance = random.Random(4)
    slowest, largest = 0.0, 0
    for number in range(times(200)):
        sources = corpus(tmp_path / f"s{number}")
        name, content = bombs(chance)
        path = (sources if name == "entities.csv" else sources / "report") / name
        if name.endswith(".xlsx"):
            (path.parent / "claims.csv").unlink()
            book(path, content)
        else:
            path.write_bytes(content)
        began = time.monotonic()
        process = subprocess.run(
            [sys.executable, "-c", MEASURED, "-w", tmp_path / "w", "load", sources],
            capture_output=True,
            check=False,
            text=True,
        )
        error, peak = process.stderr, int(process.stdout)
        slowest = max(slowest, time.monotonic() - began)
        largest = max(largest, peak)
        assert process.returncode == 3, (name, content[:80], error[:500])
        assert error.startswith("respondeat: "), error[:500]
        assert "mistake" not in error, error[:500]
        assert time.monotonic() - began < 5, (name, content[:80])
        assert peak < 512 * 1024, (name, content[:80])
        assert not (tmp_path / "w").exists()
        shutil.rmtree(sources)


def book(path: Path, sheet: bytes) -> None:
    import openpyxl

    whole, made = io.BytesIO(), openpyxl.Workbook()
    made.save(whole)
    with (
        zipfile.ZipFile(whole) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, sheet if "worksheets/" in name else old.read(name))


def test_literals_are_kept_as_received(tmp_path: Path) -> None:
    """5,000 literals come out of the record, the claims and the index as they went in."""
    chance = random.Random(5)
    fixed = [
        "1.10",
        "01",
        "EN-us",
        "2017-05-04T00:00:00+03:00",
        '"',
        "'",
        "\\",
        "a\tb",
        "a\nb",
        "=1",
    ]
    fixed += [
        "é",
        "e\u0301",
        "لا",
        "\u202eabc",
        "\u200f",
        "😀",
        "<a>",
        "{}",
        "?x",
        "a\\u0041",
        "\ufeffa",
    ]
    alphabet = [
        chr(n)
        for n in range(0x20, 0x2FFFF)
        if unicodedata.category(chr(n)) not in ("Cs", "Cn", "Cc") and n & 0xFFFE != 0xFFFE
    ]
    values = fixed + [
        "".join(chance.choices(alphabet, k=chance.randrange(1, 30))).strip() or "x"
        for _ in range(times(5_000) - len(fixed))
    ]
    sources = corpus(tmp_path / "sources")
    rows = [["key", "about", "property", "value", "language", "original", "stated"]]
    rows += [
        [f"k{n}", "actor:b", "designation", value, chance.choice(["en", "AR-sy", ""]), value, value]
        for n, value in enumerate(values)
    ]
    written = "\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    write(sources / "names", written)
    load(tmp_path / "w", [sources], by="tests")
    record = Workspace(tmp_path / "w").record
    stored = {row["key"]: row for row in record.rows() if row["document"] == "names"}
    told = [json.loads(line) for line in claims(tmp_path / "w", document="names").json_lines()]
    assert len(told) == len(values)
    for (key, _, _, value, language, _, _), line in zip(rows[1:], told, strict=True):
        for row in (stored[key], line):
            assert row["value"] == row["original"] == row["stated"] == value
            assert (row["language"] or "") == language
    asked = Question.from_text(
        "names",
        "PREFIX says: <https://w3id.org/respondeat/says#> SELECT ?c ?v { ?c says:designation ?v }",
    )
    found = dict(answer(Workspace(tmp_path / "w").index(), asked).rows)
    assert [found[f"claim:names.k{n}"] for n in range(len(values))] == values


def test_retraction_reaches_every_answer(tmp_path: Path) -> None:
    """A retracted claim is in no answer; answers that named it changed."""
    folder = tmp_path / "w"
    load(folder, [data_folder("corpus")], by="tests")
    questions = [Question.named(name) for name in names()]
    chance = random.Random(6)

    def told() -> dict[str, str]:
        index = Workspace(folder).index()
        found = {one.name: str(answer(index, one).rows) for one in questions}
        code, out, _ = run("scope", "-w", folder, "incident:khan-shaykhun-2017-04-04", "--json")
        assert code == 0
        return {**found, "scope": out}

    named = sorted({str(row[0]) for row in claims(folder).rows})
    before = told()
    used = [name for name in named if any(mentions(text, name) for text in before.values())]
    assert used
    for name in chance.sample(used, min(times(30), len(used))):
        retract(folder, name, by="tests", why="proof")
        after = told()
        for question, text in after.items():
            assert not mentions(text, name), (question, name)
            if mentions(before[question], name):
                assert text != before[question], (question, name)
        before = after
    assert verify(folder)[1] == []


def mentions(text: str, claim: str) -> bool:
    return f"'{claim}'" in text or f'"{claim}"' in text
