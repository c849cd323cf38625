#!/usr/bin/env python3
"""Makes translate/checks/renderings.txt.xz: Chinese words with the English that may render them.

Maintainers only. Needs, beside what the locks install, jieba 0.42.1 (MIT) and PyYAML:

    pip install jieba==0.42.1 pyyaml
    scripts/renderings.py --pairs FOLDER --wordnets FOLDER

FOLDER of pairs: *.tsv, Chinese and English a line. Only files without claims to attribution are
read (``PAIRS``). FOLDER of wordnets: clones of omwn/omw-data, globalwordnet/english-wordnet and
globalwordnet/cili at the commits in ``WORDNETS``. The same input gives the same file.

How: words by jieba; IBM model 1 (six rounds) over sets of words, English from Chinese; a stem is
kept with a share of 0.04 and more. The Chinese Open Wordnet adds the words of its synsets. How
often a word's stems are really there is then counted in whole pairs: a word that mostly has none
of them tells nothing and is left out.
"""

from __future__ import annotations

import argparse
import lzma
import math
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import jieba
import numpy as np
import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from translate.checks import renderings
from translate.hanzi import HAN, fold

PAIRS: Mapping[str, tuple[int | None, float]] = {
    "laws_v2": (None, 0.45),
    "audreyt": (8000, 1.0),
    "plurality": (None, 1.0),
    "bible": (None, 1.0),
    "usgov": (None, 1.0),
    "usdoj_crt": (None, 1.0),
    "udhr": (None, 1.0),
    "pydocs": (None, 1.0),
    "cclegal": (None, 1.0),
}
"""Files by name: lines read from the head, and which share of them."""
WEIGHTS = {"bible": 0.3}
COUNTED = {"laws_v2": 25_000, "bible": 4_000, "pydocs": 4_000}
"""Pairs in which renderings are counted at most."""
WORDNETS = {
    "omw-data": "f75be19ec590da12a7a5665e361690b5badb7a25",
    "english-wordnet": "d94538ad0df3d7a4c77837bde6af69d7a6592c32",
    "cili": "dfc99e15e11e5b20e143f29386220d7b69805628",
}
TARGET = Path(renderings.__file__).with_name("renderings.txt.xz")
LONGEST = 160
RAREST = 3
ROUNDS = 6
SHARE = 0.04
TWICE = 2
OFTEN = 40
LEAST = 0.15
"""Words whose renderings are found more seldom than this are left out."""
HAN_WORD = re.compile(f"[{HAN}]{{2,8}}")
"""One character means too many things, and stands in the names of strangers."""
USUAL, NAMED = 0.55, 0.9
"""How often a word, or a proper name, is rendered by what the table has, before any is counted."""

STOP = frozenset(
    """
    a an the of and or for in on to at by with as from into s de la du del der den des di da le les et y van
    von al el be is are was were been am it its that this these those he she they we you i his her their our
    my your who which what there not no if do does did done doing has have had having shall should will
    would may might can could must than then so such but also any all each other more most one up out off
    down over about after before upon under between during own same very just where when while how here per
    via t re ll ve d m etc e g eg ie
    """.split()  # noqa: SIM905  (easier to read)
)
HEAD = """\
# Chinese words (Simplified), how often one of their renderings stands in the English of their sentence
# (per cent), how rare those are (hundredths of a power of ten), and the renderings' stems. Made by
# scripts/renderings.py from laws of Taiwan and their official translations (no copyright: ROC Copyright
# Act, article 9), texts in the public domain or under CC0 1.0 (audreyt/transcript, pluralitybook/plurality,
# World English Bible and Chinese Union Version, US government sites (Apache License 2.0 in part), the
# Universal Declaration of Human Rights, Python documentation in Chinese, legal codes of Creative Commons),
# and from these, whose licences are in renderings-licences.txt:
# - Chinese Open Wordnet, Copyright 2013, 2014 Francis Bond and Shan Wang;
# - Open English Wordnet, CC BY 4.0, derived from Princeton WordNet, Copyright Princeton University;
# - Collaborative Interlingual Index, CC BY 4.0;
# - Unicode CLDR, Copyright Unicode, Inc.: names of countries and languages.
"""


