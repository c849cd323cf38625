"""``waivers.toml``: read with its problems, edited without a loss, whole whatever happens."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefile import cases
from translate import waivers_file
from translate.errors import BriefingsError, ConfigurationError
from translate.files import write_atomically
from translate.model import Waiver
from translate.waivers import REASONS, digest
from translate.waivers_file import HEAD, NAME, WaiversText, editing, load_waivers

ROOT = Path(__file__).parents[2]
ONE = Waiver(
    "paper.1", "number", "三", "four", digest("三。"), digest("Four."), "false-alarm", "", "A. Reviser",
    "2026-11-21",
)  # fmt: skip
TWO = replace(ONE, segment="paper.2", note="because")
KEYS = ("segment", "check", "zh", "en", "zh_sha256", "en_sha256", "reason", "note", "by", "date")
PLAIN = dict(
    zip(KEYS, ("paper.0", "number", "三", "", "0" * 16, "1" * 16, "deliberate", "n", "A", "2026-11-21"),
        strict=True)
)  # fmt: skip


def expanded(text: str) -> str:
    """A case's text with its entries written out."""

    def entry(match: re.Match[str]) -> str:
        lines = {key: f'{key} = "{value}"' for key, value in PLAIN.items()}
        for change in re.split(r", (?=\"#|\w+=)", match[1] or ""):
            key, equals, value = change.partition("=")
            if equals:
                lines[key] = f"{key} = {value}"
            elif change:
                lines["check"] += "\n" + change.strip('"')
        return "\n".join(["[[waiver]]", *lines.values()]) + "\n"

    return re.sub(r"ENTRY(?:\(((?:[^()]|\n)*)\))?", entry, text)


