"""HTML: what a browser shows of a page, in reading order; the page's boilerplate as furniture.

Decisions:
- Nothing that is shown is left out: navigation, page header and footer, side columns,
  advertisements and forms are furniture with their reason (see ``html_regions``).
- An ordered list's numbers are text: they are shown. A bullet's glyph is not.
- A raised number is raised in the text, too (30¹), so that it never joins the figure before it.
- Targets of links, alternative texts of pictures and tooltips are not shown, so not text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from translate.errors import InputError
from translate.ingest.encoding import decode
from translate.ingest.gather import Gatherer, Paragraph, superscript
from translate.ingest.html_regions import Regions, is_hidden, regions
from translate.model import BlockKind, RawText

_BLOCKS = frozenset(
    word
    for words in (
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset",
        "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing",
        "main menu nav ol optgroup option p plaintext pre search section select summary table tbody td tfoot",
        "th thead tr ul xmp",
    )
    for word in words.split()
)
_PREFORMATTED = frozenset({"pre", "listing", "xmp", "plaintext", "textarea"})
_KINDS: dict[str, BlockKind] = {
    "figcaption": "caption", "caption": "caption", "blockquote": "paragraph", "dt": "paragraph",
    "dd": "paragraph", "address": "contact",
}  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_NOTES = re.compile(
    r"foot-?notes?|end-?notes?|footnotes?-(?:list|section|area)|references|fn-?list", re.IGNORECASE
)
_NOTE_ROLES = frozenset({"doc-footnote", "doc-endnote", "doc-endnotes", "doc-footnotes"})
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_HEAD = 4096
"""Bytes in which a page must name its encoding; browsers look at 1024."""

_CODECS = {
    "cp950": ("big5", "big5-hkscs", "big5hkscs", "cp950", "x-x-big5", "cn-big5", "csbig5"),
    "gb18030": ("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312", "gb_2312-80", "csgb2312", "chinese", "cp936"),
}
_NAMED = {label: codec for codec, labels in _CODECS.items() for label in labels}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_MOST_TAGS = 400_000
"""Tags of a page; each takes up to 0.6 KB and 25 microseconds. A long article has some thousand."""

_TOO_DEEP = "ERR_RESOURCE_LIMIT"


def read_html(data: bytes, name: str) -> tuple[RawText, tuple[str, ...]]:
    """The text of the page, and what the user should know of how it was read.

    Args:
        data: the file's bytes.
        name: its path, for messages.

    Raises:
        InputError: undecodable (with the offset), nested too deep, or without text.
    """
    text, notices = _decoded(data, name)
    gatherer = Gatherer(name)
    root = parse(text, name)
    if root is not None:
        Walker(gatherer, regions(root)).walk(root)
    raw = gatherer.raw_text()
    return raw, (*notices, *gatherer.damage())


def parse(text: str, name: str) -> etree._Element | None:
    """The page as a tree; ``None`` for one without any element.

    Raises:
        InputError: nested deeper, or in longer pieces, than any page of a paper.
    """
    if text.count("<") > _MOST_TAGS:
        raise InputError(f"{name}: more than {_MOST_TAGS} tags", "Split the page, and take in each part.")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "surrogatepass"), parser)
    if any(entry.type_name == _TOO_DEEP for entry in parser.error_log):
        raise InputError(
            f"{name}: its elements are nested too deep or too long to be read whole",
            "Open the page in a browser, copy the text of the paper, and take it in as a .txt file.",
        )
    return root


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    """The page's text by its mark, as UTF-8, or as the page says; else as is found out."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        decoded = decode(data, name)
        return decoded.text, [decoded.notice] if decoded.notice else []
    said = _CHARSET.search(data[:_HEAD])
    label = (said[1] or said[2]).decode("ascii").lower() if said else ""
    codec = _NAMED.get(label, "")
    # UTF-8 that is valid is no accident; a wrong declaration is common
    for attempt in ("utf-8", codec, "big5hkscs" if codec == "cp950" else ""):
        if attempt:
            try:
                return data.decode(attempt), []
            except UnicodeDecodeError:
                continue
    decoded = decode(data, name)
    wrong = f"the page says {label}, but is not in it; " if label else ""
    return decoded.text, [wrong + (decoded.notice or f"read as {decoded.encoding}")]


@dataclass(slots=True)
class _Level:
    """An open element, and what it changes for the text in it."""

    tag: str
    kind: BlockKind | None = None
    level: int = 0
    apart: str = ""
    note: bool = False
    data: bool = False
    pre: bool = False
    block: bool = False
    ordered: bool = False
    count: int = 0
    step: int = 1


