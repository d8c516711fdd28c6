"""A dataset as it was loaded, and the real files that tests read where they are there."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from respondeat.dataset import Dataset
from respondeat.index import Index
from respondeat.ingest import Report
from respondeat.workspace import Workspace


@dataclass(frozen=True)
class Loaded:
    """A dataset in a workspace, with what was reported."""

    folder: Path
    dataset: Dataset
    report: Report

    @property
    def claims(self) -> pl.DataFrame:
        return Workspace(self.folder).record.claims(document=self.dataset.document.slug)

    @property
    def index(self) -> Index:
        return Workspace(self.folder).index()

    def about(self, item: str, name: str) -> list[str]:
        """Return the values that are said of something."""
        found = self.claims.filter((pl.col("about") == item) & (pl.col("property") == name))
        return found["value"].to_list()

    def count(self, name: str) -> int:
        return self.claims.filter(pl.col("property") == name).height


Load = Callable[..., Loaded]


def real(path: str) -> Path:
    """Return a real file; skip where the folder of real files is not there."""
    root = os.environ.get("RESPONDEAT_DATA")
    if not root or not (Path(root) / path).is_file():
        pytest.skip(f"{path} is missing: RESPONDEAT_DATA names a folder that holds it")
    return Path(root) / path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV file without any code of the project."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
