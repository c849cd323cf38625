"""The labelled spans of tests/cases/speech, and how well the rules find what a reader labelled.

Every span in quotation marks is labelled, so precision and recall are of all spans, and
direct speech without marks counts with them. A speaker is right when it is the labelled
one, or nobody where the label is ``""``; it is asked for each utterance that was found.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefings.catalogue import Catalogue, load_catalogue
from briefings.locate import locate
from briefings.model import Person
from briefings.speech import Speech, Spoken, read_speech
from tests.briefings.support import SEEDS, document
from translate.hanzi import squeeze
from translate.ingest import read
from translate.model import Document

CASES = Path(__file__).parents[2] / "cases" / "speech"
KINDS = ("utterance", "term", "title", "scare", "name")


@dataclass(frozen=True, slots=True)
class Label:
    """One span as a reader labelled it; ``kind`` ``unmarked`` and ``report`` for what has no marks."""

    text: str
    kind: str
    speaker: str = ""


@dataclass(slots=True)
class Score:
    """Counts over texts; ``wrong`` says what differs, for people."""

    right: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    speakers: int = 0
    speakers_right: int = 0
    misnamed: int = 0
    wrong: list[str] = field(default_factory=list)

    def precision(self, kind: str) -> float:
        """Of what the rules call ``kind``, the share so labelled."""
        return self.right[kind] / self.found[kind] if self.found[kind] else 1.0

    def recall(self, kind: str) -> float:
        """Of what is labelled ``kind``, the share so found."""
        return self.right[kind] / self.labelled[kind] if self.labelled[kind] else 1.0

    @property
    def speaker(self) -> float:
        """Share of found utterances whose speaker is right."""
        return self.speakers_right / self.speakers if self.speakers else 1.0

    def figures(self) -> dict[str, float]:
        """Every figure that the floors hold, to three places."""
        made = {
            f"{kind}_{name}": getattr(self, name)(kind) for kind in KINDS for name in ("precision", "recall")
        }
        made |= {"report_precision": self.precision("report"), "report_recall": self.recall("report")}
        made |= {"speaker": self.speaker, "report_speaker": self.precision("report_speaker")}
        return {name: int(value * 1000 + 1e-6) / 1000 for name, value in made.items()}


def score_text(
    name: str, paper: Document, speech: Speech, labels: list[Label], score: Score, *, reports: bool
) -> None:
    """Adds one text to ``score``. Its spans must be the labelled ones, in their order."""
    spans = [label for label in labels if label.kind in KINDS]
    assert [paper.blocks[q.block].text[q.start : q.end] for q in speech.quoted] == [s.text for s in spans], (
        name
    )
    utterances = {
        (u.place.block_number, u.place.start): u for u in speech.utterances if u.printed == "marked"
    }
    for quoted, label in zip(speech.quoted, spans, strict=True):
        score.labelled[label.kind] += 1
        score.found[quoted.kind] += 1
        score.right[label.kind] += quoted.kind == label.kind
        if quoted.kind != label.kind:
            score.wrong.append(f"{name}: {label.text[:20]}: {label.kind}, found {quoted.kind} ({quoted.why})")
        elif label.kind == "utterance" and (quoted.block, quoted.start) in utterances:
            _speaker(name, label, utterances[quoted.block, quoted.start], score)
    _unmarked(name, labels, speech, score)
    if reports:
        _reports(name, labels, speech, score)


def _speaker(name: str, label: Label, spoken: Spoken, score: Score) -> None:
    who = spoken.speaker.id if spoken.speaker else ""
    score.speakers += 1
    score.speakers_right += who == label.speaker
    score.misnamed += who not in {label.speaker, ""}
    if who != label.speaker:
        score.wrong.append(
            f"{name}: {label.text[:20]}: said by {label.speaker!r}, found {who!r} ({spoken.reason})"
        )


def _unmarked(name: str, labels: list[Label], speech: Speech, score: Score) -> None:
    found = [u for u in speech.utterances if u.printed != "marked"]
    score.found["utterance"] += len(found)
    for label in (label for label in labels if label.kind == "unmarked"):
        score.labelled["utterance"] += 1
        hit = next((u for u in found if squeeze(label.text).rstrip("。") in squeeze(u.words)), None)
        if hit is None:
            score.wrong.append(f"{name}: {label.text[:20]}: direct speech without marks, not found")
            continue
        found.remove(hit)
        score.right["utterance"] += 1
        _speaker(name, label, hit, score)
    score.wrong += [f"{name}: {u.words[:20]}: no direct speech without marks" for u in found]


def _reports(name: str, labels: list[Label], speech: Speech, score: Score) -> None:
    """A report counts as found when what was found holds the beginning of the labelled words."""
    found = list(speech.reports)
    for label in (label for label in labels if label.kind == "report"):
        score.labelled["report"] += 1
        hit = next((r for r in found if squeeze(label.text) in squeeze(r.words)), None)
        if hit is None:
            score.wrong.append(f"{name}: report {label.text[:16]}: not found")
            continue
        score.right["report"] += 1
        who = hit.speaker.id if hit.speaker else ""
        score.found["report_speaker"] += 1
        score.right["report_speaker"] += who == label.speaker
        if who != label.speaker:
            score.wrong.append(f"{name}: report {label.text[:16]}: said by {label.speaker!r}, found {who!r}")
    told = [label.text for label in labels if label.kind == "report"]
    spoken = [label.text for label in labels if label.kind == "utterance"]
    # a report round a quotation is neither right nor wrong: the quotation itself is counted
    counted = [r for r in found if not any(squeeze(words) in squeeze(r.words) for words in spoken)]
    wrong = [r for r in counted if not any(squeeze(text) in squeeze(r.words) for text in told)]
    score.found["report"] += score_hits(told, found) + len(wrong)
    score.wrong += [f"{name}: {r.words[:20]}: no report" for r in wrong]


def score_hits(told: list[str], found: list[Spoken]) -> int:
    """How many of the labelled reports were found."""
    return sum(any(squeeze(text) in squeeze(r.words) for r in found) for text in told)


def corpus_sha256(folder: Path) -> str:
    """One hash over the case files of ``folder``, by name."""
    made = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        if path.name != "floors.toml":
            made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def catalogue() -> Catalogue:
    """The repository's own workspace."""
    return load_catalogue(SEEDS)


