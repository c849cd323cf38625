"""Direct speech found by rule, for papers in which no editor has recorded quotations.

Precision before recall: a term or title in quotation marks is no utterance, and
a speaker whom the sentence does not plainly name stays unknown, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefings.locate import Place, paragraph_numbers, place
from briefings.model import Person
from translate.model import Document

_VERBS = "表示|指出|強調|宣稱|聲稱|稱|說|認為|直言|重申|宣布|警告|呼籲|提出|回應|主張|指責|表明"
_UTTERANCE = re.compile(rf"(?:{_VERBS})(?:，|：|,|:|了|著)?\s*「(?P<words>[^「」]{{6,}})」")

_HEADS = (
    "倡議|原則|政策|戰略|協定|協議|架構|計畫|關係|共識|聲明|法案|法|報告|理念|概念|精神|路線|機制|對話|峰會|論壇|公報|宣言"
    "|白皮書|共同體|公約|條約"
)
_TERM = re.compile(rf"[^，。；、！？：]+(?:{_HEADS})")
_PREDICATE = re.compile(
    r"[不將應要會願是]|沒有|^(?:支持|反對|堅持|遵守|歡迎|希望|維護|推動|捍衛|承諾|致力|落實|尊重|違反)"
)
_NAMED_AFTER = re.compile(rf"的?(?:{_HEADS})|一詞|之說|、「")

_OFFICE = "(?:總統|主席|總理|首相|國務卿|外長|部長|先生|女士)?(?:（[^）]*）|\\([^)]*\\))?"
_ADVERBS = (
    "(?:並且|並|也|又|還|亦|則|更|再次|再度|再|進一步|同時|隨後|接著|仍|且|而|另|會後|會中|公開|明確"
    "|一再|曾)*"
)
_SPEAKS = re.compile(rf"{_OFFICE}{_ADVERBS}(?:(?:[在於向對就]|月|日|\d)[^，]*)?")
"""What may stand between a name and the verb of which it is the subject."""
_OTHER = re.compile(rf"{_OFFICE}(?:的|之|政府|政權|當局|特使|團隊|發言人|辦公室|方面)")
"""What makes a name a part of another subject."""
_QUOTED = re.compile(r"「[^「」]*」")
_OBJECT = re.compile(r"(?:向|對|給|致|被|批|批評|告訴)$")
_PAIR = re.compile(r"(?:與|和|同|跟|及|、|暨)$")
_CLAUSE = re.compile(r"[，。；：！？]")

UNNAMED = "no name stands before the reporting verb in the sentence"
UNCLEAR = "the sentence does not plainly say which of those it names is speaking"


@dataclass(frozen=True, slots=True)
class Detected:
    """Direct speech found by rule in a paper that has no recorded quotations."""

    place: Place
    words: str
    speaker: Person | None
    reason: str


def detect(document: Document, people: Iterable[Person]) -> list[Detected]:
    """Direct speech in running text: a reporting verb before quotation marks.

    Groups are passed over: their Chinese may be a word with other uses, so an
    editor alone assigns them.
    """
    names = {form: person for person in people if not person.is_group for form in person.zh if len(form) > 1}
    result = []
    for number, paragraph in enumerate(paragraph_numbers(document)):
        if not paragraph:
            continue
        for segment in document.blocks[number].segments:
            for match in _UTTERANCE.finditer(segment.text):
                if _is_term(match["words"], segment.text[match.end() :]):
                    continue
                speaker = speaker_before(segment.text[: match.start()], names)
                reason = "" if speaker else _reason(segment.text[: match.start()], names)
                start, end = (segment.start + edge for edge in match.span("words"))
                found = place(document, number, start, end, paragraph)
                result.append(Detected(found, match["words"], speaker, reason))
    return result


def _is_term(words: str, after: str) -> bool:
    """Whether the quotation marks hold a name or a term, not something said."""
    if _NAMED_AFTER.match(after):
        return True
    return _TERM.fullmatch(words) is not None and not _PREDICATE.search(words)


def speaker_before(before: str, names: dict[str, Person]) -> Person | None:
    """The subject of the verb that follows ``before``, or ``None`` unless it is plain.

    Plain is: one person is the last clause's subject; or the last clause has
    none of its own and the sentence so far names one person alone.
    """
    before = _QUOTED.sub("", before)
    clause = _CLAUSE.split(before)[-1]
    text = before if re.fullmatch(_ADVERBS, clause) else clause
    found = [match for match in _named(text, names) if not _OBJECT.search(text[: match.start()])]
    if len({names[match.group()].id for match in found}) != 1:
        return None
    last = found[-1]
    after = text[last.end() :]
    plain = not _OTHER.match(after) if text is before else _SPEAKS.fullmatch(after)
    return names[last.group()] if plain and not _PAIR.search(text[: last.start()]) else None


def _named(text: str, names: dict[str, Person]) -> list[re.Match[str]]:
    forms = sorted(names, key=len, reverse=True)
    return list(re.finditer("|".join(map(re.escape, forms)), text)) if forms else []


def _reason(before: str, names: dict[str, Person]) -> str:
    return UNCLEAR if _named(before, names) else UNNAMED
