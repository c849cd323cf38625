"""``briefings build``: papers, briefs and the index."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from briefings.cli_state import State, end, pass_state

if TYPE_CHECKING:
    from briefings.assemble import Workspace
    from briefings.build import Report
    from briefings.progress import Display
    from translate.config import Config


@click.command(epilog="Example: briefings build --draft us-prc-bali-2022-11")
@click.option("--draft", is_flag=True, help="Show untranslated segments as such instead of stopping.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N",
    help="Processes that set pages; as many as there are processors, if not given.",
)  # fmt: skip
@click.option(
    "--embed-ledger", is_flag=True,
    help="Put each brief's ledger, with its passages' full text, into its PDF.",
)  # fmt: skip
@click.option("--fresh", is_flag=True, help="Make everything anew, even what has not changed.")
@click.argument("names", nargs=-1, metavar="[DOC|EVENT]...")
@pass_state
def build(
    state: State, draft: bool, jobs: int | None, embed_ledger: bool, fresh: bool, names: tuple[str, ...]
) -> None:
    """Translate what is new and write papers, briefs and the index to build/.

    Without names everything is built. A paper that cannot be read, or that lacks
    English, holds back only the outputs that need it (exit 3 or 4 at the end). What
    has not changed since the last build is not made again.
    """
    from briefings import freshness  # noqa: PLC0415
    from briefings.progress import Display  # noqa: PLC0415

    config = state.config()
    if embed_ledger:
        config = replace(config, settings=config.settings.model_copy(update={"embed_ledger": True}))
    if fresh:
        freshness.forget(config)
    before = "" if names else freshness.fingerprint(config, draft=draft)
    last = freshness.last_build(config, before) if before else None
    with Display() as display:
        if last is None:
            report, space = _build(config, display, names, before, draft=draft, jobs=jobs)
        else:
            for notice in last.notices:
                display.notice(notice)
    if last is not None:
        click.echo(f"Nothing has changed since the last build: {last.files} files in {config.build}")
        for line in last.lines:
            click.echo(line)
        return
    _finish(config, space, report)


def _build(
    config: Config, display: Display, names: tuple[str, ...], before: str, *, draft: bool, jobs: int | None
) -> tuple[Report, Workspace]:
    """Build and remember it, unless something was left out."""
    from briefings import build as building  # noqa: PLC0415
    from briefings.freshness import keep  # noqa: PLC0415
    from briefings.workspace import open_workspace  # noqa: PLC0415

    notices: list[str] = []

    def notice(text: str) -> None:
        notices.append(text)
        display.notice(text)

    space = open_workspace(config, draft=draft, notice=notice, progress=display.progress)
    wanted = building.targets(names, space)
    report = building.build(config, space, wanted, display.progress, jobs)
    for name in report.uncovered:
        notice(f"{name}: no paper speaks of this event, so there is no brief")
    if wanted.everything and not (report.blocked or report.held or space.unreadable):
        keep(config, before, report.outputs, notices, _told(config, space, report))
    return report, space


def _finish(config: Config, space: Workspace, report: Report) -> None:
    """Say what was done, and end with what was left out."""
    from briefings.build import require_unblocked  # noqa: PLC0415
    from briefings.unreadable import require_readable  # noqa: PLC0415

    click.echo(f"{len(report.written)} files written, {len(report.unchanged)} unchanged, in {config.build}")
    for line in _told(config, space, report):
        click.echo(line)
    end(
        lambda: require_readable(space.unreadable, list(report.held)),
        lambda: require_unblocked(report),
    )


def _told(config: Config, space: Workspace, report: Report) -> list[str]:
    """What there is to say of the outputs at the end."""
    lines = []
    findings = [finding for item in space.translated.values() for _, finding in item.findings()]
    waived = sum(len(item.waived()) for item in space.translated.values())
    if findings or waived:
        critical = sum(finding.severity == "critical" for finding in findings)
        let = f"; {waived} more waived" if waived else ""
        lines.append(f"{len(findings)} findings, {critical} of them critical{let}: see briefings check")
    if report.briefs:
        lines.append(f"{len(report.briefs)} briefs as PDF: {config.build / 'briefings'}{os.sep}*.pdf")
        lines.append(f"Start here: {config.build / 'index.html'}")
    return lines
