"""The key of a workspace opens with the passphrase and with the sheet, and with nothing else."""

import json
import stat
from pathlib import Path

import pytest

from leadqual_gui.adapters.key_file import KeyFile, new_key, new_recovery_key
from leadqual_gui.adapters.sealing import Sealer
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WrongSecretError
from tests.encryption.vault import CHEAP, PASSPHRASE


def test_both_secrets_open_the_same_key(tmp_path: Path):
    key, recovery = new_key(), new_recovery_key()
    KeyFile.made(key, PASSPHRASE, recovery).write(tmp_path / "leadqual.key")
    read = KeyFile.read(tmp_path / "leadqual.key")
    assert read.unlocked(PASSPHRASE) == read.unlocked(recovery) == key
    assert stat.S_IMODE((tmp_path / "leadqual.key").stat().st_mode) == 0o600
    text = (tmp_path / "leadqual.key").read_text()
    assert key.secret.hex() not in text
    assert PASSPHRASE not in text
    assert key.secret.hex() not in repr(key)


@pytest.mark.parametrize("typed", ["Correct horse battery staple", "correct horse", "", "0000-" * 8, "x" * 10_000])
def test_another_passphrase_is_called_wrong_and_never_damaged(typed: str):
    made = KeyFile.made(new_key(), PASSPHRASE, new_recovery_key(), CHEAP)
    with pytest.raises(WrongSecretError, match="not the passphrase") as refused:
        made.unlocked(typed)
    assert "damaged" not in str(refused.value)
    assert "corrupt" not in str(refused.value)


def test_a_recovery_key_is_typed_as_one_reads_it():
    key, recovery = new_key(), "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
    made = KeyFile.made(key, PASSPHRASE, recovery, CHEAP)
    assert made.unlocked(" o123 4567-89ab-cdefghjk mnpq-rstu-wxyz ") == key


def test_the_same_letters_open_however_they_were_composed():
    key = new_key()
    made = KeyFile.made(key, "Jos\u00e9 et Zo\u00eb", new_recovery_key(), CHEAP)
    assert made.unlocked("Jose\u0301 et Zoe\u0308") == key


def test_another_passphrase_leaves_the_sheet_valid_unless_there_is_a_new_one():
    key, recovery, fresh = new_key(), new_recovery_key(), new_recovery_key()
    made = KeyFile.made(key, PASSPHRASE, recovery, CHEAP)
    changed = made.with_secrets(key, "something else", None)
    assert changed.unlocked(recovery) == changed.unlocked("something else") == key
    with pytest.raises(WrongSecretError):
        changed.unlocked(PASSPHRASE)
    with pytest.raises(WrongSecretError):
        changed.with_secrets(key, PASSPHRASE, fresh).unlocked(recovery)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body[: len(body) // 2],
        lambda body: body.replace(b'"salt": "', b'"salt": "00', 1),
        lambda body: b"[" * 60_000,
        lambda body: b"\xff\xfe",
        lambda body: json.dumps({"format": 1, "sum": ""}).encode(),
        lambda body: body.replace(b'"scrypt": 2', b'"scrypt": 1073741824'),
    ],
)
def test_a_damaged_key_file_is_called_so_and_says_where_its_copy_is(tmp_path: Path, spoil):
    path = tmp_path / "leadqual.key"
    KeyFile.made(new_key(), PASSPHRASE, new_recovery_key(), CHEAP).write(path)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(LeadQualError, match="key file of this workspace is damaged") as refused:
        KeyFile.read(path)
    assert "backups/keys" in refused.value.hint


def test_recovery_keys_are_never_the_same_and_hold_no_lookalikes():
    made = {new_recovery_key() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("OILU")
    assert {len(key) for key in made} == {39}


def test_what_is_sealed_is_not_read_or_changed_without_the_key():
    sealer, other = Sealer(b"1" * 32), Sealer(b"2" * 32)
    sealed = sealer.seal(b"a note about somebody")
    assert sealer.unseal(sealed) == b"a note about somebody"
    assert sealer.seal(b"a note about somebody") != sealed
    assert sealer.unseal(sealer.seal(b"")) == b""
    assert other.unseal(sealed) is None
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        assert sealer.unseal(bytes(changed)) is None
    assert sealer.unseal(b"short") is None
