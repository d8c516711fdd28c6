"""Every example is right, or wrong in the way that its first line says."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyshacl import validate
from rdflib import SH

from respondeat.files import folder
from respondeat.ontology import data_files, face_axioms, faces
from respondeat.reason import inconsistencies

EXAMPLES = sorted((folder("ontology") / "example").iterdir())
LAYERS = {
    path: (path / "invalid.ttl").read_text("utf-8").split("\n", 1)[0].removeprefix("# caught by: ")
    for path in EXAMPLES
}
CHECKS = sorted((folder("queries") / "check").glob("*.rq"))

hermit = pytest.mark.skipif(shutil.which("java") is None, reason="Java is missing: HermiT not run")


def caught_by(layer: str) -> list[Path]:
    return [path for path, named in LAYERS.items() if named.partition("/")[0] == layer]


def name(path: Path) -> str:
    return path.name


def triples(turtle: str) -> bytes:
    parsed = ox.parse(turtle.encode(), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    nodes = (quad.triple for quad in parsed)
    return ox.serialize(nodes, format=ox.RdfFormat.N_TRIPLES) or b""


@cache
def language(*, axioms: bool = False) -> bytes:
    """Return modules, vocabularies, law and faces, as N-Triples."""
    parts = [triples(path.read_text("utf-8")) for path in data_files()]
    return b"".join([*parts, faces().encode(), triples(face_axioms()) if axioms else b""])


@cache
def graph(part: str) -> rdflib.Graph:
    if part == "language":
        return rdflib.Graph().parse(data=language(), format="nt")
    found = rdflib.Graph()
    for path in sorted((folder("ontology") / part).glob("*.ttl")):
        found.parse(path)
    return found


def shacl(path: Path) -> str:
    """Return what the shapes find wrong in a file, empty where they find nothing."""
    # pyshacl's own ont_graph brings in classes only, and no concepts
    data = graph("language") + rdflib.Graph().parse(path)
    conforms, _, report = validate(data, shacl_graph=graph("shapes"))
    return "" if conforms else str(report)


def rows(check: Path, path: Path) -> list[str]:
    """Return a check's rows that concern the example itself; its ids say so."""
    store = ox.Store()
    store.bulk_load(language(), ox.RdfFormat.N_TRIPLES)
    store.load(path.read_bytes(), ox.RdfFormat.TURTLE)
    solutions = store.query(check.read_text("utf-8"))
    assert isinstance(solutions, ox.QuerySolutions)
    found = [" ".join(str(term) for term in solution) for solution in solutions]
    return [row for row in found if "example" in row]


def test_examples_were_discovered() -> None:
    assert len(EXAMPLES) >= 12
    assert len(caught_by("hermit")) >= 3
    assert all(LAYERS[path] in ("shacl", "hermit") for path in EXAMPLES if "/" not in LAYERS[path])


def test_shapes_are_shapes() -> None:
    conforms, _, report = validate(graph("language"), shacl_graph=graph("shapes"), meta_shacl=True)
    assert conforms, report


def test_every_shape_fires() -> None:
    messages = {str(message) for message in graph("shapes").objects(None, SH.message)}
    report = shacl(Path(__file__).parent / "broken.ttl")
    assert {message for message in messages if f"Message: {message}\n" not in report} == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_valid_example_passes_shapes_and_checks(path: Path) -> None:
    assert shacl(path / "valid.ttl") == ""
    assert {check.stem: rows(check, path / "valid.ttl") for check in CHECKS} == {
        check.stem: [] for check in CHECKS
    }


@pytest.mark.parametrize("path", caught_by("shacl"), ids=name)
def test_shapes_catch_the_invalid_example(path: Path) -> None:
    assert "Message: " in shacl(path / "invalid.ttl")


@pytest.mark.parametrize("path", caught_by("check"), ids=name)
def test_check_catches_the_invalid_example(path: Path) -> None:
    assert rows(folder("queries") / f"{LAYERS[path]}.rq", path / "invalid.ttl")


@hermit
def test_terms_are_consistent_and_every_class_can_have_members() -> None:
    modules = [path for path in data_files() if path.parent == folder("ontology")]
    assert inconsistencies(b"".join(triples(path.read_text("utf-8")) for path in modules)) == []


@hermit
def test_alignment_keeps_the_terms_consistent() -> None:
    alignment = (folder("ontology") / "alignment.ttl").read_text("utf-8")
    assert inconsistencies(language() + triples(alignment)) == []


@hermit
def test_valid_examples_are_consistent() -> None:
    # the same id is another thing in each example
    together = [
        triples((path / "valid.ttl").read_text("utf-8").replace(":example", f":{path.name}"))
        for path in EXAMPLES
    ]
    assert inconsistencies(language(axioms=True) + b"".join(together)) == []


@hermit
def test_state_that_is_guarantor_and_accused_is_an_accused_guarantor() -> None:
    example = folder("ontology") / "example" / "08-guarantor" / "valid.ttl"
    contrary = """
        @prefix resp: <https://w3id.org/respondeat/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix actor: <https://w3id.org/respondeat/actor/> .
        actor:example-state a [ owl:complementOf resp:AccusedGuarantor ] .
    """
    data = triples(example.read_text("utf-8"))
    assert inconsistencies(language() + data) == []
    assert inconsistencies(language() + data + triples(contrary)) != []


@hermit
@pytest.mark.parametrize("path", caught_by("hermit"), ids=name)
def test_reasoner_catches_the_invalid_example(path: Path) -> None:
    data = triples((path / "invalid.ttl").read_text("utf-8"))
    assert inconsistencies(language(axioms=True) + data) != []
