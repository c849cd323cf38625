"""``briefings model``: engine packages, from the index or files. Nothing else uses a network."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefings.cli_state import State, pass_state
from translate.errors import EngineError

if TYPE_CHECKING:
    from translate.engines.index import Offer
    from translate.engines.packages import Found

LANGUAGES = {"zt": "Traditional Chinese", "zh": "Simplified Chinese"}


@click.group()
def model() -> None:
    """Engine packages for text that no memory covers."""


def _sha256(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[0-9A-Fa-f]{64}", value):
        raise click.BadParameter("give 64 hexadecimal digits", context, parameter)
    return value.lower() if value else None


@model.command(epilog="Example: briefings model install --from zh --yes")
@click.argument("what", required=False, metavar="[FILE|NAME]")
@click.option(
    "--from", "script", type=click.Choice(["zt", "zh"]), help="zt Traditional (the default), zh Simplified."
)
@click.option("--index", metavar="URL", help="A package index other than Argos's public one.")
@click.option("--sha256", metavar="HEX", callback=_sha256, help="Refuse a file with another hash.")
@click.option("--yes", is_flag=True, help="Download without asking.")
@click.option("--dry-run", is_flag=True, help="Say what would be installed; download and write nothing.")
@pass_state
def install(
    state: State,
    what: str | None,
    script: str | None,
    index: str | None,
    sha256: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Install an Argos Translate package, zt→en or zh→en.

    From FILE.argosmodel without any network; else from the package index, the
    newest of its kind unless NAME says which, such as translate-zt_en-1_9. Size and
    source are shown before anything is downloaded. A broken download goes on where
    it broke when the command is run again.
    """  # fmt: skip
    config = state.config()
    if what is not None and (what.endswith(".argosmodel") or Path(what).is_file() or Path(what).name != what):
        if script or index:
            raise click.UsageError("--from and --index are for packages of the index, not for a file")
        _install_file(Path(what), config.packages, sha256, dry_run=dry_run)
        return
    if not (yes or dry_run or _asks()):
        raise click.UsageError("this downloads a package: name a FILE, or say --yes (or --dry-run)")
    _install_from_index(
        what, script, index or config.index, config.packages, sha256, yes=yes, dry_run=dry_run
    )


def _install_file(file: Path, folder: Path, sha256: str | None, *, dry_run: bool) -> None:
    from translate.engines import install as installing  # noqa: PLC0415

    if dry_run:
        name, digest = installing.inspect(file)
        click.echo(f"would install {name} in {folder}, SHA-256 {digest}")
        return
    package = installing.install(file, folder, sha256=sha256, notice=_notice)
    _installed(package.name, package.version, package.path, hint=True)


def _install_from_index(
    what: str | None, script: str | None, url: str | None, folder: Path, sha256: str | None, *, yes: bool,
    dry_run: bool,
) -> None:  # fmt: skip
    from translate.engines import index  # noqa: PLC0415

    code, version = index.wanted(what, script)
    url = url or index.DEFAULT_INDEX
    entry = index.select(url, index.read_index(url), code, version)
    present = index.already(entry.name, folder, sha256)
    if present is not None:
        click.echo(f"{entry.name} is installed already in {present.path}, and as recorded")
        return
    offer = index.ask(entry)
    _show(offer, folder)
    if dry_run:
        click.echo("nothing was downloaded")
        return
    if not yes and not click.confirm("Download and install it?", default=True):
        click.echo("nothing was installed")
        return
    with _progress(entry.name) as progress:
        package = index.install_offer(offer, folder, sha256=sha256, progress=progress, notice=_notice)
    _installed(package.name, package.version, package.path)


def _show(offer: Offer, folder: Path) -> None:
    entry = offer.entry
    size = f"{offer.size:,} bytes" if offer.size is not None else "not told by the server"
    click.echo(f"package  {entry.name}, version {entry.version}, {LANGUAGES[entry.from_code]} to English")
    click.echo(f"size     {size}")
    click.echo(f"source   {offer.links[0]}")
    click.echo(f"into     {folder}")


