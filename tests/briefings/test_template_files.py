"""Templates listed, shown, copied and replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.html import templates_folder
from briefings.template_files import copy_templates, template_files
from tests.briefings.support import Command
from translate.errors import ConfigurationError


def test_every_template_says_what_it_is_for(tmp_path: Path) -> None:
    files = template_files(tmp_path / "templates")
    assert {file.name for file in files} >= {"briefing/brief.css", "briefing/parts/front.html.j2", "page.css"}
    assert [file.name for file in files if len(file.about.split()) < 3] == []
    assert not any(file.replaced for file in files)


def test_the_list_tells_what_the_workspace_replaces(unseen: Command) -> None:
    plain = unseen("templates")
    assert plain.code == 0
    assert "yours" not in plain.out
    assert unseen("templates", "copy", "page.css", "briefing/brief.css").code == 0
    own = unseen.workspace / "templates"
    (own / "page.css").write_text("body { color: black }", encoding="utf-8")
    (own / "logo.svg").write_text("<svg/>", encoding="utf-8")
    lines = {line.split()[0]: line for line in unseen("templates").out.splitlines()}
    assert "replaced by yours" in lines["page.css"]
    assert "yours, unchanged" in lines["briefing/brief.css"]
    assert "your own" in lines["logo.svg"]
    assert "yours" not in lines["index/index.css"]


def test_a_copy_is_used_and_a_deleted_one_is_not(unseen: Command) -> None:
    assert unseen("templates", "copy", "index/index.css").code == 0
    copied = unseen.workspace / "templates" / "index" / "index.css"
    assert copied.read_bytes() == (templates_folder() / "index" / "index.css").read_bytes()
    copied.write_text(".wrap { max-width: 12.345rem }", encoding="utf-8")
    assert unseen("build", "--draft").code == 0
    assert "12.345rem" in (unseen.build / "index.html").read_text("utf-8")
    copied.unlink()
    assert unseen("build", "--draft").code == 0
    assert "12.345rem" not in (unseen.build / "index.html").read_text("utf-8")


def test_a_folder_stands_for_what_it_holds(tmp_path: Path) -> None:
    made = copy_templates(["templates/briefing/parts/"], tmp_path)
    assert {path.parent for path in made} == {tmp_path / "briefing" / "parts"}
    assert len(made) == len(list((templates_folder() / "briefing" / "parts").iterdir()))


def test_a_changed_copy_is_not_overwritten(unseen: Command) -> None:
    assert unseen("templates", "copy", "page.css").code == 0
    assert unseen("templates", "copy", "page.css").code == 0, "the same may be copied again"
    own = unseen.workspace / "templates" / "page.css"
    own.write_text("mine", encoding="utf-8")
    refused = unseen("templates", "copy", "briefing", "page.css")
    assert refused.code == 2
    assert "page.css" in refused.err
    assert "--force" in refused.err
    assert not (own.parent / "briefing").exists(), "all of them, or none"
    assert own.read_text("utf-8") == "mine"
    assert unseen("templates", "copy", "--force", "page.css").code == 0
    assert own.read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    "name", ["briefing/bref.css", "../pyproject.toml", "/etc/passwd", "", "brief", "nothing/of/the/kind"]
)
def test_unknown_names_are_refused(name: str, tmp_path: Path, unseen: Command) -> None:
    with pytest.raises(ConfigurationError, match="no such template"):
        copy_templates([name], tmp_path)
    assert list(tmp_path.glob("*.css")) == []
    shown = unseen("templates", "show", name)
    assert shown.code == 2
    assert "briefings templates" in shown.err


def test_a_near_name_is_proposed(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"did you mean briefing/brief\.css"):
        copy_templates(["briefing/bref.css"], tmp_path)


def test_a_template_is_shown_as_it_is(unseen: Command) -> None:
    shown = unseen("templates", "show", "briefing/brief.css")
    assert shown.code == 0
    assert shown.out == (templates_folder() / "briefing" / "brief.css").read_text("utf-8")
