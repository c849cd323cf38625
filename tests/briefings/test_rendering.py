"""PDFs made in several processes: the same bytes, problems told, nothing left behind; and none made twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefings import fonts, rendering
from briefings.html import templates_folder
from briefings.pdf import render_pdf
from briefings.rendering import Record, Renderer
from tests.briefings.support import ROOT
from translate.errors import RenderError


def page(words: str, family: str = "Noto Serif") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>T</title><style>p {{ font-family: "{family}" }}</style>'
        f"</head><body><p>{words}</p></body></html>"
    )


def render(pages: dict[str, str], jobs: int) -> dict[str, bytes]:
    made: dict[str, bytes] = {}

    def done(path: Path, data: bytes) -> None:
        assert path.name not in made
        made[path.name] = data

    with Renderer(templates_folder(), jobs, done) as renderer:
        for name, html in pages.items():
            renderer.submit(Path(name), html)
    return made


@pytest.mark.parametrize("count", [0, 1, 2, 7])
@pytest.mark.parametrize("jobs", [1, 2])
def test_every_page_is_made_once_and_the_same_however_many_processes(count: int, jobs: int) -> None:
    pages = {f"{number}.pdf": page(f"Page {number}") for number in range(count)}
    assert render(pages, jobs) == {name: render_pdf(html, templates_folder()) for name, html in pages.items()}


@pytest.mark.parametrize("bad", [0, 1, 4])
def test_a_page_that_cannot_be_set_ends_the_run_and_says_why(bad: int) -> None:
    pages = {f"{n}.pdf": page("Text", "No Such Serif" if n == bad else "Noto Serif") for n in range(5)}
    with pytest.raises(RenderError, match="No Such Serif") as caught:
        render(pages, 2)
    assert "doctor" in caught.value.remedy, "the whole error comes out of the other process"


def test_a_process_that_is_ended_from_outside_is_an_error_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rendering, "render_pdf", _killed)
    with pytest.raises(RenderError, match="ended from outside") as caught:
        render({f"{number}.pdf": page("Text") for number in range(3)}, 2)
    assert "--jobs 1" in caught.value.remedy


def _killed(_html: str, _base: Path) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


PARENT = """
import sys
from pathlib import Path
from tests.briefings.test_rendering import _reporting, page
from briefings import rendering
rendering.render_pdf = _reporting
with rendering.Renderer(Path(sys.argv[1]), 2, print) as renderer:
    for number in range(2):
        renderer.submit(Path(f"{number}.pdf"), page("Text"))
"""


def _reporting(_html: str, base: Path) -> bytes:
    """Says which process it is in, and goes on for longer than the test waits."""
    (base / f"{os.getpid()}.pid").touch()
    time.sleep(600)
    return b""


def _runs(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see which processes run")
def test_no_process_outlives_a_killed_build(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(f'if __name__ == "__main__":\n{PARENT.replace(chr(10), chr(10) + "    ")}')
    run = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    deadline = time.monotonic() + 120
    while len(list(tmp_path.glob("*.pid"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    numbers = [int(path.stem) for path in tmp_path.glob("*.pid")]
    assert len(numbers) == 2
    assert all(map(_runs, numbers))
    run.kill()
    run.wait()
    while any(map(_runs, numbers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_runs, numbers))


# what stands is not made again


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "rendered.json", templates_folder())


def test_a_pdf_stands_while_page_and_file_are_the_same(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "a.pdf"
    key = record.key(page("Text"))
    assert not record.stands(path, key), "nothing is known of it"
    path.write_bytes(b"%PDF")
    record.note(path, key, b"%PDF")
    record.save()
    again = Record(tmp_path / "rendered.json", templates_folder())
    assert again.key(page("Text")) == key
    assert again.stands(path, key)
    assert not again.stands(path, again.key(page("Other text")))
    path.write_bytes(b"%PDF altered")
    assert not again.stands(path, key)
    path.unlink()
    assert not again.stands(path, key)


@pytest.mark.parametrize(
    "kept", ["", "[]", "{", '{"a.pdf": 1}', '{"a.pdf": ["x"]}', '{"a.pdf": "xy"}', "null", "\x00"]
)
def test_a_spoilt_record_is_no_record(tmp_path: Path, kept: str) -> None:
    (tmp_path / "rendered.json").write_text(kept)
    record = Record(tmp_path / "rendered.json", templates_folder())
    assert not record.stands(tmp_path / "a.pdf", record.key(page("Text")))


def test_images_fonts_and_programs_are_part_of_what_a_pdf_follows_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key() -> str:
        return Record(tmp_path / "rendered.json", tmp_path).key(page("Text"))

    keys = [key()]
    (tmp_path / "logo.svg").write_text("<svg/>")
    keys.append(key())
    (tmp_path / "logo.svg").write_text("<svg></svg>")
    keys.append(key())
    monkeypatch.setattr(rendering, "libraries", lambda: ("weasyprint-999.dist-info",))
    keys.append(key())
    monkeypatch.setattr(rendering, "font_files", lambda _: ("another.ttf 1 1",))
    keys.append(key())
    assert len(set(keys)) == len(keys)
    monkeypatch.undo()
    assert key() == keys[2]
    (tmp_path / "extra.css").write_text("p { color: black }")
    assert key() != keys[2], "a style sheet may import another"


def test_the_files_of_a_family_are_named() -> None:
    files = fonts.font_files(("Noto Serif", "Noto Serif CJK TC"))
    assert any("NotoSerif-" in file for file in files)
    assert any("CJK" in file for file in files)
    assert fonts.font_files(("No Such Serif",)) == ()
