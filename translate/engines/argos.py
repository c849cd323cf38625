"""The Argos engine: Argos packages, decoded on our own segments. The only importer of argostranslate.

Metadata and tokenizer come from argostranslate. Its ``translate`` module is
never imported: it needs stanza and torch, splits text itself, may fetch a
splitter from the network and pivots through other languages. Decoding calls
CTranslate2 with the settings that stock Argos uses, so a sentence comes out as
it would there.

Only texts of equal length in tokens share a batch. Padding changes the order in
which attention is summed, and so, now and then, the last digits of a score
(measured: 1 of 79 sentences). Without it a text's result is the same, to the bit,
whatever else is asked, and a run that was killed ends as it would have.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from translate.engines.base import PLAIN, Hypothesis, Manner, Progress, is_source
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

SURE_TO_FIT: Final = MAX_INPUT_TOKENS // 8
"""Characters: no tokenizer makes more than a few tokens of one, so shorter texts need not be tokenized."""

CPU, CUDA, AUTO = "cpu", "cuda", "auto"

CUDA_TYPES: Final = ("int8_float16", "int8_bfloat16", "int8_float32", "int8", "float16", "float32")
"""CTranslate2's compute types for a GPU, the best first."""

CPU_BATCH: Final = 512
"""Tokens: more of them only wait for each other (measured: CPU time 22.6 s at 512, 33.9 s at 2,048)."""

CUDA_BATCH: Final = 8_192
"""Tokens: a GPU needs full batches, so lengths are mixed there."""

WINDOW: Final = 8
"""Batches in work or waiting per worker: none idles, and Ctrl-C need not wait long."""

_importing = threading.Lock()


class _Tokenizer(Protocol):
    def encode(self, sentence: str) -> list[str]: ...
    def decode(self, tokens: list[str]) -> str: ...


