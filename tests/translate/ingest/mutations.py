"""What mutants of every format have in common: odd characters, and damage to bytes."""

from __future__ import annotations

import random

_RANGES = (
    (0x00, 0x20), (0x7F, 0xA1), (0xAD, 0xAE), (0x0300, 0x0330), (0x0590, 0x05F4), (0x0600, 0x0660),
    (0x0E00, 0x0E30), (0x1100, 0x1200), (0x180B, 0x180F), (0x2000, 0x2070), (0x2070, 0x20A0),
    (0x20D0, 0x20F0), (0x2150, 0x2190), (0x2460, 0x2500), (0x2E80, 0x2FE0), (0x2FF0, 0x3000),
    (0x3000, 0x3040), (0x3100, 0x3130), (0x3200, 0x3400), (0xAC00, 0xAC20), (0xD800, 0xE000),
    (0xE000, 0xE020), (0xF900, 0xFA00), (0xFB00, 0xFB20), (0xFDD0, 0xFDF0), (0xFE00, 0xFE70),
    (0xFEFF, 0xFF80), (0xFFF0, 0x10000), (0x1D400, 0x1D420), (0x1F1E6, 0x1F200), (0x1F600, 0x1F620),
    (0x20000, 0x20040), (0x2F800, 0x2F820), (0x31350, 0x31370), (0xE0000, 0xE0080), (0x10FFF0, 0x110000),
)  # fmt: skip
WEIRD = tuple(range(start, end) for start, end in _RANGES)
"""Controls, bidi marks, combining marks, lone surrogates, noncharacters, other planes and scripts."""

_BYTES = (
    b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xc0\x80",
    b"\xf8\x88\x80\x80\x80", b"\x80", b"\xff", b"\x1b$B", b"\x0e", b"\x1a", b"\xa1", b"\x85", b"\0\0\0\0",
    b"PK\x03\x04", b"%PDF-", b"\xd8\x00", b"<html>",
)  # fmt: skip


def pick(chance: random.Random, ranges: tuple[range, ...]) -> str:
    """One character of the ranges; each range is as likely as the others."""
    return chr(chance.choice(chance.choice(ranges)))


def damaged(chance: random.Random, data: bytes) -> bytes:
    """The bytes with some flipped, cut, lost, doubled, or foreign ones put in."""
    if not data:
        return data
    damage = bytearray(data)
    match chance.randrange(6):
        case 0:
            for _ in range(chance.choice([1, 1, 4, 40])):
                damage[chance.randrange(len(damage))] ^= 1 << chance.randrange(8)
        case 1:
            for _ in range(chance.choice([1, 4, 40])):
                damage[chance.randrange(len(damage))] = chance.randrange(256)
        case 2:
            del damage[chance.randrange(len(damage)) :]
        case 3:
            at = chance.randrange(len(damage))
            del damage[at : at + chance.choice([1, 2, 3, 100])]
        case 4:
            at, start = chance.randrange(len(damage)), chance.randrange(len(damage))
            damage[at:at] = damage[start : start + chance.choice([1, 16, 500])]
        case _:
            for _ in range(chance.choice([1, 5])):
                at = chance.randrange(len(damage))
                damage[at:at] = chance.choice(_BYTES)
    return bytes(damage)
