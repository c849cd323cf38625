"""Web pages and reading texts of the papers: side by side, English Markdown, index.

The pages are single files: style sheets stand inside, nothing is fetched, and
everything works without a script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import TemplateError

from briefings import commonmark
from briefings.english import EnglishBlock, EnglishSegment, EnglishVersion
from briefings.html import _template_error, environment
from briefings.model import Briefing, Colophon, Note, Source, Unreadable
from briefings.parallel import NOT_YET, SEVERITIES, anchored, is_missing, parallel, words_of
from translate.model import Origin, State
from translate.waivers import REASONS

KIND_WORDS = {
    "title": "Title",
    "byline": "Byline",
    "affiliation": "Affiliation",
    "heading": "Heading",
    "bullet": "Bullet",
    "caption": "Caption",
    "note": "Paper’s note",
    "contact": "Contact",
}
_MAKERS = {
    Origin.AI_DRAFT: "the summit-briefings project (AI draft)",
    Origin.ENGINE: "machine translation",
    Origin.MEMORY: "an imported translation memory",
    Origin.PERSON: "a translator",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A file beside the index page. ``label`` is what it is, in a word: PDF, HTML, Markdown."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class IndexBrief:
    """A brief on the index page; ``problem`` says why it is not there, if it is not."""

    id: str
    title: str
    title_zh: str
    start: str
    date_line: str
    statements: int
    documents: int
    by_state: dict[str, int]
    files: tuple[Link, ...]
    marking: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class IndexPaper:
    """A paper on the index page.

    ``findings`` counts those in force by severity, ``waived`` those that a person let
    stand; ``switched_off`` are checks whose findings do not count. ``context`` tells
    apart papers of one title.
    """

    id: str
    title: str
    title_en: str
    short: str
    segments: int
    by_state: dict[str, int]
    findings: dict[str, int]
    files: tuple[Link, ...]
    context: str = ""
    rights: str = "internal"
    marking: str = ""
    problem: str = ""
    waived: int = 0
    switched_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What a build made: briefs by date, then papers, and what they were built from."""

    briefs: tuple[IndexBrief, ...]
    papers: tuple[IndexPaper, ...]
    colophon: Colophon
    draft: bool = False
    unreadable: tuple[Unreadable, ...] = ()


def brief_links(event: str) -> tuple[Link, ...]:
    """A brief's files, by the output contract's names; the English summary's come last."""
    base = f"briefings/{event}"
    return (
        Link("PDF", f"{base}.pdf"),
        Link("HTML", f"{base}.html"),
        Link("Markdown", f"{base}.md"),
        Link("English summary", f"{base}.summary.html"),
        Link("English summary, Markdown", f"{base}.summary.md"),
    )


def index_brief(briefing: Briefing) -> IndexBrief:
    """A brief's entry, linked to its files."""
    event = briefing.event
    return IndexBrief(
        id=event.id,
        title=event.name,
        title_zh=event.name_zh,
        start=event.start,
        date_line=event.date_line,
        statements=len(briefing.statements),
        documents=len({statement.document for statement in briefing.statements}),
        by_state=dict(Counter(statement.state_words for statement in briefing.statements)),
        files=brief_links(event.id),
        marking=briefing.marking,
    )


def index_paper(version: EnglishVersion) -> IndexPaper:
    """A paper's entry, linked by the output contract's names."""
    segments = _segments(version)
    found = Counter(finding.severity for segment in segments for finding in segment.findings)
    return replace(
        _index_entry(version.source),
        segments=len(segments),
        by_state=_by_state(segments),
        findings={severity: found[severity] for severity in SEVERITIES},
        waived=sum(len(segment.waived) for segment in segments),
        switched_off=version.switched_off,
    )


def index_unreadable(paper: Unreadable) -> IndexPaper:
    """The entry of a paper that could not be read: nothing of it is counted."""
    return _index_entry(paper.source)


def _index_entry(source: Source) -> IndexPaper:
    base = f"english/{source.slug}"
    return IndexPaper(
        id=source.slug, title=source.title, title_en=source.title_en, short=source.short, segments=0,
        by_state={}, findings={},
        files=(Link("Side by side", f"{base}.html"), Link("English Markdown", f"{base}.en.md")),
        context=source.context_en, rights=source.rights, marking=source.marking,
    )  # fmt: skip


def render_side_by_side(version: EnglishVersion, overrides: Path | None = None) -> str:
    """The review page of a paper: Chinese left, English right, one row per segment.

    Args:
        version: the paper in both languages.
        overrides: a workspace's own templates, which win file by file.
    """
    return _render(
        "english/side_by_side.html.j2",
        overrides,
        version=version,
        source=version.source,
        page=parallel(version),
        kind_words=KIND_WORDS,
        severities=SEVERITIES,
        reasons=REASONS,
    )


def render_english_markdown(version: EnglishVersion, overrides: Path | None = None) -> str:
    """The English alone, for reading: CommonMark with footnotes in GitHub's notation.

    Notes for readers and the translator's notes become footnotes; notes meant
    for translators stay on the review page.
    """
    reading = _Reading(version)
    text = _render(
        "english/document.md.j2",
        overrides,
        version=version,
        source=version.source,
        reading=reading,
        plain=commonmark.plain,
    )
    return text.strip() + "\n"


