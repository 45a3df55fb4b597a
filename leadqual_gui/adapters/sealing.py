"""Seals small pieces of data, such as the lines of a call, with a key: nobody reads or changes them without it.

The standard library holds no cipher, so the stream is SHAKE-256 of key and a nonce that is drawn anew for each piece,
and what comes out is authenticated with keyed BLAKE2b. The database itself is ciphered by SQLCipher.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

NONCE = 16
TAG = 16


class Sealer:
    """Seals with two keys made from one: for the stream, and for the seal."""

    def __init__(self, key: bytes) -> None:
        self._stream = hashlib.blake2b(b"stream", key=key, digest_size=32).digest()
        self._seal = hashlib.blake2b(b"seal", key=key, digest_size=32).digest()

    def seal(self, data: bytes) -> bytes:
        """The data, unreadable without the key."""
        nonce = secrets.token_bytes(NONCE)
        hidden = self._crossed(data, nonce)
        return nonce + hidden + self._tag(nonce + hidden)

    def unseal(self, sealed: bytes) -> bytes | None:
        """The data again; None if it was sealed with another key, or changed."""
        body, tag = sealed[:-TAG], sealed[-TAG:]
        if len(sealed) < NONCE + TAG or not hmac.compare_digest(tag, self._tag(body)):
            return None
        return self._crossed(body[NONCE:], body[:NONCE])

    def _tag(self, data: bytes) -> bytes:
        return hashlib.blake2b(data, key=self._seal, digest_size=TAG).digest()

    def _crossed(self, data: bytes, nonce: bytes) -> bytes:
        stream = hashlib.shake_256(self._stream + nonce).digest(len(data))
        return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")
