"""Which parts of a web page are the paper, which are furniture, and which nothing shows.

Own rules rather than trafilatura's: that library chooses the main text and drops
the rest, which is right for a corpus and wrong here, where a paragraph that a
heuristic took for boilerplate would be lost without a word. Here the page says
itself what is apart (nav, aside, role, class names), or link lists show it; all
of it stays, as furniture with its reason. When the page does not say, nothing is
set apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

UNSHOWN = frozenset(
    word
    for words in (
        "annotation annotation-xml applet audio base canvas datalist defs desc embed head iframe link meta",
        "metadata noembed noframes noscript object param rp script source style template title track video",
    )
    for word in words.split()
)
"""Elements whose content no browser shows (``rp`` only where ruby is unknown)."""

_STYLE_HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BY_TAG = {"nav": "navigation", "aside": "beside the article", "menu": "navigation"}
_BY_ROLE = {
    "navigation": "navigation", "banner": "page header", "contentinfo": "page footer",
    "complementary": "beside the article", "search": "form", "menu": "navigation", "menubar": "navigation",
    "dialog": "dialog", "alertdialog": "dialog",
}  # fmt: skip
_CONTROLS = frozenset({"button", "select", "textarea", "input", "optgroup", "option"})
_CLASSES = {
    "navigation": (
        "nav navbar navigation menu submenu breadcrumbs? crumbs? pagination pager page-?numbers? prev-?next"
        " (?:main|top|site|side|foot|footer|bottom)-?(?:nav|menu) skip-?(?:link|to-content)"
    ),
    "advertisement": (
        "ads? advert advertisement advertising adsbygoogle ad-?(?:box|banner|slot|unit|wrapper) banner-?ads?"
        " sponsor(?:ed)? promo(?:tion)?"
    ),
    "sharing links": "share sharing social (?:social|share)-?(?:links?|icons?|buttons?|bar|media) addtoany",
    "related links": (
        "related(?:-?(?:posts?|articles?|news|links?))? recommend(?:ed|ation)?s? read-?more hot-?news"
        " popular(?:-?posts?)?"
    ),
    "readers' comments": "comments? comment-?(?:list|area|section) disqus_thread fb-comments",
    "beside the article": "sidebar side-?bar widget widget-?area",
    "page header": "site-?header page-?header masthead top-?bar",
    "page footer": "site-?footer page-?footer footer copyright",
    "cookie notice": "cookies?(?:-?(?:notice|banner|bar|consent))? gdpr",
    "for screen readers": "sr-only screen-reader(?:-text)? visually-?hidden",
    "link back to the text": "footnote-back(?:ref)? data-footnote-backref footnotes?-backlink",
}
_BY_CLASS = tuple(
    (reason, re.compile("|".join(words.split()), re.IGNORECASE)) for reason, words in _CLASSES.items()
)
_OUTSIDE = "outside the article"
_LINKS = 3
_LINKED = 0.75
_LINK_LENGTH = 16
"""A list with this many links and this share of its characters in them, each as short as this
on average, is navigation; titles in a bibliography are longer."""

_LISTS = frozenset({"ul", "ol", "div", "p", "td", "table", "tr", "section", "dl", "center"})


@dataclass(slots=True)
class Regions:
    """What was found out about a page.

    Attributes:
        apart: elements set apart with the reason; ``""`` for text inside such an element.
        outside: why text that no element sets apart is furniture; ``""`` where it is text.
    """

    apart: dict[etree._Element, str] = field(default_factory=dict)
    outside: str = ""


@dataclass(slots=True)
class _Size:
    """How much text an element holds."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    headed: bool = False

    @property
    def plain(self) -> int:
        return self.characters - self.linked


def is_hidden(element: etree._Element, tag: str) -> bool:
    """Whether a browser shows nothing of the element."""
    if tag in UNSHOWN or element.get("hidden") is not None:
        return True
    if tag == "dialog" and element.get("open") is None:
        return True
    style = element.get("style")
    return style is not None and _STYLE_HIDES.search(style) is not None


