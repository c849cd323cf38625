"""``briefings check`` and ``briefings waive``: what the checks find, and what a person lets stand of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefings.cli_state import State, end, pass_state
from translate.errors import CheckGateError, ConfigurationError
from translate.waivers import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefings.assemble import Workspace
    from briefings.check_report import Report
    from briefings.model import Unreadable
    from briefings.waiving import Chosen, Wish
    from translate.config import Config
    from translate.model import Severity
    from translate.waivers import Judged

_FILES = (".tmx", ".xlf", ".xliff", ".tsv")
"""``translate.pairs.SUFFIXES``; a paper's short name has no dot."""


@click.command(epilog="Example: briefings check --fail-on critical biden-xi-bali-2022")
@click.option(
    "--format", "kind", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
    help="json lists every pair; html is one page.",
)  # fmt: skip
@click.option(
    "--fail-on",
    type=click.Choice(["critical", "major", "minor"]),
    help="Exit 7 if a finding is at least this grave.",
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
    help="Of FILE's text, for words such as last year.",
)  # fmt: skip
@click.option(
    "--glossary", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
    help="Terms for FILE, in the columns of seeds/glossary.csv.",
)  # fmt: skip
@click.argument("what", nargs=-1, metavar="[DOC]...|FILE")
@pass_state
def check(
    state: State,
    what: tuple[str, ...],
    kind: str,
    fail_on: Severity | None,
    day: datetime | None,
    glossary: Path | None,
) -> None:
    """Run the checks and list their findings, gravest first, with counts.

    On papers of the workspace, all if none is named; or on one bilingual file by
    itself (.tmx .xlf .xliff .tsv), wherever it is: a line of a .tsv is Chinese, a
    tab, English. No workspace is needed for that, and none is looked at.

    Findings of papers that a person waived stand apart and count for nothing. How
    grave a check's findings are, or that it is off, is set in briefings.toml.
    """
    from briefings.check_report import FORMATS, LAPSED, waiver_line  # noqa: PLC0415
    from briefings.unreadable import require_readable  # noqa: PLC0415

    unreadable: tuple[Unreadable, ...] = ()
    if any(name.lower().endswith(_FILES) for name in what):
        if len(what) > 1:
            raise _refused("a bilingual file is checked by itself: name no other file or paper")
        report = _of_file(Path(what[0]), day.date().isoformat() if day else "", glossary)
    elif day or glossary:
        raise _refused("--date and --glossary are for a bilingual file; papers have theirs in the workspace")
    else:
        report, unreadable = _of_papers(state, what)
    # UTF-8 whatever the terminal's encoding: the page says so, and JSON is nothing else
    told = FORMATS[kind](report)
    click.echo(told if kind == "text" else told.encode(), nl=False)
    if report.lapsed and kind == "json":  # which lists pairs, and has no place for what has none
        for line in (LAPSED, *map(waiver_line, report.lapsed)):
            click.echo(f"note: {line}", err=True)

    def gate() -> None:
        if fail_on and report.reaches(fail_on):
            raise CheckGateError(
                f"findings at or above {fail_on!r}",
                "Correct the English; or let findings stand (briefings waive), or lower --fail-on.",
            )

    end(lambda: require_readable(unreadable), gate)


def _refused(message: str) -> click.UsageError:
    return click.UsageError(message, click.get_current_context())


def _of_papers(state: State, slugs: tuple[str, ...]) -> tuple[Report, tuple[Unreadable, ...]]:
    from briefings.check_report import of_papers  # noqa: PLC0415
    from translate.waivers import Standing, slug_of  # noqa: PLC0415

    config = state.config()
    space = _opened(config, slugs)
    lapsed = [
        item
        for item in _standings(config, space)
        if item.standing is Standing.LAPSED and (not slugs or slug_of(item.waiver.segment) in slugs)
    ]
    return of_papers(list(space.translated.values()), lapsed), space.unreadable


def _opened(config: Config, slugs: Sequence[str]) -> Workspace:
    from briefings.progress import Display  # noqa: PLC0415
    from briefings.workspace import open_workspace  # noqa: PLC0415

    with Display() as display:
        return open_workspace(config, only=slugs, notice=display.notice, progress=display.progress)


def _standings(config: Config, space: Workspace) -> list[Judged]:
    from briefings.waiving import standings  # noqa: PLC0415
    from translate.waivers_file import NAME, load_waivers  # noqa: PLC0415

    return standings(load_waivers(config.seeds / NAME), space.translated, space.catalogue.sources)


def _of_file(path: Path, day: str, glossary: Path | None) -> Report:
    from briefings.check_report import of_file  # noqa: PLC0415
    from briefings.progress import Display  # noqa: PLC0415
    from translate.checks import Context  # noqa: PLC0415
    from translate.glossary import Glossary, load_glossary  # noqa: PLC0415
    from translate.pairs import read_pairs  # noqa: PLC0415

    context = Context(load_glossary(glossary) if glossary else Glossary(), day)
    with Display() as display:
        return of_file(path, read_pairs(path, display.notice), context, display.progress)


