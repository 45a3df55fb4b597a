"""What other systems call our fields: column headers, made comparable, and the field each one means.

The aliases come from the exports of ten systems. Headers are compared without case, accents and
punctuation, and without the prefixes that some systems put before a field ("Person - E-mail*").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PREFIX = re.compile(
    r"^(?:(?P<person>person|contact|property_)|organi[sz]ation|company|account|lead|deal)(?:\s+-\s+|\s*:\s*|(?<=_))",
    re.I,
)
_NOT_OF_THE_PERSON = frozenset({"title", "name", "id", "pipedrive system id", "label", "labels", "email"})
_NOT_WORD = re.compile(r"[^\w]+|_+")


def normal_header(text: str) -> str:
    """A header made comparable: "Número de Empleados*" and "numero_de_empleados" are the same."""
    decomposed = unicodedata.normalize("NFKD", _split_camel(text.strip()).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char) or not _latin_mark(char))
    return _NOT_WORD.sub(" ", bare).strip()


def _split_camel(text: str) -> str:
    """AnnualRevenue -> Annual Revenue; an acronym or an ordinary word stays as it is."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text) if " " not in text else text


def _latin_mark(char: str) -> bool:
    """Accents of Latin, Greek and Cyrillic letters; vowel signs of other scripts belong to the word."""
    return "\u0300" <= char <= "\u036f"


@lru_cache(maxsize=4096)
def field_named(header: str) -> str | None:
    """The field that a lead column's header means, or None."""
    return _lookup(header, _LEAD_ALIASES)


@lru_cache(maxsize=4096)
def activity_field_named(header: str) -> str | None:
    """The part of an activity that a column's header means: lead, kind, occurred_at, month, count, topic."""
    return _lookup(header, _ACTIVITY_ALIASES)


@lru_cache(maxsize=4096)
def answer_field_named(header: str) -> str | None:
    """The part of an answer that a column's header means: lead, framework, element, level and so on."""
    return _lookup(header, _ANSWER_ALIASES)


def is_known_header(header: str) -> bool:
    """Does any kind of file that we know have a column of this name? Used to find the header row."""
    return any(find(header) for find in (field_named, activity_field_named, answer_field_named))


def _lookup(header: str, aliases: dict[str, str]) -> str | None:
    whole = normal_header(header)
    if found := aliases.get(whole) or aliases.get(whole.replace(" ", "")):
        return found
    short = _without_entity(header)
    return aliases.get(short) or aliases.get(short.replace(" ", "")) if short else None


def _without_entity(header: str) -> str:
    """ "Person - Phone" -> "phone"; empty if nothing is left that is the person's own ("Deal - Title")."""
    text = header.strip().strip("*").strip()
    match = _PREFIX.match(text)
    short = normal_header(text[match.end() :] if match else text)
    if match and not match["person"] and short in _NOT_OF_THE_PERSON:
        return ""
    return short.removesuffix(" c")


def _table(text: str) -> dict[str, str]:
    """`field: alias, alias` (indented lines go on), as a look-up from the normal form of each alias."""
    found: dict[str, str] = {}
    for line in text.strip().replace("\n    ", " ").splitlines():
        field, _, aliases = line.partition(":")
        for alias in (field, *aliases.split(",")):
            normal = normal_header(alias)
            found.setdefault(normal, field.strip())
            found.setdefault(normal.replace(" ", ""), field.strip())
    return found


