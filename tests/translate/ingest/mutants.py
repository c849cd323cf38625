"""Damaged and hostile papers of every format, each made anew from its format, seed and number."""

from __future__ import annotations

import codecs
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.translate.ingest import article_forms as forms
from tests.translate.ingest.mutants_docx import mutant_docx
from tests.translate.ingest.mutants_pdf import mutant_pdf
from tests.translate.ingest.mutations import WEIRD, damaged, pick

PAPERS = Path(__file__).parents[3] / "seeds"
WINDOW = 1200
"""Characters of a paper that one input takes at most; the costs of size are the benchmark's affair."""

LARGEST = 150_000
"""Characters that repetition may grow an input to."""

_ENCODINGS = (
    "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "big5hkscs", "cp950",
    "gb18030", "gbk", "utf-32", "shift_jis", "utf-7",
)  # fmt: skip
_LINE_ENDS = ("\n", "\r\n", "\r", "\u2028", "\x85", "\f", "\n\n", "\v")
_ENGLISH = (
    "Mr. Xi told the U.S. side that the talks had been candid.¹ The White House said “no” [2]. It gave "
    "no date, e.g. for Nos. 3 and 4; Sen. Smith agreed. "
)
_TEXT = (
    ".", "a.", "¹", "1", "a", "。", "，", "(", "（", " ", "\n", "–", "[1]", "[註2]", "The ", "U.S. ",
    "No. ", _ENGLISH, "壹、", "一、", "(一)", "①", "• ", "圖1：", "（圖片來源：某社）", "\f", "- 3 -",
    "遠景論壇 No. 94", "¹ ", "註1 ", "「", "」", "……", "\t", "　　", "http://www.pf.org.tw/?a=", "目　錄",
    "參考文獻", "第一章", "12", "關鍵詞：",
)  # fmt: skip
_MARKDOWN = (
    "# ", "###### ", "> ", "> > > ", "- ", "1. ", "99999999999. ", "```", "~~~", "    ", "|-|-|",
    "|a|b|\n|-|-|\n|c|", "[^1]", "[^1]: ", "[^1]: [^1]", "***", "---\n", "+++", "<div>", "</div>", "<!--",
    "-->", "![圖](x.png)", "[文](http://a)", "[文][a]", "[a]: /x\n", "**", "__", "~~", "\\", "&#0;",
    "&#xD800;", "&nbsp;", "<http://a>", "$$", "- [ ] ", "\n===\n", "{#id .x}", ":::", "<script>",
    "<p hidden>", "==", "^[", "[[", "]]", "`",
)  # fmt: skip
_HTML = (
    "<p>", "</p>", "<div>", "</div>", "<h1>", "<h6>", "<ul><li>", "</li>", "<ol start=-99999>",
    "<ol reversed><li>", "<table><tr><td rowspan=99999 colspan=0>", "</table>", "<blockquote>", "<pre>",
    "</pre>", "<ruby>美<rt>ㄇㄟˇ</ruby>", "<sup>1</sup>", "<br>", "<hr>", "<!--", "-->", "<![CDATA[", "]]>",
    "<script>", "</script>", "<style>", "<svg>", "<math><mi>", "<template>", "<noscript>", "<iframe>",
    "<select><option>", "<textarea>", "<p hidden>", "<nav>", "<main>", '<div style="display:none">',
    "<article>", "</article>", "</body>", "</html>", "<frameset>", "<base href=x>", "<meta charset=big5>",
    "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&#128;", "&amp;lt;", "&notanentity;", "<a id=",
    "<a href='#n'>", "<p", "<", '<section class="footnotes"><ol><li>', "<dl><dt>", "<dd>",
    "<figure><figcaption>", "<bdo dir=rtl>", "<plaintext>", "<?xml ?>", "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "&a;", "<font size=+9>", "<details><summary>", "<x:y xmlns:x='z'>", "<p a='1' a='2'>",
)  # fmt: skip
TOKENS = {"txt": _TEXT, "md": _MARKDOWN + _TEXT, "html": _HTML + _TEXT}
MARKS = {
    "txt": re.compile(r"(\n+|[。；，])"),
    "md": re.compile(r"(\n+|[#>|*`\[\]-]+)"),
    "html": re.compile(r"(<[^>]*>|[。；，])"),
}


