"""The benchmark's files: one article of any length, in every format, the same on every run.

The clauses are those of the papers in ``seeds/``, put together to sentences that no one
wrote: what comes again in a paper is taken for a running head, and a file of one paper
many times would measure that.
Run as a program it writes one file; WeasyPrint and python-docx load only there.
"""

from __future__ import annotations

import html
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from translate.hanzi import is_han, width
from translate.ingest import read

SEEDS = Path(__file__).parents[1] / "seeds"

ONE = 2000
"""Characters of one paper: the two shortest of the five have as many. A hundred of them stay under the
250,000 that are read of a PDF."""

FORMATS = ("txt", "html", "docx", "md", "pdf")

RUNNING_HEAD = "美中關係觀察 No. 94"
TITLE = "美中元首會談與印太安全情勢"
_NUMERALS = "一二三四五六七八九十"
_CHAPTERS = "壹貳參肆伍陸柒捌玖拾"
_SHORTEST = 6
_PHRASE = 12
_BETWEEN = re.compile("[，。；！？：]")
_LINE_CELLS = 68
_PAGE = 38
_UNBROKEN = re.compile(r"(?:[!-~]+|.)[，。、；：！？」』）》]*")


@dataclass(frozen=True)
class Section:
    """A heading of the second level and what stands below it."""

    heading: str
    paragraphs: tuple[str, ...]
    bullets: tuple[str, ...] = ()
    quote: str = ""
    note: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All its texts."""
        return (self.heading, *self.paragraphs, *self.bullets, self.quote, self.note)


@dataclass(frozen=True)
class Chapter:
    """A heading of the first level, its sections, and a table at its end."""

    heading: str
    sections: list[Section] = field(default_factory=list)
    rows: tuple[tuple[str, ...], ...] = ()


def clauses() -> list[str]:
    """What stands between the commas of the papers' sentences, brackets whole, in order, each once."""
    found: dict[str, None] = {}
    for path in sorted(SEEDS.glob("*.txt")):
        for block in read(path, path.stem).blocks:
            if block.kind == "paragraph" and block.language == "zh":
                texts = (
                    part for part in _BETWEEN.split(block.text) if is_han(part[:1]) and is_han(part[-1:])
                )
                found |= dict.fromkeys(text for text in texts if len(text) >= _SHORTEST and _is_whole(text))
    return list(found)


def _is_whole(text: str) -> bool:
    return all(
        text.count(left) == text.count(right) for left, right in ("「」", "『』", "（）", "()", "《》", "“”")
    )


def compose(times: int) -> list[Chapter]:
    """An article of ``times`` papers' length."""
    pool = clauses()
    phrases = [text for text in pool if len(text) <= _PHRASE and all(map(is_han, text))]
    chance = random.Random(94)  # noqa: S311  (an order, no secret)
    chapters: list[Chapter] = []
    size = 0
    while size < ONE * times:
        number = len(chapters)
        cells = chance.sample(phrases, 12)
        rows = (("項目", "美方說法", "中方說法"), *(tuple(cells[at : at + 3]) for at in range(0, 12, 3)))
        chapter = Chapter(f"{_CHAPTERS[number % 10]}、{_heading(phrases, chance)}", rows=rows)
        chapters.append(chapter)
        size += len(chapter.heading) + sum(map(len, cells))
        while len(chapter.sections) < 6 and size < ONE * times:  # noqa: PLR2004
            section = _section(len(chapter.sections), pool, phrases, chance)
            chapter.sections.append(section)
            size += sum(map(len, section.texts))
    return chapters


def _heading(phrases: list[str], chance: random.Random) -> str:
    return "與".join(chance.sample(phrases, 2))


def _sentence(pool: list[str], chance: random.Random) -> str:
    return "，".join(chance.sample(pool, chance.randint(2, 5))) + "。"


