"""Which column is which: by name, by content, with the traps of ten systems, and as the user says."""

from __future__ import annotations

import pytest

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import Basis, ImportKind, TableMapping, propose
from leadqual_gui.services.importing_mapping import mapping_from_json, mapping_items, mapping_to_json


def proposed(headers: str, *rows: str, **options: object) -> TableMapping:
    """The mapping of a table written as lines of cells parted by bars."""
    cells = [row.split("|") for row in rows]
    names = headers.split("|")
    sample = list(zip(*cells, strict=True)) if cells else [[] for _ in names]
    return propose(names, sample, **options)  # type: ignore[arg-type]


def fields(mapping: TableMapping) -> list[str | None]:
    """What each column is taken for."""
    return [column.target for column in mapping.columns]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Record ID|First Name|Last Name|Email|Phone Number|Job Title|Company Name|Contact owner|Create Date",
         "external_id first_name last_name email phone job_title company owner created_at"),
        ("Id|LastName|FirstName|Title|Company|MobilePhone|LeadSource|NumberOfEmployees|AnnualRevenue|DoNotCall",
         "external_id last_name first_name job_title company mobile source employees annual_revenue do_not_contact"),
        ("Person - Name*|Person - Phone|Person - Email (Work)|Person - Email (Home)|Organization - Name*|Deal - Value",
         "full_name phone email email_2 company expected_value"),
        ("firstname|lastname|position|companynumber_of_employees|companyannual_revenue|zipcode|dateAdded",
         "first_name last_name job_title employees annual_revenue postal_code created_at"),
        ("partner_name|contact_name|function|email_from|expected_revenue|zip",
         "company full_name job_title email expected_value postal_code"),
        ("E-mail 1 - Value|Phone 1 - Value|Address 1 - City|Organization Name|Organization Title|Labels",
         "email phone city company job_title tags"),
        ("Vorname|Nachname|Firma|E-Mail-Adresse|Telefonnummer|Straße|PLZ|Ort|Land|Anzahl Mitarbeiter",
         "first_name last_name company email phone street postal_code city country employees"),
        ("Prénom|Nom|Société|Adresse e-mail|Téléphone|Code postal|Ville|Pays|Chiffre d'affaires",
         "first_name last_name company email phone postal_code city country annual_revenue"),
        ("Nombre|Apellidos|Empresa|Correo electrónico|Teléfono|Ciudad|País",
         "first_name last_name company email phone city country"),
        ("الاسم|الشركة|البريد الإلكتروني|الهاتف|المدينة", "full_name company email phone city"),
        ("姓名|公司|邮箱|电话|城市", "full_name company email phone city"),
        ("ФИО|Компания|Электронная почта|Телефон|Город", "full_name company email phone city"),
        ("ชื่อ|นามสกุล|บริษัท|อีเมล|โทรศัพท์", "first_name last_name company email phone"),
    ],
)  # fmt: skip
def test_headers_of_other_systems_and_languages_are_known(headers: str, expected: str) -> None:
    assert fields(proposed(headers)) == expected.split()


def test_our_own_names_are_certain() -> None:
    assert [column.confidence for column in proposed("full_name|employees").columns] == [1.0, 1.0]


def test_outlooks_title_is_how_to_address_somebody() -> None:
    assert fields(proposed("Title|First Name|Job Title")) == [None, "first_name", "job_title"]


def test_a_name_to_sort_by_is_not_the_name() -> None:
    assert fields(proposed("First Name|Last Name|E-mail Display Name")) == ["first_name", "last_name", None]
    assert fields(proposed("File As|Organization Name")) == ["full_name", "company"]


def test_odoos_name_is_the_opportunitys() -> None:
    assert fields(proposed("name|partner_name|contact_name|country_id")) == [None, "company", "full_name", "country"]


def test_linkedins_url_is_the_profile() -> None:
    assert fields(proposed("First Name|URL|Connected On")) == ["first_name", "linkedin", "created_at"]


def test_a_lone_nome_is_the_whole_name() -> None:
    assert fields(proposed("Nome|Azienda")) == ["full_name", "company"]
    assert fields(proposed("Nome|Cognome")) == ["first_name", "last_name"]


def test_a_deals_title_and_the_companys_id_are_not_the_persons() -> None:
    assert fields(proposed("Deal - Title|Organization - ID|account_id")) == [None, None, None]


def test_a_header_is_doubted_when_its_cells_say_otherwise() -> None:
    column = proposed("Name|Employees", "Ines|Mid", "Bo|Big").columns[1]
    assert column.target is None
    assert "“Mid” are not a number" in column.reason


def test_columns_without_a_telling_header_are_known_by_their_cells() -> None:
    mapping = proposed(
        "A|B|C|D|E",
        "ines@norbrook.example|+44 20 7946 0018|https://norbrook.example|Portugal|1",
        "bo@hadley.example|020 7946 0991|www.hadley.example|Austria|2",
    )
    assert fields(mapping) == ["email", "phone", "website", "country", None]
    assert all(c.basis is Basis.CONTENT and "%" in c.reason and c.confidence < 0.8 for c in mapping.columns[:4])


def test_dates_and_prices_do_not_pass_for_telephone_numbers() -> None:
    assert fields(proposed("A|B", "2026-01-04|1234567.50", "2026-02-04|7654321.25")) == [None, None]


