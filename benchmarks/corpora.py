"""The texts that the checks are measured on: what they are, and where they come from."""

from __future__ import annotations

import hashlib
import html
import random
import tarfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.seeded import Text
from translate import memory
from translate.glossary import Glossary, load_glossary

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
EVAL = SHARED / "eval"
OPEN = SHARED / "corpus"
HELD_OUT = (("audreyt.tsv", 8000, 3000, None), ("usdoj_crt.tsv", 0, 0, None), ("k8s.tsv", 0, 0, 2000))
"""Files of the open corpus that nothing is tuned on: lines left out at the head, pairs drawn and read in an
earlier round (and so left out, too), and how many of the others are drawn (all if ``None``)."""


@dataclass(frozen=True)
class Corpus:
    """Texts whose English is taken as right, and what the checks may know."""

    name: str
    texts: Sequence[Text]
    glossary: Glossary
    sha256: str


def digest(paths: Sequence[Path]) -> str:
    """SHA-256 of the files, one after the other."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def own() -> Corpus:
    """The project's English of its five papers."""
    seeds = ROOT / "seeds"
    sources = tomllib.loads((seeds / "sources.toml").read_text("utf-8"))["source"]
    dates = {source["slug"]: source.get("date", "") for source in sources}
    units = memory.load(seeds / "memory.tmx").units
    texts = [Text(unit.zh, unit.en, dates.get(unit.document, "")) for unit in units if unit.en]
    return Corpus("own", texts, load_glossary(seeds / "glossary.csv"), digest([seeds / "memory.tmx"]))


def lines(folder: Path, version: str) -> Iterator[tuple[int, Text]]:
    """Each line of ``flores-dev.zh`` beside its English, with its number from 1."""
    zh, en = ((folder / f"flores-dev.{name}").read_text("utf-8").split("\n") for name in ("zh", version))
    for number, (a, b) in enumerate(zip(zh, en, strict=True), 1):
        # the commercial service's file has &#39; and &quot;
        if a.strip() and b.strip():
            yield number, Text(a.strip(), html.unescape(b).strip())


def aligned(folder: Path, version: str, glossary: Glossary) -> Corpus:
    """A version of the English of ``folder`` beside its Chinese."""
    files = [folder / "flores-dev.zh", folder / f"flores-dev.{version}"]
    name = "flores" if version == "en" else version.removesuffix(".en")
    return Corpus(name, [text for _, text in lines(folder, version)], glossary, digest(files))


def held_out(folder: Path, glossary: Glossary) -> Corpus:
    """Pairs of the archives in ``folder`` that nothing was tuned on, always the same ones.

    Raises:
        FileNotFoundError: no archive, or one of the files is in none.
    """
    files = _members(folder, [name for name, *_ in HELD_OUT])
    texts: list[Text] = []
    for name, skipped, read, most in HELD_OUT:
        rows = [row.split("\t") for row in files[name].decode("utf-8").splitlines()[skipped:]]
        pairs = [Text(row[0].strip(), row[1].strip()) for row in rows if len(row) > 1]
        pairs = [text for text in pairs if text.zh and text.en]
        chance = random.Random(name)  # noqa: S311  (not a secret)
        known = set(chance.sample(pairs, min(read, len(pairs))))
        pairs = [text for text in pairs if text not in known]
        texts += pairs if most is None or len(pairs) <= most else chance.sample(pairs, most)
    whole = "\n".join(f"{text.zh}\t{text.en}" for text in texts)
    return Corpus("held out", texts, glossary, hashlib.sha256(whole.encode()).hexdigest())


def _members(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The first file of each name in the archives of ``folder``."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            for entry in archive:
                name = Path(entry.name).name
                if name in names and name not in found and (file := archive.extractfile(entry)):
                    found[name] = file.read()
    if missing := [name for name in names if name not in found]:
        raise FileNotFoundError(f"in no *.tar.xz of {folder}: {', '.join(missing)}")
    return found
