"""Whether a brief says what its ledger, the papers and the memory say, character by character.

Each statement, each sentence of a passage, each mention and note is compared on its
own: as printed under its id in the PDF, as recorded in the ledger, as it stands in the
present bytes of its paper, and with the current English of its sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from briefings.contrast import contrast
from briefings.ledger_file import (
    LedgerFile,
    MentionEntry,
    NoteEntry,
    PassageEntry,
    RowEntry,
    SourceEntry,
    StatementEntry,
    SummaryEntry,
    find_ledger,
    parsed,
)
from briefings.locate import locate
from briefings.printed import LEDGER_ID, Part, Printed, read_printed, squeezed
from briefings.quotes import english_of
from briefings.standing import Paper, Standing
from briefings.wording import anchor, quoted
from translate.hanzi import squeeze

Kind = Literal["ledger", "paper", "page one", "quote", "report", "assessment", "sentence", "mention", "note"]
Against = Literal["pdf", "ledger", "paper", "memory", "quotations.toml"]

_KNOWN = ("s-", "r-", "m-")
"""Ids of the PDF that stand for an entry of the ledger: statements, sentences, mentions."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be; excerpts mark the first characters that differ."""

    against: Against
    what: str
    expected: str = ""
    found: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one entry; ``pages`` are those that it is printed on, ``text`` its Chinese or note."""

    kind: Kind
    id: str
    pages: tuple[int, ...]
    differences: tuple[Difference, ...]
    text: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Verification:
    """One PDF verified: ``ledger`` says where that was found, ``whole`` whether a workspace was asked."""

    path: Path
    ledger: str
    event: str
    whole: bool
    verdicts: tuple[Verdict, ...]

    @property
    def failed(self) -> tuple[Verdict, ...]:
        """Those that do not hold."""
        return tuple(verdict for verdict in self.verdicts if not verdict.holds)


def verify(path: Path, ledger: Path | None, standing: Standing | None) -> Verification:
    """Verify the brief at ``path``.

    Args:
        path: a brief in PDF.
        ledger: its ledger; looked for beside and in the PDF if ``None``.
        standing: the workspace; the PDF is compared with its ledger alone if ``None``.

    Raises:
        InputError: PDF or ledger cannot be read, or are none of ours.
    """
    printed = read_printed(path)
    data, where = find_ledger(printed, ledger)
    entries = parsed(data, where)
    if standing:
        standing.read(source.id for source in entries.sources)
        standing.read(item.document for item in entries.statements.values())
        standing.read(item.document for item in entries.passages)
        standing.read(item.document for item in entries.mentions)
        standing.read(item.document for item in entries.notes)
    verifier = _Verifier(printed, entries, standing)
    verdicts = (_of_ledger(printed, data, where), *verifier.verdicts())
    return Verification(path, where, entries.event.id, standing is not None, verdicts)


def _of_ledger(printed: Printed, data: bytes, where: str) -> Verdict:
    digest = sha256(data).hexdigest()
    part = printed.parts[LEDGER_ID]
    found = []
    if digest != printed.ledger_sha256:
        what = "the ledger is not the one that the brief was made from: its SHA-256 is not the printed one"
        found.append(Difference("ledger", what, printed.ledger_sha256, digest, min(part.pages, default=None)))
    if printed.embedded is not None and printed.embedded != data:
        found.append(Difference("ledger", f"the ledger embedded in the PDF is not {where}"))
    return Verdict("ledger", where, part.pages, tuple(found))


class _Verifier:
    """One brief's entries against everything that they come from."""

    def __init__(self, printed: Printed, ledger: LedgerFile, standing: Standing | None) -> None:
        self._printed, self._ledger, self._standing = printed, ledger, standing

    def verdicts(self) -> Iterator[Verdict]:
        """Every entry, in the brief's order."""
        ledger = self._ledger
        for source in ledger.sources:
            yield from self._source(source)
        for item in ledger.summary:
            yield self._on_page_one(item)
        for entry in ledger.quotes:
            yield self._statement("quote", entry)
        for entry in ledger.reports:
            yield self._statement("report", entry)
        for entry in ledger.assessments:
            yield self._statement("assessment", entry)
        for passage in ledger.passages:
            for row in passage.rows:
                yield self._sentence(passage, row)
        for mention in ledger.mentions:
            yield self._mention(mention)
        for note in ledger.notes:
            if note.audience == "reader":
                yield self._note(note)
        yield from self._unknown()

    def _source(self, source: SourceEntry) -> Iterator[Verdict]:
        if self._standing is None:
            return
        paper = self._standing.paper(source.id)
        found = []
        if paper.document is None:
            found.append(Difference("paper", f"{source.file}: {paper.problem}"))
        elif paper.document.sha256 != source.sha256:
            what = f"{source.file} is not the version that the brief was made from: its SHA-256 differs"
            found.append(Difference("paper", what, source.sha256, paper.document.sha256))
        yield Verdict("paper", source.id, (), tuple(found))

    def _on_page_one(self, item: SummaryEntry) -> Verdict:
        # a brief of few statements has them all on page one, and nowhere else
        part = self._part("o", item.id) or self._part("s", item.id)
        found = _in_print(part, (("Chinese", item.zh), ("English", item.printed_en)))
        entry = self._ledger.statements.get(item.id)
        if entry is None or (entry.zh, entry.printed_en) != (item.zh, item.printed_en):
            found.append(Difference("ledger", "the ledger’s summary and its statements say different things"))
        # page one has the official English of as many statements as it has room for
        official = self._part("f", item.id)
        if official and entry and entry.official and entry.official.en:
            found += _in_print(official, (("official English", quoted(entry.official.en)),))
        found += self._in_paper(item.document, item.lines, item.zh)
        return self._verdict("page one", item.id, (part,), found, item.zh)

    def _statement(self, kind: Kind, entry: StatementEntry) -> Verdict:
        part, cell = self._part("s", entry.id), self._part("h", entry.id)
        wanted = [("Chinese", entry.zh), ("English", entry.printed_en)]
        if entry.official and entry.official.en and not entry.variant_of:
            wanted.append(("official English", quoted(entry.official.en)))
        # a brief of few statements leaves the authors' assessments out, or has them on page one
        absent = kind == "assessment" and part is None
        found = [] if absent else _in_print(part, wanted)
        if cell:
            found += _in_print(cell, (("English under its subject", entry.printed_en),))
        if not _prints(entry):
            found.append(Difference("ledger", "the ledger’s printed English is not its English"))
        found += self._in_paper(entry.document, entry.lines, entry.zh)
        found += self._english(entry) if not any(item.against == "paper" for item in found) else []
        found += self._official(entry)
        return self._verdict(kind, entry.id, (part, cell), found, entry.zh)

    def _sentence(self, passage: PassageEntry, row: RowEntry) -> Verdict:
        part = self._part("r", row.segment)
        found = _in_print(part, (("Chinese", row.zh), ("English", row.printed_en)))
        found += _labelled(part, row)
        lost = self._in_paper(passage.document, passage.lines, row.zh)
        if not lost:
            lost = self._segments(passage.document, [row.segment], row.zh, row.en, whole=True)
        return self._verdict("sentence", row.segment, (part,), found + lost, row.zh)

    def _mention(self, mention: MentionEntry) -> Verdict:
        part = self._printed.parts.get(mention.id)
        found = _in_print(part, (("Chinese", mention.zh), ("English", mention.printed_en)))
        found += _labelled(part, mention)
        lost = self._in_paper(mention.document, mention.lines, mention.zh)
        paper = self._paper(mention.document)
        if paper and paper.document and not lost:
            same = [s.id for _, s in paper.document.segments() if s.text == mention.zh][:1]
            lost = self._segments(mention.document, same, mention.zh, mention.en, whole=True)
        return self._verdict("mention", mention.id, (part,), found + lost, mention.zh)

    def _note(self, note: NoteEntry) -> Verdict:
        told, evidence = (self._printed.parts.get(f"{place}-{note.number}") for place in "cn")
        found = _among(told, (("note", note.note),))
        rest = (("evidence", note.evidence), ("what is on record", note.expected or ""))
        found += _among(evidence, rest, hyphens=False)
        if note.zh:
            found += _among(evidence, (("Chinese", note.zh),))
            found += self._in_paper(note.document, note.lines, note.zh, furniture=True)
        return self._verdict("note", note.id, (told, evidence), found, note.note)

    def _unknown(self) -> Iterator[Verdict]:
        """What the PDF prints as a statement though the ledger does not know it."""
        ledger = self._ledger
        known = {f"s-{anchor(key)}" for key in ledger.statements}
        known |= {f"r-{anchor(row.segment)}" for passage in ledger.passages for row in passage.rows}
        known |= {mention.id for mention in ledger.mentions}
        for name, part in self._printed.parts.items():
            if name.startswith(_KNOWN) and name not in known:
                kind: Kind = "sentence" if name.startswith("r-") else "mention" if name[0] == "m" else "quote"
                what = "stands in the PDF but not in the ledger"
                yield self._verdict(kind, name, (part,), [Difference("ledger", what)])

    def _part(self, place: str, key: str) -> Part | None:
        return self._printed.parts.get(f"{place}-{anchor(key)}")

    @staticmethod
    def _verdict(
        kind: Kind, key: str, parts: Iterable[Part | None], found: Sequence[Difference], text: str = ""
    ) -> Verdict:
        pages = sorted({page for part in parts if part for page in part.pages})
        return Verdict(kind, key, tuple(pages), tuple(found), text)

    def _paper(self, slug: str) -> Paper | None:
        return self._standing.paper(slug) if self._standing else None

    def _in_paper(
        self, slug: str, lines: tuple[int, int], zh: str, *, furniture: bool = False
    ) -> list[Difference]:
        """Whether ``zh`` stands in the paper's present characters, at its recorded lines."""
        paper = self._paper(slug)
        if paper is None:
            return []
        if paper.document is None:
            return [Difference("paper", f"its paper cannot be compared: {paper.problem}")]
        first, last = lines
        where = f"lines {first}–{last} of {paper.document.file}"
        texts = [_of_lines(paper, lines, furniture=False)]
        if furniture:
            texts.append(_of_lines(paper, lines, furniture=True))
        differences = [contrast(squeezed(zh), text) for text in texts]
        if None in differences:
            return []
        elsewhere = locate(paper.document, zh)
        if elsewhere:
            now = "–".join(str(line) for line in elsewhere.lines)
            return [Difference("paper", f"Chinese is not at {where}; it stands at lines {now} now")]
        differs = differences[0]
        assert differs is not None  # noqa: S101  (none of them is)
        return [Difference("paper", f"Chinese at {where}", differs.expected, differs.found)]

    def _english(self, entry: StatementEntry) -> list[Difference]:
        whole = entry.en_scope == "sentence"
        return self._segments(entry.document, entry.segments, entry.zh, entry.en, whole=whole)

    def _segments(
        self, slug: str, segments: Sequence[str], zh: str, en: str, *, whole: bool
    ) -> list[Difference]:
        """Whether ``en`` is the current English of these sentences, the ``whole`` of it or a part."""
        paper = self._paper(slug)
        if paper is None or paper.document is None:
            return []
        texts = {segment.id: segment.text for _, segment in paper.document.segments()}
        if not segments or squeeze(zh) not in squeeze("".join(texts.get(key, "") for key in segments)):
            return [Difference("paper", "its sentence is divided otherwise in the paper now")]
        now = english_of(segments, paper.translations)
        differs = contrast(en, now)
        if differs:
            return [Difference("memory", "English in the memory", differs.expected, differs.found)]
        if whole and en != now:
            surplus = now.replace(en, "", 1).strip()
            return [Difference("memory", "English in the memory has more", en[-24:], f"⟦{surplus[:24]}⟧")]
        return []

    def _official(self, entry: StatementEntry) -> list[Difference]:
        if self._standing is None or entry.id not in self._standing.quotations:
            return []
        official = self._standing.quotations[entry.id].official
        recorded, printed = (item.en if item else None for item in (official, entry.official))
        differs = contrast(printed or "", recorded or "")
        if not differs and (recorded or "") == (printed or ""):
            return []
        excerpts = (differs.expected, differs.found) if differs else (printed or "nothing", "more")
        return [Difference("quotations.toml", "official English in quotations.toml", *excerpts)]


