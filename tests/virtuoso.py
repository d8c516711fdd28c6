"""A real Virtuoso on loopback, in a folder of its own, stopped afterwards."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = shutil.which("virtuoso-t")
USER, PASSWORD = "dba", "dba"  # of every new database; this one ends with the test
ROWS = 30_000

# [Flags] and what follows StopCompiler: plans that do not hang on the machine's load
INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 4
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
DirsAllowed = .
StopCompilerWhenXOverRunTime = 1000000
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 20
[Flags]
hash_join_enable = 0
dbf_no_sample_timeout = 1
"""


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Yield the address of the server, without a path."""
    if PROGRAM is None:
        pytest.skip("Virtuoso is missing: `apt-get install virtuoso-opensource-7-bin` brings it")
    sql, http = _free(), _free()
    (folder / "virtuoso.ini").write_text(INI.format(sql=sql, http=http, rows=ROWS))
    words = [PROGRAM, "+configfile", "virtuoso.ini", "+foreground"]
    process = subprocess.Popen(
        words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            if process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", http), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("Virtuoso did not start within a minute")
        assert process.poll() is None, (folder / "virtuoso.log").read_text()
        yield f"127.0.0.1:{http}"
    finally:
        process.kill()  # nothing in the folder is needed again
        process.wait(30)


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
