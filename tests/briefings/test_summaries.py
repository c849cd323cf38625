"""The English summary: labels that survive copying, no Chinese in running text, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from lxml.html import HtmlElement as Element
from lxml.html import document_fromstring
from markdown_it import MarkdownIt

from briefings.assemble import all_statements, assemble
from briefings.html import templates_folder
from briefings.model import BottomLine, Briefing, Column, Discrepancy, Official, Statement, SummaryItem
from briefings.summaries import IN_THE_BRIEF, render_summary_html, render_summary_markdown, summarize
from tests.briefings import sample
from tests.briefings.conftest import Built, Shipped
from translate.errors import RenderError
from translate.hanzi import CJK_RE, HAN_RE
from translate.model import Origin, State

HOSTILE = "<script>alert(1)</script> & *not* [x](y) &amp; `#1`"


def _all(root: Element, selector: str) -> list[Element]:
    return [found.etree_element for found in ElementWrapper.from_html_root(root).query_all(selector)]


def _text(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _page(briefing: Briefing) -> Element:
    return document_fromstring(render_summary_html(briefing))


def _blocks(markdown: str) -> list[str]:
    """The text of each paragraph, heading and item, as a reader of the rendered Markdown sees it."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    return [
        "".join("\n" if child.type == "softbreak" else child.content for child in token.children or [])
        for token in tokens
        if token.type == "inline"
    ]


def _both(briefing: Briefing) -> tuple[list[str], list[str]]:
    """Paragraphs and items of the page and of the Markdown."""
    page = _page(briefing)
    return [_text(item) for item in _all(page, "p, h1, h2, h3, .legend li")], _blocks(
        render_summary_markdown(briefing)
    )


def _of(*statements: Statement, **changes: object) -> Briefing:
    """The sample brief with these statements in one column."""
    quotes = tuple(item for item in statements if item.form == "quote")
    reports = tuple(item for item in statements if item.form == "report")
    column = Column("US", "The US side", statements)
    return sample.briefing(quotes=quotes, reports=reports, columns=(column,), summary=(), **changes)


@pytest.fixture(scope="module")
def events(shipped: Shipped) -> list[Briefing]:
    """The shipped workspace's briefs."""
    space = shipped.space
    every = all_statements(space)
    return [assemble(event, space, every) for event in space.catalogue.briefs()]


def test_a_copied_statement_keeps_its_speaker_label_citation_and_state() -> None:
    for paragraphs in _both(sample.briefing()):
        for statement in sample.briefing().statements:
            (alone,) = (
                text
                for text in paragraphs
                if statement.printed_en in text
                and statement.citation.short in text
                and "; statement" not in text
            )
            name = statement.speaker.name if statement.speaker else "Speaker not named"
            form = "quoted per" if statement.form == "quote" else "reported per"
            assert alone.startswith(f"{name}, {form} ")
            assert alone.endswith(f"{statement.citation.short}; {sample.DRAFT}]")
            assert ("back-translation" in alone) == statement.back_translation


def test_beijings_account_of_biden_never_reads_as_his_wording(events: list[Briefing]) -> None:
    seen = 0
    for briefing in events:
        crossed = [
            item for item in briefing.statements if item.side == "US" and item.reported_by == "PRC readout"
        ]
        for paragraphs in _both(briefing) if crossed else ():
            for statement in crossed:
                found = [text for text in paragraphs if f": {statement.printed_en} [" in text]
                assert found
                for text in found:
                    assert " per the PRC account (" in text
                    assert "; not the speaker’s own wording): " in text
                    seen += 1
    assert seen


def test_only_what_may_be_quoted_stands_in_quotation_marks(events: list[Briefing]) -> None:
    for briefing in [sample.briefing(), *events]:
        for paragraphs in _both(briefing):
            text = "\n".join(paragraphs)
            for statement in briefing.statements:
                bare = statement.back_translation or statement.relayed or statement.form == "report"
                if bare and not statement.en.startswith("“"):
                    assert f"“{statement.en}" not in text or _is_issuers(statement.en, briefing)


