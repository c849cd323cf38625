"""Machine translation of what memory leaves open: what is stored already, then the engine.

Results are stored wave by wave, so that a run that is killed loses one wave at
most and the next goes on where it stopped. Nothing is made twice: the same text
under the same signature is taken from the store, also a text of which the engine
could make nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from translate.checks.base import Context
from translate.engines.base import Engine
from translate.machine.choice import POLICY, translate_segments
from translate.store import Result, Store

Progress = Callable[[int, int], None]
"""Called with (done, of), in different texts."""


def signature_of(engine: Engine, context: Context) -> str:
    """Everything that a result depends on: engine, package, settings, choice, termbase."""
    plain = engine.signature()
    settings = ",".join(filter(None, (plain.settings, POLICY)))
    return replace(plain, settings=settings, glossary=context.glossary.sha256).text()


def translate_texts(
    texts: Iterable[str], engine: Engine, *, store: Store, context: Context, progress: Progress
) -> dict[str, Result]:
    """What the engine makes of each text, from the store or made and stored now.

    Args:
        texts: segments; the same text is translated once.
        engine: an engine that is available.
        store: where results are kept.
        context: what the checks that choose among hypotheses know.
        progress: told of texts done, stored ones included.

    Returns:
        A result for each different text; its English is ``""`` if the engine had none.

    Raises:
        EngineError: the engine failed; what it had finished is stored.
    """
    wanted = list(dict.fromkeys(texts))
    signature = signature_of(engine, context)
    found = store.results(signature, wanted)
    fresh = [text for text in wanted if text not in found]
    if not fresh:
        return found
    progress(len(found), len(wanted))
    today = datetime.now(UTC).date().isoformat()
    stored = len(found)
    for wave in translate_segments(engine, fresh, context, lambda done: progress(stored + done, len(wanted))):
        results = {made.zh: Result(made.en, made.steps, today) for made in wave}
        store.put_results(signature, results)
        found |= results
        progress(len(found), len(wanted))
    return found