def _installed(name: str, version: str, path: Path, *, hint: bool = False) -> None:
    from translate.engines import index, lock  # noqa: PLC0415

    click.echo(f"installed {name} {version} in {path}")
    record = lock.read(path.parent)[name]
    if record.archive_sha256 is not None:
        click.echo(f"SHA-256 {record.archive_sha256}, recorded in {path.parent / lock.FILE}")
        told = index.report(name, record.size, record.archive_sha256) if hint else None
        if told is not None:
            _notice(told)


def _asks() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _notice(text: str) -> None:
    click.echo(f"note: {text}", err=True)


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on a terminal; elsewhere a line for every tenth."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    console = Console(file=sys.stderr, highlight=False)
    bars = Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TimeRemainingColumn(), console=console, disable=not console.is_terminal,
    )  # fmt: skip
    task = bars.add_task(name, total=None)
    told = -1

    def tell(done: int, total: int | None) -> None:
        nonlocal told
        bars.update(task, completed=done, total=total)
        tenth = 10 * done // total if total else told
        if tenth != told and not console.is_terminal:
            console.print(f"{name}: {done:,} of {total:,} bytes", markup=False, soft_wrap=True)
        told = tenth

    with bars:
        yield tell


@model.command(name="list", epilog="Example: briefings model list")
@pass_state
def list_packages(state: State) -> None:
    """List the installed packages: size, hash, source, and whether they are as installed."""
    from translate.engines import packages  # noqa: PLC0415

    folder = state.config().packages
    found = packages.find(folder)
    for item in found:
        click.echo(_described(item))
    if not found:
        click.echo(f"no packages in {folder}")


def _described(item: Found) -> str:
    try:
        package = item.package()
        head = f"{item.name} {package.version} ({package.from_code} to {package.to_code}) in {item.path}"
        package.verify(anew=True)
        verdict = "verified"
    except EngineError as error:
        head = f"{item.name} in {item.path}"
        verdict = f"NOT VERIFIED: {error.message}"
    size = sum(path.stat().st_size for path in item.path.rglob("*") if path.is_file())
    facts = [f"{size:,} bytes on disk"]
    if item.record is not None:
        facts.append(f"from {item.record.source}, {item.record.installed}")
        if item.record.archive_sha256 is not None:
            facts.append(f"SHA-256 {item.record.archive_sha256[:12]}…")
    return f"{head}\n  {', '.join(facts)}\n  {verdict}"


@model.command(epilog="Example: briefings model remove --yes translate-zt_en-1_9")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@pass_state
def remove(state: State, name: str, yes: bool) -> None:
    """Remove the installed package NAME. Translations made with it are kept."""
    from translate.engines import install as installing  # noqa: PLC0415

    folder = state.config().packages
    installing.require_known([name], folder)
    if not yes:
        if not _asks():
            raise click.UsageError("this removes a package: say --yes")
        if not click.confirm(f"Remove {name} from {folder}?"):
            click.echo("nothing was removed")
            return
    installing.remove(name, folder, _notice)
    click.echo(f"removed {name} from {folder}")


@model.command(epilog="Example: briefings model verify translate-zt_en-1_9")
@click.option("--adopt", is_flag=True, help="Record packages that were put there by hand, as they are now.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@pass_state
def verify(state: State, adopt: bool, names: tuple[str, ...]) -> None:
    """Read every byte of the packages and compare with what was recorded; exit 4 if one differs."""
    from translate.engines import install as installing  # noqa: PLC0415
    from translate.engines import lock, packages  # noqa: PLC0415

    folder = state.config().packages
    installing.require_known(list(names), folder)
    if adopt:
        for name in installing.adopt(list(names), folder):
            click.echo(f"{name}: recorded as it is now")
    found = {item.name: item for item in packages.find(folder)}
    wanted = names or tuple(sorted(found.keys() | lock.read(folder).keys()))
    failed: list[EngineError] = []
    for name in wanted:
        try:
            click.echo(f"{name}: as recorded, {_verified(name, found.get(name), folder)}")
        except EngineError as error:
            click.echo(f"{name}: FAILED")
            failed.append(error)
    if not wanted:
        click.echo(f"no packages in {folder}")
    if failed:
        raise EngineError("\n".join(error.message for error in failed), failed[0].remedy)


def _verified(name: str, found: Found | None, folder: Path) -> str:
    if found is None:
        raise EngineError(
            f"{folder / name}: recorded, but not there",
            f"Install it again, or forget it: briefings model remove {name}",
        )
    return found.package().verify(anew=True)
