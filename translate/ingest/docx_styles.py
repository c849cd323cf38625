"""What a paragraph is by its Word style: by outline level, by the style's name in any of its languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from translate.ingest.docx_names import attribute, children, first, is_on
from translate.model import BlockKind

_HEADING = re.compile(r"(?:heading|標題|标题|見出し)\s*([1-9])", re.IGNORECASE)
_NAMES: tuple[tuple[re.Pattern[str], BlockKind, int], ...] = (
    (re.compile(r"title|標題|标题|文件標題|文档标题|題目|题目|篇名"), "title", 1),
    (re.compile(r"subtitle|副標題|副标题"), "heading", 2),
    (re.compile(r"authors?|byline|作者"), "byline", 0),
    (re.compile(r"affiliation|作者單位|作者单位|服務單位"), "affiliation", 0),
    (re.compile(r"caption|標號|题注|題注|圖說|图说|圖標題|表標題"), "caption", 0),
    (re.compile(r"(?:foot|end)note text|(?:foot|end)note|註腳文字|章節附註文字|[脚尾]注文本"), "note", 0),
    (re.compile(r"list (?:bullet|number).*|(?:清單|列表)?(?:項目符號|项目符号).*"), "bullet", 0),
    (re.compile(r"quote|intense quote|引文|鮮明引文|明显引用|引用|block text"), "paragraph", 0),
)
_CONTENTS = re.compile(r"toc(?: ?\d)?|toc heading|目錄 ?\d?|目录 ?\d?|table of figures|圖表目錄|图表目录")
_DEEPEST = 6
_BODY_LEVEL = 9
"""Word's outline level of body text; 0 to 8 are headings."""

_CHAIN = 32
"""Styles that a style may be based on, one on the other; Word itself allows eleven."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style's own statements."""

    name: str
    parent: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a paragraph's properties say of it."""

    kind: BlockKind | None = None
    level: int = 0
    list_id: str = ""
    list_level: int = 0
    apart: str = ""


@dataclass(slots=True)
class Styles:
    """The styles of a document."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    known: dict[str, Told] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> Styles:
        """What ``word/styles.xml`` says; nothing where there is none."""
        result = cls()
        for item in children(root, "style") if root is not None else ():
            key = attribute(item, "styleId")
            shown = first(item, "name")
            parent = first(item, "basedOn")
            switch = first(item, "rPr", "vanish")
            list_id, list_level = _numbered(first(item, "pPr"))
            result.styles[key] = Style(
                name=attribute(shown, "val") if shown is not None else key,
                parent=attribute(parent, "val") if parent is not None else "",
                outline=_outline(first(item, "pPr")),
                list_id=list_id,
                list_level=list_level,
                hidden=None if switch is None else is_on(switch),
            )
            default = attribute(item, "default").lower() in {"1", "true", "on"}
            if default and attribute(item, "type") == "paragraph":
                result.default = key
        return result

    def chain(self, key: str) -> list[Style]:
        """The style and those it is based on, the nearest first."""
        found: list[Style] = []
        while key in self.styles and len(found) < _CHAIN:
            found.append(self.styles[key])
            key = self.styles[key].parent
        return found

    def hides(self, key: str) -> bool:
        """Whether the style hides its text."""
        return next((style.hidden for style in self.chain(key) if style.hidden is not None), False)

    def told(self, properties: etree._Element | None) -> Told:
        """What the paragraph with these properties (``w:pPr``) is."""
        named = first(properties, "pStyle")
        told = self._of(attribute(named, "val") if named is not None else self.default)
        if properties is None or told.apart:
            return told
        list_id, list_level = _numbered(properties)
        own = _outline(properties)
        if list_id is None and list_level is None and own is None:
            return told
        kind, level = (told.kind, told.level) if own is None else _outlined(own)
        return Told(
            kind,
            level,
            told.list_id if list_id is None else list_id,
            told.list_level if list_level is None else list_level,
        )

    def _of(self, key: str) -> Told:
        """What a paragraph of this style is, without properties of its own."""
        if key not in self.known:
            chain = self.chain(key) or [Style(key)]
            if _CONTENTS.fullmatch(chain[0].name.strip().lower()):
                self.known[key] = Told(apart="table of contents")
            else:
                list_id = next((style.list_id for style in chain if style.list_id is not None), "")
                level = next((style.list_level for style in chain if style.list_level is not None), 0)
                self.known[key] = Told(*_kind(chain), list_id, level)
        return self.known[key]


def _outlined(level: int) -> tuple[BlockKind | None, int]:
    return ("heading", min(level + 1, _DEEPEST)) if level < _BODY_LEVEL else (None, 0)


def _kind(chain: list[Style]) -> tuple[BlockKind | None, int]:
    """Kind and level by the names and the outline levels of a style and those it is based on."""
    for style in chain:
        name = style.name.strip()
        heading = _HEADING.fullmatch(name)
        if heading:
            return "heading", min(int(heading[1]), _DEEPEST)
        for pattern, kind, level in _NAMES:
            if pattern.fullmatch(name.lower()):
                return kind, level
        if style.outline is not None:
            return _outlined(style.outline)
    return None, 0


def _outline(properties: etree._Element | None) -> int | None:
    item = first(properties, "outlineLvl")
    if item is None:
        return None
    text = attribute(item, "val")
    return int(text) if re.fullmatch(r"[0-9]", text) else None


def _numbered(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """The list that the properties name (``0``: none), and the level in it."""
    item = first(properties, "numPr")
    if item is None:
        return None, None
    list_id, level = first(item, "numId"), first(item, "ilvl")
    text = attribute(level, "val") if level is not None else ""
    return (
        attribute(list_id, "val") if list_id is not None else None,
        int(text) if re.fullmatch(r"[0-8]", text) else None,
    )
