"""From a list to scores and back, on the command line."""

import csv
import json
import os
import signal
import stat
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

LEADS = """\
External ID;Name;Company;E-mail;Number of employees;Industry;Country;Create date;Fleet
K1;Priya Raghunathan;Kestrel Freight;priya@kestrel.example;160;logistics;United Kingdom;2026-08-01;12
K2;Bruno Salgado;Frigo Aveiro;bruno@frigo.example;60;food;Portugal;2026-09-15;3
K3;林美華;太平洋包裝;meihua@pacific.example;;;Taiwan;2026-11-01;
;;;not an address;x;;;;
"""
ACTIVITIES = """\
lead,kind,occurred_at,topic
K1,demo_requested,2026-11-10T10:00:00Z,
K1,webinar_attended,2026-11-01,Prices explained
bruno@frigo.example,quote_requested,2026-11-12,
nobody,quote_requested,2026-11-12,
"""
ANSWERS = """\
lead,framework,element,level,heard_at,said_by,evidence
K1,bant,budget,3,2026-11-11,Priya,Granted in May
K1,bant,authority,2,2026-11-11,,
K2,bant,need,refused,2026-11-12,,
"""
KEYS = {
    "id",
    "name",
    "score",
    "exact",
    "fit",
    "engagement",
    "tier",
    "grade",
    "least",
    "greatest",
    "decided",
    "disqualified",
    "next_change",
    "ledger",
}


@pytest.fixture
def office(run, write):
    """A workspace with three leads, what they did and what they said."""
    for kind, text in (("leads", LEADS), ("activities", ACTIVITIES), ("answers", ANSWERS)):
        said = run("import", write(f"{kind}.csv", text), "--as", kind)
        assert said.status == 0, said.err
    return run


def test_an_import_says_what_became_of_each_row(run, write, tmp_path):
    rejects = tmp_path / "rejects.csv"
    said = run("import", write("leads.csv", LEADS), "--json", "--rejects", rejects)
    result = said.json
    assert said.status == 0
    assert {key: result[key] for key in ("read", "new", "updated", "duplicates", "rejected", "unchanged")} == {
        "read": 4,
        "new": 3,
        "updated": 0,
        "duplicates": 0,
        "rejected": 1,
        "unchanged": 0,
    }
    assert [row["line"] for row in result["rejects"]] == [5]
    assert result["left_out"] == ["Fleet"]
    assert "not an address" in rejects.read_text("utf-8")
    again = run("import", write("leads.csv", LEADS), "--json").json
    assert (again["new"], again["unchanged"]) == (0, 3)


def test_a_rehearsal_changes_nothing(run, write):
    assert run("import", write("leads.csv", LEADS), "--dry-run", "--json").json["new"] == 3
    assert run("score", "--json").json == []


def test_unknown_columns_become_fields_of_ones_own_if_asked_for(run, write, tmp_path):
    run("import", write("leads.csv", LEADS), "--custom")
    run("export", tmp_path / "all.json")
    priya = next(lead for lead in json.loads((tmp_path / "all.json").read_text()) if lead["id"] == "K1")
    assert float(priya["custom.fleet"]) == 12


def test_a_field_with_choices_keeps_what_was_chosen(run, write, tmp_path):
    run("import", write("who.csv", "name,email,responsibility\nAna Lopes,ana@lopes.example,team lead\n"), "--custom")
    run("export", tmp_path / "all.json")
    assert json.loads((tmp_path / "all.json").read_text())[0]["custom.responsibility"] == "team lead"


def test_every_ledger_adds_up_to_its_score(office):
    scores = office("score", "--json", "--ledger").json
    assert {score["id"] for score in scores} == {"K1", "K2", "K3"}
    assert all(set(score) == KEYS for score in scores)
    for score in scores:
        assert round(sum(line["points"] for line in score["ledger"]), 1) == score["exact"]
        assert score["least"] <= score["score"] <= score["greatest"]
        assert {frozenset(line) for line in score["ledger"]} <= {
            frozenset(("criterion", "kind", "label", "points", "evidence"))
        }
    assert all(better["exact"] >= worse["exact"] for better, worse in pairwise(scores))


def test_scores_of_the_past_know_nothing_of_what_came_later(office):
    then = {score["id"]: score["exact"] for score in office("score", "--json", "--as-of", "2026-10-01").json}
    now = {score["id"]: score["exact"] for score in office("score", "--json", "--as-of", "2026-11-13").json}
    assert now["K1"] > then["K1"] + 20
    assert now["K3"] == then["K3"]


def test_one_lead_is_found_by_id_address_or_number(office):
    for key in ("K1", "PRIYA@kestrel.example", "1"):
        assert [score["name"] for score in office("score", "--json", "--lead", key).json] == ["Priya Raghunathan"]
    said = office("score", "--lead", "nobody")
    assert (said.status, said.out) == (1, "")
    assert "There is no lead “nobody”" in said.err


