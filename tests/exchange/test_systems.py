"""Exports of ten systems map themselves without a click; their traps are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.importing import (
    ImportContext,
    ImportOptions,
    ImportPlan,
    plan_import,
    refusal_of,
    run_import,
)
from leadqual_gui.services.operations import Outcome
from tests.builders import NOW
from tests.importing.fakes import StoreInMemory

HERE = ImportContext(NOW, stages={"new": "new"})

HUBSPOT = """Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Contact owner,Lead Status,\
Lifecycle Stage,Create Date,Original Source,Associated Company,Country/Region,City,State/Region,Postal Code,Tags
101,Ines,Carvalho,ines@norbrook.example,+351 21 555 0101,COO,Norbrook Cold Storage,Ana,OPEN,Lead,2026-03-14 09:30,\
Organic Search,Norbrook,Portugal,Porto,Norte,4000-001,fair;cold
102,Bo,Hadley,bo@hadley.example,,CEO,Hadley,Ana,NEW,Lead,3/15/2026 2:05 PM,Referral,,UK,Leeds,,LS1,
"""
SALESFORCE = """Salutation,First Name,Last Name,Title,Company / Account,Email,Phone,Mobile,Lead Source,Lead Status,\
Rating,Annual Revenue,No. of Employees,Street,City,State/Province,Zip/Postal Code,Country,Lead Owner,Created Date,\
Do Not Call,Email Opt Out,Lead ID
Ms.,Ines,Carvalho,COO,Norbrook,ines@norbrook.example,555-0101,555-0102,Web,Open - Not Contacted,Hot,1200000,140,\
Cais 4,Porto,,4000-001,Portugal,Ana,3/14/2026,0,1,00Q5e00000AbCdE
Mr.,Bo,Hadley,CEO,Hadley,bo@hadley.example,,,Web,Working - Contacted,Warm,,12,,Leeds,,,UK,Ana,3/2/2026,1,0,\
00Q5e00000AbCdF
"""
SALESFORCE_API = """Id,IsDeleted,LastName,FirstName,Salutation,Name,Title,Company,City,State,PostalCode,Country,Phone,\
MobilePhone,Email,Website,LeadSource,Status,Industry,AnnualRevenue,NumberOfEmployees,OwnerId,CreatedDate,\
LastActivityDate,\
HasOptedOutOfEmail,DoNotCall
00Q1,false,Carvalho,Ines,Ms.,Ines Carvalho,COO,Norbrook,Porto,,4000,Portugal,555-0101,555-0102,ines@norbrook.example,\
norbrook.example,Web,Open,Storage,1200000,140,0051,2026-03-14T09:30:00.000Z,2026-11-01,false,true
"""
PIPEDRIVE = """Person - Name*,Person - First name,Person - Last name,Person - Phone,Person - Email (Work),\
Person - Email (Home),Organization - Name*,Organization - Address,Deal - Title,Deal - Value,Activity - Subject*,\
Activity - Due date,Note - Content*
Ines Carvalho,Ines,Carvalho,+351 21 555 0101,ines@norbrook.example,ines@home.example,Norbrook,"Cais 4, Porto",\
Cold rooms,\
12000,Call,2026-11-20,Met at the fair
"""
ZOHO = """Lead Id,Lead Owner,Salutation,First Name,Last Name,Title,Company,Lead Source,Industry,Annual Revenue,Phone,\
Mobile,Email,Secondary Email,Skype ID,Twitter,Website,Lead Status,Rating,No. of Employees,Email Opt Out,Street,\
City,State,\
Zip Code,Country,Description,Created Time,Last Activity Time
zcrm_1,Ana,Ms.,Ines,Carvalho,COO,Norbrook,Trade show,Storage,1200000,555-0101,555-0102,ines@norbrook.example,\
ines@home.example,,,norbrook.example,Contacted,,140,false,Cais 4,Porto,,4000,Portugal,Met,2026-03-14 09:30:00,\
2026-11-01
"""
MAUTIC = """id,title,firstname,lastname,company,position,email,mobile,phone,points,address1,city,state,zipcode,country,\
preferred_locale,website,linkedin,last_active,dateAdded,companyname,companynumber_of_employees,companyannual_revenue,\
companyindustry
1,Ms,Ines,Carvalho,Norbrook,COO,ines@norbrook.example,555-0102,555-0101,40,Cais 4,Porto,,4000,Portugal,pt,\
norbrook.example,\
linkedin.com/in/ines,2026-11-01 10:00,2026-03-14 09:30,Norbrook,140,1200000,Storage
"""
ODOO = """name,type,stage_id,user_id,tag_ids,partner_name,contact_name,function,email_from,phone,mobile,website,street,\
city,zip,state_id,country_id,expected_revenue,probability,priority,source_id,description,date_deadline
Cold rooms,lead,new,Ana,"fair,cold",Norbrook,Ines Carvalho,COO,ines@norbrook.example,555-0101,555-0102,\
norbrook.example,\
Cais 4,Porto,4000,Norte,Portugal,12000,20,1,Web,Met,2026-12-01
"""
GOOGLE = """First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,\
Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,\
E-mail 1 - Value,\
E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Street,\
Address 1 - City,\
Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Website 1 - Label,Website 1 - Value
Ines,,Carvalho,,,,,"Carvalho, Ines",Norbrook,COO,Operations,,Met,,* myContacts ::: Fair,* Work,\
ines@norbrook.example,Home,\
ines@home.example,Work,+351 21 555 0101 ::: +351 21 555 0102,Work,Cais 4,Porto,Norte,4000,Portugal,Work,\
norbrook.example
"""
GOOGLE_OLD = """Name,Given Name,Additional Name,Family Name,Birthday,Gender,Occupation,Notes,Group Membership,\
E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title,\
Organization 1 - Department
Ines Carvalho,Ines,,Carvalho,,,,Met,* myContacts ::: Fair,* Work,ines@norbrook.example,Work,+351 21 555 0101,\
Norbrook,COO,Ops
"""
OUTLOOK = """Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,\
Business State,Business Postal Code,Business Country/Region,Business Phone,Home Phone,Mobile Phone,Categories,\
E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,Notes,Web Page,Birthday
Ms.,Inês,,Carvalho,,Norbrook,Operations,COO,Cais 4,Porto,,4000,Portugal,555-0101,,555-0102,Fair,\
ines@norbrook.example,SMTP,\
Inês Carvalho (ines@norbrook.example),,Met,norbrook.example,0/0/00
"""
LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ines,Carvalho,https://www.linkedin.com/in/ines,ines@norbrook.example,Norbrook,COO,15 Mar 2024
Bo,Hadley,https://www.linkedin.com/in/bo,,Hadley,CEO,02 Jan 2025
"""
FACEBOOK = """id,created_time,ad_name,adset_name,campaign_name,form_name,is_organic,platform,full_name,email,\
phone_number,city,state,country,company_name,job_title
l:1023,2026-11-02T10:00:00+01:00,Ad 1,Set 1,Autumn,Quote form,false,fb,Ines Carvalho,ines@norbrook.example,\
p:+351215550101,\
Porto,Norte,PT,Norbrook,COO
"""

