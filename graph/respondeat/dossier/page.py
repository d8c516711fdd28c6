"""The page: a dossier as one HTML file that asks the network for nothing and runs no script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from respondeat.errors import UsageError

__all__ = ["TEMPLATES", "page"]

TEMPLATES = Path(__file__).resolve().parent / "templates"


def page(dossier: dict[str, Any]) -> str:
    """Return a dossier as HTML; raise ``UsageError`` where Jinja2 is missing.

    All of its text is escaped; a figure is SVG that was made with escaped text.
    """
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup
    except ImportError as error:
        raise UsageError(
            "a page needs Jinja2, which this installation lacks: `pip install jinja2`"
        ) from error
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["drawn"] = Markup
    style = (TEMPLATES / "dossier.css").read_text("utf-8")
    made = environment.get_template("dossier.html").render(
        {**dossier, "cover": dossier["blocks"], "style": Markup(style)}  # noqa: S704
    )
    return made