def _is_issuers(words: str, briefing: Briefing) -> bool:
    return any(item.official and words in (item.official.en or "") for item in briefing.statements)


def test_every_statement_caveat_and_issuers_english_is_there(events: list[Briefing]) -> None:
    for briefing in events:
        page, markdown = (" ".join(paragraphs) for paragraphs in _both(briefing))
        for whole in (page, re.sub(r"\s+", " ", markdown)):
            for statement in briefing.statements:
                assert (
                    f": {statement.printed_en} [{statement.citation.short}; {statement.state_words}" in whole
                )
                assert statement.fidelity in whole
                assert not statement.official or statement.official.note in whole
            for note in briefing.notes:
                assert (f". {note.text} [" in whole) == (note.audience == "reader")
            for source in briefing.sources:
                assert source.reference in whole
            for _, digest in briefing.colophon.inputs:
                assert digest in whole


def test_no_chinese_but_in_citations(events: list[Briefing]) -> None:
    for briefing in events:
        before, sources = render_summary_markdown(briefing).split("\n## Sources\n")
        assert not CJK_RE.search(re.sub("[—…·]", "", before))
        assert HAN_RE.search(sources)
    for briefing in [sample.briefing(), *events]:
        for element in _page(briefing).iter():
            if isinstance(element.tag, str) and element.tag != "style":
                own = "".join([element.text or "", *(child.tail or "" for child in element)])
                tagged = any(
                    parent.get("lang") == "zh-Hant-TW" for parent in [element, *element.iterancestors()]
                )
                assert tagged or not HAN_RE.search(own)


def test_the_first_lines_say_what_it_is_and_its_state() -> None:
    reviewed = replace(sample.ONE_CHINA, state=State.REVIEWED, state_words="Reviewed")
    other = replace(reviewed, citation=replace(reviewed.citation, document="other"))
    cases = [
        (_of(sample.ORDER), "1 statement extracted from 1 paper; state: AI-drafted, unreviewed."),
        (
            _of(sample.ORDER, other),
            "2 statements extracted from 2 papers; states: AI-drafted, unreviewed (1); Reviewed (1).",
        ),
        (
            sample.briefing(columns=(), quotes=(), reports=(), summary=()),
            "No statement was found in the papers.",
        ),
    ]
    for briefing, words in cases:
        for paragraphs in _both(briefing):
            assert f"English summary. {words}" in paragraphs
            assert paragraphs[0] == sample.EVENT.name


def test_a_short_summary_prints_each_statement_once() -> None:
    short = _of(sample.ORDER, sample.COMPETE)
    short = replace(short, summary=(SummaryItem(sample.ORDER, "pinned"),))
    for paragraphs in _both(short):
        assert sum(sample.ORDER.printed_en in text for text in paragraphs) == 1
        assert "The statements that carry the event" not in paragraphs
    for paragraphs in _both(sample.briefing()):
        assert sum(sample.ORDER.printed_en in text for text in paragraphs) == 2
        assert "The statements that carry the event" in paragraphs


def test_labels_follow_the_words_history() -> None:
    relayed = replace(
        sample.ORDER,
        id="r",
        relayed=True,
        original_language="ja",
        reported_by="press",
        printed_en=sample.ORDER.en,
    )
    odd = replace(sample.ORDER, id="o", reported_by="")
    other = replace(sample.ONE_CHINA, id="x", reported_by="own paper", official=sample.NO_SUPPORT.official)
    briefing = _of(sample.UNNAMED, relayed, odd, other, sample.NUCLEAR)
    sentence = "whole sentence with the quoted words, translated from the Chinese"
    labels = [entry.label for side in summarize(briefing).sides for entry in side.entries]
    assert labels == [
        f"quoted per the paper’s own account ({sentence})",
        "quoted per the press (relayed translation: spoken in Japanese, printed in Chinese)",
        "quoted (translated from the Chinese)",
        "quoted per the paper’s own account (back-translation; not the speaker’s own wording)",
        "reported per the US readout (in the paper’s words, translated)",
    ]
    for paragraphs in _both(briefing):
        assert "Why no speaker is named: the sentence names no subject" in paragraphs
        assert any(text.startswith("Speaker not named, quoted") for text in paragraphs)
        assert any("spoken in a third language" in text for text in paragraphs)
        assert any("No official English found" in text for text in paragraphs)