def test_people_read_scores_as_a_list_with_the_ledger_below(office):
    said = office("score")
    assert said.out.splitlines()[0].split("  ")[-1] == "Priya Raghunathan, Kestrel Freight"
    ledger = office("score", "--lead", "K1", "--ledger").out
    assert "+10.0  Number of employees" in ledger


def test_what_is_exported_comes_back_the_same(office, tmp_path):
    assert office("export", tmp_path / "all.csv").status == 0
    again = office("import", tmp_path / "all.csv", "--json", workspace=tmp_path / "other").json
    assert (again["new"], again["rejected"]) == (3, 0)
    office("export", tmp_path / "again.csv", workspace=tmp_path / "other")
    one, other = (_facts(tmp_path / name) for name in ("all.csv", "again.csv"))
    assert one == other


def _facts(path: Path) -> list[dict[str, str]]:
    """Rows without what the score made of them."""
    made = {"score", "exact", "fit", "engagement", "tier", "grade", "least", "greatest", "disqualified", "stage"}
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [{key: value for key, value in row.items() if key not in made} for row in csv.DictReader(file)]
    return sorted(rows, key=lambda row: row["external_id"])


def test_an_export_to_json_holds_the_ledgers(office, tmp_path):
    said = office("export", tmp_path / "all.json", "--json")
    assert said.json == {"file": str(tmp_path / "all.json"), "leads": 3}
    leads = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert all(round(sum(line["points"] for line in lead["ledger"]), 1) == lead["exact"] for lead in leads)
    assert leads[0]["email"] == "priya@kestrel.example"


def test_a_backup_can_be_restored_and_what_was_there_is_kept(office, write):
    backup = office("backup", "--json").json
    assert backup["leads"] == 3
    office("import", write("more.csv", "name,email\nNew Comer,new@comer.example\n"))
    assert len(office("score", "--json").json) == 4
    restored = office("restore", backup["file"], "--json").json
    assert restored["leads"] == 3
    assert Path(restored["kept"]).exists()
    assert len(office("score", "--json").json) == 3


def test_imports_push_no_copy_out_that_somebody_asked_for(office, write):
    backup = office("backup", "--json").json
    for n in range(4):
        office("import", write("more.csv", f"name,email\nNew Comer,new{n}@comer.example\n"))
    assert Path(backup["file"]).exists()
    assert office("restore", backup["file"], "--json").json["leads"] == 3


def test_a_restore_is_previewed_listed_and_taken_back(office, write):
    backup = office("backup", "--json").json
    office("import", write("more.csv", "name,email\nNew Comer,new@comer.example\n"))
    assert "1 leads would go" in office("restore", backup["file"], "--preview").out
    told = office("restore", backup["file"], "--preview", "--json").json
    assert (told["going"], told["names"], told["leads_now"]) == (1, ["New Comer"], 4)
    office("restore", backup["file"])
    assert "Nothing would be different" in office("restore", backup["file"], "--preview").out
    assert len(office("score", "--json").json) == 3
    office("restore", "--undo")
    assert len(office("score", "--json").json) == 4
    assert backup["file"] in [copy["file"] for copy in office("backup", "--list", "--json").json]


def test_without_a_restore_there_is_nothing_to_go_back_to(office):
    said = office("restore", "--undo")
    assert (said.status, said.err) == (1, "leadqual-gui: Nothing was restored here: there is nothing to go back to\n")


def test_what_is_no_backup_is_not_restored(office, write):
    said = office("restore", write("poem.txt", "Not a database at all, but long enough to look at."))
    assert said.status == 1
    assert "not a LeadQual backup" in said.err
    assert len(office("score", "--json").json) == 3


def test_the_doctor_finds_nothing_wrong_and_then_something(office, tmp_path):
    said = office("doctor", "--json")
    assert said.status == 0, said.out
    assert {finding["subject"] for finding in said.json} >= {"integrity", "rules", "space", "permissions"}
    (tmp_path / "office" / "leadqual.db").chmod(0o644)
    said = office("doctor")
    assert said.status == 1
    assert "WRONG permissions" in said.out


def test_the_doctor_repairs_and_says_what_it_did(office, tmp_path):
    (tmp_path / "office" / "leadqual.db").chmod(0o644)
    said = office("doctor", "--repair")
    assert said.status == 0
    assert "DONE  permissions: closed to others" in said.out
    assert "WRONG" not in said.out


def test_the_doctor_looks_at_the_sample_if_asked_to(office):
    said = office("doctor", "--sample")
    assert said.status == 1
    assert "office-sample" in said.err


