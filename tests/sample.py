"""A small corpus to load: a registry, a report, and a denial of it."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

ENTITIES = """\
id,kind,label,label_ar,within
actor:editor,DocumentationOrganisation,Editor,,
actor:a,State,State A,دولة,
actor:b,ArmedForce,Forces B,,
actor:press,MediaOutlet,Press,,
place:town,Place,Town,,place:country
place:country,Place,Country,,
incident:one,Incident,Incident one,,
instrument:accord,Instrument,Accord,,
"""

REPORT = """\
key,about,property,value,lower,upper,best,stated,hedge,unit,counts,edtf,place,stance,relays
k1,incident:one,perpetrator,actor:b,,,,,,,,,,,
k2,incident:one,killed,,1109,,,"1,109",hedge:at-least,unit:person,target:civilians,,,,
k3,incident:one,occurredAt,,,,,,,,,,place:town,,
k4,incident:one,occurredDuring,,,,,,,,,2017-05,,,
k5,instrument:accord,signatory,actor:a,,,,,,,,,,,
k5,instrument:accord,signatory,actor:press,,,,,,,,,,,
k6,incident:one,weapon,weapon:sarin,,,,,,,,,,questions,
"""

DENIAL = """\
key,about,property,value,stance,asserter,answers
k1,incident:one,perpetrator,actor:b,denies,actor:a,report.k1
"""

LONE = """\
key,about,property,value
k1,incident:one,perpetrator,actor:b
"""


def write(folder: Path, sheet: str | None = LONE, **metadata: str) -> Path:
    """Write one document folder; the metadata outrank the usual ones."""
    folder.mkdir(parents=True, exist_ok=True)
    usual = {"title": "A document", "publisher": "actor:press", "source-type": "source:news-report"}
    entries = usual | {name.replace("_", "-"): value for name, value in metadata.items()}
    lines = (f"{name}: {value}\n" for name, value in entries.items() if value)
    (folder / "document.yml").write_text("".join(lines), "utf-8")
    if sheet is not None:
        (folder / "claims.csv").write_text(sheet, "utf-8")
    return folder


def corpus(folder: Path) -> Path:
    """Write the registry, ``report`` and ``denial``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "entities.csv").write_text(ENTITIES, "utf-8")
    write(folder / "report", REPORT, published="2018-06-13")
    write(folder / "denial", DENIAL)
    return folder


def table(sheet: str) -> list[list[str]]:
    """Return the cells of a sheet."""
    return list(csv.reader(sheet.splitlines()))


def respondeat(
    *words: object, seconds: float = 60, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program itself."""
    return subprocess.run(
        [sys.executable, "-m", "respondeat", *map(str, words)],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        input=stdin,
        timeout=seconds,
        env={**os.environ, **environment},
    )