def papers() -> Iterator[tuple[str, Document, list[Label], str]]:
    """The five papers: slug, document, labels, date."""
    known = catalogue()
    for path in sorted((CASES / "papers").glob("*.toml")):
        if path.stem == "floors":
            continue
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        source = known.sources[path.stem]
        paper = read(SEEDS / source.file, source.slug, known.hints.get(source.slug))
        labels = [Label(s["text"], s["class"], s.get("speaker", "")) for s in data["span"]]
        labels += [Label(s["text"], "unmarked", s["speaker"]) for s in data.get("unmarked", ())]
        yield path.stem, paper, labels, source.date


def people_of(path: Path) -> tuple[Person, ...]:
    """The persons and bodies of a case folder's ``people.toml``."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Person(
            item["id"], tuple(item["zh"]), item["name"], item["side"], item.get("office", ""),
            tuple(item.get("short", ())), tuple(item.get("latin", ())), is_group=table == "group",
        )
        for table in ("person", "group")
        for item in data[table]
    )  # fmt: skip


def passages(folder: str, temporary: Path) -> Iterator[tuple[str, Document, list[Label]]]:
    """The passages of a case folder: name, document, labels."""
    for path in sorted((CASES / folder).glob("*.toml")):
        if path.stem in {"people", "floors"}:
            continue
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["passage"]):
            labels = [Label(span[0], span[1], span[2] if len(span) > 2 else "") for span in case["spans"]]
            labels += [Label(text, "unmarked", who) for text, who in case.get("unmarked", ())]
            labels += [Label(text, "report", who) for text, who in case["reports"]]
            slug = f"{path.stem}-{number}"
            yield f"{path.stem}: {case['name']}", document(temporary, case["zh"] + "\n", slug=slug), labels


def score_papers() -> Score:
    """The rules on the five papers."""
    people = tuple(catalogue().people.values())
    score = Score()
    for name, paper, labels, date in papers():
        score_text(name, paper, read_speech(paper, people, date), labels, score, reports=False)
    return score


def score_passages(folder: str, temporary: Path) -> Score:
    """The rules on the passages of a folder."""
    people = people_of(CASES / folder / "people.toml")
    score = Score()
    for name, paper, labels in passages(folder, temporary):
        score_text(name, paper, read_speech(paper, people), labels, score, reports=True)
    return score


def show(score: Score) -> Iterable[str]:
    """The figures and what is wrong, line by line."""
    for kind in KINDS:
        yield (
            f"{kind}: {score.labelled[kind]} labelled, {score.found[kind]} found, {score.right[kind]} right: "
            f"precision {score.precision(kind):.3f}, recall {score.recall(kind):.3f}"
        )
    yield f"speakers: {score.speakers_right} of {score.speakers} right, {score.misnamed} named wrongly"
    yield from score.wrong


def recorded_reports() -> tuple[int, int, int, list[str]]:
    """The editor's reports in the papers: how many, found, with the recorded speaker; what differs.

    A report counts as found when what was found overlaps it.
    """
    known = catalogue()
    people = tuple(known.people.values())
    total = found = right = 0
    wrong: list[str] = []
    for slug, paper, _, date in papers():
        reports = read_speech(paper, people, date).reports
        for entry in known.quotations:
            if entry.document != slug or entry.form != "report":
                continue
            total += 1
            stands = locate(paper, entry.zh)
            assert stands is not None
            over = [
                r for r in reports
                if r.place.block_number == stands.block_number
                and r.place.start < stands.end and stands.start < r.place.end
            ]  # fmt: skip
            speakers = [r.speaker.id if r.speaker else "" for r in over]
            found += bool(over)
            right += entry.speaker in speakers
            if entry.speaker not in speakers:
                wrong.append(f"{entry.id}: {entry.speaker!r}, found {speakers}")
    return total, found, right, wrong
