"""Everything a build writes: gathered first, then written, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from briefings import ledger
from briefings.assemble import Workspace, all_statements, assemble, colophon, english_version
from briefings.html import render_brief_html, render_brief_markdown, templates_folder
from briefings.model import Briefing, Event, Statement, Unreadable
from briefings.pages import (
    IndexBrief,
    IndexPage,
    IndexPaper,
    Link,
    brief_links,
    index_brief,
    index_paper,
    index_unreadable,
    render_english_markdown,
    render_index,
    render_side_by_side,
)
from briefings.pdf import render_pdf
from briefings.summaries import render_summary_html, render_summary_markdown
from briefings.unreadable import awaited
from translate.config import Config
from translate.errors import ConfigurationError, TranslationIncompleteError
from translate.files import sweep, write_atomically
from translate.model import State
from translate.stage import Progress, silent

NO_ENGLISH_REMEDY = (
    "Install a translation package (briefings model install FILE.argosmodel), add the English to "
    "seeds/memory.tmx, or build with --draft to see the gaps marked."
)


@dataclass(frozen=True, slots=True)
class Targets:
    """What to build: slugs of papers and ids of events."""

    papers: tuple[str, ...]
    events: tuple[str, ...]
    everything: bool


@dataclass(slots=True)
class Report:
    """What a build did.

    ``blocked`` maps a paper or event to its untranslated segments, ``held`` to the
    unreadable papers it waits for; ``uncovered`` are events that no paper speaks of,
    so that there is nothing to make a brief of.
    """

    written: list[Path] = field(default_factory=list)
    unchanged: int = 0
    blocked: dict[str, int] = field(default_factory=dict)
    held: dict[str, tuple[Unreadable, ...]] = field(default_factory=dict)
    briefs: list[Briefing] = field(default_factory=list)
    uncovered: list[str] = field(default_factory=list)


def targets(names: Sequence[str], space: Workspace) -> Targets:
    """Names from the command line, sorted out; no names mean everything.

    Raises:
        ConfigurationError: unknown names, all at once, with what there is.
    """
    papers = list(space.catalogue.sources)
    events = [event.id for event in space.catalogue.briefs()]
    if not names:
        return Targets(tuple(papers), tuple(events), everything=True)
    unknown = [name for name in names if name not in papers and name not in space.catalogue.events]
    if unknown:
        raise ConfigurationError(
            f"no such paper or event: {', '.join(unknown)}",
            f"Papers: {', '.join(papers)}. Events: {', '.join(events)}.",
        )
    return Targets(
        tuple(name for name in papers if name in names),
        tuple(event for event in space.catalogue.events if event in names),
        everything=False,
    )


def build(config: Config, space: Workspace, wanted: Targets, progress: Progress = silent) -> Report:
    """Render what is wanted and write it under ``config.build``.

    A paper or brief that lacks English, or waits for a paper that could not be read
    (the rule stands in ``briefings.unreadable``), is left out, its last good output
    left in place, and reported in ``Report.blocked`` and ``Report.held``; the others
    are written.

    Raises:
        RenderError: a template, font or image failed; nothing was written.
    """
    report = Report()
    outputs: dict[Path, bytes] = {}
    overrides = config.templates if config.templates.is_dir() else None
    total = len(wanted.papers) + len(wanted.events)
    done = 0
    for slug in wanted.papers:
        outputs |= _paper(config, space, slug, overrides, report)
        done += 1
        progress("render", done, total)
    every = all_statements(space)
    for name in wanted.events:
        outputs |= _event(config, space, space.catalogue.events[name], every, overrides, report)
        done += 1
        progress("render", done, total)
    if wanted.everything:
        page = render_index(_index(config, space, report), overrides)
        outputs[config.build / "index.html"] = page.encode()
    sweep(config.build)
    for path, data in outputs.items():
        if write_atomically(path, data):
            report.written.append(path)
        else:
            report.unchanged += 1
    return report


def require_unblocked(report: Report) -> None:
    """Raise if anything was left out for want of English.

    Raises:
        TranslationIncompleteError: papers and briefs with counts.
    """
    if report.blocked:
        lines = "\n".join(f"  - {name}: {count} segments" for name, count in report.blocked.items())
        raise TranslationIncompleteError(
            f"left out, because segments have no English:\n{lines}", NO_ENGLISH_REMEDY
        )


def _missing(brief: Briefing) -> int:
    rows = {row.segment for passage in brief.passages for row in passage.rows if row.state is State.INITIAL}
    spoken = {key for item in brief.statements if item.state is State.INITIAL for key in item.segments}
    return len(rows | spoken)


def _paper(
    config: Config, space: Workspace, slug: str, overrides: Path | None, report: Report
) -> dict[Path, bytes]:
    held = tuple(paper for paper in space.unreadable if paper.source.slug == slug)
    if held:
        report.held[slug] = held
        return {}
    item = space.translated[slug]
    if item.missing() and not space.draft:
        report.blocked[slug] = len(item.missing())
        return {}
    version = english_version(slug, space)
    source = version.source
    folder = config.build / "english"
    return {
        folder / f"{slug}.html": render_side_by_side(version, overrides).encode(),
        folder / f"{slug}.en.md": render_english_markdown(version, overrides).encode(),
        folder / f"{slug}.json": ledger.dump(ledger.document_json(item, source.title, source.title_en)),
    }


def _event(
    config: Config,
    space: Workspace,
    event: Event,
    every: Sequence[tuple[str, Statement]],
    overrides: Path | None,
    report: Report,
) -> dict[Path, bytes]:
    stem = _stem(config, event.id)
    held = awaited(event, space.unreadable, space.catalogue, stem.with_suffix(".json"))
    if held:
        report.held[event.id] = held
        return {}
    brief = assemble(event, space, every)
    missing = _missing(brief)
    if not brief.sources and space.unreadable and not event.documents:
        # whether any paper speaks of the event is not known
        report.held[event.id] = space.unreadable
    elif not brief.sources:
        report.uncovered.append(event.id)
    elif missing and not space.draft:
        report.blocked[event.id] = missing
    else:
        report.briefs.append(brief)
        return _brief(config, brief, overrides)
    return {}


def _stem(config: Config, event: str) -> Path:
    return config.build / "briefings" / event


def _brief(config: Config, brief: Briefing, overrides: Path | None) -> dict[Path, bytes]:
    """The forms of one brief; the ledger's hash stands in the colophon of each."""
    data = ledger.dump(ledger.briefing_json(brief))
    brief = replace(brief, colophon=replace(brief.colophon, ledger_sha256=sha256(data).hexdigest()))
    stem = _stem(config, brief.event.id)
    base = overrides or templates_folder()
    return {
        stem.with_suffix(".json"): data,
        stem.with_suffix(".md"): render_brief_markdown(brief, overrides=overrides).encode(),
        stem.with_suffix(".html"): render_brief_html(brief, for_print=False, overrides=overrides).encode(),
        stem.with_suffix(".pdf"): render_pdf(
            render_brief_html(brief, for_print=True, overrides=overrides), base
        ),
        stem.with_suffix(".summary.html"): render_summary_html(brief, overrides).encode(),
        stem.with_suffix(".summary.md"): render_summary_markdown(brief, overrides).encode(),
    }


