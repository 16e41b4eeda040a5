"""What invented officials write in their worksheets: enough for a roadmap.

Texts stand under the address of their field; the rows of a list have a number in place
of the key that a device would give them. ``{country}`` and ``{office}`` are the
learner's own, ``{soon}`` and ``{later}`` days to come.
"""

SCOPING = {
    "scope/movement/answer": "Nurses and teachers who leave for work, and their return",
    "scope/place/answer": "The capital, two districts, and three countries of work",
    "scope/plan/answer": "The next national development plan of {country}",
    "scope/asked-by/answer": "The planning minister, before the budget call",
    "questions/who-moves/question": "How many nurses left each year since 2020?",
    "questions/who-moves/known": "Registrations lapse; exits are not counted by trade.",
    "questions/who-moves/source": "Nursing council register",
    "questions/conditions/question": "Under which contracts do they leave?",
    "questions/conditions/gap": "Recruiters do not report fees.",
    "questions/how-they-fare/question": "What do they earn there in the first year?",
    "questions/how-they-fare/known": "A survey of 2023 among 400 of them.",
    "questions/left-out/question": "Which women could not leave, and why?",
}
"""The first sheet, as somebody leaves it who is not done yet."""

ROADMAP = {
    "stakeholder-matrix": {
        f"stakeholders/{number}/{column}": words
        for number, (name, position, action) in enumerate(
            (
                ("Ministry of Planning", "for", "Chair the first meeting"),
                ("Ministry of Labour", "for", "Share the register of recruiters"),
                ("Ministry of Health", "open", "Agree on figures of nurses who leave"),
                ("Association of municipalities", "open", "Name two districts"),
                ("Diaspora council", "for", "Comment on the draft"),
                ("National statistics office", "unknown", "Ask for a meeting"),
            ),
            start=1,
        )
        for column, words in (
            ("name", name),
            ("interest", "high"),
            ("influence", "high" if number < 4 else "low"),
            ("position", position),
            ("next", action),
        )
    },
    "mechanism-builder": {
        "design/choice/answer": "Strengthen the committee that exists: it meets.",
        "design/name/answer": "National committee on migration and development",
        "design/chair/answer": "The planning minister, with labour as deputy",
        "design/members/answer": "Directors of nine ministries and two districts",
        "design/secretariat/answer": "Two officers of {office}",
        "marks/endorsed/state": "partly",
        "marks/chaired/state": "yes",
    },
    "sector-coherence-matrix": {
        f"priorities/{row}/{column}": words
        for row, texts in (
            ("first", ("Nurses are trained for both markets", "Health")),
            ("second", ("Recruitment costs fall by half", "Labour")),
            ("third", ("Returning workers have their skills recognised", "Education")),
        )
        for column, words in (
            ("priority", texts[0]),
            ("reason", "It touches most households, and figures exist."),
            ("lead", f"Ministry of {texts[1]}"),
        )
    },
    "results-framework": {
        f"results/{number}/{column}": words
        for number, (level, result, target) in enumerate(
            (
                ("objective", "Health posts stay staffed", "Nine of ten posts"),
                ("outcome", "Workers pay less to be recruited", "Half of today's fee"),
                ("output", "A register of recruiters is public", "By the second year"),
                ("activity", "Inspectors are trained", "Forty inspectors"),
            ),
            start=1,
        )
        for column, words in (
            ("level", level),
            ("result", result),
            ("target", target),
            ("by", "{later}"),
        )
    },
    "funding-plan": {
        f"lines/{number}/{column}": words
        for number, (item, amount, source, state) in enumerate(
            (
                ("Secretariat of the committee", "60000", "national", "budgeted"),
                ("Training of inspectors", "45000.50", "partner", "asked"),
                ("Survey of returning workers", "30000", "none", "not-asked"),
            ),
            start=1,
        )
        for column, words in (
            ("item", item),
            ("amount", amount),
            ("source", source),
            ("state", state),
        )
    },
    "capacity-questions": {
        f"actions/{number}/{column}": words
        for number, (need, action) in enumerate(
            (
                ("Figures by sex and district", "Two statisticians join the group"),
                ("Reading of trade agreements", "A course with the law faculty"),
                ("Meetings that decide", "A rule for agenda and minutes"),
            ),
            start=1,
        )
        for column, words in (("need", need), ("action", action), ("by", "{soon}"))
    },
    "roadmap": {
        "cover/country/answer": "{country}",
        "cover/office/answer": "{office}",
        "cover/group/answer": "Steering group of the national development plan",
        "vision": "People of {country} move because they choose to, and whoever stays "
        "has a clinic and a school that are staffed. The plan counts them both. The "
        "next budget is the moment to begin.",
        **{
            f"objectives/{row}/{column}": words
            for row, objective, lead in (
                (
                    "first",
                    "Nine of ten health posts are staffed in five years.",
                    "Health",
                ),
                ("second", "What a worker pays to be recruited is halved.", "Labour"),
                ("third", "Skills gained abroad count at home.", "Education"),
            )
            for column, words in (
                ("objective", objective),
                ("lead", f"Ministry of {lead}"),
            )
        },
        **{
            f"steps/{number}/{column}": words
            for number, step in enumerate(
                (
                    "The committee meets on this summary",
                    "Ministries name a focal point each",
                    "The line for the secretariat enters the budget",
                ),
                start=1,
            )
            for column, words in (("step", step), ("who", "{office}"), ("by", "{soon}"))
        },
        "decision": "That the committee adopts these three objectives and asks the "
        "ministries to budget for them. Without it the plan says nothing on movement.",
    },
}
"""The other sheets, with as much as a roadmap must hold before it is handed in."""
