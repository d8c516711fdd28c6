"""HermiT, the OWL reasoner, in a process of its own that can be stopped."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys

from respondeat.errors import ReasonError

__all__ = ["inconsistencies"]

_XSD = b"http://www.w3.org/2001/XMLSchema#"
_READABLE = {
    _XSD + name
    for name in b"string boolean integer decimal double float anyURI dateTime"
    b" nonNegativeInteger positiveInteger int long".split()
}
_TYPED = re.compile(rb'"\^\^<([^>]*)>\s*\.\s*$')
_TAG = re.compile(rb'"@[A-Za-z0-9-]+\s*\.\s*$')
_CONTRADICTION = "the axioms and data contradict each other"


def inconsistencies(triples: bytes, *, seconds: float = 60) -> list[str]:
    """Return what HermiT finds wrong in N-Triples: nothing, a contradiction, or empty classes.

    Triples with a literal that HermiT cannot read (``xsd:date`` and its like) are left out, and
    so are the language tags of texts.
    Raise ``ReasonError`` where Java or owlready2 is missing, the input is not OWL that HermiT
    reads, or the time is up; the process and its Java are then gone.
    """
    if shutil.which("java") is None:
        raise ReasonError("Java is missing: install a Java 11 or later, HermiT runs on it")
    readable = b"".join(
        _TAG.sub(b'" .', line) + b"\n" for line in triples.splitlines() if _is_readable(line)
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "respondeat.reason"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(readable, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ReasonError(
            f"HermiT was stopped after {seconds:g} s: give it less to read, or more time"
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # the session holds Java too
            process.communicate()
    if process.returncode != 0:
        last = errors.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise ReasonError(f"HermiT could not read the ontology: {last[-1]}")
    found: list[str] = json.loads(output)
    return found


def _is_readable(line: bytes) -> bool:
    typed = _TYPED.search(line)
    return typed is None or typed.group(1) in _READABLE


def _reason(triples: bytes) -> list[str]:
    try:
        import owlready2
    except ImportError as error:
        raise SystemExit("owlready2 is missing: pip install 'respondeat[reason]'") from error
    world = owlready2.World()
    whole = world.get_ontology("urn:respondeat:reason#")
    whole.load(fileobj=io.BytesIO(triples), format="ntriples", only_local=True)
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return [_CONTRADICTION]
    empty = {kind.iri for kind in world.inconsistent_classes()} - {owlready2.Nothing.iri}
    return [f"nothing can be a {kind}" for kind in sorted(empty)]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_reason(sys.stdin.buffer.read())))
