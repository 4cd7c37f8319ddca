"""Looks through what hides text: content codings, gzip, zip and base64; bounded against bombs."""

import binascii
import gzip
import importlib
import io
import re
import zipfile
import zlib
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable

LARGEST = 64 * 1024 * 1024  # bytes after unpacking
DEEPEST = 8  # layers of one encoding inside another

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_ZLIB = (b"\x78\x01", b"\x78\x9c", b"\x78\xda")
_RUN = re.compile(r"[A-Za-z0-9_\-+/]{12,}={0,2}")
_LAYOUT = re.compile(r"[\r\n]+[ \t]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Bytes = Callable[[bytes], bytes]


class Unsafe(Exception):
    """A part that cannot be looked through, or not be written again: it has to be withheld."""


def without_coding(body: bytes, codings: str) -> bytes:
    """A body without its content codings (RFC 9110, section 8.4.1), the last one taken off first.

    A body that is plain text already, as many recordings have it below a header that says
    otherwise, stays as it is. Raises `Unsafe` where a coding is unknown or the bytes are broken.
    """
    for coding in reversed([name.strip().lower() for name in codings.split(",")]):
        if coding not in ("", "identity"):
            body = _decoded(body, coding)
    return body


def packed(body: bytes, inside: Bytes) -> bytes | None:
    """A gzip file or zip archive with its content changed by `inside`; None for other bytes.

    An archive is never written again: it raises `Unsafe` where its content would change.
    """
    if body.startswith(_GZIP):
        plain = _inflated(body, 31)
        new = inside(plain)
        return body if new == plain else gzip.compress(new, mtime=0)
    if body.startswith(_ZIP):
        for name, plain in _members(body):
            if inside(plain) != plain or inside(name) != name:
                raise Unsafe
        return body
    if body.startswith(_ZLIB):
        try:
            plain = _inflated(body, 15)
        except Unsafe:  # two bytes may be chance
            return None
        new = inside(plain)
        return body if new == plain else zlib.compress(new)
    return None


def base64_runs(text: str, inside: Callable[[str], str], inside_bytes: Bytes) -> str:
    """A text in which each run of base64 that hides text, or a packed file, was looked into."""
    whole = _LAYOUT.sub("", text.strip())
    if whole != text and _RUN.fullmatch(whole):  # in lines, as MIME has it
        new = _run(whole, inside, inside_bytes)
        return text if new == whole else new
    return _RUN.sub(lambda found: _run(found[0], inside, inside_bytes), text)


def as_text(body: bytes) -> str | None:
    """Bytes as readable text, None where they are something else."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _decoded(body: bytes, coding: str) -> bytes:
    if coding in ("gzip", "x-gzip") and body.startswith(_GZIP):
        return _inflated(body, 31)
    if coding == "deflate":
        for bits in (15, -15):  # many servers leave out the zlib frame
            try:
                return _inflated(body, bits)
            except Unsafe:
                continue
    if as_text(body) is not None:
        return body
    if coding == "br":
        return _unbrotlied(body)
    raise Unsafe


def _inflated(body: bytes, bits: int) -> bytes:
    plain = b""
    while body:
        unpacker = zlib.decompressobj(bits)
        try:
            plain += unpacker.decompress(body, LARGEST - len(plain) + 1)
        except zlib.error:
            raise Unsafe from None
        if len(plain) > LARGEST or not unpacker.eof:
            raise Unsafe
        body = unpacker.unused_data if bits == 31 else b""  # files of several members
        if bits != 31 and unpacker.unused_data:
            raise Unsafe
    return plain


def _unbrotlied(body: bytes) -> bytes:
    try:
        unpacker = importlib.import_module("brotli").Decompressor()  # there if the client has it
        plain: bytes = unpacker.process(body, output_buffer_limit=LARGEST)
        finished = unpacker.is_finished()
    except Exception:  # noqa: BLE001 - the library is optional, and its errors are its own
        raise Unsafe from None
    if not finished or len(plain) > LARGEST:  # its limit is exceeded by up to a block
        raise Unsafe
    return plain


def _members(body: bytes) -> list[tuple[bytes, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST:
                raise Unsafe
            return [(e.filename.encode("utf-8", "replace"), archive.read(e)) for e in entries]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error):
        raise Unsafe from None


def _run(run: str, inside: Callable[[str], str], inside_bytes: Bytes) -> str:
    standard = run.rstrip("=").replace("-", "+").replace("_", "/")
    plain = _unbased(standard)
    if plain is None:
        if "/" not in run:
            return run
        pieces = [p if len(p) < 12 else _run(p, inside, inside_bytes) for p in run.split("/")]
        return "/".join(pieces)
    text = as_text(plain)
    new = inside_bytes(plain) if text is None else inside(text).encode("utf-8", "replace")
    if new == plain:
        return run
    encode = urlsafe_b64encode if "-" in run or "_" in run else b64encode
    encoded = encode(new).decode()
    padded = run.endswith("=") or len(run) % 4 == 0
    return encoded if padded else encoded.rstrip("=")


def _unbased(standard: str) -> bytes | None:
    """What base64 hides if that is text or a packed file, None else."""
    if len(standard) % 4 == 1:
        return None
    try:
        plain = b64decode(standard + "=" * (-len(standard) % 4))
    except (binascii.Error, ValueError):
        return None
    if plain.startswith((_GZIP, _ZIP, *_ZLIB)) or as_text(plain) is not None:
        return plain
    return None
