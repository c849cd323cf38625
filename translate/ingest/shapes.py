"""What a line looks like, by itself: numbered heading, bullet, page number, caption, note, contact.

Every function takes one line without the extractor's spaces (``Line.clean``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from translate.hanzi import CLOSERS, HAN, OPENERS, SENTENCE_END
from translate.segment import NOTE_MARKS

_NUMERALS = "一二三四五六七八九十"
_FORMAL = "壹貳參肆伍陸柒捌玖拾"
_FORMAL_SIMPLIFIED = "壹贰叁陆"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_VALUES = {char: value for digits in (_NUMERALS, _FORMAL, _STEMS) for value, char in enumerate(digits, 1)}
_VALUES |= {"贰": 2, "叁": 3, "叄": 3, "陆": 6, "〇": 0, "百": 100}
_ANY = rf"(?:[{_NUMERALS}百〇]{{1,4}}|[0-9０-９]{{1,3}})"

_NUMBERED: tuple[tuple[int, str, re.Pattern[str]], ...] = tuple(
    (rank, style, re.compile(pattern))
    # ranks as Taiwanese reports and theses nest them
    for rank, style, pattern in (
        (1, "第一編", rf"第(?P<n>{_ANY})(?:編|编|篇|部分?)(?=[\s　、：:]|$)"),
        (2, "第一章", rf"第(?P<n>{_ANY})章(?=[\s　、：:]|$)"),
        (3, "第一節", rf"第(?P<n>{_ANY})[節节](?=[\s　、：:]|$)"),
        (4, "壹、", rf"(?P<n>[{_FORMAL}{_FORMAL_SIMPLIFIED}叄]{{1,3}})(?:[、.．：:]|[\s　]+(?=\S))"),
        # 一、二月間 is a span of months, no number
        (5, "一、", rf"(?P<n>[{_NUMERALS}]{{1,3}})[、.．](?![{_NUMERALS}]{{1,3}}[月日年、])"),
        (6, "（一）", rf"[(（〔](?P<n>[{_NUMERALS}]{{1,3}})[)）〕]、?"),
        (7, "1.", r"(?P<n>[0-9０-９]{1,2})(?:[.．](?![0-9０-９])|、(?![0-9０-９]))\s*(?=\S)"),
        (8, "(1)", r"[(（](?P<n>[0-9０-９]{1,2})[)）]\s*(?=\S)"),
        (8, "1)", r"(?P<n>[0-9０-９]{1,2})[)）]\s*(?=[^\s，。、；：！？)）])"),
        (9, "①", r"(?P<n>[①-⑳])\s*(?=\S)"),
        (9, "甲、", rf"(?P<n>[{_STEMS}])、"),
    )
)

_DIGITS = frozenset("0123456789０１２３４５６７８９")

_BULLET = re.compile(
    r"(?:[•●■◆○◎□▪▫‣∙◇★☆►▶➢➤✓❖⚫▲△※＊◦\uf06c\uf06e\uf0a7\uf0b7\uf0d8\uf075]\s*|[‧·*]\s*(?=[^\s*‧·])"
    rf"|[－–—─-]\s+(?=\S)|[－─](?=[^－─—–\s\d])|——(?=[{HAN}]))"
)
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,4}\s*[-–—]?")
_DRESSED = re.compile(
    r"[-–—―─━~～·．.|<〈\[(（]{1,2}\s*(?P<a>[0-9０-９]{1,4})\s*[-–—―─━~～·．.|>〉\])）]{1,2}"
    rf"|(?:第\s*)?(?P<b>[0-9０-９]{{1,4}}|[{_NUMERALS}百〇]{{1,5}})\s*[頁页](?:\s*[,，/／(（、]?\s*[共全]\s*[0-9０-９{_NUMERALS}百]+\s*[頁页][)）]?)?"
    r"|[頁页]\s*(?:次|碼|码)?\s*[:：]?\s*(?P<c>[0-9０-９]{1,4})(?:\s*[/／,，共]\s*[0-9０-９]{1,4}\s*[頁页]?)?"
    r"|(?P<d>\d{1,4})\s*[/／]\s*\d{1,4}|(?:Page|PAGE|page|P\.|p\.|Pg\.?)\s*(?P<e>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"[0-9０-９]{1,3}|[0-9０-９]{4}")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_COUNTER = re.compile(
    r"[年月日號号時时點点分秒歲岁個个名位人次件項项艘架枚億亿萬万千百十兆元％%倍屆届國国週周天‰]"
)

_SOURCE = re.compile(
    r"[(（【]?(?:圖片|图片|照片|相片|資料|资料|數據|数据|圖表|图表|圖文)?(?:來源|来源|出處|出处)[:：]"
    r"|[(（](?:圖片?|图片?|照片)[／/:：]|Source[s:：]|[圖图]源[:：]"
)
_PICTURE_SOURCE = re.compile(r"[(（](?:圖片來源|图片来源|圖源|图源)[:：]|[(（]資料來源[:：][^)）]*[)）]$")
_FIGURE_NUMBER = rf"(?:[0-9０-９]+(?:[-–.．－][0-9０-９]+)*|[{_NUMERALS}]{{1,3}}|[A-Z])"
_FIGURE = re.compile(
    rf"[【\[〔(（]?(?:附?[圖图表]|照片|Figure|Fig\.|Table)\s*{_FIGURE_NUMBER}"
    r"(?:\s*[:：.．、】\]〕)）]\s*(?!\s*[圖图表見见所])|[\s　]+)(?=\S)"
)
_PICTURED = re.compile(
    r"(?:照片|相片|圖|图|上圖|下圖|左圖|右圖)[為为](?![了什何])|.{2,60}[。，]?[(（][^()（）]{2,12}[社攝摄][)）]$"
)
_NOTE = re.compile(
    r"(?:編按|编按|編者按|编者按|註|注|附註|附注|備註|备注|註釋|注释|說明註|作者註|譯註|译注|按)[:：]"
    rf"|[［\[〔(（【]?[註注]\s*(?:[0-9０-９]{{1,3}}|[{_NUMERALS}]{{1,3}})"
    r"(?:[］\]〕)）】][:：、.．]?|[:：、.．]|[\s　]+(?=\S))"
    r"|[\[［][0-9]{1,3}[\]］]\s*(?=[^\s，。；、])|[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*\s*(?=\S)"
)
_REMARK = re.compile(
    r"[(（〔【※*＊\s]*本(?:文|稿|篇)(?:[內内]容|言論|言论|[觀观][點点])?"
    r"(?:[僅仅純纯係系不為为由原曾首獲获經经]|所有|同[時时]).{0,40}(?:[觀观][點点]|立[場场]|意[見见]|[轉转][載载]|刊登|原[載载]|授[權权]|出[處处]).{0,20}"
    r"|[(（](?:訪談|访谈|採訪|采访|編者|编者|譯者|译者|原文|原[載载刊]|本[文稿刊篇]|[轉转][載载]).{2,60}[)）]"
)
_PHOTO_CREDIT = re.compile(
    rf".{{4,70}}(?:社|[報报]|[網网]|台|臺|通[訊讯][員员]|[記记]者)[{HAN}、]{{0,16}}[攝摄][)）]?。?"
)
_AGENCY = re.compile(r"[(（][^()（）。，！？]{1,16}(?:社|[攝摄]|提供|[報报]|[網网])[)）]")
_PICTURE_MARK = "▲△▼▽◤◥"
_NOTES_HEAD = re.compile(
    r"(?:[壹貳參肆伍陸柒捌玖拾一二三四五六七八九十]{1,3}、)?"
    r"(?:參考(?:文獻|資料|書目)|参考(?:文献|资料|书目)|引用(?:文獻|書目)|徵引書目"
    r"|註釋|注释|附註|附注|註解|尾註|References|Bibliography|Notes|Works Cited)[:：]?"
)
_LEAD_AUTHOR = re.compile(r"[(（].{2,12}主稿[)）]")
_ROLE = (
    r"(?:作者|撰文|撰稿|撰述|執筆|执笔|主筆|主笔|口述|文字?|[圖图]文?|圖片|图片|攝影|摄影|編譯|编译|譯者?|译者?|翻譯|翻译|責任編輯|责任编辑|責編|责编|責任校對|责任校对"
    r"|編輯|编辑|主編|主编|記者|记者|採訪|采访|專訪|专访|整理|校對|校对|審校|审校|審稿|审稿|策劃|策划|統籌|统筹)"
)
_CREDIT = re.compile(
    # roles may stand together: 文・圖／, 採訪整理／; a reporter's question is no credit
    rf"{_ROLE}(?:[・·‧、&及與与和/／]?{_ROLE}){{0,3}}\s*[／/:：｜|]\s*[^\s。！？!?][^。！？!?]{{0,40}}"
    rf"|[(（]{_ROLE}\s*[／/:：｜|][^()（）。！？]{{2,30}}[)）]"
    r"|[【〔\[(（][^】〕\])）]{2,30}(?:報導|报道|報道|電|电|撰|編譯|编译)[】〕\])）]|[(（]作者[係為为系現现].{2,60}[)）]。?"
)
_CONTACT = re.compile(
    r"(?:聯絡|联络|聯繫|连络|連絡|服務|通訊|通讯|公司|本會|會址|社址)?(?:電話|电话|傳真|传真|地址|網址|网址|電郵|电邮|電子郵件|电子邮件|電子信箱|信箱|郵箱|邮箱|會址|社址|(?:新聞)?聯絡人|联系人|郵政劃撥|統一編號)\s*[:：]"
    r"|(?:Tel|TEL|Phone|Fax|FAX|E-?mail|e-?mail|Email|Website|Web|URL|Add|Address)\.?\s*[:：]|https?://\S+$|www\.\S+$|[\w.+-]+@[\w.-]+$"
)
_FIELD = re.compile(
    r"(?:會議)?(?:時間|时间|地點|地点)[:：]|(?:出席|列席|與會|请假|請假|缺席)(?:人員|人员|者|單位|委員)?[:：]|[紀記]錄(?:人員)?[:：]|记录[:：]"
    r"|(?:發稿|发稿|發布|发布|公布|更新|收文|填表)(?:日期|時間|时间|單位|单位)[:：]|受文者[:：]|發文(?:日期|字號)[:：]|主旨[:：]|說明[:：]$|說明：$|辦法[:：]$|附件[:：]|[正副]本[:：]|速別[:：]|密等.{0,12}[:：]|收件人[:：]|寄件人[:：]|司儀[:：]"
)
_CHAIR = re.compile(r"(?:主席|主持人|召集人)[:：].{2,16}")
_SPEAKER = re.compile(rf"(?P<who>[{HAN}A-Za-z·．.]{{1,10}}(?:[(（][^)）]{{1,16}}[)）])?)[:：](?=\S)")
_SAYS = re.compile(
    r"(?:說|说|稱|称|表示|指出|強調|强调|認為|认为|如下|包括|例如|即|為|为|是|問題|问题|所示|寫道|写道|宣布|重申|呼籲|呼吁|主張|主张|提到|回應|回应|坦言|直言|警告|批評|批评|建議|建议|結論|结论|原因|重點|重点|來源|来源|註|注|按)$"
)
_TERMINAL = re.compile(
    rf"[{re.escape(SENTENCE_END)}][{re.escape(CLOSERS)}]*$|[；：]$|[)）]$|…$"
    rf"|(?:[{HAN}]|[A-Za-z0-9]{{2}}|[)\]”\"’])[.!?][{re.escape(CLOSERS)}\"']*$"
)
_NO_START = re.compile(rf"[{re.escape(CLOSERS)}，。、；：！？>]")
_KEYWORDS = re.compile(r"(?:關鍵[詞字]|关键[词字]|[Kk]ey ?[Ww]ords?)[:：]")
_SENTENCE = re.compile(rf"[{re.escape(SENTENCE_END)}；][{re.escape(CLOSERS)}]*$")
_BEHIND_END = re.compile(rf"(?<=[{re.escape(SENTENCE_END + CLOSERS)}；]){NOTE_MARKS}+$")
_NOTE_ENDS = "¹²³⁰⁴⁵⁶⁷⁸⁹]］〕)）"
_NOTES_LENGTH = 24
"""Characters at a text's end in which the numbers of its notes stand."""
_SENTENCE_MARKS = re.compile(r"[，。！？；：,;]")
_GOES_ON = re.compile(r"[，、,（(「『《〈—－-]$|[的與与和及或之對对在於于以將将由向從从為为被把]$")
_LATIN_STOP = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gen|Gov|St|No|Nos|Vol|pp?|vs|etc|al|Inc|Ltd|Co|cf|e\.g|i\.e)|\b[A-Z](?:\.[A-Z])*)\.$"
)


