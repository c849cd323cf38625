"""The order of the translation stage: memory, then engine, then checks, then store.

Nothing else lives here. Precedence: a person's latest decision, then project
memory, then the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from translate import checks
from translate.checks.base import Context, Pair
from translate.engines.base import Engine, translate_checked
from translate.errors import TranslationIncompleteError
from translate.glossary import Glossary
from translate.hanzi import is_english, script
from translate.memory import Match, Memory, Unit, contexts, stamp
from translate.model import Block, Document, Finding, Origin, State, Translation
from translate.store import Store

Progress = Callable[[str, int, int], None]
"""Called with (stage's name, done, of)."""


def silent(_stage: str, _done: int, _of: int) -> None:
    """No progress display."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A document with the current English of each segment that has one."""

    document: Document
    translations: dict[str, Translation] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """Ids of segments without English, in reading order."""
        return [segment.id for _, segment in self.document.segments() if segment.id not in self.translations]

    def english(self, block: Block) -> str:
        """The block's English, sentences joined by a space; ``""`` if any is missing."""
        parts = [self.translations[s.id].en for s in block.segments if s.id in self.translations]
        return " ".join(parts) if len(parts) == len(block.segments) else ""

    def findings(self) -> list[tuple[str, Finding]]:
        """Every finding with its segment's id, in reading order."""
        return [
            (segment.id, finding)
            for _, segment in self.document.segments()
            if segment.id in self.translations
            for finding in self.translations[segment.id].findings
        ]


def translate_documents(
    documents: Sequence[Document],
    *,
    store: Store,
    memory: Memory,
    engine_for: Callable[[str], Engine],
    glossary: Glossary,
    progress: Progress = silent,
) -> list[Translated]:
    """Bring every segment as far as memory and engine go, check it, store it.

    Args:
        documents: what to translate.
        store: where results and history are kept.
        memory: the project's own translations.
        engine_for: the engine for a script (``Hant`` or ``Hans``); asked only when needed.
        glossary: for the checks.
        progress: told of each step.

    Raises:
        EngineError: the engine is there but fails.
    """
    result = []
    context = Context(glossary)
    for number, document in enumerate(documents, start=1):
        store.put_document(document)
        current = store.current([segment.id for _, segment in document.segments()])
        found = from_memory(document, memory, current)
        texts = {segment.id: segment.text for _, segment in document.segments()}
        found |= in_english(document, found)
        todo = {key: text for key, text in texts.items() if key not in found}
        if todo:
            engine = engine_for(script(document.raw.text))
            found |= _from_engine(todo, engine, current, partial(_advance, progress, len(todo)))
        checked = {
            key: item
            if item.origin is Origin.NONE  # printed so: there is nothing to compare
            else replace(item, findings=checks.run(Pair(texts[key], item.en), context))
            for key, item in found.items()
        }
        # what the paper prints in English is nobody's translation: it is read again, not remembered
        store.put(item for item in checked.values() if item.origin is not Origin.NONE)
        result.append(Translated(document, checked))
        progress("check", number, len(documents))
    return result


def from_memory(
    document: Document, memory: Memory, current: dict[str, Translation]
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


def _advance(progress: Progress, of: int, done: int) -> None:
    progress("translate", done, of)


def _from_engine(
    todo: dict[str, str],
    engine: Engine,
    current: dict[str, Translation],
    progress: Callable[[int], None],
) -> dict[str, Translation]:
    """Engine output; what the same engine made before is taken from the store."""
    if not engine.available:
        return {}
    signature = engine.signature().text()
    kept = {key: current[key] for key in todo if key in current and current[key].signature == signature}
    fresh = [(key, text) for key, text in todo.items() if key not in kept]
    outputs = translate_checked(engine, [text for _, text in fresh], progress)
    today = datetime.now(UTC).date().isoformat()
    made = {
        key: Translation(key, en, Origin.ENGINE, State.TRANSLATED, None, engine.name, today, signature)
        for (key, _), en in zip(fresh, outputs, strict=True)
        if en  # an empty output is an untranslated segment, shown as such
    }
    return kept | made


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
