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
    many lessons and quizzes they do before they stop; none is all of them. Only with
    a pause of a day is all of the course done before the cohort closes. Whoever begins
    sits the pre-test first, unless they are one who ``skips_pre_test``.
    """

    begins: int = 1
    pause: int = 2
    skill: float = 0.9
    steps: int | None = None
    skips_pre_test: bool = False


@dataclass(frozen=True, slots=True)
class Official:
    """One invented learner: who they are and how they study.

    ``answered`` is whether they have taken up their invitation, ``withdraws`` the
    reason for which they leave, once they have stopped. ``roadmap`` is what becomes
    of the roadmap after the last step: none is handed in, it is accepted at once or
    once it was sent back, it is waiting to be read, by two people or by one, or an
    appeal waits against its having been sent back.
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
    roadmap: str = "none"

    @property
    def age_band(self) -> str | None:
        """What they say of their age; every third says nothing."""
        return _AGES[sum(map(ord, self.mailbox)) % len(_AGES)]

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
    Habits(begins=75, steps=2, skips_pre_test=True),
)

OFFICIALS = (
    Official(
        "Farida Chowdhury",
        "farida.chowdhury",
        "BD",
        "female",
        "government",
        "Planning Commission, national planning division",
        Habits(pause=1, skill=0.97),
        roadmap="accepted",
    ),
    Official(
        "Ștefan Munteanu",
        "stefan.munteanu",
        "MD",
        "male",
        "government",
        "State Chancellery",
        Habits(begins=10, pause=1, skill=0.95),
        roadmap="sent-back",
    ),
    Official(
        "Асель Токтогулова",
        "asel.toktogulova",
        "KG",
        "female",
        "government",
        "Ministry of Labour",
        Habits(begins=26, pause=1, steps=70),
        roadmap="waiting",
    ),
    Official(
        "سلمى بن يوسف",
        "salma.benyoussef",
        "TN",
        "female",
        "government",
        "Ministry of Planning",
        Habits(begins=30, skill=0.85, steps=52),
        roadmap="second",
    ),
    Official(
        "Kwabena Asare",
        "kwabena.asare",
        "GH",
        "male",
        "government",
        "National planning commission",
        Habits(begins=30, skill=0.35, steps=21),
    ),
    Official(
        "Marisol Andrade",
        "marisol.andrade",
        "EC",
        "female",
        "local-authority",
        "Provincial government, planning unit",
        Habits(begins=12, pause=4),
    ),
    Official(
        "Youssef El Idrissi",
        "youssef.elidrissi",
        "MA",
        "male",
        "government",
        "Ministry for nationals abroad",
        Habits(begins=5, skill=0.8, steps=31),
        roadmap="appealed",
    ),
    Official(
        "Jelena Petrović",
        "jelena.petrovic",
        "RS",
        "female",
        "government",
        "Commissariat for migration",
        Habits(begins=40, pause=4),
    ),
    Official(
        "Rosario Villanueva",
        "rosario.villanueva",
        "PH",
        "undisclosed",
        "non-governmental",
        "Migrant families' network",
        Habits(begins=20, pause=4, steps=10),
    ),
    Official(
        "Devon Campbell",
        "devon.campbell",
        "JM",
        "male",
        "united-nations",
        "Resident Coordinator's Office",
        Habits(begins=3, steps=8),
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
_AGES = (None, "35-44", "25-34", None, "45-54", "35-44", None, "55-64", "25-34")

# Between how many steps people stop, and how many of a hundred do; the first do all.
# UNITAR's evaluation of 2016 says that about 20 per cent were certified.
_REACH: dict[tuple[int, int | None], int] = {
    (0, None): 22,
    (40, 75): 16,
    (20, 40): 18,
    (3, 20): 32,
    (0, 3): 12,
}

# What becomes of so many of a hundred roadmaps of those who do all.
_ROADMAPS = {"accepted": 65, "sent-back": 15, "waiting": 12, "none": 8}


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
    habits = _some_habits(random) if answered else Habits(steps=0)
    fates = random.choices(list(_ROADMAPS), list(_ROADMAPS.values()))
    return Official(
        name=f"{given} {family}",
        mailbox=f"official.{number + 1}",
        country=country,
        gender=gender,
        affiliation=affiliation,
        organisation=organisation,
        habits=habits,
        answered=answered,
        roadmap=fates[0] if habits.steps is None else "none",
    )


def _some_habits(random: Random) -> Habits:
    """How one of many studies: a fifth finish, and most stop in the first half."""
    fewest, most = random.choices(list(_REACH), list(_REACH.values()))[0]
    if most is None:
        return Habits(random.randint(0, 7), pause=1, skill=random.uniform(0.85, 1))
    return Habits(
        begins=random.randint(0, 30),
        pause=random.randint(1, 4),
        skill=random.uniform(0.5, 1),
        steps=random.randint(fewest, most),
    )
