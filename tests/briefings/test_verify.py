"""``briefings verify``: what was altered is found and named, wherever it was altered."""

from __future__ import annotations

import json
import re
import shutil
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefings import printed
from briefings.contrast import contrast
from briefings.html import templates_folder
from briefings.ledger_file import LedgerFile, parsed
from briefings.pdf import render_pdf
from briefings.printed import Printed, read_printed
from briefings.standing import Standing
from briefings.verify import Verdict, _Verifier, verify
from tests.briefings.conftest import Built
from tests.briefings.support import Command, Outcome, on_the_build
from translate.config import load_config
from translate.errors import InputError
from translate.model import Origin, State, Translation
from translate.store import Store

EVENT = "us-prc-bali-2022-11"
PAPER = "biden-xi-bali-2022"


@pytest.fixture
def work(built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """A built workspace with one brief, to spoil."""
    root = tmp_path / "work"
    shutil.copytree(built.root / "seeds", root / "seeds")
    folder = root / "build" / "briefings"
    folder.mkdir(parents=True)
    for suffix in (".pdf", ".json"):
        shutil.copy(built.build / "briefings" / f"{EVENT}{suffix}", folder)
    return Command(root, capsys)


def pdf_of(work: Command) -> Path:
    return work.build / "briefings" / f"{EVENT}.pdf"


def ledger_of(work: Command) -> Path:
    return pdf_of(work).with_suffix(".json")


def run(work: Command, *options: str) -> Outcome:
    return work("verify", *options, str(pdf_of(work)))


def failed(outcome: Outcome) -> list[tuple[str, str, list[int]]]:
    """Kind, id and pages of what differs, from a report in JSON."""
    return [
        (verdict["kind"], verdict["id"], verdict["pages"])
        for file in json.loads(outcome.out)["files"]
        for verdict in file["verdicts"]
        if not verdict["holds"]
    ]


def other(char: str) -> str:
    return "某" if char != "某" else "另"


def altered_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@on_the_build
def test_every_brief_of_a_build_holds_entry_by_entry(built: Built) -> None:
    standing = Standing(load_config(built.root))
    for event, brief in built.briefs.items():
        result = verify(built.build / "briefings" / f"{event}.pdf", None, standing)
        assert result.failed == ()
        assert result.event == event
        kinds = [verdict.kind for verdict in result.verdicts]
        assert kinds.count("quote") == len(brief["quotes"])
        assert kinds.count("report") == len(brief["reports"])
        assert kinds.count("sentence") == sum(len(passage["rows"]) for passage in brief["passages"])
        assert kinds.count("mention") == len(brief["mentions"])
        assert kinds.count("page one") == len(brief["summary"])
        assert kinds.count("paper") == len(brief["sources"])
        for verdict in result.verdicts:
            assert verdict.pages or verdict.kind in {"paper", "assessment"}, verdict
        for verdict in result.verdicts:
            assert verdict.kind != "page one" or min(verdict.pages) == 1


@on_the_build
def test_the_report_in_text(work: Command) -> None:
    outcome = run(work)
    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert lines[0].startswith(f"{pdf_of(work)}: {EVENT}, ledger {ledger_of(work)}")
    brief = json.loads(ledger_of(work).read_text("utf-8"))
    for statement in (*brief["quotes"], *brief["reports"]):
        assert any(statement["id"] in line and "ok" in line and "p" in line for line in lines)
    assert lines[-1].endswith(": all hold")
    quiet = run(work, "--quiet")
    assert (quiet.code, quiet.out) == (0, "")


@on_the_build
def test_the_printed_hash_is_the_ledgers_in_every_form(built: Built) -> None:
    for event in built.briefs:
        path = built.build / "briefings" / event
        digest = sha256(path.with_suffix(".json").read_bytes()).hexdigest()
        assert read_printed(path.with_suffix(".pdf")).ledger_sha256 == digest
        page = path.with_suffix(".html").read_text("utf-8").replace("<wbr>", "")
        assert f'id="ledger-sha256">{digest}</dd>' in page
        assert digest in path.with_suffix(".md").read_text("utf-8")


# what was altered after the build


@on_the_build
def test_a_character_of_the_source_names_statement_and_page(work: Command) -> None:
    source = work.seeds / f"{json.loads(ledger_of(work).read_text('utf-8'))['sources'][0]['file']}"
    altered_in(source, "激烈競爭", "激烈爭競")
    outcome = run(work, "--quiet")
    assert outcome.code == 3
    assert f"{pdf_of(work)}: 4 of " in outcome.err
    assert re.search(r"DIFFERS quote \S+ \(pp\. \d+, \d+\): ", outcome.out)
    assert "Chinese at lines" in outcome.out
    found = failed(run(work, "--format", "json"))
    kinds = {kind for kind, _, _ in found}
    assert {"paper", "quote", "sentence"} <= kinds
    assert all(pages for kind, _, pages in found if kind != "paper")
    assert len(found) < 8  # and nothing that did not change
    assert "⟦" in outcome.out


@on_the_build
def test_a_character_that_nothing_quotes_is_the_papers_difference_alone(work: Command) -> None:
    brief = json.loads(ledger_of(work).read_text("utf-8"))
    source = work.seeds / brief["sources"][0]["file"]
    source.write_bytes(source.read_bytes() + b"\n")
    assert failed(run(work, "--format", "json")) == [("paper", PAPER, [])]


@on_the_build
def test_a_line_more_moves_every_place(work: Command) -> None:
    brief = json.loads(ledger_of(work).read_text("utf-8"))
    source = work.seeds / brief["sources"][0]["file"]
    source.write_text("\n" + source.read_text("utf-8"), encoding="utf-8")
    outcome = run(work, "--quiet")
    assert outcome.code == 3
    assert "it stands at lines" in outcome.out


@on_the_build
@pytest.mark.parametrize("kind", ["quotes", "reports", "passages"])
def test_a_character_of_the_memory_names_statement_and_page(work: Command, kind: str) -> None:
    brief = json.loads(ledger_of(work).read_text("utf-8"))
    entry = brief[kind][0]
    row = entry["rows"][0] if kind == "passages" else None
    english = row["en"] if row else entry["en"]
    word = max(english.replace("’", " ").replace("“", " ").replace("”", " ").split(), key=len)
    memory = (work.seeds / "memory.tmx").read_text("utf-8")
    (work.seeds / "memory.tmx").write_text(memory.replace(word, f"{word[:-1]}q"), encoding="utf-8")
    found = failed(run(work, "--format", "json"))
    wanted = row["segment"] if row else entry["id"]
    assert wanted in {key for _, key, _ in found}
    assert all(pages for _, _, pages in found)


@on_the_build
def test_every_text_of_the_ledger_is_compared_with_the_pdf(built: Built) -> None:
    """One character altered in each text: not one of them goes through."""
    path = built.build / "briefings" / f"{EVENT}.pdf"
    data = json.loads(path.with_suffix(".json").read_text("utf-8"))
    brief = read_printed(path)
    for field in ("zh", "printed_en"):
        for verdict in _verdicts(brief, _all_altered(data, field)):
            assert not verdict.holds or verdict.kind in {"note", "paper"} or not verdict.pages, verdict
    official = _all_altered(data, "official")
    for statement in data["quotes"] + data["reports"]:
        if statement["official"] and statement["official"]["en"] and not statement["variant_of"]:
            assert not _of(_verdicts(brief, official), statement["id"]).holds
    for verdict in _verdicts(brief, _all_altered(data, "note")):
        assert verdict.kind != "note" or not verdict.holds


def _verdicts(brief: Printed, data: Any) -> list[Verdict]:
    return list(_Verifier(brief, LedgerFile.model_validate(data), None).verdicts())


def _of(verdicts: list[Verdict], key: str) -> Verdict:
    return next(verdict for verdict in verdicts if verdict.id == key and verdict.kind != "page one")


def _all_altered(data: Any, field: str) -> Any:
    """The ledger with the middle character of each text of one field altered."""
    data = json.loads(json.dumps(data))
    texts = [*data["quotes"], *data["reports"], *data["assessments"], *data["summary"], *data["mentions"]]
    texts += [row for passage in data["passages"] for row in passage["rows"]]
    if field == "official":
        texts = [item["official"] for item in texts if item.get("official") and item["official"]["en"]]
    if field == "note":
        texts = data["notes"]
    for item in texts:
        key = {"official": "en", "printed_en": "printed_en" if "printed_en" in item else "en"}.get(
            field, field
        )
        item[key] = middle_altered(item[key])
    return data


def middle_altered(text: str) -> str:
    at = max(index for index in range(len(text) // 2 + 1) if not text[index].isspace())
    return text[:at] + other(text[at]) + text[at + 1 :]


@on_the_build
@pytest.mark.parametrize("field", ["zh", "en"])
def test_a_character_of_the_ledger_fails_by_hash_and_by_name(work: Command, field: str) -> None:
    data = json.loads(ledger_of(work).read_text("utf-8"))
    row = data["passages"][0]["rows"][0]
    row[field] = middle_altered(row[field])
    ledger_of(work).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    found = failed(run(work, "--format", "json"))
    assert [(kind, key) for kind, key, _ in found] == [
        ("ledger", str(ledger_of(work))), ("sentence", row["segment"]),
    ]  # fmt: skip
    assert all(pages for _, _, pages in found)


def glyph_altered(data: bytes, name: str, *, inserted: bool = False) -> bytes:
    """The PDF with one glyph exchanged, or one more, in the longest run of text of the part ``name``."""
    texts = list(printed._texts(data))
    with pikepdf.open(BytesIO(data)) as pdf:
        numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        runs: list[tuple[int, int]] = []

        def walk(node: Any, page: int, *, inside: bool) -> None:
            if isinstance(node, int):
                if inside:
                    runs.append((page, node))
            elif isinstance(node, pikepdf.Array):
                for kid in node:
                    walk(kid, page, inside=inside)
            elif isinstance(node, pikepdf.Dictionary):
                here = inside or str(node.get("/ID", "")) == name
                number = numbers[node.Pg.objgen] if "/Pg" in node else page
                walk(node.get("/K"), number, inside=here)

        walk(pdf.Root.StructTreeRoot.K, 0, inside=False)
        page, mcid = max(runs, key=lambda run: len(texts[run[0]].get(run[1], "")))
        pdf.pages[page].Contents = pdf.make_stream(_exchanged(pdf.pages[page], mcid, inserted=inserted))
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


def _exchanged(page: pikepdf.Page, mcid: int, *, inserted: bool) -> bytes:
    """The page's content with the first glyph of one run replaced, or preceded, by another of it."""
    instructions, inside, done = [], False, False
    before: Any = pikepdf.parse_content_stream(page)
    for operands, operator in before:
        if str(operator) == "BDC":
            inside = operands[1].get("/MCID") == mcid
        elif inside and not done and str(operator) in {"Tj", "TJ"}:
            pieces = operands[0] if str(operator) == "TJ" else pikepdf.Array([operands[0]])
            codes = [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)]
            glyphs = [code[i : i + 2] for code in codes for i in range(0, len(code), 2)]
            first = glyphs[0]
            instead = next(glyph for glyph in glyphs if glyph != first)
            index = next(i for i, piece in enumerate(pieces) if isinstance(piece, pikepdf.String))
            pieces[index] = pikepdf.String(instead + bytes(pieces[index])[0 if inserted else 2 :])
            if str(operator) == "Tj":
                operands = [pieces[0]]  # noqa: PLW2901  (the instruction is written anew)
            done = True
        instructions.append((operands, operator))
    assert done
    return pikepdf.unparse_content_stream(instructions)


@on_the_build
@pytest.mark.parametrize("place", ["o-", "s-", "h-", "r-", "m-", "n-", "ledger-sha256"])
def test_a_glyph_of_the_pdf_names_statement_and_page(work: Command, place: str) -> None:
    path = pdf_of(work)
    parts = read_printed(path).parts
    name = next(key for key in parts if key.startswith(place) and not key.endswith("notes"))
    path.write_bytes(glyph_altered(path.read_bytes(), name))
    found = failed(run(work, "--format", "json"))
    assert len(found) == 1
    kind, key, pages = found[0]
    assert set(parts[name].pages) <= set(pages)
    if place in {"o-", "s-", "h-", "r-"}:
        assert printed.squeezed(name[2:]) == "".join(char if char.isalnum() else "-" for char in key)
    if place == "ledger-sha256":
        assert kind == "ledger"


@on_the_build
@pytest.mark.parametrize("place", ["o-", "s-", "h-", "r-", "m-"])
def test_a_glyph_more_is_found_also_beside_a_statement(work: Command, place: str) -> None:
    path = pdf_of(work)
    name = next(key for key in read_printed(path).parts if key.startswith(place))
    path.write_bytes(glyph_altered(path.read_bytes(), name, inserted=True))
    outcome = run(work, "--quiet")
    assert outcome.code == 3
    assert "with more beside it, p. " in outcome.out or "in the PDF, p. " in outcome.out


def test_a_row_that_goes_on_over_pages_is_read_cell_by_cell(tmp_path: Path) -> None:
    english, chinese = "Peace and stability are wanted. " * 12, "台海和平穩定為各方所願，" * 20
    style = (
        'body { font-family: "Noto Serif", "Noto Serif CJK TC" } @page { size: 100mm 50mm; margin: 8mm }'
        "td { width: 50% } p { margin: 0 }"
    )
    page = (
        f'<!DOCTYPE html><html lang="en"><head><title>T</title><style>{style}</style></head><body>'
        f'<table><tr id="r-one"><td><p>{english}<a href="#n-1">1</a></p></td>'
        f'<td><p lang="zh-Hant-TW">{chinese}</p></td></tr></table>'
        '<p id="n-1">Note</p><p id="ledger-sha256">00</p></body></html>'
    )
    path = tmp_path / "split.pdf"
    path.write_bytes(render_pdf(page, templates_folder()))
    part = read_printed(path).parts["r-one"]
    assert len(part.pages) > 1
    assert printed.squeezed(english) in part.paragraphs
    assert printed.squeezed(chinese) in part.paragraphs
    assert len(part.on) == len(part.text) == len(printed.squeezed(english + chinese)) + 1


def test_english_that_an_engine_made_is_compared_with_the_store(unseen: Command) -> None:
    assert unseen("build", "--draft").code == 0
    brief = unseen.build / "briefings" / "forum-2031-05.pdf"
    rows = [
        r for p in json.loads(brief.with_suffix(".json").read_text("utf-8"))["passages"] for r in p["rows"]
    ]

    def store(english: str) -> None:
        made = [
            Translation(row["segment"], f"{english} {number}", Origin.ENGINE, State.TRANSLATED, signature="s")
            for number, row in enumerate(rows)
        ]
        with Store(unseen.workspace / ".briefings" / "workspace.sqlite3") as database:
            database.put(made)

    store("First")
    assert unseen("build", "--draft").code == 0
    assert unseen("verify", str(brief)).code == 0
    store("Second")
    outcome = unseen("verify", "--quiet", str(brief))
    assert outcome.code == 3
    assert "English in the memory: “⟦Second⟧ 0” instead of “⟦First⟧ 0”" in outcome.out


# the ledger inside


def test_an_embedded_ledger_is_used_compared_and_told(unseen: Command) -> None:
    plain = unseen.build / "briefings" / "forum-2031-05.pdf"
    assert unseen("build", "--draft").code == 0
    assert read_printed(plain).embedded is None
    assert "embedded" not in plain.with_suffix(".html").read_text("utf-8")
    assert unseen("build", "--draft", "--embed-ledger").code == 0
    ledger = plain.with_suffix(".json")
    assert read_printed(plain).embedded == ledger.read_bytes()
    told = "is embedded in the PDF of this brief, with the full text of its passages"
    assert told in plain.with_suffix(".html").read_text("utf-8")
    first = plain.read_bytes()
    (unseen.workspace / "briefings.toml").write_text("embed_ledger = true\n")
    assert unseen("build", "--draft", "--fresh").code == 0
    assert plain.read_bytes() == first
    assert unseen("verify", str(plain)).code == 0
    ledger.write_bytes(ledger.read_bytes() + b"\n")
    outcome = unseen("verify", "--quiet", str(plain))
    assert outcome.code == 3
    assert "the ledger embedded in the PDF is not" in outcome.out
    ledger.unlink()
    alone = unseen("verify", str(plain))
    assert (alone.code, "ledger embedded in forum-2031-05.pdf" in alone.out) == (0, True)


# files that are none of ours


def test_what_is_no_readable_pdf(unseen: Command, tmp_path: Path) -> None:
    for name, data in (("a.pdf", b"Not a PDF"), ("b.pdf", b""), ("c.pdf", b"%PDF-1.7\n1 0 obj\n<<")):
        (tmp_path / name).write_bytes(data)
        outcome = unseen("verify", str(tmp_path / name))
        assert outcome.code == 3
        assert f"{tmp_path / name}: not a readable PDF" in outcome.err
        assert "undamaged" in outcome.err
    absent = unseen("verify", str(tmp_path / "absent.pdf"))
    assert (absent.code, "cannot be read (No such file or directory)" in absent.err) == (3, True)
    folder = unseen("verify", str(tmp_path))
    assert (folder.code, "cannot be read (Is a directory)" in folder.err) == (3, True)


def test_a_pdf_that_is_no_brief(unseen: Command, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    outcome = unseen("verify", str(tmp_path / "blank.pdf"), str(tmp_path / "locked.pdf"))
    assert outcome.code == 3
    assert "blank.pdf: no brief of summit-briefings" in outcome.err
    assert "locked.pdf: not a readable PDF" in outcome.err


@on_the_build
def test_without_its_ledger_a_brief_cannot_be_verified(work: Command, tmp_path: Path) -> None:
    kept = ledger_of(work).rename(tmp_path / "kept.json")
    outcome = run(work)
    assert outcome.code == 3
    assert f"no ledger: {EVENT}.json is not beside it, and none is embedded" in outcome.err
    assert "--ledger FILE" in outcome.err
    assert run(work, "--ledger", str(kept)).code == 0
    assert work("verify", "--ledger", str(kept), str(pdf_of(work)), str(pdf_of(work))).code == 2
    assert run(work, "--ledger", str(tmp_path / "absent.json")).code == 3


@on_the_build
def test_a_renamed_brief_is_known_by_its_ledgers_hash(work: Command) -> None:
    renamed = pdf_of(work).rename(pdf_of(work).with_name("final.pdf"))
    outcome = work("verify", str(renamed))
    assert (outcome.code, f"ledger {ledger_of(work)}" in outcome.out) == (0, True)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"no json", "Invalid JSON"),
        (b"{}", "event: Field required (and"),
        (b"\xff", "Invalid JSON"),
        (b'{"event": {"id": "e"}, "quotes": [{"id": "q"}]}', "quotes.0.zh: Field required"),
    ],
)
def test_what_is_no_ledger_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match="no ledger of a brief") as caught:
        parsed(data, "x.json")
    assert problem in caught.value.message