@click.command(epilog="Example: briefings waive --reason false-alarm biden-xi-bali-2022.1a2b3c4d5e:number")
@click.option(
    "--reason", type=click.Choice(list(REASONS)),
    help="; ".join(f"{reason}: {meaning}" for reason, meaning in REASONS.items()) + ".",
)  # fmt: skip
@click.option("--note", default="", help="More of why, in your own words.")
@click.option("--by", default="", help="Who decides; BRIEFINGS_USER or the system's account by default.")
@click.option("--withdraw", is_flag=True, help="Take waivers of these findings back: they count again.")
@click.option("--list", "listing", is_flag=True, help="Say what the waivers do, of SEGMENTs or all of them.")
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.argument("segments", nargs=-1, metavar="[SEGMENT[:CHECK[:WORDS]]]...")
@pass_state
def waive(
    state: State,
    segments: tuple[str, ...],
    reason: str | None,
    note: str,
    by: str,
    withdraw: bool,
    listing: bool,
    dry_run: bool,
) -> None:
    """Let findings of SEGMENTs stand, with who, why and when.

    All of a segment's findings; or those of one CHECK; or of these, those that mark
    the very WORDS, in Chinese or in English. Segments are named as briefings check
    prints them, in brackets.

    A waiver holds for the Chinese and the English as they are now; when either
    changes it lapses, and the finding counts again. Waivers are kept in
    seeds/waivers.toml.
    """
    from briefings.waiving import wishes  # noqa: PLC0415

    config = state.config()
    if listing + withdraw + bool(reason) > 1 or ((note or by) and not reason):
        raise _refused("--reason (with --note and --by), --withdraw and --list exclude each other")
    if not listing and not segments:
        raise _refused("name the segments, as briefings check prints them in brackets")
    wanted = wishes(segments)
    if listing:
        _list(config, wanted)
    elif withdraw:
        _withdraw(config, wanted, dry_run=dry_run)
    elif reason is None:
        raise _refused(f"say why they may stand: --reason {'|'.join(REASONS)}")
    elif not (by.strip() or config.person):
        raise _refused("say who decides: --by NAME")
    else:
        _waive(config, wanted, reason, note.strip(), by.strip() or config.person, dry_run=dry_run)


def _waive(config: Config, wanted: Sequence[Wish], reason: str, note: str, by: str, *, dry_run: bool) -> None:
    from briefings.unreadable import require_readable  # noqa: PLC0415
    from briefings.waiving import Decision, chosen, papers_of  # noqa: PLC0415
    from translate.waivers_file import NAME, WaiversText, editing  # noqa: PLC0415

    space = _opened(config, papers_of(wanted))
    require_readable(space.unreadable)
    decision = Decision(reason, note, by, datetime.now(UTC).date().isoformat())
    found = chosen(wanted, space.translated, decision)
    path = config.seeds / NAME
    if found.new and not dry_run:
        # what another run waived meanwhile gets no second entry; its texts are the same
        with editing(path, config.database.with_name("waivers.lock")):
            text = WaiversText.read(path)
            text.with_new(waiver for _, waiver in found.new).write()
    _tell(space, found)
    what = "would be waived; nothing was written" if dry_run else f"waived ({reason}, {by}) in {path}"
    click.echo(f"{len(found.new)} findings {what}" if found.new else "nothing to waive")
    if found.before:
        click.echo(f"{len(found.before)} waived before: see briefings waive --list")


def _tell(space: Workspace, found: Chosen) -> None:
    """Each finding on its line, those waived before last."""
    from briefings.check_report import decision_of, line_of, of_papers  # noqa: PLC0415

    report = of_papers(list(space.translated.values()))
    rows = {row.segment: (part.name, row) for part in report.parts for row in part.rows}
    for finding, waiver in found.new:
        click.echo(line_of(*rows[waiver.segment], finding))
    for item in found.before:
        told = decision_of(item.waiver)
        click.echo(f"{line_of(*rows[item.waiver.segment], item.finding)} (waived before: {told})")


def _list(config: Config, wanted: Sequence[Wish]) -> None:
    from collections import Counter  # noqa: PLC0415

    from briefings.check_report import waiver_line  # noqa: PLC0415

    judged = [
        item
        for item in _standings(config, _opened(config, ()))
        if not wanted or any(wish.means(item.waiver) for wish in wanted)
    ]
    for item in judged:
        click.echo(f"{item.standing}: {waiver_line(item)}")
    counts = Counter(item.standing for item in judged)
    click.echo(", ".join([f"{len(judged)} waivers", *(f"{many} {what}" for what, many in counts.items())]))


def _withdraw(config: Config, wanted: Sequence[Wish], *, dry_run: bool) -> None:
    from contextlib import nullcontext  # noqa: PLC0415

    from briefings.check_report import decision_of  # noqa: PLC0415
    from translate.waivers_file import NAME, WaiversText, editing  # noqa: PLC0415

    path = config.seeds / NAME
    with nullcontext() if dry_run else editing(path, config.database.with_name("waivers.lock")):
        text = WaiversText.read(path)
        gone = [one for one in text.waivers if any(wish.means(one) for wish in wanted)]
        idle = [wish for wish in wanted if not any(wish.means(one) for one in gone)]
        if idle:
            raise ConfigurationError.from_problems(
                str(path), [f"{wish}: no waiver of it" for wish in idle], "See briefings waive --list."
            )
        if not dry_run:
            text.without(gone).write()
    for waiver in gone:
        click.echo(f"{waiver.segment}: {waiver.check} ({decision_of(waiver)})")
    what = "would be withdrawn; nothing was written" if dry_run else f"withdrawn from {path}"
    click.echo(f"{len(gone)} waivers {what}")
