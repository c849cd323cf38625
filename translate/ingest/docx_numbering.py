"""The numbers that Word shows before paragraphs without writing them: 一、（一）1. and bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from translate.ingest.docx_names import attribute, children, first, name

_HAN = "零一二三四五六七八九"
_LEGAL = {
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰"),
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰"),
}
_COUNTED = frozenset({
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
    "japaneseCounting", "koreanCounting",
})  # fmt: skip
_DIGITWISE = frozenset(
    {"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital"}
)
_ROWS = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_LARGEST = 32_767
"""The largest number that Word counts to; beyond it, and below 0, a number is printed plainly."""


def numeral(value: int, form: str) -> str:
    """``value`` in Word's number format ``form``; plain figures where the format has no such number."""
    if not 0 < value <= _LARGEST:
        return str(value)
    row = _ROWS.get(form, "")
    if row:
        return row[value - 1] if value <= len(row) else str(value)
    if form in _LEGAL and value < 1000:  # noqa: PLR2004
        return _counted(value, *_LEGAL[form], ones=True)
    if form in _COUNTED and value < 1000:  # noqa: PLR2004
        return _counted(value, _HAN, "十百", ones=False)
    if form in _DIGITWISE:
        return "".join("〇" if digit == "0" else _HAN[int(digit)] for digit in str(value))
    return _western(value, form)


def _western(value: int, form: str) -> str:
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(value) if form == "lowerRoman" else _roman(value).upper()
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a" if form == "lowerLetter" else "A") + (value - 1) % 26)
        return letter * ((value - 1) // 26 + 1)
    if form == "decimalZero":
        return f"{value:02}"
    if form == "decimalFullWidth":
        return str(value).translate(_FULL_WIDTH)
    if form == "numberInDash":
        return f"- {value} -"
    return str(value)


def _counted(value: int, digits: str, units: str, *, ones: bool) -> str:
    hundreds, rest = divmod(value, 100)
    tens, unit = divmod(rest, 10)
    text = digits[hundreds] + units[1] if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds and not ones else digits[tens]) + units[0]
    elif hundreds and unit:
        text += digits[0]
    return text + (digits[unit] if unit else "")


def _roman(value: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * (value // size)
        value %= size
    return text


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    plain: bool = False

    @property
    def bullet(self) -> bool:
        """Whether its mark is a glyph rather than a number."""
        return self.form == "bullet"


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    definitions: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    style_lists: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> Numbering:
        """What ``word/numbering.xml`` says; nothing where there is none."""
        result = cls()
        if root is None:
            return result
        for item in children(root, "abstractNum"):
            key = attribute(item, "abstractNumId")
            result.definitions[key] = {
                _number(level, "ilvl"): _level(level) for level in children(item, "lvl")
            }
            link = first(item, "numStyleLink")
            if link is not None:
                result.links[key] = attribute(link, "val")
            own = first(item, "styleLink")
            if own is not None:
                result.style_lists[attribute(own, "val")] = key
        for item in children(root, "num"):
            key = attribute(item, "numId")
            target = first(item, "abstractNumId")
            result.abstract[key] = attribute(target, "val") if target is not None else ""
            for override in children(item, "lvlOverride"):
                number = _number(override, "ilvl")
                start = first(override, "startOverride")
                if start is not None:
                    result.restarts.setdefault(key, {})[number] = _number(start, "val", 1)
                level = first(override, "lvl")
                if level is not None:
                    result.overrides.setdefault(key, {})[number] = _level(level)
        return result

    def level(self, list_id: str, number: int) -> Level | None:
        """Level ``number`` of the list, or ``None`` where it is not numbered."""
        if list_id in {"", "0"} or list_id not in self.abstract:
            return None
        own = self.overrides.get(list_id, {}).get(number)
        return own or self.definitions.get(self._definition(list_id), {}).get(number)

    def _definition(self, list_id: str) -> str:
        key = self.abstract[list_id]
        return self.style_lists.get(self.links[key], key) if key in self.links else key

    def label(self, list_id: str, number: int) -> str:
        """The next number of the list at this level, as shown before the text; ``""`` for a bullet."""
        level = self.level(list_id, number)
        if level is None:
            return ""
        key = self._definition(list_id)
        counts = self.counts.setdefault(key, {})
        restart = self.restarts.get(list_id, {}).pop(number, None)
        if restart is not None:
            counts[number] = restart
        else:
            counts[number] = counts[number] + 1 if number in counts else level.start
        for deeper in [other for other in counts if other > number]:
            del counts[deeper]
        if level.bullet:
            return ""

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self.level(list_id, at) or level
            value = counts.get(at, other.start)
            return numeral(value, "decimal" if level.plain else other.form) if other.form != "none" else ""

        label = _PLACE.sub(place, level.text)
        return label + level.gap if label.strip() else ""


def _level(item: etree._Element) -> Level:
    form = next((attribute(found, "val") for found in item.iter() if name(found) == "numFmt"), "decimal")
    start, text, gap = first(item, "start"), first(item, "lvlText"), first(item, "suff")
    return Level(
        start=_number(start, "val", 1) if start is not None else 1,
        form=form,
        text=attribute(text, "val") if text is not None else "",
        gap="" if gap is not None and attribute(gap, "val") == "nothing" else " ",
        plain=first(item, "isLgl") is not None,
    )


def _number(item: etree._Element, wanted: str, default: int = 0) -> int:
    """An attribute as a number; ``default`` for what is none, or beyond what Word counts."""
    text = attribute(item, wanted)
    value = int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else default
    return value if wanted != "ilvl" or 0 <= value < _LEVELS else default
