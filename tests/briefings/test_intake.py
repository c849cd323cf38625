"""``briefings add`` and ``briefings explain``: papers taken in, corrected, and accounted for."""

from __future__ import annotations

import io
import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefings import intake
from briefings.catalogue import load_catalogue
from briefings.confirm import Given, Manner, Question
from briefings.intake import slug_of
from briefings.sources_file import SourcesText
from tests.briefings.support import SEEDS, Command, files
from translate import ingest
from translate.config import load_config
from translate.errors import BriefingsError, ConfigurationError, InputError
from translate.store import Store

TEXT = """\
海洋情勢季刊 第七期

海峽巡護的新安排

高明遠、王小明

兩國海巡單位上週在燈塔市會商，同意在海峽中線以東設立聯絡窗口，並且每季舉行一次檢討會議，以降低誤判的風險，
相關安排預定明年四月生效，各方反應不一，觀察家認為這只是第一步，後續仍有待兩國議會審議之後才能夠確定。

The two sides agreed to keep lines of communication open.
"""
VALUES = {
    "slug": "strait", "file": "strait.txt", "language": "zh-Hant", "title": "海峽巡護的新安排",
    "authors": ["kao"], "author_names": ["王小明"], "author_line": "高明遠、王小明", "series": "海洋情勢季刊",
    "number": "7",
    "rights": "internal",
}  # fmt: skip


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    path = folder / "strait.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def entries(command: Command) -> dict[str, Any]:
    data = tomllib.loads((command.seeds / "sources.toml").read_text("utf-8"))
    return {entry["slug"]: entry for entry in data["source"]}


# taken in


def test_a_paper_is_copied_and_described(unseen: Command, paper: Path) -> None:
    before = files(unseen.seeds)
    outcome = unseen("add", "--yes", str(paper))
    assert outcome.code == 0, outcome.err
    after = files(unseen.seeds)
    assert after.pop("strait.txt") == paper.read_bytes() == TEXT.encode()
    sources = after.pop("sources.toml").decode()
    assert sources.startswith(before.pop("sources.toml").decode())
    assert after == before
    entry = entries(unseen)["strait"]
    assert len(entry.pop("sha256")) == 64
    assert entry == VALUES
    for words in (
        "line 3: the line above the author’s name; medium",
        "明年四月 (line 8)",
        "taken in as strait",
    ):
        assert words in outcome.out
    assert "English in the original" in outcome.out
    assert load_catalogue(unseen.seeds).sources["strait"].reference.startswith("Kao Ming-yuan, 王小明, ")


def test_it_builds(unseen: Command, paper: Path) -> None:
    assert unseen("add", "--yes", str(paper)).code == 0
    assert unseen("build", "--draft", "strait").code == 0
    made = json.loads((unseen.build / "english" / "strait.json").read_text("utf-8"))
    assert made["language"] == "zh-Hant"
    assert [block["kind"] for block in made["blocks"]][:2] == ["title", "byline"]
    assert made["furniture"][0]["zh"] == "海洋情勢季刊 第七期"
    assert made["notices"] == ["no date: relative dates stay unresolved: 上週 (line 7), 明年四月 (line 8)"]
    english = made["blocks"][-1]
    assert english["language"] == "en"
    (segment,) = english["segments"]
    assert segment["en"] == segment["zh"] == "The two sides agreed to keep lines of communication open."
    assert (segment["origin"], segment["state"], segment["findings"]) == ("none", "final", [])
    page = (unseen.build / "english" / "strait.html").read_text("utf-8")
    assert "English in the original" in page
    # it lacks nothing: the Chinese sentences alone are missing
    missing = sum(len(block["segments"]) for block in made["blocks"]) - 1
    assert f"strait: {missing} segments" in unseen("build", "strait").err


def test_options_go_before_what_is_proposed(unseen: Command, paper: Path) -> None:
    outcome = unseen(
        "add", "--yes", "--slug", "guard", "--title-en", "A New Arrangement", "--author", "林大海",
        "--date", "2031-Q2", "--number", "8", "--rights", "quote-only", "--marking", "EMBARGOED", str(paper),
    )  # fmt: skip
    assert outcome.code == 0, outcome.err
    assert "1 in English already" in unseen("translate", "--dry-run").out
    entry = entries(unseen)["guard"]
    assert entry["title"] == VALUES["title"]
    assert entry["author_names"] == ["林大海"]
    assert "authors" not in entry
    assert (entry["date"], entry["number"], entry["rights"]) == ("2031-Q2", "8", "quote-only")
    assert (entry["title_en"], entry["marking"]) == ("A New Arrangement", "EMBARGOED")
    assert "relative dates" not in outcome.out


