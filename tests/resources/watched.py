"""The command line under watch: without a network, with every log on, or killed at a given moment.

Run as a program of its own::

    python -m tests.resources.watched [--no-network] [--log FILE] [--kill before|after:N] -- COMMAND…

``--kill after:2`` sends itself SIGKILL when the second wave of engine results is stored,
``before:2`` when it is made and not stored. Waves are small, so that there are several.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any

from translate.machine import choice
from translate.store import Result, Store

WAVE = 5
FORBIDDEN = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.")


def _no_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        os.write(2, f"the network was used: {event}\n".encode())
        os._exit(99)


def _kill(moment: str) -> None:
    when, _, number = moment.partition(":")
    store_results = Store.put_results
    calls = 0

    def watched(self: Store, signature: str, results: Mapping[str, Result]) -> None:
        nonlocal calls
        calls += 1
        if when == "before" and calls == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        store_results(self, signature, results)
        print(f"wave {calls}", file=sys.stderr, flush=True)
        if when == "after" and calls == int(number):
            os.kill(os.getpid(), signal.SIGKILL)

    Store.put_results = watched  # type: ignore[method-assign]


def main() -> None:
    """Set the watch, then run the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-network", action="store_true")
    parser.add_argument("--log")
    parser.add_argument("--kill", default="never:0")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    choice.WAVE_SEGMENTS = WAVE  # type: ignore[misc]
    _kill(arguments.kill)
    if arguments.log:
        logging.basicConfig(filename=arguments.log, level=logging.DEBUG, force=True)
    if arguments.no_network:
        sys.addaudithook(_no_network)
    from briefings.cli import main as briefings  # noqa: PLC0415  (after the watch is set)

    briefings(arguments.command)


if __name__ == "__main__":
    main()
