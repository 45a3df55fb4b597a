"""What an address and a name give away."""

from __future__ import annotations

import pytest

from leadqual_gui.domain.derived import email_domain, email_kind, name_looks_automatic


@pytest.mark.parametrize(
    ("email", "kind"),
    [
        (None, None),
        ("ana@norbrook.example", "work"),
        ("Ana@GMAIL.com ", "free"),
        ("ana@qq.com", "free"),
        ("x@mailinator.com", "disposable"),
        ("x@inbox.mailinator.com", "disposable"),
        ("info@müller.example", "work"),
        ("info@почта.рф", "work"),
        ("ana", "invalid"),
        ("ana@norbrook", "invalid"),
        ("ana lee@norbrook.example", "invalid"),
        ("ana@norbrook..example", "invalid"),
        ("ana@@norbrook.example", "invalid"),
    ],
)
def test_an_address_tells_its_kind(email: str | None, kind: str | None) -> None:
    assert email_kind(email) == kind


def test_a_domain_is_known_only_of_an_address() -> None:
    assert (email_domain("Ana@Norbrook.Example"), email_domain("nonsense"), email_domain(None)) == (
        "norbrook.example",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("name", "automatic"),
    [
        (None, None),
        ("  ", None),
        ("Ines Carvalho", False),
        ("INES CARVALHO", False),
        ("ines carvalho", True),
        ("Ines C4rvalho", True),
        ("Test User", True),
        ("Ana Ana", True),
        ("Xkcdf Brtwq", True),
        ("محمد علي", False),
        ("สมชาย ใจดี", False),
        ("李雷", False),
        ("...", True),
    ],
)
def test_a_name_typed_without_care_is_noticed(name: str | None, automatic: bool | None) -> None:
    assert name_looks_automatic(name) is automatic