def test_without_a_terminal_options_alone_are_written(unseen: Command, paper: Path) -> None:
    outcome = unseen("add", "--title", "海峽巡護的新安排", str(paper))
    assert outcome.code == 0
    assert set(entries(unseen)["strait"]) == {"slug", "file", "sha256", "language", "title", "rights"}
    assert "not taken" in outcome.out


def test_without_a_terminal_someone_must_confirm(unseen: Command, paper: Path) -> None:
    before = files(unseen.seeds)
    outcome = unseen("add", str(paper))
    assert outcome.code == 2
    assert "no terminal to confirm on: give --yes" in outcome.err
    assert files(unseen.seeds) == before


def test_a_dry_run_writes_nothing(unseen: Command, paper: Path) -> None:
    before = files(unseen.workspace)
    outcome = unseen("add", "--dry-run", str(paper))
    assert outcome.code == 0
    assert files(unseen.workspace) == before
    shown = outcome.out.split("would be written to sources.toml:\n")[1]
    (entry,) = tomllib.loads(shown)["source"]
    assert {key: entry[key] for key in VALUES} == VALUES


def test_a_paper_without_a_title_gets_its_files_name_and_says_so(unseen: Command, tmp_path: Path) -> None:
    path = tmp_path / "海峽 notes.txt"
    path.write_text(TEXT.split("\n\n")[3] + "\n", encoding="utf-8")
    assert unseen("add", "--yes", str(path)).code == 0
    entry = entries(unseen)["notes"]
    assert entry["title"] == "海峽 notes"
    assert entry["inferred"] == {"title": "Not found in the text; taken from the file’s name."}


def test_wrong_options_are_told_all_at_once(unseen: Command, paper: Path) -> None:
    before = files(unseen.seeds)
    outcome = unseen("add", "--date", "May 2031", "--rights", "all", "--slug", "A b", str(paper))
    assert outcome.code == 2
    for key in ("date: ", "rights: ", "slug: ", "no terminal"):
        assert key in outcome.err
    assert files(unseen.seeds) == before


def test_what_is_true_of_one_paper_is_not_said_of_two(unseen: Command, paper: Path) -> None:
    outcome = unseen("add", "--yes", "--title", "x", "--slug", "y", str(paper), str(paper))
    assert outcome.code == 2
    assert "--slug, --title: true of one paper only" in outcome.err


@pytest.mark.parametrize(("stem", "slug"), [
    ("Forum No. 94 (final)", "forum-no-94-final"), ("海峽", "paper"), ("2031年", "2031"), ("a__b", "a-b"),
])  # fmt: skip
def test_slugs(stem: str, slug: str) -> None:
    assert slug_of(stem) == slug


# several papers


def test_one_bad_file_holds_up_no_other(unseen: Command, paper: Path, tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    english = tmp_path / "english.txt"
    english.write_text("The leaders of the two countries met in the capital and agreed on the text.", "utf-8")
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("海峽", "海灣"), encoding="utf-8")
    outcome = unseen("add", "--yes", str(picture), str(paper), str(english), "absent.txt", str(other))
    assert outcome.code == 3
    for path, words in (
        (picture, "PNG image"),
        (english, "seems to be English"),
        ("absent.txt", "cannot be read"),
    ):
        assert f"{path}: " in outcome.err
        assert words in outcome.err
    assert {"strait", "other"} <= set(entries(unseen))
    assert {path.name for path in unseen.seeds.glob("*.txt")} == {"harbour.txt", "strait.txt", "other.txt"}


def test_two_papers_of_one_name(unseen: Command, paper: Path, tmp_path: Path) -> None:
    other = tmp_path / "strait.txt"
    other.write_text(TEXT.replace("海峽", "海灣"), encoding="utf-8")
    outcome = unseen("add", "--yes", str(paper), str(other))
    assert outcome.code == 3
    assert f"{other}: {unseen.seeds / 'strait.txt'} is another file" in outcome.err
    assert (unseen.seeds / "strait.txt").read_bytes() == paper.read_bytes()


def test_a_slug_that_is_taken(unseen: Command, paper: Path, tmp_path: Path) -> None:
    outcome = unseen("add", "--yes", "--slug", "harbour", str(paper))
    assert outcome.code == 3
    assert "another paper has the slug 'harbour'" in outcome.err
    assert not (unseen.seeds / "strait.txt").exists()
    other = tmp_path / "Harbour.md"
    other.write_text(TEXT, encoding="utf-8")
    assert unseen("add", "--yes", str(other)).code == 0
    assert "harbour-2" in entries(unseen)


