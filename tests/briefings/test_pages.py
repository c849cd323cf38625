"""The side-by-side page, the English Markdown and the index page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement as Element
from lxml.html import document_fromstring
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefings import commonmark
from briefings.english import EnglishBlock, EnglishSegment, EnglishVersion
from briefings.html import templates_folder
from briefings.model import Colophon, Counts, Note, Person, Source, state_in_words
from briefings.pages import (
    IndexBrief,
    IndexPage,
    Link,
    index_paper,
    render_english_markdown,
    render_index,
    render_side_by_side,
)
from translate.errors import RenderError
from translate.model import Finding, Origin, State, Waived, Waiver

HOSTILE_ZH = "他說<script>alert(1)</script>「不支持」。"
HOSTILE_EN = "He said <script>alert(1)</script> & *does not* support it &amp; [x](y) #1."
AUTHOR = Person(id="li", zh=("李明峻",), name="Li Ming-chun", side="Taiwan")
SOURCE = Source(
    slug="paper",
    file="paper.txt",
    sha256="a" * 64,
    title="拜習會<b>",
    title_en="The Biden–Xi Meeting <b>",
    authors=(AUTHOR,),
    publisher="遠景基金會",
    publisher_en="Prospect Foundation",
    series="遠景論壇",
    series_en="Prospect Forum",
    number="94",
    date="2021-12",
    date_words="December 2021",
    rights="internal",
    reference="Li Ming-chun, 拜習會 [The Biden–Xi Meeting], Prospect Forum No. 94, December 2021",
    short="Li Ming-chun, Prospect Forum 94 (2021)",
)
COLOPHON = Colophon("0.1.0", "2026-11-20", (("paper.txt", "a" * 64),), ("argos|zt_en",))


def _segment(
    name: str,
    zh: str,
    en: str,
    *,
    origin: Origin = Origin.AI_DRAFT,
    state: State = State.TRANSLATED,
    note: str = "",
) -> EnglishSegment:
    words = state_in_words(origin, state)
    return EnglishSegment(
        f"paper.{name}", zh, en, origin, state, words, None, (), (1, 2), "A Translator", "2026-11-20", note
    )


def _block(
    kind: str, *segments: EnglishSegment, level: int = 0, line: int = 1, notes: tuple[Note, ...] = ()
) -> EnglishBlock:
    zh = "".join(segment.zh for segment in segments)
    en = " ".join(segment.en for segment in segments)
    return EnglishBlock(kind, level, zh, en, (line, line + 1), segments, notes)


def _note(name: str, zh: str, audience: str, text: str) -> Note:
    return Note(
        id=name, number=1, document="paper", lines=(1, 2), zh=zh, type="time_zone", severity="critical",
        audience=audience, text=text, evidence="Xinhua", expected="", author="An Editor", date="2026-11-20",
        discrepancy=False,
    )  # fmt: skip


@pytest.fixture
def version() -> EnglishVersion:
    finding = Finding("number", "major", "“15” is <missing>", (0, 2), (3, 7), "November 15")
    plain = _segment("p1", "十五日會談。", "The talks were on the 5th.")
    blocks = (
        _block("caption", _segment("c1", "會談。", "The talks."), line=1),
        _block("caption", _segment("c2", "（圖）", "(Image: <http://x.y/a_b_c>)"), line=2),
        _block("title", _segment("t1", "拜習會", "The Biden–Xi meeting"), level=1, line=3),
        _block("byline", _segment("b1", "李明峻", "Li Ming-chun"), line=4),
        _block("heading", _segment("h1", "一、分歧", "1. Differences #"), level=2, line=5),
        _block(
            "paragraph",
            replace(plain, findings=(finding,)),
            _segment("p2", HOSTILE_ZH, HOSTILE_EN, note="Supplied: 「不支持」."),
            _segment("p3", "未譯。", "", origin=Origin.NONE, state=State.INITIAL),
            line=6,
            notes=(
                _note("n-reader", "說 <script>", "reader", "For the reader: 大陸 is the PRC."),
                _note("n-translator", "十五日", "translator", "Only for translators."),
            ),
        ),
        _block("bullet", _segment("l1", "其一。", "First, [its] share is 10~20 percent."), line=8),
        _block("bullet", _segment("l2", "其二。", "- Second."), line=9),
        _block("contact", _segment("a1", "電話", "Tel: 886-2"), line=11),
        _block("contact", _segment("a2", "傳真", "Fax: 886-3", state=State.REVIEWED), line=12),
    )
    counts = Counts(1, 0, 0, 0, 0, 12, {}, {})
    return EnglishVersion(SOURCE, blocks, counts, COLOPHON, ("遠景論壇",))


def _segments(version: EnglishVersion) -> list[EnglishSegment]:
    return [segment for block in version.blocks for segment in block.segments]


def _tree(html: str) -> Element:
    return document_fromstring(html)


def _all(root: Element, selector: str) -> list[Element]:
    return [found.etree_element for found in ElementWrapper.from_html_root(root).query_all(selector)]


def _one(root: Element, selector: str) -> Element:
    (element,) = _all(root, selector)
    return element


def _text(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _ids(elements: list[Element]) -> list[str]:
    return [element.get("id", "") for element in elements]


def test_every_segment_stands_in_both_languages_at_its_anchor(version: EnglishVersion) -> None:
    tree = _tree(render_side_by_side(version))
    rows = {row.get("id", ""): row for row in _all(tree, "tr.row")}
    assert list(rows) == [segment.id for segment in _segments(version)]
    for segment in _segments(version):
        zh, en = (_one(rows[segment.id], f"td.{side}") for side in ("source", "target"))
        assert _text(zh) == segment.zh
        assert _text(en) == (segment.en or "Not yet translated")
        assert (zh.get("lang"), en.get("lang")) == ("zh-Hant-TW", "en")
        assert segment.state_words in _text(rows[segment.id])


def test_texts_are_escaped_and_nothing_is_fetched(version: EnglishVersion) -> None:
    for html in (render_side_by_side(version), render_index(_index(version))):
        tree = _tree(html)
        assert not _all(tree, "script, link, img, iframe, object, b > b")
        assert not _all(tree, "[src], [onclick]")
        assert "@import" not in html
        assert "url(" not in html
        assert not _all(tree, '[href*=":"], [href^="//"]')
        ids = _ids(_all(tree, "[id]"))
        assert len(ids) == len(set(ids))


def test_summary_counts_come_from_the_segments(version: EnglishVersion) -> None:
    facts = _all(_tree(render_side_by_side(version)), ".facts li")
    assert [_text(item) for item in facts] == [
        "1 Not yet translated", "10 AI-drafted, unreviewed", "1 Reviewed",
        "0 Critical", "1 Major", "0 Minor", "1 For readers", "1 For translators",
    ]  # fmt: skip


def test_findings_and_notes_stand_beside_their_segment(version: EnglishVersion) -> None:
    tree = _tree(render_side_by_side(version))
    first, second = (_one(tree, f"tr[id='paper.{name}']") for name in ("p1", "p2"))
    assert "Major (number) “15” is <missing>" in _text(first)
    assert [mark.text for mark in _all(first, "mark.major")] == ["十五", " tal"]
    assert "Editor’s note for translators (critical, time zone)" in _text(first)
    assert _text(_one(second, "mark.noted")) == "說<script>"
    assert "Editor’s note for readers" in _text(second)
    assert "An Editor, 2026-11-20" in _text(second)
    assert "Translator’s note. Supplied: 「不支持」.A Translator, 2026-11-20" in _text(second)
    assert {span.get("lang") for span in _all(second, ".remark span[lang]")} == {"zh-Hant-TW"}


def _waived(version: EnglishVersion) -> EnglishVersion:
    """``version`` with its finding waived, and two checks off."""
    waiver = Waiver(
        "paper.p1", "number", "十五", "5th", "0" * 16, "1" * 16, "source-error", "asked <i>the author</i>",
        "A. Reviser", "2026-11-21",
    )  # fmt: skip
    blocks = tuple(
        replace(
            block,
            segments=tuple(
                replace(one, findings=(), waived=tuple(Waived(finding, waiver) for finding in one.findings))
                for one in block.segments
            ),
        )
        for block in version.blocks
    )
    return replace(version, blocks=blocks, switched_off=("length", "spacing"))


def test_waived_findings_are_struck_folded_and_not_counted(version: EnglishVersion) -> None:
    tree = _tree(render_side_by_side(_waived(version)))
    section = _one(tree, "section[aria-labelledby='h-findings']")
    assert [_text(item) for item in _all(section, "li")] == [
        "0 Critical", "0 Major", "0 Minor", "1 Waived, not counted",
    ]  # fmt: skip
    assert _text(_one(section, ".off")) == "Switched off: length, spacing"
    row = _one(tree, "tr[id='paper.p1']")
    assert not _all(row, ".finding, mark.major")
    folded = _one(row, "details.waived")
    assert folded.get("open") is None
    assert _text(_one(folded, "summary")) == "Waived: 1"
    assert _text(_one(folded, "s")) == "Major (number) “15” is <missing>"
    assert "The Chinese itself is wrong or odd, and the English follows it." in _text(folded)
    assert "asked <i>the author</i>" in _text(folded)
    assert "A. Reviser, 2026-11-21" in _text(folded)
    assert _ids(_all(tree, ".has-waived")) == ["paper.p1"]
    assert not _all(tree, ".has-finding")
    labels = [_text(label) for label in _all(tree, ".filters label")]
    assert "With waived findings 1" in labels
    assert not [label for label in labels if label.startswith("With findings")]


def test_a_page_without_waivers_says_nothing_of_them(version: EnglishVersion) -> None:
    tree = _tree(render_side_by_side(version))
    assert not _all(tree, ".waived, .has-waived, .off")
    assert "aived" not in _text(_one(tree, "body"))


def test_the_index_tells_what_was_waived_or_is_off(version: EnglishVersion) -> None:
    page = IndexPage((), (index_paper(_waived(version)), index_paper(version)), COLOPHON)
    texts = [_text(item) for item in _all(_tree(render_index(page)), ".findings")]
    assert texts == ["No findings; 1 waived; switched off: length, spacing", "Findings: 1 major"]


def test_an_empty_translation_never_passes_for_one(version: EnglishVersion) -> None:
    blank = _block("paragraph", _segment("e1", "空白。", " "))
    tree = _tree(render_side_by_side(replace(version, blocks=(blank,))))
    assert _text(_one(tree, "td.target")) == "Not yet translated"
    assert "AI-drafted" not in _text(_one(tree, "main"))
    assert "[Not yet translated: lines 1–2 of paper.txt]" in _rendered(
        render_english_markdown(replace(version, blocks=(blank,)))
    )


def test_each_filter_choice_has_its_rule_and_its_count(version: EnglishVersion) -> None:
    html = render_side_by_side(version)
    tree = _tree(html)
    for choice in _all(tree, ".filters label"):
        key = _one(choice, "input").get("id", "").removeprefix("show-")
        shown = int(_text(_one(choice, ".count")))
        rows = _all(tree, "tr.row" if key.startswith("all-") else f"tr.row.{key}")
        assert len(rows) == shown > 0
        assert key.startswith("all-") or f"body:has(#show-{key}:checked) .row:not(.{key})" in html
    assert "1 of 12 segments shown" in _text(_one(tree, ".result"))


def test_a_marking_stands_at_head_foot_and_on_every_printed_page(version: EnglishVersion) -> None:
    marked = replace(version, source=replace(SOURCE, marking="EMBARGOED <1>"))
    tree = _tree(render_side_by_side(marked))
    printed = _all(tree, "p.marking, thead .print-marking")
    assert [_text(line) for line in printed] == ["EMBARGOED <1>"] * 3
    assert render_english_markdown(marked).startswith("**EMBARGOED \\<1>**\n")


def _inline(tokens: list[Token]) -> Iterator[str]:
    """The text of each paragraph, heading and list item, as a reader of the rendered page sees it."""
    for token in tokens:
        if token.type == "inline":
            assert token.children is not None
            breaks = {"softbreak": "\n", "hardbreak": "\n"}
            yield "".join(breaks.get(child.type, child.content) for child in token.children)


def _rendered(markdown: str) -> str:
    text = "\n".join(_inline(MarkdownIt("commonmark").parse(markdown)))
    return re.sub(r"\[\^\d+\]", "", text)


def test_markdown_gives_back_the_english_in_order(version: EnglishVersion) -> None:
    markdown = render_english_markdown(version)
    text = _rendered(markdown)
    body = [s.en for s in _segments(version) if s.en and not s.id.endswith((".t1", ".b1"))]
    position = text.index("December 2021")
    for english in body:
        position = text.index(english, position) + len(english)
    assert text.startswith("The Biden–Xi meeting\nLi Ming-chun\n")
    assert "English by the summit-briefings project (AI draft), reviewed in part (1 of 12 segments)" in text
    assert "AI-drafted, unreviewed (10 of 12 segments)" in text
    assert "[Not yet translated: lines 6–7 of paper.txt]" in text


def test_markdown_keeps_structure(version: EnglishVersion) -> None:
    tokens = MarkdownIt("commonmark").parse(render_english_markdown(version))
    headings = [
        (opened.tag, content.content) for opened, content in pairwise(tokens)
        if opened.type == "heading_open"
    ]  # fmt: skip
    assert headings == [("h1", "The Biden–Xi meeting"), ("h2", r"1. Differences \#"), ("h2", "Notes")]
    lists = sum(token.type == "bullet_list_open" for token in tokens)
    assert lists == 2  # header, bullets
    assert not any(token.type in {"html_block", "code_block", "blockquote_open"} for token in tokens)
    inline = [child.type for token in tokens for child in token.children or []]
    assert not {"html_inline", "link_open", "em_open", "code_inline"} & set(inline)


def test_markdown_footnotes_match_their_marks(version: EnglishVersion) -> None:
    markdown = render_english_markdown(version)
    marks = re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", markdown)
    definitions = re.findall(r"^\[\^(\d+)\]: ", markdown, flags=re.MULTILINE)
    assert marks == definitions == ["1", "2"]
    assert "For the reader: 大陸 is the PRC. Evidence: Xinhua. (An Editor, 2026-11-20)" in markdown
    assert "Only for translators" not in markdown


@given(st.text(alphabet=st.sampled_from("ab1 \\`*_[]()<>#+-.!|~&;:=^\"'中。\u00a0"), max_size=24))
def test_plain_text_survives_commonmark(text: str) -> None:
    wanted = re.sub(r"[ \t]+", " ", text).strip(" ")
    for prefix in ("", "- ", "## "):
        tokens = MarkdownIt("commonmark").parse(
            f"{prefix}{commonmark.plain(text, opens=not prefix.startswith('#'))}"
        )
        # the parser trims Unicode spaces at both ends, which no paragraph begins or ends with
        assert "".join(_inline(tokens)).strip() == wanted.strip()


def test_templates_are_strict_and_an_override_wins(version: EnglishVersion, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    (folder / "english").mkdir(parents=True)
    own = folder / "english" / "side_by_side.html.j2"
    own.write_text("{{ source.title }}", encoding="utf-8")
    assert render_side_by_side(version, folder) == "拜習會&lt;b&gt;"
    assert render_english_markdown(version, folder) == render_english_markdown(version, None)
    own.write_text("{{ sauce }}", encoding="utf-8")
    with pytest.raises(RenderError, match="sauce"):
        render_side_by_side(version, folder)


def _index(version: EnglishVersion) -> IndexPage:
    files = (Link("PDF", "briefings/b.pdf"), Link("HTML", "briefings/b.html"))
    late = IndexBrief(
        id="late", title="Late <b>summit", title_zh="晚", start="2023-11-15", date_line="November 15, 2023",
        statements=3, documents=1, by_state={"AI-drafted, unreviewed": 3}, files=files,
    )  # fmt: skip
    early = replace(late, id="early", start="2021-09-09", files=(), problem="left out: 2 segments")
    return IndexPage((late, early), (index_paper(version),), COLOPHON, draft=True)


def test_index_lists_briefs_by_date_then_papers(version: EnglishVersion) -> None:
    tree = _tree(render_index(_index(version)))
    assert _ids(_all(tree, ".entry")) == ["early", "late", "paper"]
    early, late, paper = _all(tree, ".entry")
    assert "Left out: 2 segments" in _text(early)
    assert not _all(early, "a")
    assert _one(late, "h3 a").get("href") == "briefings/b.pdf"
    hrefs = [link.get("href") for link in _all(paper, ".files a")]
    assert hrefs == ["english/paper.html", "english/paper.en.md"]
    for words in ("12 segments", "10 AI-drafted, unreviewed", "1 Not yet translated", "1 major"):
        assert words in _text(paper)
    built = "Built 2026-11-20 with summit-briefings 0.1.0 from 1 input file"
    assert built in _text(_one(tree, "footer"))
    assert _all(tree, ".draft")


def test_an_empty_index_says_so() -> None:
    text = _text(_tree(render_index(IndexPage((), (), COLOPHON))))
    assert "No brief was built." in text
    assert "No paper was built." in text


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_enough_contrast(scheme: int) -> None:
    """WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (borders of controls, 3:1)."""
    css = (templates_folder() / "page.css").read_text(encoding="utf-8")
    rule = re.findall(r":root \{.*?\}", css, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rule))

    def contrast(first: str, second: str) -> float:
        light, dark = sorted((_luminance(colours[first]), _luminance(colours[second])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    kinds = ["critical", "major", "minor", "note", "translator"]
    grounds = ["ground", "panel", "target", *(f"{kind}-ground" for kind in kinds)]
    pairs = [(ink, ground) for ink in ("ink", "quiet", "link") for ground in grounds]
    pairs += [(kind, f"{kind}-ground") for kind in kinds] + [("critical", "ground"), ("critical", "target")]
    pairs += [("ground", "accent"), ("ground", "ink")]
    assert {pair: ratio for pair in pairs if (ratio := contrast(*pair)) < 4.5} == {}
    assert contrast("strong-rule", "ground") >= 3