def _index(config: Config, space: Workspace, report: Report) -> IndexPage:
    """The front page; what was left out is named with the reason, beside what an earlier build left."""
    unread = {paper.source.slug: paper for paper in space.unreadable}
    papers: list[IndexPaper] = []
    for slug in space.catalogue.sources:
        if slug in unread:
            entry = index_unreadable(unread[slug])
        else:
            entry = index_paper(english_version(slug, space))
        if slug in report.blocked or slug in report.held:
            files = _earlier(config, entry.files)
            entry = replace(entry, files=files, problem=_problem(report, slug, files))
        papers.append(entry)
    left_out = []
    for event in space.catalogue.briefs():
        if event.id in report.blocked or event.id in report.held:
            files = _earlier(config, brief_links(event.id))
            left_out.append(
                IndexBrief(
                    event.id, event.name, event.name_zh, event.start, event.date_line, statements=0,
                    documents=0, by_state={}, files=files, problem=_problem(report, event.id, files),
                )
            )  # fmt: skip
    briefs = [index_brief(brief) for brief in report.briefs]
    return IndexPage(
        (*briefs, *left_out), tuple(papers), colophon(tuple(space.translated), space), space.draft,
        space.unreadable,
    )  # fmt: skip


def _earlier(config: Config, files: Sequence[Link]) -> tuple[Link, ...]:
    """Those that an earlier build left."""
    return tuple(link for link in files if (config.build / link.href).exists())


def _problem(report: Report, name: str, files: Sequence[Link]) -> str:
    held = report.held.get(name, ())
    if not held:
        problem = f"left out: {report.blocked[name]} segments have no English"
    elif held[0].source.slug == name:
        problem = f"could not be read: {held[0].problem}"
    else:
        problem = f"held back: {', '.join(paper.source.file for paper in held)} could not be read"
    return f"{problem}. The files are of an earlier build." if files else problem
