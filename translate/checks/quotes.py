"""What the Chinese quotes stands in quotation marks in English: a speaker's words are no report of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.hanzi import HAN, HAN_RE
from translate.model import Finding, Severity, Span

_PAIRS = {"「": "」", "“": "”", "『": "』"}
_SHORT = 4
"""Characters up to which a quotation may be a term or a name, which English can print without marks."""

_FEWEST = 0.25
"""Words for a character: English in quotation marks that is shorter is another, shorter quotation."""

_PHRASE = 8
"""Characters up to which a word or two may say it all: 「家禽流行性感冒」 is “bird flu”."""

_NAME_ENDS = (
    "聯盟 协会 協會 協定 协定 協議 协议 協約 條約 条约 公約 公约 論壇 论坛 組織 组织"
    " 會議 会议 大會 大会 峰會 峰会 會談 会谈 對話 对话 準則 准则 公報 公报 宣言 聲明"
    " 声明 計畫 计划 計劃 倡議 倡议 委員會 委员会 基金 基金會 基金会 銀行 银行 法案 法 條例"
    " 条例 方案 機制 机制 夥伴關係 伙伴关系 共同體 共同体 戰略 战略 政策 原則 原则 中心 研究所 學會"
    " 学会 公司 集團 集团 大學 大学 演習 演习 行動 行动 走廊 航空 黨 党 報 报"
    " 號 号 獎 奖 日 節 节 國家 国家 報告 报告 清單 清单 共識 共识 文件"
    " 小組 小组 文明 群組 會 会"
)
_NAME = re.compile(f"[{HAN}·・0-9A-Za-z＋+－\\-–—─]*(?:{'|'.join(_NAME_ENDS.split())})")
_YEARS = re.compile(r"[（(][\d\s–-]+年?[)）]")
_TERM = re.compile(f"[{HAN}·]*")
_GLOSSED = re.compile(r"\s*[（(]\s*[A-Z][^（）()\u4e00-\u9fff]*[)）]")
_SESSION = re.compile(r"第[\d一二三四五六七八九十]+[次屆届]")
"""「生物多樣性」第15次締約方大會: of a meeting's name."""
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_BETWEEN = re.compile('[^"]+')
_CURLY = re.compile("[“”]")
_MARKED = re.compile(
    '"[^"]*(?:"|$)'
    "|(?:(?<=[\\s(—])|^)‘[^‘]*?’(?![a-z])|(?:(?<=[\\s(])|^)'[^']+(?:(?<=\\w)'\\w[^']*)*'(?!\\w)|«[^»]*»"
)


@dataclass(frozen=True, slots=True)
class Quotes:
    """A quotation of the Chinese without its quotation marks in English."""

    id: str = "quotes"
    name: str = "Quotation marks"
    severity: Severity = "major"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """One finding for each quotation; a short term's or a name's marks may be left out."""
        if is_blank(pair) or not any(mark in pair.zh for mark in _PAIRS):
            return
        outer = _outer(pair.zh)
        needed = [span for span in outer if not _is_free(pair.zh, span, context)]
        if not needed:
            return
        terms = [pair.zh[start + 1 : end - 1] for start, end in outer if (start, end) not in needed]
        marked = list(_others(_marked(pair.en), terms, context))
        short = _missing(pair.zh, needed, [len(_WORD.findall(text)) for _, text in marked])
        # where some are there, the ones farthest from any are likeliest the missing
        places = [place / len(pair.en) for place, _ in marked]
        needed.sort(
            key=lambda span: -min((abs(place - span[0] / len(pair.zh)) for place in places), default=0.0)
        )
        for span in sorted(needed[:short]):
            text = pair.zh[span[0] : span[1]]
            shown = text if len(text) <= 30 else f"{text[:29]}…"  # noqa: PLR2004
            yield Finding(self.id, self.severity, f"{shown} has no quotation marks in the English.", span)