def test_the_same_file_under_another_name(unseen: Command, paper: Path, tmp_path: Path) -> None:
    assert unseen("add", "--yes", str(paper)).code == 0
    copy = tmp_path / "copy.txt"
    copy.write_bytes(paper.read_bytes())
    outcome = unseen("add", "--yes", str(copy))
    assert outcome.code == 3
    assert "the same file is there already, as strait" in outcome.err


# again


def test_again_changes_nothing(unseen: Command, paper: Path) -> None:
    assert unseen("add", "--yes", str(paper)).code == 0
    before = files(unseen.seeds)
    outcome = unseen("add", "--yes", str(paper))
    assert outcome.code == 0
    assert "in sources.toml as strait, unchanged" in outcome.out
    assert files(unseen.seeds) == before


def test_a_paper_dropped_into_seeds(unseen: Command) -> None:
    path = unseen.seeds / "strait.txt"
    path.write_text(TEXT, encoding="utf-8")
    outcome = unseen("translate", "--dry-run")
    assert f"briefings add {path}" in outcome.err
    assert unseen("add", "--yes", str(path)).code == 0
    assert path.read_text("utf-8") == TEXT
    assert "strait" in entries(unseen)


def test_a_new_version_is_accepted_and_nothing_else_changes(unseen: Command, paper: Path) -> None:
    assert unseen("add", "--yes", str(paper)).code == 0
    path = unseen.seeds / "strait.txt"
    before = (unseen.seeds / "sources.toml").read_text("utf-8")
    ids = _ids(unseen)
    path.write_text(TEXT.replace("各方反應不一", "各方反應冷淡"), encoding="utf-8")
    outcome = unseen("build", "--draft", "strait")
    assert f"To accept this version: briefings add --yes {path}" in outcome.err
    assert unseen("add", str(path), "--title", "海峽巡護的新安排").code == 0
    after = (unseen.seeds / "sources.toml").read_text("utf-8")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1].startswith("sha256 = ")
    assert "differs from" not in unseen("translate", "--dry-run").err
    assert len(ids & _ids(unseen)) == len(ids) - 1


def _ids(command: Command) -> set[str]:
    assert command("build", "--draft", "strait").code == 0
    made = json.loads((command.build / "english" / "strait.json").read_text("utf-8"))
    return {segment["id"] for block in made["blocks"] for segment in block["segments"]}


def test_an_entry_can_be_corrected(unseen: Command, paper: Path) -> None:
    assert unseen("add", "--yes", str(paper)).code == 0
    outcome = unseen("add", "--yes", "--date", "2031-05-20", "--marking", "EMBARGOED", str(paper))
    assert outcome.code == 0
    assert "changed in sources.toml: date, marking" in outcome.out
    entry = entries(unseen)["strait"]
    assert (entry["date"], entry["marking"], entry["title"]) == ("2031-05-20", "EMBARGOED", VALUES["title"])
    outcome = unseen("add", "--yes", "--slug", "other", str(paper))
    assert outcome.code == 3
    assert "it has an entry as 'strait'" in outcome.err


