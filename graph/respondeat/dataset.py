"""Datasets: folders that say how a published file becomes claims, without code.

``dataset.yml`` says what it is and how its files are written, ``mapping.yml`` what a row says, and
``sample.*`` holds invented rows of the same shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from respondeat.columns import row_by_row
from respondeat.document import Document
from respondeat.errors import DatasetError, PeriodError, UsageError
from respondeat.form import TEXT, WORDS
from respondeat.kinds import Kinds
from respondeat.mapping import Mapping, read_yaml
from respondeat.ontology import ontology
from respondeat.period import Period
from respondeat.sound import ID
from respondeat.source import FORMATS, Layout, frames
from respondeat.terms import foreign, is_id

if TYPE_CHECKING:
    import polars

__all__ = ["Dataset", "datasets"]

_BUNDLED = Path(__file__).parent / "datasets"
_ABOUT = tuple("title source-type language published address note".split())
_PUBLISHER = "DocumentationOrganisation"
_FORM = {
    **dict.fromkeys((*_ABOUT, "licence"), TEXT),
    "publisher": {"*": TEXT},
    "file": {"format": WORDS, "encoding": WORDS, "columns": [WORDS], "empty": [TEXT]},
    "expect": {"*": WORDS},
}


class Dataset(NamedTuple):
    """One dataset.

    ``publisher`` is an entity that it registers, ``expect`` names what should hold of every row,
    as SQL conditions.
    """

    folder: Path
    document: Document
    publisher: dict[str, str]
    layout: Layout
    mapping: Mapping
    expect: dict[str, str]

    @classmethod
    def named(cls, name: str, slug: str | None = None, published: str | None = None) -> Dataset:
        """Read a bundled dataset by its name, or any by its folder; ``slug`` is its document's id.

        ``published`` is when the file came out, an EDTF date, where dataset.yml does not say.
        Raise ``DatasetError`` where there is none, or naming the entry that is wrong.
        """
        folder = _BUNDLED / name if is_id(name) and (_BUNDLED / name).is_dir() else Path(name)
        if not (folder / "dataset.yml").is_file():
            raise DatasetError(
                f"no dataset: expected a folder with dataset.yml and mapping.yml, or one of"
                f" {', '.join(datasets())}",
                path=name,
            )
        path = folder / "dataset.yml"
        found = read_yaml(path, _FORM)
        publisher = found.get("publisher")
        if not publisher or set(publisher) - {"id", "kind", "label", "label_ar"}:
            raise DatasetError("'publisher' needs id, kind and label", path=path)
        _check(found, publisher, path)
        slug = slug or folder.resolve().name
        if not is_id(slug) or "." in slug:
            raise DatasetError(f"{slug!r} cannot be the id of a document", path=path)
        layout = _layout(found.get("file", {}), path)
        note = ". ".join(
            str(part)
            for part in (found.get("note"), found.get("licence") and f"Licence: {found['licence']}")
            if part
        )
        metadata = {name: str(found[name]) for name in _ABOUT if found.get(name)}
        if published:
            metadata["published"] = published
        if "published" in metadata:
            _check_date(metadata["published"], None if published else path)
        metadata |= {"publisher": publisher["id"], "verification": "read"}
        if note:
            metadata["note"] = note
        mapping, expect = Mapping.from_file(folder / "mapping.yml"), found.get("expect", {})
        _refuse_aggregates(mapping.sql(), mapping.path)
        _refuse_aggregates(expect.values(), path)
        return cls(
            folder,
            Document(slug, dict(sorted(metadata.items()))),
            {"kind": _PUBLISHER} | {name: str(value) for name, value in publisher.items()},
            layout,
            mapping,
            expect,
        )

    @property
    def sample(self) -> Path:
        """The invented rows that stand beside the mapping."""
        found = sorted(self.folder.glob("sample.*"))
        if not found:
            raise DatasetError("there is no sample.*: name a file to load", path=self.folder)
        return found[0]

    def columns(self) -> set[str]:
        """Return the columns that the mapping uses and the expectations look at."""
        import polars as pl

        looked_at = (pl.sql_expr(text).meta.root_names() for text in self.expect.values())
        return self.mapping.columns().union(*looked_at)

    def frames(self, file: Path) -> Iterator[polars.DataFrame]:
        """Yield batches of rows that have all `columns`; refuse a table that lacks one.

        An object of JSON that lacks a property says nothing of it.
        """
        import polars as pl

        needed = self.columns()
        for frame in frames(file, self.layout):
            missing = sorted(needed - set(frame.columns))
            if missing and self.layout.format not in ("jsonl", "geojson"):
                raise DatasetError(
                    f"columns are missing: {', '.join(missing)};"
                    f" there are: {', '.join(frame.columns)}",
                    path=file,
                    line=1,
                )
            lists = {
                name.rpartition(".")[0]
                for name, kind in frame.schema.items()
                if isinstance(kind, pl.List)
            }
            kinds = {
                name: pl.List(pl.String) if name.rpartition(".")[0] in lists - {""} else pl.String()
                for name in missing
            }
            yield frame.with_columns(pl.lit(None, kind).alias(n) for n, kind in kinds.items())


def datasets() -> list[str]:
    """Return the names of the bundled datasets."""
    return sorted(path.parent.name for path in _BUNDLED.glob("*/dataset.yml"))


def _check(found: dict[str, Any], publisher: dict[str, Any], path: Path) -> None:
    """Refuse what no document and no actor can have."""
    kinds, source = Kinds(), str(found.get("source-type", ""))
    if not re.fullmatch(ID, str(publisher.get("id", ""))):
        raise DatasetError(f"publisher.id: {publisher.get('id')!r} is no id", path=path)
    kind = publisher.get("kind", _PUBLISHER)
    if not (isinstance(kind, str) and ontology().is_a(kind, "Actor")):
        raise DatasetError(f"publisher.kind: {kind!r} is no class of actors", path=path)
    if source and (fault := kinds.no_concept(source, ("source",))):
        raise DatasetError(f"source-type: {fault}", path=path)
    for text in (*found.values(), *publisher.values()):
        if isinstance(text, str) and (character := foreign(text)):
            raise DatasetError(f"the character {character}, which no text may hold", path=path)


def _check_date(published: str, path: Path | None) -> None:
    try:
        Period.from_edtf(published)
    except PeriodError as error:
        refused = DatasetError if path else UsageError
        raise refused(f"published: {error.message}", path=path) from error


def _refuse_aggregates(texts: Iterable[str], path: Path) -> None:
    """Refuse SQL that looks at other rows: a file is read some rows at a time, who knows which."""
    import polars as pl

    for text in texts:
        try:
            alone = row_by_row(pl.sql_expr(text))
        except pl.exceptions.PolarsError as error:
            raise DatasetError(f"not SQL: {text!r}: {error}", path=path) from error
        except RecursionError as error:
            what = f"SQL of too many steps: {text[:60]!r}...: part it into columns under 'let'"
            raise DatasetError(what, path=path) from error
        if not alone:
            raise DatasetError(
                f"{text!r} looks at other rows, as SUM, COUNT and OVER do: a condition or column"
                " is made of one row at a time",
                path=path,
            )


def _layout(found: dict[str, Any], path: Path) -> Layout:
    for name in found:
        if name not in Layout._fields:
            raise DatasetError(f"file: unknown entry {name!r}", path=path)
    entries: dict[str, Any] = {
        n: tuple(map(str, v)) if isinstance(v, list) else v for n, v in found.items()
    }
    layout = Layout(**entries)
    if layout.format not in FORMATS:
        raise DatasetError(f"file: {layout.format!r} is none of {', '.join(FORMATS)}", path=path)
    return layout
