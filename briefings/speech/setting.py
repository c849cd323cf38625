"""Place and time where something was said, whose account it is, and the language first spoken in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.dated import Dated
from briefings.entities import Person
from briefings.entries import Account
from briefings.speech.frame import Frame, Q, pattern
from briefings.speech.lexicon import LANGUAGES
from translate.hanzi import fold
from translate.model import Block

_PLACE = pattern(
    r"(?:在|於)(?P<place>[^，。；：、在於日月年]{0,14}?(?:白宮|[市州省縣島港京宮院館廳樓]|大學|機場|中心|總部|大廈|會場|華盛頓|金邊|首爾|東京"
    r"|釜山|河內|曼谷|日內瓦|蘇黎世|倫敦|巴黎|柏林|莫斯科|羅馬|紐約|舊金山|峇里島|北京))"
    r"(?=舉行|會見|會晤|會談|對|向|與|同|和|表示|說|指出|強調|發表|演說|召開|接受|的?記者會|開幕|主持|,|，|$)"
)
_ACCOUNT = pattern(
    "(?:根據|據|依據|在|的)?(?P<side>美方|中方|陸方|大陸|國務院|白宮|美國|中國|北京|華府|中共|歐盟|國防部)"
    "(?:所|的|發[布表]的?|公布的?|會後|官方|兩國)*(?:會談|會議|會後|通話)*(?:內容)*(?:稿|紀要|聲明|新聞稿|消息|通報|公報|會談內容|會談稿)"
)
_LACKS = pattern(
    "(?P<side>美方|中方|陸方|大陸|國務院|白宮|美國|中國|北京|華府|中共)(?:所|的|發[布表]的?|公布的?|官方)*(?:會談|會後|通話)*"
    "(?:內容稿|內容|稿|紀要|聲明|新聞稿|通報|文件)(?:中|裡|則|，|並|也|都|卻)*(?:未提及|未提到|未提|並無|隻字未提|未見|沒有提及|沒有提到|沒有)"
    "(?=(?:上述|這些|此|該|後|前|這)[^，。；]{0,6}[，。；]|[，。；]|$)"
)
_JOINT = pattern("聯合聲明|共同聲明|聯合公報|聯合新聞稿")
_SOON = 60
"""How far behind words a paper says that an account lacks them."""
_US = frozenset(map(fold, ("美方", "國務院", "白宮", "美國", "華府", "國防部")))
_PRC = frozenset(map(fold, ("中方", "陸方", "大陸", "中國", "北京", "中共")))
_CITED = re.compile(r"[（(][^（）()]*?\d{4}\.\d[^（）()]*[)）]")
_PRC_OUTLET = pattern("中共外交部|中國外交部|新華社|新華網|人民網|人民日報|中國新聞網|央視")
_OUTLET = pattern("[\u4e00-\u9fff]+(?:社|報|網|新聞|時報|日報)|路透|法新|美聯")
_TALKS = pattern("會談|會晤|通話|通電話|會見|會面|視訊會")
_PRESS = pattern(rf"(?:引述|援引)[^，。]{{0,16}}(?:報導|稱|說)|(?:{Q}|報|社|媒體)(?:則)?(?:報導|引述|援引)")


@dataclass(frozen=True, slots=True)
class Setting:
    """Place and time as printed (``""`` if not told), and the day as ISO 8601 where it can be resolved."""

    at: str = ""
    on: str = ""
    day: str = ""


def setting(block: Block, frame: Frame, position: int, days: Sequence[Dated]) -> Setting:
    """Where and when what stands at ``position`` of ``frame`` was said, as far as its own sentence tells.

    A day in another sentence may be that of another occasion, so it does not count.

    Args:
        block: the block of the frame.
        frame: the whole block's frame.
        position: where the words begin.
        days: the days that the block speaks of (``dated.dates_in``).
    """
    start, _ = frame.sentence(position)
    places = list(_PLACE.finditer(frame.text, start, position))
    at = ""
    if places:
        first, last = places[-1].span("place")
        at = block.text[frame.origin[first] : frame.origin[last - 1] + 1]
    while start and frame.text[start - 1] in "；;" and (before := frame.before(start)) is not None:
        start = before[0]
    told = [day for day in days if frame.offset(start) <= day.start < frame.offset(position)]
    return Setting(at, told[-1].words, told[-1].iso) if told else Setting(at)


def account(block: Block, frame: Frame, position: int) -> str:
    """Whose account the paper says it follows: a readout, a statement, the press; else ``own paper``."""
    start, _ = frame.sentence(position)
    told = frame.text[start:position]
    named = list(_ACCOUNT.finditer(told))
    if named:
        side = named[-1]["side"]
        return "US readout" if side in _US else "PRC readout" if side in _PRC else "own paper"
    if _JOINT.search(told):
        return "joint statement"
    if _PRESS.search(told):
        return "press"
    offset = frame.offset(position)
    cited = _CITED.search(block.text, offset)
    if cited is None:
        return "own paper"
    outlet = fold(cited.group())
    if _PRC_OUTLET.search(outlet):
        since = max((match.end() for match in _CITED.finditer(block.text, 0, offset)), default=0)
        talks = _TALKS.search(fold(block.text[since : cited.start()]))
        return "PRC readout" if talks else "PRC text"
    return "press" if _OUTLET.search(outlet) else "own paper"


def lacking(frame: Frame, position: int) -> tuple[Account, ...]:
    """The accounts that, as the paper says next, do not have the words at ``position`` of ``frame``."""
    following = frame.text[position + 1 : position + 1 + _SOON].split(Q)[0]
    sides = [match["side"] for match in _LACKS.finditer(following)]
    made: list[Account] = ["US readout" if side in _US else "PRC readout" for side in sides]
    return tuple(dict.fromkeys(made))


def language(speaker: Person | None) -> str:
    """The language that ``speaker`` speaks in public, by side; ``""`` where that is not known."""
    return LANGUAGES.get(speaker.side, "") if speaker else ""
