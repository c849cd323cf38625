"""Many PDFs at once: processes that import WeasyPrint once, and never what has not changed.

A PDF follows from its page, the templates' other files, the fonts and the programs
that set it. A record of all that, kept with the workspace's database, tells which
PDFs still are what they would be made into; losing it costs time, nothing else.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property
from hashlib import file_digest, sha256
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from types import TracebackType
from typing import Self

from briefings.fonts import families_in, font_files
from briefings.html import templates_folder
from briefings.pdf import render_pdf
from translate.errors import RenderError
from translate.files import write_atomically

Done = Callable[[Path, bytes], None]
"""Told of each finished PDF: where it belongs, and its bytes."""

RECORD = "rendered.json"
"""The record's name, beside the workspace's database."""
_AHEAD = 2
"""Pages for each process that wait, set in HTML: more would only fill the memory."""


def processors() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Renderer:
    """Turns pages into PDFs in ``jobs`` processes. Use as a context manager.

    A single page is set in this process: to start another would take longer.
    """

    def __init__(self, base: Path, jobs: int, done: Done) -> None:
        self._base, self._jobs, self._done = base, max(1, jobs), done
        self._first: tuple[Path, str] | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._running: dict[Future[bytes], Path] = {}

    def __enter__(self) -> Self:
        return self

    def submit(self, path: Path, html: str) -> None:
        """``html`` is to become the PDF at ``path``; waits while enough are under way.

        Raises:
            RenderError: a page that was handed in earlier, or this one, cannot be set.
        """
        if self._jobs == 1:
            self._done(path, render_pdf(html, self._base))
        elif self._pool is None and self._first is None:
            self._first = (path, html)
        else:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(self._jobs, get_context("spawn"), _begin)
            for page in filter(None, (self._first, (path, html))):
                self._running[self._pool.submit(render_pdf, page[1], self._base)] = page[0]
            self._first = None
            self._collect(self._jobs * _AHEAD)

    def _collect(self, most: int) -> None:
        """Hand on what is finished until at most ``most`` are under way."""
        while len(self._running) > most:
            finished, _ = wait(self._running, return_when=FIRST_COMPLETED)
            # in the order in which they were handed in, so that the first problem is told first
            for future in [future for future in self._running if future in finished]:
                path = self._running.pop(future)
                try:
                    self._done(path, future.result())
                except BrokenProcessPool as error:
                    raise RenderError(
                        f"{path.name}: the process that sets pages was ended from outside",
                        "It may have run out of memory: build with --jobs 1. Nothing was written.",
                    ) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._first is not None:
                path, html = self._first
                self._done(path, render_pdf(html, self._base))
            elif kind is None:
                self._collect(0)
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """A process of its own begins: it ends with its parent, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None  # noqa: S101  (this process was started by multiprocessing)

    def end_with_parent() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


class Record:
    """What each PDF was made from and what came of it, as of the last build."""

    def __init__(self, file: Path, base: Path) -> None:
        self._file, self._base = file, base
        self._entries = _entries(file)

    def key(self, html: str) -> str:
        """A hash of everything that the PDF of ``html`` depends on."""
        fonts = font_files(families_in(html))
        return sha256("\n".join((self._surroundings, *fonts, html)).encode()).hexdigest()

    def stands(self, path: Path, key: str) -> bool:
        """Whether ``path`` holds what was made under ``key``."""
        entry = self._entries.get(path.name)
        if entry is None or entry[0] != key:
            return False
        try:
            with path.open("rb") as file:
                return file_digest(file, "sha256").hexdigest() == entry[1]
        except OSError:
            return False

    def note(self, path: Path, key: str, data: bytes) -> None:
        """``data`` was made for ``path`` under ``key``."""
        self._entries[path.name] = (key, sha256(data).hexdigest())

    def save(self) -> None:
        """Keep the record for the next build."""
        text = json.dumps({name: list(entry) for name, entry in sorted(self._entries.items())}, indent=1)
        write_atomically(self._file, text.encode())

    @cached_property
    def _surroundings(self) -> str:
        """The programs that set a page, and the files that it may show."""
        modules = sorted((*Path(__file__).parent.glob("pdf*.py"), *Path(__file__).parent.glob("fonts.py")))
        code = (sha256(module.read_bytes()).hexdigest() for module in modules)
        folders = {self._base.resolve(), templates_folder().resolve()}
        files = (line for folder in sorted(folders) for line in contents(folder, without=".j2"))
        return "\n".join((*libraries(), *code, *files))


def libraries() -> tuple[str, ...]:
    """Python and every installed distribution with its version, as the names of their folders tell them."""
    found = {
        entry
        for place in sys.path
        if os.path.isdir(place)  # noqa: PTH112  (an entry of sys.path may be no path)
        for entry in os.listdir(place)  # noqa: PTH208
        if entry.endswith(".dist-info")
    }
    return (sys.version, *sorted(found))


def contents(folder: Path, without: str = "") -> Iterator[str]:
    """Path and content of every file below ``folder``, linked folders included; none if there is no folder.

    Args:
        folder: where.
        without: a suffix of files that do not count.
    """
    seen: set[tuple[int, int]] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        known = Path(place).stat()
        if (known.st_dev, known.st_ino) in seen:
            folders.clear()
            continue
        seen.add((known.st_dev, known.st_ino))
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            path = Path(place, name)
            if not without or path.suffix != without:
                yield f"{path.relative_to(folder)} {_digest(path)}"


def _digest(path: Path) -> str:
    """The hash of a file; of one that cannot be read, that it cannot."""
    try:
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
    except OSError as error:
        return f"unreadable: {error.errno}"


def _entries(file: Path) -> dict[str, tuple[str, str]]:
    """The record, empty if there is none or it cannot be used."""
    try:
        kept = json.loads(file.read_bytes())
        return {str(name): (str(key), str(digest)) for name, (key, digest) in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
