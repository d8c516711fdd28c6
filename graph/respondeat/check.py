"""Check a workspace: queries whose rows are violations, and SHACL shapes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from respondeat.ask import answer
from respondeat.files import folder as data_folder
from respondeat.index import Index, MemoryIndex
from respondeat.question import Question, names
from respondeat.table import Table
from respondeat.terms import Terms
from respondeat.workspace import Workspace

__all__ = ["check", "checks", "shapes"]

_COLUMNS = ("check", "subject", "message")


def check(folder: Path) -> tuple[Table, bool]:
    """Return every violation in a workspace, and whether the shapes were run.

    They need pySHACL, which the extra ``respondeat[check]`` brings.
    """
    workspace = Workspace(folder)
    terms = Terms(workspace.base)
    whole = MemoryIndex()
    whole.load(workspace.turtle())
    rows = checks(whole, terms)
    able = find_spec("pyshacl") is not None
    if able:
        # prefix lines may stand again and again in one Turtle text
        rows += shapes(b"".join(workspace.turtle()), terms)
    return Table(_COLUMNS, sorted(rows)), able


def checks(index: Index, terms: Terms) -> list[tuple[str, str, str]]:
    """Run ``queries/check`` and return (check, what violates it, why)."""
    found = []
    for name in names("check"):
        question = Question.named(name, "check")
        for row in answer(index, question, terms=terms).rows:
            cells = [str(cell) for cell in row if cell is not None]
            found.append((name, cells[0], "; ".join([question.summary, *cells[1:]])))
    return found


def shapes(turtle: bytes, terms: Terms) -> list[tuple[str, str, str]]:
    """Validate Turtle against ``ontology/shapes`` and return (shape file, node, message)."""
    import pyshacl
    import rdflib

    data, rules = rdflib.Graph(), rdflib.Graph()
    data.parse(data=turtle, format="turtle")
    for path in sorted((data_folder("ontology") / "shapes").glob("*.ttl")):
        rules.parse(data=terms.rebase(path.read_text("utf-8")), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, advanced=False, do_owl_imports=False)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert isinstance(report, rdflib.Graph)
    return [
        (
            "shape",
            terms.compact(str(report.value(result, sh.focusNode))),
            str(report.value(result, sh.resultMessage)),
        )
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    ]
