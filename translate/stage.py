"""The order of the translation stage: memory, then engine, then checks, then store.

Nothing else lives here. Precedence: a person's latest decision, then project
memory, then the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from translate import checks
from translate.checks.base import Context, Pair
from translate.engines.base import Engine
from translate.errors import TranslationIncompleteError
from translate.glossary import Glossary
from translate.hanzi import is_english, script
from translate.machine import signature_of, translate_texts
from translate.memory import Lookup, Match, Unit, contexts, stamp
from translate.model import Block, Document, Finding, Level, Origin, State, Translation, Waived, Waiver
from translate.severities import graded, switched_off
from translate.store import Store
from translate.waivers import applied

Progress = Callable[[str, int, int], None]
"""Called with (stage's name, done, of)."""


def silent(_stage: str, _done: int, _of: int) -> None:
    """No progress display."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A document with the current English of each segment that has one.

    ``switched_off`` are the checks whose findings the configuration leaves out.
    """

    document: Document
    translations: dict[str, Translation] = field(default_factory=dict)
    switched_off: tuple[str, ...] = ()

    def missing(self) -> list[str]:
        """Ids of segments without English, in reading order."""
        return [segment.id for _, segment in self.document.segments() if segment.id not in self.translations]

    def english(self, block: Block) -> str:
        """The block's English, sentences joined by a space; ``""`` if any is missing."""
        parts = [self.translations[s.id].en for s in block.segments if s.id in self.translations]
        return " ".join(parts) if len(parts) == len(block.segments) else ""

    def findings(self) -> list[tuple[str, Finding]]:
        """Every finding in force with its segment's id, in reading order; waived ones are not in force."""
        return [(key, finding) for key, item in self._in_order() for finding in item.findings]

    def waived(self) -> list[tuple[str, Waived]]:
        """Every waived finding with its segment's id, in reading order."""
        return [(key, waived) for key, item in self._in_order() for waived in item.waived]

    def _in_order(self) -> Iterator[tuple[str, Translation]]:
        for _, segment in self.document.segments():
            if segment.id in self.translations:
                yield segment.id, self.translations[segment.id]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What people say of the checks' findings.

    Attributes:
        levels: how grave a check's findings are, by its id, where not as its card says.
        waivers: findings that may stand.
    """

    levels: Mapping[str, Level] = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()


def translate_documents(
    documents: Sequence[Document],
    *,
    store: Store,
    memory: Lookup,
    engine_for: Callable[[str], Engine],
    glossary: Glossary,
    dates: Mapping[str, str] = MappingProxyType({}),
    judgement: Judgement = Judgement(),
    progress: Progress = silent,
) -> list[Translated]:
    """Bring every segment as far as memory and engine go, check it, store it.

    ``judgement`` bears on what is returned alone. The choice among an engine's versions
    weighs the findings as the checks grade them, so the same text is translated alike
    in every workspace; and they are stored so, because a setting or a waiver may change
    while the English does not.

    Args:
        documents: what to translate.
        store: where results and history are kept.
        memory: exact matches: the project's own translations, and imported ones.
        engine_for: the engine for a script (``Hant`` or ``Hans``); asked only when needed.
        glossary: for the checks.
        dates: the papers' dates by slug, for 去年 and the like. The choice among an engine's
            versions goes without: the same sentence may stand in papers of several years.
        judgement: severities by configuration, and waivers.
        progress: told of each step.

    Raises:
        EngineError: the engine is there but fails.
    """
    context = Context(glossary)
    found: list[dict[str, Translation]] = []
    for document in documents:
        store.put_document(document)
        current = store.current([segment.id for _, segment in document.segments()])
        known = from_memory(document, memory, current)
        found.append(known | in_english(document, known))
    for kind in ("Hant", "Hans"):
        papers = [pair for pair in zip(documents, found, strict=True) if script(pair[0].raw.text) == kind]
        if any(len(known) < sum(1 for _ in document.segments()) for document, known in papers):
            _from_engine(papers, engine_for(kind), store, context, partial(progress, "translate"))
    result = []
    for number, (document, translations) in enumerate(zip(documents, found, strict=True), start=1):
        checked = _checked(document, translations, replace(context, date=dates.get(document.slug, "")))
        # what the paper prints in English is nobody's translation: it is read again, not remembered
        store.put(item for item in checked.values() if item.origin is not Origin.NONE)
        judged = _judged(document, checked, judgement)
        result.append(Translated(document, judged, switched_off(judgement.levels)))
        progress("check", number, len(documents))
    return result


def _checked(
    document: Document, translations: Mapping[str, Translation], context: Context
) -> dict[str, Translation]:
    """The translations with the findings on each, and on all of the paper together."""
    pairs = [
        # what is printed in English is nobody's translation: there is nothing to compare
        Pair(segment.text, item.en if item is not None and item.origin is not Origin.NONE else "")
        for _, segment in document.segments()
        for item in (translations.get(segment.id),)
    ]
    findings = checks.run_all(pairs, context)
    result = {}
    for index, (_, segment) in enumerate(document.segments()):
        item = translations.get(segment.id)
        if item is not None and item.origin is not Origin.NONE:
            item = replace(item, findings=findings[index])
        if item is not None:
            result[segment.id] = item
    return result


def _judged(
    document: Document, translations: Mapping[str, Translation], judgement: Judgement
) -> dict[str, Translation]:
    """The translations with severities as configured, and what was waived apart."""
    waivers: dict[str, list[Waiver]] = {}
    for waiver in judgement.waivers:
        waivers.setdefault(waiver.segment, []).append(waiver)
    result = {}
    for _, segment in document.segments():
        item = translations.get(segment.id)
        if item is not None:
            item = replace(item, findings=graded(item.findings, judgement.levels))
            result[segment.id] = applied(item, segment.text, waivers.get(segment.id, ()))
    return result


def from_memory(
    document: Document, memory: Lookup, current: dict[str, Translation]
) -> dict[str, Translation]:
    """The English that needs no engine: a person's decision in ``current``, or the memory's."""
    found: dict[str, Translation] = {}
    around = contexts(document)
    for _, segment in document.segments():
        match = memory.lookup(segment.text, *around[segment.id], segment.id)
        stored = current.get(segment.id)
        if stored is not None and _stands(stored, match):
            found[segment.id] = stored
        elif match is not None:
            unit = match.unit
            # a person reviewed this sentence in its place; the same words elsewhere are not reviewed yet
            state = unit.state if unit.segment == segment.id else min(unit.state, State.TRANSLATED, key=_rank)
            found[segment.id] = Translation(
                segment.id, unit.en, unit.origin, state, match.score, unit.author, unit.date
            )
    return found


def in_english(document: Document, found: Container[str] = ()) -> dict[str, Translation]:
    """Segments that the paper prints in English: they stay as they are and lack nothing.

    Their origin is ``none``, because nobody translated them, and their state
    ``final``: there is nothing left to do, and the lowest state of a quotation is
    that of its other segments. They are printed as “English in the original”.

    Args:
        document: a paper.
        found: ids of segments with English from a person or the memory, which comes first.
    """
    return {
        segment.id: Translation(segment.id, segment.text.strip(), Origin.NONE, State.FINAL)
        for _, segment in document.segments()
        if segment.id not in found and is_english(segment.text)
    }


def _rank(state: State) -> int:
    return state.rank


def _stands(stored: Translation, match: Match | None) -> bool:
    """Whether ``stored`` is a person's decision that memory does not replace.

    A row with a match came from memory and is looked up there again. Of two
    decisions on the same segment, here and in memory (as git brings it), the
    later one counts.
    """
    if stored.match is not None or not _decided(stored):
        return False
    if match is None or match.unit.segment != stored.segment_id or not _decided(match.unit):
        return True
    return stamp(match.unit.date) <= stamp(stored.date)


def _decided(version: Translation | Unit) -> bool:
    """Whether a person wrote or approved it."""
    return version.origin is Origin.PERSON or version.state.rank >= State.REVIEWED.rank


def _from_engine(
    papers: Sequence[tuple[Document, dict[str, Translation]]],
    engine: Engine,
    store: Store,
    context: Context,
    progress: Callable[[int, int], None],
) -> None:
    """Add the engine's English for what the papers still lack.

    Without an engine, what one made of these very sentences before stands, under its signature.
    """
    lacking = [
        (known, segment)
        for document, known in papers
        for _, segment in document.segments()
        if segment.id not in known
    ]
    if not engine.available:
        before = store.current([segment.id for _, segment in lacking])
        for known, segment in lacking:
            if segment.id in before and before[segment.id].origin is Origin.ENGINE:
                known[segment.id] = before[segment.id]
        return
    texts = [segment.text for _, segment in lacking]
    made = translate_texts(texts, engine, store=store, context=context, progress=progress)
    signature = signature_of(engine, context)
    for known, segment in lacking:
        item = made[segment.text]
        if item.en:  # an empty result is an untranslated segment, shown as such
            known[segment.id] = Translation(
                segment.id, item.en, Origin.ENGINE, State.TRANSLATED, None, engine.name, item.made,
                signature, steps=item.steps,
            )  # fmt: skip


def require_complete(translated: Sequence[Translated], *, remedy: str) -> None:
    """Raise unless every segment has English.

    Raises:
        TranslationIncompleteError: papers and counts.
    """
    lacking = [(item.document, len(item.missing())) for item in translated if item.missing()]
    if lacking:
        lines = "\n".join(
            f"  - {document.file}: {count} of {sum(1 for _ in document.segments())} segments"
            for document, count in lacking
        )
        total = sum(count for _, count in lacking)
        raise TranslationIncompleteError(f"{total} segments have no English\n{lines}", remedy)
