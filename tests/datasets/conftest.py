"""What the tests of datasets share: a sample or a real file, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.loaded import Load, Loaded

from respondeat.dataset import Dataset
from respondeat.ingest import ingest


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Return what loads a dataset's sample, or a file, after the samples or files of others."""
    done: dict[tuple[object, ...], Loaded] = {}

    def loaded(name: str, file: Path | None = None, *, after: Loaded | None = None) -> Loaded:
        key = (name, file, after and after.folder)
        if key not in done:
            folder = after.folder if after else tmp_path_factory.mktemp(name) / "workspace"
            dataset = Dataset.named(name)
            _, report = ingest(folder, dataset, file, by="tests")
            assert report
            done[key] = Loaded(folder, dataset, report)
        return done[key]

    return loaded
