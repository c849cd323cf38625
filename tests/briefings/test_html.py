"""Briefs as HTML and Markdown: what stands where, escaping, overrides, errors that name their template."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from briefings import fitting, wording
from briefings.html import render_brief_html, render_brief_markdown, templates_folder
from briefings.model import BottomLine, Column, Discrepancy, Moment, Official, Position, Statement, Timeline
from briefings.setting import breakable, han, linked, mixed, tied
from briefings.variants import variants
from tests.briefings import sample
from translate.errors import RenderError
from translate.hanzi import squeeze


def parse(page: str) -> Any:
    """The page as a tree without its style sheet (lxml's stubs know no text_content)."""
    tree: Any = lxml_html.document_fromstring(page)
    for style in tree.iter("style"):
        style.text = ""
    return tree


def text_of(page: str) -> str:
    return squeeze(str(parse(page).text_content()))


@pytest.fixture(scope="module", params=[True, False], ids=["print", "screen"])
def page(request: pytest.FixtureRequest) -> str:
    return render_brief_html(sample.briefing(), for_print=bool(request.param))


def test_every_statement_stands_there_in_both_languages(page: str) -> None:
    text = text_of(page)
    for statement in sample.briefing().statements:
        assert squeeze(statement.printed_en) in text
        assert squeeze(statement.zh) in text
        assert squeeze(statement.citation.short) in text
        assert squeeze(statement.state_words) in text


def test_every_paper_is_cited_in_full(page: str) -> None:
    text = text_of(page)
    for source in sample.briefing().sources:
        assert squeeze(source.reference) in text


def test_every_passage_stands_there_in_both_languages(page: str) -> None:
    text = text_of(page)
    for passage in sample.PASSAGES:
        for row in passage.rows:
            assert squeeze(row.en) in text
            assert squeeze(row.zh) in text


def test_a_back_translation_has_no_quotation_marks_and_the_official_english_has(page: str) -> None:
    text = text_of(page)
    assert squeeze(f"“{sample.COMPETE.en}") not in text
    assert sample.COMPETE.official
    assert squeeze(f"“{sample.COMPETE.official.en}”") in text


def test_the_other_sides_account_is_labelled_and_never_in_the_issuers_colour(page: str) -> None:
    tree = parse(page)
    (entry,) = tree.xpath("//*[@id='s-q-no-support']//*[contains(@class,'official')]")
    assert "other" in entry.get("class")
    assert "PRC account – not the speaker’s wording" in entry.text_content()
    assert "seen only at second hand" in entry.text_content()
    (own,) = tree.xpath("//*[@id='s-q-compete']//*[contains(@class,'official')]")
    assert "issuer" in own.get("class")


def test_an_unknown_speaker_is_said_with_its_reason(page: str) -> None:
    assert squeeze("Speaker not named: the sentence names no subject") in text_of(page)


def test_the_quoted_part_of_a_whole_sentence_is_marked(page: str) -> None:
    tree = parse(page)
    assert {squeeze(mark.text_content()) for mark in tree.xpath("//tbody//u[@class='mark']")} == {
        squeeze(sample.UNNAMED.zh_mark)
    }


def test_translators_notes_stay_out_and_time_zones_are_no_conflict(page: str) -> None:
    text = text_of(page)
    assert squeeze("For translators only.") not in text
    assert squeeze("Time zones, no conflict") in text


def test_an_unwritten_bottom_line_takes_one_line_and_says_so(page: str) -> None:
    (line,) = parse(page).xpath("//*[contains(@class,'bottom-line')]")
    assert line.tag == "p"
    assert squeeze(line.text_content()) == squeeze("Analyst’s bottom line none written")


@pytest.mark.parametrize("for_print", [True, False])
def test_a_written_bottom_line_is_signed_dated_and_apart(*, for_print: bool) -> None:
    written = BottomLine("Both sides bought time.", "A. Nalyst", "2026-11-21")
    brief = sample.briefing(event=replace(sample.EVENT, bottom_line=written))
    tree = parse(render_brief_html(brief, for_print=for_print))
    (box,) = tree.xpath("//section[contains(@class,'bottom-line')]")
    assert squeeze(box.text_content()) == squeeze(
        "Analyst’s bottom line Both sides bought time. A. Nalyst, November 21, 2026"
    )
    assert fitting.front(brief).type >= fitting.front(sample.briefing()).type
    assert "Both sides bought time." in render_brief_markdown(brief)


def test_headings_are_nested(page: str) -> None:
    levels = [int(tag[1]) for tag in re.findall(r"<(h[1-6])\b", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_has_its_target_and_no_id_stands_twice(page: str) -> None:
    tree = parse(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(ids)


def test_nothing_is_fetched_and_nothing_runs(page: str) -> None:
    tree = parse(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //*[@onclick]")
    assert "@import" not in page
    assert "url(" not in page


def test_chinese_is_tagged(page: str) -> None:
    tree = parse(page)
    untagged = [
        text for text in tree.xpath("//body//text()[not(ancestor::*[@lang='zh-Hant-TW'])]")
        if re.search("[\u4e00-\u9fff]", text)
    ]  # fmt: skip
    assert untagged == []


def test_a_marking_is_printed_and_none_is_invented() -> None:
    assert 'class="marking"' not in render_brief_html(sample.briefing(), for_print=True)
    marked = render_brief_html(sample.briefing(marking="EMBARGOED"), for_print=True)
    assert '<p class="marking">EMBARGOED</p>' in marked


def test_text_is_escaped() -> None:
    nasty = replace(
        sample.ORDER, en="<b>bold</b> & “more”", printed_en="<script>alert(1)</script>", zh="<i>臺灣</i>"
    )
    brief = sample.briefing(columns=(Column("PRC", "The Chinese side", (nasty,)),), quotes=(nasty,))
    page = render_brief_html(brief, for_print=False)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<i>臺灣" not in page


def test_a_short_brief_says_everything_once_on_page_one() -> None:
    brief = sample.briefing(
        quotes=(), reports=(sample.NUCLEAR,), columns=(Column("joint", "Both sides", (sample.NUCLEAR,)),),
        summary=sample.briefing().summary[:0], passages=(), mentions=(), notes=(),
    )  # fmt: skip
    page = render_brief_html(brief, for_print=True)
    assert text_of(page).count(squeeze(sample.NUCLEAR.printed_en)) == 1
    assert 'id="readouts"' not in page


def test_a_discrepancy_that_a_note_tells_is_not_told_twice() -> None:
    told = Discrepancy(sample.NOTES[0].text, ("a", "b"), "proposed")
    other = Discrepancy("Two papers, two dates", ("November 15", "November 16"), "proposed")
    page = render_brief_html(sample.briefing(discrepancies=(told, other)), for_print=True)
    assert text_of(page).count(squeeze(told.what)) == 1
    assert squeeze("discrepancy, proposed") in text_of(page)
    assert squeeze(other.what) in text_of(page)


CELLS = (Position("US", "Taiwan", ("q-one-china",)), Position("PRC", "Korea", ("q-order",)))


@pytest.mark.parametrize("for_print", [True, False])
def test_the_table_of_positions_holds_statements_by_number(*, for_print: bool) -> None:
    page = render_brief_html(sample.briefing(positions=CELLS), for_print=for_print)
    (cell, _) = parse(page).xpath("//table[contains(@class,'matrix')]//td[contains(@class,'left')]")
    text = squeeze(cell.text_content())
    assert squeeze(sample.ONE_CHINA.printed_en) in text
    number = sample.briefing().numbers["q-one-china"]
    assert squeeze(f"Statement {number} Joe Biden · US readout · back-translation · A, para. 12") in text


def test_a_statement_on_two_subjects_stands_once_in_full() -> None:
    cells = (*CELLS, Position("US", "Korea", ("q-one-china",)))
    tree = parse(render_brief_html(sample.briefing(positions=cells), for_print=True))
    (section,) = tree.xpath("//section[@class='positions']")
    text = squeeze(section.text_content())
    assert text.count(squeeze(sample.ONE_CHINA.printed_en)) == 1
    assert squeeze("Joe Biden, under Taiwan") in text


def test_an_assessment_is_told_apart_from_every_side() -> None:
    judged = assessment()
    brief = sample.briefing(
        assessments=(judged,), positions=(*sample.briefing().positions, Position("author", "Taiwan", ("j",)))
    )
    tree = parse(render_brief_html(brief, for_print=True))
    (cell,) = tree.xpath("//td[contains(@class,'assessed')]")
    assert squeeze("Author’s assessment") in squeeze(cell.text_content())
    assert squeeze("Author’s own words") in squeeze(cell.text_content())
    assert tree.xpath("//*[@id='s-j']")
    assert judged.printed_en in render_brief_markdown(brief)


def assessment() -> Statement:
    made = sample.statement(
        "j", "總之，雙方都沒有讓步。", "In short, neither side gave way.", None, "own paper"
    )
    return replace(made, form="assessment", printed_en=made.en, why="opens with a judgment of its own: 總之")


def test_other_wordings_stand_under_the_leading_one_with_what_differs() -> None:
    other = replace(
        sample.RED_LINE, id="q-red-line-2", zh="臺灣問題是核心利益中的核心", variants=("q-red-line",)
    )
    leading = replace(sample.RED_LINE, variants=("q-red-line-2",))
    quotes = tuple(leading if item.id == leading.id else item for item in sample.QUOTES)
    brief = sample.briefing(
        quotes=(*quotes, other), variants=variants((*quotes, other)),
        columns=(Column("PRC", "The Chinese side", (sample.ORDER, leading, other)),),
    )  # fmt: skip
    tree = parse(render_brief_html(brief, for_print=True))
    assert len(tree.xpath("//*[@id='s-q-red-line-2']")) == 1
    (before,) = tree.xpath("//*[@id='s-q-red-line-2']/preceding-sibling::tr[1]")
    assert before.get("id") == "s-q-red-line"
    marked = tree.xpath("//*[@id='s-q-red-line-2']//mark")
    assert "".join(mark.text_content() for mark in marked) == "".join(
        run.text for run in brief.variants[0].runs if run.differs
    )


def test_a_timeline_is_drawn_and_told_in_words(page: str) -> None:
    assert not parse(page).xpath("//section[@class='timeline']")
    moments = (
        Moment("2021-09-09", "Sep 9/10, 2021", "A second call", "Call", "event", "named", "Paper, para. 1",
               document=sample.BALI, paragraph=1),
        Moment("2022-11-14", "Nov 14, 2022", "The meeting", "Meeting", "this", "", ""),
    )  # fmt: skip
    brief = sample.briefing(timeline=Timeline(moments))
    tree = parse(render_brief_html(brief, for_print=False))
    assert tree.xpath("//svg[@role='img']/title")
    listed = [squeeze(item.text_content()) for item in tree.xpath("//ol[@class='moments']/li")]
    assert listed == [
        squeeze("Sep 9/10, 2021 A second call A, para. 1"), squeeze("Nov 14, 2022 The meeting this brief"),
    ]  # fmt: skip
    assert "A second call" in render_brief_markdown(brief)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Paper’s own account"),
        ({"reported_by": "press"}, "Press account"),
        ({"reported_by": "PRC readout"}, "PRC readout"),
        ({"reported_by": "US readout"}, "US account"),
        ({"reported_by": "PRC readout", "not_in": ("US readout",)}, "PRC account; not in the US readout"),
        ({"reported_by": "US and PRC readouts", "speaker": sample.BOTH}, "US and PRC readouts"),
        ({"reported_by": "US readout", "speaker": sample.BOTH}, "US readout"),
        ({"form": "assessment"}, "Author’s own words"),
    ],
)
def test_whose_account_comes_from_a_closed_list(changes: dict[str, Any], words: str) -> None:
    statement = replace(sample.RED_LINE, **({"reported_by": "own paper"} | changes))
    assert wording.whose_account(statement) == words


def test_what_the_program_found_is_shown_as_proposed_by_it() -> None:
    found = Discrepancy("Two papers, two dates", ("November 15", "November 16"), "proposed")
    noted = replace(found, what="An editor’s", by="editor")
    text = text_of(render_brief_html(sample.briefing(discrepancies=(found, noted)), for_print=True))
    assert squeeze("proposed by the program") in text
    assert squeeze("proposed by an editor") in text
    explained = sample.briefing(explained=("The papers give two dates: one day.",))
    assert squeeze("The papers give two dates: one day.") in text_of(
        render_brief_html(explained, for_print=True)
    )


def test_excerpts_are_told_as_excerpts() -> None:
    limited = replace(sample.BALI_PAPER, rights="quote-only", excerpt_limit=200)
    passages = (replace(sample.PASSAGES[0], left_out=2), *sample.PASSAGES[1:])
    brief = sample.briefing(sources=(limited, sample.SF_PAPER), passages=passages)
    text = text_of(render_brief_html(brief, for_print=True))
    assert squeeze("2 sentences left out: excerpts only.") in text
    assert squeeze("at most 200 Chinese characters in this brief") in text
    assert "excerpts only" in render_brief_markdown(brief)


def test_page_one_takes_smaller_type_for_longer_statements() -> None:
    few = fitting.front(sample.briefing(summary=sample.briefing().summary[:2]))
    assert few.type == ""
    assert few.officials == {"q-compete", "q-one-china"}
    many = fitting.front(sample.briefing(summary=sample.briefing().summary * 2))
    assert many.type == "denser"
    assert many.officials == frozenset()


def test_a_workspaces_own_template_comes_first_file_by_file(tmp_path: Path) -> None:
    own = tmp_path / "briefing" / "parts"
    own.mkdir(parents=True)
    (own / "caveats.html.j2").write_text("<p>Our own caveats</p>", encoding="utf-8")
    page = render_brief_html(sample.briefing(), for_print=False, overrides=tmp_path)
    assert "Our own caveats" in page
    assert 'id="sources"' in page


@pytest.mark.parametrize("body", ["\n\n{{ briefing.no_such_field }}", "\n\n{% if %}", "\n\n{{ unknown }}"])
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, body: str) -> None:
    own = tmp_path / "briefing" / "parts"
    own.mkdir(parents=True)
    (own / "caveats.html.j2").write_text(body, encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        render_brief_html(sample.briefing(), for_print=False, overrides=tmp_path)
    assert caught.value.exit_code == 5
    assert "caveats.html.j2, line 3" in caught.value.message
    assert str(templates_folder()) in caught.value.remedy


def test_markdown_holds_every_statement() -> None:
    text = render_brief_markdown(sample.briefing())
    for statement in sample.briefing().statements:
        assert statement.printed_en in text
        assert statement.zh in text
    assert "&" not in text
    assert "\n\n\n\n" not in text


def test_thin_spaces_are_for_print_only() -> None:
    assert "G20\u2009峰" not in render_brief_html(sample.briefing(), for_print=False)
    assert "11\u2009月\u200914\u2009日" in han("11月14日", spaced=True)
    assert "美\u2009G20" in han("美G20", "G20", spaced=True).replace('<u class="mark">', "")
    assert "\u2009" not in han("11月14日")
    assert "「\u2009G20" not in han("「G20」峰會", spaced=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the cake", "“the cake”"),
        ('to "make the cake bigger" now', "“to ‘make the cake bigger’ now”"),
        ("China's core", "“China’s core”"),
        ("forces for 'Taiwan independence' provoke", "“forces for ‘Taiwan independence’ provoke”"),
        ("Xi: \"forces for 'independence' provoke us.\"", "“Xi: ‘forces for “independence” provoke us.’”"),
        ("“inner” curly", "“‘inner’ curly”"),
    ],
)
def test_quotation_marks_follow_their_depth(text: str, expected: str) -> None:
    assert wording.quoted(text) == expected


def test_a_compound_stays_on_one_line_and_the_line_before_it_is_full() -> None:
    assert mixed("and that high-standard opening") == (
        'and that<span> </span><span class="nb">high-standard</span> opening'
    )
    assert mixed("high-standard") == '<span class="nb">high-standard</span>'
    assert squeeze(str(mixed("two  win-win").striptags())) == "twowin-win"


def test_helpers() -> None:
    assert 'lang="zh-Hant-TW"' in mixed("“vigorously” has become 激烈.")
    assert tied("Forum 94, para. 7") == "Forum 94, para.\u00a07"
    assert "<wbr>" in breakable("https://example.org/a/b")
    assert 'href="https://example.org/a"' in linked("see https://example.org/a.")
    assert wording.day_in_words("2021-11-15") == "November 15, 2021"
    assert wording.day_in_words("2021-Q4") == "2021-Q4"
    readout = Official(
        "words", "issuer readout", "secondary", "Xinhua: https://news.cn/a ; again https://news.cn/b"
    )
    assert wording.status_words(readout, "PRC readout") == "PRC readout, official English"
    assert "http" not in wording.source_words(readout)
