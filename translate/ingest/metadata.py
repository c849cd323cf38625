"""What a paper seems to print of itself: title, author, series, date. Proposals, with evidence.

A proposal is never a fact: ``briefings add`` shows it with the line it comes from,
and a person confirms or corrects it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from translate.hanzi import is_han, squeeze, width
from translate.ingest import imprint, shapes
from translate.model import Block, Document

Confidence = Literal["high", "medium", "low"]
Key = Literal[
    "title", "authors", "affiliation", "publisher", "series", "number", "date", "labels", "language"
]

FRONT = 16
TAIL = 16
"""Lines with text at a paper's start and end in which it speaks of itself."""

LONG = 100
"""Cells from which a block is running text, and the front matter over."""

TITLE_MOST = 120
"""Cells that a title may have: sixty characters."""

LABELS = (
    "時評", "时评", "專論", "专论", "評論", "评论", "專題", "专题", "特稿", "社論", "社论", "焦點", "焦点",
    "論著", "觀點", "观点", "專欄", "专栏", "短評", "短评", "書評", "书评", "要聞", "要闻", "紀要", "纪要",
)  # fmt: skip
"""Names of columns, set beside or above a title."""

_RANKS: Mapping[Confidence, int] = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value for one key of ``sources.toml``.

    Attributes:
        values: one value; several for ``authors`` and ``labels``.
        evidence: the text it was read from, as printed, or what the file says of itself.
        line: the line it stands on; 0 where it is not printed (file properties, file name).
        why: how it was recognised, in words.
    """

    key: Key
    values: tuple[str, ...]
    evidence: str
    line: int
    why: str
    confidence: Confidence

    @property
    def text(self) -> str:
        """The value as one line."""
        return "、".join(self.values)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with text: as printed, and levelled for reading."""

    number: int
    text: str
    plain: str

    def proposal(self, key: Key, value: str | tuple[str, ...], why: str, confidence: Confidence) -> Proposal:
        values = (value,) if isinstance(value, str) else value
        return Proposal(key, values, self.text, self.number, why, confidence)


@dataclass(frozen=True, slots=True)
class _Matter:
    """Front and end matter, and how often each line stands in the whole paper."""

    front: tuple[_Line, ...]
    tail: tuple[_Line, ...]
    often: Counter[str]

    def both(self) -> Iterator[tuple[_Line, bool]]:
        """Every line, with whether it stands in front."""
        yield from ((line, True) for line in self.front)
        yield from ((line, False) for line in self.tail)


def propose(document: Document, properties: Mapping[str, str] | None = None) -> tuple[Proposal, ...]:
    """What the paper seems to print, the best proposal for each key.

    Args:
        document: the paper, read without hints.
        properties: what the file says of itself (``properties.of_file``): title,
            author, date; weaker evidence than any printed line.
    """
    matter = _matter(document)
    found = [*_series(matter), *_dates(matter), *_authors(matter), *_publishers(matter)]
    taken = {proposal.line for proposal in found}
    found += _titles(document, matter, taken)
    found += _from_properties(properties or {})
    found.append(_language(document))
    # the first of the surest: front matter comes before end matter, print before properties
    best: dict[Key, Proposal] = {}
    for proposal in sorted(found, key=lambda item: _RANKS[item.confidence]):
        best.setdefault(proposal.key, proposal)
    return tuple(best.values())


def _matter(document: Document) -> _Matter:
    raw = document.raw
    lines = [
        _Line(line.number, text, imprint.plain(text)) for line in raw.lines if (text := raw.of(line).strip())
    ]
    often = Counter(squeeze(line.plain) for line in lines)
    body = next((b.lines[0] for b in document.blocks if _is_running(b)), None)
    front = [line for line in lines[:FRONT] if body is None or line.number < body]
    rest = [line for line in lines if line not in front] if len(lines) < FRONT + TAIL else lines[-TAIL:]
    return _Matter(tuple(front), tuple(line for line in rest[-TAIL:] if line not in front), often)


def _is_running(block: Block) -> bool:
    return (
        block.kind in {"paragraph", "bullet"}
        and width(block.text) >= LONG
        and not shapes.is_caption(block.text)
    )


def _series(matter: _Matter) -> Iterator[Proposal]:
    for line, _ in matter.both():
        found = imprint.series(line.plain)
        if found is None:
            continue
        name, number = found
        repeated = (
            matter.often[squeeze(line.plain)] > 1
            or sum(count for text, count in matter.often.items() if text.startswith(squeeze(name))) > 1
        )
        if number:
            yield line.proposal("series", name, "a series’ name with a number", "high")
            yield line.proposal("number", number, "the number beside the series’ name", "high")
        elif repeated:
            yield line.proposal("series", name, "a series’ name that stands alone, more than once", "high")
        elif imprint.find_date(line.plain):
            yield line.proposal("series", name, "a series’ name with a date", "high")
        else:
            yield line.proposal("series", name, "a line that reads like a series’ name", "medium")