def regions(root: etree._Element) -> Regions:
    """Which elements of the page are furniture."""
    sizes = _sizes(root)
    whole = sizes.get(next(root.iter("body"), root), _Size())
    marked = any(_marked(element, wanted) for element in sizes for wanted in ("main", "article"))
    found = Regions()
    for element, size in sizes.items():
        reason = _reason(element, size)
        # where the page does not mark its main text, what holds most of it is no furniture
        if reason and (marked or reason == "dialog" or _may_be_apart(size, whole)):
            found.apart[element] = reason
    main = _main(root, sizes, whole, found)
    if main is not None:
        found.outside = _OUTSIDE
        found.apart[main] = ""
        if not sizes[main].headed:
            _keep_heading(root, found)
    return found


def _may_be_apart(size: _Size, whole: _Size) -> bool:
    return not size.headed and size.plain * 2 <= whole.plain


def _shown(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Start and end of every element that is shown, without recursion."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and is_hidden(element, str(element.tag)):
            walk.skip_subtree()
        yield event, element


def _sizes(root: etree._Element) -> dict[etree._Element, _Size]:
    """How much text each element holds that is shown."""
    sizes: dict[etree._Element, _Size] = {}
    stack: list[tuple[etree._Element, _Size]] = []
    links = 0
    for event, element in _shown(root):
        if event == "start":
            own = _Size(headed=element.tag == "h1")
            if not is_hidden(element, str(element.tag)):
                own.characters = _length(element.text)
                links += element.tag == "a"
            own.linked = own.characters if links else 0
            stack.append((element, own))
            continue
        _, own = stack.pop()
        sizes[element] = own
        if element.tag == "a" and not is_hidden(element, "a"):
            links -= 1
            own.links += bool(own.characters)
        if stack:
            parent = stack[-1][1]
            tail = _length(element.tail)
            parent.characters += own.characters + tail
            parent.linked += own.linked + (tail if links else 0)
            parent.links += own.links
            parent.headed |= own.headed
    return sizes


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _main(
    root: etree._Element, sizes: dict[etree._Element, _Size], whole: _Size, found: Regions
) -> etree._Element | None:
    """The element that the page itself marks as its main text, if it holds most of the text."""
    apart = sum(
        sizes[item].plain for item in found.apart if not any(map(found.apart.get, item.iterancestors()))
    )
    main: etree._Element | None = None
    for wanted in ("main", "article"):
        scope = root if main is None else main
        total = whole.plain - apart if main is None else sizes[main].plain
        candidates = [item for item in scope.iter() if item in sizes and _marked(item, wanted)]
        best = max(candidates, key=lambda item: sizes[item].plain, default=None)
        if best is not None and sizes[best].plain * 2 > total and not _is_within(best, found):
            main = best
    return main


def _is_within(element: etree._Element, found: Regions) -> bool:
    return any(map(found.apart.get, element.iterancestors()))


def _marked(element: etree._Element, wanted: str) -> bool:
    return element.tag == wanted or (element.get("role") or "").lower() == wanted


def _keep_heading(root: etree._Element, found: Regions) -> None:
    """The page's only main heading is the paper's title, though it stands before the main text."""
    heads = [item for item in root.iter("h1") if item not in found.apart]
    if len(heads) == 1 and not any(map(found.apart.get, heads[0].iterancestors("nav", "aside", "footer"))):
        found.apart[heads[0]] = ""


def _reason(element: etree._Element, size: _Size) -> str:
    """Why the element is furniture; ``""`` if it is not."""
    tag = str(element.tag)
    if tag in {"html", "body", "main", "article"}:
        return ""
    if tag in _CONTROLS:
        return "form"
    role = (element.get("role") or "").lower()
    if role.startswith("doc-"):
        return "link back to the text" if role == "doc-backlink" else ""
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    if tag in {"header", "footer"} and not any(True for _ in element.iterancestors("article", "main")):
        return f"page {tag}"
    named = _by_class(element)
    if named:
        return named
    linked = size.links >= _LINKS and size.linked >= _LINKED * size.characters
    return "navigation" if tag in _LISTS and linked and size.linked <= _LINK_LENGTH * size.links else ""


def _by_class(element: etree._Element) -> str:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return next((reason for one in names if (reason := _named(one))), "")


@lru_cache(maxsize=4096)
def _named(name: str) -> str:
    return next((reason for reason, pattern in _BY_CLASS if pattern.fullmatch(name)), "")