@cache
def papers() -> tuple[str, ...]:
    """The five papers' text."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(PAPERS.glob("*.txt")))


@cache
def article(kind: str) -> str:
    """The article of the cases in one of the formats of text."""
    make = {"txt": forms.as_text, "md": forms.as_markdown, "html": forms.as_html}[kind]
    return make(list(forms.article())).decode()


def seed_text(chance: random.Random, kind: str) -> str:
    """Text to begin with: the article, or a stretch of a paper in the format's marks."""
    if chance.random() < 0.4:
        return article(kind)
    paper = _ENGLISH * 4 if chance.random() < 0.05 else chance.choice(papers())
    start = chance.randrange(len(paper))
    text = paper[start : start + chance.randrange(40, WINDOW)]
    if kind == "html":
        return "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body></html>"
    return text


def _spliced(chance: random.Random, kind: str, text: str) -> str:
    other = seed_text(chance, kind)
    at, start = chance.randrange(len(text) + 1), chance.randrange(len(other) + 1)
    return text[:at] + other[start : start + chance.randrange(400)] + text[at:]


def _without(chance: random.Random, _kind: str, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.randrange(200) :]


def _doubled(chance: random.Random, _kind: str, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.randrange(1, 120)]
    times = min(chance.choice([1, 2, 5, 40]), LARGEST // (len(piece) + 1))
    return text[:start] + piece * times + text[start:]


def _swapped(chance: random.Random, _kind: str, text: str) -> str:
    cuts = sorted(chance.randrange(len(text) + 1) for _ in range(4))
    one, two, three, four = cuts
    return text[:one] + text[three:four] + text[two:three] + text[one:two] + text[four:]


def _marks_changed(chance: random.Random, kind: str, text: str) -> str:
    parts = MARKS[kind].split(text)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(parts))
        parts[at : at + 1] = chance.choice([[], [parts[at]] * 2, [chance.choice(parts)]])
        if not parts:
            return ""
    return "".join(parts)


def _tokens_added(chance: random.Random, kind: str, text: str) -> str:
    for _ in range(chance.randrange(1, 10)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(TOKENS[kind]) + text[at:]
    return text


def _nested(chance: random.Random, kind: str, text: str) -> str:
    token = chance.choice(TOKENS[kind])
    times = min(chance.choice([5, 60, 700, 3000, 20_000]), LARGEST // len(token))
    at = chance.randrange(len(text) + 1)
    return text[:at] + token * times + text[at:]


def _weird_added(chance: random.Random, _kind: str, text: str) -> str:
    for _ in range(chance.choice([1, 3, 30])):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + pick(chance, WEIRD) * chance.choice([1, 1, 1, 2, 50]) + text[at:]
    return text


def _line_ends(chance: random.Random, _kind: str, text: str) -> str:
    if chance.random() < 0.5:
        return text.replace("\n", chance.choice(_LINE_ENDS))
    return re.sub(r"\n", lambda _: chance.choice(_LINE_ENDS), text)


def _rewrapped(chance: random.Random, _kind: str, text: str) -> str:
    size = chance.choice([1, 2, 7, 20, 35, 80])
    glue = chance.choice(["\n", "\n", " ", "\n\n", "\n　　", " \n"])
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + 1500)
    piece = re.sub(r"\s+", "", text[start:end])
    return text[:start] + glue.join(piece[at : at + size] for at in range(0, len(piece), size)) + text[end:]


def _long_line(chance: random.Random, _kind: str, text: str) -> str:
    return text + chance.choice(["美", "a", "。", " ", "「", "1", "\u0301", "(", "|"]) * chance.choice(
        [500, 20_000]
    )


_CHANGES: tuple[Callable[[random.Random, str, str], str], ...] = (
    _spliced, _without, _doubled, _swapped, _marks_changed, _tokens_added, _nested, _weird_added, _line_ends,
    _rewrapped,
)  # fmt: skip


def mutant_text(chance: random.Random, kind: str) -> bytes:
    """A text, Markdown or HTML file."""
    text = seed_text(chance, kind)
    for _ in range(chance.randrange(1, 6)):
        text = chance.choice(_CHANGES)(chance, kind, text)
    if chance.random() < 0.03:
        text = _long_line(chance, kind, text)
    text = text[:LARGEST]
    encoding = chance.choice(_ENCODINGS)
    data = text.encode(
        encoding, "surrogatepass" if encoding.startswith("utf") and encoding != "utf-7" else "ignore"
    )
    if chance.random() < 0.05:
        data = chance.choice([codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]) + data
    return damaged(chance, data) if chance.random() < 0.2 else data


def mutant(kind: str, seed: int, number: int) -> bytes:
    """Input ``number`` of the chunk ``seed`` of a format: always the same bytes."""
    chance = random.Random(f"{kind} {seed} {number}")  # noqa: S311
    if kind == "docx":
        return mutant_docx(chance)
    return mutant_pdf(chance) if kind == "pdf" else mutant_text(chance, kind)
