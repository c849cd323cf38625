"""Reads a paper for speech: marks, kinds, speakers, reports, in this order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from briefings.dated import Dated, dates_in
from briefings.entities import Person
from briefings.locate import paragraph_numbers, place
from briefings.speech.frame import Frame, frame
from briefings.speech.kinds import Judged, judge
from briefings.speech.marks import Node, parse, quotes_of
from briefings.speech.mentions import Names, names_of
from briefings.speech.model import Quoted, Speech, Spoken, Unbalanced
from briefings.speech.reports import reports_in
from briefings.speech.setting import Setting, account, lacking, language, setting
from briefings.speech.speakers import labelled, speaker_of
from briefings.speech.subject import Subjects, Who
from briefings.speech.unmarked import Unmarked, unmarked
from briefings.speech.verbs import before_colon, verbs
from translate.model import Block, Document

_CONTINUES = "goes on from the paragraph before"
_REMEMBERED = 40
"""Paragraphs in which the pair that 雙方 stands for is looked for."""
_HEADLINES = frozenset({"title", "heading"})
_RUNNING = frozenset({"paragraph", "bullet"})


@dataclass(slots=True)
class _Found:
    quoted: list[Quoted] = field(default_factory=list)
    utterances: list[Spoken] = field(default_factory=list)
    reports: list[Spoken] = field(default_factory=list)
    unbalanced: list[Unbalanced] = field(default_factory=list)


def read_speech(document: Document, people: Iterable[Person], paper_date: str = "") -> Speech:
    """Every quoted span of ``document`` with its kind, and who said what.

    Headings are searched for spans, and for headlines that give somebody's words;
    captions, notes and the like for spans alone.

    Args:
        document: a paper.
        people: persons and bodies that may speak.
        paper_date: its date as ``sources.toml`` has it, to resolve days; ``""`` if unknown.
    """
    return _Reader(document, names_of(document, people), paper_date).read()


@dataclass(slots=True)
class _Reader:
    document: Document
    names: Names
    paper_date: str
    found: _Found = field(default_factory=_Found)
    earlier: list[str] = field(default_factory=list)
    days: tuple[Block | None, tuple[Dated, ...]] = (None, ())
    goes_on: tuple[Who, str] | None = None

    def read(self) -> Speech:
        blocks = self.document.blocks
        paragraphs = paragraph_numbers(self.document)
        for number, block in enumerate(blocks):
            following = blocks[number + 1].text[:1] if number + 1 < len(blocks) else ""
            root, lost = parse(block.text, following)
            self.found.unbalanced += [Unbalanced(number, at, block.text[at]) for at in lost]
            self._block(number, block, root, paragraphs[number])
        found = self.found
        utterances = sorted(found.utterances, key=lambda item: (item.place.block_number, item.place.start))
        quoted = sorted(found.quoted, key=lambda item: (item.block, item.start))
        return Speech(tuple(quoted), tuple(utterances), tuple(found.reports), tuple(found.unbalanced))

    def _block(self, number: int, block: Block, root: Node, paragraph: int) -> None:
        frames = {id(root): frame(block.text, root)}
        for _, holder, _ in quotes_of(root):
            frames.setdefault(id(holder), frame(block.text, holder))
        whole = frames[id(root)]
        running = block.kind in _RUNNING
        continued, self.goes_on = self.goes_on, self._announced(number, whole) if running else None
        for node, holder, depth in quotes_of(root):
            held = frames[id(holder)]
            position = next((at for at, child in held.nodes.items() if child is node), None)
            if position is None:
                self._distanced(number, node, depth)
                continue
            subjects = Subjects(held, self.names, number, tuple(self.earlier))
            outer = continued if holder is root else None
            judged = self._judged(held, position, block, node, outer)
            self.found.quoted.append(Quoted(number, node.start, node.end, depth, judged.kind, judged.why))
            if judged.kind != "utterance":
                continue
            who, verb = (
                outer if judged.why == _CONTINUES and outer else speaker_of(judged, position, subjects)
            )
            if node.goes_on:
                self.goes_on = who, verb
            if running:
                self._utter(number, (node.start, node.end), who, verb, whole, paragraph, depth)
        self._without_marks(number, block, whole, paragraph)
        if running:
            self.earlier = [*self.earlier[-_REMEMBERED:], whole.text]

    def _distanced(self, number: int, node: Node, depth: int) -> None:
        why = "a word that papers of Taiwan set in marks"
        self.found.quoted.append(Quoted(number, node.start, node.end, depth, "scare", why))

    def _judged(
        self, held: Frame, position: int, block: Block, node: Node, continued: tuple[Who, str] | None
    ) -> Judged:
        if continued is not None and position == 0:
            return Judged("utterance", _CONTINUES)
        if node.goes_on and position == 0:
            return Judged("utterance", "goes on in the next paragraph")
        if labelled(held, position, self.names) is not None:
            return Judged("utterance", "a speaker’s name and a colon before it", "label")
        return judge(held, position, block.text[node.start : node.end])

    def _announced(self, number: int, whole: Frame) -> tuple[Who, str] | None:
        """Who speaks in the next paragraph, where this one ends with 他說：."""
        if not whole.text.endswith(("：", ":")) or not before_colon(whole.text, 0, len(whole.text)):
            return None
        said = verbs(whole.text, whole.sentence(len(whole.text) - 1)[0], len(whole.text))
        if not said:
            return None
        return Subjects(whole, self.names, number, tuple(self.earlier)).of_verb(said[-1].start), said[-1].text

    def _utter(
        self,
        number: int,
        span: tuple[int, int],
        who: Who,
        verb: str,
        whole: Frame,
        paragraph: int,
        depth: int,
    ) -> None:
        block = self.document.blocks[number]
        where, told = self._setting(block, whole, span[0])
        where = where if verb else Setting()
        self.found.utterances.append(
            Spoken(
                "quote", place(self.document, number, *span, paragraph), who.person, who.reason, who.joint,
                verb=verb, reported_by=told if not depth else "own paper",
                said_at=where.at, said_on=where.on, day=where.day, language=language(who.person),
                not_in=lacking(whole, bisect_left(whole.origin, span[0] - 1)) if not depth else (),
            )
        )  # fmt: skip

    def _setting(self, block: Block, whole: Frame, offset: int) -> tuple[Setting, str]:
        position = bisect_left(whole.origin, offset - 1)
        if self.days[0] is not block:
            self.days = block, dates_in(block, self.paper_date)
        return setting(block, whole, position, self.days[1]), account(block, whole, position)

    def _without_marks(self, number: int, block: Block, whole: Frame, paragraph: int) -> None:
        subjects = Subjects(whole, self.names, number, tuple(self.earlier))
        headline = block.kind in _HEADLINES
        if not headline and block.kind not in _RUNNING:
            return
        taken: list[Unmarked] = []
        for item in unmarked(whole, subjects, self.names):
            if (headline and not item.turn) or any(t.start < item.end and item.start < t.end for t in taken):
                continue
            taken.append(item)
            span = whole.span(item.start, item.end)
            self._utter(number, span, item.who, item.verb, whole, paragraph, 0)
            made = self.found.utterances[-1]
            self.found.utterances[-1] = replace(made, printed="headline" if headline else "unmarked")
        if headline or any(item.turn for item in taken):
            return
        for start, end, who, verb in reports_in(whole, subjects):
            if any(t.start < end and start < t.end for t in taken):
                continue
            first, last = whole.span(start, end)
            where, told = self._setting(block, whole, first)
            self.found.reports.append(
                Spoken(
                    "report", place(self.document, number, first, last, paragraph), who.person, who.reason,
                    who.joint, "unmarked", verb, told, where.at, where.on, where.day, language(who.person),
                )
            )  # fmt: skip
