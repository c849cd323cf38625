"""What guides a reader over pages, copied with the text: a web page's path and buttons, a newspaper's jumps.

Only lines that hold nothing else count, so that no word of the paper is set apart with them.
"""

from __future__ import annotations

import re

_LONGEST = 60
"""Characters of such a line."""

_PATH = re.compile(
    r"(?:(?:[當当目]前)?位置\s*[:：]?\s*|您?[現现]?在(?:的位置)?\s*[:：]\s*)?"
    r"(?:首[頁页]|主[頁页]|Home|HOME)(?:\s*[>＞»›→]\s*[^>＞»›→。！？，；]{1,20}){1,5}"
)
_CLEAR = re.compile(
    r"分享(?:到|至)|[轉转][發发寄](?:好友)?|(?:友善)?列印|打印|[複复][製制][連链][結接]|字[級级號号體体](?:大小)?|"
    r"[瀏浏][覽览](?:人次|人[數数]|次[數数]|量)|[點点][閱阅擊击](?:率|次[數数]|量|[數数])|[閱阅][讀读](?:量|次[數数])|"
    r"返回(?:[頂顶]部|列表|首[頁页])|回(?:到)?(?:[頁页]首|[頂顶]部)|[上下]一(?:篇|[頁页]|[則则])|[關关][閉闭][窗視视][窗口]?|加入最[愛爱]|[訂订][閱阅]RSS"
)
"""Words that are a control wherever they stand alone."""

_BESIDE = re.compile(
    r"Facebook|FB|Twitter|X|LINE|Line|Telegram|WhatsApp|LinkedIn|E-?mail|Email|Print|Share|RSS|微信|微博|新浪微博|QQ空[間间]|"
    r"分享|收藏|下[載载]|[讚赞]|按[讚赞]|[點点][讚赞]|留言|[評评][論论]|[閱阅][讀读]|[瀏浏][覽览]|人[氣气]|[大中小特]|A[+-]?|到|至|[0-9][0-9.,]*[萬万kK次]?"
)
"""Words and figures that are controls beside such a word only."""

_PARTS = re.compile(r"[\s|｜·/／:：、]+")


_JUMP = re.compile(
    r"[(（]?(?:下[轉转]|上接|[轉转]接?)第?\s*[A-Z]?[0-9０-９一二三四五六七八九十]{1,3}\s*[版頁页][)）]?"
)
"""Where a newspaper's article goes on, or came from."""


def is_control(text: str) -> bool:
    """Whether the whole line, its spaces kept, is a path, a row of buttons, or a jump to another page."""
    if len(text) > _LONGEST:
        return False
    if _PATH.fullmatch(text.strip()) or _JUMP.fullmatch(text.strip()):
        return True
    words = [word for word in _PARTS.split(text) if word]
    clear = [word for word in words if _CLEAR.fullmatch(word)]
    return bool(clear) and all(word in clear or _BESIDE.fullmatch(word) for word in words)