@pytest.mark.parametrize("case", cases("waivers", "refused"))
def test_what_is_refused_is_told_with_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(expanded(case["text"]), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_waivers(path)
    head, *problems = caught.value.message.splitlines()
    assert head.startswith(f"{path}: ")
    assert [line.removeprefix("  - ") for line in problems] == case["problems"]
    assert "Correct the entry, or take its lines out" in caught.value.remedy


@pytest.mark.parametrize("case", cases("waivers", "withdrawn"))
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_withdrawing_takes_the_entrys_lines_alone(case: dict[str, Any], end: str, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(expanded(case["text"]).replace("\n", end).encode())
    text = WaiversText.read(path)
    result = text.without([text.waivers[number] for number in case["gone"]])
    assert result.text == expanded(case["left"]).replace("\n", end)
    result.write()
    assert load_waivers(path) == result.waivers


def test_no_file_is_no_waiver(tmp_path: Path) -> None:
    assert load_waivers(tmp_path / NAME) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_new_file(tmp_path: Path) -> None:
    text = WaiversText.read(tmp_path / NAME).with_new([ONE, TWO])
    assert text.text == HEAD + (
        '\n[[waiver]]\nsegment = "paper.1"\ncheck = "number"\nzh = "三"\nen = "four"\n'
        f'zh_sha256 = "{digest("三。")}"\nen_sha256 = "{digest("Four.")}"\nreason = "false-alarm"\n'
        'by = "A. Reviser"\ndate = "2026-11-21"\n'
        '\n[[waiver]]\nsegment = "paper.2"\ncheck = "number"\nzh = "三"\nen = "four"\n'
        f'zh_sha256 = "{digest("三。")}"\nen_sha256 = "{digest("Four.")}"\nreason = "false-alarm"\n'
        'note = "because"\nby = "A. Reviser"\ndate = "2026-11-21"\n'
    )
    assert text.write()
    assert not text.write()
    assert load_waivers(tmp_path / NAME) == (ONE, TWO)
    assert (tmp_path / NAME).read_text(encoding="utf-8") == text.text


@pytest.mark.parametrize("before", [
    "", "# no line end", "#\n\n\n", "# a\r\n# b\r\n",
    expanded("# x\nENTRY"), expanded("ENTRY(note='''\n# n\n''')"), expanded("ENTRY   # tail"),
], ids=range(7))  # fmt: skip
def test_adding_changes_nothing_before(before: str, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(before.encode())
    text = WaiversText.read(path)
    result = text.with_new([ONE, TWO])
    assert result.text.startswith(before)
    assert result.waivers == (*text.waivers, ONE, TWO)
    assert ("\r\n" in before) == ("\r" in result.text)
    # and there and back again is where it was, but for the line end that every file should have
    back = result.without([ONE, TWO])
    assert back.text.rstrip("\r\n") == before.rstrip("\r\n")
    assert back.with_new([ONE, TWO]).without([ONE, TWO]).text == back.text


def test_a_finding_has_one_waiver(tmp_path: Path) -> None:
    text = WaiversText.read(tmp_path / NAME).with_new([ONE])
    again = replace(ONE, reason="deliberate", note="later", by="B", date="2026-12-01")
    assert text.with_new([again, TWO, replace(TWO, by="C")]).waivers in {
        (ONE, TWO),
        (ONE, replace(TWO, by="C")),
    }
    assert text.with_new([again]).text == text.text


@pytest.mark.parametrize("before", ["waiver = []\n", "[waiver]\n"])
def test_a_file_that_takes_no_entry_is_left(before: str, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(before)
    with pytest.raises(ConfigurationError) as caught:
        WaiversText.read(path).with_new([ONE])
    assert str(path) in caught.value.message
    assert path.read_text() == before


def test_entries_in_a_list_cannot_be_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / NAME
    inline = ", ".join(f'{key} = "{value}"' for key, value in PLAIN.items())
    path.write_text(f"waiver = [{{ {inline} }}]\n", encoding="utf-8")
    text = WaiversText.read(path)
    assert len(text.waivers) == 1
    with pytest.raises(ConfigurationError, match="cannot be edited as it is written"):
        text.without(text.waivers)


@pytest.mark.parametrize("data", [b"\xff", "[[waiver]]".encode("utf-16")], ids=["bytes", "UTF-16"])
def test_a_file_of_other_bytes(data: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(data)
    with pytest.raises(ConfigurationError, match="file: not UTF-8"):
        load_waivers(tmp_path / NAME)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(ConfigurationError, match=f"{NAME}: 1 problem"):
        load_waivers(tmp_path / NAME)


words = st.text(st.characters(codec="utf-8"))


@given(st.lists(st.builds(
    Waiver, segment=st.from_regex(r"[a-z]{1,3}\.[0-9a-f]{2}", fullmatch=True),
    check=words.filter(bool), zh_marked=words, en_marked=words,
    zh_sha256=words.map(digest), en_sha256=words.map(digest), reason=st.sampled_from(list(REASONS)),
    note=words, by=words.filter(bool), date=st.dates().map(str),
), max_size=4), st.data())  # fmt: skip
def test_whatever_is_written_is_read(waivers: list[Waiver], data: st.DataObject) -> None:
    text = WaiversText(Path(NAME), HEAD, ()).with_new(waivers)
    body = text.text.removeprefix(HEAD)
    assert all(char.isprintable() or char == "\n" for char in body), "nothing in the file is invisible"
    assert tomllib.loads(text.text).get("waiver", []) or not waivers
    gone = data.draw(st.lists(st.sampled_from(text.waivers))) if text.waivers else []
    left = text.without(gone)
    assert left.waivers == tuple(one for one in text.waivers if one not in gone)
    assert left.text == WaiversText(Path(NAME), HEAD, ()).with_new(left.waivers).text


# whatever happens on the way


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_full_disk_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    path = tmp_path / NAME
    WaiversText.read(path).with_new([ONE]).write()
    before = path.read_bytes()

    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(BriefingsError, match="No space left on device") as caught:
        WaiversText.read(path).with_new([TWO]).write()
    monkeypatch.undo()
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]


WRITER = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from tests.translate.test_waivers_file import ONE
from translate.waivers_file import WaiversText, editing
folder, name, count, when = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
real, left = os.replace, [count]
def replaced(*places):
    left[0] -= 1
    if when == "before" and not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*places)
    if when == "after" and not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
os.replace = replaced
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    with editing(folder / "waivers.toml", folder / "lock"):
        text = WaiversText.read(folder / "waivers.toml")
        text.with_new([replace(ONE, segment=f"{name}.{number}")]).write()
    print(number, flush=True)
"""


def writer(folder: Path, name: str, count: int, when: str = "never") -> subprocess.Popen[str]:
    """A run that adds ``count`` waivers, each by itself, and may be killed at the last one."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count), when],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.parametrize(("when", "kept"), [("before", 2), ("after", 3)])
def test_killed_as_it_writes(tmp_path: Path, when: str, kept: int) -> None:
    run = writer(tmp_path, "one", 3, when)
    out, err = run.communicate("go\n", timeout=60)
    assert run.returncode == -signal.SIGKILL, err
    assert out.split() == ["ready", "0", "1"]
    assert [one.segment for one in load_waivers(tmp_path / NAME)] == [f"one.{n}" for n in range(kept)]
    for part in tmp_path.glob("*.part"):
        os.utime(part, (0, 0))  # it has lain there for long
    # the lock of a run that was killed holds up nobody, and what it lacked is added
    after = writer(tmp_path, "one", 3)
    _, err = after.communicate("go\n", timeout=60)
    assert after.returncode == 0, err
    assert [one.segment for one in load_waivers(tmp_path / NAME)] == [f"one.{n}" for n in range(3)]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["lock", NAME]


def test_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    runs = {name: writer(tmp_path, name, 12) for name in ("one", "two", "three")}
    for run in runs.values():
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
    for run in runs.values():
        assert run.stdin is not None
        run.stdin.write("go\n")
        run.stdin.flush()
    for run in runs.values():
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
    found = [one.segment for one in load_waivers(tmp_path / NAME)]
    assert sorted(found) == sorted(f"{name}.{number}" for name in runs for number in range(12))
    for name in runs:
        assert [one for one in found if one.startswith(f"{name}.")] == [f"{name}.{n}" for n in range(12)]


def test_a_reader_sees_whole_files_alone(tmp_path: Path) -> None:
    path = tmp_path / NAME
    run = writer(tmp_path, "one", 40)
    assert run.stdin is not None
    run.stdin.write("go\n")
    run.stdin.flush()
    counts = []
    while run.poll() is None:
        counts.append(len(load_waivers(path)))
    run.communicate()
    assert run.returncode == 0
    assert counts == sorted(counts)
    assert len(load_waivers(path)) == 40


def test_a_run_that_goes_on_is_told_after_some_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waivers_file, "WAIT", 0.2)
    path, lock = tmp_path / NAME, tmp_path / "lock"
    with editing(path, lock):
        # the lock is the process's; another one is needed to meet it
        code = (
            "import sys\nfrom pathlib import Path\nfrom translate import waivers_file\n"
            "waivers_file.WAIT = 0.2\n"
            "with waivers_file.editing(Path(sys.argv[1]), Path(sys.argv[2])): pass"
        )
        run = subprocess.run(
            [sys.executable, "-c", code, str(path), str(lock)],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert "another run has been changing it" in run.stderr
    assert str(path) in run.stderr
    with editing(path, lock):
        pass


def test_a_place_that_takes_no_lock(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", b"a file stands here")
    with (
        pytest.raises(BriefingsError, match="cannot be locked"),
        editing(tmp_path, tmp_path / "file" / "lock"),
    ):
        pass
