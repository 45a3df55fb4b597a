"""Made-up people, some of whom stand twice in a list, as lists really are: who is whom is known.

Names come with the spellings that their bearers use, written down by hand, not by the tables that are measured. Beside
the true pairs stand those that only look like one: colleagues with one switchboard, namesakes in other companies,
relatives at one company, shared mailboxes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from leadqual_gui.domain.duplicates import Identity

FIRST = """
Юлия|Yulia|Julia|Yuliya;Алексей|Aleksey|Alexei|Alexey;Дмитрий|Dmitry|Dmitriy|Dmitri;Сергей|Sergey|Sergei
Мария|Maria|Mariya
Евгений|Evgeny|Evgeniy|Yevgeny;Наталья|Natalia|Natalya;Андрей|Andrey|Andrei;Пётр|Pyotr|Petr;Ольга|Olga
Γιώργος|Giorgos|Yiorgos;Ελένη|Eleni;Νίκος|Nikos;Κατερίνα|Katerina;Δημήτρης|Dimitris;Σοφία|Sofia
محمد|Mohammed|Muhammad|Mohamed;خالد|Khalid|Khaled;يوسف|Yousef|Youssef;فاطمة|Fatima|Fatimah;سليم|Salim|Saleem
Jürgen|Juergen|Jurgen;Günther|Guenther|Gunther;Käthe|Kaethe|Kathe;Björn|Bjoern|Bjorn;Søren|Soeren|Soren;Zoë|Zoe;José|Jose
François|Francois;Renée|Renee;Łukasz|Lukasz;Małgorzata|Malgorzata;Ines;Anna;Peter;Petra;Jan;Jana;Maria;Mario;Marta;Tom;Thomas
Lena;Laura;Omar;Paul;Paula;Karin;Carla;Karla;Martin;Martina;Simon;Simone;Daniel;Daniela;Emma;Emily;Oliver;Olivia;Robert
Roberta;Frank;Franka;Luis;Luisa;Clara;Hugo;Nora;Noah;Ida;Ada;Eva;Iva;Max;Mia;Leo;Lea;Tim;Kim;Ben;Zara;Bruno;Diego;Elif;Aylin
"""
LAST = """
Щербаков|Shcherbakov|Scherbakov;Кузнецов|Kuznetsov;Жуков|Zhukov;Чехов|Chekhov;Соколов|Sokolov;Фёдоров|Fedorov;Цветков|Tsvetkov
Юдин|Yudin;Хлебников|Khlebnikov;Зайцев|Zaytsev|Zaitsev;Παπαδόπουλος|Papadopoulos;Νικολάου|Nikolaou;Χριστοδούλου|Christodoulou
Αγγελόπουλος|Angelopoulos;Ιωαννίδης|Ioannidis;الحسن|Al-Hassan|El Hassan;المصري|Al-Masri|Al Masri;خوري|Khoury|Khouri
منصور|Mansour|Mansur
Müller|Mueller|Muller;Schröder|Schroeder|Schroder;Größe|Groesse|Grosse;Jørgensen|Joergensen|Jorgensen;Nuñez|Nunez
Núñez Pérez|Nunez Perez
Kowalczyk;Wiśniewski|Wisniewski;Çelik|Celik;Yıldız|Yildiz;Dvořák|Dvorak;Novák|Novak;Keller;Kellner;Braun;Brown;Schmidt;Schmitt;Weber
Wagner;Becker;Hoffmann;Hofmann;Fischer;Fisher;Silva;Santos;Costa;Pereira;Ferreira;Rossi;Russo;Ferrari;Bianchi;Romano;Moreau;Laurent
Lefebvre;Girard;Andersen;Anderson;Larsen;Larson;Nilsson;Nielsen;Virtanen;Korhonen;Tanaka;Suzuki;Kim;Lee;Park;Nguyen;Tran;Pham
Smith;Smythe;Johnson;Johnston;Williams;Jones;Davis;Miller;Wilson;Taylor;Clark;Clarke;Lewis;Walker;Hall;Allen;Young;King;Wright
"""
_HEADS_TEXT = """
Nor Alt Bel Cor Dal Fer Gal Hal Kor Lam Mar Nov Ost Pel Quin Ros Sol Tor Ul Var Wes Zel Bri Clo Dra Fen Gro Hel
Ist Jor Kal Lin Mon Neu Or Pra Reg Sen Tri Ves
"""
_HEADS = _HEADS_TEXT.split()
_TAILS_TEXT = """
brook mark stein ford vik dal nor tec ware tron flex lux pharm net bau graf medi pol solv cast
"""
_TAILS = _TAILS_TEXT.split()
_TRADES_TEXT = """
Pumps Foods Logistics Software Consulting Bau Energy Textiles Tools Media Travel Dental Steel Optics Paper
"""
_TRADES = _TRADES_TEXT.split()
_FORMS = ("GmbH", "AG", "Ltd", "Limited", "Inc.", "LLC", "S.A.", "SARL", "B.V.", "AB", "")
_FREE = ("gmail.com", "outlook.com", "yahoo.com", "gmx.de", "mail.ru", "icloud.com")
_COUNTRIES = (("Germany", "49", "de"), ("France", "33", "fr"), ("Spain", "34", "es"), ("United Kingdom", "44", "co.uk"))
_NATIONAL = {"49": "030", "33": "01", "34": "91", "44": "020"}
_CITIES = {"49": ("Berlin", "Hamburg"), "33": ("Paris", "Lyon"), "34": ("Madrid", "Bilbao"), "44": ("London", "Leeds")}
_TITLES = ("Owner", "Head of Sales", "Buyer", "CTO", "Office Manager", "Engineer", "Managing Director")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Truth:
    """A list, and which pairs of it are one person (ids, the smaller first)."""

    identities: Sequence[Identity]
    pairs: frozenset[tuple[int, int]]
    kinds: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Company:
    name: str
    domain: str
    country: tuple[str, str, str]
    city: str
    switchboard: str


class Town:
    """Makes people and their doubles."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._first = [names.split("|") for names in FIRST.replace("\n", ";").split(";") if names]
        self._last = [names.split("|") for names in LAST.replace("\n", ";").split(";") if names]

    def truth(self, count: int, doubled: float = 0.12) -> Truth:
        """A list of so many leads, of which so many are doubles of others."""
        doubles = int(count * doubled)
        people: list[tuple[Identity, list[str], list[str]]] = []
        while len(people) < count - doubles:
            people += self._staff(self._company(), 1 + min(5, int(self.random.expovariate(0.6))))
        people = people[: count - doubles]
        rows = [(person, at, "") for at, (person, _, _) in enumerate(people)]
        for at in self.random.sample(range(len(people)), doubles):
            double, kind = self._double(*people[at])
            rows.append((double, at, kind))
        self.random.shuffle(rows)
        identities = [replace(person, id=number) for number, (person, _, _) in enumerate(rows, 1)]
        by_person: dict[int, list[tuple[int, str]]] = {}
        for number, (_, at, kind) in enumerate(rows, 1):
            by_person.setdefault(at, []).append((number, kind))
        kinds = {
            (one, other): first or second
            for members in by_person.values()
            for (one, first), (other, second) in itertools.pairwise(members)
        }
        return Truth(identities, frozenset(kinds), kinds)

    def _company(self) -> _Company:
        pick = self.random.choice
        stem = f"{pick(_HEADS)}{pick(_TAILS)}"
        country = pick(_COUNTRIES)
        trade = pick(_TRADES)
        number = f"{self.random.randrange(1_000_000, 9_999_999)}0"
        return _Company(
            f"{stem} {trade} {pick(_FORMS)}".strip(),
            f"{stem}-{trade}.{country[2]}".lower(),
            country,
            pick(_CITIES[country[1]]),
            number[:7] if country[1] != "49" else number,
        )

    def _staff(self, company: _Company, count: int) -> list[tuple[Identity, list[str], list[str]]]:
        made = []
        taken = set()
        relatives = self.random.random() < 0.15
        last = self.random.choice(self._last)
        for _ in range(count):
            first = self.random.choice(self._first)
            last = last if relatives else self.random.choice(self._last)
            if (first[0], last[0]) in taken:
                continue
            taken.add((first[0], last[0]))
            made.append((self._person(company, first, last), first, last))
        return made

    def _person(self, company: _Company, first: list[str], last: list[str]) -> Identity:
        name, surname = self.random.choice(first), self.random.choice(last)
        chance = self.random.random
        return Identity(
            full_name=f"{name} {surname}",
            company=company.name if chance() < 0.93 else None,
            job_title=self.random.choice(_TITLES) if chance() < 0.6 else None,
            email=self._mail(company, first, last) if chance() < 0.9 else None,
            phone=self._phone(company, chance() < 0.3) if chance() < 0.7 else None,
            city=company.city if chance() < 0.6 else None,
            country=company.country[0] if chance() < 0.8 else None,
            website=f"https://www.{company.domain}/" if chance() < 0.3 else None,
        )

    def _mail(self, company: _Company, first: list[str], last: list[str]) -> str:
        name, surname = (_ascii(names[-1]) for names in (first, last))
        if self.random.random() < 0.04:
            return f"info@{company.domain}"
        if self.random.random() < 0.2:
            return f"{name}.{surname}{self.random.randrange(100)}@{self.random.choice(_FREE)}"
        local = self.random.choice([f"{name}.{surname}", f"{name[0]}.{surname}", f"{name[0]}{surname}", surname])
        return f"{local}@{company.domain}"

    def _phone(self, company: _Company, switchboard: bool) -> str:
        code = company.country[1]
        size = {"49": 8, "33": 8, "34": 7, "44": 8}[code]
        number = company.switchboard if switchboard else str(self.random.randrange(10 ** (size - 1), 10**size))
        return self._written(code, number[:size].ljust(size, "5"))

    def _written(self, code: str, number: str) -> str:
        area = _NATIONAL[code]
        short = area.lstrip("0")
        return self.random.choice(
            [
                f"+{code} {short} {number[:3]} {number[3:]}",
                f"+{code}{short}{number}",
                f"00{code} {short} {number}",
                f"{area} {number[:4]}-{number[4:]}",
                f"({area}) {number}",
                f"{area}/{number[:2]} {number[2:4]} {number[4:]}",
            ]
        )

    # --- doubles -----------------------------------------------------------------------------------------------------
    def _double(self, person: Identity, first: list[str], last: list[str]) -> tuple[Identity, str]:
        """The same person once more, as somebody else wrote it down."""
        ways: list[tuple[str, Callable[[Identity], Identity]]] = [
            ("typo", self._typo_in_name),
            ("order", self._other_order),
            ("script", lambda p: self._other_script(p, first, last)),
            ("format", self._other_forms),
            ("initial", self._initial),
            ("company", self._other_company_name),
        ]
        double, kinds = self._forgotten(person), []
        for kind, way in self.random.sample(ways, self.random.choice((1, 1, 2, 2, 3))):
            double = way(double)
            kinds.append(kind)
        return self._still_known(double, person), "+".join(kinds)

    def _forgotten(self, person: Identity) -> Identity:
        lost = {key: None for key in ("job_title", "city", "country", "website") if self.random.random() < 0.4}
        if self.random.random() < 0.35:
            lost["email"] = None
        if self.random.random() < 0.3:
            lost["phone"] = None
        return replace(person, **lost)

    def _still_known(self, double: Identity, person: Identity) -> Identity:
        """Nobody could tell a double that shares a bare name only: it keeps its company, or else an address."""
        kept = double.company or double.email or double.phone
        if kept and ((double.company and person.company) or double.email or double.phone):
            return double
        return replace(double, company=person.company, email=person.email, phone=person.phone)

    def _typo_in_name(self, person: Identity) -> Identity:
        words = (person.full_name or "").split()
        long = [at for at, word in enumerate(words) if len(word) > 4]
        if not long:
            return person
        at = self.random.choice(long)
        words[at] = self._typo(words[at])
        return replace(person, full_name=" ".join(words))

    def _typo(self, word: str) -> str:
        at = self.random.randrange(1, len(word) - 1)
        letter = self.random.choice(_LETTERS if word.isascii() else word.lower())
        match self.random.randrange(4):
            case 0:
                return word[:at] + word[at + 1 :]
            case 1:
                return word[:at] + letter + word[at:]
            case 2:
                return word[:at] + letter + word[at + 1 :]
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def _other_order(self, person: Identity) -> Identity:
        words = (person.full_name or "").split()
        text = f"{' '.join(words[1:])}, {words[0]}" if self.random.random() < 0.5 else " ".join([*words[1:], words[0]])
        if self.random.random() < 0.3:
            return replace(person, full_name=None, first_name=" ".join(words[1:]), last_name=words[0])
        return replace(person, full_name=text if self.random.random() < 0.7 else text.upper())

    def _other_script(self, person: Identity, first: list[str], last: list[str]) -> Identity:
        return replace(person, full_name=f"{self.random.choice(first)} {self.random.choice(last)}")

    def _other_forms(self, person: Identity) -> Identity:
        changed: dict[str, str | None] = {}
        if person.phone:
            code = next((c for n, c, _ in _COUNTRIES if n == person.country), "")
            changed["phone"] = self._rewritten(person.phone, code)
        if person.email:
            local, _, domain = person.email.partition("@")
            tagged = f"{local}+news@{domain}" if self.random.random() < 0.3 else person.email.upper()
            changed["email"] = tagged if domain != "gmail.com" else f"{local.replace('.', '')}@googlemail.com"
        return replace(person, **changed)

    def _rewritten(self, phone: str, code: str) -> str:
        for known, area in _NATIONAL.items():
            bare = phone.replace(" ", "").replace("/", "").replace("-", "").replace("(", "").replace(")", "")
            for head in (f"+{known}{area.lstrip('0')}", f"00{known}{area.lstrip('0')}"):
                if bare.startswith(head):
                    return self._written(known, bare[len(head) :])
            if code == known and bare.startswith(area):
                return self._written(known, bare[len(area) :])
        return phone

    def _initial(self, person: Identity) -> Identity:
        words = (person.full_name or "").split()
        if len(words) != 2 or "," in words[0] or not (person.company or person.email):
            return person
        return replace(person, full_name=f"{words[0][0]}. {words[1]}")

    def _other_company_name(self, person: Identity) -> Identity:
        if not person.company:
            return person
        words = person.company.split()
        bare = " ".join(words[:2])
        match self.random.randrange(4):
            case 0:
                return replace(person, company=bare)
            case 1:
                return replace(person, company=f"{bare} {self.random.choice(_FORMS)}".strip().upper())
            case 2:
                return replace(person, company=f"{self._typo(words[0])} {words[1]}")
        return replace(person, company=f"{words[0]} & Co. {words[1]}")


def _ascii(name: str) -> str:
    from unicodedata import normalize

    plain = normalize("NFKD", name.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("ı", "i"))
    return "".join(c for c in plain if c.isascii() and c.isalpha())
