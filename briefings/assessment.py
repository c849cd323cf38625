"""Sentences in which a paper's authors assess an event in their own voice: taken as they stand.

None is written by the program. A sentence counts where the paper itself marks it:
it is one of the summary points before the first section, it stands under a
heading that says “conclusion”, or it opens with words that announce a judgment
(換言之, 可以說). A sentence that quotes, that reports what somebody said, or in
which a recorded statement stands is no assessment.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from briefings.locate import paragraph_numbers, place
from briefings.model import Source, Statement, state_in_words
from briefings.quotes import citation, english_of, lowest
from briefings.routing import Routed
from translate.hanzi import fold
from translate.model import Block, Document
from translate.stage import Translated

_CONCLUSION = re.compile(r"結論|结论|結語|结语|小結|小结|總結|总结|綜合評析|综合评析")
_OPENING = re.compile(
    r"\s*(?:換言之|换言之|可以說|可以说|顯然|显然|顯見|显见|總之|总之|綜上|综上|由此可見|由此可见|整體而言|整体而言|"
    r"基本上|事實上|事实上|值得(?:特別|我國|密切|格外)?注意|後續值得注意|后续值得注意)"
)
_SAID = re.compile(
    r"表示|指出|宣布|聲明|声明|聲稱|声称|重申|呼籲|呼吁|強調|强调|宣稱|宣称|稱(?!之|為)|称(?!之|为)|(?<!可以)說(?=，|：|「)|(?<!可以)说(?=，|：|“)|"
    r"證實|证实|批評|批评|根據|根据"
)
"""Words that report somebody's speech. 可以說 is no report; 說 counts only before what was said."""

_QUOTED = re.compile(r"[「『“\"][^「」『』“”\"]{8,}[」』”\"]")
"""A quotation as long as a clause; shorter ones are terms (「戰略模糊」)."""

_SUBJECTS: dict[str, tuple[str, ...]] = {
    "Taiwan": ("臺灣", "台灣", "臺海", "台海", "臺獨", "台獨", "一中", "一個中國", "我國"),
    "Trade and technology": ("經貿", "貿易", "科技", "半導體", "供應鏈", "關稅"),
    "Military contacts": ("軍事交流", "軍事聯繫", "兩軍", "核武", "國防", "潛艦"),
    "Human rights": ("人權", "新疆", "香港", "西藏", "民主"),
    "Indo-Pacific": ("印太", "亞太", "南海", "東海", "東北亞", "東南亞"),
    "Climate and health": ("氣候", "疫情", "疫苗", "衛生", "非傳統安全"),
    "Korea": ("北韓", "南韓", "韓國", "朝鮮半島"),
    "Ukraine": ("烏克蘭", "俄烏"),
    "Afghanistan": ("阿富汗",),
    "Olympics": ("冬奧", "奧運"),
    "Multilateral order": ("國際秩序", "多邊", "聯合國", "價值觀"),
}
_POINT = "one of the paper’s own summary points"
_CONCLUDES = "stands in the paper’s conclusion"
WHOLE_PAPER = (_POINT, _CONCLUDES)
"""Reasons that speak for the whole paper, not for one paragraph of it."""

_BOTH = ("美中", "中美", "美「中」", "美『中』", "兩國", "雙方", "雙邊", "俄中", "中俄")
_MOST_SUBJECTS = 2


def assessments(
    routed: Sequence[Routed],
    translated: Mapping[str, Translated],
    sources: Mapping[str, Source],
    taken: Collection[str],
) -> tuple[Statement, ...]:
    """The authors' own assessments in an event's passages, in reading order.

    Args:
        routed: the event's passages.
        translated: every paper with its English.
        sources: every paper's reference.
        taken: segments in which a recorded or detected statement stands.
    """
    found: list[Statement] = []
    for item in routed:
        why_block = _why_block(item)
        for segment in item.block.segments:
            why = why_block or _why_sentence(segment.text)
            if not why or segment.id in taken or reports(segment.text):
                continue
            found.append(_assessment(item, segment.id, translated, sources, why))
    return tuple(found)


def reports(text: str) -> bool:
    """Whether ``text`` tells what somebody said, rather than what its author thinks."""
    return bool(_SAID.search(text) or _QUOTED.search(text)) or text.rstrip().endswith(("？", "?"))


def subjects_of(text: str) -> tuple[str, ...]:
    """What ``text`` is about, by the words it uses in either script: at most two, in the table's order."""
    bare = fold(text)
    counted = {name: sum(bare.count(fold(word)) for word in words) for name, words in _SUBJECTS.items()}
    most = sorted((name for name in counted if counted[name]), key=lambda name: -counted[name])
    chosen = most[:_MOST_SUBJECTS]
    if not chosen and any(fold(word) in bare for word in _BOTH):
        return ("Bilateral relations",)
    return tuple(name for name in _SUBJECTS if name in chosen)


def _why_block(item: Routed) -> str:
    block, document = item.block, item.document
    if block.kind == "bullet" and not _after_text(item):
        return _POINT
    if item.heading is not None and _CONCLUSION.search(document.blocks[item.heading].text):
        return _CONCLUDES
    return ""


def _after_text(item: Routed) -> bool:
    """Whether running text stands between the paper's beginning and this block."""
    before: Sequence[Block] = item.document.blocks[: item.number]
    return any(block.kind == "paragraph" for block in before)


def _why_sentence(text: str) -> str:
    opening = _OPENING.match(text)
    return f"opens with a judgment of its own: {opening.group().strip()}" if opening else ""


def _assessment(
    item: Routed,
    key: str,
    translated: Mapping[str, Translated],
    sources: Mapping[str, Source],
    why: str,
) -> Statement:
    document: Document = item.document
    source = sources[document.slug]
    translations = translated[document.slug].translations
    segment = next(one for one in item.block.segments if one.id == key)
    end = segment.start + len(segment.text)
    found = place(document, item.number, segment.start, end, paragraph_numbers(document)[item.number])
    origin, state = lowest([key], translations)
    en = english_of([key], translations)
    author = source.authors[0] if len(source.authors) == 1 else None
    named = source.by or "no author named in the paper"
    return Statement(
        id=key, form="assessment", zh=segment.text, en=en, printed_en=en, en_scope="sentence", speaker=author,
        speaker_reason="" if author else f"the paper’s own assessment; {named}", reported_by="own paper",
        original_language=document.language.split("-")[0], back_translation=False, relayed=False,
        wording_label="Author’s assessment, translated from the Chinese", official=None,
        citation=citation(source, found), segments=(key,), origin=origin, state=state,
        state_words=state_in_words(origin, state), subjects=subjects_of(segment.text), why=why,
    )  # fmt: skip
