"""Drawing: a scalable figure of boxes, lines and words, without colour as a carrier of meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from respondeat.dossier.block import plain, text

__all__ = ["INK", "PAPER", "Drawing", "wrapped"]

_FONT = "Libertinus Serif, Noto Naskh Arabic, Georgia, serif"
_WIDE = 0.54
"""Width of a letter in ems: that of a broad serif face, since a page may be set in another one."""

INK, FAINT, PAPER = "#1a1a1a", "#6b6b6b", "#ffffff"
DASHES = {"solid": "", "dashed": "6 4", "dotted": "1.5 3"}


class Drawing:
    """An SVG that grows by what is drawn on it; lengths are in its own units, y grows downward.

    >>> drawing = Drawing("a title")
    >>> drawing.words(0, 10, ["<b>"])
    >>> "&lt;b&gt;" in drawing.svg(20, 20)
    True
    """

    def __init__(self, title: str) -> None:
        """Start with a title that a reader of the screen speaks."""
        self._root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})
        ElementTree.SubElement(self._root, "title").text = _safe(title)

    def svg(self, width: float, height: float) -> str:
        """Return the figure as text."""
        size = {"viewBox": f"0 0 {_n(width)} {_n(height)}", "role": "img", "font-family": _FONT}
        for name, value in {**size, "width": _n(width), "height": _n(height)}.items():
            self._root.set(name, value)
        return ElementTree.tostring(self._root, encoding="unicode")

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        line: str = "solid",
        heavy: bool = False,
        fill: str = PAPER,
        round_: float = 0,
    ) -> None:
        """Draw a box; its border is solid, dashed or dotted."""
        attributes = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
        self._add("rect", attributes | {"rx": _n(round_), "fill": fill} | _stroke(line, heavy))

    def blank(self, x: float, y: float, width: float, height: float) -> None:
        """Clear a place for words."""
        sides = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
        self._add("rect", sides | {"fill": PAPER})

    def line(
        self, points: Sequence[tuple[float, float]], *, line: str = "solid", heavy: bool = False
    ) -> None:
        """Draw straight lines through points."""
        path = "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self._add("path", {"d": path, "fill": "none"} | _stroke(line, heavy))

    def curve(
        self, start: tuple[float, float], end: tuple[float, float], *, line: str = "solid"
    ) -> None:
        """Draw a line that leaves and arrives upright."""
        (x, y), (to_x, to_y) = start, end
        middle = (y + to_y) / 2
        path = (
            f"M{_n(x)} {_n(y)} C{_n(x)} {_n(middle)} {_n(to_x)} {_n(middle)} {_n(to_x)} {_n(to_y)}"
        )
        self._add("path", {"d": path, "fill": "none"} | _stroke(line, False))

    def head(self, x: float, y: float) -> None:
        """Draw the head of an arrow that points down."""
        points = f"{_n(x)},{_n(y)} {_n(x - 4)},{_n(y - 7)} {_n(x + 4)},{_n(y - 7)}"
        self._add("polygon", {"points": points, "fill": INK})

    def hatched(self, x: float, y: float, width: float, height: float, step: float = 5) -> None:
        """Draw a box that is hatched, for what is contested."""
        self.box(x, y, width, height)
        at = step
        while at < width + height:
            low, high = min(at, height), max(0.0, at - width)
            self.line([(x + at - low, y + low), (x + at - high, y + high)])
            at += step

    def words(
        self,
        x: float,
        y: float,
        lines: Iterable[str],
        *,
        size: float = 9,
        anchor: str = "start",
        bold: bool = False,
        faint: bool = False,
    ) -> None:
        """Write lines of text, the base line of the first at ``y``."""
        for number, content in enumerate(lines):
            attributes = {
                "x": _n(x),
                "y": _n(y + number * size * 1.25),
                "font-size": _n(size),
                "text-anchor": anchor,
                "fill": FAINT if faint else INK,
            }
            if bold:
                attributes["font-weight"] = "bold"
            self._text(attributes, content)

    def _text(self, attributes: dict[str, str], content: str) -> None:
        runs = text(content)
        if len(runs) == 1 and not isinstance(runs[0], str):
            attributes |= {"direction": "rtl", "xml:lang": "ar"}
        self._add("text", attributes).text = plain(runs)

    def _add(self, tag: str, attributes: dict[str, str]) -> ElementTree.Element:
        return ElementTree.SubElement(self._root, tag, attributes)


def wrapped(content: str, width: float, size: float = 9) -> list[str]:
    """Break a text into lines that fit a width; a word that is longer is broken where it must be.

    >>> wrapped("one two three", 40)
    ['one two', 'three']
    """
    most = max(4, int(width / (size * _WIDE)))
    lines: list[str] = []
    for word in plain(text(content)).split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
            continue
        lines += [word[at : at + most] for at in range(0, len(word), most)]
    return lines


def _stroke(line: str, heavy: bool) -> dict[str, str]:
    found = {"stroke": INK, "stroke-width": "2.2" if heavy else "0.9"}
    return found | ({"stroke-dasharray": DASHES[line]} if DASHES[line] else {})


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _safe(content: str) -> str:
    return plain(text(content))
