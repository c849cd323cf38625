"""The only reader of the environment and of ``briefings.toml``.

A workspace is a folder with ``seeds/``. ``briefings.toml`` beside it is optional.
"""

from __future__ import annotations

import getpass
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from translate.errors import ConfigurationError
from translate.model import Level

APP = "summit-briefings"

CHECKS = (
    "empty", "repetition", "number", "date", "negation", "residue", "name", "term", "latin", "attribution",
    "hedge", "completeness", "quotes", "length", "spacing", "invisible", "acronym", "consistency",
    "spelling", "wording", "abbreviation",
)  # fmt: skip
"""Ids of the checks, in their order. The checks come later in the imports; a test compares."""


def _check(value: str) -> str:
    if value not in CHECKS:
        raise ValueError(f"no such check; there are {', '.join(CHECKS)}")
    return value


class CheckSettings(BaseModel):
    """Section ``[checks]`` of ``briefings.toml``; for papers, not for a file checked by itself.

    Attributes:
        severity: how grave a check's findings are, by its id, or ``off``
            (``translate.severities`` has the rule).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: dict[Annotated[str, AfterValidator(_check)], Level] = {}


class MemorySettings(BaseModel):
    """Section ``[memory]`` of ``briefings.toml``: points are out of 100.

    Attributes:
        penalty: points off every match from an imported memory; from 2 on none of
            them is printed without a person, with 1 only those in context.
        penalties: the same for single memories, by name, in place of ``penalty``.
        ambiguous: points off where imported memories have several English versions of
            the Chinese and none of them stood between the same neighbours.
        machine: points off what a machine made; never exact, however small this is.
        threshold: least score of an offer.
        limit: offers for a segment at most.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    penalty: int = Field(default=0, ge=0, le=100)
    penalties: dict[str, int] = {}
    ambiguous: int = Field(default=1, ge=0, le=100)
    machine: int = Field(default=15, ge=0, le=100)
    threshold: int = Field(default=70, ge=50, le=100)
    limit: int = Field(default=5, ge=1)


class Settings(BaseModel):
    """``briefings.toml``, as a user writes it; unknown keys are errors.

    Attributes:
        institute: who issues the briefs, printed on them; nothing is printed if empty.
        engine: ``auto`` (an installed package if there is one), ``argos`` (which
            must be there) or ``pending`` (never translate by machine).
        memory: penalties and limits of memory matches.
        checks: how grave which findings are.
        embed_ledger: whether each PDF has its ledger, with its passages' full text, inside.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    institute: str = ""
    engine: Literal["auto", "argos", "pending"] = "auto"
    memory: MemorySettings = MemorySettings()
    checks: CheckSettings = CheckSettings()
    embed_ledger: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run depends on, fixed at its start.

    Attributes:
        root: the workspace.
        packages: folder of installed engine packages.
        settings: what ``briefings.toml`` says, defaults filled in.
        source_date_epoch: seconds since 1970 for reproducible output, if set.
        password: for encrypted papers; never written anywhere.
        index: address of the package index; Argos's public one if ``None``.
        user: who decides, if the environment says so.
    """

    root: Path
    packages: Path
    settings: Settings = field(default_factory=Settings)
    source_date_epoch: int | None = None
    password: str | None = field(default=None, repr=False)
    index: str | None = None
    user: str = ""

    @property
    def person(self) -> str:
        """Who decides, unless a command is told: ``user``, or the system's account; ``""`` if it has none."""
        return self.user or _account()

    @property
    def seeds(self) -> Path:
        """Source papers and what is known about them."""
        return self.root / "seeds"

    @property
    def build(self) -> Path:
        """Where outputs go."""
        return self.root / "build"

    @property
    def database(self) -> Path:
        """The workspace's database."""
        return self.root / ".briefings" / "workspace.sqlite3"

    @property
    def templates(self) -> Path:
        """The workspace's own templates, which override the package's file by file."""
        return self.root / "templates"


def problems_of(error: ValidationError) -> list[str]:
    """Pydantic's errors as ``key: what is wrong`` lines."""
    return [
        f"{_key(item['loc']) or 'file'}: {item['msg'].removeprefix('Value error, ')}"
        for item in error.errors()
    ]


def _key(parts: tuple[int | str, ...]) -> str:
    # pydantic's own mark for "the key, not its value"; users do not write it
    return ".".join(str(part) for part in parts if part != "[key]")


def _account() -> str:
    """The name of the system's account; ``""`` if it has none, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def load_config(root: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration of the workspace at ``root``.

    Environment: ``BRIEFINGS_PACKAGES`` (folder of engine packages),
    ``BRIEFINGS_PASSWORD`` (of encrypted papers), ``BRIEFINGS_INDEX`` (address of
    the package index), ``BRIEFINGS_USER`` (who decides; by default the system's
    account), ``SOURCE_DATE_EPOCH`` (reproducible-builds.org).

    Raises:
        ConfigurationError: no workspace there, or wrong keys or values (all at once).
    """
    if not (root / "seeds").is_dir():
        raise ConfigurationError(
            f"{root}: not a workspace (it has no folder seeds/)",
            "Run the command in a workspace, or name one: briefings --workspace DIR COMMAND.",
        )
    path = root / "briefings.toml"
    problems: list[str] = []
    settings = Settings()
    if path.exists():
        try:
            settings = Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(f"file: not valid TOML ({error})")
        except ValidationError as error:
            problems.extend(problems_of(error))
    epoch_text = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch_text and not epoch_text.isdecimal():
        problems.append(f"SOURCE_DATE_EPOCH (environment): not a whole number: {epoch_text!r}")
    if problems:
        raise ConfigurationError.from_problems(
            str(path), problems, "Correct these keys; see README, Settings."
        )
    packages = environ.get("BRIEFINGS_PACKAGES")
    return Config(
        root=root,
        packages=Path(packages) if packages else user_data_path(APP, appauthor=False) / "packages",
        settings=settings,
        source_date_epoch=int(epoch_text) if epoch_text else None,
        password=environ.get("BRIEFINGS_PASSWORD") or None,
        index=environ.get("BRIEFINGS_INDEX") or None,
        user=environ.get("BRIEFINGS_USER", ""),
    )
