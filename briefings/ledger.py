"""The JSON beside every output: ``<doc>.json`` and ``<event>.json``, as the output contract has them.

Fields may be added; those of the contract keep their names and meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from briefings.model import Briefing, Event, Mention, Moment, Note, Official, Passage, Person, Row, Statement
from briefings.wording import words_label
from translate.model import INSERTED, Block, Document, Finding, Translation
from translate.stage import Translated


def dump(data: object) -> bytes:
    """UTF-8 JSON, readable, the same bytes for the same data."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def document_json(item: Translated, title_zh: str, title_en: str) -> dict[str, Any]:
    """The ledger of one paper: blocks with lines, spans and segments; furniture."""
    document = item.document
    return {
        "id": document.slug,
        "source": {"file": document.file, "sha256": document.sha256},
        "title": {"zh": title_zh, "en": title_en},
        "language": document.language,
        "notices": list(document.notices),
        "switched_off": list(item.switched_off),
        "blocks": [_block(document, block, item.translations) for block in document.blocks],
        "furniture": [
            {
                "zh": piece.text,
                "lines": list(piece.lines),
                "spans": [list(s) for s in piece.spans],
                "why": piece.reason,
            }
            for piece in document.furniture
        ],
    }


def _block(document: Document, block: Block, translations: dict[str, Translation]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "kind": block.kind, "level": block.level, "language": block.language, "zh": block.text,
        "lines": list(block.lines), "spans": [list(span) for span in block.spans], "segments": [],
    }  # fmt: skip
    if block.pages:
        made["page"] = block.pages[0]
    for segment in block.segments:
        found = translations.get(segment.id)
        offsets = [
            o for o in block.offsets[segment.start : segment.start + len(segment.text)] if o != INSERTED
        ]
        made["segments"].append(
            {
                "id": segment.id, "zh": segment.text, "en": found.en if found else "",
                "origin": found.origin.value if found else "none",
                "state": found.state.value if found else "initial", "match": found.match if found else None,
                "lines": [document.raw.line_at(offsets[0]), document.raw.line_at(offsets[-1])],
                "findings": [_finding(finding) for finding in (found.findings if found else ())],
                "waived": [
                    _finding(item.finding) | {
                        "waiver": {
                            "reason": item.waiver.reason, "note": item.waiver.note, "by": item.waiver.by,
                            "date": item.waiver.date,
                        }
                    }
                    for item in (found.waived if found else ())
                ],
                "steps": [
                    {"kind": step.kind, "reason": step.reason} for step in (found.steps if found else ())
                ],
            }
        )  # fmt: skip
    return made


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check, "severity": finding.severity, "message": finding.message,
        "zh_span": finding.zh_span, "en_span": finding.en_span, "suggestion": finding.suggestion,
    }  # fmt: skip


def briefing_json(brief: Briefing) -> dict[str, Any]:
    """The ledger of one brief: every statement, passage and mention with its place.

    ``briefings verify`` reads it back (``briefings.ledger_file``).
    """
    led = {variant.statement.id: variant.of for variant in brief.variants}
    return {
        "event": _event(brief.event),
        "marking": brief.marking,
        "draft": brief.draft,
        "quotes": [_statement(statement, led) for statement in brief.quotes],
        "reports": [_statement(statement, led) for statement in brief.reports],
        "assessments": [_statement(statement, led) for statement in brief.assessments],
        "passages": [_passage(passage, brief.numbers) for passage in brief.passages],
        "mentions": [
            _mention(mention, number, brief.numbers) for number, mention in enumerate(brief.mentions, start=1)
        ],
        "positions": [
            {"side": cell.side, "subject": cell.subject, "statements": list(cell.statements)}
            for cell in brief.positions
        ],
        "summary": [
            {
                "id": item.statement.id, "zh": item.statement.zh, "en": item.statement.en,
                "printed_en": item.statement.printed_en,
                "document": item.statement.document, "lines": list(item.statement.citation.lines),
                "why": item.why,
            }
            for item in brief.summary
        ],
        "discrepancies": [
            {"what": item.what, "members": list(item.members), "status": item.status, "by": item.by}
            for item in brief.discrepancies
        ],
        "notes": [_note(note) for note in brief.notes],
        "timeline": [_moment(item) for item in (*brief.timeline.moments, *brief.timeline.more)]
        if brief.timeline
        else [],
        "explained": list(brief.explained),
        "sources": [
            {"id": s.slug, "file": s.file, "sha256": s.sha256, "reference": s.reference, "rights": s.rights}
            for s in brief.sources
        ],
        "unreadable": [
            {
                "id": item.source.slug, "file": item.source.file, "reference": item.source.reference,
                "problem": item.problem,
            }
            for item in brief.unreadable
        ],
        "counts": {
            "documents": brief.counts.documents, "segments": brief.counts.segments,
            "by_state": brief.counts.by_state, "findings": brief.counts.findings,
        },
        "engine_signatures": list(brief.colophon.signatures),
    }  # fmt: skip


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id, "name": {"zh": event.name_zh, "en": event.name}, "type": event.type,
        "start": event.start, "end": event.end, "date_line": event.date_line,
        "local_dates": [
            {"place": d.place, "zone": d.zone, "date": d.date, "time": d.time} for d in event.local_dates
        ],
        "place": {"zh": event.place_zh, "en": event.place}, "participants": list(event.participants),
        "bottom_line": {"text": line.text, "by": line.by, "date": line.date}
        if (line := event.bottom_line)
        else None,
    }  # fmt: skip


