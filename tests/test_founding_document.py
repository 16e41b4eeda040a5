"""The course tells every fact of the document it was founded on, one by one.

That document is the presentation of 12 October 2011 by the co-chairs of the working
group. Each fact is a few words that must stand together in one lesson, in any wording,
and beside a citation of the document.
"""

import re

import pytest

from course.catalogue import Catalogue, load_catalogue
from modules import BarFigure

CITED = "@founding-document"
WITHIN = 700
"""How many letters apart the words of one fact may stand, each from the one before."""

FACTS = {
    # The title slide
    "the workshop in Moldova on 12 October 2011": [
        "12 October 2011",
        "Ladd",
        "Lönnback",
    ],
    "who the two presenters were": ["Ladd", r"UNDP|Development Programme", "Lönnback"],
    "the co-chairs of the working group": [r"co-chair", r"working group"],
    # The background line
    "2005, the commission recommends": ["2005", r"Global Commission|GCIM"],
    "2008, Ghana asks": ["2008", "Ghana"],
    "2009, the report and the forum recommend": [
        "2009",
        r"Human Development Report|HDR",
    ],
    "2009, four agencies begin the Handbook": ["2009", "ILO", "IOM", "UNDP", "UNICEF"],
    "2010, reviewed, endorsed and launched in Mexico": ["2010", r"endorse", "Mexico"],
    "2010, a dedicated working group": ["2010", "working group"],
    # Five reasons
    "the first reason, a comprehensive analysis": [r"analys", "human development"],
    "the second reason, objectives and coherence": [r"objective", r"coheren"],
    "the third reason, coordination of ministries and levels": [
        r"coordinat|cooperat",
        r"ministr",
        r"level",
    ],
    "the fourth reason, regular consultation": [
        r"regular|institution",
        r"consult",
    ],
    "the fifth reason, capacity on both sides": [r"capacit", r"migration polic"],
    # The review of poverty reduction strategies
    "trafficking, 19": [r"traffick\w*\W+\|?\W*19\b|\b19\b.{0,80}traffick"],
    "customs, 18": [r"customs\W+18\b|\b18\b.{0,80}customs"],
    "border control, 17": [r"border control\W+17\b|\b17\b.{0,80}border control"],
    "irregular migration, 12": [r"irregular migration\W+12\b|\b12\b.{0,80}irregular"],
    "refugee return, 10": [r"refugee return\W+10\b|\b10\b.{0,80}refugee"],
    "brain drain, 9": [r"brain drain\W+9\b|\b(9|nine)\b.{0,80}brain drain"],
    "diasporas, 17": [r"diasporas\W+17\b|\b17\b.{0,80}diaspora"],
    "export of labour, 10": [r"labour\W+10\b|\b10\b.{0,80}labour"],
    "remittances, 9": [r"remittances\W+9\b|\b(9|nine)\b.{0,80}remittances"],
    "bilateral agreements, 9": [r"agreements\W+9\b|\b(9|nine)\b.{0,80}agreement"],
    "migration is generally no priority": [r"strateg", r"priorit"],
    "benefits and harms are both acknowledged": [
        r"benefit|advantage",
        r"harm|negative",
    ],
    "control dominates": ["control", r"dominat|more often|outnumber|prevail"],
    "no analytical basis, weak knowledge": [r"analy", r"weak|little is known"],
    # The survey of United Nations plans
    "Belarus, 2011 to 2015": ["Belarus", r"2011(–|-| to )(20)?15", r"standard"],
    "Thailand, 2012 to 2016": ["Thailand", r"2012(–|-| to )(20)?16", r"vulnerable"],
    "Bosnia and Herzegovina, three outcomes": [
        "Bosnia and Herzegovina",
        r"2010(–|-| to )(20)?14",
        r"security",
        r"inclusion",
        r"governance",
    ],
    "Argentina, two outcomes": ["Argentina", r"2010(–|-| to )(20)?14", r"decent work"],
    # The Handbook
    "it follows the phases of planning": [r"situation analysis", r"evaluat"],
    "it looks at four sectors and more": [
        r"health",
        r"education",
        r"employment",
        r"environment",
    ],
    "it has tools and resources in annexes": ["annexes", "practical tools"],
    "it shows programmes": [r"part 3|part three", "programme", "ideas|project"],
    # The pilot project
    "two years, paid by Switzerland": [r"two years|two-year", r"Swiss|SDC"],
    "two pillars": [r"two pillars", r"global"],
    "four pilot countries": ["Bangladesh", "Jamaica", "Moldova", "Tunisia"],
    "the first objective, country teams that can advise": [
        r"country team",
        r"capacit|able|advise",
    ],
    "the second objective, planning instruments": [r"pilot countries", r"plan"],
    "the third objective, lasting consultation": [
        r"lasting|sustain",
        r"consult",
        r"civil society",
    ],
    "six support structures": [
        r"national focal point",
        r"expert facilitator",
        r"project focal point",
        r"steering group",
        r"inter-ministerial mechanism",
        r"consultative mechanism",
    ],
    "six supported steps": [
        r"evidence",
        r"objectives",
        r"action|programme",
        r"implementation",
        r"capacity",
        r"resource mobili[sz]ation|funding",
    ],
    # The roles
    "the group explores what governments want": [r"demand|want", r"government"],
    "the group prepares guidance": [r"guidance", r"country team"],
    "the group mobilises expertise": [r"expert", r"stud(y|ies)|workshop|training"],
    "the group coordinates": [r"coordinat", r"agenc"],
    "the group discusses lessons": [r"lessons", r"follow"],
    # The outlook
    "the outlook, make the pilots work": [r"outlook", r"pilot", r"effective"],
    "the outlook, extend it": [r"extend|extension", r"countries"],
    "the outlook, a gender package": [r"UN Women", r"gender", r"package"],
    "the outlook, sector guidance": [r"guidance", r"sector"],
    "the outlook, an online course": [r"online", r"course", r"UNITAR"],
    "the outlook, lessons to dialogue and forum": [r"2013", r"HLD|Dialogue", r"GFMD"],
}

