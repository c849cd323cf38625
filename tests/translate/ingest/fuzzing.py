"""Reads a chunk of mutants in a process of its own, under limits, and reports as JSON.

``python -m tests.translate.ingest.fuzzing FORMAT SEED COUNT FOLDER`` runs a chunk;
with a fifth word, the number of one input, only that. The input being read lies
in FOLDER, also when the process died of it.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import os
import resource
import signal
import sys
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from tests.translate.ingest.mutants import mutant
from translate.errors import InputError
from translate.ingest import read

SECONDS = 10
"""Processor time that reading may take: a busy machine is no hang. Six times that on the clock is one."""

MEMORY = 2**30
"""Bytes that reading may take; the process is stopped at twice that, so that the machine is safe."""


class HangError(BaseException):
    """Reading takes too long; no handler of the program's catches it."""


@dataclass
class Tally:
    """What became of a chunk's inputs."""

    ingested: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_number: int = -1
    peak: int = 0
    failures: list[str] = field(default_factory=list)


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    raise HangError


def _spent() -> float:
    """Processor time of this process and its children so far."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _read(path: Path) -> bool:
    """Whether the file is ingested; refusals must say what to do, and none may speak of lost text."""
    refusal: InputError | None = None
    try:
        document = read(path, "fuzzed")
    except InputError as error:
        refusal = error
    if refusal is None:
        assert document.blocks or document.furniture
        return True
    assert refusal.exit_code == 3
    assert refusal.message.startswith((str(path), path.name)), refusal.message
    assert refusal.remedy, refusal.message
    assert "would be lost" not in refusal.message, refusal.message
    return False


def run(kind: str, seed: int, numbers: range, folder: Path) -> Tally:
    """Read the inputs of a chunk, one after another."""
    tally = Tally()
    signal.signal(signal.SIGPROF, _alarm)
    path = folder / f"fuzzed.{kind}"
    for number in numbers:
        data = mutant(kind, seed, number)
        path.write_bytes(data)
        faulthandler.dump_traceback_later(6 * SECONDS, exit=True)  # should C code hold the alarm up
        start = _spent()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            ingested = _read(path)
        except (Exception, HangError):  # noqa: BLE001  (whatever it is, the report tells)
            signal.setitimer(signal.ITIMER_PROF, 0)
            tally.failures.append(_kept(kind, seed, number, data, folder))
            continue
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            faulthandler.cancel_dump_traceback_later()
        taken = _spent() - start
        tally.ingested += ingested
        tally.refused += not ingested
        if taken > tally.slowest:
            tally.slowest, tally.slowest_number = taken, number
        peak = max(
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        if peak * 1024 > max(MEMORY, tally.peak):
            tally.failures.append(f"takes {peak // 1024} MiB\n" + _kept(kind, seed, number, data, folder))
        tally.peak = max(tally.peak, peak * 1024)
    return tally


def _kept(kind: str, seed: int, number: int, data: bytes, folder: Path) -> str:
    """The failing input, kept, and how to read it again."""
    path = folder / f"{kind}-{seed}-{number}.{kind}"
    path.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    again = f"python -m tests.translate.ingest.fuzzing {kind} {seed} {number + 1} FOLDER {number}"
    return f"{path} (sha256 {digest}), again: {again}\n{traceback.format_exc()}"


def main() -> None:
    """Run a chunk."""
    kind, seed, count, folder, *only = sys.argv[1:]
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))
    numbers = range(int(only[0]), int(only[0]) + 1) if only else range(int(count))
    print(json.dumps(asdict(run(kind, int(seed), numbers, Path(folder)))))


if __name__ == "__main__":
    main()
