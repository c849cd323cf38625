"""What a line of a paper's front or end matter says: a date, a series, a number, a name, a post.

Each reader looks at one line by itself; ``metadata`` decides which line counts.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from translate.hanzi import HAN, squeeze

ROC_YEAR_ZERO = 1911
_ROC_BARE = range(80, 151)
"""Years that a bare 110年12月 can mean by the Republic's calendar: 1991 to 2061."""

_YEARS = range(1900, 2101)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERAL = r"[\d〇○零一二三四五六七八九十百]"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = r"(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY_PART = rf"(?:\s*(?P<day>{_NUMERAL}{{1,3}})\s*[日號号])?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:中[華华])?民[國国]\s*(?P<roc>{_NUMERAL}{{1,4}})\s*年\s*(?P<month>{_NUMERAL}{{1,3}})\s*月{_DAY_PART}",
        r"(?:西元|公元)?(?P<year>[\d〇○零一二三四五六七八九]{4})\s*年\s*第?\s*(?P<quarter>[一二三四1-4])\s*季度?",
        rf"(?:西元|公元)?(?P<year>[\d〇○零一二三四五六七八九]{{4}})\s*年\s*(?P<month>{_NUMERAL}{{1,3}})\s*月{_DAY_PART}",
        rf"(?<!\d)(?P<bare>\d{{2,3}})\s*年\s*(?P<month>{_NUMERAL}{{1,3}})\s*月{_DAY_PART}",
        r"(?<![\d.])(?P<year>\d{4})(?P<mark>[./-])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?(?![\d./-])",
        rf"{_MONTH_NAME}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})\s+{_MONTH_NAME},?\s+(?P<year>\d{{4}})",
        rf"{_MONTH_NAME},?\s+(?P<year>\d{{4}})",
    )
)
_WEEKDAY = re.compile(r"[(（]?(?:星期|週|周|禮拜)[一二三四五六日天][)）]?")

_SERIES = re.compile(
    rf"(?P<series>[{HAN}A-Za-z·]{{2,20}}?(?:論壇|论坛|評論|评论|時評|时评|週報|周報|周报|半月刊|雙月刊|双月刊|月刊|季刊|"
    r"年刊|學報|学报|通訊|通讯|簡訊|简讯|快訊|快讯|要報|要报|專論|专论|叢刊|丛刊|叢書|丛书|簡報|简报|政策報告|政策报告|"
    r"研究報告|研究报告|工作論文|工作论文|季報|季报|年報|年报))"
)
_NUMBER = re.compile(
    rf"(?:No\.?|NO\.?|no\.?)\s*(?P<latin>\d{{1,5}})|[總总]?第\s*(?P<han>{_NUMERAL}{{1,5}})\s*[期號号輯辑]"
)
_NOISE = re.compile(r"[\s,，、．.·•|｜/／()（）\[\]【】:：;；–—-]+")

