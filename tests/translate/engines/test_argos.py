"""The Argos engine, on a tiny package built here and on one of real size."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.resources.tiny_package import LINES, build
from tests.translate.engines.conftest import ROOT
from translate.engines import argos, translate_checked
from translate.engines.argos import ArgosEngine, Decoding
from translate.engines.packages import InstalledPackage, install
from translate.errors import EngineError
from translate.hanzi import convert

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
engine = open_engine("Hant", "argos", Path(sys.argv[1]))
texts = json.loads(sys.argv[2])
assert "argostranslate" not in sys.modules and "ctranslate2" not in sys.modules, "imported too early"
alone = [engine.translate([text])[0] for text in texts]
heavy = {"torch", "stanza", "spacy", "minisbd", "argostranslate.translate"} & set(sys.modules)
print(json.dumps({"together": engine.translate(texts), "alone": alone, "heavy": sorted(heavy)}))
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
    ours = ArgosEngine(package).translate(texts)
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
    together = translate_checked(engine, texts, told.append)
    assert together == [engine.translate([text])[0] for text in texts]
    assert engine.translate(texts[::-1]) == together[::-1]
    assert told == sorted(told)
    assert told[-1] == len(texts)
    assert [together[place] for place in (3, -2)] == ["", ""]


def test_many_waves(tiny_package: InstalledPackage) -> None:
    texts = [f"{line}{number}" for number in range(6) for line in LINES[:7]]
    small = ArgosEngine(tiny_package, decoding=Decoding(batch_tokens=16, inter_threads=1))
    told: list[int] = []
    assert small.translate(texts, told.append) == ArgosEngine(tiny_package).translate(texts)
    assert told == list(range(1, len(texts) + 1))


@pytest.mark.parametrize("texts", [[], [""], ["", " "]])
def test_nothing_to_translate_loads_nothing(texts: list[str], tmp_path: Path) -> None:
    told: list[int] = []
    engine = ArgosEngine(InstalledPackage("none", "zt", "en", "1", tmp_path))
    assert engine.translate(texts, told.append) == [""] * len(texts)
    assert told == [len(texts)]


def test_each_text_is_decoded_once(tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ArgosEngine(tiny_package)
    decoded: list[str] = []
    real = engine._decoded

    def counting(texts: list[str], tokens: dict[str, list[str]]) -> Any:
        decoded.extend(texts)
        return real(texts, tokens)

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
    assert ArgosEngine(tiny_package).translate([long, TEXTS[0]])[0] == ""


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
    assert engine.translate([TEXTS[0]]) == [""]


def test_target_prefix_is_removed_as_stock_does(
    tiny_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = install(tiny_file, tmp_path)
    path = package.path / "metadata.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "target_prefix": "t"}))
    engine = ArgosEngine(package)
    assert engine._runtime.prefix == "t"
    monkeypatch.setattr(engine._runtime.tokenizer, "decode", "".join)
    assert not engine.translate([TEXTS[0]])[0].startswith("t")
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
    package = install(tiny_file, tmp_path)
    (package.path / file).write_bytes(b"damaged")
    with pytest.raises(EngineError, match="the package cannot be loaded") as caught:
        ArgosEngine(package).translate(TEXTS)
    assert str(package.path) in str(caught.value)
    assert "install it again" in caught.value.remedy


def test_a_failure_in_mid_run_names_the_count(
    tiny_package: InstalledPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ArgosEngine(tiny_package)
    real = engine._decoded

    def failing(texts: list[str], tokens: dict[str, list[str]]) -> Any:
        yield next(real(texts, tokens))
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