def _section(number: int, pool: list[str], phrases: list[str], chance: random.Random) -> Section:
    paragraphs = tuple(
        "".join(_sentence(pool, chance) for _ in range(chance.randint(2, 4))) for _ in range(3)
    )
    heading = f"{_NUMERALS[number]}、{_heading(phrases, chance)}"
    if number % 3 == 0:
        return Section(heading, paragraphs, bullets=(_sentence(pool, chance), _sentence(pool, chance)))
    if number % 3 == 1:
        return Section(heading, paragraphs, quote=_sentence(pool, chance))
    return Section(heading, paragraphs, note=_sentence(pool, chance))


def characters(chapters: list[Chapter]) -> Iterator[str]:
    """The article's own texts: what a reader of any format has to find."""
    yield TITLE
    for chapter in chapters:
        yield chapter.heading
        for section in chapter.sections:
            yield from section.texts
        for row in chapter.rows:
            yield from row


def as_txt(chapters: list[Chapter]) -> bytes:
    """As a PDF extractor leaves it: hard-wrapped, with running heads, page numbers and form feeds."""
    lines = [TITLE, ""]
    for chapter in chapters:
        lines += [chapter.heading, ""]
        for section in chapter.sections:
            lines += [section.heading, ""]
            for text in (*section.paragraphs, section.quote):
                lines += _wrapped(f"\u3000\u3000{text}") if text else []
            for text in section.bullets:
                lines += _wrapped(f"• {text}")
            lines += ["", *_wrapped(f"註：{section.note}"), ""] if section.note else [""]
        lines += ["\t".join(row) for row in chapter.rows]
        lines.append("")
    pages = [lines[at : at + _PAGE] for at in range(0, len(lines), _PAGE)]
    sheets = ("\n".join((RUNNING_HEAD, *page, str(n))) for n, page in enumerate(pages, 1))
    return "\n\f".join(sheets).encode()


def _wrapped(text: str) -> list[str]:
    """Lines of full width; a Latin word stays whole, and no closing mark begins a line."""
    lines = [""]
    for piece in _UNBROKEN.findall(text):
        if width(lines[-1] + piece) > _LINE_CELLS:
            lines.append("")
        lines[-1] += piece
    return lines


def as_markdown(chapters: list[Chapter]) -> bytes:
    """Markdown with a table and notes."""
    blocks = [f"# {TITLE}"]
    notes = 0
    for chapter in chapters:
        blocks.append(f"## {chapter.heading}")
        for section in chapter.sections:
            blocks += [f"### {section.heading}", *section.paragraphs]
            blocks += ["\n".join(f"- {text}" for text in section.bullets)] if section.bullets else []
            blocks += [f"> {section.quote}"] if section.quote else []
            if section.note:
                notes += 1
                blocks[-1] += f"[^{notes}]"
                blocks.append(f"[^{notes}]: {section.note}")
        head, *rows = (f"| {' | '.join(row)} |" for row in chapter.rows)
        blocks.append("\n".join((head, "|---|---|---|", *rows)))
    return ("\n\n".join(blocks) + "\n").encode()


def _marked_up(chapters: list[Chapter]) -> str:
    """The article's HTML."""
    parts = [f"<h1>{TITLE}</h1>"]
    for chapter in chapters:
        parts.append(f"<h2>{chapter.heading}</h2>")
        for section in chapter.sections:
            parts.append(f"<h3>{section.heading}</h3>")
            note = f'<span class="note">{html.escape(section.note)}</span>' if section.note else ""
            *most, last = map(html.escape, section.paragraphs)
            parts += [*(f"<p>{text}</p>" for text in most), f"<p>{last}{note}</p>"]
            items = "".join(f"<li>{html.escape(text)}</li>" for text in section.bullets)
            parts += [f"<ul>{items}</ul>"] if items else []
            parts += [f"<blockquote>{html.escape(section.quote)}</blockquote>"] if section.quote else []
        rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in chapter.rows)
        parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return "\n".join(parts)


