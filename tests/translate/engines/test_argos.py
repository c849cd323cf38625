"""The Argos engine, on a tiny package built here and on one of real size."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import ctranslate2
import pytest

from tests.resources.tiny_package import LINES, build
from tests.translate.engines.conftest import ROOT
from translate.engines import argos, translate_checked
from translate.engines.argos import ArgosEngine, Decoding
from translate.engines.base import Hypothesis, Manner
from translate.engines.install import install
from translate.engines.packages import InstalledPackage
from translate.errors import EngineError
from translate.hanzi import convert
from translate.ingest import read

SEVERAL = Manner(4)
TEXTS = ["美國總統拜登與中國國家主席習近平舉行會談。", "結論", "臺灣海峽的和平與穩定,符合各方利益。"]

OFFLINE = """
import sys
def forbid(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"network: {event}")
sys.addaudithook(forbid)
"""

RUN = (
    OFFLINE
    + """
import json
from pathlib import Path
from translate.engines import open_engine
from translate.engines.base import Manner
engine = open_engine("Hant", "argos", Path(sys.argv[1]))
texts = json.loads(sys.argv[2])
assert "argostranslate" not in sys.modules and "ctranslate2" not in sys.modules, "imported too early"
def ask(texts):
    return [[(item.text, item.score) for item in result] for result in engine.translate(texts, Manner(4))]
alone = [ask([text])[0] for text in texts]
heavy = {"torch", "stanza", "spacy", "minisbd", "argostranslate.translate"} & set(sys.modules)
print(json.dumps({"together": ask(texts), "alone": alone, "heavy": sorted(heavy)}))
"""
)

STOCK = """
import sys, types, json
from pathlib import Path
# stock Argos wants splitters at import; a sentence needs none
stanza, minisbd = types.ModuleType("stanza"), types.ModuleType("minisbd")
minisbd.SBDetect, minisbd.models = None, types.SimpleNamespace()
sys.modules.update(stanza=stanza, minisbd=minisbd)
from argostranslate import package, settings, translate
import ctranslate2
pkg = package.Package(Path(sys.argv[1]))
translator = ctranslate2.Translator(str(pkg.package_path / "model"), device=settings.device,
    inter_threads=settings.inter_threads, intra_threads=settings.intra_threads,
    compute_type=settings.compute_type)
class Whole:
    def split_sentences(self, text):
        return [text]
print(json.dumps([translate.apply_packaged_translation(pkg, text, translator, Whole(), 1)[0].value
    for text in json.loads(sys.argv[2])]))
"""


def run(code: str, home: Path, *arguments: str, **environment: str) -> Any:
    """What ``code`` prints as JSON, in a Python of its own with an empty HOME."""
    keep = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={
            **keep,
            "HOME": str(home),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def altered(archive: Path, folder: Path, name: str, content: bytes) -> Path:
    """A copy of a package's archive in which one file has another content."""
    copy = folder / archive.name
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(copy, "w") as new:
        for info in old.infolist():
            inside = info.filename.partition("/")[2]
            new.writestr(info, content if inside == name else old.read(info))
    return copy


def english(results: list[list[Hypothesis]]) -> list[str]:
    """The best of each."""
    return [result[0].text if result else "" for result in results]


def papers() -> list[str]:
    """The sentences of the first paper, each once."""
    document = read(ROOT / "seeds" / "biden-xi-virtual-2021.txt", "paper")
    return list(dict.fromkeys(segment.text for _, segment in document.segments()))


@pytest.mark.parametrize(
    "environment",
    [
        {},
        # what a user of stock Argos may have set, and what would break or chatter at import
        {"ARGOS_DEBUG": "1", "ARGOS_CHUNK_TYPE": "odd", "ARGOS_BEAM_SIZE": "x", "SNAP": "/snap"},
    ],
    ids=["bare", "odd settings"],
)
def test_offline_light_and_home_untouched(
    package: InstalledPackage, environment: dict[str, str], tmp_path: Path
) -> None:
    result = run(RUN, tmp_path, str(package.path.parent), json.dumps(TEXTS), **environment)
    assert result["together"] == result["alone"]
    assert any(result["together"])
    assert result["heavy"] == []
    assert list(tmp_path.iterdir()) == []


def test_same_as_stock_argos(package: InstalledPackage, tmp_path: Path) -> None:
    texts = [*TEXTS, *LINES[:7], "AUKUS與QUAD_2021", "2021年11月15日,110億美元。"]
    stock = run(STOCK, tmp_path, str(package.path), json.dumps(texts))
    ours = english(ArgosEngine(package).translate(texts))
    different = [
        (text, theirs, own) for text, theirs, own in zip(texts, stock, ours, strict=True) if own != theirs
    ]
    # the one thing we do not take over: output that is cut off at the limit of length
    assert all(own == "" and len(theirs) > 200 for _, theirs, own in different), different
    assert len(different) < len(texts)