# what these are judged by stands at the end: a long text is not searched from its start
_CLOSERS = f"{CLOSERS}\"'\n"
_TERMINAL_MARK = 3
_FIRST_OF_NUMBER = frozenset(
    f"第(（〔{_NUMERALS}{_FORMAL}{_FORMAL_SIMPLIFIED}叄百〇{_STEMS}①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
)


def _last(text: str, length: int) -> int:
    """Where the last ``length`` characters before any closing marks begin."""
    return max(0, len(text.rstrip(_CLOSERS)) - length)


def _unnoted(text: str) -> str:
    """``text`` without the numbers of notes behind its last sentence."""
    if not text or text[-1] not in _NOTE_ENDS:
        return text
    marks = _BEHIND_END.search(text, max(0, len(text) - _NOTES_LENGTH))
    return text[: marks.start()] if marks else text


@dataclass(frozen=True, slots=True)
class Numbering:
    """A number that begins a line: its style by example, its value, and its rank in a hierarchy."""

    style: str
    value: int
    rank: int
    end: int


def numbering(text: str) -> Numbering | None:
    """The number that ``text`` begins with, or ``None``."""
    first = text[:1]
    if first not in _FIRST_OF_NUMBER and first not in _DIGITS:
        return None
    for rank, style, pattern in _NUMBERED:
        match = pattern.match(text)
        if match:
            return Numbering(style, _value(match["n"]), rank, match.end())
    return None