def _dates(matter: _Matter) -> Iterator[Proposal]:
    for line, in_front in matter.both():
        marked = imprint.marked_date(line.plain)
        alone = imprint.lone_date(line.plain)
        if marked:
            yield line.proposal("date", marked, "a date that is marked as the paper’s", "high")
        elif alone:
            confidence: Confidence = "high" if in_front or imprint.series(line.plain) else "medium"
            yield line.proposal("date", alone, "a date on a line of its own", confidence)


def _authors(matter: _Matter) -> Iterator[Proposal]:
    for lines in (matter.front, matter.tail):
        for number, line in enumerate(lines):
            made, beside = imprint.signed(line.plain)
            if made:
                yield line.proposal("authors", made, "a line marked as the author’s", "high")
            elif lines is matter.front and number:
                made, beside = imprint.named_with_post(line.plain)
                if made:
                    why = "a name below the title" if not beside else "a name with a post"
                    yield line.proposal("authors", made, why, "medium")
            if beside:
                yield line.proposal("affiliation", beside, "it stands beside the author’s name", "high")
            about = imprint.about_author(line.plain)
            if about:
                yield line.proposal("affiliation", about, "a line about the author", "high")
            after = lines[number + 1] if made and not beside and number + 1 < len(lines) else None
            if after and imprint.post(after.plain) and not imprint.series(after.plain):
                yield after.proposal("affiliation", after.text, "a post, below the author’s name", "medium")


def _publishers(matter: _Matter) -> Iterator[Proposal]:
    beside_author = {p.line for p in _authors(matter) if p.key == "affiliation"}
    for lines in (matter.front, matter.tail):
        for number, line in enumerate(lines):
            named = imprint.issuer(line.plain)
            if named:
                yield line.proposal("publisher", named, "a line marked as the publisher’s", "high")
            elif imprint.body(line.plain) and line.number not in beside_author:
                near = lines[number + 1 : number + 9]  # a foundation may describe itself first
                if any(imprint.ADDRESS.search(other.plain) for other in near):
                    yield line.proposal("publisher", line.text, "a body, above its address", "high")
                else:
                    yield line.proposal("publisher", line.text, "a body on a line of its own", "low")


def _titles(document: Document, matter: _Matter, taken: set[int]) -> Iterator[Proposal]:
    front = {line.number: line for line in matter.front}
    chosen: list[tuple[_Line, Block]] = []
    for block in document.blocks:
        line = front.get(block.lines[0])
        if line is None:
            # a heading of the format may stand where running text began before it
            continue
        label = _label(line)
        if label is not None:
            yield label
        styled = any(
            raw.layout is not None and raw.layout.kind == "title"
            for raw in document.raw.lines[block.lines[0] - 1 : block.lines[0]]
        )
        text = _titled(block, label)
        if styled and text:
            yield line.proposal("title", text, "the format marks it as the title", "high")
        elif text and not set(range(block.lines[0], block.lines[1] + 1)) & taken:
            chosen.append((line, block))
    if not chosen:
        return
    first_author = min((p.line for p in _authors(matter) if p.key == "authors"), default=0)
    above = [item for item in chosen if item[1].lines[1] < first_author]
    line, block = above[-1] if above else chosen[0]
    why = "the line above the author’s name" if above else "the first short line"
    yield line.proposal("title", _titled(block, _label(line)), why, "medium")


def _label(line: _Line) -> Proposal | None:
    """A column's name, alone or with its characters set apart, as no title has them."""
    bare = squeeze(line.text)
    found = next((label for label in LABELS if bare.startswith(label)), "")
    if found and (bare == found or not line.text.startswith(found)):
        return line.proposal("labels", (found,), "a column’s name", "medium")
    return None


def _titled(block: Block, label: Proposal | None) -> str:
    """The block's text as a title, or ``""`` where it can be none."""
    text = block.text
    if label is not None:
        for char in label.values[0]:
            text = text.lstrip().removeprefix(char)
        text = text.strip()
    sound = (
        sum(map(is_han, text)) > 1
        and width(text) <= TITLE_MOST
        and not text.endswith(("。", "；", "，"))
        and not shapes.is_caption(text)
        and not imprint.ADDRESS.search(text)
    )
    return text if sound else ""


def _from_properties(properties: Mapping[str, str]) -> Iterator[Proposal]:
    made = partial(_property, properties)
    if properties.get("title"):
        yield made("title", (properties["title"],), "title")
    if properties.get("author"):
        yield made("authors", imprint.names(properties["author"]) or (properties["author"],), "author")
    if properties.get("date"):
        yield made("date", (properties["date"],), "date")


def _property(properties: Mapping[str, str], key: Key, values: Sequence[str], name: str) -> Proposal:
    return Proposal(key, tuple(values), f"{name}: {properties[name]}", 0, "the file’s properties", "low")


def _language(document: Document) -> Proposal:
    script = "Traditional" if document.language == "zh-Hant" else "Simplified"
    why = f"more characters that only {script} Chinese has"
    return Proposal("language", (document.language,), "the whole text", 0, why, "high")
