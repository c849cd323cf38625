"""Translation engines, by name.

A new engine is one module that keeps the contract in ``base`` and one entry in
``ENGINES``; the stage does not change.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from translate.engines.argos import ArgosEngine
from translate.engines.base import Engine, translate_checked
from translate.engines.packages import choose, default_directory, discover
from translate.engines.pending import PendingEngine
from translate.errors import ConfigurationError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["ENGINES", "Engine", "NoPackageError", "open_engine", "translate_checked"]

AUTO = "auto"


class NoPackageError(EngineError):
    """No installed package reads the text. A damaged one is another matter: that is never passed over."""


def _argos(directory: Path, script: str) -> Engine:
    packages = discover(directory)
    try:
        package, conversion = choose(packages, script)
    except EngineError as error:
        raise NoPackageError(f"{error.message} in {directory}", error.remedy) from error
    return ArgosEngine(package, conversion)


def _pending(directory: Path, script: str) -> Engine:  # noqa: ARG001  (the shape of ENGINES)
    return PendingEngine()


ENGINES: Mapping[str, Callable[[Path, str], Engine]] = MappingProxyType(
    {ArgosEngine.name: _argos, PendingEngine.name: _pending}
)
"""Name of an engine -> how to open it, given the packages' directory and the text's script."""


def open_engine(script: str, name: str = AUTO, directory: Path | None = None) -> Engine:
    """The engine for texts in one script. Loads no model yet.

    Args:
        script: ``Hant`` or ``Hans``, as ``hanzi.script`` tells it.
        name: a key of ``ENGINES``, or ``auto``: Argos if a package for the
            script is installed, else the null engine with the reason.
        directory: where packages are; the user's data directory if ``None``.

    Raises:
        ConfigurationError: no engine has this name.
        NoPackageError: Argos was asked for by name and no package fits.
        EngineError: an installed package is damaged.
    """
    folder = directory or default_directory()
    if name == AUTO:
        try:
            return _argos(folder, script)
        except NoPackageError as error:
            return PendingEngine(error.message, error.remedy)
    if name not in ENGINES:
        known = ", ".join([AUTO, *ENGINES])
        raise ConfigurationError(f"engine: there is none named {name!r}", f"Use one of: {known}.")
    return ENGINES[name](folder, script)
