"""``briefings memory``: the project's memory, other people's memories, and a search in all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefings.cli_state import State, pass_state
from translate.errors import ConfigurationError

if TYPE_CHECKING:
    from translate.memory import Match
    from translate.memory.combined import CombinedMemory
    from translate.memory.importing import Remark
    from translate.memory.units import Import

PROJECT = "project"
"""What the project's own memory is called beside imported ones."""
_SHOWN = 20
"""Remarks on single units that an import prints; ``--report`` has them all."""


@click.group()
def memory() -> None:
    """The project's memory (seeds/memory.tmx) and imported ones; TMX in and out."""


@memory.command(epilog="Example: briefings memory save")
@pass_state
def save(state: State) -> None:
    """Write the current translations, engine output excepted, to seeds/memory.tmx."""
    from briefings.progress import Display  # noqa: PLC0415
    from briefings.unreadable import require_readable  # noqa: PLC0415
    from briefings.workspace import MEMORY, save_memory  # noqa: PLC0415

    config = state.config()
    with Display() as display:
        saved = save_memory(config, display.notice)
    what = "written" if saved.changed else "unchanged"
    click.echo(
        f"{config.seeds / MEMORY} {what}: {saved.written} units of these papers, {saved.kept} others kept"
    )
    require_readable(saved.unreadable)


@memory.command(name="import", epilog="Example: briefings memory import --name old-forum old-forum.tmx")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.tmx")
@click.option("--name", default="", help="What to call this memory; by default the file's name.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.tsv",
    help="Write every rejected or conflicting unit there: kind, line, reason.",
)  # fmt: skip
@pass_state
def import_file(state: State, file: Path, name: str, report: Path | None) -> None:
    """Take in another program's translation memory (TMX 1.1 to 1.4).

    Its exact matches serve where the project's own memory has none, marked as from
    an imported memory; similar sentences are offered to reviewers. What its file
    says was made by a machine is offered, but never printed as it is.

    Running it again changes nothing; after an interruption, run it again.
    """
    from briefings.progress import Display  # noqa: PLC0415
    from translate import memory as project  # noqa: PLC0415
    from translate.memory.combined import CombinedMemory, index_beside  # noqa: PLC0415
    from translate.memory.fuzzy import FuzzyIndex  # noqa: PLC0415
    from translate.memory.importing import import_tmx  # noqa: PLC0415
    from translate.memory.units import UnitStore  # noqa: PLC0415

    config = state.config()
    called = name.strip() or file.name
    if called == PROJECT:
        raise ConfigurationError(
            f"--name {PROJECT}: the project's own memory is called so", "Choose another."
        )
    own = project.load(config.seeds / "memory.tmx")
    remarks = _Remarks(report)
    with Display() as display, UnitStore(config.database) as store:
        done = import_tmx(
            file, called, store, project=own, remark=remarks,
            progress=lambda read, of: display.progress("import", read, of),
        )  # fmt: skip
        with FuzzyIndex(index_beside(config.database)) as index:
            CombinedMemory(own, store, index, config.settings.memory).refresh(display.progress)
    remarks.close()
    click.echo(
        f"{called}: {done.read} units read: {done.new} new, {done.changed} changed, {done.known} known,"
        f" {done.older} older than what is there, {done.rejected} rejected"
    )
    if done.machine:
        click.echo(
            f"{done.machine} of them made by a machine: offered to reviewers, never printed as they are"
        )
    if done.conflicting:
        click.echo(f"{done.conflicting} with another English for the same Chinese elsewhere; all are kept")
    remarks.show()


class _Remarks:
    """Remarks on single units: the first ones for the terminal, all of them for a file."""

    def __init__(self, report: Path | None) -> None:
        self._path = report
        self._lines: list[str] = []
        self._shown: dict[str, list[str]] = {"rejected": [], "conflicting": []}
        self._counts = dict.fromkeys(self._shown, 0)

    def __call__(self, remark: Remark) -> None:
        self._counts[remark.kind] += 1
        if self._path is not None:
            self._lines.append(f"{remark.kind}\t{remark.line}\t{remark.reason}\n")
        if len(self._shown[remark.kind]) < _SHOWN:
            self._shown[remark.kind].append(f"  line {remark.line}: {remark.reason}")

    def close(self) -> None:
        """Write the file, if one was asked for."""
        from translate.files import write_atomically  # noqa: PLC0415

        if self._path is not None:
            write_atomically(self._path, "".join(["kind\tline\treason\n", *self._lines]).encode())

    def show(self) -> None:
        """Print the first remarks of each kind, and how many more there are."""
        for kind, lines in self._shown.items():
            if lines:
                click.echo(f"{kind}:")
            for line in lines:
                click.echo(line)
            if self._counts[kind] > len(lines):
                more = "" if self._path else " (--report FILE.tsv lists them all)"
                click.echo(f"  and {self._counts[kind] - len(lines)} more{more}")


