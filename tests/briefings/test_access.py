"""Pages that everyone can read: axe-core in Chromium, languages, narrow, dark, printed, without script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from lxml import html as lxml_html

from briefings.setting import language_of, mixed
from tests.briefings import chromium
from tests.briefings.conftest import Built
from tests.briefings.support import on_the_build
from translate.hanzi import HAN_RE, squeeze

PAGES = (
    "index.html",
    "briefings/us-prc-bali-2022-11.html",
    "briefings/zurich-2021-10.html",
    "briefings/us-prc-bali-2022-11.summary.html",
    "english/biden-xi-bali-2022.html",
)
in_chromium = pytest.mark.skipif(not chromium.CHROMIUM, reason="needs Chromium")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where Chromium works; one profile for all pages."""
    return tmp_path_factory.mktemp("chromium")


@in_chromium
@on_the_build
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_nothing_overflows(
    built: Built, folder: Path, name: str, scheme: str
) -> None:
    seen = chromium.seen((built.build / name).read_text("utf-8"), scheme, folder)
    assert seen.dark == (scheme == "dark")
    assert "color-contrast" in seen.passes
    assert len(seen.passes) > 20
    assert seen.grave == []
    assert seen.overflow <= 0


@in_chromium
def test_axe_and_the_narrow_window_find_what_is_wrong(folder: Path) -> None:
    """That they find nothing in our pages counts for something."""
    page = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>T</title></head>'
        '<body><main><h1>T</h1><p style="color: #ccc; background: #fff">pale</p>'
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p style="width: 400px">wide</p></main>'
        "</body></html>"
    )
    seen = chromium.seen(page, "light", folder)
    assert {"html-has-lang", "color-contrast", "image-alt"} <= {found["id"] for found in seen.grave}
    assert seen.overflow > 50


@in_chromium
@on_the_build
def test_a_printed_page_has_every_statement(built: Built, folder: Path) -> None:
    path = built.build / "briefings" / "us-prc-bali-2022-11.html"
    document = pypdfium2.PdfDocument(chromium.printed(path, folder))
    try:
        text = squeeze("".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()
    brief = json.loads(path.with_suffix(".json").read_text("utf-8"))
    for statement in (*brief["quotes"], *brief["reports"]):
        assert squeeze(statement["zh"]) in text, statement["id"]


def runs(page: str) -> Iterator[tuple[str, str]]:
    """Each run of text with the language that is in force there."""
    parser = lxml_html.HTMLParser(encoding="utf-8")
    pending: list[tuple[Any, str]] = [(lxml_html.document_fromstring(page.encode(), parser=parser), "")]
    while pending:
        element, outside = pending.pop()
        language = outside
        if isinstance(element.tag, str) and element.tag not in {"style", "script"}:
            language = element.get("lang", outside)
            yield element.text or "", language
            pending += ((kid, language) for kid in element)
        yield element.tail or "", outside


@on_the_build
def test_every_run_of_every_page_has_its_language(built: Built) -> None:
    pages = sorted(built.build.rglob("*.html"))
    assert len(pages) > 25
    for page in pages:
        wrong = [
            (language, text.strip()[:30])
            for text, language in runs(page.read_text("utf-8"))
            if HAN_RE.search(text) and not language.startswith("zh")
        ]
        assert wrong == [], page.name


@on_the_build
def test_english_sentences_are_not_called_chinese(built: Built) -> None:
    for page in sorted(built.build.rglob("*.html")):
        for text, language in runs(page.read_text("utf-8")):
            if language.startswith("zh") and re.search(r"(?:[A-Za-z]+ ){4}", text):
                assert HAN_RE.search(text), (page.name, text[:60])


@on_the_build
def test_no_page_needs_a_script(built: Built) -> None:
    for page in built.build.rglob("*.html"):
        assert "<script" not in page.read_text("utf-8"), page.name


def test_simplified_and_traditional_are_told_apart() -> None:
    assert [language_of(text) for text in ("中國", "中国", "台海", "")] == [
        "zh-Hant-TW",
        "zh-Hans",
        *["zh-Hant-TW"] * 2,
    ]
    assert mixed("the “一个中国” principle, 一個中國") == (
        'the “<span class="zh" lang="zh-Hans">一个中国</span>” principle, '
        '<span class="zh" lang="zh-Hant-TW">一個中國</span>'
    )