SURNAMES = frozenset(
    "趙錢孫李周吳鄭王馮陳蔣沈韓楊朱秦許何呂施張孔曹嚴華金魏陶姜謝鄒柏章蘇潘葛范彭魯馬方任袁柳鮑史唐薛雷賀倪湯羅"
    "郝安常于傅卞康伍余元顧孟黃穆蕭尹姚邵汪祁毛狄米明臧計伏成戴宋龐熊紀舒屈項祝董梁杜阮藍閔季賈江顏郭梅盛林鍾鐘"
    "徐邱丘駱高夏蔡田樊胡凌霍虞萬柯管盧莫房解應丁宣鄧洪包左石崔吉龔程邢裴陸榮翁甄曲封焦侯班秋仲宮甘武符劉景詹龍"
    "葉幸黎溥白蒲卓喬聞翟譚申冉桑桂牛邊溫莊晏柴瞿閻連習歐塗凃游廖簡賴池巫童涂辛莊靳岳饒曾古車易文關"
    "赵钱孙吴郑冯陈蒋韩杨许吕张严华谢邹苏鲁马贺汤罗顾黄萧庞纪项闵贾颜钟骆万卢应邓龚陆荣刘龙叶乔闻谭边温庄阎连习"
    "欧涂简赖饶车关"
)
_COMPOUND = ("歐陽", "欧阳", "司馬", "司马", "諸葛", "诸葛", "上官", "司徒", "張簡", "范姜")
_NO_NAME = re.compile(
    "^(?:前言|結[論語]|摘要|目[錄次]|關鍵詞?字?|方[法案]|簡[介報]|文[獻章]|計[畫劃]|紀[要錄]|章節|高峰會?|安全|金融|白皮書|宣言"
    "|謝[辭誌]|解析|程序|成果|連[結載]|應用|項目|易讀|明年|元旦|任務|管理|武力|景氣|曲線|常見|成員|關係)$"
)
_SPACE_BESIDE = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}\d])|(?<=\d)\s+(?=[{HAN}])")
_NAME = re.compile(rf"[{HAN}]{{2,4}}")
_MARKS_AFTER = re.compile(r"(?<![*＊†①-⑨\d])[*＊†①-⑨\d]+$")  # tried once a run, not once a figure
_AUTHOR_MARK = re.compile(
    r"^[◎●◆○＊*\s]*(?:(?:作者|撰文|撰稿人?|執筆人?|执笔人?|主筆|主笔|主稿|著者|撰寫人?)\s*[:：/／|｜]?"
    r"|文\s*[:：/／|｜]|(?:By|Authors?)\s*[:：\s])\s*(?P<rest>.+)$"
)
_LEAD = re.compile(rf"^[(（](?P<names>[{HAN}、]{{2,20}}?)(?:主稿|撰稿?|執筆|执笔)[)）]$")
_AFTER = re.compile(rf"^(?P<names>[{HAN}、\s]{{2,20}}?)\s*[(（]?(?:主稿|撰稿?|撰文|著|執筆|执笔)[)）]?$")
_POST = re.compile(
    r"(?:教授|講師|讲师|研究員|研究员|秘書長|秘书长|執行長|执行长|董事長|董事长|理事長|理事长|所長|所长|院長|院长|主任|處長|处长|組長|组长|"
    r"會長|会长|校長|校长|部長|部长|博士(?:生|後|候選人|候选人)?|研發長|顧問|顾问|召集人|總?主編|主编|記者|记者|特派員|研究生|研究助理|分析師|分析师|委員|委员)$"
)
_BODY = re.compile(
    r"(?:大學|大学|學系|学系|研究所|研究院|學院|学院|基金會|基金会|智庫|智库|研究中心|中心|學會|学会|協會|协会|委員會|委员会|"
    r"出版社|雜誌社|杂志社|公司|辦公室|办公室)$"
)
_ABOUT_AUTHOR = re.compile(
    r"^[*＊†\s]*作者(?:現[為任職]|现[为任职]|[為为係是]|[簡简]介[:：]|[單单]位[:：]|服務[單单]位[:：])\s*(?P<what>[^。；]{4,60})"
)
_ISSUED = re.compile(
    r"^(?:出版|發行|发行|印行|編印|编印|主辦|主办)(?:單位|单位|者|所|機關|机关|機構|机构)?\s*[:：]\s*(?P<who>.{2,40})$"
)
_DATED = re.compile(
    r"^(?:(?:出版|發布|发布|發佈|刊登|發表|发表|更新|撰寫|撰写|完稿|截稿|資料|资料)?(?:日期|時間|时间)|Date|Published)\s*[:：]?\s*(?=\S)"
)
ADDRESS = re.compile(r"電話|电话|傳真|传真|地址|Tel|Fax|https?:|www\.|@|[路街].{0,12}號")


def plain(text: str) -> str:
    """``text`` in one width, spaces beside Chinese characters left out: for reading, not for print."""
    return _SPACE_BESIDE.sub("", unicodedata.normalize("NFKC", text).strip())


def _number(text: str) -> int | None:
    """A small number in digits or Chinese: 12, 十二, 一一〇, 一百一十."""
    if text.isdecimal():
        return int(text)
    if not set("十百") & set(text):
        digits = text.translate(_DIGITS)
        return int(digits) if digits.isdecimal() else None
    total = 0
    rest = text
    for sign, worth in (("百", 100), ("十", 10)):
        if sign in rest:
            before, _, rest = rest.partition(sign)
            head = before.lstrip("〇○零")
            value = _number(head) if head else 1
            if value is None:
                return None
            total += value * worth
    rest = rest.lstrip("〇○零")
    last = _number(rest) if rest else 0
    return None if last is None else total + last


def _iso(match: re.Match[str]) -> str:
    """The date as ``sources.toml`` writes it; ``""`` for what no calendar has."""
    found = match.groupdict()
    year = _number(found.get("roc") or found.get("bare") or found.get("year") or "")
    if year is None or (found.get("bare") and year not in _ROC_BARE):
        return ""
    if found.get("roc") or found.get("bare"):
        year += ROC_YEAR_ZERO
    if year not in _YEARS:
        return ""
    if found.get("quarter"):
        return f"{year}-Q{_number(found['quarter'])}"
    name = found.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else _number(found.get("month") or "")
    day = _number(found["day"]) if found.get("day") else None
    if found.get("day") and day is None:
        return ""
    try:
        made = date(year, month or 0, day or 1).isoformat()
    except ValueError:
        return ""
    return made if day else made[:7]