def test_no_english_found_is_said_once() -> None:
    said = "No official English found; Xinhua has “water and fire” elsewhere."
    briefing = _of(
        replace(sample.ORDER, official=Official(None, "none found", "issuer or agency", "", note=said))
    )
    for paragraphs in _both(briefing):
        assert said in paragraphs


def test_caveats_and_statements_point_at_each_other() -> None:
    note = replace(sample.NOTES[0], zh=f"「{sample.ORDER.zh}」，", evidence="Xinhua (中國從來不尋求，改變)")
    briefing = sample.briefing(
        notes=(note, sample.NOTES[1]),
        discrepancies=(
            Discrepancy(sample.NOTES[0].text, (), "proposed"),
            Discrepancy("The papers differ on the hour.", ("one", "other"), "confirmed"),
        ),
    )  # fmt: skip
    for paragraphs in _both(briefing):
        number = next(
            entry.number
            for side in summarize(briefing).sides
            for entry in side.entries
            if entry.statement == sample.ORDER
        )
        caveat = next(text for text in paragraphs if sample.NOTES[0].text in text)
        assert caveat.startswith("Quotation (discrepancy, proposed but not confirmed). ")
        assert caveat.replace("\xa0", " ").endswith(f", para. 8; statement {number}]")
        assert "Before quoting: caveat 1." in [text.replace("\xa0", " ") for text in paragraphs]
        assert f"Evidence: Xinhua {IN_THE_BRIEF}" in paragraphs
        assert any(
            "The papers differ on the hour." in text and "confirmed by a person" in text
            for text in paragraphs
        )


def test_variants_are_named_by_their_number() -> None:
    first = replace(sample.ORDER, variants=("q-red-line", "elsewhere"))
    for paragraphs in _both(_of(first, sample.RED_LINE)):
        assert "Another version: statement 2." in [text.replace("\xa0", " ") for text in paragraphs]


def test_sources_say_what_is_inferred_and_what_rights_there_are() -> None:
    for paragraphs in _both(sample.briefing()):
        whole = "\n".join(paragraphs)
        assert "Date inferred: No date is printed; the text calls 2022 “this year”." in whole
        assert "Rights: internal use only, rights not cleared." in whole
        assert "Speaks of the event; no statement is taken from it." in whole
        assert "7 statements in this summary." in whole
        assert "readout-of-president-joe-bidens-meeting" in whole


def test_a_draft_says_so() -> None:
    missing = replace(
        sample.ORDER, en="[Not yet translated]", printed_en="[Not yet translated]", origin=Origin.NONE,
        state=State.INITIAL, state_words="Not yet translated",
    )  # fmt: skip
    for paragraphs in _both(_of(missing, draft=True)):
        assert "Draft: not all of it is translated." in paragraphs
        assert any(text.endswith("; Not yet translated]") for text in paragraphs)


@pytest.mark.parametrize("marking", ["EMBARGOED", 'TO "1" </style><b>\\ 機密'])
def test_a_marking_stands_at_head_foot_and_on_every_printed_page(marking: str) -> None:
    marked = sample.briefing(marking=marking)
    blocks = _blocks(render_summary_markdown(marked))
    assert blocks[0] == blocks[-1] == marking
    page = _page(marked)
    first, last = _all(page, "p.marking")
    assert _text(first) == _text(last) == marking
    (style,) = _all(page, "style")
    strings = re.findall(r'content: "([^"]*)";', style.text or "")
    assert [re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), text) for text in strings] == [
        marking
    ] * 2


