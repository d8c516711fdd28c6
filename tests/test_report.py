"""The files of a dossier: whole, inert, offline, the same bytes twice, and printable."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import pytest

from respondeat.dossier.page import page
from respondeat.dossier.sections import dossier
from respondeat.errors import UsageError, WorkspaceError
from respondeat.load import load
from respondeat.reading import Reading
from respondeat.report import content, report
from respondeat.retract import retract
from respondeat.workspace import Workspace

Json = dict[str, Any]
SAMPLE = json.loads(Path(__file__).with_name("dossier").joinpath("trace.json").read_text("utf-8"))
HOSTILE = (
    "<script>alert('x')</script><img src=http://evil.test/a onerror=y> \"'&amp; "
    "#let x = 1; #panic() $a$ *b* _c_ @d \\e `f` // g /* h */ = i [j] {k} ~ \u202egnp.exe"
)
VOID = {"meta", "link", "br", "col", "img", "hr", "input"}
HEADINGS = (
    "The incident",
    "The sources",
    "The law in force",
    "State responsibility",
    "Individual responsibility",
    "Non-State groups",
    "Venues",
    "Corroboration, sole sources, what if",
    "The best contrary case",
    "Gaps, and which document would fill them",
    "Claim register",
    "What was changed on the way",
    "Method",
    "Glossary and names",
    "Hashes",
)


class Reader(HTMLParser):
    """Read a page strictly: every element is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.inside_svg = 0
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute twice in {tag}"
        assert not [name for name in given if name.startswith("on")], given
        self.ids += [str(given["id"])] if "id" in given else []
        for name in ("src", "href", "data", "srcset", "action", "xlink:href", "poster"):
            if name in given:
                target = str(given[name])
                (self.links if target.startswith("#") else self.loads).append(target)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def hostile() -> Json:
    """Return the sample with hostile text wherever a source or a registry may write."""
    trace = json.loads(json.dumps(SAMPLE))
    for entity in trace["entities"].values():
        entity["label"] = f"{entity['label']} {HOSTILE}"
    for fact in trace["facts"]:
        fact["text"] = HOSTILE
    for link in trace["tracks"][0]["links"]:
        link["gaps"], link["assumptions"] = [HOSTILE], [HOSTILE + "x" * 400]
    behind = {
        "claims": {
            name: {"original": HOSTILE[:100], "stated": HOSTILE} for name in trace["claims"]
        },
        "documents": {
            "doc:river-report": {"title": HOSTILE, "address": "https://evil.test/" + "y" * 300}
        },
        "names": {"actor:river-monitor": {"label": HOSTILE, "label_ar": "", "definition": HOSTILE}},
    }
    return dossier(trace, None, None, behind)


