"""Train a small Argos package on the project's own sentences: torch, then CTranslate2's converter.

Run with a Python that has torch (``scripts/setup bench`` makes one)::

    .venv-bench/bin/python -m tests.resources.train_package OUT.argosmodel

Origin of ``trained.argosmodel``: made by this file from the shortest sentences of
``seeds/memory.tmx``. It knows those sentences by heart and little else, which is
what tests need: real words, real term and number slips, real loops.

The architecture is Vaswani et al., "Attention Is All You Need", 2017, with layer
norms before each part (Xiong et al., 2020), as CTranslate2's ``TransformerSpec`` has it.
"""

from __future__ import annotations

import io
import json
import math
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import ctranslate2
import numpy as np
import sentencepiece
import torch
from ctranslate2.converters import Converter
from ctranslate2.specs import transformer_spec
from torch import Tensor, nn

from translate.memory import load

ROOT: Final = Path(__file__).parents[2]
PAIRS: Final = 64
LONGEST: Final = 40
PIECES: Final = 600
WIDTH: Final = 96
INNER: Final = 192
HEADS: Final = 4
LAYERS: Final = 2
POSITIONS: Final = 1_100
STEPS: Final = 420
SEED: Final = 20_261_120
NAME: Final = "translate-zt_en-0_2"
PAD, START, END = "<pad>", "<s>", "</s>"


def sentence_pairs() -> list[tuple[str, str]]:
    """The shortest different sentences of the project's memory, with their English in plain quotes."""
    found = {unit.zh: unit.en for unit in load(ROOT / "seeds" / "memory.tmx").units if len(unit.zh) < LONGEST}
    return sorted(found.items(), key=lambda pair: (len(pair[0]), pair[0]))[:PAIRS]


def tokenizer(pairs: Sequence[tuple[str, str]]) -> bytes:
    """A joint SentencePiece model of both languages; the bytes of its file."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in pairs for text in pair]),
        model_writer=model, vocab_size=PIECES, hard_vocab_limit=False, character_coverage=1.0,
        pad_id=3, pad_piece=PAD, num_threads=1, minloglevel=2,
    )  # fmt: skip
    return model.getvalue()


def positions() -> np.ndarray[Any, Any]:
    """Sinusoids, sines first, as CTranslate2 lays them out when they are given."""
    steps = np.arange(POSITIONS)[:, None] / 10_000 ** (np.arange(WIDTH // 2) / (WIDTH // 2))
    return np.concatenate([np.sin(steps), np.cos(steps)], axis=1).astype(np.float32)


class _Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, x: Tensor, memory: Tensor | None, mask: Tensor) -> Tensor:
        y = self.norm(x)
        source = y if memory is None else memory
        query, key, value = (
            part.view(part.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query(y), self.key(source), self.value(source))
        )
        weights = (query @ key.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS)
        mixed = weights.masked_fill(~mask, -1e9).softmax(-1) @ value
        result: Tensor = x + self.out(mixed.transpose(1, 2).reshape(x.shape))
        return result


class _FeedForward(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm, self.first, self.second = (
            nn.LayerNorm(WIDTH),
            nn.Linear(WIDTH, INNER),
            nn.Linear(INNER, WIDTH),
        )

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = x + self.second(torch.relu(self.first(self.norm(x))))
        return result


class _Side(nn.Module):
    """Encoder or decoder: embeddings, layers, a last norm."""

    def __init__(self, pieces: int, *, decodes: bool) -> None:
        super().__init__()
        self.embed = nn.Embedding(pieces, WIDTH)
        self.register_buffer("positions", torch.from_numpy(positions()))
        self.own = nn.ModuleList(_Attention() for _ in range(LAYERS))
        self.other = nn.ModuleList(_Attention() for _ in range(LAYERS if decodes else 0))
        self.feed = nn.ModuleList(_FeedForward() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        nn.init.normal_(self.embed.weight, std=WIDTH**-0.5)

    def forward(
        self, ids: Tensor, mask: Tensor, memory: Tensor | None = None, seen: Tensor | None = None
    ) -> Tensor:
        table: Any = self.positions
        x = self.embed(ids) * math.sqrt(WIDTH) + table[: ids.shape[1]]
        for number in range(LAYERS):
            x = self.own[number](x, None, mask)
            if memory is not None:
                x = self.other[number](x, memory, seen)
            x = self.feed[number](x)
        result: Tensor = self.norm(x)
        return result


class Transformer(nn.Module):
    """A small sequence-to-sequence Transformer over one vocabulary."""

    def __init__(self, pieces: list[str]) -> None:
        super().__init__()
        self.pieces = pieces
        self.pad = pieces.index(PAD)
        self.encoder, self.decoder = _Side(len(pieces), decodes=False), _Side(len(pieces), decodes=True)
        self.project = nn.Linear(WIDTH, len(pieces))

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Logits of each next piece; ids in, padded with ``pad``."""
        seen = (source != self.pad)[:, None, None, :]
        size = target.shape[1]
        past = torch.ones(size, size, dtype=torch.bool).tril()[None, None]
        memory = self.encoder(source, seen)
        result: Tensor = self.project(self.decoder(target, past, memory, seen))
        return result

    @torch.no_grad()
    def greedy(self, tokens: list[str], longest: int = 100) -> list[str]:
        """The likeliest piece after the likeliest piece: what a conversion must reproduce."""
        source = torch.tensor([[self.pieces.index(token) for token in [*tokens, END]]])
        ids = [self.pieces.index(START)]
        while len(ids) <= longest:
            step = int(self(source, torch.tensor([ids]))[0, -1].argmax())
            if self.pieces[step] == END:
                break
            ids.append(step)
        return [self.pieces[step] for step in ids[1:]]


