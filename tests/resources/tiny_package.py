"""Build a tiny but real Argos package: SentencePiece trained here, a CTranslate2 model of random weights.

Origin: made by this file from its own few lines; nothing is downloaded. Its
English means nothing, but is the same in every run: what tests of installing,
loading, batching and conversion need. torch is not used.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import sentencepiece
from ctranslate2.specs import transformer_spec

WIDTH: Final = 32
INNER: Final = 64
HEADS: Final = 2
POSITIONS: Final = 1_100

LINES: Final = (
    "美國總統拜登與中國國家主席習近平舉行視訊會議。",
    "美国总统拜登与中国国家主席习近平举行视频会议。",
    "臺灣海峽的和平穩定符合各方利益,四國領袖重申支持自由開放的印太地區。",
    "台湾海峡的和平稳定符合各方利益,四国领导人重申支持自由开放的印太地区。",
    "雙方同意管控分歧,避免衝突,並就氣候變遷保持對話。",
    "双方同意管控分歧,避免冲突,并就气候变化保持对话。",
    "結論",
    "the leaders of the two sides met online in november and agreed to talk again",
    "peace and stability in the taiwan strait is in the interest of all",
    "the president said that the policy of the united states has not changed",
    "quad aukus summit for democracy g20 east asia summit 0123456789",
)


def build(
    folder: Path, from_code: str = "zt", to_code: str = "en", version: str = "0.1", seed: int = 7
) -> Path:
    """Write ``translate-<from>_<to>-<version>.argosmodel`` into ``folder``.

    Args:
        folder: where to; it exists.
        from_code: source language of the metadata.
        to_code: target language of the metadata.
        version: package version of the metadata.
        seed: of the random weights: another seed, another English.

    Returns:
        The file.
    """
    name = f"translate-{from_code}_{to_code}-{version.replace('.', '_')}"
    pieces, tokenizer = _tokenizer()
    metadata = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": from_code,
        "from_name": "Chinese",
        "to_code": to_code,
        "to_name": "English",
    }
    path = folder / f"{name}.argosmodel"
    with tempfile.TemporaryDirectory() as model, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _model(pieces, seed).save(model)
        archive.writestr(f"{name}/metadata.json", json.dumps(metadata))
        archive.writestr(f"{name}/sentencepiece.model", tokenizer)
        archive.writestr(f"{name}/README.md", "A tiny package for tests.\n")
        # what published packages carry along and we leave out
        archive.writestr(f"{name}/stanza/resources.json", "{}")
        for file in sorted(Path(model).iterdir()):
            archive.write(file, f"{name}/model/{file.name}")
    return path


def _tokenizer() -> tuple[list[str], bytes]:
    """SentencePiece over ``LINES``: its pieces and the model file's bytes."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES * 4),
        model_writer=model,
        vocab_size=230,
        hard_vocab_limit=False,
        character_coverage=1.0,
        num_threads=1,
        minloglevel=2,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(index) for index in range(processor.get_piece_size())], model.getvalue()


def _model(pieces: list[str], seed: int) -> Any:
    """A pre-norm Transformer, one layer each side, quantized to int8."""
    random = np.random.default_rng(seed)
    english = [piece for piece in pieces if piece.isascii() or piece.lstrip("▁").isascii()]
    spec = transformer_spec.TransformerSpec.from_config(num_layers=1, num_heads=HEADS)
    spec.config.layer_norm_epsilon = 1e-5
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"  # noqa: S105  (a token of another kind)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(english)

    def linear(layer: Any, rows: int, columns: int, scale: float = 1.0) -> None:
        layer.weight = (random.standard_normal((rows, columns)) * scale / columns**0.5).astype(np.float32)
        layer.bias = np.zeros(rows, np.float32)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def attention(layer: Any, *, own: bool) -> None:
        norm(layer.layer_norm)
        for index, rows in enumerate((3 * WIDTH, WIDTH) if own else (WIDTH, 2 * WIDTH, WIDTH)):
            linear(layer.linear[index], rows, WIDTH, 2.0)

    def feed_forward(layer: Any) -> None:
        norm(layer.layer_norm)
        linear(layer.linear_0, INNER, WIDTH)
        linear(layer.linear_1, WIDTH, INNER)

    def embeddings(layer: Any, count: int) -> None:
        layer.weight = (random.standard_normal((count, WIDTH)) / WIDTH**0.5).astype(np.float32)

    embeddings(spec.encoder.embeddings[0], len(pieces))
    embeddings(spec.decoder.embeddings, len(english))
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = _positions()
        norm(side.layer_norm)
        attention(side.layer[0].self_attention, own=True)
        feed_forward(side.layer[0].ffn)
    attention(spec.decoder.layer[0].attention, own=False)
    linear(spec.decoder.projection, len(english), WIDTH, 3.0)
    # sentences must end: random weights alone would run into the length limit
    spec.decoder.projection.bias[english.index("</s>")] = 3.0
    spec.decoder.projection.bias[[english.index("<s>"), english.index("<unk>")]] = -30.0
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _positions() -> Any:
    """Sinusoids, given explicitly."""
    steps = np.arange(POSITIONS)[:, None] / 10_000 ** (np.arange(WIDTH // 2) / (WIDTH // 2))
    return np.concatenate([np.sin(steps), np.cos(steps)], axis=1).astype(np.float32)
