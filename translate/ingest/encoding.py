"""Bytes to text: which encoding a file has, how that is known, and where it is damaged.

A byte-order mark decides; then strict UTF-8; then UTF-16 and the Chinese
encodings compete, and the one whose text reads most like Chinese wins. Nothing
is ever replaced: a byte that its encoding does not know is an error with its
place.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from translate.errors import InputError

COMMON = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心"
    "她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給"
    "世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社"
    "便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運習近議談判雙台臺灣峽島岸拜登席"
    "聯競濟貿易府策承諾穩改狀維持支調示宣布舉訪峰元首袖係勢亞印韓俄羅歐洲英協京華盛頓項組織約案裁稅技晶片半供鏈源疫衛防投企融銀飛彈演巡邏航包容價值香港疆藏選官團專研究析背景影響附註料圖"
    "編按僅授博士委秘址網这个们来为国说时会对于过发后种经么学现当没动还进样开从实军无与长机关点业将间问并应战头体见产话内给门儿东声员论处义几认条气题尔别变总电数报结务场计资许统区队决"
    "马书则听却达强难权设记类据边张该规万觉术领确传师观让识带导争运习议谈双湾峡岛联竞济贸诺稳状维调举访势亚韩罗欧协华顿项组织约税链卫银飞弹逻价选团专响注图编仅网字"
)
"""Characters that policy papers are full of, in both scripts; half of any such text and more."""

_PUNCTUATION = frozenset("，。、；：？！「」『』（）《》〈〉【】“”‘’…—─·‧．～　０１２３４５６７８９％")
_SAMPLE = 200_000
"""Characters that a judgment looks at; more would not change it."""

_PLAIN = 0.35
"""Points a character that text must reach to be taken for Chinese. The five papers have
0.7 to 0.8 in their own encoding; the same bytes in a wrong one stay under 0."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
_BIG5 = (("cp950", "Big5 (CP950)"), ("big5hkscs", "Big5-HKSCS"))
_GB = ("gb18030", "GB18030")
_WIDE = (("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE"))

LINE_END = re.compile("\r\n|[\r\n\f\x85\u2028\u2029]")
"""LF, CRLF, CR, form feed, and Unicode's own: next line, line and paragraph separator."""

