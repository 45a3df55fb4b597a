"""A damaged workspace with a passphrase is repaired as a plain one is, and nothing of it becomes plain."""

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from leadqual_gui.adapters.db.backup import backups, make_backup
from leadqual_gui.adapters.db.database_file import FILE_NAME
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.driver import connect
from leadqual_gui.adapters.db.repairing import repair
from leadqual_gui.services.protection import WorkspaceKey
from tests.encryption.vault import MARKER, every_file, plain_places, protected, store_in
from tests.store.builders import NOW, a_lead, edit, put

PAGE = 8192
LEADS, BEFORE = 300, "Acme Pumps"


@pytest.fixture
def vault(tmp_path: Path) -> tuple[Path, WorkspaceKey]:
    """Three hundred leads behind a passphrase, a copy, and a little work after it."""
    folder = tmp_path / "workspace"
    with closing(store_in(folder)) as store:
        put(store, *[a_lead(full_name=f"{MARKER} {n}", company=BEFORE, notes="x" * 300) for n in range(LEADS)])
    key, _ = protected(folder)
    with closing(store_in(folder, key)) as store:
        make_backup(store.path, folder / "backups", NOW, key=key)
        edit(store, [7], company="After the copy")
    return folder, key


def spoil(folder: Path, pages: list[int]) -> None:
    with (folder / FILE_NAME).open("r+b") as file:
        for page in pages:
            file.seek(page * PAGE)
            file.write(b"\xa5" * PAGE)


def wrong(folder: Path, key: WorkspaceKey) -> list[str]:
    return [f"{f.subject}: {f.message}" for f in examine(folder, NOW, key) if not f.ok and f.subject != "space"]


def said(folder: Path, key: WorkspaceKey) -> str:
    return "\n".join(f"{one.subject}: {one.message}" for one in repair(folder, NOW, key))


def test_damaged_pages_end_in_a_sound_workspace_that_is_still_ciphered(vault):
    folder, key = vault
    random, whole = Random(8), (folder / FILE_NAME).read_bytes()
    for _ in range(4):
        (folder / FILE_NAME).write_bytes(whole)
        spoil(folder, random.sample(range(1, len(whole) // PAGE), random.randrange(1, 4)))
        assert wrong(folder, key)
        assert "the damaged file is kept" in said(folder, key)
        assert wrong(folder, key) == []
        assert plain_places(folder) == []
        with closing(store_in(folder, key)) as store:
            assert store.count() == LEADS


def test_a_lost_beginning_comes_from_the_ciphered_copy(vault):
    folder, key = vault
    spoil(folder, [0])
    assert "restored from a copy" in said(folder, key)
    assert wrong(folder, key) == []
    assert plain_places(folder) == []
    with closing(store_in(folder, key)) as store:
        assert (store.count(), store.lead(7).company) == (LEADS, BEFORE)


def test_what_the_rest_of_the_file_tells_is_mended(vault):
    folder, key = vault
    with closing(connect(folder / FILE_NAME, key)) as connection:
        connection.execute("DELETE FROM lead_text WHERE rowid = 7")
        connection.execute("INSERT INTO watch (lead_id, tier) VALUES (9999, 'hot')")
    assert len(wrong(folder, key)) == 2
    assert "the search was made anew" in said(folder, key)
    assert wrong(folder, key) == []
    assert plain_places(folder) == []


def test_without_the_passphrase_nothing_is_touched(vault):
    folder, key = vault
    spoil(folder, [3])
    before = {file: file.read_bytes() for file in every_file(folder) if file.suffix == ".db"}
    assert repair(folder, NOW) == []
    assert {file: file.read_bytes() for file in before} == before
    assert len(backups(folder / "backups")) == 1
    assert wrong(folder, key)