def test_the_fuller_of_two_columns_with_one_meaning_is_taken() -> None:
    mapping = proposed("Phone|Business Phone", "|+44 20 7946 0018")
    assert fields(mapping) == [None, "phone"]
    assert "another column is the phone" in mapping.columns[0].reason


def test_unknown_columns_are_left_out_by_name_unless_asked_for() -> None:
    assert proposed("Name|Fleet size", "Ines|12").left_out == ("Fleet size",)
    kept = proposed("Name|Fleet size|Since", "Ines|12|2026-01-04", custom=True)
    assert [(c.target, c.type) for c in kept.used[1:]] == [
        ("custom.fleet_size", FactType.NUMBER),
        ("custom.since", FactType.DATE),
    ]


def test_a_custom_field_that_exists_is_used_without_asking() -> None:
    mapping = proposed("Name|Fleet Size", "Ines|12", known_custom={"fleet_size": FactType.TEXT})
    assert (mapping.columns[1].target, mapping.columns[1].type) == ("custom.fleet_size", FactType.TEXT)


def test_a_status_is_an_outcome_only_if_it_tells_one() -> None:
    assert fields(proposed("Name|Status", "Ines|Won", "Bo|Open")) == ["full_name", "outcome"]
    assert fields(proposed("Name|Status", "Ines|Contacted", "Bo|New")) == ["full_name", None]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("lead_id|activity_type|occurred_at|count", ImportKind.ACTIVITIES),
        ("lead|kind|month", ImportKind.ACTIVITIES),
        ("lead|framework|element|level|heard_at", ImportKind.ANSWERS),
        ("Name|Email|Type|Created date|Notes", ImportKind.LEADS),
    ],
)
def test_what_the_rows_are_is_told_by_the_headers(headers: str, kind: ImportKind) -> None:
    assert proposed(headers).kind is kind


def test_what_the_user_chooses_wins_and_takes_the_field_from_another() -> None:
    mapping = proposed("Name|Alias").choose(1, "full_name")
    assert fields(mapping) == [None, "full_name"]
    assert mapping.columns[1].basis is Basis.CHOSEN


def test_a_saved_mapping_makes_the_same_import_again() -> None:
    table = proposed("Contact|Mail|Fleet", "Ines|i@n.example|3")
    said = mapping_from_json('{"columns": {"Contact": "full_name", "Mail": null, "Fleet": "custom.fleet"}}')
    chosen = said.applied_to(table, [["Ines"], ["i@n.example"], ["3"]])
    assert fields(chosen) == ["full_name", None, "custom.fleet"]
    again = mapping_from_json(mapping_to_json(chosen)).applied_to(table, [["Ines"], ["i@n.example"], ["3"]])
    assert fields(again) == fields(chosen)
    assert again.columns[2].type is FactType.NUMBER


def test_each_column_is_told_with_its_reason() -> None:
    told = mapping_items(proposed("Mail|Colour", "i@n.example|red"))
    assert [(item["column"], item["field"]) for item in told] == [("Mail", "email"), ("Colour", None)]
    assert all(item["reason"] for item in told)


def test_a_plain_mapping_is_understood_either_way_round() -> None:
    table = proposed("Contact|Post")
    for text in ('{"Contact": "full_name", "Post": "email"}', '{"full_name": "Contact", "email": "Post"}'):
        assert fields(mapping_from_json(text).applied_to(table, [[], []])) == ["full_name", "email"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON: line 1"),
        ("[]", "JSON object"),
        ("[" * 100_000, "not JSON"),
        ('{"columns": {"Name": 7}}', "must map headers to fields"),
        ('{"columns": {}, "kinds": "leads"}', "“kinds” is not known"),
        ('{"columns": {}, "kind": "people"}', "must be one of leads, activities, answers"),
        ('{"columns": {"Nmae": "email"}}', "“Nmae”"),
        ('{"columns": {"Name": "emial"}}', "“emial”"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(LeadQualError, match=message):
        mapping_from_json(text).applied_to(proposed("Name|Company"), [[], []])


def test_a_mistyped_field_gets_a_suggestion() -> None:
    with pytest.raises(LeadQualError) as wrong:
        mapping_from_json('{"columns": {"Name": "emial"}}').applied_to(proposed("Name"), [[]])
    assert "email" in wrong.value.hint


CONSENTS = "Newsletter|Opt-in|Subscribed|Consent|Marketing consent|Email Opt In|Contact: Newsletter|Einwilligung"


def test_who_takes_a_newsletter_is_not_made_somebody_who_wants_none():
    """Nothing here holds who agreed; as `unsubscribed`, each yes would be a no."""
    mapping = proposed(f"Email|{CONSENTS}", "ines@norbrook.example" + "|yes" * 8, "rafa@ebro.example" + "|" * 8)
    assert fields(mapping) == ["email", *[None] * 8]
    assert {column.reason for column in mapping.columns[1:]} == {
        "who agreed to e-mails is not kept, only who unsubscribed; a custom field can hold it"
    }


def test_who_takes_a_newsletter_is_kept_in_a_field_of_ones_own_if_asked():
    mapping = proposed("Email|Newsletter|Email Opt Out", "ines@norbrook.example|yes|no", custom=True)
    assert fields(mapping) == ["email", "custom.newsletter", "unsubscribed"]
    assert mapping.columns[1].type is FactType.YES_NO
