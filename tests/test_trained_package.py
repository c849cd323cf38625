"""The package that other tests use is what its training script makes, and says what its model says."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from translate.engines.argos import ArgosEngine
from translate.engines.install import install
from translate.memory import load

ROOT = Path(__file__).parents[1]
TRAINED = ROOT / "tests" / "resources" / "trained.argosmodel"
PYTHON = ROOT / ".venv-bench" / "bin" / "python"


def _torch() -> bool:
    """Whether there is a Python that can train; in CI there must be."""
    found = (
        PYTHON.exists()
        and not subprocess.run(
            [str(PYTHON), "-c", "import torch"], capture_output=True, check=False
        ).returncode
    )
    assert found or not os.environ.get("CI"), (
        "scripts/setup bench has not made .venv-bench, or torch does not load"
    )
    return found


def _by_heart(package: Path, folder: Path) -> int:
    """How many sentences of the project's memory the package gives exactly as the project has them."""
    known = {unit.zh: unit.en for unit in load(ROOT / "seeds" / "memory.tmx").units if len(unit.zh) < 40}
    offered = ArgosEngine(install(package, folder)).translate(list(known))
    return sum(bool(found) and found[0].text == en for found, en in zip(offered, known.values(), strict=True))


def test_it_knows_its_sentences_by_heart(tmp_path: Path) -> None:
    assert _by_heart(TRAINED, tmp_path) >= 50


@pytest.mark.slow
def test_trained_anew_it_is_converted_without_change(tmp_path: Path) -> None:
    if not _torch():
        pytest.skip("no torch: scripts/setup bench installs it")
    made = tmp_path / "new.argosmodel"
    run = subprocess.run(
        [str(PYTHON), "-m", "tests.resources.train_package", str(made)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=1800,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told = re.match(r"(\d+) of (\d+) sentences alike after conversion", run.stdout)
    assert told is not None, run.stdout
    # greedy decoding in float32: a tie may fall either way on another machine
    assert int(told[1]) >= int(told[2]) - 1
    assert _by_heart(made, tmp_path / "packages") >= 50
