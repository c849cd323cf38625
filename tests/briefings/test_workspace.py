"""Settings, progress, and what opening a workspace says."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from briefings.catalogue import load_catalogue
from briefings.dates import today
from briefings.progress import Display
from briefings.workspace import engines, plan, read_documents
from tests.briefings.support import EPOCH, Command
from translate.config import Config, Settings, load_config
from translate.errors import ConfigurationError


def test_the_day_is_that_of_the_epoch(tmp_path: Path) -> None:
    assert today(Config(tmp_path, tmp_path, source_date_epoch=int(EPOCH))) == "2026-11-20"
    assert today(Config(tmp_path, tmp_path, source_date_epoch=0)) == "1970-01-01"
    assert len(today(Config(tmp_path, tmp_path))) == len("1970-01-01")


def test_configuration_is_read_once_from_file_and_environment(unseen: Command, tmp_path: Path) -> None:
    (unseen.workspace / "briefings.toml").write_text('institute = "海港 Institute"\n', encoding="utf-8")
    config = load_config(unseen.workspace, {"BRIEFINGS_PACKAGES": "/p", "SOURCE_DATE_EPOCH": "12"})
    assert config == Config(unseen.workspace, Path("/p"), Settings(institute="海港 Institute"), 12)
    assert load_config(unseen.workspace, {}).source_date_epoch is None
    with pytest.raises(ConfigurationError, match="not a workspace"):
        load_config(tmp_path / "none", {})


@pytest.mark.parametrize("text", ["engine = [", "engine = 'magic'", "institute = 3"])
def test_faulty_settings(unseen: Command, text: str) -> None:
    (unseen.workspace / "briefings.toml").write_text(text)
    with pytest.raises(ConfigurationError, match="1 problem"):
        load_config(unseen.workspace, {})


def test_settings_that_are_not_utf8(unseen: Command) -> None:
    (unseen.workspace / "briefings.toml").write_bytes('institute = "海"'.encode("big5"))
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        load_config(unseen.workspace, {})


def test_the_institute_is_printed(unseen: Command) -> None:
    (unseen.workspace / "briefings.toml").write_text('institute = "Harbour Institute"\n')
    assert unseen("build", "--draft", "forum-2031-05").code == 0
    for kind in ("html", "md", "summary.md", "summary.html"):
        page = (unseen.build / "briefings" / f"forum-2031-05.{kind}").read_text("utf-8")
        assert "Harbour Institute" in page, kind


def test_an_engine_is_opened_once_and_only_when_asked_for(tmp_path: Path) -> None:
    engine_for = engines(Config(tmp_path, tmp_path / "none"))
    assert engine_for("Hant") is engine_for("Hant")
    assert not engine_for("Hans").available


def test_a_plan_names_papers_in_their_order(unseen: Command) -> None:
    config = load_config(unseen.workspace, {})
    [line], unreadable = plan(config, (), lambda _: None)
    assert unreadable == ()
    assert line.startswith("harbour: ")
    assert line.endswith(" for the engine")


def test_only_some_papers_are_read(unseen: Command) -> None:
    config = load_config(unseen.workspace, {})
    catalogue = load_catalogue(config.seeds)
    told: list[tuple[str, int, int]] = []
    papers = read_documents(
        config, catalogue, lambda _: None, lambda *step: told.append(step), only=["harbour"]
    )
    assert [document.slug for document in papers.documents] == ["harbour"]
    assert told == [("read", 1, 1)]
    with pytest.raises(ConfigurationError, match="no such paper: other"):
        read_documents(config, catalogue, lambda _: None, only=["harbour", "other"])


def console(*, terminal: bool) -> Console:
    return Console(file=StringIO(), force_terminal=terminal, width=60, highlight=False)


def output(shown: Console) -> str:
    assert isinstance(shown.file, StringIO)
    return shown.file.getvalue()


def test_plain_lines_where_there_is_no_terminal() -> None:
    shown = console(terminal=False)
    with Display(shown) as display:
        for done in range(1, 4):
            display.progress("read", done, 3)
        display.notice("a notice with [brackets], longer than the line is wide, in one piece")
    assert output(shown) == (
        "read: 3 of 3\nnote: a notice with [brackets], longer than the line is wide, in one piece\n"
    )


def test_bars_on_a_terminal() -> None:
    shown = console(terminal=True)
    with Display(shown) as display:
        display.progress("read", 1, 2)
        display.progress("read", 2, 2)
        display.progress("render", 1, 7)
        display.notice("[not markup]")
    assert "2/2" in output(shown)
    assert "1/7" in output(shown)
    assert "note: [not markup]" in output(shown)