def _prints(entry: StatementEntry) -> bool:
    """Whether the printed English is the English, but for quotation marks."""
    inner = entry.en.replace("“", "‘").replace("”", "’")
    return entry.printed_en in {entry.en, f"“{inner}”"}


def _labelled(part: Part | None, entry: RowEntry | MentionEntry) -> list[Difference]:
    """Whether the labels are printed, and only quotation marks that they explain are not."""
    found = _among(part, [("label", label) for label in entry.labels]) if part else []
    if entry.printed_en != entry.en and not (entry.labels and _lacks_marks_alone(entry.printed_en, entry.en)):
        found.append(Difference("ledger", "the ledger’s printed English is not its English"))
    return found


def _lacks_marks_alone(printed: str, en: str) -> bool:
    """Whether ``printed`` is ``en`` but for pairs of quotation marks."""
    left, opened = iter(printed), ""
    wanted = next(left, "")
    for char in en:
        if char == wanted:
            wanted = next(left, "")
        elif char in ("“" if not opened else "”", '"'):
            opened = "" if opened else char
        else:
            return False
    return not wanted and not opened


def _of_lines(paper: Paper, lines: tuple[int, int], *, furniture: bool) -> str:
    """The paper's characters of these lines, squeezed."""
    assert paper.document is not None  # noqa: S101  (asked for papers that were read alone)
    raw = paper.document.raw
    return squeezed(
        "".join(
            raw.text[offset]
            for line in raw.lines
            if lines[0] <= line.number <= lines[1]
            for offset in range(line.start, line.end)
            if furniture or offset not in paper.unset
        )
    )