@dataclass(slots=True)
class Walker:
    """Walks a page without recursion and gathers its lines.

    Attributes:
        gatherer: where the lines go.
        regions: which elements are furniture.
    """

    gatherer: Gatherer
    regions: Regions
    stack: list[_Level] = field(default_factory=list)
    paragraph: Paragraph = field(default_factory=Paragraph)
    label: str | None = None

    def walk(self, root: etree._Element) -> None:
        """Everything that is shown below ``root``."""
        self.stack = [_Level("", apart=self.regions.outside)]
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if not self._start(element, str(element.tag)):
                    walk.skip_subtree()
                continue
            self._end(self.stack.pop())
            self._text(element.tail)
        self._flush()

    def _start(self, element: etree._Element, tag: str) -> bool:
        """Read an element's start; whether to go on with what is in it."""
        if is_hidden(element, tag):
            return self._leaf(tag)
        if tag == "br":
            self.paragraph.line_break()
            return self._leaf(tag)
        if tag == "ruby":
            self.stack.append(_Level(tag, *self._inherited()))
            self._text(element.text)
            return True
        reason = self.regions.apart.get(element, "")
        aside = "pronunciation" if tag == "rt" else reason if tag not in _BLOCKS else ""
        if aside and not any(str(item.tag) in _BLOCKS for item in element.iterdescendants()):
            self.paragraph.aside(_words(element), aside)
            return self._leaf(tag)
        if tag == "sup" and (raised := _raised(element)):
            self.paragraph.add(raised)
            return self._leaf(tag)
        self._open(element, tag)
        self._text(element.text)
        return True

    def _leaf(self, tag: str) -> bool:
        """An element whose content is not walked."""
        self.stack.append(_Level("", *self._inherited()))
        if tag in _BLOCKS:
            self._flush()
        return False

    def _inherited(self) -> tuple[BlockKind | None, int, str, bool, bool, bool]:
        top = self.stack[-1]
        return top.kind, top.level, top.apart, top.note, top.data, top.pre

    def _open(self, element: etree._Element, tag: str) -> None:
        """Put the element on the stack with what it means."""
        reason = self.regions.apart.get(element)
        if tag in _BLOCKS or reason is not None:
            self._flush()
        level = _Level(tag, *self._inherited(), block=tag in _BLOCKS or reason is not None)
        if reason is not None:
            level.apart = reason
        role = (element.get("role") or "").lower()
        heading = _HEADING.fullmatch(tag)
        if heading or role == "heading":
            said = element.get("aria-level") or ""
            level.kind = "heading"
            level.level = int(heading[1]) if heading else int(said) if said in set("123456") else 2
        elif tag in _KINDS:
            level.kind, level.level = _KINDS[tag], 0
        elif tag in {"ul", "ol", "dir", "menu"}:
            level.ordered = tag == "ol"
            level.count, level.step = _first_number(element), -1 if element.get("reversed") is not None else 1
        elif tag == "table":
            level.data = _is_data(element)
            level.kind = None
        elif tag in {"td", "th"}:
            level.kind, level.level = "paragraph" if level.data else None, 0
        level.note = level.note or role in _NOTE_ROLES or _is_notes(element, tag)
        level.pre = level.pre or tag in _PREFORMATTED
        if tag == "li":
            self._item(element, level)
        elif tag == "q":
            self.paragraph.add("“")
        self.stack.append(level)

    def _item(self, element: etree._Element, level: _Level) -> None:
        """An item of a list: its number, as shown."""
        owner = next((item for item in reversed(self.stack) if item.tag in {"ul", "ol", "dir", "menu"}), None)
        level.kind, level.level = ("note" if level.note else "bullet"), 0
        self.label = ""
        if owner is None or not owner.ordered:
            return
        value = element.get("value") or ""
        if re.fullmatch(r"-?[0-9]{1,6}", value):
            owner.count = int(value)
        self.label = f"{superscript(str(owner.count))} " if level.note else f"{owner.count}. "
        owner.count += owner.step

    def _end(self, level: _Level) -> None:
        if level.tag == "q":
            self.paragraph.add("”")
        if level.block:
            self._flush(level)
        if level.tag == "li":
            self.label = None

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self.stack[-1].pre:
            self.paragraph.add(text)
            return
        for index, line in enumerate(re.split(r"\r\n|[\r\n]", text)):
            if index:
                self.paragraph.line_end()
            self.paragraph.add(line)

    def _flush(self, level: _Level | None = None) -> None:
        """What was gathered, as a paragraph of the innermost open element."""
        top = level or self.stack[-1]
        paragraph, self.paragraph = self.paragraph, Paragraph()
        if not paragraph.pieces:
            return
        kind, number = top.kind, top.level
        if top.note:
            kind, number = "note", 0
        elif kind == "bullet" and self.label is None:
            kind = "paragraph"  # a later paragraph of the item
        if self.label is not None and paragraph.text:
            if self.label and not top.apart:
                paragraph.pieces.insert(0, ("text", self.label, ""))
            self.label = None
        self.gatherer.paragraph(paragraph, kind, number, top.apart)


def _words(element: etree._Element) -> str:
    """All text of an element that is shown, without its tail."""
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, item in walk:
        if event == "start":
            if is_hidden(item, str(item.tag)):
                walk.skip_subtree()
            else:
                parts.append(item.text or "")
        elif item is not element:
            parts.append(item.tail or "")
    return "".join(parts)


def _raised(element: etree._Element) -> str:
    """A raised number in raised figures, with the brackets that stand around it; else ``""``."""
    match = re.fullmatch(r"\s*([\[(（〔]?)([0-9]{1,4})([\])）〕]?)\s*", _words(element))
    return "" if match is None else match[1] + (match[2] if match[1] else superscript(match[2])) + match[3]


def _first_number(element: etree._Element) -> int:
    start = element.get("start") or ""
    if re.fullmatch(r"-?[0-9]{1,6}", start):
        return int(start)
    return sum(1 for item in element if item.tag == "li") if element.get("reversed") is not None else 1


def _is_notes(element: etree._Element, tag: str) -> bool:
    """Whether the element holds footnotes or endnotes."""
    if tag not in {"section", "div", "ol", "ul", "li", "p", "aside", "footer", "dl"}:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    kind = (element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type") or "").lower()
    return kind in {"footnotes", "endnotes", "footnote", "endnote"} or any(map(_NOTES.fullmatch, names))


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds cells of data rather than setting the page."""
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    if any(True for _ in table.iterdescendants("table", "h1", "h2", "h3", "h4", "article", "main")):
        return False
    cells = list(table.iterdescendants("td", "th"))
    return len(cells) > 1 and not any(sum(1 for _ in cell.iter("p")) > 1 for cell in cells)