def test_batched_in_any_order_with_duplicates_as_alone(package: InstalledPackage) -> None:
    engine = ArgosEngine(package, decoding=Decoding(inter_threads=2))
    texts = [*TEXTS, "", *LINES[:7], TEXTS[1], "  ", TEXTS[0] + " "]
    told: list[int] = []
    together = translate_checked(engine, texts, SEVERAL, told.append)
    assert together == [engine.translate([text], SEVERAL)[0] for text in texts]
    assert engine.translate(texts[::-1], SEVERAL) == together[::-1]
    assert told == sorted(told)
    assert told[-1] == len(texts)
    assert [together[place] for place in (3, -2)] == [[], []]
    assert any(len(offered) > 1 for offered in together)


@pytest.mark.slow
@pytest.mark.parametrize("batch_tokens", [0, 64])
def test_the_papers_do_not_depend_on_their_batch(real_package: InstalledPackage, batch_tokens: int) -> None:
    texts = papers()[:16]
    engine = ArgosEngine(real_package, decoding=Decoding(batch_tokens=batch_tokens))
    alone = [engine.translate([text], SEVERAL)[0] for text in texts[:5]]
    together = engine.translate(texts, SEVERAL)
    assert together[:5] == alone, "scores too: nothing is left to chance"
    # with this decoder the plain answer is the first of several; the choice does not rely on it
    assert [offered[:1] for offered in engine.translate(texts[:5])] == [
        [Hypothesis(offered[0].text, offered[0].score)] if offered else [] for offered in alone
    ]


def test_batches_hold_one_length_but_for_a_gpu() -> None:
    tokens = {text: list(text) for text in ("aaaa", "bbbb", "cccc", "ddd", "ee", "ff", "g")}
    batches = list(argos._batches(list(tokens), tokens, 8, mixed=False))
    assert batches == [["aaaa", "bbbb"], ["cccc"], ["ddd"], ["ee", "ff"], ["g"]]
    mixed = list(argos._batches(list(tokens), tokens, 8, mixed=True))
    assert mixed == [["aaaa", "bbbb"], ["cccc", "ddd"], ["ee", "ff", "g"]]
    assert list(argos._batches(["aaaa"], tokens, 2, mixed=False)) == [["aaaa"]]
    assert list(argos._batches([], tokens, 2, mixed=False)) == []


def test_several_hypotheses_best_first(package: InstalledPackage) -> None:
    (offered,) = ArgosEngine(package).translate([LINES[0]], SEVERAL)
    assert 1 < len(offered) <= SEVERAL.hypotheses
    assert len({hypothesis.text for hypothesis in offered}) == len(offered)
    scores = [hypothesis.score for hypothesis in offered]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1


