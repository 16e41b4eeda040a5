"""What learners do: enrolments, lessons, attempts. What was undone is not shown."""

from course.reporting.view import Column, View

_MOMENT = "timestamp with time zone"

_ENROLMENT = View(
    "enrolment",
    "A row for each learner on each course, and one more for each run taken anew. "
    "Count distinct learners to count people.",
    (
        Column("enrolment", "uuid", "The public name of the enrolment."),
        Column("learner", "uuid", "Whose it is, as in learner."),
        Column("course", "text", "The key of the course."),
        Column("run", "integer", "1, or more after renewals."),
        Column("edition", "text", "The edition whose rule it is held to now."),
        Column("cohort", "uuid", "The cohort, as in cohort; null for none."),
        Column(
            "standing",
            "text",
            "Where it stands now: withdrawn, completed, started or enrolled, the first "
            "of these that holds. Completed is what was ever achieved.",
        ),
        Column("met", "integer", "How much of the rule is met now."),
        Column("needed", "integer", "How much the rule asks."),
        Column("enrolled_at", _MOMENT, "When it began."),
        Column(
            "started_at",
            _MOMENT,
            "The first sign of life: a lesson opened or finished, or an attempt begun.",
        ),
        Column(
            "completed_at",
            _MOMENT,
            "When the last thing was done that the certificate of completion, or the "
            "diploma, asks.",
        ),
        Column(
            "certified_at",
            _MOMENT,
            "When the first document for that was given; null where it was revoked.",
        ),
        Column("withdrawn_at", _MOMENT, "Since when it is withdrawn; null where not."),
        Column("last_active_at", _MOMENT, "When its learner last did something."),
        Column(
            "assessed_at",
            _MOMENT,
            "When a final assessment was first marked, whatever came of it.",
        ),
        Column(
            "participated_at",
            _MOMENT,
            "When the first certificate of participation was given; null where it was "
            "revoked.",
        ),
    ),
    """
    SELECT enrolment.uuid AS enrolment,
           "user".uuid AS learner,
           enrolment.course_key::text AS course,
           enrolment.run,
           edition.digest::text AS edition,
           cohort.uuid AS cohort,
           CASE WHEN enrolment.withdrawn_at IS NOT NULL THEN 'withdrawn'
                WHEN kept.completed_at IS NOT NULL THEN 'completed'
                WHEN kept.started_at IS NOT NULL THEN 'started'
                ELSE 'enrolled' END AS standing,
           enrolment.met,
           enrolment.needed,
           enrolment.enrolled_at,
           kept.started_at,
           kept.completed_at,
           kept.certified_at,
           enrolment.withdrawn_at,
           enrolment.last_active_at,
           kept.assessed_at,
           kept.participated_at
    FROM enrolment
    JOIN "user" ON "user".id = enrolment.user_id
    JOIN edition ON edition.id = enrolment.edition_id
    LEFT JOIN counted_enrolment kept ON kept.enrolment_id = enrolment.id
    LEFT JOIN cohort ON cohort.id = enrolment.cohort_id
    WHERE enrolment.run > 0
    """,
)

_LESSON = View(
    "lesson",
    "A row for each lesson that was finished. A lesson is finished once a run.",
    (
        Column("enrolment", "uuid", "Whose it is, as in enrolment."),
        Column("module", "text", "The key of the module."),
        Column("lesson", "text", "The key of the lesson within the module."),
        Column(
            "opened_at",
            _MOMENT,
            "When it was first opened; null where a program never said so.",
        ),
        Column("completed_at", _MOMENT, "When the record learned of it."),
        Column(
            "occurred_at",
            _MOMENT,
            "When it happened by the learner's device, which may have been offline.",
        ),
    ),
    """
    SELECT enrolment.uuid AS enrolment,
           done.module_key::text AS module,
           done.lesson_key::text AS lesson,
           opened.recorded_at AS opened_at,
           done.recorded_at AS completed_at,
           done.occurred_at
    FROM lesson_completion done
    JOIN enrolment ON enrolment.id = done.enrolment_id
    LEFT JOIN lesson_opening opened
      ON opened.enrolment_id = done.enrolment_id
     AND opened.module_key = done.module_key
     AND opened.lesson_key = done.lesson_key
    WHERE enrolment.run > 0
    """,
)

_ATTEMPT = View(
    "attempt",
    "A row for each sitting of a quiz, with the mark that holds now.",
    (
        Column("attempt", "uuid", "The public name of the attempt."),
        Column("enrolment", "uuid", "Whose it is, as in enrolment."),
        Column("quiz", "text", "The key of the quiz."),
        Column("quiz_edition", "text", "The fingerprint of the quiz as it was asked."),
        Column("number", "integer", "1 for the first attempt at the quiz."),
        Column("begun_at", _MOMENT, "When it was begun."),
        Column("submitted_at", _MOMENT, "When it was handed in; null while open."),
        Column("submitted_by", "text", "learner, or limit where its time ran out."),
        Column("marked_at", _MOMENT, "When the mark was given that holds now."),
        Column("points", "integer", "The points of that mark; null while unmarked."),
        Column("out_of", "integer", "The points that could be had."),
        Column("passed", "boolean", "Whether that mark is a pass."),
    ),
    """
    SELECT attempt.uuid AS attempt,
           enrolment.uuid AS enrolment,
           attempt.quiz_key::text AS quiz,
           edition.digest::text AS quiz_edition,
           attempt.number,
           attempt.recorded_at AS begun_at,
           attempt.submitted_at,
           attempt.submitted_by::text AS submitted_by,
           mark.recorded_at AS marked_at,
           mark.points,
           mark.out_of,
           mark.passed
    FROM attempt
    JOIN enrolment ON enrolment.id = attempt.enrolment_id
    JOIN edition ON edition.id = attempt.edition_id
    LEFT JOIN mark
      ON mark.attempt_id = attempt.id
     AND NOT EXISTS (
         SELECT 1 FROM mark later WHERE later.supersedes_id = mark.id
     )
    WHERE enrolment.run > 0
    """,
)

LEARNING_VIEWS = (_ENROLMENT, _LESSON, _ATTEMPT)