def _value(text: str) -> int:
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if text.isdecimal():
        return int(text)
    if len(text) > 1 and text[0] in "十拾":
        return 10 + _VALUES.get(text[1], 0)
    if len(text) > 1 and text[1] in "十拾":
        return 10 * _VALUES.get(text[0], 1) + _VALUES.get(text[2:3], 0)
    return _VALUES.get(text[0], 0)


def heading_level(text: str) -> int:
    """Rank of the number that ``text`` begins with, 1 (第一編) to 9 (①); 0 without one."""
    found = numbering(text)
    return found.rank if found else 0


def is_question(text: str) -> bool:
    """Whether the line ends with a question mark."""
    return text.rstrip(CLOSERS).endswith(("？", "?"))


def bullet_end(text: str) -> int:
    """Where the text begins behind a bullet's glyph; 0 without one."""
    match = _BULLET.match(text)
    return match.end() if match and match.end() < len(text) else 0


def is_page_number(text: str) -> bool:
    """Whether the whole line is a page number."""
    return _PAGE_NUMBER.fullmatch(text) is not None or page_number(text) is not None


def page_number(text: str) -> tuple[int, bool] | None:
    """The page number that the whole line is, and whether its dress (- 3 -, 第3頁) tells so by itself."""
    match = _DRESSED.fullmatch(text)
    if match:
        return _value(next(group for group in match.groups() if group)), True
    if _BARE_NUMBER.fullmatch(text):
        return int(text), False
    if _ROMAN.fullmatch(text):
        return sum({"i": 1, "v": 5, "x": 10}[char] for char in text), False
    return None