def test_the_manner_reaches_the_decoder(
    tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ArgosEngine(tiny_package)
    real, options = engine._runtime.translator.translate_batch, []

    class Recorder:
        def translate_batch(self, *arguments: Any, **given: Any) -> Any:
            options.append(given)
            return real(*arguments, **given)

    monkeypatch.setitem(engine.__dict__, "_runtime", replace(engine._runtime, translator=Recorder()))
    engine.translate(TEXTS[:1])
    engine.translate(TEXTS[:1], Manner(6, no_repeat_ngram=3, repetition_penalty=1.2))
    names = ("beam_size", "num_hypotheses", "no_repeat_ngram_size", "repetition_penalty")
    assert [tuple(given[name] for name in names) for given in options] == [(4, 1, 0, 1.0), (6, 6, 3, 1.2)]


def test_no_repeat_ngram_breaks_a_loop(real_package: InstalledPackage) -> None:
    """This model loops in one of five of the papers' sentences, up to the limit of length."""
    engine, texts = ArgosEngine(real_package), papers()[:16]
    lost = [text for text, offered in zip(texts, engine.translate(texts), strict=True) if not offered]
    assert lost
    assert all(engine.translate(lost[:2], Manner(4, no_repeat_ngram=3)))


@pytest.mark.parametrize("opencc", [None, "tw2sp"])
def test_what_fits(tiny_package: InstalledPackage, opencc: str | None) -> None:
    engine = ArgosEngine(tiny_package, opencc)
    encode = engine._runtime.tokenizer.encode
    text = "和平"
    while len(encode(text + "和平")) <= argos.MAX_INPUT_TOKENS:
        text += "和平"
    assert engine.fits(text)
    assert engine.fits("和平")
    assert not engine.fits(text + "和平" * 2)
    assert engine.translate([text + "和平" * 2]) == [[]]


def test_whether_a_short_text_fits_loads_no_model(tmp_path: Path) -> None:
    assert ArgosEngine(InstalledPackage("none", "zt", "en", "1", tmp_path)).fits(TEXTS[0])


def test_many_waves(tiny_package: InstalledPackage) -> None:
    texts = [f"{line}{number}" for number in range(6) for line in LINES[:7]]
    small = ArgosEngine(tiny_package, decoding=Decoding(batch_tokens=16, inter_threads=1))
    told: list[int] = []
    assert small.translate(texts, progress=told.append) == ArgosEngine(tiny_package).translate(texts)
    assert told == list(range(1, len(texts) + 1))


@pytest.mark.parametrize("texts", [[], [""], ["", " "]])
def test_nothing_to_translate_loads_nothing(texts: list[str], tmp_path: Path) -> None:
    told: list[int] = []
    engine = ArgosEngine(InstalledPackage("none", "zt", "en", "1", tmp_path))
    assert engine.translate(texts, progress=told.append) == [[]] * len(texts)
    assert told == [len(texts)]


def test_each_text_is_decoded_once(tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ArgosEngine(tiny_package)
    decoded: list[str] = []
    real = engine._decoded

    def counting(texts: list[str], tokens: dict[str, list[str]], manner: Manner) -> Any:
        decoded.extend(texts)
        return real(texts, tokens, manner)

    monkeypatch.setattr(engine, "_decoded", counting)
    engine.translate([*TEXTS, *TEXTS])
    assert sorted(decoded) == sorted(TEXTS)


def test_conversion_feeds_the_engine(tiny_package: InstalledPackage) -> None:
    simplified = convert(TEXTS[0], "tw2sp")
    assert simplified != TEXTS[0]
    converted = ArgosEngine(tiny_package, "tw2sp").translate([TEXTS[0]])
    assert converted == ArgosEngine(tiny_package).translate([simplified])
    assert converted != ArgosEngine(tiny_package).translate([TEXTS[0]])


def test_nothing_is_truncated(tiny_package: InstalledPackage) -> None:
    long = "和平" * argos.MAX_INPUT_TOKENS
    assert ArgosEngine(tiny_package).translate([long, TEXTS[0]])[0] == []


def test_an_output_at_the_limit_is_no_translation(
    tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert any(ArgosEngine(tiny_package).translate(TEXTS))
    monkeypatch.setattr(argos, "MAX_OUTPUT_TOKENS", 1)
    assert not any(ArgosEngine(tiny_package).translate(TEXTS))


@pytest.mark.parametrize("output", [TEXTS[0], f" {TEXTS[0]} ", "", "  "])
def test_the_source_is_never_english(
    output: str, tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ArgosEngine(tiny_package)
    monkeypatch.setattr(engine._runtime.tokenizer, "decode", lambda _: output)
    assert engine.translate([TEXTS[0]], SEVERAL) == [[]]


def test_target_prefix_is_removed_as_stock_does(
    tiny_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata = {"from_code": "zt", "to_code": "en", "package_version": "1", "target_prefix": "t"}
    archive = altered(tiny_file, tmp_path, "metadata.json", json.dumps(metadata).encode())
    package = install(archive, tmp_path / "packages")
    engine = ArgosEngine(package)
    assert engine._runtime.prefix == "t"
    monkeypatch.setattr(engine._runtime.tokenizer, "decode", "".join)
    assert not english(engine.translate([TEXTS[0]]))[0].startswith("t")
    assert engine._english("x", ["t", " two"]) == "two"


def test_signature_names_everything_that_shapes_the_english(
    tiny_package: InstalledPackage, tmp_path: Path
) -> None:
    signature = ArgosEngine(tiny_package).signature()
    assert (signature.engine, signature.package, signature.version) == ("argos", "translate-zt_en-0_1", "0.1")
    assert signature.sha256 == tiny_package.sha256
    assert signature.settings == (
        "beam=4,length_penalty=0.2,replace_unknowns=1,max_output=256,compute=int8,device=cpu,opencc=none"
    )
    assert ArgosEngine(tiny_package, "tw2sp").signature() != signature
    assert ArgosEngine(tiny_package, decoding=Decoding(beam_size=2)).signature() != signature
    assert (
        ArgosEngine(tiny_package, decoding=Decoding(inter_threads=7, batch_tokens=9)).signature() == signature
    )
    assert ArgosEngine(install(build(tmp_path, seed=8), tmp_path)).signature() != signature


@pytest.mark.parametrize("file", ["model/model.bin", "model/source_vocabulary.json", "sentencepiece.model"])
def test_a_package_that_does_not_load(file: str, tiny_file: Path, tmp_path: Path) -> None:
    package = install(altered(tiny_file, tmp_path, file, b"damaged"), tmp_path / "packages")
    with pytest.raises(EngineError, match="the package cannot be loaded") as caught:
        ArgosEngine(package).translate(TEXTS)
    assert str(package.path) in str(caught.value)
    assert "install it again" in caught.value.remedy


def test_a_package_that_changed_on_disk_is_not_loaded(tiny_file: Path, tmp_path: Path) -> None:
    package = install(tiny_file, tmp_path)
    engine = ArgosEngine(package)
    (package.path / "sentencepiece.model").write_bytes(b"other")
    with pytest.raises(EngineError, match="changed since it was installed"):
        engine.translate(TEXTS)


def test_a_failure_in_mid_run_names_the_count(
    tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ArgosEngine(tiny_package)
    real = engine._decoded

    def failing(texts: list[str], tokens: dict[str, list[str]], manner: Manner) -> Any:
        yield next(real(texts, tokens, manner))
        raise RuntimeError("out of memory")

    monkeypatch.setattr(engine, "_decoded", failing)
    with pytest.raises(EngineError, match=r"2 of 3 texts left \(out of memory\)") as caught:
        engine.translate(TEXTS)
    assert not any(text in str(caught.value) for text in TEXTS)


def test_a_missing_library_is_named(tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    with pytest.raises(EngineError, match="a library is missing") as caught:
        ArgosEngine(tiny_package).translate(TEXTS)
    assert "requirements.lock" in caught.value.remedy


def test_the_environment_is_as_it_was_after_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_DEBUG", "1")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    before = dict(os.environ)
    with argos._private_settings():
        assert "ARGOS_DEBUG" not in os.environ
        assert Path(os.environ["XDG_DATA_HOME"]).is_dir()
        os.environ["KMP_DUPLICATE_LIB_OK"] = "True"  # as argostranslate's settings do
    assert dict(os.environ) == before


class Gpu:
    """CTranslate2 on a machine with a GPU that this one may not have: what runs on it runs on the CPU.

    Args:
        fails: where the GPU gives up: ``load``, ``run`` or nowhere.
        types: what it can compute.
    """

    def __init__(self, fails: str = "", types: tuple[str, ...] = ("float32", "int8_float32", "int8")) -> None:
        self.fails, self.types = fails, types
        self.loaded: list[tuple[str, str]] = []

    def get_cuda_device_count(self) -> int:
        return 1

    def get_supported_compute_types(self, device: str) -> set[str]:
        assert device == "cuda"
        return set(self.types)

    def Translator(self, path: str, *, device: str, compute_type: str, **options: Any) -> Any:  # noqa: N802
        if device == "cuda" and self.fails == "load":
            raise RuntimeError("CUDA failed with error out of memory")
        self.loaded.append((device, compute_type))
        real = ctranslate2.Translator(path, device="cpu", compute_type="int8", **options)
        if device == "cuda" and self.fails == "run":
            return self
        return real

    def translate_batch(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("Library libcublas.so.12 is not found or cannot be loaded")


@pytest.mark.parametrize(
    ("gpu", "device"),
    [
        (Gpu(), "compute=int8_float32,device=cuda"),
        (Gpu(types=("float16",)), "compute=float16,device=cuda"),
        (Gpu("load"), "compute=int8,device=cpu"),
        (Gpu("run"), "compute=int8,device=cpu"),
    ],
    ids=["works", "half only", "does not load", "lacks a library"],
)
def test_a_gpu_is_used_if_it_works_and_the_signature_says_so(
    gpu: Gpu,
    device: str,
    tiny_package: InstalledPackage,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    expected = ArgosEngine(tiny_package).translate(TEXTS)
    monkeypatch.setitem(sys.modules, "ctranslate2", gpu)
    engine = ArgosEngine(tiny_package)
    assert device in engine.signature().settings
    assert english(engine.translate(TEXTS)) == english(expected)
    assert device.endswith(gpu.loaded[-1][0])
    assert capfd.readouterr() == ("", "")


def test_a_gpu_that_was_asked_for_must_be_there(
    tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gpu = Gpu("load")
    monkeypatch.setitem(sys.modules, "ctranslate2", gpu)
    with pytest.raises(EngineError, match="out of memory"):
        ArgosEngine(tiny_package, decoding=Decoding(device="cuda")).translate(TEXTS)
    monkeypatch.setattr(gpu, "get_cuda_device_count", lambda: 0)
    with pytest.raises(EngineError, match="no CUDA device is found") as caught:
        ArgosEngine(tiny_package, decoding=Decoding(device="cuda")).signature()
    assert "auto or cpu" in caught.value.remedy
    assert "device=cpu" in ArgosEngine(tiny_package).signature().settings


def test_on_the_cpu_a_signature_loads_no_model(tmp_path: Path, tiny_file: Path) -> None:
    package = install(tiny_file, tmp_path)
    engine = ArgosEngine(package, decoding=Decoding(device="cpu"))
    assert engine.signature().settings.startswith("beam=4")
    assert "_runtime" not in engine.__dict__
