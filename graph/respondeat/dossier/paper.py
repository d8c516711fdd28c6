"""The paper: a dossier as a PDF, set by typst with the fonts that it and this package carry."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from respondeat.dossier.block import plain
from respondeat.dossier.page import TEMPLATES
from respondeat.errors import RespondeatError, UsageError

__all__ = ["PaperError", "paper"]

_SHORT = 80


class PaperError(RespondeatError):
    """The installed typst could not set a dossier."""


def paper(dossier: dict[str, Any]) -> bytes:
    """Return a dossier as PDF.

    Raise ``UsageError`` where the extra ``report`` is missing, ``PaperError`` where typst fails.

    The content goes to typst as JSON beside the template, never as markup. No font of the system
    is used: the same dossier gives the same bytes with the same typst.
    """
    try:
        import typst
    except ImportError as error:
        raise UsageError(
            "a PDF needs typst: install the extra 'report', `pip install 'respondeat[report]'`"
        ) from error
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "dossier.json").write_text(json.dumps(_content(dossier)), "utf-8")
        (root / "dossier.typ").write_bytes((TEMPLATES / "dossier.typ").read_bytes())
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[TEMPLATES / "font"])
        try:
            compiler = typst.Compiler(
                root / "dossier.typ",
                root=root,
                font_paths=fonts,
                package_path=root / "no-packages",
                package_cache_path=root / "no-packages",
            )
            made = compiler.compile(format="pdf", timestamp=_day(dossier))
        except RuntimeError as error:  # every error of typst's is one
            said = " ".join(str(error).split())
            raise PaperError(
                f"typst could not set the paper ({said}): install the version that the extra"
                " 'report' asks for; the HTML holds the same"
            ) from error
    assert isinstance(made, bytes)
    return made


def _content(dossier: dict[str, Any]) -> dict[str, Any]:
    title = dossier["title"]
    return {
        **{key: value for key, value in dossier.items() if key != "blocks"},
        "short": title if len(title) <= _SHORT else title[: _SHORT - 1] + "…",
        "cover": [_block(one) for one in dossier["blocks"]],
        "sections": [_section(one) for one in dossier["sections"]],
        "annex": [_section(one) for one in dossier["annex"]],
    }


def _section(section: dict[str, Any]) -> dict[str, Any]:
    return {**section, "blocks": [_block(one) for one in section["blocks"]]}


def _block(block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] != "figure":
        return block
    return {**block, "alt": " ".join(map(plain, [block["caption"], *block["said"]]))}


def _day(dossier: dict[str, Any]) -> datetime:
    """Return the day on which the record was last changed: no clock of now enters the file."""
    day = dossier.get("dated") or "1970-01-01"
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