def test_text_is_escaped_and_nothing_is_fetched() -> None:
    hostile = replace(sample.ORDER, printed_en=HOSTILE, fidelity=HOSTILE, speaker_reason=HOSTILE)
    briefing = _of(hostile, replace(hostile, id="second", speaker=None))
    page = _page(briefing)
    assert not _all(page, "script, link, img, iframe, object, [src], [onclick]")
    assert not re.search(r"@import|url\(", render_summary_html(briefing))
    ids = [element.get("id", "") for element in _all(page, "[id]")]
    assert len(ids) == len(set(ids))
    targets = [link.get("href", "") for link in _all(page, "a")]
    assert all(href.removeprefix("#") in ids if href.startswith("#") else "://" in href for href in targets)
    for paragraphs in _both(briefing):
        assert sum(HOSTILE in text for text in paragraphs) == 5


def test_markdown_is_made_of_plain_marks(events: list[Briefing]) -> None:
    for briefing in [*events, sample.briefing(), _of(replace(sample.ORDER, printed_en=HOSTILE))]:
        markdown = render_summary_markdown(briefing)
        tokens = MarkdownIt("commonmark").parse(markdown)
        assert not {token.type for token in tokens} & {"html_block", "code_block", "fence", "blockquote_open"}
        assert {child.type for token in tokens for child in token.children or []} <= {
            "text", "text_special", "softbreak", "strong_open", "strong_close",
        }  # fmt: skip
        assert "\n\n\n" not in markdown
        assert not re.search(r"[ \t]+$", markdown, re.MULTILINE)
        starts = [token.attrGet("start") or 1 for token in tokens if token.type == "ordered_list_open"]
        sides = summarize(briefing).sides
        assert starts[: len(sides)] == [side.entries[0].number for side in sides]


def test_templates_are_strict_and_an_override_wins(tmp_path: Path) -> None:
    own = tmp_path / "summary" / "summary.md.j2"
    own.parent.mkdir()
    own.write_text("{{ summary.about|md }}", encoding="utf-8")
    assert render_summary_markdown(sample.briefing(), tmp_path).startswith("English summary. 7 statements")
    own.write_text("{{ sauce }}", encoding="utf-8")
    with pytest.raises(RenderError, match="sauce"):
        render_summary_markdown(sample.briefing(), tmp_path)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_issuers_colour_has_enough_contrast(scheme: int) -> None:
    page, own = (
        (templates_folder() / name).read_text(encoding="utf-8")
        for name in ("page.css", "summary/summary.css")
    )
    issuer = re.findall(r"--issuer: (#[0-9a-f]{6})", own)[scheme]
    for ground in ("ground", "target"):
        colour = re.findall(rf"--{ground}: (#[0-9a-f]{{6}})", page)[scheme]
        light, dark = sorted((_luminance(issuer), _luminance(colour)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def _links(page: Element) -> Iterator[str]:
    return (link.get("href", "") for link in _all(page, "a"))


def test_a_build_writes_both_forms_and_the_index_links_them(built: Built) -> None:
    index = document_fromstring((built.build / "index.html").read_text(encoding="utf-8"))
    links = list(_links(index))
    for event in built.briefs:
        ledger = (built.build / "briefings" / f"{event}.json").read_bytes()
        for suffix in ("summary.html", "summary.md"):
            path = built.build / "briefings" / f"{event}.{suffix}"
            text = path.read_text(encoding="utf-8").replace("<wbr>", "")
            assert sha256(ledger).hexdigest() in text
            assert f"briefings/{path.name}" in links


def test_a_written_bottom_line_leads_both_forms_and_an_unwritten_one_is_not_there() -> None:
    written = replace(sample.EVENT, bottom_line=BottomLine("Both bought time.", "A. Nalyst", "2026-11-21"))
    for render in (render_summary_html, render_summary_markdown):
        text = render(sample.briefing(event=written))
        assert text.index("Both bought time.") < text.index("The statements that carry the event")
        assert "A. Nalyst, November 21, 2026" in text
        assert "bottom line" not in render(sample.briefing()).split("</style>")[-1]