def _speaker(person: Person | None) -> dict[str, str] | None:
    if person is None:
        return None
    return {"id": person.id, "zh": person.zh[0] if person.zh else "", "en": person.name, "side": person.side}


def _official(official: Official | None) -> dict[str, Any] | None:
    if official is None:
        return None
    return {
        "en": official.en, "source": official.source, "status": official.status, "grade": official.grade,
        "url": official.url, "note": official.note,
    }  # fmt: skip


def _statement(statement: Statement, led: dict[str, str]) -> dict[str, Any]:
    return {
        "id": statement.id, "zh": statement.zh, "en": statement.en, "en_scope": statement.en_scope,
        "printed_en": statement.printed_en,
        "zh_mark": statement.zh_mark, "speaker": _speaker(statement.speaker),
        "speaker_reason": statement.speaker_reason, "reported_by": statement.reported_by,
        "document": statement.document, "file": statement.citation.file,
        "lines": list(statement.citation.lines), "paragraph": statement.citation.paragraph,
        "segments": list(statement.segments), "origin": statement.origin.value,
        "state": statement.state.value, "original_language": statement.original_language,
        "back_translation": statement.back_translation, "relayed": statement.relayed,
        "wording": statement.wording_label, "official": _official(statement.official),
        "fidelity": statement.fidelity, "subjects": list(statement.subjects),
        "variants": list(statement.variants), "variant_of": led.get(statement.id),
        "not_in": list(statement.not_in), "why": statement.why, "verb": statement.verb,
        "said_at": statement.said_at, "said_on": statement.said_on, "said_day": statement.said_day,
    }  # fmt: skip


def _passage(passage: Passage, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": passage.id, "document": passage.document, "file": passage.file, "lines": list(passage.lines),
        "zh": passage.zh, "en": passage.en, "why": passage.why, "paragraph": passage.paragraph,
        "rows": [
            {"segment": row.segment, "zh": row.zh, "en": row.en} | _as_printed(row, numbers)
            for row in passage.rows
        ],
        "left_out": passage.left_out,
    }  # fmt: skip


def _as_printed(item: Row | Mention, numbers: Mapping[str, int]) -> dict[str, Any]:
    """What is printed otherwise, or beside it, for words first spoken in another language."""
    made: dict[str, Any] = {"printed_en": item.unmarked_en} if item.unmarked_en else {}
    if item.spoken:
        made["labels"] = [words_label(statement, numbers) for statement in item.spoken]
    return made


def _mention(mention: Mention, number: int, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": f"m-{number}",
        "document": mention.document, "file": mention.file, "lines": list(mention.lines),
        "zh": mention.zh, "en": mention.en, "why": mention.why,
    } | _as_printed(mention, numbers)  # fmt: skip


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": note.id, "document": note.document, "lines": list(note.lines), "zh": note.zh,
        "type": note.type, "severity": note.severity, "note": note.text, "evidence": note.evidence,
        "expected": note.expected or None, "discrepancy": note.discrepancy, "author": note.author,
        "date": note.date, "number": note.number, "audience": note.audience,
        "related_document": note.related_document or None, "related_zh": note.related_zh or None,
    }  # fmt: skip


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "start": moment.start, "date": moment.date, "en": moment.name, "zh": moment.zh,
        "kind": moment.kind, "why": moment.why, "citation": moment.citation,
    }  # fmt: skip
