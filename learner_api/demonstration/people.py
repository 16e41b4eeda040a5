"""Who is in the demonstration. Every one of them is invented."""

from dataclasses import dataclass
from random import Random

DOMAIN = "example.org"

SIGN_INS = {
    "a learner": f"learner@{DOMAIN}",
    "a trainer": f"trainer@{DOMAIN}",
    "an administrator": f"administrator@{DOMAIN}",
}


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody studies.

    ``begins`` is the day after the cohort opened, ``pause`` the usual days between
    sittings, ``skill`` the share of questions they answer rightly, and ``steps`` how
    many lessons and quizzes they do before they stop; none is all of them.
    """

    begins: int = 1
    pause: int = 3
    skill: float = 0.9
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class Official:
    """One invented learner: who they are and how they study.

    ``answered`` is whether they have taken up their invitation, ``withdraws`` the
    reason for which they leave, once they have stopped.
    """

    name: str
    mailbox: str
    country: str
    gender: str
    affiliation: str
    organisation: str
    habits: Habits
    answered: bool = True
    withdraws: str | None = None

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


LEARNER = Official(
    "Lina Baptiste",
    "learner",
    "JM",
    "female",
    "government",
    "Planning Office",
    Habits(begins=30, pause=2, steps=2),
)

OFFICIALS = (
    Official(
        "Farida Chowdhury",
        "farida.chowdhury",
        "BD",
        "female",
        "government",
        "Planning Commission, national planning division",
        Habits(pause=2, skill=0.97),
    ),
    Official(
        "Ștefan Munteanu",
        "stefan.munteanu",
        "MD",
        "male",
        "government",
        "State Chancellery",
        Habits(begins=3, pause=2, skill=0.93),
    ),
    Official(
        "Асель Токтогулова",
        "asel.toktogulova",
        "KG",
        "female",
        "government",
        "Ministry of Labour",
        Habits(begins=4, steps=15),
    ),
    Official(
        "سلمى بن يوسف",
        "salma.benyoussef",
        "TN",
        "female",
        "government",
        "Ministry of Planning",
        Habits(begins=2, skill=0.85, steps=12),
    ),
    Official(
        "Kwabena Asare",
        "kwabena.asare",
        "GH",
        "male",
        "government",
        "National planning commission",
        Habits(begins=6, skill=0.35, steps=9),
    ),
    Official(
        "Marisol Andrade",
        "marisol.andrade",
        "EC",
        "female",
        "local-authority",
        "Provincial government, planning unit",
        Habits(begins=8, pause=4, steps=7),
    ),
    Official(
        "Youssef El Idrissi",
        "youssef.elidrissi",
        "MA",
        "male",
        "government",
        "Ministry for nationals abroad",
        Habits(begins=5, pause=4, skill=0.8, steps=6),
    ),
    Official(
        "Jelena Petrović",
        "jelena.petrovic",
        "RS",
        "female",
        "government",
        "Commissariat for migration",
        Habits(begins=12, pause=5, steps=4),
    ),
    Official(
        "Rosario Villanueva",
        "rosario.villanueva",
        "PH",
        "undisclosed",
        "non-governmental",
        "Migrant families' network",
        Habits(begins=20, pause=5, steps=3),
    ),
    Official(
        "Devon Campbell",
        "devon.campbell",
        "JM",
        "male",
        "united-nations",
        "Resident Coordinator's Office",
        Habits(begins=3, steps=3),
        withdraws="Moved to another duty station.",
    ),
    Official(
        "Wanjiru Kamau",
        "wanjiru.kamau",
        "KE",
        "female",
        "academia",
        "University, population studies",
        Habits(steps=0),
    ),
    Official(
        "Anil Shrestha",
        "anil.shrestha",
        "NP",
        "male",
        "government",
        "Ministry of Labour",
        Habits(steps=0),
        answered=False,
    ),
)

_GIVEN = (
    ("Amara", "female"),
    ("Bilal", "male"),
    ("Chiara", "female"),
    ("Dmitri", "male"),
    ("Esi", "female"),
    ("Faisal", "male"),
    ("Gabriela", "female"),
    ("Hassan", "male"),
    ("Ioana", "female"),
    ("Joseph", "male"),
    ("Khadija", "female"),
    ("Luis", "male"),
)
_FAMILY = (
    ("Okafor", "NG"),
    ("Rahman", "BD"),
    ("Silva", "CV"),
    ("Popescu", "MD"),
    ("Boateng", "GH"),
    ("Mansour", "TN"),
    ("Torres", "EC"),
    ("Njoroge", "KE"),
    ("Marković", "RS"),
    ("Reid", "JM"),
    ("Gurung", "NP"),
    ("Santos", "PH"),
    ("Alaoui", "MA"),
)
_WORKPLACES = (
    ("government", "Ministry of Planning"),
    ("government", "Ministry of Labour"),
    ("government", "National statistics office"),
    ("local-authority", "Regional planning office"),
    ("non-governmental", "Migrants' association"),
    ("academia", "University, population studies"),
)


def invented_officials(count: int, random: Random) -> tuple[Official, ...]:
    """The officials told of above, and as many more as are asked for."""
    return OFFICIALS[:count] + tuple(
        _one_more(number, random) for number in range(len(OFFICIALS), count)
    )


def _one_more(number: int, random: Random) -> Official:
    given, gender = random.choice(_GIVEN)
    family, country = random.choice(_FAMILY)
    affiliation, organisation = random.choice(_WORKPLACES)
    answered = random.random() < 0.9
    return Official(
        name=f"{given} {family}",
        mailbox=f"official.{number + 1}",
        country=country,
        gender=gender,
        affiliation=affiliation,
        organisation=organisation,
        habits=Habits(
            begins=random.randint(0, 35),
            pause=random.randint(1, 6),
            skill=random.uniform(0.5, 1.0),
            steps=random.choice((None, None, 3, 6, 9, 14)) if answered else 0,
        ),
        answered=answered,
    )