QUESTIONS = {
    "what motivates countries": ("why-migration-and-development", r"reason"),
    "where guidance is most needed": (
        "sectors-labour-skills-health-education",
        r"guidance",
    ),
    "whether the Handbook is useful": ("handbook-and-global-compact", r"Handbook"),
    "where follow-up is most needed": (
        "learning-from-countries",
        r"after the Handbook|follow",
    ),
    "who leads": ("setting-up", r"lead|leads"),
    "migration policy or wider policy": (
        "goals-priorities-coherence",
        r"polic|ministr|sector|plan",
    ),
}


@pytest.fixture(scope="module")
def lessons() -> dict[str, str]:
    """All lessons of the real course, as their learners read them."""
    handbook = load_catalogue().handbook
    return {
        f"{module.key}/{lesson.key}": lesson.body
        for module in handbook.modules.values()
        for lesson in module.lessons
    }


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("fact", FACTS)
def test_a_lesson_tells_the_fact(fact, lessons, real):
    patterns = FACTS[fact]
    figures = " ".join(
        f"{row.label} {row.value}; "
        for figure in real.handbook.figures.values()
        if isinstance(figure, BarFigure) and figure.source == "founding-document"
        for group in figure.groups
        for row in group.rows
    )

    told = [
        place
        for place, text in {**lessons, "figures": f"{CITED} {figures}"}.items()
        if stand_together([*patterns, CITED], text)
    ]

    assert told, f"No lesson tells of: {fact}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_of_the_document_is_discussed(question, real):
    module, words = QUESTIONS[question]

    asked = real.module(module).discussion_question

    assert re.search(words, asked, re.IGNORECASE)
    assert "?" in asked


def test_the_facts_can_fail(lessons):
    assert not any(
        stand_together(["12 October 2012", "Ladd"], text) for text in lessons.values()
    )
    assert not stand_together(["Ladd", "Lönnback"], "Ladd " + "x" * 2000 + " Lönnback")


def stand_together(patterns: list[str], text: str) -> bool:
    """Whether somewhere all the words stand near the first, in any order."""
    first, *others = patterns
    return any(
        all(re.search(pattern, around, re.IGNORECASE | re.DOTALL) for pattern in others)
        for match in re.finditer(first, text, re.IGNORECASE | re.DOTALL)
        for around in [text[max(0, match.start() - WITHIN) : match.end() + WITHIN]]
    )
