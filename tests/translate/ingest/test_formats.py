"""Which format a file is in, and what is said of those that are not read."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate import ingest
from translate.errors import InputError
from translate.ingest import SUFFIXES, Hints, read
from translate.ingest.formats import format_of

LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _zip(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(("data", "name", "kind"), [
    (b"text", "a.txt", "text"), (b"text", "a.TXT", "text"), (b"# text", "a.md", "markdown"),
    (b"# text", "a.markdown", "markdown"), (b"<p>text", "a.html", "html"), (b"<p>text", "a.htm", "html"),
    # content goes before the name
    (b"%PDF-1.7", "a.txt", "pdf"), (b"junk\n%PDF-1.7", "a.pdf", "pdf"), (b"junk\n%PDF-1.7", "a", "pdf"),
    (b"about %PDF-1.7", "a.md", "markdown"), (b"<!DOCTYPE html><p>x", "a.txt", "html"),
    (b"\xef\xbb\xbf <?xml version='1.0'?><!-- x --><HTML>", "a", "html"),
    ("<html>".encode("utf-16"), "a.bin", "html"), (b"<!-- a", "a.txt", "text"),
    (b"<!ELEMENT a>", "a.txt", "text"),
    (_zip("[Content_Types].xml", "word/document.xml"), "a.zip", "docx"), (_zip("x"), "a.docx", "docx"),
    (b"PK\x03\x04damaged", "a.docx", "docx"), (b"junk", "a.docx", "docx"), (b"junk", "a.pdf", "pdf"),
])  # fmt: skip
def test_a_format(data: bytes, name: str, kind: str) -> None:
    assert format_of(data, name) == kind


@pytest.mark.parametrize(("data", "name", "what", "remedy"), [
    (LEGACY + bytes(64), "a.doc", "old Office file", "save it as .docx"),
    (LEGACY + "EncryptedPackage".encode("utf-16-le"), "a.docx", "under a password",
     "without the password"),
    (b"{\\rtf1", "a.doc", "RTF", "save it as .docx"), (b"x", "a.odt", "OpenDocument", "save it as .docx"),
    (b"\x89PNG\r\n\x1a\n", "a.png", "PNG", "tesseract"), (b"\xff\xd8\xff\xe0", "a.pdf", "JPEG", "tesseract"),
    (b"x", "a.caj", "CAJ", "CAJViewer"), (_zip("xl/workbook.xml"), "a.xlsx", "Excel", ".txt"),
    (_zip("content.xml"), "a.odt", "OpenDocument", "save it as .docx"),
    (_zip("paper.txt"), "a.zip", "ZIP", "Unpack"),
    (b"PK\x03\x04damaged", "a.zip", "damaged ZIP", "again"), (b"\x1f\x8b", "a.gz", "gzip", "Unpack"),
    (b"MIME-Version: 1.0", "a.mht", "web page", ".html"), (b"x", "a.xyz", r"\*\.xyz are not read", ".docx"),
    (b"x", "paper", "no ending", ".docx"),
])  # fmt: skip
def test_a_format_that_is_not_read(data: bytes, name: str, what: str, remedy: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        format_of(data, f"folder/{name}")
    assert caught.value.message.startswith(f"folder/{name}: ")
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 3


@given(data=st.binary(max_size=80), suffix=st.sampled_from(["", ".doc", ".bin", *SUFFIXES]))
def test_any_file_has_a_format_or_is_refused(data: bytes, suffix: str) -> None:
    try:
        assert format_of(data, f"a{suffix}") in set(SUFFIXES.values())
    except InputError as error:
        assert error.remedy  # noqa: PT017  (either outcome is right)


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    data = b"\xef\xbb\xbf" + "會談結束。".encode()
    path.write_bytes(data)
    document = read(path, "paper")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.raw.text == "會談結束。"


@pytest.mark.parametrize("name", ["absent.txt", ".", "pipe.txt"])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="cannot be read") as caught:
        read(tmp_path / name, "paper")
    assert caught.value.remedy


def test_a_text_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "paper.txt"
    path.write_text("會談結束。" * 20, encoding="utf-8")
    monkeypatch.setattr(ingest, "LARGEST_TEXT", 100)
    with pytest.raises(InputError, match="a text larger than"):
        read(path, "paper")
    monkeypatch.setattr(ingest, "LARGEST", 100)
    with pytest.raises(InputError, match="Split it"):
        read(path, "paper")


def test_another_language_is_named(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text("The leaders of the two countries met in the capital and agreed on the text.", "utf-8")
    with pytest.raises(InputError, match=r"paper\.txt: seems to be English"):
        read(path, "paper", Hints())


def test_the_script_is_told(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    for text, language in (("美國總統與國務卿會談。", "zh-Hant"), ("美国总统与国务卿会谈。", "zh-Hans")):
        path.write_text(text, encoding="utf-8")
        assert read(path, "paper").language == language
