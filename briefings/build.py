"""Everything a build writes: gathered first, then written, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

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
from briefings.pdf import with_ledger
from briefings.rendering import RECORD, Done, Record, Renderer, processors
from briefings.summaries import render_summary_html, render_summary_markdown
from briefings.unreadable import awaited
from translate.config import Config
from translate.errors import ConfigurationError, TranslationIncompleteError
from translate.files import Batch, sweep
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
    so that there is nothing to make a brief of. ``rendered`` are PDFs that had to be set.
    """

    written: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    blocked: dict[str, int] = field(default_factory=dict)
    held: dict[str, tuple[Unreadable, ...]] = field(default_factory=dict)
    papers: dict[str, IndexPaper] = field(default_factory=dict)
    briefs: list[IndexBrief] = field(default_factory=list)
    uncovered: list[str] = field(default_factory=list)
    rendered: list[Path] = field(default_factory=list)

    @property
    def outputs(self) -> list[Path]:
        """Every file that is as this build would have it."""
        return self.written + self.unchanged


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


def build(
    config: Config, space: Workspace, wanted: Targets, progress: Progress = silent, jobs: int | None = None
) -> Report:
    """Render what is wanted and write it under ``config.build``.

    A paper or brief that lacks English, or waits for a paper that could not be read
    (the rule stands in ``briefings.unreadable``), is left out, its last good output
    left in place, and reported in ``Report.blocked`` and ``Report.held``; the others
    are written, all at the end. A PDF whose page has not changed is not set again.

    Args:
        config: where to.
        space: what is known.
        wanted: what of it is asked for.
        progress: told of each paper and brief.
        jobs: processes that set pages; as many as there are processors if ``None``.

    Raises:
        RenderError: a template, font or image failed; nothing was written.
    """
    report = Report()
    sweep(config.build)
    run = _Run(config, space, report)
    done, total = 0, len(wanted.papers) + len(wanted.events)
    with Batch() as batch:

        def put(path: Path, data: bytes) -> None:
            if batch.put(path, data):
                report.written.append(path)
            else:
                report.unchanged.append(path)

        def step() -> None:
            nonlocal done
            done += 1
            progress("render", done, total)

        for slug in wanted.papers:
            for path, data in run.paper(slug):
                put(path, data)
            step()
        with _Printer(config, report, put, step, jobs or processors()) as printer:
            every = all_statements(space)
            for name in wanted.events:
                brief = run.brief(space.catalogue.events[name], every)
                if brief is None:
                    step()
                    continue
                files, page = run.forms(brief)
                for path, data in files:
                    put(path, data)
                printer.print(_stem(config, name).with_suffix(".pdf"), page)
        if wanted.everything:
            put(
                config.build / "index.html",
                render_index(_index(config, space, report), run.overrides).encode(),
            )
    printer.record.save()
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


class _Printer:
    """Brings pages to print, in several processes, and passes over those that stand as they are."""

    def __init__(
        self, config: Config, report: Report, put: Done, step: Callable[[], None], jobs: int
    ) -> None:
        base = _overrides(config) or templates_folder()
        self.record = Record(config.database.parent / RECORD, base)
        self._report, self._put, self._step = report, put, step
        self._keys: dict[Path, str] = {}
        self._renderer = Renderer(base, jobs, self._done)

    def __enter__(self) -> Self:
        self._renderer.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._renderer.__exit__(kind, error, trace)

    def print(self, path: Path, html: str) -> None:
        """``html`` is to stand at ``path`` as PDF."""
        self._keys[path] = self.record.key(html)
        if self.record.stands(path, self._keys[path]):
            self._report.unchanged.append(path)
            self._step()
        else:
            self._renderer.submit(path, html)

    def _done(self, path: Path, data: bytes) -> None:
        self._put(path, data)
        self.record.note(path, self._keys[path], data)
        self._report.rendered.append(path)
        self._step()


def _overrides(config: Config) -> Path | None:
    return config.templates if config.templates.is_dir() else None


@dataclass(frozen=True, slots=True)
class _Run:
    """One build's papers and briefs, and what of them is left out."""

    config: Config
    space: Workspace
    report: Report

    @property
    def overrides(self) -> Path | None:
        """The workspace's own templates."""
        return _overrides(self.config)

    def paper(self, slug: str) -> Iterator[tuple[Path, bytes]]:
        """The forms of one paper; nothing if it is left out."""
        held = tuple(paper for paper in self.space.unreadable if paper.source.slug == slug)
        if held:
            self.report.held[slug] = held
            return
        item = self.space.translated[slug]
        version = english_version(slug, self.space)
        self.report.papers[slug] = index_paper(version)
        if item.missing() and not self.space.draft:
            self.report.blocked[slug] = len(item.missing())
            return
        source, folder = version.source, self.config.build / "english"
        yield folder / f"{slug}.html", render_side_by_side(version, self.overrides).encode()
        yield folder / f"{slug}.en.md", render_english_markdown(version, self.overrides).encode()
        data = ledger.document_json(item, source.title, source.title_en)
        yield folder / f"{slug}.json", ledger.dump(data)

    def brief(self, event: Event, every: Sequence[tuple[str, Statement]]) -> Briefing | None:
        """The brief of ``event``; ``None`` if it is left out."""
        space, report = self.space, self.report
        held = awaited(
            event, space.unreadable, space.catalogue, _stem(self.config, event.id).with_suffix(".json")
        )
        if held:
            report.held[event.id] = held
            return None
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
            report.briefs.append(index_brief(brief))
            return brief
        return None

    def forms(self, brief: Briefing) -> tuple[list[tuple[Path, bytes]], str]:
        """The forms of one brief, and the page for its PDF that name the ledger's hash."""
        stem, overrides = _stem(self.config, brief.event.id), self.overrides
        data = ledger.dump(ledger.briefing_json(brief))
        embedded = self.config.settings.embed_ledger
        digest = sha256(data).hexdigest()
        brief = replace(
            brief, colophon=replace(brief.colophon, ledger_sha256=digest, ledger_embedded=embedded)
        )
        texts = {
            ".md": render_brief_markdown(brief, overrides=overrides),
            ".html": render_brief_html(brief, for_print=False, overrides=overrides),
            ".summary.html": render_summary_html(brief, overrides),
            ".summary.md": render_summary_markdown(brief, overrides),
        }
        files = [(stem.with_suffix(suffix), text.encode()) for suffix, text in texts.items()]
        page = render_brief_html(brief, for_print=True, overrides=overrides)
        if embedded:
            page = with_ledger(page, f"{brief.event.id}.json", data)
        return [(stem.with_suffix(".json"), data), *files], page


def _stem(config: Config, event: str) -> Path:
    return config.build / "briefings" / event


def _index(config: Config, space: Workspace, report: Report) -> IndexPage:
    """The front page; what was left out is named with the reason, beside what an earlier build left."""
    unread = {paper.source.slug: paper for paper in space.unreadable}
    papers: list[IndexPaper] = []
    for slug in space.catalogue.sources:
        entry = index_unreadable(unread[slug]) if slug in unread else report.papers[slug]
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
    return IndexPage(
        (*report.briefs, *left_out), tuple(papers), colophon(tuple(space.translated), space), space.draft,
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
