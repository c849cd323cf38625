"""Who says what in a Chinese paper: quoted spans and their kinds, speakers, indirect speech.

``read_speech(document, people)`` gives a ``Speech``; ``detect`` what of it stands as statements,
``unrecorded`` what an editor has not recorded. Precision before recall: what the
paper does not plainly tell is ``None`` with the reason.
"""

from __future__ import annotations

from briefings.speech.found import detect, unrecorded
from briefings.speech.model import Kind, Quoted, Speech, Spoken, Unbalanced
from briefings.speech.reading import read_speech

__all__ = ["Kind", "Quoted", "Speech", "Spoken", "Unbalanced", "detect", "read_speech", "unrecorded"]
