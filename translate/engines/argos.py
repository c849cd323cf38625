"""The Argos engine: Argos packages, decoded on our own segments. The only importer of argostranslate.

Metadata and tokenizer come from argostranslate. Its ``translate`` module is
never imported: it needs stanza and torch, splits text itself, may fetch a
splitter from the network and pivots through other languages. Decoding calls
CTranslate2 with the settings that stock Argos uses, so a sentence comes out as
it would there, only batched with others.
"""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from translate.engines.base import Progress, is_source
from translate.errors import EngineError
from translate.hanzi import convert
from translate.model import Signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from translate.engines.packages import InstalledPackage

MAX_INPUT_TOKENS: Final = 1_020
"""CTranslate2 cuts longer inputs at 1,024 without a word; some tokens are the model's own marks."""

MAX_OUTPUT_TOKENS: Final = 256
"""CTranslate2's default, as stock Argos leaves it. An output this long was cut off."""

_importing = threading.Lock()


class _Tokenizer(Protocol):
    def encode(self, sentence: str) -> list[str]: ...
    def decode(self, tokens: list[str]) -> str: ...


class _Result(Protocol):
    hypotheses: list[list[str]]


class _Pending(Protocol):
    def result(self) -> _Result: ...


class _Translator(Protocol):
    def translate_batch(
        self, source: list[list[str]], target_prefix: list[list[str]] | None, **options: object
    ) -> list[_Pending]: ...


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to decode. The first group is stock Argos's and shapes the English; the second only the speed.

    Attributes:
        compute_type: CTranslate2's; ``int8`` is what Argos's ``auto`` amounts to on a CPU.
        device: ``cpu``, ``cuda`` or ``auto``.
        inter_threads: batches decoded at once; 0 for one per core (measured: 2 x 1
            threads beat 1 x 2 on two cores).
        intra_threads: threads within one batch.
        batch_tokens: tokens per batch, padding included.
    """

    beam_size: int = 4
    length_penalty: float = 0.2
    replace_unknowns: bool = True
    compute_type: str = "int8"
    device: str = "cpu"

    inter_threads: int = 0
    intra_threads: int = 1
    batch_tokens: int = 2_048

    def text(self) -> str:
        """The settings that shape the English, for a signature."""
        return (
            f"beam={self.beam_size},length_penalty={self.length_penalty:g}"
            f",replace_unknowns={int(self.replace_unknowns)},max_output={MAX_OUTPUT_TOKENS}"
            f",compute={self.compute_type},device={self.device}"
        )


@dataclass(frozen=True, slots=True)
class _Runtime:
    """A loaded package."""

    tokenizer: _Tokenizer
    translator: _Translator
    prefix: str


class ArgosEngine:
    """Translates with one installed Argos package.

    The model is loaded, and argostranslate imported, at the first translation.

    Args:
        package: the package.
        opencc: OpenCC configuration that turns the texts into the script the
            package reads, or ``None``. Its output is never shown.
        decoding: settings; the defaults are stock Argos's.
    """

    name = "argos"
    available = True

    def __init__(
        self, package: InstalledPackage, opencc: str | None = None, decoding: Decoding | None = None
    ) -> None:
        self.package = package
        self.opencc = opencc
        self.decoding = decoding or Decoding()

    def signature(self) -> Signature:
        """Package, its hash, and every setting that shapes the English. Reads the package's files once."""
        return Signature(
            engine=self.name,
            package=self.package.name,
            version=self.package.version,
            sha256=self.package.sha256,
            settings=f"{self.decoding.text()},opencc={self.opencc or 'none'}",
        )

    def translate(self, texts: Sequence[str], progress: Progress | None = None) -> list[str]:
        """The English of ``texts``; see ``Engine.translate``.

        ``""`` where the model says nothing or repeats the source, and where it
        would lose text: an input too long for it, an output cut off at its limit.

        Raises:
            EngineError: package or libraries cannot be loaded, or decoding failed.
        """
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault((convert(text, self.opencc) if self.opencc else text).strip(), []).append(place)
        results = [""] * len(texts)
        done = len(places.pop("", []))
        for text, english in self._translations(list(places)):
            for place in places[text]:
                results[place] = english
            done += len(places[text])
            if progress is not None:
                progress(done)
        if progress is not None and not places:
            progress(done)
        return results

    def _translations(self, texts: list[str]) -> Iterator[tuple[str, str]]:
        """Each text with its English, as they are ready."""
        if not texts:
            return
        runtime = self._runtime
        tokens = {text: runtime.tokenizer.encode(text) for text in texts}
        ready = [text for text in texts if 0 < len(tokens[text]) <= MAX_INPUT_TOKENS]
        ready.sort(key=lambda text: -len(tokens[text]))
        yield from ((text, "") for text in texts if not 0 < len(tokens[text]) <= MAX_INPUT_TOKENS)
        count = 0
        try:
            for text, result in self._decoded(ready, tokens):
                count += 1
                yield text, self._english(text, result.hypotheses[0])
        except RuntimeError as error:
            raise EngineError(
                f"engine {self.name}, package {self.package.name}: decoding failed, "
                f"{len(ready) - count} of {len(texts)} texts left ({error})",
                "Free some memory and run again; if it fails at the same place, install the package again.",
            ) from error

    def _decoded(self, texts: list[str], tokens: dict[str, list[str]]) -> Iterator[tuple[str, _Result]]:
        """Results in the order of ``texts``, which are sorted by length so that batches hardly pad.

        Texts go in by waves, the next before the last is fetched: no worker
        idles, progress shows, and Ctrl-C waits for two waves at most.
        """
        runtime, decoding = self._runtime, self.decoding
        size = 2 * decoding.batch_tokens * _workers(decoding)
        before: list[tuple[str, _Pending]] = []
        for wave in chain(_waves(texts, tokens, size), [[]]):
            now: list[tuple[str, _Pending]] = []
            if wave:
                pending = runtime.translator.translate_batch(
                    [tokens[text] for text in wave],
                    [[runtime.prefix]] * len(wave) if runtime.prefix else None,
                    asynchronous=True,
                    beam_size=decoding.beam_size,
                    length_penalty=decoding.length_penalty,
                    replace_unknowns=decoding.replace_unknowns,
                    max_decoding_length=MAX_OUTPUT_TOKENS,
                    max_batch_size=decoding.batch_tokens,
                    batch_type="tokens",
                )
                now = list(zip(wave, pending, strict=True))
            for text, future in before:
                yield text, future.result()
            before = now

    def _english(self, text: str, tokens: list[str]) -> str:
        """Tokens to text exactly as stock Argos does it; ``""`` for what must not pass as English."""
        if len(tokens) >= MAX_OUTPUT_TOKENS:
            return ""
        english = self._runtime.tokenizer.decode(tokens)
        prefix = self._runtime.prefix
        if prefix and english.startswith(prefix):
            english = english[len(prefix) :]
        english = english.removeprefix(" ")
        return "" if not english.strip() or is_source(text, english) else english

    @cached_property
    def _runtime(self) -> _Runtime:
        path, decoding = self.package.path, self.decoding
        try:
            with _importing, _private_settings():
                import ctranslate2  # noqa: PLC0415  (slow, and needed only where memory has gaps)
                from argostranslate.package import Package  # noqa: PLC0415
        except ImportError as error:
            raise EngineError(
                f"engine {self.name}: a library is missing ({error})",
                "Install the pinned set: pip install --no-deps -r requirements.lock",
            ) from error
        try:
            package = Package(path)
            tokenizer: _Tokenizer = package.tokenizer
            tokenizer.encode("一")  # argostranslate loads it at first use: fail here, not in mid-run
            translator: _Translator = ctranslate2.Translator(
                str(path / "model"),
                device=decoding.device,
                compute_type=decoding.compute_type,
                inter_threads=_workers(decoding),
                intra_threads=decoding.intra_threads,
            )
        except (OSError, RuntimeError, ValueError, AttributeError, ImportError) as error:
            raise EngineError(
                f"{path}: the package cannot be loaded ({error})",
                "Remove it and install it again.",
            ) from error
        return _Runtime(tokenizer, translator, package.target_prefix)