def train(processor: Any, pairs: Sequence[tuple[str, str]], steps: int = STEPS) -> Transformer:
    """A model that has learned ``pairs``, the same in every run on one machine."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    model = Transformer(pieces)
    start, end = pieces.index(START), pieces.index(END)
    coded = [([*processor.encode(zh), end], [start, *processor.encode(en), end]) for zh, en in pairs]
    source, target = (_padded([pair[side] for pair in coded], model.pad) for side in (0, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / 40))
    for _ in range(steps):
        logits = model(source, target[:, :-1])
        loss = nn.functional.cross_entropy(logits.transpose(1, 2), target[:, 1:], ignore_index=model.pad)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return model.eval()


def _padded(rows: list[list[int]], pad: int) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [pad] * (longest - len(row)) for row in rows])


class Conversion(Converter):  # type: ignore[misc, unused-ignore]
    """A trained ``Transformer`` as a CTranslate2 model, through CTranslate2's converter."""

    def __init__(self, model: Transformer) -> None:
        self.model = model

    def _load(self) -> Any:
        spec = transformer_spec.TransformerSpec.from_config(num_layers=LAYERS, num_heads=HEADS)
        spec.config.layer_norm_epsilon = 1e-5
        spec.config.add_source_eos = True
        spec.config.decoder_start_token = START
        spec.register_source_vocabulary(self.model.pieces)
        spec.register_target_vocabulary(self.model.pieces)
        for side, part in ((spec.encoder, self.model.encoder), (spec.decoder, self.model.decoder)):
            embeddings = side.embeddings[0] if side is spec.encoder else side.embeddings
            embeddings.weight = _array(part.embed.weight)
            side.scale_embeddings = True
            side.position_encodings.encodings = positions()
            _norm(side.layer_norm, part.norm)
            for layer, own, feed in zip(side.layer, part.own, part.feed, strict=True):
                _attention(layer.self_attention, own, itself=True)
                _norm(layer.ffn.layer_norm, feed.norm)
                _linear(layer.ffn.linear_0, feed.first)
                _linear(layer.ffn.linear_1, feed.second)
        for layer, other in zip(spec.decoder.layer, self.model.decoder.other, strict=True):
            _attention(layer.attention, other, itself=False)
        _linear(spec.decoder.projection, self.model.project)
        return spec


def _array(tensor: Tensor) -> np.ndarray[Any, Any]:
    return tensor.detach().numpy().copy()


def _norm(layer: Any, norm: nn.LayerNorm) -> None:
    layer.gamma, layer.beta = _array(norm.weight), _array(norm.bias)


def _linear(layer: Any, *linears: nn.Linear) -> None:
    """One matrix; several are stacked, as CTranslate2 keeps query, key and value."""
    layer.weight = np.concatenate([_array(linear.weight) for linear in linears])
    layer.bias = np.concatenate([_array(linear.bias) for linear in linears])


def _attention(layer: Any, attention: Any, *, itself: bool) -> None:
    _norm(layer.layer_norm, attention.norm)
    if itself:
        _linear(layer.linear[0], attention.query, attention.key, attention.value)
    else:
        _linear(layer.linear[0], attention.query)
        _linear(layer.linear[1], attention.key, attention.value)
    _linear(layer.linear[-1], attention.out)


def agreement(model: Transformer, folder: Path, sentences: Sequence[list[str]]) -> int:
    """How many sentences the converted model in ``folder`` decodes greedily as ``model`` does."""
    converted = ctranslate2.Translator(str(folder), device="cpu", inter_threads=1, intra_threads=1)
    outputs = converted.translate_batch(sentences, beam_size=1, max_decoding_length=100)
    return sum(
        model.greedy(tokens) == output.hypotheses[0]
        for tokens, output in zip(sentences, outputs, strict=True)
    )


def build(path: Path, steps: int = STEPS) -> tuple[int, int]:
    """Train, convert, compare in float32, and write the package to ``path`` in int8.

    Returns:
        How many of how many sentences the converted float32 model decodes as the trained one.
    """
    pairs = sentence_pairs()
    pieces = tokenizer(pairs)
    processor = sentencepiece.SentencePieceProcessor(model_proto=pieces)
    model = train(processor, pairs, steps)
    sentences = [processor.encode(zh, out_type=str) for zh, _ in pairs]
    metadata = {
        "package_version": "0.2", "argos_version": "1.9", "from_code": "zt",
        "from_name": "Chinese (traditional)", "to_code": "en", "to_name": "English",
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        Conversion(model).convert(f"{folder}/float32", quantization=None)
        agreed = agreement(model, Path(folder) / "float32", sentences)
        Conversion(model).convert(f"{folder}/int8", quantization="int8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in _entries(metadata, pieces, Path(folder) / "int8"):
                # a fixed date: the same model gives the same archive
                entry = zipfile.ZipInfo(f"{NAME}/{name}", (2026, 11, 20, 0, 0, 0))
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return agreed, len(sentences)


def _entries(metadata: dict[str, str], pieces: bytes, model: Path) -> Iterator[tuple[str, bytes]]:
    yield "metadata.json", json.dumps(metadata).encode()
    yield "sentencepiece.model", pieces
    yield "README.md", b"Trained on 64 sentences of summit-briefings, for its tests. Of no other use.\n"
    yield from ((f"model/{file.name}", file.read_bytes()) for file in sorted(model.iterdir()))


if __name__ == "__main__":
    right, total = build(Path(sys.argv[1]))
    print(f"{right} of {total} sentences alike after conversion")
