"""Whether anything that a whole build depends on has changed since the last one.

If nothing has, a build says what the last one said and is done. Whatever is in
doubt counts as changed, and then each output is looked at by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import translate
from briefings.dates import today
from briefings.fonts import REQUIRED, font_files
from briefings.html import templates_folder
from briefings.rendering import RECORD, contents, libraries
from translate.config import Config
from translate.files import write_atomically

_RECORD = "built.json"


@dataclass(frozen=True, slots=True)
class Last:
    """The last whole build: how many files it made, what it told on the way and at the end."""

    files: int
    notices: tuple[str, ...]
    lines: tuple[str, ...]


def fingerprint(config: Config, *, draft: bool) -> str:
    """A hash of what a build reads but for the database, which it also writes.

    Args:
        config: the workspace.
        draft: whether gaps may be shown.
    """
    return sha256("\n".join(_inputs(config, draft=draft)).encode()).hexdigest()


def _inputs(config: Config, *, draft: bool) -> Iterator[str]:
    yield f"{today(config)} {draft} {config.packages} {config.index} {config.settings!r}"
    yield from libraries()
    program = {Path(translate.__file__).parent, Path(__file__).parent, templates_folder()}
    for folder in (config.seeds, config.templates, *sorted(program)):
        yield from contents(folder)
    yield from _stats(sorted(config.packages.rglob("*")))
    yield from font_files(REQUIRED)


def _stats(paths: Iterable[Path]) -> Iterator[str]:
    """What changes when a file is written, also where its size and time are put back."""
    for path in paths:
        stat = path.stat()
        size = stat.st_size if path.is_file() else ""
        yield f"{path} {size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def last_build(config: Config, now: str) -> Last | None:
    """What the last build said, if it was whole and everything still is as it left it.

    Args:
        config: the workspace.
        now: the present ``fingerprint``.
    """
    try:
        kept = json.loads((config.database.parent / _RECORD).read_bytes())
        if kept["inputs"] != now or kept["files"] != _state(config, kept["outputs"]):
            return None
        return Last(len(kept["outputs"]), tuple(kept["notices"]), tuple(kept["lines"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(
    config: Config, before: str, outputs: Sequence[Path], notices: Sequence[str], lines: Sequence[str]
) -> None:
    """Remember a whole build.

    Args:
        config: the workspace.
        before: its ``fingerprint`` as the build began.
        outputs: every file that it wrote or found unchanged.
        notices: what it told on the way.
        lines: what it told at the end.
    """
    names = sorted(str(path.relative_to(config.root)) for path in outputs)
    record = {
        "inputs": before, "outputs": names, "files": _state(config, names),
        "notices": list(notices), "lines": list(lines),
    }  # fmt: skip
    write_atomically(config.database.parent / _RECORD, json.dumps(record, indent=1).encode())


def forget(config: Config) -> None:
    """Nothing is known of earlier builds any more; what they made stays."""
    for name in (_RECORD, RECORD):
        (config.database.parent / name).unlink(missing_ok=True)


def _state(config: Config, outputs: Sequence[str]) -> list[str]:
    """The database with its log, and the outputs, as they are on the disk."""
    log = config.database.with_name(f"{config.database.name}-wal")
    logged = log.read_bytes() if log.exists() else b""
    outputs_now = _stats([config.database, *(config.root / name for name in outputs)])
    return [sha256(logged).hexdigest(), *outputs_now]