def _outer(zh: str) -> list[Span]:
    """Quotations that stand in no other, marks included; one may reach over the segment's end."""
    found: list[Span] = []
    start, opener = -1, ""
    for place, char in enumerate(zh):
        if start < 0 and char in _PAIRS:
            start, opener = place, char
        elif start >= 0 and char == _PAIRS[opener]:
            found.append((start, place + 1))
            start = -1
    if start >= 0 and _PAIRS[opener] not in zh and zh.count(opener) == 1:  # else a mark is misprinted
        found.append((start, len(zh)))
    return found


def _marked(en: str) -> list[tuple[int, str]]:
    """What stands in quotation marks, and where. Of straight ones that do not pair, either side may be."""
    if en.count('"') % 2:
        return [(match.start(), match.group()) for match in _BETWEEN.finditer(en)]
    outer = list(_curly(en))
    # “it went “well” today”: what stands in a quotation is a part of it
    plain = _CURLY.sub(" ", "".join(_without(en, outer)))
    found = [*outer, *(match.span() for match in _MARKED.finditer(plain))]
    return [(start, en[start:end]) for start, end in sorted(found)]


def _curly(en: str) -> Iterator[Span]:
    """Outermost quotations in curly marks; one may reach over either end of the text."""
    starts: list[int] = []
    for match in _CURLY.finditer(en):
        if match.group() == "“":
            starts.append(match.start())
        elif len(starts) == 1:
            yield starts.pop(), match.end()
        elif starts:
            starts.pop()
        elif "“" not in en[: match.start()]:
            yield 0, match.end()
    if starts:
        yield starts[0], len(en)


def _without(en: str, spans: Iterable[Span]) -> Iterator[str]:
    """``en`` with blanks for what stands in ``spans``: of the same length."""
    at = 0
    for start, end in spans:
        yield from (en[at:start], " " * (end - start))
        at = end
    yield en[at:]


def _others(
    marked: Iterable[tuple[int, str]], terms: Sequence[str], context: Context
) -> Iterator[tuple[int, str]]:
    """What is quoted beside ``terms`` of the glossary: “one China policy” is no other quotation."""
    hits = [hit for term in terms for hit in context.glossary.find(term) if hit.end - hit.start == len(term)]
    wordings = {wording.lower() for hit in hits for term in hit.terms for wording in term.renderings}
    for place, text in marked:
        if text.strip(" “”\"'‘’«».,;").lower() not in wordings:
            yield place, text


def _is_free(zh: str, span: Span, context: Context) -> bool:
    """Whether English may print it without marks: a term, a name, something with no Chinese in it."""
    inner = zh[span[0] + 1 : span[1]].rstrip("」』”")
    size = sum(HAN_RE.match(char) is not None for char in inner)
    if size < 2 or (size <= _SHORT and _TERM.fullmatch(inner)):  # noqa: PLR2004
        return True
    if _NAME.fullmatch(_YEARS.sub("", inner)) or _GLOSSED.match(zh, span[1]) or _SESSION.match(zh, span[1]):
        return True
    return any(hit.end - hit.start == len(inner) for hit in context.glossary.find(inner))


def _missing(zh: str, needed: Sequence[Span], sizes: Sequence[int]) -> int:
    """For how many of ``needed`` no English quotation, or two or more in a row, is long enough."""
    free = list(sizes)
    missing = 0
    for span in sorted(needed, key=lambda span: span[0] - span[1]):
        size = len(HAN_RE.findall(zh, *span))
        least = 1 if size <= _PHRASE else _FEWEST * size
        fitting = [size for size in free if size >= least]
        if fitting:
            free.remove(max(fitting))
            continue
        run = _run(free, least)
        if run is None:
            missing += 1
        else:
            del free[run[0] : run[1]]
    return missing


def _run(sizes: Sequence[int], least: float) -> Span | None:
    """The first neighbours that are long enough together: “…,” he said, “…”."""
    for start in range(len(sizes)):
        total = 0
        for end in range(start, len(sizes)):
            total += sizes[end]
            if total >= least and end > start:
                return start, end + 1
    return None
