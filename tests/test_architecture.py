"""Imports run one way, and outside libraries have one wrapper each; read from the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS: tuple[tuple[str, ...], ...] = (
    ("translate",),  # the package itself: its version, nothing else
    ("translate.errors", "translate.model", "translate.files", "translate.waivers"),
    ("translate.locks",),
    ("translate.waivers_file",),
    ("translate.config", "translate.hanzi", "translate.quantities", "translate.glossary"),
    ("translate.memory.tmx", "translate.memory.tables", "translate.memory.fuzzy"),
    ("translate.ingest", "translate.segment", "translate.engines", "translate.checks", "translate.schema"),
    ("translate.store", "translate.pairs", "translate.severities"),
    ("translate.memory", "translate.exchange"),
    ("translate.machine",),
    ("translate.stage",),
    ("briefings",),
    ("briefings.review",),
    ("briefings.cli",),
    ("briefings.__main__",),
)
"""The design's order: a module imports from its own layer and those before it."""

WRAPPERS = {
    "argostranslate": {"translate/engines/argos.py"},
    "ctranslate2": {"translate/engines/argos.py"},
    "sentencepiece": {"translate/engines/argos.py"},
    "opencc": {"translate/hanzi.py"},
    "weasyprint": {"briefings/pdf.py", "briefings/doctor.py"},
    "sqlalchemy": {
        "translate/schema.py",
        "translate/store.py",
        "translate/memory/tables.py",
        "translate/memory/units.py",
    },
    "sqlite3": {"translate/memory/fuzzy.py"},
}
"""Who may import what; ``doctor`` only reports WeasyPrint's version."""

SOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for package in ("translate", "briefings")
    for path in (ROOT / package).rglob("*.py")
)


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse((ROOT / source).read_text(encoding="utf-8"), source)


def _module(source: str) -> str:
    return source.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {_module(source): source for source in SOURCES}


def _imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that ``source`` imports, also inside functions."""
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}:{node.lineno}: imports are absolute"
            assert node.module is not None
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield node.lineno, full if full in MODULES else node.module


def _layer(module: str) -> int:
    """The layer of the longest name in ``LAYERS`` that ``module`` belongs to."""
    fitting = [
        (len(name), number)
        for number, names in enumerate(LAYERS)
        for name in names
        if module == name or (module.startswith(f"{name}.") and name != "translate")
    ]
    assert fitting, f"{module}: has no place in the design's order"
    return max(fitting)[1]


def _ours(source: str) -> Iterator[tuple[int, str]]:
    return (
        (line, name) for line, name in _imported(source) if name.split(".")[0] in {"translate", "briefings"}
    )


def test_the_packages_are_here() -> None:
    assert {"translate.stage", "briefings.cli"} <= MODULES.keys()


@pytest.mark.parametrize("source", SOURCES)
def test_imports_run_one_way(source: str) -> None:
    own = _layer(_module(source))
    wrong = [f"{source}:{line}: imports {name}" for line, name in _ours(source) if _layer(name) > own]
    assert wrong == []


def test_no_modules_import_each_other() -> None:
    graph = {
        module: {name for _, name in _ours(source) if name != module and not module.startswith(f"{name}.")}
        for module, source in MODULES.items()
    }
    # raises CycleError, with the cycle, where there is one
    assert set(TopologicalSorter(graph).static_order()) >= set(MODULES)


@pytest.mark.parametrize("library", WRAPPERS)
def test_an_outside_library_has_its_wrapper(library: str) -> None:
    importers = {
        source for source in SOURCES for _, name in _imported(source) if name.split(".")[0] == library
    }
    assert importers <= WRAPPERS[library]


def test_heavy_libraries_are_imported_late() -> None:
    """``briefings --help`` must not wait for models, Pango or conversion tables."""
    heavy = {"argostranslate", "ctranslate2", "sentencepiece", "weasyprint", "opencc"}
    early = []
    for source in SOURCES:
        guarded = [node for node in _tree(source).body if not isinstance(node, ast.If)]
        for node in guarded:
            if isinstance(node, ast.Import):
                early += [source for alias in node.names if alias.name.split(".")[0] in heavy]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in heavy:
                early.append(source)
    assert early == []


def test_the_environment_has_its_readers() -> None:
    readers = set()
    for source in SOURCES:
        for node in ast.walk(_tree(source)):
            named = isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"}
            taken = isinstance(node, ast.ImportFrom) and node.module == "os"
            if (named and isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os") or taken:
                readers.add(source)
    # argos.py sets, for the import alone, what argostranslate would read
    assert readers <= {"translate/config.py", "translate/engines/argos.py"}


def test_users_folders_are_asked_for_in_two_places() -> None:
    askers = {source for source in SOURCES for _, name in _imported(source) if name == "platformdirs"}
    assert askers <= {"translate/config.py", "translate/engines/packages.py", "translate/engines/argos.py"}


def test_only_the_command_line_exits() -> None:
    leavers = set()
    # the processes that it starts end with it
    allowed = {("briefings/rendering.py", "os._exit")}
    for source in SOURCES:
        for node in ast.walk(_tree(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "sys.exit",
                "exit",
                "quit",
                "os._exit",
            }:
                leavers.add((source, ast.unparse(node.func)))
    assert {source for source, _ in leavers - allowed} <= {"briefings/cli.py", "briefings/__main__.py"}


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_is_left_undone(source: str) -> None:
    assert Path(source).stem not in {"utils", "util", "helpers", "misc", "common"}
    text = (ROOT / source).read_text(encoding="utf-8")
    assert re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b", text) == []
    # a library's own may be caught
    raised = [ast.unparse(node) for node in ast.walk(_tree(source)) if isinstance(node, ast.Raise)]
    assert [line for line in raised if "NotImplementedError" in line] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [source for source in SOURCES if not ast.get_docstring(_tree(source))] == []


def test_the_stage_knows_nothing_of_briefs() -> None:
    text = "".join(
        (ROOT / source).read_text(encoding="utf-8") for source in SOURCES if source.startswith("translate/")
    )
    assert not re.search(r"^\s*(?:from|import) briefings\b", text, re.MULTILINE)
