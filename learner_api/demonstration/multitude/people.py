"""Who is in the multitude: invented people of some 120 countries."""

from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

from learner_api.demonstration.multitude.offices import KINDS, office_in

# Most learners come from the first of them. NA is Namibia.
_COUNTRIES = tuple(
    code
    for line in (
        "BD KE PH MA NG NP GH EC MD TN JM ET IN LK UG SN KG TJ RS EG CO MX GE",
        "AM PK RW TZ ZM CM ML MW BF CI SL LR GM NE TD SO SD SS DJ ER BI CD CG",
        "AO MZ ZW BW NA SZ LS ZA MG MU KM SC CV ST GW GN TG BJ MR DZ LY JO LB",
        "IQ SY YE AF IR UZ KZ TM MN MM KH LA VN TH ID TL PG FJ TO WS VU SB KI",
        "TV MH FM PW NR MV BT AL BA ME MK UA BY AZ TR PE BO PY UY CL VE GY SR",
        "BZ GT HN SV NI CR PA DO HT CU TT BB LC",
    )
    for code in line.split()
)
_WEIGHTS = tuple(accumulate(1 / (rank + 6) for rank in range(len(_COUNTRIES))))
_GENDERS = {"female": 47, "male": 46, "other": 1, "undisclosed": 4, None: 2}
# Four of ten leave their age out; of the others most are in mid-career.
_AGES = {
    None: 40,
    "under-25": 3,
    "25-34": 17,
    "35-44": 20,
    "45-54": 13,
    "55-64": 5,
    "65-and-over": 1,
    "undisclosed": 1,
}
_WOMEN = (
    *("Amara", "Chiara", "Esi", "Gabriela", "Ioana", "Khadija", "Leila", "Mónica"),
    *("Nadège", "Ottilie", "Priya", "Rosa", "Sana", "Thandiwe", "Wanjiru", "Zeynep"),
    *("Anahit", "Beatriz", "Dilnoza", "Farida", "Grace", "Hiba", "Ines", "Jelena"),
)
_MEN = (
    *("Bilal", "Dmitri", "Faisal", "Hassan", "Joseph", "Luis", "Moussa", "Nikola"),
    *("Omar", "Pedro", "Rafael", "Samuel", "Tanvir", "Usman", "Victor", "Yusuf"),
    *("Abel", "Bayram", "Çelik", "Davit", "Emeka", "Giorgi", "Ibrahim", "José"),
)
_FAMILIES = (
    *("Okafor", "Rahman", "Silva", "Popescu", "Boateng", "Mansour", "Torres", "Reid"),
    *("Njoroge", "Marković", "Gurung", "Santos", "Alaoui", "Nangolo", "Keïta", "Diop"),
    *(
        "Tupou",
        "Hakobyan",
        "Karimova",
        "Perera",
        "Tesfaye",
        "Mutua",
        "Dlamini",
        "Phiri",
    ),
    *("Hernández", "Castro", "Nguyen", "Sok", "Ivanova", "Hoxha", "Traoré", "Bah"),
    *("Müller", "Haddad", "Saleh", "Aziz", "Khan", "Thapa", "Fernando", "Banda"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody says of themselves; nothing for what they leave out."""

    name: str
    country: str | None
    gender: str | None
    affiliation: str
    organisation: str | None
    age_band: str | None

    @property
    def columns(self) -> tuple[str | None, ...]:
        """What a row keeps of it, in the order of its columns."""
        return (
            self.name,
            self.country,
            self.gender,
            self.affiliation,
            self.organisation,
            self.age_band,
        )


def a_person(random: Random) -> Person:
    """Somebody, as they come."""
    gender = random.choices(tuple(_GENDERS), tuple(_GENDERS.values()))[0]
    given = _WOMEN if gender == "female" else _MEN
    if gender not in ("female", "male"):
        given = random.choice((_WOMEN, _MEN))
    affiliation = random.choices(tuple(KINDS), tuple(KINDS.values()))[0]
    return Person(
        name=f"{random.choice(given)} {random.choice(_FAMILIES)}",
        country=(
            random.choices(_COUNTRIES, cum_weights=_WEIGHTS)[0]
            if random.random() < 0.97
            else None
        ),
        gender=gender,
        affiliation=affiliation,
        organisation=(
            office_in(affiliation, random) if random.random() < 0.94 else None
        ),
        age_band=random.choices(tuple(_AGES), tuple(_AGES.values()))[0],
    )


def moved_on(person: Person, random: Random) -> Person:
    """The same person at work elsewhere, every third in another country."""
    other = a_person(random)
    return replace(
        person,
        country=other.country if random.random() < 0.33 else person.country,
        affiliation=other.affiliation,
        organisation=other.organisation,
    )


def with_second_name(person: Person, random: Random) -> Person:
    """The same person, with the rest of their family's name."""
    first = person.name.split()[-1]
    second = random.choice([each for each in _FAMILIES if each != first])
    return replace(person, name=f"{person.name} {second}")