def begins_with_counter(text: str) -> bool:
    """Whether a number before ``text`` would belong to it (年, 月, 億 …)."""
    return _COUNTER.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether the text begins as a picture's or table's caption or source, or holds a picture's source."""
    return begins_caption(text) or _PICTURE_SOURCE.search(text) is not None


def begins_caption(text: str) -> bool:
    """Whether the line begins a caption or the source below it."""
    return _FIGURE.match(text) is not None or _SOURCE.match(text) is not None


def is_source(text: str) -> bool:
    """Whether the line gives the source of a picture or table."""
    return _SOURCE.match(text) is not None


def is_pictured(text: str) -> bool:
    """Whether a whole block says what a picture shows, or ends with the agency that took it."""
    return _PICTURED.match(text) is not None or _PHOTO_CREDIT.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether the line begins an editor's note or a footnote."""
    return _NOTE.match(text) is not None


def is_remark(text: str) -> bool:
    """Whether a whole block is an editor's remark: whose view it is, where printed, when held."""
    return _REMARK.fullmatch(text) is not None


def tells_source(caption: str, text: str) -> bool:
    """Whether ``text`` says in brackets where a picture comes from, or who took what ``caption`` tells of."""
    told = is_caption(text) and text[0] in "(（"
    return told or (bool(picture_mark(caption)) and _AGENCY.fullmatch(text) is not None)


