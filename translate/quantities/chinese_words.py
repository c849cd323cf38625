"""Chinese words around numbers, in levelled characters: what counts, what counts nothing, named dates."""

from __future__ import annotations

import re

from translate.quantities.values import Date

CLASSIFIERS = frozenset(
    "個名位人國大項點次度種類件場條份屆歲年天日週月小時分鐘秒輪層級架艘輛座支枚顆台部篇冊期代組批隻頭股張間所戶棟根"
    "塊片章節題倍成元圓米公英噸克升桶瓦票席局球檔員處周段卷集門筆宗起輩束群套款團隊頁階餐杯瓶箱袋棵朵幅面排列行"
    "縣省市州城村區島黨軍檔分幅宗座艇株劑洞樓樁具通軸等"
)
"""After a Han numeral from 三 to 十 these make it a count that a translation keeps."""
PAIR_CLASSIFIERS = frozenset(
    "束群套款個名位項點次種類件場條份屆歲年天週小時分鐘秒輪層級架艘輛座枚顆篇冊期組批隻張間所棟塊片章節題倍成元圓部"
    "公英噸"
)
"""The same after 兩, which with a noun alone is mostly "both" or "the" (兩國, 兩岸, 兩黨)."""

_COUNTED = "公報|原則|保證|方(?!便|法|式|向|針|案|才|能|可|得)|不(?![同過如])|輪車"
COUNTED = re.compile(rf"(?:{_COUNTED})")
"""Nouns that are counted without a classifier: 三公報, 三方, 四不一沒有, 三輪車."""
ONE = re.compile(r"[號巷弄樓](?!稱)")
"""After the digit 1 these make it a number that a translation keeps: "No. 1"."""
BEFORE_ONE = re.compile(r"[A-Za-z]\s?$|\d\s?(?:磅|英[尺呎]|小時|分鐘?|公[尺里斤]|盎司)\s?$")
"""The same before it: Formula 1, 17磅1盎司."""

FIRST_OF = frozenset("個次條類架批項屆位島艘座輪輛句幅場支站洞天年台團隊件份款名")
"""After 第一 these make it "the first", not "the top"."""

IN_NUMBER = "[〇零一二三四五六七八九十百千萬億兆兩0-9]"
NOT_NUMBERS = (
    "唯一|統一|(?<!分)之一|逐一|同一|單一|(?<![三四五六七八])不一|專一|進一步|劃一|合一|三位一體|三心[二兩]意|三天兩頭|三言兩語"
    rf"|五顏六色|四處|(?<!第)(?<!{IN_NUMBER})四週(?=[的圍都是全有]|$|[，。、])|(?<!{IN_NUMBER})十分(?!之|鐘)|十足|(?<!{IN_NUMBER})萬一(?![千百])|(?<!{IN_NUMBER})千萬(?=別|不|要)|四分五裂|三長兩短"
    r"|[一二三多]元(?=[論性對化關結制組複]|社會|文化|思維)|(?<=非)[二三]元"
    "|五大湖|三角|三明治|三文魚|十字|百分點|百貨|百科|兩成立|四川|九龍|九江"
)
"""Words whose numeral counts nothing, where a reader below would take it for a number."""

NAMED_DATES = {
    "九二": Date(year=1992), "92": Date(year=1992), "二二八": Date(None, 2, 28), "228": Date(None, 2, 28),
    "三一八": Date(None, 3, 18), "五四": Date(None, 5, 4), "六四": Date(None, 6, 4), "七七": Date(None, 7, 7),
    "八二三": Date(None, 8, 23), "823": Date(None, 8, 23), "九一八": Date(None, 9, 18),
    "九一一": Date(None, 9, 11), "911": Date(None, 9, 11),
}  # fmt: skip
"""Dates that stand for what happened on them, before such a word as 事件."""
