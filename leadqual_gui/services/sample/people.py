"""Invented people and companies of many countries, in the scripts in which they would write themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from unicodedata import combining, normalize


@dataclass(frozen=True, slots=True)
class Place:
    """A country with its cities, names and the words that its companies are called by.

    `latin`: first names in Latin letters, for e-mail addresses, where `first` is written otherwise.
    """

    country: str
    prefix: str
    cities: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    companies: tuple[str, ...]
    latin: tuple[str, ...] = ()
    last_first: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


PLACES: tuple[Place, ...] = (
    Place(
        "Portugal",
        "+351",
        _words("Porto, Aveiro, Lisboa, Braga"),
        _words("Inês, Paulo, Luís, Rafaela, Duarte, Marta, Tiago, Joana"),
        _words("Carvalho, Freitas, Salgado, Ferreira, Monteiro, Pinto"),
        _words(
            "Norbrook Cold Storage, Frigo Aveiro, Douro Pallets, Minho Cheese Makers, Tejo Systems, Atlântico Conservas"
        ),
    ),
    Place(
        "United Kingdom",
        "+44",
        _words("Leeds, Bristol, Cardiff, Glasgow"),
        _words("Priya, Frances, Owen, Imogen, Callum, Beatrice, Rhys, Nadia"),
        _words("Raghunathan, Doyle, Whitcombe, Ashdown, Penhale, Okafor, Marchbank"),
        _words("Kestrel Freight, Shannon Cold Chain, Halden Print Works, Ashdown Tools, Penhale Dairy, Mersey Books"),
    ),
    Place(
        "Germany",
        "+49",
        _words("Münster, Leipzig, Ulm, Kassel"),
        _words("Stefan, Anke, Jörg, Lena, Matthias, Sabine, Tobias, Ulrike"),
        _words("Roth, Brenner, Weißhaupt, Lindner, Kühn, Sommerfeld, Ahrens"),
        _words(
            "Roth Frischdienst, Brenner Kältetechnik, Lindner Metallbau, Sommerfeld Software, Ahrens Möbel, Frank Kühl"
        ),
    ),
    Place(
        "France",
        "+33",
        _words("Nantes, Lille, Grenoble, Reims"),
        _words("Camille, Hugo, Élodie, Baptiste, Manon, Thierry, Solène"),
        _words("Fournier, Marchetti, Lemoine, Garnier, Delattre, Rousselot"),
        _words(
            "Transports Frayssé, Valle Fredda, Lemoine Emballages, Garnier Conseil, Delattre Bâtiment, Rousselot Bois"
        ),
    ),
    Place(
        "Spain",
        "+34",
        _words("Zaragoza, Murcia, Vigo, Bilbao"),
        _words("Rafael, Lucía, Alfredo, Noelia, Íñigo, Carmen, Pablo"),
        _words("Ibarra, Costa, Herrero, Quintana, Sotelo, Benavides"),
        _words("Frutas del Ebro, Herrero Logística, Quintana Textil, Sotelo Marisco, Benavides Obras, Clínica Costa"),
    ),
    Place(
        "Italy",
        "+39",
        _words("Parma, Bergamo, Bari, Trieste"),
        _words("Carlo, Giulia, Marco, Chiara, Davide, Federica"),
        _words("Benedetti, Frau, Morandi, Castellani, Ricci, Zanetti"),
        _words("Alpe Latte, Sarda Latte, Morandi Imballaggi, Castellani Vini, Ricci Trasporti, Zanetti Elettronica"),
    ),
    Place(
        "Poland",
        "+48",
        _words("Gdynia, Łódź, Wrocław, Rzeszów"),
        _words("Tomasz, Agnieszka, Paweł, Zofia, Jakub, Katarzyna"),
        _words("Wieczorek, Nowicki, Zielińska, Kaczmarek, Mazur, Lis"),
        _words("Wieczorek Druk, Bałtyk Chłodnie, Mazur Transport, Kaczmarek Meble, Lis Oprogramowanie, Zielony Sad"),
    ),
    Place(
        "Sweden",
        "+46",
        _words("Umeå, Malmö, Örebro"),
        _words("Jonas, Sigrid, Freja, Elin, Mats, Ingrid"),
        _words("Ekström, Lund, Falk, Sundby, Björk, Åkesson"),
        _words("Björkvik Dairy, Sundby Bageri, Frostad Fisk, Åkesson Skog, Falk Logistik"),
    ),
    Place(
        "Netherlands",
        "+31",
        _words("Zwolle, Breda, Groningen"),
        _words("Joris, Femke, Sander, Lieke, Bas, Anouk"),
        _words("van Dam, de Wit, Hoekstra, Brouwer, Visser"),
        _words("Friesland Verpakking, Hoekstra Zuivel, Brouwer Bouw, Visser & Zoon, De Wit Groothandel"),
    ),
    Place(
        "Ireland",
        "+353",
        _words("Carlow, Galway, Cork"),
        _words("Samuel, Aoife, Niamh, Cian, Orla"),
        _words("Adeyemi, Gallagher, Byrne, Kavanagh"),
        _words("Carlow Joinery, Gallagher Foods, Kavanagh Transport, Byrne Analytics"),
    ),
    Place(
        "Egypt",
        "+20",
        _words("القاهرة, الإسكندرية, طنطا"),
        _words("أحمد, رنا, خالد, سلمى, يوسف, نادية"),
        _words("زكي, حداد, منصور, الشافعي, عثمان"),
        _words("نايل فروست للتبريد, دلتا للمنسوجات, منصور للأغذية, الإسكندرية للشحن"),
        _words("ahmed, rana, khaled, salma, youssef, nadia"),
    ),
    Place(
        "United Arab Emirates",
        "+971",
        _words("دبي, الشارقة"),
        _words("مريم, سالم, هند, راشد"),
        _words("المنصوري, الهاشمي, الكعبي"),
        _words("واحة اللوجستيات, الخليج للتغليف, رمال للبرمجيات"),
        _words("mariam, salem, hind, rashid"),
    ),
    Place(
        "Thailand",
        "+66",
        _words("กรุงเทพฯ, เชียงใหม่, ขอนแก่น"),
        _words("สมชาย, นภา, ปิยะ, วรรณา, อนันต์, มาลี"),
        _words("ใจดี, ทองคำ, ศรีสุข, วงศ์ใหญ่, บุญมา"),
        _words("สยามห้องเย็น, ล้านนาเกษตร, อีสานขนส่ง, เจ้าพระยาบรรจุภัณฑ์"),
        _words("somchai, napa, piya, wanna, anan, malee"),
    ),
    Place(
        "Taiwan",
        "+886",
        _words("台中, 高雄, 新竹"),
        _words("美華, 志明, 怡君, 建宏, 淑芬, 家豪"),
        _words("林, 陳, 黃, 吳, 蔡"),
        _words("太平洋包裝, 東海物流, 福爾摩沙食品, 新竹精密"),
        _words("meihua, zhiming, yijun, jianhong, shufen, jiahao"),
        last_first=True,
    ),
    Place(
        "China",
        "+86",
        _words("宁波, 成都, 青岛"),
        _words("丽娜, 伟, 芳, 强, 秀英, 磊"),
        _words("王, 李, 张, 刘, 赵"),
        _words("海风冷链, 蜀道物流, 青禾食品, 宁波包装"),
        _words("lina, wei, fang, qiang, xiuying, lei"),
        last_first=True,
    ),
    Place(
        "Ukraine",
        "+380",
        _words("Дніпро, Одеса, Львів"),
        _words("Оксана, Олена, Тарас, Богдан, Ірина"),
        _words("Гриценко, Фратова, Коваленко, Мельник, Бойко"),
        _words("Дніпро Агро, Одеса Рефрижератор, Карпатський Мед, Мельник і Сини"),
        _words("oksana, olena, taras, bohdan, iryna"),
    ),
    Place(
        "Kazakhstan",
        "+7",
        _words("Алматы, Астана"),
        _words("Айгуль, Ерлан, Светлана, Дмитрий, Марина"),
        _words("Сергеева, Ахметов, Волкова, Ким, Орлов"),
        _words("Степь Логистик, Алатау Молоко, Орлов и партнёры"),
        _words("aigul, yerlan, svetlana, dmitry, marina"),
    ),
    Place(
        "Brazil",
        "+55",
        _words("Curitiba, Recife"),
        _words("Naldo, Bianca, Thiago, Larissa"),
        _words("Figueira, Teixeira, Brandão"),
        _words("Figueira Alimentos, Brandão Cargas, Recife Digital"),
    ),
    Place(
        "South Africa",
        "+27",
        _words("Durban, Gqeberha"),
        _words("Naledi, Sipho, Lindiwe, Pieter"),
        _words("Dube, Mokoena, van Wyk"),
        _words("Cape Fruit Packers, Mokoena Haulage, Karoo Wool"),
    ),
)

INDUSTRIES = (
    "food",
    "logistics",
    "manufacturing",
    "retail",
    "software",
    "business services",
    "construction",
    "health care",
)
DECIDERS = ("Managing director", "Owner", "Founder", "CEO", "President")
HEADS = ("Head of Operations", "Head of Purchasing", "Operations director", "VP Supply Chain", "Director of Logistics")
MANAGERS = ("Warehouse manager", "Purchasing manager", "Office manager", "Quality manager", "Team lead dispatch")
OTHERS = ("Dispatcher", "Engineer", "Analyst", "Consultant", "Assistant", "Planner")


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person at an invented company."""

    full_name: str
    company: str
    city: str
    country: str
    address: str
    domain: str
    phone: str