# Targets with a leading "-" are recognised and deliberately left out: we know what they are, and that no
# lead field holds them. Saying so is better than calling them unknown.
_LEAD_ALIASES = _table("""
external_id: record id, lead id, id, contact id, person id, pipedrive system id, lead pipedrive system id,
    uid, record id contact, external id, customer id, kundennummer, kunden nr, numero cliente, id cliente,
    customer number, identifiant, 客户编号, 编号, رقم العميل, идентификатор, รหัส, รหัสลูกค้า
full_name: name, full name, lead name, contact name, fn, contact person, person name, display name,
    file as, e mail display name, ansprechpartner, kontakt, nombre completo, nom complet, nome completo,
    contacto, imie i nazwisko, 姓名, 名字, 联系人, الاسم, الاسم الكامل, имя и фамилия, фио,
    контактное лицо, ชื่อ นามสกุล, ชื่อนามสกุล, ชื่อ สกุล, 氏名, 名前, 이름
first_name: first name, firstname, first, given name, forename, vorname, prenom, nome, nombre,
    primer nombre, voornaam, imie, fornavn, fornamn, 名, الاسم الأول, имя, ชื่อ
last_name: last name, lastname, last, surname, family name, nachname, familienname, nom, nom de famille,
    cognome, apellido, apellidos, sobrenome, achternaam, nazwisko, etternavn, efternamn, efternavn, soyad,
    姓, اسم العائلة, фамилия, นามสกุล
-salutation: salutation, name prefix, prefix, anrede, civilite, honorific
job_title: job title, jobtitle, title, position, function, role, job, occupation, organization title,
    organization 1 title, job position, position title, berufsbezeichnung, funktion, stelle, poste,
    fonction, cargo, puesto, qualifica, ruolo, funcao, functie, stanowisko, 职位, 职务, المسمى الوظيفي,
    الوظيفة, должность, ตำแหน่ง, 役職
department: department, dept, organization department, organization 1 department, abteilung, departement,
    departamento, reparto, afdeling, dzial, 部门, القسم, отдел, แผนก, 部署
company: company, company name, companyname, account, account name, company account, organization,
    organisation, organization name, organization 1 name, partner name, org, associated company, employer,
    firm, business name, firma, unternehmen, firmenname, entreprise, societe, empresa, azienda, societa,
    compania, bedrijf, bedrijfsnaam, foretag, virksomhed, sirket, 公司, 公司名称, 企业, الشركة,
    اسم الشركة, компания, организация, фирма, บริษัท, ชื่อบริษัท, 会社名, 회사
email: email, e mail, email address, e mail address, email work, work email, business email,
    primary email, e mail 1 value, email 1, email from, mail, mail address, e mail adresse, emailadresse,
    correo, correo electronico, courriel, adresse e mail, adresse email, posta elettronica,
    indirizzo email, endereco de email, e mailadres, e post, 邮箱, 电子邮件, 电子邮箱, البريد الإلكتروني,
    البريد الالكتروني, электронная почта, почта, эл почта, อีเมล, อีเมล์, メール, メールアドレス, 이메일
email_2: secondary email, email home, email 2, e mail 2 value, e mail 2 address, alternate email,
    other email, personal email, private email, home email
phone: phone, phone number, telephone, telephone number, tel, business phone, work phone, primary phone,
    phone 1 value, phone 1, contact phone number, companyphone, company phone, office phone, telefon,
    telefonnummer, rufnummer, telephone fixe, numero de telephone, telefono, telefone, telefoon,
    telefoonnummer, puhelin, 电话, 电话号码, الهاتف, رقم الهاتف, телефон, โทรศัพท์, เบอร์โทร,
    เบอร์โทรศัพท์, 電話番号, 전화번호
mobile: mobile, mobile phone, mobile phone number, mobile number, cell, cell phone, cellphone,
    mobilephone, handy, handynummer, mobil, mobiltelefon, portable, telephone portable, movil, celular,
    cellulare, telemovel, mobiel, komorka, 手机, 手机号, الجوال, الموبايل, мобильный, мобильный телефон,
    มือถือ, 携帯
website: website, website url, url, web page, web site, website 1 value, companywebsite, company website,
    domain, homepage, web, webseite, internetseite, site web, site internet, sitio web, pagina web, sito,
    sito web, 网站, 网址, الموقع, الموقع الإلكتروني, сайт, веб сайт, เว็บไซต์
linkedin: linkedin, linkedin bio, linkedin url, linkedin profile, linkedin profile url, linked in,
    linked in url, linked in url c, profile url
industry: industry, sector, branch, vertical, companyindustry, company industry, branche, secteur,
    secteur d activite, industria, settore, setor, bransch, sektor, 行业, القطاع, الصناعة, отрасль,
    อุตสาหกรรม, ธุรกิจ, 業種
employees: number of employees, no of employees, employees, company size, employee count,
    numberofemployees, companynumber of employees, headcount, staff, num employees, employee number,
    mitarbeiter, anzahl mitarbeiter, mitarbeiterzahl, effectif, nombre d employes, nombre de salaries,
    empleados, numero de empleados, dipendenti, numero dipendenti, funcionarios, numero de funcionarios,
    werknemers, aantal medewerkers, pracownicy, 员工人数, 员工数, عدد الموظفين, количество сотрудников,
    сотрудники, число сотрудников, จำนวนพนักงาน, 従業員数
annual_revenue: annual revenue, annualrevenue, revenue, turnover, companyannual revenue, yearly revenue,
    sales volume, umsatz, jahresumsatz, chiffre d affaires, ingresos, ingresos anuales, facturacion,
    fatturato, receita anual, faturamento, omzet, przychody, 年收入, 营业额, الإيرادات, выручка,
    годовая выручка, оборот, รายได้
street: street, address, address1, address 1, street address, address 1 street, business street,
    mailing street, strasse, straße, anschrift, adresse, rue, direccion, calle, indirizzo, endereco, rua,
    straat, ulica, adres, 地址, العنوان, адрес, улица, ที่อยู่, 住所
city: city, town, address 1 city, business city, mailing city, locality, stadt, ort, wohnort, ville,
    ciudad, localidad, citta, comune, cidade, plaats, miasto, stad, 城市, المدينة, город, เมือง, อำเภอ,
    市区町村
region: state, state id, state region, state province, region, province, county, address 1 region, business state,
    mailing state, bundesland, departement region, provincia, estado, regione, regio, wojewodztwo, 省份,
    省, 州, المنطقة, المحافظة, регион, область, จังหวัด, 都道府県
postal_code: zip, zip code, zipcode, postal code, postalcode, postcode, post code, zip postal code,
    address 1 postal code, business postal code, mailing postal code, plz, postleitzahl, code postal,
    codigo postal, cap, cep, kod pocztowy, postnummer, 邮编, 邮政编码, الرمز البريدي, почтовый индекс,
    индекс, รหัสไปรษณีย์, 郵便番号
country: country, country id, country region, address 1 country, business country region, mailing country,
    country code, nation, land, pays, pais, paese, kraj, ulke, 国家, الدولة, البلد, страна, ประเทศ, 国
source: lead source, leadsource, source, original source, hs analytics source, lead source channel,
    source channel, source id, utm source, channel, campaign name, quelle, leadquelle, herkunft, origine,
    source du prospect, origen, fuente, origem, fonte, bron, zrodlo, 来源, 线索来源, المصدر, источник,
    แหล่งที่มา
-status: lead status, status, hs lead status, contact status
-lifecycle: lifecycle stage, lifecyclestage, lifecycle
stage: stage, stage id, stage pipeline, deal stage, funnel stage, pipeline stage, stage name, phase, etape, etapa,
    fase, 阶段, المرحلة, этап, стадия, ขั้นตอน
outcome: outcome, result, deal status, won lost, ergebnis, resultat, resultado, esito
-rating: rating, temperature, priority
-score: score, lead score, hubspot score, hubspotscore, points
-own: exact, fit, engagement, tier, grade, least, greatest, decided, disqualified, rejected line, rejected reason
owner: owner, contact owner, lead owner, deal owner, salesperson, assigned to, assignee, sales rep,
    seller, account manager, user id, zustandig, zustaendig, verantwortlich, betreuer, proprietaire,
    responsable, propietario, vendedor, proprietario, responsabile, eigenaar, 负责人, المسؤول,
    ответственный, менеджер, ผู้รับผิดชอบ, 担当者
-owner_id: owner id, ownerid
expected_value: value, deal value, amount, expected revenue, expected value, deal amount,
    opportunity amount, budget amount, wert, auftragswert, betrag, montant, valeur, importe, valor,
    valore, waarde, 金额, 预计金额, القيمة, المبلغ, сумма, มูลค่า
currency: currency, currency of value, deal currency, currency iso code, wahrung, waehrung, devise,
    moneda, valuta, moeda, waluta, 币种, العملة, валюта, สกุลเงิน
past_purchases: past purchases, purchases, orders, order count, number of orders, orders count,
    bisherige kaufe, commandes, pedidos, ordini
closed_at: closed at, closed on, closed date, close time, won time, won date, lost time, lost date,
    date closed, abgeschlossen am, fecha de cierre
lost_reason: lost reason, lost reason id, closed lost reason, reason lost, loss reason, verlustgrund, motivo perdida
created_at: create date, created date, created time, creation date, created at, created on, created,
    date added, dateadded, add time, connected on, createdate, erstellt am, erstellt, angelegt am,
    anlagedatum, date de creation, cree le, fecha de creacion, fecha creacion, data creazione,
    data di creazione, data de criacao, aangemaakt op, data utworzenia, 创建时间, 创建日期, تاريخ الإنشاء,
    дата создания, создан, วันที่สร้าง, 作成日
-last_activity_at: last activity date, last activity, last activity time, lastactivitydate,
    last contacted, last active
-expected_close: expected close date, close date, expected closing, date deadline, closedate
do_not_contact: do not call, donotcall, do not contact, no calls, nicht anrufen, nicht kontaktieren,
    ne pas appeler, no llamar, opted out
unsubscribed: email opt out, hasoptedoutofemail, has opted out of email, unsubscribed from all email,
    unsubscribed, opt out, opted out of email, abgemeldet, desabonne
-consent: consent, opt in, optin, opted in, opted in to email, email opt in, has opted in to email, email optin,
    newsletter, newsletter opt in, newsletter subscription, newsletter subscriber, newsletter signup, subscribed,
    is subscribed, subscribed to newsletter, email subscribed, subscriber, marketing opt in, marketing consent,
    email consent, email marketing consent, gdpr consent, consent given, accepts marketing, accepts email marketing,
    einwilligung, werbeeinwilligung, newsletter anmeldung, abonniert, consentement, abonne, consentimiento, suscrito,
    boletin, consenso, toestemming, zgoda, 同意, согласие
verified: verified, verified at, is verified, verifiziert, verifie, verificado
notes: notes, note, description, comment, comments, remarks, note content, notiz, notizen, bemerkung,
    bemerkungen, kommentar, commentaire, commentaires, remarques, notas, comentarios, observaciones,
    observations, commenti, 备注, 说明, ملاحظات, примечание, примечания, комментарий, заметки, หมายเหตุ,
    備考
tags: tags, tag, tag ids, labels, label, categories, category, group membership, lead labels, schlagworte,
    etiquettes, etiquetas, etichette, 标签, وسوم, теги, метки, แท็ก
""")

