"""The workspace's configuration: every problem at once, and nothing read elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate.config import CHECKS, Config, load_config
from translate.errors import ConfigurationError


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    return tmp_path


def _settings(workspace: Path, text: str) -> None:
    (workspace / "briefings.toml").write_text(text, encoding="utf-8")


def test_defaults_without_a_file(workspace: Path) -> None:
    config = load_config(workspace, {})
    assert config.settings.engine == "auto"
    assert config.settings.institute == ""
    assert config.source_date_epoch is None
    assert config.packages.parts[-2:] == ("summit-briefings", "packages")


def test_where_things_are(workspace: Path) -> None:
    config = load_config(workspace, {})
    assert config.seeds == workspace / "seeds"
    assert config.build == workspace / "build"
    assert config.database == workspace / ".briefings" / "workspace.sqlite3"
    assert config.templates == workspace / "templates"


def test_what_the_file_says(workspace: Path) -> None:
    _settings(workspace, 'institute = "遠景基金會"\nengine = "pending"\n')
    settings = load_config(workspace, {}).settings
    assert (settings.institute, settings.engine) == ("遠景基金會", "pending")


def test_it_cannot_be_changed_afterwards(workspace: Path) -> None:
    config = load_config(workspace, {})
    with pytest.raises(AttributeError):
        config.root = workspace  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        config.settings.engine = "argos"
    assert isinstance(config, Config)


def test_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not a workspace") as caught:
        load_config(tmp_path, {})
    assert str(tmp_path) in caught.value.message
    assert "--workspace" in caught.value.remedy
    assert caught.value.exit_code == 2


def test_every_problem_is_listed_with_its_key(workspace: Path) -> None:
    _settings(workspace, 'institut = "x"\nengine = "google"\ninstitute = 3\n[pdf]\npaper = "A4"\n')
    with pytest.raises(ConfigurationError) as caught:
        load_config(workspace, {"SOURCE_DATE_EPOCH": "yesterday"})
    message = caught.value.message
    assert message.startswith(f"{workspace / 'briefings.toml'}: 5 problems\n")
    keys = [line.removeprefix("  - ").split(":")[0] for line in message.splitlines()[1:]]
    assert sorted(keys) == sorted(
        ["institut", "engine", "institute", "pdf", "SOURCE_DATE_EPOCH (environment)"]
    )


@pytest.mark.parametrize("data", [b"engine = ", b"engine = \xff"], ids=["TOML", "UTF-8"])
def test_a_file_that_cannot_be_read(workspace: Path, data: bytes) -> None:
    (workspace / "briefings.toml").write_bytes(data)
    with pytest.raises(ConfigurationError, match="1 problem\n  - file: not valid TOML"):
        load_config(workspace, {})


def test_the_environment(workspace: Path) -> None:
    environ = {"BRIEFINGS_PACKAGES": str(workspace / "packages"), "SOURCE_DATE_EPOCH": "1700000000"}
    config = load_config(workspace, environ)
    assert config.packages == workspace / "packages"
    assert config.source_date_epoch == 1_700_000_000


def test_empty_variables_are_unset(workspace: Path) -> None:
    config = load_config(workspace, {"BRIEFINGS_PACKAGES": "", "SOURCE_DATE_EPOCH": ""})
    assert config.source_date_epoch is None
    assert config.packages == load_config(workspace, {}).packages


@pytest.mark.parametrize("value", ["-1", "1.5", "now", "1700000000 "])
def test_a_date_that_is_no_number_of_seconds(workspace: Path, value: str) -> None:
    with pytest.raises(ConfigurationError, match="SOURCE_DATE_EPOCH"):
        load_config(workspace, {"SOURCE_DATE_EPOCH": value})


def test_severities_of_checks(workspace: Path) -> None:
    assert load_config(workspace, {}).settings.checks.severity == {}
    _settings(workspace, '[checks.severity]\nlength = "major"\nspacing = "off"\n')
    assert load_config(workspace, {}).settings.checks.severity == {"length": "major", "spacing": "off"}


def test_checks_and_severities_that_there_are_not(workspace: Path) -> None:
    _settings(workspace, '[checks.severity]\nlenght = "major"\ntone = "off"\nspacing = "none"\n')
    with pytest.raises(ConfigurationError) as caught:
        load_config(workspace, {})
    there_are = f"no such check; there are {', '.join(CHECKS)}"
    assert sorted(line.removeprefix("  - ") for line in caught.value.message.splitlines()[1:]) == [
        f"checks.severity.lenght: {there_are}",
        "checks.severity.spacing: Input should be 'critical', 'major', 'minor' or 'off'",
        f"checks.severity.tone: {there_are}",
    ]


def test_who_decides(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_config(workspace, {"BRIEFINGS_USER": "A. Reviser"}).person == "A. Reviser"
    monkeypatch.setattr("getpass.getuser", lambda: "account")
    assert load_config(workspace, {}).person == "account"

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert load_config(workspace, {}).person == ""
