"""Chinese text levelled: one width, Traditional characters around numbers, no addresses."""

from __future__ import annotations

import re

from translate.quantities.scan import HIDDEN

_SIMPLIFIED = (
    "万萬亿億两兩点點个個项項届屆时時种種条條岁歲处處钟鐘后後圆圓镑鎊币幣韩韓欧歐卢盧约約过過将將几幾数數余餘"
    "国國这這组組类類轮輪笔筆顿頓阵陣团團队隊页頁阶階县縣区區册冊辈輩层層级級辆輛颗顆张張间間户戶栋棟块塊节節"
    "题題吨噸门門员員场場周週对對双雙别別无無独獨单單统統进進为為长長华華历歷导導岛島体體鱼魚围圍贰貳参參陆陸"
    "纪紀来來臺台党黨军軍号號车車传傳问問离離艺藝拨撥举舉鸟鳥断斷净淨穷窮说說话話头頭语語从從顾顧庐廬缄緘烂爛丢丟颠顛"
    "连連达達稳穩颜顏杂雜陈陳舍捨学學亲親认認脚腳凑湊乱亂横橫竖豎窍竅珑瓏恶惡闻聞当當败敗伤傷风風难難棱稜书書经經变變"
    "树樹阳陽脏臟开開丰豐码碼顷頃亩畝礼禮规規划劃计計袭襲镇鎮战戰动動档檔剂劑楼樓桩樁"
)
"""Simplified and Traditional by turns: only what the patterns below name. Also 臺 to 台, for one spelling."""
_PUNCTUATION = "：:．.％%／/，，（(）)～~－-–-—-　 "

_LEVEL = {
    ord(a): b for pairs in (_SIMPLIFIED, _PUNCTUATION) for a, b in zip(pairs[::2], pairs[1::2], strict=True)
}
_LEVEL |= {ord("０") + n: str(n) for n in range(10)}
_LEVEL |= {ord("Ａ") + n: chr(ord("A") + n) for n in range(26)}
_OF_ADDRESS = r"(?:[!#-'*+\--;=?-~]|,(?!\d+[^\x00-\x7f]))"
"""ASCII without brackets and quotation marks; "b,110億" is an address, a comma and a number."""
_ADDRESS = re.compile(
    rf"https?:{_OF_ADDRESS}+|www\.{_OF_ADDRESS}+|(?<![\w.+-])[\w.+-]+@[\w.-]+\w"
    rf"|(?<![\w.-])(?:[\w-]+\.)+(?:com|org|gov|cn|tw|net)(?:/{_OF_ADDRESS}*)?",
    re.ASCII,
)


def level(text: str) -> str:
    """``text`` in full-width-free, Traditional unit characters; same length."""
    return text.translate(_LEVEL)


def without_addresses(text: str) -> str:
    """``text`` levelled, its addresses hidden: an address ends where ASCII ends, told before levelling."""
    normal = level(text)
    if "." not in text and ":" not in text:
        return normal
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        normal = normal[:start] + HIDDEN * (end - start) + normal[end:]
    return normal