@pytest.fixture(scope="module")
def made(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the dossier of the massacres."""
    pytest.importorskip("typst", reason="no typst: the extra 'report' brings it")
    out = tmp_path_factory.mktemp("report")
    done = report(workspace, "set:idlib-massacres-2017-2018", out=out)
    assert [Path(one.file).suffix for one in done] == [".html", ".pdf"]
    for one in done:
        assert one.sha256 == hashlib.sha256(Path(one.file).read_bytes()).hexdigest()
    return out


@pytest.fixture(scope="module")
def html(made: Path) -> str:
    return (made / "dossier-set-idlib-massacres-2017-2018.html").read_text("utf-8")


def test_the_page_is_well_formed_and_every_anchor_resolves(html: str) -> None:
    found = read(html)
    assert len(found.ids) == len(set(found.ids))
    assert found.links
    assert {link[1:] for link in found.links} <= set(found.ids)
    titles = [m.strip() for m in re.findall(r"<h2><span>A?\d+</span> ([^<]+)</h2>", html)]
    assert titles == list(HEADINGS)


def test_the_page_asks_the_network_for_nothing(html: str) -> None:
    found = read(html)
    assert found.loads == ["data:,"]
    assert not {"script", "iframe", "object", "embed", "img", "base", "form"} & found.tags
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in html


def test_names_in_arabic_are_set_apart(html: str) -> None:
    assert '<bdi lang="ar" dir="rtl">الاتحاد الروسي</bdi>' in html
    outside = re.sub(r"<bdi lang=\"ar\" dir=\"rtl\">[^<]*</bdi>", "", html)
    outside = re.sub(r"<text [^>]*direction=\"rtl\"[^>]*>[^<]*</text>", "", outside)
    assert not re.search(r"[\u0590-\u08ff]", outside)


def test_the_page_prints_with_repeated_heads_and_without_colour(html: str) -> None:
    style = html[html.index("<style>") : html.index("</style>")]
    assert "@page" in style
    assert "table-header-group" in style
    assert html.count("<thead>") == html.count("<table")


def test_hostile_text_is_inert_in_the_page() -> None:
    found = read(page(hostile()))
    assert "script" not in found.tags
    assert "img" not in found.tags
    assert found.loads == ["data:,"]
    shown = "".join(found.text)
    assert "<script>alert('x')</script>" in shown
    assert "\u202e" not in shown
    assert "<U+202E>" in shown


def pdf_text(data: bytes) -> str:
    """Return the text layer of a PDF, blanks as one."""
    try:
        from pypdf import PdfReader
    except ImportError:
        if not (program := shutil.which("pdftotext")):
            pytest.skip("neither pypdf nor pdftotext reads a text layer here")
        done = subprocess.run([program, "-", "-"], input=data, capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())
    pages = PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def test_the_paper_has_a_text_layer_with_every_heading(made: Path) -> None:
    text = pdf_text((made / "dossier-set-idlib-massacres-2017-2018.pdf").read_bytes())
    at = 0
    body = text[text.index("Agreed in this record") - 200 :]
    for heading in HEADINGS:
        at = body.index(heading, at)
    assert "Working paper, not a finding" in text
    assert "presumed innocent" in text


def test_hostile_text_is_inert_in_the_paper() -> None:
    pytest.importorskip("typst", reason="no typst: the extra 'report' brings it")
    from respondeat.dossier.paper import paper

    text = re.sub(r"[\s\u200b]", "", pdf_text(paper(hostile())))
    for piece in ("#letx=1;", "#panic()", "$a$", "*b*", "_c_", "@d", "\\e", "`f`", "//g", "/*h*/"):
        assert piece in text
    assert "<script>" in text
    assert "<U+202E>" in text


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="no typst: the extra 'report' brings it")
    code = (
        "import hashlib,json,sys\n"
        "from respondeat.dossier.sections import dossier\n"
        "from respondeat.dossier.page import page\n"
        "from respondeat.dossier.paper import paper\n"
        "made = dossier(json.load(open(sys.argv[1])))\n"
        "for data in (page(made).encode(), paper(made)):\n"
        "    print(hashlib.sha256(data).hexdigest())\n"
    )
    source = tmp_path / "trace.json"
    source.write_text(json.dumps(SAMPLE))
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(source)],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_without_typst_the_page_is_still_written(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    html, pdf = report(workspace, "set:idlib-massacres-2017-2018", out=tmp_path / "new")
    assert Path(html.file).stat().st_size == html.bytes
    assert "pip install 'respondeat[report]'" in pdf.note
    assert pdf.bytes is None
    assert [path.name for path in (tmp_path / "new").iterdir()] == [Path(html.file).name]


def test_without_jinja_nothing_is_written_and_the_cure_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError, match=r"needs Jinja2.*pip install jinja2"):
        page(dossier(SAMPLE))


def test_a_place_that_cannot_be_written_is_said(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        report(workspace, "set:idlib-massacres-2017-2018", out=tmp_path / "file")


class Proxy(BaseHTTPRequestHandler):
    """Answers every request for any host, and remembers which page asked."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    do_CONNECT = do_POST = do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def proxy() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Proxy.asked.clear()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def printed(browser: str, source: Path, target: Path, proxy: str) -> None:
    """Print a page with a browser whose every request goes to the proxy."""
    flags = (
        "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-sync"
        " --disable-background-networking --disable-component-update --disable-default-apps"
        " --disable-domain-reliability --disable-extensions --no-pdf-header-footer"
        " --proxy-bypass-list=<-loopback>"
    ).split()
    subprocess.run(
        [
            browser,
            *flags,
            f"--proxy-server=http://{proxy}",
            f"--user-data-dir={target.parent / 'profile'}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ],
        capture_output=True,
        timeout=180,
        check=True,
    )


def test_a_browser_prints_the_page_and_no_request_leaves(
    html: str, tmp_path: Path, proxy: str
) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("no chromium: `apt-get install chromium` brings one")
    probe = tmp_path / "probe.html"
    probe.write_text('<p>a page that asks<img src="http://probe.test/a.png">')
    printed(browser, probe, tmp_path / "probe.pdf", proxy)
    assert any("probe.test" in one for one in Proxy.asked), "the proxy sees what is asked"
    Proxy.asked.clear()
    source = tmp_path / "dossier.html"
    source.write_text(html, "utf-8")
    printed(browser, source, tmp_path / "dossier.pdf", proxy)
    own = re.compile(r"google|gstatic|gvt\d|chrom")  # of the browser itself, not of the page
    assert [one for one in Proxy.asked if not own.search(one)] == []
    text = pdf_text((tmp_path / "dossier.pdf").read_bytes())
    assert "The best contrary case" in text
    assert "Hashes" in text


SECRETS = ("hidden", "Hidden", "HIDDEN", "sealed", "Sealed", "rocket", "Rocket", "saw it", "cellar")
PEOPLE = """\
id,kind,label,label_ar
actor:river-monitor,DocumentationOrganisation,River Monitor,
actor:gazette,MediaOutlet,Gazette,
actor:echo,MediaOutlet,Echo,
actor:hidden-witness,Person,Hidden Witness,الشاهد
actor:northern-state,State,Northern State,
actor:northern-command,ArmedForce,Northern Command,
incident:river-2030,Incident,River,
"""
TESTIMONY = """\
key,asserter,about,property,value,sensitivity,original
who,,incident:river-2030,perpetrator,actor:northern-command,sensitivity:restricted,saw it
what,,incident:river-2030,weapon,weapon:rocket,sensitivity:sealed,from the cellar
"""
GAZETTE = """\
key,about,property,value,edtf,stance,relays,answers
who,incident:river-2030,perpetrator,actor:northern-command,,,sealed-testimony.who,
when,incident:river-2030,occurredDuring,,2030-03-02,,,
organ,actor:northern-command,organOf,actor:northern-state,,,,
"""
ECHO = """\
key,about,property,value,stance,relays,answers
who,incident:river-2030,perpetrator,actor:northern-command,,sealed-testimony,
not,incident:river-2030,perpetrator,actor:northern-state,denies,,sealed-testimony.who
"""


@pytest.fixture
def protected(tmp_path: Path) -> Path:
    """Return a workspace in which public documents pass on, answer and draw on hidden claims."""

    def write(name: str, title: str, publisher: str, sheet: str, more: str = "") -> None:
        folder = tmp_path / "corpus" / name
        folder.mkdir(parents=True)
        text = f"title: {title}\npublisher: actor:{publisher}\npublished: 2030-03-05\n{more}"
        (folder / "document.yml").write_text(text)
        (folder / "claims.csv").write_text(sheet)

    write("sealed-testimony", "What a Hidden Witness told", "hidden-witness", TESTIMONY)
    write("gazette", "Report", "gazette", GAZETTE, "derived-from: [doc:sealed-testimony]\n")
    write("echo", "Echo", "echo", ECHO, "draws-on: [doc:sealed-testimony]\n")
    (tmp_path / "corpus" / "entities.csv").write_text(PEOPLE)
    load(tmp_path / "w", [tmp_path / "corpus"], by="tests", why="corrected")
    return tmp_path / "w"


def at(folder: Path, known: int | None) -> Json:
    """Return the dossier of the record as it stood after so many entries."""
    reading = Reading.named("every-claim")._replace(known=known)
    return content(folder, "incident:river-2030", reading=reading)


def everything(folder: Path, out: Path, **readings: Reading) -> dict[str, str]:
    """Return all that a dossier's files show, by what it was read from."""
    pytest.importorskip("typst", reason="no typst: the extra 'report' brings it")
    page_file, pdf = report(folder, "incident:river-2030", out=out, **readings)
    html, data = Path(page_file.file).read_text("utf-8"), Path(pdf.file).read_bytes()
    figures = json.dumps(content(folder, "incident:river-2030", **readings), ensure_ascii=False)
    assert "<svg" in html
    return {
        "html": html,
        "pdf text": re.sub(r"[\s\u200b\u00ad]+", " ", pdf_text(data)),
        "pdf bytes": data.decode("latin-1"),
        "data and figures": figures,
    }


@pytest.mark.parametrize("known", [None, 4])
@pytest.mark.parametrize(
    "against",
    ["", "origins = 2", "exclude = ['actor:gazette']", "accept = ['actor:northern-state']"],
)
def test_who_must_not_be_known_is_not_known_from_who_passed_it_on(
    protected: Path, tmp_path: Path, known: int | None, against: str
) -> None:
    readings = {"reading": Reading.named("every-claim")._replace(known=known)}
    if against:
        text = f'summary = "other"\n[[policy]]\nsubjects = ["incident"]\n{against}'
        readings["against"] = Reading.from_text("other", text)
    shown = everything(protected, tmp_path / "out", **readings)
    for name, found in shown.items():
        secrets = SECRETS if name != "pdf bytes" else [one for one in SECRETS if len(one) > 8]
        leaked = [one for one in (*secrets, "الشاهد") if one in found]
        assert leaked == [], (name, leaked)
    assert "Gazette" in shown["html"]
    assert "Northern Command" in shown["pdf text"]
    assert "2 claims of the record are withheld" in shown["html"]


def test_what_was_closed_later_is_closed_in_an_earlier_record_too(
    protected: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "corpus" / "echo" / "claims.csv"
    lines = sheet.read_text().splitlines()
    cells = ["sensitivity", "", "sensitivity:sealed"]
    sheet.write_text("".join(f"{line},{cell}\n" for line, cell in zip(lines, cells, strict=True)))
    entries = len(Workspace(protected).record.entries())
    load(protected, [tmp_path / "corpus"], by="tests", why="corrected")
    for known in (None, entries):
        made = at(protected, known)
        assert "echo.not" not in json.dumps(made)
        assert made["withheld"] == 3


def test_what_was_closed_once_is_closed_in_the_record_of_then(protected: Path) -> None:
    entries = len(Workspace(protected).record.entries())
    retract(protected, "doc:sealed-testimony", by="tests", why="withdrawn")
    made = at(protected, entries)
    assert [one for one in SECRETS if one in json.dumps(made)] == []
    assert made["withheld"] == 2


def test_the_record_behind_a_dossier_is_the_one_that_its_reading_knows(
    protected: Path, tmp_path: Path
) -> None:
    entries = Workspace(protected).record.entries()
    head = Workspace(protected).head(len(entries))
    document = tmp_path / "corpus" / "gazette" / "document.yml"
    document.write_text(document.read_text().replace("title: Report", "title: Amended"))
    load(protected, [tmp_path / "corpus"], by="tests", why="corrected")
    now = json.dumps(content(protected, "incident:river-2030"))
    assert "Amended" in now
    assert head not in now
    before = json.dumps(at(protected, len(entries)))
    assert "Amended" not in before
    assert head in before


def test_what_typst_cannot_set_is_said_and_the_page_is_written(
    protected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("typst", reason="no typst: the extra 'report' brings it")
    from respondeat.dossier import paper
    from respondeat.dossier.page import TEMPLATES

    broken = tmp_path / "templates"
    shutil.copytree(TEMPLATES, broken)
    (broken / "dossier.typ").write_text("#panic()")
    monkeypatch.setattr(paper, "TEMPLATES", broken)
    with pytest.raises(paper.PaperError, match=r"typst could not set the paper \(.*panicked"):
        paper.paper(dossier(SAMPLE))
    html, pdf = report(protected, "incident:river-2030", out=tmp_path / "out")
    assert Path(html.file).exists()
    assert "could not set" in pdf.note


def test_the_font_is_whole_and_carries_its_licence() -> None:
    from respondeat.dossier.page import TEMPLATES

    fonts = sorted((TEMPLATES / "font").iterdir())
    assert [one.name for one in fonts] == ["NotoNaskhArabic-Regular.ttf", "OFL.txt"]
    assert "SIL OPEN FONT LICENSE" in fonts[1].read_text("utf-8")
    digest = hashlib.sha256(fonts[0].read_bytes()).hexdigest()
    assert digest.startswith("8c67eaa2")


def test_a_place_that_is_taken_leaves_nothing_behind(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "dossier-incident-khan-shaykhun-2017-04-04.pdf").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        report(workspace, "incident:khan-shaykhun-2017-04-04", out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [
        "dossier-incident-khan-shaykhun-2017-04-04.pdf"
    ]


@pytest.mark.parametrize("names", [("every-claim", "applicant"), ("two-origins", "every-claim")])
def test_any_two_readings_can_be_laid_side_by_side(workspace: Path, names: tuple[str, str]) -> None:
    left, right = map(Reading.named, names)
    made = content(workspace, "incident:khan-shaykhun-2017-04-04", reading=left, against=right)
    html = page(made)
    assert left.name in html
    assert right.name in html


def test_what_a_reading_does_not_hear_is_not_said_to_be_no_part_of_the_record(
    workspace: Path,
) -> None:
    """The applicant hears no denial of the command: the record holds it all the same."""
    made = content(
        workspace, "incident:khan-shaykhun-2017-04-04", reading=Reading.named("applicant")
    )
    text = json.dumps(made)
    assert "against: none under this reading" in text
    assert "none on record" not in text