def as_html(chapters: list[Chapter]) -> bytes:
    """A web page: the article among navigation, a sidebar with teasers, a script and a foot."""
    links = "".join(f'<li><a href="/{n}">{word}</a></li>' for n, word in enumerate(("首頁", "研究", "活動")))
    teasers = "".join(
        f'<li><a href="/p/{n}">{chapter.heading[2:]}</a></li>' for n, chapter in enumerate(chapters[:8])
    )
    article = (
        _marked_up(chapters).replace('<span class="note">', "<small>註：").replace("</span>", "</small>")
    )
    return (
        f'<!doctype html>\n<html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{TITLE}</title>'
        "<style>body { margin: 0 }</style><script>window.stats = [];</script></head>\n"
        f'<body><header><a href="/">研究中心</a></header><nav><ul>{links}</ul></nav>\n'
        f"<main><article>\n{article}\n</article></main>\n"
        f'<aside class="related"><h2>延伸閱讀</h2><ul>{teasers}</ul></aside>\n'
        "<footer><p>版權所有 研究中心</p></footer></body></html>\n"
    ).encode()


_STYLE = f"""
@page {{ size: A4; margin: 25mm;
  @top-center {{ content: "{RUNNING_HEAD}"; font-size: 9pt }}
  @bottom-center {{ content: counter(page); font-size: 9pt }} }}
body {{ font-family: "Noto Serif CJK TC"; font-size: 11pt; line-height: 1.6 }}
p {{ text-indent: 2em; margin: 0; text-align: justify }}
h1 {{ font-size: 20pt; line-height: 1.3 }} h2 {{ font-size: 15pt }} h3 {{ font-size: 12.5pt }}
.note {{ float: footnote; font-size: 8pt; text-indent: 0 }}
td {{ padding: 2mm 6mm }}
"""


def as_pdf(chapters: list[Chapter]) -> bytes:
    """Pages with running heads, page numbers and footnotes, as WeasyPrint sets them."""
    from weasyprint import HTML  # noqa: PLC0415

    head = f"<meta charset=utf-8><title>{TITLE}</title><style>{_STYLE}</style>"
    page = f"<html lang=zh-TW>{head}<body>{_marked_up(chapters)}</body></html>"
    data: bytes = HTML(string=page).write_pdf()
    return data


def as_docx(chapters: list[Chapter]) -> bytes:
    """A Word file with styles, lists, tables and a running head."""
    import io  # noqa: PLC0415

    import docx  # noqa: PLC0415

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = RUNNING_HEAD
    document.add_heading(TITLE, 0)
    for chapter in chapters:
        document.add_heading(chapter.heading, 1)
        for section in chapter.sections:
            document.add_heading(section.heading, 2)
            for text in section.paragraphs:
                document.add_paragraph(text)
            for text in section.bullets:
                document.add_paragraph(text, style="List Bullet")
            if section.quote:
                document.add_paragraph(section.quote, style="Quote")
            if section.note:
                document.add_paragraph(f"註：{section.note}")
        table = document.add_table(len(chapter.rows), len(chapter.rows[0]))
        for shown, row in zip(table.rows, chapter.rows, strict=True):
            for cell, text in zip(shown.cells, row, strict=True):
                cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


WRITERS: dict[str, Callable[[list[Chapter]], bytes]] = {
    "txt": as_txt, "html": as_html, "docx": as_docx, "md": as_markdown, "pdf": as_pdf,
}  # fmt: skip


def main() -> None:
    """Write an article of TIMES papers to FILE; print its text's bytes and characters, spaces aside."""
    path, times = Path(sys.argv[1]), int(sys.argv[2])
    chapters = compose(times)
    path.write_bytes(WRITERS[path.suffix[1:]](chapters))
    text = "".join("".join(characters(chapters)).split())
    print(len(text.encode()), len(text))


if __name__ == "__main__":
    main()