class _Result(Protocol):
    hypotheses: list[list[str]]
    scores: list[float]


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
        compute_type: CTranslate2's; ``auto`` is ``int8`` on a CPU, as Argos's own
            ``auto`` amounts to, and the first of ``CUDA_TYPES`` that a GPU can do.
        device: ``cpu``, ``cuda``, or ``auto``: CUDA if it works.
        inter_threads: batches decoded at once; 0 for one per core (measured: 2 x 1
            threads beat 1 x 2 on two cores), one on a GPU.
        intra_threads: threads within one batch.
        batch_tokens: tokens per batch; 0 for what suits the device.
    """

    beam_size: int = 4
    length_penalty: float = 0.2
    replace_unknowns: bool = True
    compute_type: str = AUTO
    device: str = AUTO

    inter_threads: int = 0
    intra_threads: int = 1
    batch_tokens: int = 0

    def text(self, device: str, compute_type: str) -> str:
        """The settings that shape the English, for a signature, with the device and type in use."""
        return (
            f"beam={self.beam_size},length_penalty={self.length_penalty:g}"
            f",replace_unknowns={int(self.replace_unknowns)},max_output={MAX_OUTPUT_TOKENS}"
            f",compute={compute_type},device={device}"
        )


@dataclass(frozen=True, slots=True)
class _Runtime:
    """A loaded package, and where it runs."""

    tokenizer: _Tokenizer
    translator: _Translator
    prefix: str
    device: str
    compute_type: str
    workers: int


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
        """Package, its hash, and every setting that shapes the English. Reads the package's files once.

        Loads the model only where there is a GPU: whether it can be used shows no earlier.
        """
        return Signature(
            engine=self.name,
            package=self.package.name,
            version=self.package.version,
            sha256=self.package.sha256,
            settings=f"{self.decoding.text(*self._device())},opencc={self.opencc or 'none'}",
        )

    def fits(self, text: str) -> bool:
        """Whether ``text``, in the package's script, is not too long for the model; see ``Engine.fits``."""
        prepared = self._prepared(text)
        if len(prepared) <= SURE_TO_FIT:
            return True
        return len(self._runtime.tokenizer.encode(prepared)) <= MAX_INPUT_TOKENS

    def translate(
        self, texts: Sequence[str], manner: Manner = PLAIN, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """English versions of ``texts``; see ``Engine.translate``.

        None where the model says nothing or repeats the source, and where it
        would lose text: an input too long for it, an output cut off at its limit.

        Raises:
            EngineError: package or libraries cannot be loaded, or decoding failed.
        """
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(self._prepared(text), []).append(place)
        results: list[list[Hypothesis]] = [[] for _ in texts]
        done = len(places.pop("", []))
        for text, offered in self._translations(list(places), manner):
            for place in places[text]:
                results[place] = list(offered)
            done += len(places[text])
            if progress is not None:
                progress(done)
        if progress is not None and not places:
            progress(done)
        return results

    def _prepared(self, text: str) -> str:
        return (convert(text, self.opencc) if self.opencc else text).strip()

    def _translations(self, texts: list[str], manner: Manner) -> Iterator[tuple[str, list[Hypothesis]]]:
        """Each text with its English, as they are ready."""
        if not texts:
            return
        runtime = self._runtime
        tokens = {text: runtime.tokenizer.encode(text) for text in texts}
        ready = [text for text in texts if 0 < len(tokens[text]) <= MAX_INPUT_TOKENS]
        ready.sort(key=lambda text: -len(tokens[text]))
        yield from ((text, []) for text in texts if not 0 < len(tokens[text]) <= MAX_INPUT_TOKENS)
        count = 0
        try:
            for text, result in self._decoded(ready, tokens, manner):
                count += 1
                yield text, self._hypotheses(text, result)
        except RuntimeError as error:
            raise EngineError(
                f"engine {self.name}, package {self.package.name}: decoding failed, "
                f"{len(ready) - count} of {len(texts)} texts left ({error})",
                "Free some memory and run again; if it fails at the same place, install the package again.",
            ) from error

    def _decoded(
        self, texts: list[str], tokens: dict[str, list[str]], manner: Manner
    ) -> Iterator[tuple[str, _Result]]:
        """Results in the order of ``texts``, which are sorted by length in tokens."""
        runtime, decoding = self._runtime, self.decoding
        mixed = runtime.device == CUDA
        size = decoding.batch_tokens or (CUDA_BATCH if mixed else CPU_BATCH)
        waiting: deque[tuple[str, _Pending]] = deque()
        lengths: deque[int] = deque()
        for batch in _batches(texts, tokens, size, mixed=mixed):
            pending = runtime.translator.translate_batch(
                [tokens[text] for text in batch],
                [[runtime.prefix]] * len(batch) if runtime.prefix else None,
                asynchronous=True,
                beam_size=max(decoding.beam_size, manner.hypotheses),
                num_hypotheses=manner.hypotheses,
                return_scores=True,
                length_penalty=decoding.length_penalty,
                replace_unknowns=decoding.replace_unknowns,
                no_repeat_ngram_size=manner.no_repeat_ngram,
                repetition_penalty=manner.repetition_penalty,
                max_decoding_length=MAX_OUTPUT_TOKENS,
            )
            waiting.extend(zip(batch, pending, strict=True))
            lengths.append(len(batch))
            if len(lengths) > WINDOW * runtime.workers:
                for text, future in (waiting.popleft() for _ in range(lengths.popleft())):
                    yield text, future.result()
        for text, future in waiting:
            yield text, future.result()

    def _hypotheses(self, text: str, result: _Result) -> list[Hypothesis]:
        """What may pass as English, each wording once."""
        found: dict[str, Hypothesis] = {}
        for tokens, score in zip(result.hypotheses, result.scores, strict=True):
            english = self._english(text, tokens)
            if english:
                found.setdefault(english, Hypothesis(english, score))
        return list(found.values())

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

    def _device(self) -> tuple[str, str]:
        """Device and compute type in use."""
        if self._devices() == [CPU]:
            return CPU, _compute_type(self.decoding, CPU)
        return self._runtime.device, self._runtime.compute_type

    def _devices(self) -> list[str]:
        """What to try, in this order."""
        if self.decoding.device != AUTO:
            return [self.decoding.device]
        return [CUDA, CPU] if self._library.get_cuda_device_count() > 0 else [CPU]

    @cached_property
    def _library(self) -> Any:
        """The module ctranslate2: slow to import, and needed only where memory has gaps."""
        try:
            import ctranslate2  # noqa: PLC0415
        except ImportError as error:
            raise _library_missing(error) from error
        return ctranslate2

    @cached_property
    def _runtime(self) -> _Runtime:
        *others, last = self._devices()
        for device in others:
            try:
                return self._load(device)
            except EngineError:
                continue  # a GPU without its libraries or memory: the CPU says if the package is at fault
        return self._load(last)

    def _load(self, device: str) -> _Runtime:
        path, decoding, library = self.package.path, self.decoding, self._library
        try:
            with _importing, _private_settings():
                from argostranslate.package import Package  # noqa: PLC0415
        except ImportError as error:
            raise _library_missing(error) from error
        if device == CUDA and library.get_cuda_device_count() == 0:
            raise EngineError(f"engine {self.name}: no CUDA device is found", "Use the device auto or cpu.")
        self.package.verify()
        workers = decoding.inter_threads or (1 if device == CUDA else _cores())
        compute_type = _compute_type(decoding, device, library)
        try:
            package = Package(path)
            tokenizer: _Tokenizer = package.tokenizer
            tokens = tokenizer.encode("一")  # loaded at first use: fail here, not in mid-run
            translator: _Translator = library.Translator(
                str(path / "model"),
                device=device,
                compute_type=compute_type,
                inter_threads=workers,
                intra_threads=decoding.intra_threads,
            )
            if device == CUDA:  # its libraries are loaded at first use, too
                translator.translate_batch([tokens], None)
        except (OSError, RuntimeError, ValueError, AttributeError, ImportError) as error:
            raise EngineError(
                f"{path}: the package cannot be loaded ({error})",
                "Remove it and install it again.",
            ) from error
        return _Runtime(tokenizer, translator, package.target_prefix, device, compute_type, workers)


def _library_missing(error: ImportError) -> EngineError:
    return EngineError(
        f"engine {ArgosEngine.name}: a library is missing ({error})",
        "Install the pinned set: pip install --no-deps -r requirements.lock",
    )


def _compute_type(decoding: Decoding, device: str, library: Any = None) -> str:
    if decoding.compute_type != AUTO:
        return decoding.compute_type
    if device == CPU:
        return "int8"
    supported = library.get_supported_compute_types(device)
    return next((name for name in CUDA_TYPES if name in supported), "default")


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # a container may own fewer cores than the machine has
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _batches(
    texts: list[str], tokens: dict[str, list[str]], size: int, *, mixed: bool
) -> Iterator[list[str]]:
    """``texts`` in order, in groups of ``size`` tokens at most, each of one length unless ``mixed``."""
    batch: list[str] = []
    longest = 0
    for text in texts:
        length = len(tokens[text])
        full = (len(batch) + 1) * longest > size
        if batch and (full or (length != longest and not mixed)):
            yield batch
            batch = []
        longest = length if not batch else longest
        batch.append(text)
    if batch:
        yield batch


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
