"""Bilingual files as pairs: what is taken, what is left out and said, what is refused and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.translate.memory.memories import tmx_text
from translate.errors import InputError
from translate.memory import tmx
from translate.pairs import SUFFIXES, FilePair, read_pairs

PAIRS = [("兩國會談。", "The two held talks."), ("結論", "")]

XLIFF_1 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="zh-TW" target-language="en-US" datatype="plaintext" original="a.txt"><body>
<trans-unit id="1"><source>兩國<g id="1">會談</g>。<x id="2"/></source>
<target>The two <mrk mtype="seg">held <bpt id="3">{b}</bpt>talks<ept id="3">{/b}</ept>.</mrk></target>
<alt-trans><source>別的</source><target>Something else</target></alt-trans></trans-unit>
<group><trans-unit id="2"><source>結論</source></trans-unit></group>
</body></file></xliff>
"""
XLIFF_2 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="2.0" srcLang="zh-Hant" trgLang="en" xmlns="urn:oasis:names:tc:xliff:document:2.0">
<file id="f1"><unit id="u1"><notes><note>x</note></notes>
<segment><source>兩國<pc id="1">會談</pc>。</source><target>The two held <ph id="2"/>talks.</target></segment>
<ignorable><source>　</source></ignorable>
<segment><source>結論</source></segment></unit></file></xliff>
"""
TMX = tmx_text(
    '<tu><tuv xml:lang="zh-CN"><seg>两国会谈。</seg></tuv>'
    '<tuv xml:lang="zh-TW"><seg>兩國<hi>會談</hi>。</seg></tuv>'
    '<tuv xml:lang="en-GB"><seg>The two held <ph>{1}</ph>talks.</seg></tuv></tu>',
    '<tu><tuv xml:lang="ZH_hant"><seg>結論</seg></tuv><tuv xml:lang="en"><seg></seg></tuv></tu>',
)


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def texts(pairs: list[FilePair]) -> list[tuple[str, str]]:
    return [(pair.zh, pair.en) for pair in pairs]


def refuse(message: str) -> None:
    raise AssertionError(message)


@pytest.mark.parametrize(("name", "data", "lines"), [
    ("a.tsv", "兩國會談。\tThe two held talks.\n結論\t\n", [1, 2]),
    ("crlf.TSV", "兩國會談。\tThe two held talks.\r\n結論\t\r\n\r\n", [1, 2]),
    ("mark.tsv", "\ufeff兩國會談。\tThe two held talks.\n結論\t", [1, 2]),
    ("wide.tsv", "兩國會談。\tThe two held talks.\n結論\t\n".encode("utf-16"), [1, 2]),
    ("a.xlf", XLIFF_1, [4, 7]),
    ("a.xliff", XLIFF_2, [4, 6]),
    ("a.tmx", TMX, None),
])  # fmt: skip
def test_pairs_with_their_lines(
    name: str, data: str | bytes, lines: list[int] | None, tmp_path: Path
) -> None:
    pairs = read_pairs(written(tmp_path, name, data), refuse)
    assert texts(pairs) == PAIRS
    if lines:
        assert [pair.line for pair in pairs] == lines


@pytest.mark.parametrize("declared", [
    ("zh-TW", "en-US"), ("zh-TW", None), ("en-US", "zh-TW"),
])  # fmt: skip
def test_xliff_of_either_direction(declared: tuple[str, str | None], tmp_path: Path) -> None:
    source, target = declared
    words = ("結論", "Conclusion") if source.startswith("zh") else ("Conclusion", "結論")
    language = f' target-language="{target}"' if target else ""
    text = (
        f'<xliff version="1.2"><file source-language="{source}"{language}><body><trans-unit id="1">'
        f"<source>{words[0]}</source><target>{words[1]}</target></trans-unit></body></file></xliff>"
    )
    assert texts(read_pairs(written(tmp_path, "a.xlf", text), refuse)) == [("結論", "Conclusion")]


def test_what_is_no_pair_is_said(tmp_path: Path) -> None:
    told: list[str] = []
    other = '<tu><tuv xml:lang="fr"><seg>Fin</seg></tuv><tuv xml:lang="en"><seg>End</seg></tuv></tu>'
    path = written(tmp_path, "a.tmx", TMX.replace("</body>", f"{other}</body>"))
    assert texts(read_pairs(path, told.append)) == PAIRS
    fixed = XLIFF_1.replace("<group>", '<group translate="no">')
    path_of_xliff = written(tmp_path, "a.xlf", fixed)
    assert texts(read_pairs(path_of_xliff, told.append)) == PAIRS[:1]
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "Fin" in text)
    assert told == [
        f"{path}:{line}: 1 units left out, because they have no Chinese",
        f'{path_of_xliff}:7: 1 units left out, because they are marked translate="no"',
    ]


ENTITY = '<!DOCTYPE tmx [<!ENTITY e SYSTEM "secret.txt">]>'


@pytest.mark.parametrize(("name", "data", "said"), [
    ("a.tsv", "結論\tConclusion\n結論 Conclusion\n", "a.tsv:2: no tab"),
    ("a.tsv", "結論\tConclusion\n\n結論\tConclusion\n", "a.tsv:2: no tab"),
    ("a.tsv", "結論\tConclusion\tmore\n", "a.tsv:1: 2 tabs"),
    ("a.tsv", "結論\n" * 13, "and 3 more lines"),
    ("a.tsv", "結論\tConclusion\n".encode() + "結論\tEnd\n".encode("big5"), "a.tsv:2: not UTF-8 (byte 18)"),
    ("a.tsv", "結論\tEnd\n".encode("utf-16")[:-1], "a.tsv:1: not UTF-16"),
    ("a.xlf", XLIFF_1.replace("</target>", ""), "a.xlf:6: not well-formed XML"),
    ("a.tmx", "", "a.tmx:1: not well-formed XML"),
    ("a.tmx", XLIFF_1, "a.tmx:2: its root element is xliff, not tmx"),
    ("a.xlf", XLIFF_1.replace("zh-TW", "ja"), "a.xlf:4: from ja to en-US"),
    ("a.xlf", XLIFF_1.replace(' source-language="zh-TW"', ""), "a.xlf:4: from no language to en-US"),
    ("a.xlf", XLIFF_1.encode("utf-8").replace("結論".encode(), "結論".encode("big5")), "a.xlf:7: not well"),
    ("a.xlf", ENTITY + XLIFF_1.split("\n", 1)[1].replace("結論", "&e;"), "an entity of its own (&e;)"),
    ("absent.tmx", None, "absent.tmx: cannot be read (No such file"),
])  # fmt: skip
def test_refused_with_file_and_line(name: str, data: str | bytes | None, said: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    path = tmp_path / name if data is None else written(tmp_path, name, data)
    with pytest.raises(InputError) as refused:
        read_pairs(path, refuse)
    assert said in refused.value.message
    assert str(path) in refused.value.message
    assert refused.value.remedy
    assert refused.value.exit_code == 3


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=8))
def test_tsv_loses_nothing(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    text = "".join(f"{zh}\t{en}\n" for zh, en in pairs)
    path = written(tmp_path_factory.mktemp("pairs"), "a.tsv", b"\xef\xbb\xbf" + text.encode())
    assert texts(read_pairs(path, refuse)) == pairs


def test_the_shipped_memory_is_read_as_tmx_reads_it() -> None:
    path = Path(__file__).parents[2] / "seeds" / "memory.tmx"
    expected = [unit for unit in tmx.read(path) if isinstance(unit, tmx.TmxUnit)]
    pairs = read_pairs(path, refuse)
    assert texts(pairs) == [(unit.zh, unit.en) for unit in expected]
    assert [pair.line for pair in pairs] == [unit.line for unit in expected]
    assert path.suffix in SUFFIXES