def test_comments_and_order_survive_a_correction(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes((SEEDS / "sources.toml").read_bytes())
    lines = path.read_text("utf-8").splitlines()
    SourcesText.read(path).with_changes(
        "prc-diplomacy-2021-oct-dec", {"date": "2022-01", "sha256": "0" * 64}
    ).write()
    changed = [(a, b) for a, b in zip(lines, path.read_text("utf-8").splitlines(), strict=True) if a != b]
    assert [after for _, after in changed] == [f'sha256 = "{"0" * 64}"', 'date = "2022-01"']


@pytest.mark.parametrize("before", [
    "",
    "# only a comment",
    '[[source]]\r\nslug = "a"\r\nfile = "a.txt"\r\nsha256 = "@"\r\ntitle = "題" # why\r\n',
    '# head\n[[source]]\nslug = "a"\nfile = "a.txt"\nsha256 = "@"\ntitle = "題"\n[source.inferred]\na = "b"',
], ids=["empty", "comment", "CRLF", "no end"])  # fmt: skip
def test_an_entry_is_added_after_what_is_there(tmp_path: Path, before: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(before.replace("@", "0" * 64).encode())
    entry = {"slug": "b", "file": "b.txt", "sha256": "1" * 64, "title": '題「"\\', "labels": ("時評",)}
    SourcesText.read(path).with_entry({**entry, "inferred": {"title": "so"}}).write()
    after = path.read_bytes().decode()
    assert after.startswith(before.replace("@", "0" * 64))
    assert ("\r\n" in after) == ("\r\n" in before)
    assert after.count("\r") in {0, after.count("\n")}
    made = tomllib.loads(after)["source"][-1]
    assert made == {**entry, "labels": ["時評"], "inferred": {"title": "so"}}


@pytest.mark.parametrize("text", ["source = []\n", "x = \n", '[[source]]\nslug = "a"\n'])
def test_a_file_that_cannot_take_an_entry_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    entry = {"slug": "b", "file": "b.txt", "sha256": "1" * 64, "title": "題"}
    with pytest.raises(ConfigurationError, match=r"sources\.toml") as caught:
        SourcesText.read(path).with_entry(entry)
    assert caught.value.exit_code == 2
    assert path.read_text("utf-8") == text


def test_the_first_paper_of_a_workspace(tmp_path: Path, unseen: Command, paper: Path) -> None:
    (tmp_path / "new" / "seeds").mkdir(parents=True)
    outcome = unseen.plain("--workspace", str(tmp_path / "new"), "add", "--yes", str(paper))
    assert outcome.code == 0, outcome.err
    made = files(tmp_path / "new" / "seeds")
    assert set(made) == {"strait.txt", "sources.toml"}
    assert made["sources.toml"].startswith(b"# ")


# on a terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_each_value_is_confirmed(
    unseen: Command, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # in the order of confirm.ASKED; the date is asked for twice
    answers = ["", "A New Arrangement", "王小明", "", "", "-", "", "May", "2031-05", "", "cleared", ""]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    outcome = unseen("add", str(paper))
    assert outcome.code == 0, outcome.err
    entry = entries(unseen)["strait"]
    assert (entry["title"], entry["title_en"]) == (VALUES["title"], "A New Arrangement")
    assert entry["author_names"] == ["王小明"]
    assert "series" not in entry
    assert (entry["number"], entry["date"], entry["rights"]) == ("7", "2031-05", "cleared")
    assert "line 3: 海峽巡護的新安排 (the line above the author’s name; medium)" in outcome.out
    assert "a date is YYYY" in outcome.err


def test_interrupted_at_a_question_nothing_is_written(
    unseen: Command, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(unseen.seeds)
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    assert unseen("add", str(paper)).code == 130
    assert files(unseen.seeds) == before


def test_a_paper_needs_a_title(unseen: Command, paper: Path) -> None:
    asked: list[Question] = []

    def ask(question: Question) -> str:
        asked.append(question)
        return "題目" if question.problem else ""

    config = load_config(unseen.workspace)
    taken = intake.add(config, [paper], Given(), Manner(ask), lambda _: None)
    assert taken.slugs == ["strait"]
    assert [question.problem for question in asked[:2]] == ["", "a paper needs a title"]
    assert entries(unseen)["strait"]["title"] == "題目"


# faults


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, BaseException], Iterator[None]]:
    """Let the nth step of writing fail."""

    def arm(number: int, error: BaseException) -> Iterator[None]:
        count = 0

        def failing(original: Callable[..., Any]) -> Callable[..., Any]:
            def step(*arguments: Any, **named: Any) -> Any:
                nonlocal count
                count += 1
                if count == number:
                    raise error
                return original(*arguments, **named)

            return step

        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", failing(__import__("os").fsync))
            patch.setattr("tempfile.mkstemp", failing(__import__("tempfile").mkstemp))
            patch.setattr(Path, "replace", failing(Path.replace))
            yield

    return arm


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "stop"]
)
@pytest.mark.parametrize("number", range(1, 7))
def test_a_fault_leaves_whole_files_and_the_next_run_goes_on(
    unseen: Command, paper: Path, fault: Callable[..., Iterator[None]], number: int, error: BaseException
) -> None:
    before = files(unseen.seeds)
    for _ in fault(number, error):
        outcome = unseen("add", "--yes", str(paper))
        assert outcome.code == (130 if isinstance(error, KeyboardInterrupt) else 1)
        assert "Traceback" not in outcome.err
    after = files(unseen.seeds)
    assert after.pop("strait.txt", TEXT.encode()) == TEXT.encode()
    assert after == before
    assert paper.read_text("utf-8") == TEXT
    assert unseen("add", "--yes", str(paper)).code == 0
    assert "strait" in entries(unseen)


