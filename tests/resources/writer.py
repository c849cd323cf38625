"""Writes translations into a database and says each number once it is stored.

It says ``ready`` and waits for a line before it begins, so that several begin at once.
Run as a program of its own: ``python -m tests.resources.writer DATABASE NAME COUNT``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.translate.samples import ids, paper
from translate.model import Finding, Origin, State, Translation
from translate.store import Store

DOCUMENT = paper("甲。", "乙。", "丙。")


def batch(name: str, number: int) -> list[Translation]:
    """One translation of each segment, with a finding: stored whole or not at all."""
    finding = Finding("number", "critical", f"{number}", (0, 1), (0, 1))
    return [
        Translation(key, f"{name} {number}", Origin.ENGINE, State.TRANSLATED, None, name, "", "e", (finding,))
        for key in ids(DOCUMENT)
    ]


def main(path: str, name: str, count: str) -> None:
    """Store ``count`` batches."""
    print("ready", flush=True)
    sys.stdin.readline()
    with Store(Path(path)) as store:
        store.put_document(DOCUMENT)
        for number in range(int(count)):
            store.put(batch(name, number))
            print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