def test_the_workspace_is_closed_to_others(office, tmp_path):
    assert stat.S_IMODE((tmp_path / "office").stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "office").rglob("*") if path.is_file()}
    assert modes == {0o600}


def test_the_shipped_rules_can_be_used(run):
    from leadqual_gui.app.paths import data_root

    said = run("check", data_root() / "rules")
    assert said.status == 0, said.out


def test_each_problem_of_the_rules_is_named_with_its_place(office, tmp_path):
    matrix = tmp_path / "office" / "rules" / "matrix.yaml"
    text = matrix.read_text("utf-8")
    matrix.write_text(text.replace("points: 15\n", "points: ten\n", 1).replace("grades:", "gradez:", 1), "utf-8")
    said = office("check")
    assert said.status == 1
    assert all(line.startswith("matrix.yaml:") for line in said.out.splitlines())
    problems = office("check", "--json").json
    assert len(problems) >= 2
    assert all(set(problem) == {"file", "line", "column", "message", "hint"} for problem in problems)


def test_broken_rules_leave_the_last_good_ones_in_force(office, tmp_path):
    before = office("score", "--json").json
    (tmp_path / "office" / "rules" / "matrix.yaml").write_text("tiers: [", "utf-8")
    said = office("score", "--json")
    assert said.status == 0
    assert [score["score"] for score in said.json] == [score["score"] for score in before]
    assert "the last good rules are in force" in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("score",),
        ("export", "out.csv"),
        ("backup",),
        ("doctor",),
        ("check",),
        ("import", "no-such-file.csv"),
        ("check", "no-such-folder"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(run, arguments):
    said = run(*arguments)
    assert said.status == 1
    assert said.err.startswith("leadqual-gui: ")
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("score", "--as-off", "x"),
        ("import",),
        ("import", "a.csv", "--as", "horses"),
        ("screenshots", "--out", "x", "--size", "large"),
        ("screenshots",),
    ],
)
def test_wrong_usage_has_a_status_of_its_own(run, arguments):
    assert run(*arguments).status == 2


def test_without_a_display_the_window_is_refused_in_a_sentence(run, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = run()
    assert said.status == 1
    assert "there is no display here" in said.err


def test_a_moment_that_is_none_is_refused(office):
    said = office("score", "--as-of", "yesterday")
    assert said.status == 1
    assert "2026-11-21" in said.err


def test_a_file_whose_dates_could_be_read_two_ways_is_asked_about(run, write):
    table = write("dates.csv", "name,email,created_at\nAna Lopes,ana@lopes.example,03/04/2026\n")
    said = run("import", table)
    assert said.status == 1
    assert "03/04/2026" in said.err
    assert run("import", table, "--date-order", "dmy", "--json").json["new"] == 1


def test_our_own_mistakes_are_told_in_a_sentence_with_the_place_of_the_log(office, tmp_path, monkeypatch, capsys):
    from leadqual_gui.app.headless import score

    def stumble(*_: object) -> None:
        raise ValueError("priya@kestrel.example is not what I expected")

    monkeypatch.setattr(score, "_print_row", stumble)
    with pytest.raises(ValueError, match="expected") as caught:
        office("score")
    sys.excepthook(ValueError, caught.value, caught.value.__traceback__)
    told = capsys.readouterr().err
    log = tmp_path / "office" / "logs" / "leadqual.log"
    assert str(log) in told
    assert "Traceback" not in told
    assert "stumble" in log.read_text("utf-8")
    assert "priya@kestrel.example" not in log.read_text("utf-8")


def _program(*arguments: object, **more: object) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    words = [sys.executable, "-m", "leadqual_gui", *map(str, arguments)]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **more)  # type: ignore[call-overload, no-any-return]


def test_a_reader_who_has_heard_enough_stops_the_command_quietly(run, write, tmp_path):
    rows = "".join(f"Lead {n},lead{n}@many.example\n" for n in range(8000))
    run("import", write("many.csv", "name,email\n" + rows))
    with _program("--workspace", tmp_path / "office", "score") as program:
        assert program.stdout is not None
        program.stdout.readline()
        program.stdout.close()
        assert program.wait(30) == 1
        assert program.stderr is not None
        assert program.stderr.read() == ""


def test_control_c_stops_an_import_and_takes_it_back(run, write, tmp_path):
    rows = "".join(f"Lead {n},lead{n}@many.example\n" for n in range(200_000))
    table = write("many.csv", "name,email\n" + rows)
    run("import", write("one.csv", "name,email\nAna Lopes,ana@lopes.example\n"))
    with _program("--workspace", tmp_path / "office", "import", table) as program:
        time.sleep(1.5)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
    assert (program.returncode, err, out) == (130, "leadqual-gui: stopped\n", "")
    assert len(run("score", "--json").json) == 1
