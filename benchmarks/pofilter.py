"""Translate Toolkit's ``pofilter`` on the errors that ours is measured with, and on right English.

It is run as its users run it: the command on a PO file, in an environment of its own
(``.venv-pofilter``, made by ``scripts/setup bench``: its package is called ``translate`` as
ours is), all its default filters, ``--language=en``. It was not made for Chinese: some of its
rules compare the two texts sign by sign. So what it finds is counted twice, by all filters
and by those made for the kind of error, and what each says of right English is told.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.checks import MOST, found, news
from benchmarks.corpora import EVAL, ROOT, Corpus, aligned, own
from benchmarks.seeded import KINDS, seed
from translate.glossary import Glossary

COMMAND = ROOT / ".venv-pofilter" / "bin" / "pofilter"
OPTIONS = ("--progress=none", "--language=en")
MADE_FOR: Mapping[str, frozenset[str]] = {
    "number dropped": frozenset({"numbers"}),
    "number ×10": frozenset({"numbers"}),
    "number changed": frozenset({"numbers"}),
    "unit or currency swapped": frozenset({"numbers"}),
    "date moved": frozenset({"numbers"}),
    "clause dropped": frozenset({"short", "sentencecount"}),
    "Chinese left in": frozenset({"untranslated", "unchanged"}),
    "n-gram looped": frozenset({"doublewords", "long"}),
    "quotation marks removed": frozenset({"doublequoting", "singlequoting"}),
    "Latin token altered": frozenset({"acronyms", "urls", "emails", "filepaths"}),
}
"""The filters that a kind of error should make speak."""
_NOTE = re.compile(r"# \(pofilter\) (?P<filter>\w+): (?P<message>.*)")
_KEY = re.compile(r'msgctxt "(\d+)"')
_HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"MIME-Version: 1.0\\n"\n'
)

Said = dict[int, Counter[tuple[str, str]]]
"""By the number of the pair: filters and what they say."""


def po(pairs: Sequence[tuple[str, str]]) -> str:
    """A PO file of the pairs, each with its number as its context."""
    quoted = (
        (at, json.dumps(zh, ensure_ascii=False), json.dumps(en, ensure_ascii=False))
        for at, (zh, en) in enumerate(pairs)
    )
    return _HEADER + "\n" + "\n".join(f'msgctxt "{at}"\nmsgid {zh}\nmsgstr {en}\n' for at, zh, en in quoted)


def read(text: str) -> Said:
    """What a file written by pofilter says of its units; of those that pass it has none."""
    said: Said = {}
    notes = list[tuple[str, str]]()
    for line in text.split("\n"):
        if note := _NOTE.match(line):
            notes.append((note["filter"], note["message"]))
        elif key := _KEY.match(line):
            said[int(key[1])] = Counter(notes)
            notes = []
    return said


def pofilter(pairs: Sequence[tuple[str, str]]) -> Said:
    """Run the command on the pairs."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "in.po", Path(folder) / "out.po"
        given.write_text(po(pairs), encoding="utf-8")
        subprocess.run([COMMAND, *OPTIONS, given, made], check=True, capture_output=True, cwd=folder)
        # it writes no file where nothing is wrong
        return read(made.read_text("utf-8")) if made.exists() else {}


def _alarms(said: Said, texts: int) -> dict[str, float]:
    """Per cent of texts that each filter flags."""
    counts = Counter(name for notes in said.values() for name in {name for name, _ in notes})
    return {name: 100 * count / texts for name, count in counts.most_common()}


def _rows(corpus: Corpus, untouched: Said) -> Iterator[str]:
    """Rows of a table: each kind, what was found of it by ours, by all filters, and by those made for it."""
    numbers = {text: at for at, text in enumerate(corpus.texts)}
    made = [(kind, error) for kind in KINDS for error in seed(kind, corpus.texts, corpus.glossary, MOST)]
    said = pofilter([(error.text.zh, error.en) for _, error in made])
    for kind in KINDS:
        errors = [(at, error) for at, (one, error) in enumerate(made) if one is kind]
        filters = MADE_FOR.get(kind.name, frozenset())
        ours = theirs = by_made = 0
        for at, error in errors:
            text = error.text
            before = found(text, text.en, corpus.glossary)
            ours += bool(news(before, found(text, error.en, corpus.glossary)))
            new = said.get(at, Counter()) - untouched.get(numbers[text], Counter())
            theirs += bool(new)
            by_made += any(name in filters for name, _ in new)
        if errors:
            share = 100 / len(errors)
            own_filters = f"{by_made * share:.1f} | {', '.join(sorted(filters))}" if filters else "– | none"
            cells = f"{len(errors)} | {ours * share:.1f} | {theirs * share:.1f} | {own_filters}"
            yield f"| {kind.name} | {cells} |"


def main() -> int:
    """Compare on the project's own English and on the human references."""
    if not COMMAND.exists():
        print(f"{COMMAND.relative_to(ROOT)} is missing. Run: scripts/setup bench", file=sys.stderr)
        return 2
    project = own()
    corpora = [project]
    if EVAL.is_dir():
        corpora.append(aligned(EVAL, "en", project.glossary))
    version = subprocess.run(
        [COMMAND, "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    print(f"{version}; options: {' '.join(OPTIONS)}\n")
    rates = list[dict[str, float]]()
    for one in corpora:
        untouched = pofilter([(text.zh, text.en) for text in one.texts])
        rates.append(_alarms(untouched, len(one.texts)))
        glossary = one.glossary if one is project else Glossary()
        share = 100 / len(one.texts)
        ours = sum(bool(found(text, text.en, glossary)) for text in one.texts) * share
        print(f"{one.name}, {len(one.texts)} texts. Of the untouched English ours flags {ours:.1f} %,")
        print(f"pofilter {sum(map(bool, untouched.values())) * share:.1f} %.\n")
        print("| error | seeded | ours, % | pofilter, any filter, % | made for it, % | filters made for it |")
        print("|---|--:|--:|--:|--:|---|")
        print("\n".join(_rows(one, untouched)) + "\n")
    print("| filter | " + " | ".join(f"{one.name}: flagged, %" for one in corpora) + " |")
    print("|---|" + "--:|" * len(corpora))
    for name in sorted({*rates[0], *rates[-1]}, key=lambda name: -rates[-1].get(name, 0)):
        print(f"| {name} | " + " | ".join(f"{rate.get(name, 0):.1f}" for rate in rates) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