def _workers(decoding: Decoding) -> int:
    if decoding.inter_threads:
        return decoding.inter_threads
    if hasattr(os, "sched_getaffinity"):  # a container may own fewer cores than the machine has
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _waves(texts: list[str], tokens: dict[str, list[str]], size: int) -> Iterator[list[str]]:
    """``texts`` in order, in groups of about ``size`` tokens."""
    wave: list[str] = []
    total = 0
    for text in texts:
        wave.append(text)
        total += len(tokens[text])
        if total >= size:
            yield wave
            wave, total = [], 0
    if wave:
        yield wave


@contextmanager
def _private_settings() -> Iterator[None]:
    """Let argostranslate's import see only a private, temporary place.

    Its ``settings`` creates four folders under HOME, reads a settings file there,
    fails on odd values of ``ARGOS_*``, and with ``ARGOS_DEBUG`` prints what it
    translates. Nothing that we use of it looks at those folders afterwards.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="briefings-argos-") as folder:
        for key in before:
            if key.startswith(("ARGOS_", "SNAP")):
                del os.environ[key]
        for key in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[key] = folder
        os.environ["ARGOS_PACKAGES_DIR"] = str(Path(folder) / "packages")
        try:
            yield
        finally:
            for key in os.environ.keys() - before.keys():
                del os.environ[key]
            os.environ.update(before)