@memory.command(epilog="Example: briefings memory export --only old-forum forum.tmx")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.tmx")
@click.option(
    "--only", multiple=True, metavar="NAME", help=f"Only this memory; {PROJECT} is the project's own."
)
@pass_state
def export(state: State, file: Path, only: tuple[str, ...]) -> None:
    """Write memories as TMX 1.4: the project's own and the imported ones, or those named.

    Imported units come out as they came in, with all their properties, notes and dates.
    """
    from itertools import chain  # noqa: PLC0415

    from lxml import etree  # noqa: PLC0415

    from translate import memory as project  # noqa: PLC0415
    from translate.memory import tmx  # noqa: PLC0415
    from translate.memory.importing import exported  # noqa: PLC0415
    from translate.memory.units import UnitStore  # noqa: PLC0415

    config = state.config()
    with UnitStore(config.database) as store:
        names = [PROJECT, *(item.name for item in store.imports())]
        _require_known(only, names)
        wanted = [name for name in names if not only or name in only]
        own = project.load(config.seeds / "memory.tmx") if PROJECT in wanted else project.Memory()
        header, units = exported(store, wanted)
        ours = (etree.tostring(project.element_of(unit), encoding="unicode") for unit in own.units)
        count = tmx.write(file, "" if PROJECT in wanted else header, chain(ours, units))
    click.echo(f"{file}: {count} units of {', '.join(wanted)}")


def _require_known(names: tuple[str, ...], known: list[str]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        remedy = f"Memories: {', '.join(known)}." if known else "None has been imported yet."
        raise ConfigurationError(f"no such memory: {', '.join(unknown)}", remedy)


@memory.command(name="list", epilog="Example: briefings memory list")
@pass_state
def list_memories(state: State) -> None:
    """List the project's memory and the imported ones, with their files and dates."""
    from translate import memory as project  # noqa: PLC0415
    from translate.memory.units import UnitStore  # noqa: PLC0415

    config = state.config()
    path = config.seeds / "memory.tmx"
    click.echo(f"{PROJECT}: {len(project.load(path).units)} units, {path}")
    with UnitStore(config.database) as store:
        for item in store.imports():
            click.echo(_described(item))


def _described(item: Import) -> str:
    ended = f"imported {item.completed[:10]}" if item.completed else "import not ended: run it again"
    return f"{item.name}: {item.units} units, from {item.file} (SHA-256 {item.sha256[:12]}), {ended}"


@memory.command(epilog="Example: briefings memory forget old-forum")
@click.argument("name")
@pass_state
def forget(state: State, name: str) -> None:
    """Delete an imported memory from the workspace. Its file and what was translated from it stay."""
    from translate.memory.combined import index_beside  # noqa: PLC0415
    from translate.memory.fuzzy import discard  # noqa: PLC0415
    from translate.memory.units import UnitStore  # noqa: PLC0415

    config = state.config()
    with UnitStore(config.database) as store:
        _require_known((name,), [item.name for item in store.imports()])
        gone = store.forget(name)
    discard(index_beside(config.database))  # it holds their text
    click.echo(f"{name}: {gone} units deleted")


@memory.command(epilog="Example: briefings memory search --limit 3 兩國元首")
@click.argument("text")
@click.option("--limit", default=10, type=click.IntRange(1, 1000), show_default=True, help="Units at most.")
@pass_state
def search(state: State, text: str, limit: int) -> None:
    """Find TEXT in all memories: as a sentence, exact or similar, then as a part of one.

    In Chinese, Traditional or Simplified; or in English. Scores: 100 the same
    sentence, less for similar ones.
    """
    with _combined(state) as combined:
        similar = combined.suggest(text)[:limit]
        known = {(match.unit, match.memory) for match in similar}
        parts = [
            match
            for match in combined.containing(text, limit + len(known))
            if (match.unit, match.memory) not in known
        ][: limit - len(similar)]
    for match in similar:
        _show(f"{match.score}", match)
    for match in parts:
        _show("part", match)
    if not similar and not parts:
        click.echo("nothing found")


@contextmanager
def _combined(state: State) -> Iterator[CombinedMemory]:
    from briefings.progress import Display  # noqa: PLC0415
    from translate import memory as project  # noqa: PLC0415
    from translate.memory.combined import CombinedMemory, index_beside  # noqa: PLC0415
    from translate.memory.fuzzy import FuzzyIndex  # noqa: PLC0415
    from translate.memory.units import UnitStore  # noqa: PLC0415

    config = state.config()
    own = project.load(config.seeds / "memory.tmx")
    with UnitStore(config.database) as store, FuzzyIndex(index_beside(config.database)) as index:
        combined = CombinedMemory(own, store, index, config.settings.memory)
        with Display() as display:
            combined.refresh(display.progress)
        yield combined


def _show(score: str, match: Match) -> None:
    from briefings.model import state_in_words  # noqa: PLC0415

    unit = match.unit
    facts = [match.memory or PROJECT, state_in_words(unit.origin, unit.state), unit.document, unit.author]
    click.echo(f"{score:>4}  {unit.zh}")
    click.echo(f"      {match.en}")
    if match.adapted is not None:
        swaps = ", ".join(f"{item.en[1]} for {item.en[0]}" for item in match.adapted.replaced)
        click.echo(f"      adapted: {swaps}")
    click.echo(f"      {' · '.join(fact for fact in [*facts, unit.date[:10]] if fact)}")