def _in_print(part: Part | None, wanted: Iterable[tuple[str, str]]) -> list[Difference]:
    """What of ``wanted`` is not, word for word, a paragraph of ``part``."""
    if part is None:
        return [Difference("pdf", "is not in the PDF")]
    found = []
    for what, text in wanted:
        bare = squeezed(text)
        if bare in part.paragraphs:
            continue
        beside = [paragraph for paragraph in part.paragraphs if bare in paragraph]
        if beside:
            excess = contrast(min(beside, key=len), bare)
            assert excess is not None  # noqa: S101  (it is longer)
            what = f"{what} in the PDF, with more beside it"  # noqa: PLW2901  (named more exactly)
            found.append(
                Difference("pdf", what, excess.found, excess.expected, min(part.pages, default=None))
            )
        else:
            found += _among(part, ((what, text),))
    return found


def _among(part: Part | None, wanted: Iterable[tuple[str, str]], *, hyphens: bool = True) -> list[Difference]:
    """What of ``wanted`` does not stand among the words of ``part``.

    Without ``hyphens`` they do not count: pdfium drops one at which an address goes on in the next line.
    """
    if part is None:
        return [Difference("pdf", "is not in the PDF")]
    part = part if hyphens else part.without("-")
    found = []
    for what, text in wanted:
        differs = contrast(squeezed(text if hyphens else text.replace("-", "")), part.text)
        if differs:
            at = min(differs.at, len(part.on) - 1)
            page = part.on[at] if part.on else None
            found.append(Difference("pdf", f"{what} in the PDF", differs.expected, differs.found, page))
    return found
