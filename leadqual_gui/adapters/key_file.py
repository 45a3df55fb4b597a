"""The file that holds the key of a protected workspace, twice wrapped: by the passphrase and by the recovery key.

A wrapping is a one-time pad and a check made by scrypt from what was typed and a salt drawn for this wrapping alone;
trying passphrases costs 128 MB and a third of a second each. Only the wrappings change with the passphrase, so that
no lead is ciphered anew and backups open with the new one. The file says nothing about anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.rules_yaml.save import save_whole
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WorkspaceKey, WrongSecretError

FORMAT = 1
NAME_BYTES = 16
KEY_BYTES = 32
PASSPHRASE_COST = 1 << 17
RECOVERY_COST = 1 << 14
"""A recovery key is long and drawn by chance: nobody tries them all, so it need not be slow."""
_HIGHEST_COST = 1 << 20
_BLOCK = 8
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": None, " ": None, "\n": None, "\t": None})
_GROUPS, _GROUP = 8, 4
_HINT = "Put back leadqual.key from the folder backups/keys, or from a copy of the workspace"


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The key, opened by one secret."""

    cost: int
    salt: bytes
    hidden: bytes
    check: bytes

    @classmethod
    def of(cls, key: WorkspaceKey, secret: str, cost: int) -> Wrapping:
        """Wrap a key with a secret."""
        salt = secrets.token_bytes(16)
        pad, seal = _stretched(secret, salt, cost)
        hidden = _crossed(key.secret, pad)
        return cls(cost, salt, hidden, _check(seal, key.name, hidden))

    def opened(self, name: bytes, secret: str) -> WorkspaceKey | None:
        """The key; None if the secret is another."""
        pad, seal = _stretched(secret, self.salt, self.cost)
        if not hmac.compare_digest(self.check, _check(seal, name, self.hidden)):
            return None
        return WorkspaceKey(name, _crossed(self.hidden, pad))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key's name, and its two wrappings."""

    name: bytes
    passphrase: Wrapping
    recovery: Wrapping

    @classmethod
    def made(cls, key: WorkspaceKey, passphrase: str, recovery: str, cost: int = PASSPHRASE_COST) -> KeyFile:
        """Wrap a key."""
        slow = Wrapping.of(key, _plain(passphrase), cost)
        return cls(key.name, slow, Wrapping.of(key, _as_recovery(recovery), RECOVERY_COST))

    def unlocked(self, secret: str) -> WorkspaceKey:
        """The key, by passphrase or recovery key. Raises WrongSecretError."""
        recovery = _as_recovery(secret)
        found = self.recovery.opened(self.name, recovery) if len(recovery) == _GROUPS * _GROUP else None
        found = found or self.passphrase.opened(self.name, _plain(secret))
        if found is None:
            raise WrongSecretError(
                "this is not the passphrase of this workspace",
                "Look at Caps Lock and the language of the keyboard. The recovery key of the sheet opens it too",
            )
        return found

    def with_secrets(self, key: WorkspaceKey, passphrase: str, recovery: str | None) -> KeyFile:
        """The same key, opened by another passphrase; the recovery key stays unless another is given."""
        slow = Wrapping.of(key, _plain(passphrase), self.passphrase.cost)
        kept = self.recovery if recovery is None else Wrapping.of(key, _as_recovery(recovery), RECOVERY_COST)
        return KeyFile(self.name, slow, kept)

    def write(self, path: Path) -> None:
        """Put it in a file, whole or not at all."""
        body = {
            "format": FORMAT,
            "about": "Opens leadqual.db with your passphrase. Nobody can without this file: keep it beside it",
            "name": self.name.hex(),
            "passphrase": _as_json(self.passphrase),
            "recovery": _as_json(self.recovery),
        }
        save_whole(path, json.dumps(body | {"sum": _sum(body)}, indent=1).encode())

    @classmethod
    def read(cls, path: Path) -> KeyFile:
        """Raises LeadQualError if it is damaged."""
        try:
            body = json.loads(path.read_bytes()[:65536])
            if body.pop("sum") != _sum(body) or body["format"] != FORMAT:
                raise ValueError
            name = bytes.fromhex(body["name"])
            made = cls(name, _of_json(body["passphrase"]), _of_json(body["recovery"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise LeadQualError("the key file of this workspace is damaged", _HINT, str(path)) from error
        except OSError as error:
            raise LeadQualError("the key file of this workspace cannot be read", _HINT, str(path)) from error
        return made


def new_key() -> WorkspaceKey:
    """A key drawn by chance."""
    return WorkspaceKey(secrets.token_bytes(NAME_BYTES), secrets.token_bytes(KEY_BYTES))


def new_recovery_key() -> str:
    """32 characters drawn by chance, in groups that can be typed from paper: none looks like another."""
    drawn = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(drawn[at : at + _GROUP]) for at in range(0, len(drawn), _GROUP))


def _plain(passphrase: str) -> str:
    """The same letters, however the keyboard composed them."""
    return unicodedata.normalize("NFKC", passphrase)


def _as_recovery(typed: str) -> str:
    """What was typed from paper: capitals, and no letters that look like digits."""
    return unicodedata.normalize("NFKC", typed).upper().translate(_LOOKALIKES)


def _stretched(secret: str, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    """A pad and a key for the check."""
    data = secret.encode("utf-8", "surrogatepass")
    made = hashlib.scrypt(data, salt=salt, n=cost, r=_BLOCK, p=1, dklen=64, maxmem=cost * _BLOCK * 128 + (1 << 20))
    return made[:KEY_BYTES], made[KEY_BYTES:]


def _check(seal: bytes, name: bytes, hidden: bytes) -> bytes:
    return hmac.digest(seal, name + hidden, "sha256")


def _crossed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _sum(body: Mapping[str, Any]) -> str:
    """Tells a damaged file from a wrong passphrase."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _as_json(wrapping: Wrapping) -> dict[str, object]:
    return {
        "scrypt": wrapping.cost,
        "salt": wrapping.salt.hex(),
        "key": wrapping.hidden.hex(),
        "check": wrapping.check.hex(),
    }


def _of_json(body: Mapping[str, Any]) -> Wrapping:
    cost = body["scrypt"]
    if not isinstance(cost, int) or not 2 <= cost <= _HIGHEST_COST or cost & (cost - 1):
        raise ValueError
    made = Wrapping(cost, *(bytes.fromhex(body[part]) for part in ("salt", "key", "check")))
    if (len(made.salt), len(made.hidden), len(made.check)) != (16, KEY_BYTES, 32):
        raise ValueError
    return made
