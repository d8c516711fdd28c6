"""Conventions of the project; run as a program, write the generated parts of the README."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from respondeat.cli import main
from respondeat.commands import COMMANDS, Argument

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "graph" / "respondeat"
MODULES = sorted(PACKAGE.rglob("*.py"))
BINARY = (".xlsx", ".ttf")
LOCKS = ("requirements.lock", "requirements-dev.lock")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
FOLDERS = "graph ontology queries readings corpus tests notebooks benchmarks .ci".split()


def commands() -> str:
    """Write every command with its arguments, as the README shows them."""
    lines = []
    for name, command in COMMANDS.items():
        words = " ".join(_usage(argument) for argument in command.arguments)
        lines += [f"**`{' '.join(f'respondeat {name} {words}'.split())}`**  ", command.help, ""]
        lines += [f"- `{_name(argument)}`: {argument.help}" for argument in command.arguments]
        lines += [""] if command.arguments else []
    return "\n".join(lines).strip()


def floors() -> str:
    """Write the floors as they are enforced."""
    lines = []
    for contract in PROJECT["tool"]["importlinter"]["contracts"]:
        (container,) = contract["containers"]
        lines += [f"[{container}]", *contract["layers"], ""]
    return "\n".join(["```", *lines[:-1], "```"])


def with_generated(text: str) -> str:
    """Return the README with both generated parts as they should be."""
    for name, part in (("commands", commands()), ("floors", floors())):
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        assert len(marked.findall(text)) == 1, f"the README lacks the marks of {name!r}"
        text = marked.sub(lambda found, part=part: f"{found[1]}{part}\n{found[2]}", text)  # type: ignore[misc]
    return text


def _name(argument: Argument) -> str:
    return argument.flags[0] if argument.flags[0].startswith("-") else argument.flags[0].upper()


def _usage(argument: Argument) -> str:
    name, nargs = _name(argument), argument.options.get("nargs")
    if name.startswith("-"):
        flag = argument.options.get("action") == "store_true"
        return f"[{name}]" if flag else f"[{name} {name.strip('-').upper()}]"
    return {None: name, "?": f"[{name}]", "*": f"[{name}...]", "+": f"{name}..."}[nargs]


def tracked() -> list[Path]:
    """Return every text file that belongs to the project."""
    inside = (path for name in FOLDERS for path in (ROOT / name).rglob("*"))
    files = [path for path in (*inside, *ROOT.glob("*")) if path.is_file()]
    text = [path for path in files if path.suffix not in BINARY]
    return [path for path in text if not _made(path.relative_to(ROOT))]


def _made(path: Path) -> bool:
    """Say whether a file was made by a tool: in a hidden folder or a cache."""
    return any(part.startswith((".", "__pycache__")) and part != ".ci" for part in path.parts)


def test_the_readme_shows_the_commands_and_floors_as_they_are() -> None:
    text = (ROOT / "README.md").read_text()
    assert with_generated(text) == text, "run `make readme`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    command = COMMANDS[name]
    assert command.help.endswith(".")
    assert all(argument.help for argument in command.arguments)
    assert f"respondeat {name}" in (ROOT / "README.md").read_text()


def test_every_command_in_the_readme_exists() -> None:
    shown = re.findall(r"^(?:\.venv/bin/)?respondeat (?:-w \S+ )?([a-z]+)",
                       (ROOT / "README.md").read_text(), re.MULTILINE)  # fmt: skip
    assert shown
    assert set(shown) <= set(COMMANDS)


def test_the_tour_of_the_readme_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "README.md").read_text()
    files = re.findall(r"^`([\w./-]+)`\n\n```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(files) == 4
    for name, content in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    mine, note = str(tmp_path / "mine"), tmp_path / "riverton-note"
    assert main(["-w", mine, "load", str(note)]) == 0
    about = "about=incident:riverton-2030-03-02"
    assert main(["-w", mine, "ask", "perpetrators", about, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out.splitlines()[-1])["rows"]
    assert {row["stance"] for row in rows} == {"stance:affirms", "stance:denies"}
    assert main(["-w", mine, "verify", "--texts", str(tmp_path / "texts")]) == 0
    sheet = (note / "claims.csv").read_text()
    (note / "claims.csv").write_text(sheet.replace("hedge:at-least", "hedge:atleast"))
    assert main(["-w", mine, "load", str(note)]) == 3
    assert "claims.csv:4:4" in capsys.readouterr().err
    (note / "claims.csv").write_text(sheet.replace("12,12,", "12,13,"))
    assert main(["-w", mine, "load", str(note)]) == 2
    assert main(["-w", mine, "load", str(note), "--why", "corrected"]) == 0
    assert main(["-w", mine, "claims", "--log"]) == 0
    assert main(["-w", mine, "claims", "riverton-note", "--known", "2"]) == 0


def test_every_make_target_is_listed_by_help() -> None:
    text = (ROOT / "Makefile").read_text()
    listed = set(re.findall(r"^([a-z]+):.*##", text, re.MULTILINE))
    declared = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split()
    assert listed == set(declared)


def test_every_module_has_a_floor() -> None:
    placed = []
    for contract in PROJECT["tool"]["importlinter"]["contracts"]:
        (container,) = contract["containers"]
        for layer in contract["layers"]:
            placed += [f"{container}.{name.strip()}" for name in re.split(r"[|:]", layer)]
    assert len(placed) == len(set(placed))
    packages = {f"respondeat.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    modules = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in MODULES
        if path.stem not in ("__init__", "__main__")
    }
    assert set(placed) == modules | packages


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_a_module_is_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))


def test_half_of_the_modules_are_short() -> None:
    sizes = sorted(len(path.read_text().splitlines()) for path in MODULES)
    assert sizes[len(sizes) // 2] <= 150


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "file:" not in text
    entries = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(entries) == len(re.findall(r"^\w", text, re.MULTILINE)) > 10
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_locks_agree() -> None:
    core, everything = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS
    )
    assert core <= everything


def test_the_lock_has_every_dependency() -> None:
    locked = (ROOT / LOCKS[1]).read_text().lower().replace("_", "-")
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in (
        *project["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    ):
        wanted += extra
    for requirement in wanted:
        name = re.split(r"[<>=\[ ;]", requirement)[0].lower().replace("_", "-")
        assert re.search(rf"^{name}==", locked, re.MULTILINE), name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook = json.loads(path.read_text())
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert cells
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    assert re.match(r"\d\d-[a-z-]+$", path.stem)


@pytest.mark.parametrize(
    "pattern",
    [
        "corpus/*/document.yml", "corpus/*/claims.csv", "ontology/*.ttl",
        "ontology/vocabulary/*.ttl", "ontology/law/*.ttl", "ontology/shapes/*.ttl",
        "ontology/example/*/valid.ttl",
        "queries/question/*.rq", "queries/check/*.rq", "queries/demo/*.rq", "readings/*.toml",
        "notebooks/*.ipynb", "benchmarks/[a-z]*.py",
    ],
)  # fmt: skip
def test_discovery_finds_something(pattern: str) -> None:
    assert list(ROOT.glob(pattern))


def test_no_file_names_a_machine_or_a_registry() -> None:
    # written in two halves, so that this file does not name them either
    hosts = ["pypi" + ".org", "python" + "hosted", "npm" + "js", "debian" + ".org"]
    folders = ["root/", "home/", "opt/", "work/", "tmp/venv"]
    host = "|".join(map(re.escape, hosts))
    found = re.compile(rf"{host}|(?<![\w.~/)}}])/(?:{'|'.join(folders)})")
    files = tracked()
    assert len(files) > 100
    for path in files:
        match = found.search(path.read_text("utf-8", errors="replace"))
        assert match is None, f"{path.relative_to(ROOT)}: {match and match[0]}"


def test_the_licences_are_whole() -> None:
    assert "TERMS AND CONDITIONS FOR USE" in (ROOT / "LICENSE").read_text()
    for name in ("ontology", "corpus"):
        assert "CC-BY-4.0" in (ROOT / name / "LICENSE").read_text()


def test_one_version_everywhere() -> None:
    version = PROJECT["project"]["version"]
    assert f'__version__ = "{version}"' in (PACKAGE / "__init__.py").read_text()
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text()
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text()


def test_help_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "respondeat", "--help"], capture_output=True, text=True, check=True
    )
    assert all(re.search(rf"^  {name} ", done.stdout, re.MULTILINE) for name in COMMANDS)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(with_generated(readme.read_text()))