def main() -> None:
    """Read, learn, count, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--wordnets", type=Path, required=True)
    given = parser.parse_args()
    rows = list(_rows(given.pairs))
    stems = _learned(rows)
    listed, names = _listed(given.wordnets)
    for word, found in listed.items():
        stems[word] |= found
    words = {word: frozenset(found) for word, found in stems.items() if found}
    lines = _counted(words, names, rows)
    TARGET.write_bytes(lzma.compress((HEAD + "".join(lines)).encode(), preset=9 | lzma.PRESET_EXTREME))
    sys.stdout.write(f"{len(lines)} words, {TARGET.stat().st_size} bytes\n")


def _rows(folder: Path) -> Iterator[tuple[str, str, str]]:
    """File, folded Chinese, English; each Chinese text once."""
    seen: set[str] = set()
    for name, (head, share) in PAIRS.items():
        chance = random.Random(name)  # noqa: S311  (not a secret)
        for line in (folder / f"{name}.tsv").read_text("utf-8").split("\n")[:head]:
            zh, tab, en = line.partition("\t")
            if tab and len(zh) <= LONGEST and zh not in seen and chance.random() < share:
                seen.add(zh)
                yield name, fold(zh), en


def _learned(rows: Sequence[tuple[str, str, str]]) -> defaultdict[str, set[str]]:
    """Stems by word: IBM model 1 over the sets of words of each pair."""
    sides = [
        (
            WEIGHTS.get(name, 1.0),
            sorted({word for word in jieba.cut(zh, HMM=False) if HAN_WORD.fullmatch(word)}),
            sorted({stem for stem in renderings.stems(en) if stem not in STOP and len(stem) > 1}),
        )
        for name, zh, en in rows
    ]
    chinese = _numbered(zh for _, zh, _ in sides)
    english = _numbered(en for _, _, en in sides)
    nowhere = len(chinese)
    sources, targets, places, weights, count = [], [], [], [], 0
    for weight, zh, en in sides:
        a = [nowhere, *(chinese[word] for word in zh if word in chinese)]
        b = [english[stem] for stem in en if stem in english]
        if len(a) > 1 and b:
            sources.append(np.tile(np.array(a, np.int32), len(b)))
            targets.append(np.repeat(np.array(b, np.int32), len(a)))
            places.append(np.repeat(np.arange(count, count + len(b), dtype=np.int32), len(a)))
            weights.append(np.full(len(b), weight, np.float32))
            count += len(b)
    place, weight = np.concatenate(places), np.concatenate(weights)
    key = np.concatenate(sources).astype(np.int64) * len(english) + np.concatenate(targets)
    pairs, link = np.unique(key, return_inverse=True)
    source = pairs // len(english)
    share = np.ones(len(pairs))
    for _ in range(ROUNDS):
        part = share[link]
        part *= (weight / np.bincount(place, weights=part, minlength=count))[place]
        counts = np.bincount(link, weights=part, minlength=len(pairs))
        share = counts / np.bincount(source, weights=counts, minlength=nowhere + 1)[source]
    zh_words, en_stems = list(chinese), list(english)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for at in np.nonzero((share >= SHARE) & (counts >= TWICE) & (source < nowhere))[0]:
        found[zh_words[source[at]]].add(en_stems[pairs[at] % len(english)])
    return found


def _numbered(sets: Iterable[list[str]]) -> dict[str, int]:
    counts = Counter(word for words in sets for word in words)
    return {word: at for at, word in enumerate(sorted(w for w, n in counts.items() if n >= RAREST))}


def _listed(folder: Path) -> tuple[dict[str, set[str]], set[str]]:
    """Stems by word, as the synsets have them in the English wordnet and in CLDR; and which are names."""
    index = {}
    for line in _show(folder, "cili", "ili-map-pwn30.tab").split("\n"):
        ili, tab, synset = line.partition("\t")
        if tab:
            index[synset.replace("-s", "-a")] = ili
    members = {}
    for name in _files(folder, "english-wordnet", "src/yaml"):
        if re.search(r"/(?:noun|verb|adj|adv)\.", name):
            for synset in yaml.load(_show(folder, "english-wordnet", name), Loader=yaml.CSafeLoader).values():
                members[synset.get("ili", "")] = synset["members"]
    cldr: defaultdict[str, list[str]] = defaultdict(list)
    for synset, lemma in _lemmas(folder, "wns/cldr/wn-cldr-eng.tab"):
        cldr[synset].append(lemma)
    found, names = defaultdict[str, set[str]](set), set[str]()
    for path in ("wns/cow/wn-data-cmn.tab", "wns/cldr/wn-cldr-cmn.tab"):
        for synset, lemma in _lemmas(folder, path):
            word = fold(lemma.replace("+", ""))
            if HAN_WORD.fullmatch(word):
                means = [*members.get(index.get(synset, "-"), ()), *cldr[synset]]
                found[word] |= {
                    s for one in means for s in renderings.stems(one) if s not in STOP and len(s) > 1
                }
                names |= {word} if means and all(one[0].isupper() for one in means) else set()
    return found, names


def _lemmas(folder: Path, path: str) -> Iterator[tuple[str, str]]:
    for line in _show(folder, "omw-data", path).split("\n"):
        synset, kind, lemma = [*line.split("\t"), "", ""][:3]
        if kind.endswith("lemma"):
            yield synset.replace("-s", "-a"), lemma


def _git(folder: Path, name: str, *command: str) -> str:
    whole = ["git", "-C", str(folder / name), *command]
    return subprocess.run(whole, check=True, capture_output=True, text=True).stdout


def _show(folder: Path, name: str, path: str) -> str:
    return _git(folder, name, "show", f"{WORDNETS[name]}:{path}")


def _files(folder: Path, name: str, path: str) -> list[str]:
    return _git(folder, name, "ls-tree", "-r", "--name-only", WORDNETS[name], path).split("\n")


def _counted(
    words: Mapping[str, AbstractSet[str]], names: set[str], rows: Sequence[tuple[str, str, str]]
) -> list[str]:
    """The lines of the file: what is found of each word's renderings where the word stands."""
    table = renderings.Table(dict.fromkeys(words, ""))
    by_file: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, zh, en in rows:
        by_file[name].append((zh, en))
    met, uses, seen, total = Counter[str](), Counter[str](), list[tuple[str, frozenset[str]]](), 0
    helped: defaultdict[str, set[str]] = defaultdict(set)
    for name, pairs in by_file.items():
        most = COUNTED.get(name, len(pairs))
        for zh, en in random.Random(name).sample(pairs, min(most, len(pairs))):  # noqa: S311
            stems = renderings.stems(en)
            uses.update(stems)
            total += len(stems)
            there = frozenset(stems)
            for _, word in table.words(zh):
                met[word] += 1
                used = there & words[word]
                helped[word] |= used
                seen.append((word, used))
    # of a word that is often met, what never renders it is left out
    words = {word: stems if met[word] < OFTEN else helped[word] for word, stems in words.items()}
    kept = Counter(word for word, used in seen if used)
    lines = []
    for word, found in sorted(words.items()):
        prior = NAMED if word in names else USUAL
        share = (kept[word] + 4 * prior) / (met[word] + 4)
        rarity = -100 * math.log10(sum(uses[stem] + 0.5 for stem in found or {""}) / total)
        if share >= LEAST and found:
            lines.append(f"{word}\t{round(100 * share)}\t{round(rarity)}\t{' '.join(sorted(found))}\n")
    return lines


if __name__ == "__main__":
    main()