SYSTEMS = {
    "hubspot": (HUBSPOT, "external_id first_name last_name email phone job_title company owner created_at "
                "source country"),
    "salesforce": (SALESFORCE, "first_name last_name job_title company email phone mobile source annual_revenue "
                   "employees street city postal_code country owner created_at do_not_contact "
                   "unsubscribed external_id"),
    "salesforce data loader": (SALESFORCE_API, "external_id last_name first_name job_title company email phone mobile "
                               "source industry annual_revenue employees created_at unsubscribed do_not_contact"),
    "pipedrive": (PIPEDRIVE, "full_name first_name last_name phone email email_2 company street expected_value notes"),
    "zoho": (ZOHO, "external_id owner first_name last_name job_title company source industry annual_revenue phone "
             "mobile email email_2 website employees unsubscribed street city postal_code country notes created_at"),
    "mautic": (MAUTIC, "external_id first_name last_name company job_title email mobile phone street city country "
               "website linkedin created_at employees annual_revenue industry"),
    "odoo": (ODOO, "stage owner tags company full_name job_title email phone mobile website street city postal_code "
             "region country expected_value source notes"),
    "google": (GOOGLE, "first_name last_name company job_title department notes tags email email_2 phone street city "
               "region postal_code country website"),
    "google of old": (GOOGLE_OLD, "first_name last_name notes tags email phone company job_title department"),
    "outlook": (OUTLOOK, "first_name last_name company department job_title street city postal_code country phone "
                "mobile tags email notes website"),
    "linkedin": (LINKEDIN, "first_name last_name linkedin email company job_title created_at"),
    "facebook": (FACEBOOK, "external_id created_at source full_name email phone city region country company job_title"),
}  # fmt: skip


def planned(folder: Path, text: str, written_in: str = "utf-8") -> tuple[ImportPlan, StoreInMemory]:
    """The file as a system exports it, imported without a click."""
    path = folder / "export.csv"
    path.write_bytes(text.encode(written_in))
    source, store = open_table(path), StoreInMemory()
    plan = plan_import(source, ImportOptions(), HERE)
    assert refusal_of(plan) is None
    done = run_import(source, plan, store, HERE)  # type: ignore[arg-type]
    assert isinstance(done, Outcome)
    assert done.value.rejects == ()
    return plan, store


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_export_imports_without_a_click(tmp_path: Path, system: str) -> None:
    text, expected = SYSTEMS[system]
    plan, store = planned(tmp_path, text)
    assert plan.mapping.kind is ImportKind.LEADS
    found = {column.target for column in plan.mapping.used}
    assert set(expected.split()) <= found, set(expected.split()) - found
    ines = next(iter(store.leads.values()))
    assert ines["email"] == "ines@norbrook.example"
    assert ines.get("job_title") in ("COO", None)
    assert all(column.reason and column.confidence > 0.5 for column in plan.mapping.used)


def test_outlooks_title_is_a_salutation_and_its_file_windows_1252(tmp_path: Path) -> None:
    plan, store = planned(tmp_path, OUTLOOK, "cp1252")
    assert store.all("first_name") == ["Inês"]
    assert "Title" in plan.mapping.left_out


def test_google_packs_several_values_into_a_cell(tmp_path: Path) -> None:
    _, store = planned(tmp_path, GOOGLE)
    (ines,) = store.leads.values()
    assert (ines["phone"], ines["tags"]) == ("+351 21 555 0101", ("myContacts", "Fair"))


def test_linkedins_header_stands_below_a_note(tmp_path: Path) -> None:
    plan, store = planned(tmp_path, LINKEDIN)
    assert plan.preview.header_line == 4
    assert [at.year for at in store.all("created_at")] == [2024, 2025]


def test_salesforces_opt_outs_are_kept_apart(tmp_path: Path) -> None:
    _, store = planned(tmp_path, SALESFORCE)
    assert [(lead["do_not_contact"], lead["unsubscribed"]) for lead in store.leads.values()] == [
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "cp1252")])
def test_a_system_writes_in_the_manner_of_its_country(tmp_path: Path, delimiter: str, encoding: str) -> None:
    plan, store = planned(tmp_path, PIPEDRIVE.replace(",", delimiter) if delimiter != "," else PIPEDRIVE, encoding)
    assert store.all("expected_value") == [12000.0]
    assert len(plan.mapping.used) >= 10