@on_the_build
def test_without_a_workspace_the_ledger_alone_is_asked_and_that_is_said(
    work: Command, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    refused = work.plain("--workspace", str(elsewhere), "verify", str(pdf_of(work)))
    assert refused.code == 2
    assert "--ledger-only" in refused.err
    outcome = work.plain("--workspace", str(elsewhere), "verify", "--ledger-only", str(pdf_of(work)))
    assert outcome.code == 0, outcome.err
    assert "Not checked, because of --ledger-only: the source papers, the memory" in outcome.out
    data = json.loads(work("verify", "--ledger-only", "--format", "json", str(pdf_of(work))).out)
    assert data["files"][0]["checked_against"] == ["pdf", "ledger"]
    assert data["files"][0]["holds"] is True


@on_the_build
def test_one_bad_file_does_not_hide_the_others(work: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"bad")
    outcome = work("verify", str(tmp_path / "bad.pdf"), str(pdf_of(work)))
    assert outcome.code == 3
    assert "all hold" in outcome.out
    assert "bad.pdf: not a readable PDF" in outcome.err


@on_the_build
def test_nothing_is_written(work: Command) -> None:
    before = sorted(work.workspace.rglob("*"))
    assert run(work).code == 0
    assert sorted(work.workspace.rglob("*")) == before


@on_the_build
def test_a_paper_that_is_gone_or_unreadable_is_said_of_each_of_its_statements(work: Command) -> None:
    brief = json.loads(ledger_of(work).read_text("utf-8"))
    (work.seeds / brief["sources"][0]["file"]).write_bytes(b"")
    outcome = run(work, "--format", "json")
    assert outcome.code == 3
    told = {key for _, key, _ in failed(outcome)}
    own = {item["id"] for item in brief["quotes"] + brief["reports"] if item["document"] == PAPER}
    assert own <= told


@on_the_build
def test_the_official_english_must_still_stand_in_quotations_toml(work: Command) -> None:
    brief = json.loads(ledger_of(work).read_text("utf-8"))
    statement = next(item for item in brief["quotes"] if item["official"] and item["official"]["en"])
    path = work.seeds / "quotations.toml"
    words = statement["official"]["en"][:12]
    path.write_text(path.read_text("utf-8").replace(words, words.upper()), encoding="utf-8")
    found = failed(run(work, "--format", "json"))
    assert statement["id"] in {key for _, key, _ in found}


@pytest.mark.parametrize(
    ("expected", "found", "excerpts"),
    [
        ("台海和平穩定", "他說台海和平稳定。", ("台海和平⟦穩⟧定", "他說台海和平⟦稳⟧定。")),
        ("does not support", "doesnot", ("does⟦ ⟧not⟦", "")),
        ("一二三四五", "一二四五", ("一二⟦三⟧四五", "一二⟦⟧四五")),
        ("一二四五", "一二三四五六", ("一二⟦⟧四五", "一二⟦三⟧四五六")),
        ("甲乙丙", "", ("⟦甲乙丙⟧", "⟦⟧")),
    ],
)
def test_a_contrast_marks_the_first_difference(expected: str, found: str, excerpts: tuple[str, str]) -> None:
    made = contrast(expected, found)
    assert made is not None
    if excerpts[1]:
        assert (made.expected, made.found) == excerpts
    else:
        assert made.expected.startswith(excerpts[0][:5])


def test_a_contrast_of_what_is_there_is_none() -> None:
    assert contrast("和平", "台海和平穩定") is None


def test_a_contrast_is_short_however_long_the_texts_are() -> None:
    made = contrast("甲" * 400 + "乙" + "丙" * 400, "甲" * 400 + "丁" + "丙" * 400)
    assert made is not None
    assert (made.expected, made.found) == (f"…{'甲' * 12}⟦乙⟧{'丙' * 12}…", f"…{'甲' * 12}⟦丁⟧{'丙' * 12}…")
    assert made.at == 400
