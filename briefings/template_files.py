"""The templates that pages are made with: what each is for, and which of them a workspace replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from briefings.html import templates_folder
from translate.errors import ConfigurationError
from translate.files import Batch

_COMMENT = re.compile(r"\A\s*(?:\{#|/\*)-?\s*(.*?)(?:#\}|\*/)", re.DOTALL)
_SENTENCE = re.compile(r".*?[.](?=\s|$)")
_FEWEST = 4
"""Words that tell what a file is for."""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """One template.

    Attributes:
        name: its path below ``templates/``.
        about: the first sentence of the comment at its head; ``""`` if it has none.
        replaced: whether the workspace has a file of that name, which is then used.
        differs: whether that file is another than the package's.
        known: whether the package has a file of that name.
    """

    name: str
    about: str
    replaced: bool = False
    differs: bool = False
    known: bool = True


def template_files(own: Path) -> list[TemplateFile]:
    """The package's templates by name, then files that only the workspace has.

    Args:
        own: the workspace's ``templates/``, which need not exist.
    """
    package = templates_folder()
    apart = own.resolve() != package.resolve()  # in a checkout the workspace's are the package's
    result = []
    for name in _names(package):
        mine, theirs = own / name, (package / name).read_bytes()
        replaced = apart and mine.is_file()
        about = _about(theirs.decode("utf-8"))
        result.append(TemplateFile(name, about, replaced, replaced and mine.read_bytes() != theirs))
    known = {file.name for file in result}
    others = [name for name in _names(own) if name not in known] if own.is_dir() else []
    return result + [TemplateFile(name, "", replaced=True, differs=True, known=False) for name in others]


def read_template(name: str) -> str:
    """The package's text of one template.

    Raises:
        ConfigurationError: there is none of that name.
    """
    return (templates_folder() / _checked([name])[0]).read_text("utf-8")


def copy_templates(names: Sequence[str], own: Path, *, force: bool = False) -> list[Path]:
    """Copy templates of the package to the workspace, to be changed there: all of them, or none.

    Args:
        names: paths below ``templates/``; a folder stands for what it holds.
        own: the workspace's ``templates/``.
        force: whether to replace copies that are there and differ.

    Returns:
        The files written or found the same.

    Raises:
        ConfigurationError: unknown names, or changed copies that are there (all of them listed).
    """
    wanted = _checked(names)
    package = templates_folder()
    there = [name for name in wanted if (own / name).exists()]
    changed = [name for name in there if (own / name).read_bytes() != (package / name).read_bytes()]
    if changed and not force:
        raise ConfigurationError(
            f"{own} has its own {', '.join(changed)}",
            "Give --force to replace it by the package’s, or move it away first. Nothing was written.",
        )
    with Batch() as batch:
        for name in wanted:
            batch.put(own / name, (package / name).read_bytes())
    return [own / name for name in wanted]


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _checked(names: Sequence[str]) -> list[str]:
    known = _names(templates_folder())
    found: dict[str, None] = {}
    unknown = []
    for name in names:
        bare = name.removeprefix("templates/").rstrip("/")
        below = [file for file in known if file == bare or file.startswith(f"{bare}/")]
        found.update(dict.fromkeys(below))
        if not below:
            near = get_close_matches(bare, known, 1)
            unknown.append(f"{name} (did you mean {near[0]}?)" if near else name)
    if unknown:
        raise ConfigurationError(f"no such template: {', '.join(unknown)}", "briefings templates lists them.")
    return list(found)


def _about(text: str) -> str:
    """The first sentence of the comment at the head, and the next one if that is only a word or two."""
    head = _COMMENT.match(text)
    words = " ".join(head[1].split()) if head else ""
    said = ""
    for sentence in _SENTENCE.findall(words):
        said += sentence
        if len(said.split()) >= _FEWEST:
            break
    return said or words