def render_index(index: IndexPage, overrides: Path | None = None) -> str:
    """The build's front page: briefs by date, then papers."""
    briefs = sorted(index.briefs, key=lambda brief: (brief.start, brief.id))
    return _render("index/index.html.j2", overrides, index=index, briefs=briefs, severities=SEVERITIES)


def _render(name: str, overrides: Path | None, **context: object) -> str:
    env = environment(overrides)
    try:
        return env.get_template(name).render(context)
    except TemplateError as error:
        raise _template_error(name, env, error) from error


def _segments(version: EnglishVersion) -> list[EnglishSegment]:
    return [segment for block in version.blocks for segment in block.segments]


def _by_state(segments: Sequence[EnglishSegment]) -> dict[str, int]:
    return dict(Counter(words_of(segment) for segment in segments))


class _Reading:
    """A paper's English as Markdown paragraphs, with footnotes numbered as they come."""

    def __init__(self, version: EnglishVersion) -> None:
        self._source = version.source
        self.footnotes: list[str] = []
        segments = _segments(version)
        self.by_state = _by_state(segments)
        self.segments = len(segments)
        origins = {segment.origin for segment in segments if not is_missing(segment)}
        makers = [words for origin, words in _MAKERS.items() if origin in origins]
        self.english_by = f"{'; '.join(makers)}, {_reviewed(segments)}" if makers else ""
        front, body = _front_matter(version.blocks)
        # a paper whose title the reader did not find still has one in sources.toml
        titles = [self._text(block) for block in front if block.kind == "title"]
        self.title = " ".join(titles) or commonmark.plain(version.source.title_en or version.source.title)
        self.byline = commonmark.lines([self._text(block) for block in front if block.kind != "title"])
        self.paragraphs = [self._paragraph(blocks) for blocks in _runs(body)]

    def _paragraph(self, blocks: Sequence[EnglishBlock]) -> str:
        """Blocks of one kind: a list, an address, a caption of several parts, or one paragraph."""
        kind = blocks[0].kind
        texts = [self._text(block) for block in blocks]
        if kind == "heading":
            return f"{'#' * min(max(blocks[0].level, 2), 6)} {texts[0]}"
        if kind == "bullet":
            return "\n".join(f"- {text}" for text in texts)
        if kind == "caption":
            return f"Caption: {commonmark.lines(texts)}"
        return commonmark.lines(texts)

    def _text(self, block: EnglishBlock) -> str:
        """The block's sentences, each followed by its footnotes' marks."""
        parts = []
        for segment, notes in zip(block.segments, anchored(block), strict=True):
            if is_missing(segment):
                text = commonmark.plain(f"[{NOT_YET}: {_place(self._source, block)}]")
            else:
                text = commonmark.plain(segment.en, opens=block.kind not in {"title", "heading"})
            marks = [self._footnote(f"Translator’s note: {segment.note}")] if segment.note else []
            marks += [self._footnote(_printed(note)) for note in notes if note.audience == "reader"]
            parts.append(text + "".join(marks))
        return " ".join(parts)

    def _footnote(self, text: str) -> str:
        self.footnotes.append(commonmark.plain(text))
        return f"[^{len(self.footnotes)}]"


def _reviewed(segments: Sequence[EnglishSegment]) -> str:
    """The label beside the translator's name: it never claims more than every segment bears out."""
    # what the paper prints in English is nobody's translation: there is nothing to review
    ours = [segment for segment in segments if is_missing(segment) or segment.origin is not Origin.NONE]
    done = sum(not is_missing(segment) and segment.state.rank >= State.REVIEWED.rank for segment in ours)
    if not done:
        return "unreviewed"
    return "reviewed" if done == len(ours) else f"reviewed in part ({done} of {len(ours)} segments)"


def _front_matter(
    blocks: Sequence[EnglishBlock],
) -> tuple[list[EnglishBlock], list[EnglishBlock]]:
    """The title with the byline and affiliation right after it, and the rest in order.

    Papers print a picture's caption before the title; a reading text begins with
    the title. A byline at the paper's end stays there.
    """
    start = next((i for i, block in enumerate(blocks) if block.kind == "title"), None)
    if start is None:
        return [], list(blocks)
    end = start
    while end < len(blocks) and blocks[end].kind in {"title", "byline", "affiliation"}:
        end += 1
    return list(blocks[start:end]), [*blocks[:start], *blocks[end:]]


def _runs(blocks: Sequence[EnglishBlock]) -> list[list[EnglishBlock]]:
    """Neighbours that read as one unit: bullets, address lines, parts of a caption."""
    runs: list[list[EnglishBlock]] = []
    for block in blocks:
        if runs and runs[-1][0].kind == block.kind and block.kind in {"bullet", "contact", "caption"}:
            runs[-1].append(block)
        else:
            runs.append([block])
    return runs


def _place(source: Source, block: EnglishBlock) -> str:
    first, last = block.lines
    where = f"line {first}" if first == last else f"lines {first}–{last}"
    return f"{where} of {source.file}"


def _printed(note: Note) -> str:
    """An editor's note as a footnote: what kind, the text, its evidence, who signed it and when."""
    label = "Editor’s note (discrepancy)" if note.discrepancy else "Editor’s note"
    evidence = f" Evidence: {note.evidence.rstrip('.')}." if note.evidence else ""
    return f"{label}: {note.text}{evidence} ({note.author}, {note.date})"