def picture_mark(text: str) -> str:
    """The mark that begins a picture's caption in a newspaper (▲); it may also be a bullet."""
    return text[0] if text[0] in _PICTURE_MARK else ""


def heads_notes(text: str) -> bool:
    """Whether the line is the heading of a bibliography or of endnotes."""
    return _NOTES_HEAD.fullmatch(text) is not None


def is_lead_author(text: str) -> bool:
    """Whether the line is a lead author's signature, such as （某某主稿）."""
    return _LEAD_AUTHOR.fullmatch(text) is not None


def is_credit(text: str) -> bool:
    """Whether the whole line names who wrote, photographed or edited."""
    return _LEAD_AUTHOR.fullmatch(text) is not None or _CREDIT.fullmatch(text) is not None


def is_contact(text: str) -> bool:
    """Whether the line is one of an address block: telephone, address, e-mail, web."""
    return _CONTACT.match(text) is not None


def is_field(text: str) -> bool:
    """Whether the line is a field of a letter's or minutes' head (受文者, 時間, 出席)."""
    if _FIELD.match(text):
        return True
    return _CHAIR.fullmatch(text) is not None and not ends_sentence(text)


def speaker(text: str) -> str:
    """Who speaks, where the line begins with a name and a colon; else ``""``."""
    match = _SPEAKER.match(text)
    if match is None or _SAYS.search(match["who"]) or match["who"].startswith(("http", "www")):
        return ""
    return match["who"]


def is_closed(text: str) -> bool:
    """Whether the line can end a paragraph: sentence end, colon, or a closing bracket."""
    text = _unnoted(text)
    if _TERMINAL.search(text, _last(text, _TERMINAL_MARK)) is None:
        return False
    return not text.rstrip("\n").endswith(".") or _LATIN_STOP.search(text) is None


def ends_sentence(text: str) -> bool:
    """Whether the line ends a sentence or a clause for certain (no colon, no bracket)."""
    text = _unnoted(text)
    return _SENTENCE.search(text, _last(text, 1)) is not None


def ends_fully(text: str) -> bool:
    """Whether the line ends with a full stop, an exclamation or a question mark."""
    return _unnoted(text).rstrip(CLOSERS).endswith(tuple(SENTENCE_END))


def goes_on(text: str) -> bool:
    """Whether nothing can end here: a comma, an opening bracket, or a word that wants another."""
    return _GOES_ON.search(text, max(0, len(text) - 2)) is not None


def cannot_begin(text: str) -> bool:
    """Whether ``text`` begins with a mark that closes or parts what stands before it."""
    return _NO_START.match(text) is not None


def is_keywords(text: str) -> bool:
    """Whether the line lists a paper's keywords."""
    return _KEYWORDS.match(text) is not None


def has_open_bracket(text: str) -> bool:
    """Whether a bracket or quotation mark that opens in ``text`` is not closed in it."""
    return sum(map(text.count, OPENERS)) > sum(map(text.count, CLOSERS))


def is_plain_phrase(text: str) -> bool:
    """Whether the text has no sentence punctuation at all, as unnumbered headings do."""
    return _SENTENCE_MARKS.search(text) is None