class Population:
    """Gives one invented person after the other, each once, always in the same order for the same seed."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: set[str] = set()
        self._companies: dict[str, str] = {}
        self._count = 0

    def person(self, country: str = "") -> Person:
        """The next one, of a country if one is named."""
        random = self._random
        places = [place for place in PLACES if country in ("", place.country)]
        place = random.choice(places)
        while True:
            first, last = random.randrange(len(place.first)), random.choice(place.last)
            name = _full_name(place, place.first[first], last)
            if name not in self._taken or random.random() < 0.1:
                break
            place = random.choice(places)
        self._taken.add(name)
        self._count += 1
        company = random.choice(place.companies)
        domain = self._domain(company)
        local = _ascii(place.latin[first] if place.latin else place.first[first])
        number = f"{place.prefix} 555 {self._count // 1000:03d} {self._count % 1000:03d}"
        return Person(
            name, company, random.choice(place.cities), place.country, f"{local}{self._count}", domain, number
        )

    def _domain(self, company: str) -> str:
        """The domain of a company: colleagues share it."""
        if company not in self._companies:
            words = _ascii(company.split()[0]) or f"firm{len(self._companies) + 1}"
            taken = self._companies.values()
            name = f"{words}.example"
            self._companies[company] = name if name not in taken else f"{words}{len(self._companies)}.example"
        return self._companies[company]


def pick(random: Random, choices: Sequence[str], missing: float = 0.0) -> str:
    """One of the choices; nothing with the probability `missing`."""
    chosen = random.choice(choices)
    return "" if random.random() < missing else chosen


def _full_name(place: Place, first: str, last: str) -> str:
    return f"{last}{first}" if place.last_first else f"{first} {last}"


def _ascii(text: str) -> str:
    apart = normalize("NFKD", text.casefold().replace("ł", "l").replace("ß", "ss").replace("ø", "o"))
    return "".join(char for char in apart if char.isascii() and char.isalnum() and not combining(char))