def test_a_paper_that_changes_while_it_is_read(
    unseen: Command, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ingest.read

    def reading(path: Path, slug: str, **named: Any) -> Any:
        document = read(path, slug, **named)
        path.write_text(TEXT + "又及。\n", encoding="utf-8")
        return document

    monkeypatch.setattr(ingest, "read", reading)
    outcome = unseen("add", "--yes", str(paper))
    assert outcome.code == 3
    assert "changed while it was read" in outcome.err
    assert not (unseen.seeds / "strait.txt").exists()


def test_refusals_are_gathered() -> None:
    taken = intake.Taken(refused=[InputError("a", "x"), BriefingsError("b", "x")])
    with pytest.raises(InputError) as caught:
        taken.raise_refused()
    assert (caught.value.message, caught.value.remedy) == ("a\nb", "x")
    intake.Taken().raise_refused()


# encrypted papers


@pytest.mark.slow
def test_an_encrypted_paper(unseen: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint import HTML  # noqa: PLC0415

    plain, path = tmp_path / "plain.pdf", tmp_path / "locked.pdf"
    body = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n")[1:4])
    HTML(string=f'<html lang="zh-Hant"><body style="font-family: Noto Serif CJK TC">{body}').write_pdf(plain)
    with pikepdf.open(plain) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="secret"))
    outcome = unseen("add", "--yes", str(path))
    assert outcome.code == 3
    assert "encrypted" in outcome.err
    assert "BRIEFINGS_PASSWORD" in outcome.err
    outcome = unseen("add", "--yes", "--password", "secret", str(path))
    assert outcome.code == 0, outcome.err
    assert entries(unseen)["locked"]["title"] == "海峽巡護的新安排"
    assert (unseen.seeds / "locked.pdf").read_bytes() == path.read_bytes()
    assert not any(b"secret" in data for data in files(unseen.workspace).values())
    assert unseen("explain", "locked").code == 3
    monkeypatch.setenv("BRIEFINGS_PASSWORD", "secret")
    assert "海峽巡護的新安排" in unseen("explain", "locked").out


# explain and its pins


def test_explain(unseen: Command) -> None:
    outcome = unseen("explain", "harbour")
    assert outcome.code == 0
    assert "+ joined to line 6: " in outcome.out
    assert "[source.repair]" in outcome.out
    some = unseen("explain", "harbour", "--lines", "5-7").out
    assert "北嶼總統高明遠" in some
    assert "二、雙方說法" not in some
    assert unseen("explain", "nothing").code == 2
    for wrong in ("x", "7-5", "0", "5-", "-5"):
        assert unseen("explain", f"--lines={wrong}", "harbour").code == 2, wrong


def test_a_pin_is_honoured_and_keeps_what_was_stored(unseen: Command) -> None:
    def stored() -> dict[str, str]:
        assert unseen("build", "--draft", "harbour").code == 0
        made = json.loads((unseen.build / "english" / "harbour.json").read_text("utf-8"))
        return {segment["zh"]: segment["id"] for block in made["blocks"] for segment in block["segments"]}

    before = stored()
    with (unseen.seeds / "sources.toml").open("a", encoding="utf-8") as file:
        file.write("[source.repair]\nsplit = [[5, 6]]\n")
    assert "pinned in sources.toml" in unseen("explain", "harbour").out
    after = stored()
    same = set(before) & set(after)
    assert len(before) - len(same) == 1
    assert all(before[text] == after[text] for text in same)
    with Store(unseen.workspace / ".briefings" / "workspace.sqlite3") as store:
        assert store.known_version("harbour") is not None


@pytest.mark.parametrize(("pins", "words"), [
    ("join = [[5, 6]]\nsplit = [[5, 6]]", "both joined and split: [5, 6]"),
    ("join = [[6, 5]]", "the earlier first"), ("split = [[5]]", "repair.split.0"),
    ("undo = [[5, 6]]", "repair.undo"),
])  # fmt: skip
def test_pins_that_say_nothing_are_told(unseen: Command, pins: str, words: str) -> None:
    with (unseen.seeds / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(f"[source.repair]\n{pins}\n")
    outcome = unseen("explain", "harbour")
    assert outcome.code == 2
    assert words in outcome.err


def test_a_pin_that_meets_nothing_is_said(unseen: Command) -> None:
    with (unseen.seeds / "sources.toml").open("a", encoding="utf-8") as file:
        file.write("[source.repair]\njoin = [[5, 9]]\n")
    assert (
        "note: join = [[5, 9]] in sources.toml meets no two neighbouring lines"
        in unseen("explain", "harbour").out
    )