_BINARY = "Give a text file, or a format that briefings reads (briefings add --help lists them)."
REMEDY = "Open the file in an editor, choose its encoding, save it as UTF-8 text and try again."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and how its encoding is known.

    Attributes:
        encoding: its name, as printed.
        reason: why this one, in words.
        certain: whether the file itself said so (a mark, or strict UTF-8).
    """

    text: str
    encoding: str
    reason: str
    certain: bool

    @property
    def notice(self) -> str:
        """What the user should know of it; ``""`` where there was no choice."""
        return "" if self.certain else f"read as {self.encoding}: {self.reason}"


@dataclass(frozen=True, slots=True)
class _Candidate:
    codec: str
    name: str
    sample: str
    score: float
    error: UnicodeDecodeError | None


def decode(data: bytes, name: str) -> Decoded:
    """The text of ``data``, without its byte-order mark.

    Args:
        data: the file's bytes.
        name: its path, for messages.

    Raises:
        InputError: no text (binary), damaged (offset and line), or no known encoding.
    """
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            text = _strict(data, codec, label, name, skip=len(mark))
            return _text(Decoded(text, label, "its byte-order mark", certain=True), name)
    if b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "UTF-8", "every byte is valid UTF-8", certain=True)
        except UnicodeDecodeError as error:
            if _is_damaged_utf8(data):
                raise _damaged(error, "UTF-8", data, name) from error
    best = _best(data)
    if best.score < _PLAIN:
        raise _unknown(data, name)
    if best.error is not None:
        raise _damaged(best.error, best.name, data, name) from best.error
    reason = f"no byte-order mark and not UTF-8; {_why(best.sample)}"
    return _text(Decoded(data.decode(best.codec), best.name, reason, certain=False), name)


def plausibility(text: str) -> float:
    """Points a character for reading like Chinese: 1 the best, below 0 noise.

    Counted over what is not ASCII: frequent characters and Chinese punctuation
    speak for a text; rare ideographs, private use, other scripts and control
    characters against it. Text of both scripts at once is noise too.
    """
    counts = Counter(text[:_SAMPLE])
    total = points = 0.0
    for char, count in counts.items():
        if char.isascii():
            if char < " " and char not in "\t\n\v\f\r":
                total += count
                points -= count
            continue
        total += count
        points += count * _worth(char)
    return points / total if total else 0.0


def _worth(char: str) -> float:
    if char in COMMON or char in _PUNCTUATION:
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        # the first levels of Big5 and of GB 2312: what is written at all
        return 0.3 if _level_one(char) else -0.5
    if "\u3400" <= char <= "\u4dbf" or char >= "\U00020000":
        return -1.0
    if "\ue000" <= char <= "\uf8ff" or "\ud800" <= char <= "\udfff":
        return -2.0
    # box drawing, bullets and marks are usual enough; letters of other scripts are not
    return -0.3 if char.isalpha() else 0.0


def _level_one(char: str) -> bool:
    try:
        return char.encode("big5") < b"\xc9\x40"
    except UnicodeEncodeError:
        pass
    try:
        return char.encode("gb2312") < b"\xd8\xa1"
    except UnicodeEncodeError:
        return False


def _best(data: bytes) -> _Candidate:
    """The encoding in which ``data`` reads most like Chinese; earlier ones win a draw."""
    big5 = [_candidate(data, codec, label) for codec, label in _BIG5]
    # of one family the first that knows every byte: the extensions add rare characters
    candidates = [] if b"\0" in data else [next((one for one in big5 if one.error is None), big5[0])]
    tried = _WIDE if b"\0" in data else (_GB, *_WIDE)
    candidates += [_candidate(data, codec, label) for codec, label in tried]
    return max(candidates, key=lambda item: (item.score, item.error is None))


def _candidate(data: bytes, codec: str, label: str) -> _Candidate:
    sample = data[: 4 * _SAMPLE].decode(codec, "ignore")
    error = _first_error(data, codec)
    score = plausibility(sample) - (0.05 if error else 0.0)
    if codec.startswith("utf-16") and len(data) % 2:
        score -= 1.0
    return _Candidate(codec, label, sample, score, error)


def _first_error(data: bytes, codec: str) -> UnicodeDecodeError | None:
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return error
    return None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is sound UTF-8, and no Chinese encoding fits all of it."""
    text = data.decode("utf-8", "surrogateescape")
    bad = sum(1 for _ in re.finditer("[\udc80-\udcff]", text))
    sound = sum(1 for _ in re.finditer("[\u0800-\ud7ff\ue000-\U0010ffff]", text))
    if sound < bad:
        return False
    best = _best(data)
    return best.error is not None or best.score < _PLAIN


def _why(sample: str) -> str:
    han = [char for char in sample[:_SAMPLE] if "\u3400" <= char <= "\u9fff"]
    share = sum(char in COMMON for char in han) / len(han) if han else 0.0
    return f"{share:.0%} of its {len(han)} Han characters are frequent ones when it is read so"


def _strict(data: bytes, codec: str, label: str, name: str, skip: int) -> str:
    try:
        return data[skip:].decode(codec)
    except UnicodeDecodeError as error:
        moved = UnicodeDecodeError(codec, data, error.start + skip, error.end + skip, error.reason)
        raise _damaged(moved, label, data, name) from error


def _place(error: UnicodeDecodeError, data: bytes) -> str:
    before = data[: error.start].decode(error.encoding, "ignore")
    return f"offset {error.start} (line {len(LINE_END.findall(before)) + 1})"


def _damaged(error: UnicodeDecodeError, label: str, data: bytes, name: str) -> InputError:
    place = _place(error, data)
    if label == "UTF-8":
        return InputError(f"{name}: not UTF-8; the first wrong byte is at {place}", REMEDY)
    return InputError(
        f"{name}: damaged; it reads as {label}, but the bytes at {place} are not valid in it", REMEDY
    )


def _unknown(data: bytes, name: str) -> InputError:
    if b"\0" in data:
        return InputError(f"{name}: not text; a NUL byte stands at offset {data.index(0)}", _BINARY)
    error = _first_error(data, "utf-8")
    place = _place(error, data) if error else "its start"
    return InputError(
        f"{name}: not UTF-8; the first wrong byte is at {place}, and the file does not read as Chinese"
        " in UTF-16, Big5 or GB18030 either",
        REMEDY,
    )


def _text(decoded: Decoded, name: str) -> Decoded:
    """``decoded``, unless it is no text.

    Raises:
        InputError: a NUL character.
    """
    position = decoded.text.find("\0")
    if position >= 0:
        line = len(LINE_END.findall(decoded.text[:position])) + 1
        raise InputError(f"{name}: not text; a NUL character stands on line {line}", _BINARY)
    return decoded
