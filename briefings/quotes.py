"""Statements: quotations and reports, with speaker, reporter and wording kept apart.

What an editor recorded in ``quotations.toml`` comes first. A paper without any
entry there is searched for direct speech; what is found that way is shown as
whole sentences, never as a guessed English fragment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from briefings.entries import OfficialEntry, QuotationEntry
from briefings.locate import Place, locate, sentences
from briefings.model import Citation, Official, Person, Source, Statement, state_in_words
from briefings.speech import Spoken
from briefings.wording import LANGUAGES
from translate.errors import InputError
from translate.model import Origin, State, Translation
from translate.stage import Translated

NOT_YET = "[Not yet translated]"
"""Stands where an untranslated segment's English would; a draft prints it."""

_WHOLE = "Whole sentence; the quoted words are marked in the Chinese"


def statements_of(
    entries: Iterable[QuotationEntry],
    translated: Mapping[str, Translated],
    sources: Mapping[str, Source],
    people: Mapping[str, Person],
) -> list[tuple[str, Statement]]:
    """Recorded quotations and reports as (event id, statement), in the file's order.

    Raises:
        InputError: a quotation's Chinese is not in its paper (all of them listed).
    """
    lost: list[str] = []
    result: list[tuple[str, Statement]] = []
    variants: dict[str, list[str]] = {}
    for entry in (entries := list(entries)):
        if entry.variant_of:
            variants.setdefault(entry.variant_of, []).append(entry.id)
            variants.setdefault(entry.id, []).append(entry.variant_of)
    for entry in entries:
        item = translated.get(entry.document)
        if item is None:
            continue
        found = locate(item.document, entry.zh)
        if found is None:
            lost.append(f"{entry.id}: not in {item.document.file}: {entry.zh[:30]}")
            continue
        speaker = people.get(entry.speaker)
        made = _statement(
            entry, found, item, sources[entry.document], speaker, tuple(variants.get(entry.id, ()))
        )
        result.append((entry.event, made))
    if lost:
        listed = "\n".join(f"  - {line}" for line in lost)
        raise InputError(
            f"quotations.toml: {len(lost)} quotation(s) are not in their papers\n{listed}",
            "A quotation must stand verbatim in its paper; correct the entry or the document it names.",
        )
    return result


def lowest(segments: Sequence[str], translations: Mapping[str, Translation]) -> tuple[Origin, State]:
    """Origin and state of the least reviewed of ``segments``."""
    found = [translations.get(key) for key in segments]
    if any(item is None for item in found):
        return Origin.NONE, State.INITIAL
    least = min((item for item in found if item is not None), key=lambda item: item.state.rank)
    return least.origin, least.state


def english_of(segments: Sequence[str], translations: Mapping[str, Translation]) -> str:
    """The English of consecutive segments, sentences joined by a space."""
    return " ".join(translations[key].en if key in translations else NOT_YET for key in segments)


def citation(source: Source, found: Place) -> Citation:
    """Where ``found`` stands, for people and for machines."""
    where = f"para. {found.paragraph}" if found.paragraph else found.block.kind
    return Citation(
        source.slug,
        source.file,
        found.lines,
        found.paragraph,
        f"{source.reference}, {where}",
        f"{source.short}, {where}",
    )


def _statement(
    entry: QuotationEntry,
    found: Place,
    item: Translated,
    source: Source,
    speaker: Person | None,
    variants: tuple[str, ...],
) -> Statement:
    segments = tuple(segment.id for segment in found.segments)
    english = english_of(segments, item.translations)
    aligned = bool(entry.en) and entry.en in english
    printed = found if aligned else sentences(item.document, found)
    zh = found.text if aligned else "".join(segment.text for segment in found.segments)
    en = entry.en if aligned else english
    quote = entry.form == "quote"
    back = quote and entry.original_language == "en"
    relayed = quote and entry.original_language not in {"en", "zh"}
    origin, state = lowest(segments, item.translations)
    return Statement(
        id=entry.id, form=entry.form, zh=zh, en=en,
        printed_en=_printed(en, quoted=quote and aligned and not back and not relayed),
        en_scope="fragment" if aligned else "sentence", speaker=speaker,
        speaker_reason=entry.speaker_reason, reported_by=entry.reported_by,
        original_language=entry.original_language, back_translation=back, relayed=relayed,
        wording_label=_wording(entry.form, entry.original_language, aligned=aligned),
        official=_official(entry.official), citation=citation(source, printed), segments=segments,
        origin=origin, state=state, state_words=state_in_words(origin, state), subjects=entry.subjects,
        fidelity=entry.fidelity, zh_mark="" if aligned else found.text, variants=variants,
        not_in=entry.not_in,
    )  # fmt: skip


def _printed(en: str, *, quoted: bool) -> str:
    """Quotation marks only round a quotation's own words; inner double marks become single."""
    if not quoted:
        return en
    inner = en.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def _wording(form: str, language: str, *, aligned: bool) -> str:
    if form == "report":
        return "Reported in the paper’s words"
    if language == "en":
        return "Back-translation: spoken in English, printed in Chinese"
    if language != "zh":
        spoken = LANGUAGES.get(language, "another language")
        return f"Relayed: spoken in {spoken}, printed in Chinese"
    return "Translated from the Chinese" if aligned else "Whole sentence, translated from the Chinese"


def _official(entry: OfficialEntry | None) -> Official | None:
    if entry is None:
        return None
    return Official(entry.en or None, entry.status, entry.grade, entry.source, entry.url, entry.note)


def statement_from(spoken: Spoken, item: Translated, source: Source) -> Statement:
    """Speech found by rule as a statement: the whole sentence in both languages.

    The quoted words are marked in the Chinese. The language is that of the speaker's
    side; words first spoken in English are a back-translation here as everywhere.
    """
    found = spoken.place
    segments = tuple(segment.id for segment in found.segments)
    origin, state = lowest(segments, item.translations)
    en = english_of(segments, item.translations)
    digest = hashlib.sha256(f"{segments}{found.start}".encode()).hexdigest()[:10]
    quote = spoken.form == "quote"
    language = spoken.language or "unknown"
    return Statement(
        id=f"{source.slug}-{digest}", form=spoken.form, zh="".join(s.text for s in found.segments), en=en,
        printed_en=en, en_scope="sentence", speaker=spoken.speaker, speaker_reason=_why_nobody(spoken),
        reported_by=spoken.reported_by, original_language=language,
        back_translation=quote and language == "en",
        relayed=quote and language not in {"en", "zh", "unknown"},
        wording_label=_wording(spoken.form, language, aligned=False) if language != "unknown" or not quote
        else _WHOLE, official=None, citation=citation(source, sentences(item.document, found)),
        segments=segments, origin=origin,
        state=state, state_words=state_in_words(origin, state), zh_mark=found.text, not_in=spoken.not_in,
        verb=spoken.verb, said_at=spoken.said_at, said_on=spoken.said_on, said_day=spoken.day,
    )  # fmt: skip


def _why_nobody(spoken: Spoken) -> str:
    """Why no speaker stands with ``spoken``; those who speak together are named."""
    if not spoken.joint:
        return spoken.reason
    return f"{spoken.reason}: {', '.join(dict.fromkeys(person.name for person in spoken.joint))}"