def find_date(text: str) -> tuple[str, str] | None:
    """The first date of a line (already ``plain``) and the line without it, or ``None``."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            made = _iso(match)
            if made:
                return made, text[: match.start()] + " " + text[match.end() :]
    return None


def lone_date(text: str) -> str:
    """The date of a line that says nothing else (series, number and weekday excepted)."""
    found = find_date(text)
    if found is None:
        return ""
    made, rest = found
    rest = _WEEKDAY.sub(" ", _NUMBER.sub(" ", _SERIES.sub(" ", rest, count=1), count=1), count=1)
    return "" if _NOISE.sub("", rest) else made


def marked_date(text: str) -> str:
    """The date of a line such as 發布日期：2021/12/15."""
    if not _DATED.match(text):
        return ""
    found = find_date(text)
    return found[0] if found else ""


def series(text: str) -> tuple[str, str] | None:
    """Series and number of a line that holds nothing else, dates excepted; or ``None``."""
    match = _SERIES.search(text)
    if match is None or _NOISE.sub("", text[: match.start()]):
        return None
    rest = text[match.end() :]
    dated = find_date(rest)
    rest = dated[1] if dated else rest
    number = _NUMBER.search(rest)
    if number is None:
        return None if _NOISE.sub("", rest) else (match["series"], "")
    if _NOISE.sub("", rest[: number.start()] + rest[number.end() :]):
        return None
    value = _number(number["latin"] or number["han"])
    return match["series"], "" if value is None else str(value)


def names(text: str) -> tuple[str, ...]:
    """Chinese names that a line holds and nothing else; none if it holds anything else."""
    bare = _MARKS_AFTER.sub("", text.strip("◎●◆○＊* "))
    found = tuple(part for part in re.split(r"[、,，/／\s與]+|(?<=[^和])和(?=.{2})", bare) if part)
    return found if found and all(map(is_name, found)) else ()


def is_name(text: str) -> bool:
    """Whether ``text`` has the shape of a Chinese person's name."""
    if not _NAME.fullmatch(text) or _NO_NAME.match(text) or _POST.search(text) or _BODY.search(text):
        return False
    # four characters need a family name of two
    return text.startswith(_COMPOUND) or (text[0] in SURNAMES and len(text) < 4)  # noqa: PLR2004


def signed(text: str) -> tuple[tuple[str, ...], str]:
    """Names of a marked by-line (作者：…, 文／…, （…主稿）) and what stands with them."""
    for pattern in (_LEAD, _AFTER):
        match = pattern.match(text)
        if match:
            return names(match["names"]), ""
    match = _AUTHOR_MARK.match(text)
    if match is None:
        return (), ""
    rest = match["rest"]
    made, with_it = named_with_post(rest)
    if made:
        return made, with_it
    latin = re.fullmatch(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}", rest)
    return (rest,) if latin else (), ""


def named_with_post(text: str) -> tuple[tuple[str, ...], str]:
    """李明峻（臺灣東北亞學會秘書長）, 李明峻／學會秘書長: names and the post beside them."""
    whole = names(text)
    if whole:
        return whole, ""
    match = re.match(rf"^([{HAN}]{{2,4}})\s*(?:[(（/／|｜,，]|\s)\s*(.+?)[)）]?$", text)
    if match and is_name(match[1]) and post(match[2]):
        return (match[1],), match[2]
    return (), ""


def post(text: str) -> str:
    """``text`` if it is a person's post or a body they belong to, else ``""``."""
    fits = 4 <= len(squeeze(text)) <= 40 and not re.search(r"[。！？；]", text)  # noqa: PLR2004
    return text if fits and (_POST.search(text) or _BODY.search(text)) else ""


def body(text: str) -> str:
    """``text`` if it names a body (a foundation, an institute) and nothing else."""
    fits = 4 <= len(squeeze(text)) <= 30 and not re.search(r"[，。！？；：:]", text)  # noqa: PLR2004
    return text if fits and _BODY.search(text) else ""


def about_author(text: str) -> str:
    """The post in 作者為…, 作者現任… and the like."""
    match = _ABOUT_AUTHOR.match(text)
    return match["what"].strip(" ,，") if match else ""


def issuer(text: str) -> str:
    """The body in 出版：…, 發行單位：… and the like."""
    match = _ISSUED.match(text)
    return match["who"].strip() if match else ""