_ACTIVITY_ALIASES = _table("""
lead: lead, lead id, external id, contact id, who id, person id, contact, email, e mail, email address,
    contact email, lead email, customer id, record id, recipient
kind: kind, activity type, activity kind, activity, event type, event, event name, action, type,
    task subtype, aktivitat, tatigkeit, type d activite, tipo de actividad
occurred_at: occurred at, date, datetime, time, timestamp, event time, event date, activity date,
    happened at, occurred, when, completed date time, created, created at, created date, datum, zeitpunkt,
    fecha, data, 日期, 时间, التاريخ, дата, วันที่
month: month, monat, mois, mes, mese, 月, الشهر, месяц, เดือน
count: count, number, times, quantity, anzahl, nombre, cantidad, numero, 次数, العدد, количество, จำนวน
topic: topic, subject, title, page, page url, url, page title, content, campaign, campaign name, details,
    note, thema, betreff, sujet, asunto, oggetto, 主题, الموضوع, тема, หัวข้อ
""")

_ANSWER_ALIASES = _table("""
lead: lead, lead id, external id, contact id, person id, contact, email, e mail, email address,
    contact email, lead email, customer id, record id
framework: framework, interview, method, methode
element: element, question, criterion, item, frage
level: level, answer, answer level, value, stufe, antwort, niveau, nivel
heard_at: heard at, date, datetime, timestamp, answered at, asked at, time, datum, fecha
said_by: said by, answered by, by, person, source, contact name
evidence: evidence, quote, note, notes, comment, details, beleg, zitat
""")
