"""Every route with who may ask it: the list that is kept by hand."""

from tests.security import (
    calendar_routes,
    discussion_routes,
    doors_and_notices,
    export_routes,
    overview_routes,
    paper_routes,
    peer_routes,
    report_routes,
    statistics_routes,
    telling_routes,
)

# What may be answered. The columns are those of ASKERS: nobody, the learner whose
# records these are, another learner, their trainer, another trainer, an administrator.
OK, SIGN_IN, FORBIDDEN, NOT_THERE = "ok", "sign-in", "forbidden", "not-there"
NOT_ENROLLED = "not-enrolled"

ANYBODY = (OK, OK, OK, OK, OK, OK)
SIGNED_IN = (SIGN_IN, OK, OK, OK, OK, OK)
LEARNERS = (SIGN_IN, OK, OK, NOT_ENROLLED, NOT_ENROLLED, NOT_ENROLLED)
OWNER_ALONE = (SIGN_IN, OK, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE)
OPEN_ATTEMPT = (SIGN_IN, "attempt-open", NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE)
OWNER_AND_THEIR_STAFF = (SIGN_IN, OK, NOT_THERE, OK, NOT_THERE, OK)
WRITTEN_BY_THE_OWNER = (SIGN_IN, OK, NOT_THERE, FORBIDDEN, NOT_THERE, FORBIDDEN)
STAFF = (SIGN_IN, FORBIDDEN, FORBIDDEN, OK, OK, OK)
STAFF_OF_THE_COHORT = (SIGN_IN, FORBIDDEN, FORBIDDEN, OK, NOT_THERE, OK)
ADMINISTRATORS = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK)
# What was listed for nobody is carried out for nobody.
# The owner's roadmap waits for their trainer.
WAITING = (
    SIGN_IN,
    "roadmap-waiting",
    NOT_THERE,
    FORBIDDEN,
    NOT_THERE,
    FORBIDDEN,
)
# A job is seen by whoever asked for it, and by administrators, as this one asked.
WHO_ASKED = (SIGN_IN, FORBIDDEN, FORBIDDEN, NOT_THERE, NOT_THERE, OK)
STALE_RELEASE = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, "stale-release")
NOT_SUSPENDED = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, "not-suspended")
# A list is seen and applied by whoever uploaded it.
WHO_SENT_IT = (SIGN_IN, FORBIDDEN, FORBIDDEN, OK, NOT_THERE, NOT_THERE)
STALE_PLAN = (
    SIGN_IN,
    FORBIDDEN,
    FORBIDDEN,
    "stale-roster-plan",
    NOT_THERE,
    NOT_THERE,
)
STALE_AUDIENCE = (
    SIGN_IN,
    FORBIDDEN,
    FORBIDDEN,
    "stale-audience",
    NOT_THERE,
    "stale-audience",
)
STALE = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, "stale-preview")

RENEWED = (SIGN_IN, "not-renewable", NOT_THERE, FORBIDDEN, NOT_THERE, OK)
TOPPED_UP = (
    SIGN_IN,
    "nothing-to-top-up",
    NOT_THERE,
    FORBIDDEN,
    NOT_THERE,
    FORBIDDEN,
)

API = "/api/v1"
RULES = "/rule-changes/<course_key>"
PLANS = "/cohorts/<uuid:cohort>/roster/plans"
IMPORTS = "/cohorts/<uuid:cohort>/roster/imports"
RUN = "/enrolments/<uuid:enrolment>"
COURSE = "/courses/<course>"
LESSON = "/modules/<module>/lessons/<lesson>"
WORKSHEETS = "/enrolments/<uuid:enrolment>/worksheets"
ROADMAP = "/enrolments/<uuid:enrolment>/roadmap"
SUBMITTED = "/roadmaps/<uuid:submission>"
CORRECTING = "/quizzes/<quiz>/regrade/questions/<question>/wordings/<digest>"
PAGE_OF_COURSE = "/courses/<course_key>"
PAGE_OF_LESSON = "/modules/<module_key>/lessons/<lesson_key>"

ROUTES: dict[str, tuple[str, ...]] = {
    # The pages of everybody
    "GET /": ANYBODY,
    "GET /health": ANYBODY,
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "POST /sign-out": ANYBODY,
    "GET /forgotten-password": ANYBODY,
    "POST /forgotten-password": ANYBODY,
    "GET /forgotten-password/sent": ANYBODY,
    "GET /welcome/<secret>": ANYBODY,
    "POST /welcome/<secret>": ANYBODY,
    "GET /verify": ANYBODY,
    "POST /verify": ANYBODY,
    "GET /verify/<number>": ANYBODY,
    "GET /verify/<number>/badge.<suffix>": ANYBODY,
    "GET /issuer": ANYBODY,
    "GET /issuer/did.json": ANYBODY,
    "GET /issuer/jwks.json": ANYBODY,
    "GET /.well-known/jwks.json": ANYBODY,
    "GET /issuer/status/<purpose>/<int:batch>": ANYBODY,
    "GET /verify/checker": ANYBODY,
    "GET /verify/certificate-checker.html": ANYBODY,
    # The link says who may answer.
    "GET /follow-up/<secret>": ANYBODY,
    "POST /follow-up/<secret>": ANYBODY,
    "POST /follow-up/<secret>/withdrawal": ANYBODY,
    "GET /follow-up-stopped": ANYBODY,
    # The link says whose letters stop, and which.
    "GET /stop-letters/<token>": ANYBODY,
    "POST /stop-letters/<token>": ANYBODY,
    "GET /problems/<slug>": ANYBODY,
    "GET /api/docs": ANYBODY,
    "GET /api/docs/<group>": ANYBODY,
    "GET /static/<path:filename>": ANYBODY,
    "GET /answers-worker.js": ANYBODY,
    # The pages of learners
    "GET /glossary": SIGNED_IN,
    "GET /library": SIGNED_IN,
    "GET /search": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/continue": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/modules/<module_key>": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/book.<suffix>": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/modules/<module_key>/book.<suffix>": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/modules/<module_key>/pictures/<name>": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}{PAGE_OF_LESSON}": SIGNED_IN,
    f"POST {PAGE_OF_COURSE}{PAGE_OF_LESSON}/completion": LEARNERS,
    f"GET {PAGE_OF_COURSE}/progress": LEARNERS,
    f"GET {PAGE_OF_COURSE}/quizzes/<quiz_key>": SIGNED_IN,
    f"POST {PAGE_OF_COURSE}/quizzes/<quiz_key>/attempts": LEARNERS,
    f"POST {PAGE_OF_COURSE}/awards": (
        SIGN_IN,
        OK,
        "not-yet-complete",
        NOT_ENROLLED,
        NOT_ENROLLED,
        NOT_ENROLLED,
    ),
    "GET /attempts/<uuid:uuid>": OWNER_ALONE,
    "POST /attempts/<uuid:uuid>": OWNER_ALONE,
    "GET /attempts/<uuid:uuid>/review": OWNER_ALONE,
    "GET /attempts/<uuid:uuid>/receipt": OWNER_ALONE,
    "POST /attempts/<uuid:uuid>/submission": OWNER_ALONE,
    f"GET {WORKSHEETS}": OWNER_AND_THEIR_STAFF,
    f"GET {WORKSHEETS}/<worksheet>": OWNER_AND_THEIR_STAFF,
    f"POST {WORKSHEETS}/<worksheet>": WRITTEN_BY_THE_OWNER,
    f"GET {WORKSHEETS}/<worksheet>/reading": OWNER_AND_THEIR_STAFF,
    "GET /quizzes/media/<quiz>/<file>": SIGNED_IN,
    "GET /awards": SIGNED_IN,
    "GET /awards/<number>": OWNER_AND_THEIR_STAFF,
    "GET /awards/<number>/document": OWNER_AND_THEIR_STAFF,
    "GET /awards/<number>/name": WRITTEN_BY_THE_OWNER,
    "POST /awards/<number>/name": WRITTEN_BY_THE_OWNER,
    "GET /awards/<number>/credential.<suffix>": OWNER_AND_THEIR_STAFF,
    "GET /awards/<number>/badge.<suffix>": OWNER_AND_THEIR_STAFF,
    "GET /profile": SIGNED_IN,
    "POST /profile": SIGNED_IN,
    "GET /profile/saved": SIGNED_IN,
    "POST /profile/password": SIGNED_IN,
    "POST /profile/tokens": SIGNED_IN,
    "POST /profile/tokens/<uuid:uuid>/revocation": OWNER_ALONE,
    f"GET {ROADMAP}": OWNER_AND_THEIR_STAFF,
    f"GET {ROADMAP}/reading": OWNER_AND_THEIR_STAFF,
    f"GET {ROADMAP}/document.<kind>": OWNER_AND_THEIR_STAFF,
    f"POST {ROADMAP}/submissions": WAITING,
    f"GET {SUBMITTED}": OWNER_AND_THEIR_STAFF,
    f"GET {SUBMITTED}/document.<kind>": OWNER_AND_THEIR_STAFF,
    f"POST {RUN}/renewal": RENEWED,
    f"POST {RUN}/top-up": TOPPED_UP,
    f"GET {RUN}/evaluation": WRITTEN_BY_THE_OWNER,
    f"POST {RUN}/evaluation": WRITTEN_BY_THE_OWNER,
    f"POST {RUN}/follow-up": WRITTEN_BY_THE_OWNER,
    # The pages of trainers
    "GET /cohorts": STAFF,
    "GET /cohorts/new": STAFF,
    "POST /cohorts/new": STAFF,
    "GET /cohorts/<uuid:cohort>": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/completion": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/evaluation": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/evaluation.<suffix>": STAFF_OF_THE_COHORT,
    "GET /enrolments/<uuid:enrolment>/sign-off": STAFF_OF_THE_COHORT,
    "POST /enrolments/<uuid:enrolment>/sign-off": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/learners": STAFF_OF_THE_COHORT,
    "POST /cohorts/<uuid:cohort>/learners": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/plans/<uuid:plan>": WHO_SENT_IT,
    "POST /cohorts/<uuid:cohort>/plans/<uuid:plan>": STALE_PLAN,
    "GET /cohorts/<uuid:cohort>/plans/<uuid:plan>/columns": WHO_SENT_IT,
    "POST /cohorts/<uuid:cohort>/plans/<uuid:plan>/columns": WHO_SENT_IT,
    "GET /cohorts/<uuid:cohort>/lists": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/lists/<uuid:op>": STAFF_OF_THE_COHORT,
    "POST /cohorts/<uuid:cohort>/lists/<uuid:op>/undo": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/learners/<uuid:enrolment>": STAFF_OF_THE_COHORT,
    "POST /cohorts/<uuid:cohort>/learners/<uuid:enrolment>/withdrawal": (
        STAFF_OF_THE_COHORT
    ),
    "POST /cohorts/<uuid:cohort>/learners/<uuid:enrolment>/restoration": (
        STAFF_OF_THE_COHORT
    ),
    "GET /cohorts/<uuid:cohort>/accommodations/new": STAFF_OF_THE_COHORT,
    "POST /cohorts/<uuid:cohort>/accommodations/new": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/accommodations/<uuid:accommodation>/end": (
        STAFF_OF_THE_COHORT
    ),
    "POST /cohorts/<uuid:cohort>/accommodations/<uuid:accommodation>/end": (
        STAFF_OF_THE_COHORT
    ),
    "GET /cohorts/<uuid:cohort>/learners/<uuid:enrolment>/accommodations/new": (
        STAFF_OF_THE_COHORT
    ),
    "POST /cohorts/<uuid:cohort>/learners/<uuid:enrolment>/accommodations/new": (
        STAFF_OF_THE_COHORT
    ),
    "GET /marking": STAFF,
    "GET /marking/<uuid:attempt>": STAFF_OF_THE_COHORT,
    "GET /marking/<uuid:attempt>/answers/<question>": STAFF_OF_THE_COHORT,
    "POST /marking/<uuid:attempt>/answers/<question>": STAFF_OF_THE_COHORT,
    "GET /roadmaps": STAFF,
    f"POST {SUBMITTED}/review": STAFF_OF_THE_COHORT,
    "GET /question-banks": STAFF,
    "POST /question-banks": STAFF,
    "GET /question-banks/<quiz>": STAFF,
    "GET /quizzes/<quiz>/statistics": STAFF,
    # The pages of administrators
    "POST /cohorts/<uuid:cohort>/trainers": ADMINISTRATORS,
    "POST /cohorts/<uuid:cohort>/trainers/<uuid:person>/removal": ADMINISTRATORS,
    "GET /register": ADMINISTRATORS,
    "GET /register/<number>": ADMINISTRATORS,
    "GET /register/<number>/acts/<act>": ADMINISTRATORS,
    "POST /register/<number>/acts/<act>": ADMINISTRATORS,
    "GET /name-corrections": ADMINISTRATORS,
    "GET /name-corrections/<uuid:correction>": ADMINISTRATORS,
    "POST /name-corrections/<uuid:correction>": ADMINISTRATORS,
    "GET /cohorts/<uuid:cohort>/release": ADMINISTRATORS,
    "POST /cohorts/<uuid:cohort>/release": STALE_RELEASE,
    "GET /people": ADMINISTRATORS,
    "GET /people/new": ADMINISTRATORS,
    "POST /people/new": ADMINISTRATORS,
    "GET /people/<uuid:person>": ADMINISTRATORS,
    "POST /people/<uuid:person>/role": ADMINISTRATORS,
    "POST /people/<uuid:person>/closing": ADMINISTRATORS,
    "POST /people/<uuid:person>/reopening": ADMINISTRATORS,
    "GET /quizzes/<quiz>/regrade": ADMINISTRATORS,
    f"GET {CORRECTING}": ADMINISTRATORS,
    f"POST {CORRECTING}": ADMINISTRATORS,
    "POST /quizzes/<quiz>/regrades": STALE,
    "GET /quizzes/<quiz>/regrades/<uuid:regrade>": ADMINISTRATORS,
    f"GET {RUN}/renewal": ADMINISTRATORS,
    "GET /rule-changes": ADMINISTRATORS,
    f"GET {RULES}": ADMINISTRATORS,
    f"GET {RULES}/preview": ADMINISTRATORS,
    f"POST {RULES}/previews": ADMINISTRATORS,
    "GET /jobs/<uuid:job>": WHO_ASKED,
    f"POST {RULES}/confirmation": STALE,
    f"POST {RULES}": STALE,
    f"GET {RULES}/<uuid:change>": ADMINISTRATORS,
    f"GET {RULES}/file": ADMINISTRATORS,
    f"POST {RULES}/file": ADMINISTRATORS,
    "GET /certified": ADMINISTRATORS,
    "GET /certified/file": ADMINISTRATORS,
    "POST /certified/file": ADMINISTRATORS,
    f"GET {PAGE_OF_COURSE}/evaluation": ADMINISTRATORS,
    f"GET {PAGE_OF_COURSE}/evaluation.<suffix>": ADMINISTRATORS,
    # The API of everybody
    f"GET {API}/openapi.json": ANYBODY,
    f"POST {API}/session": ANYBODY,
    f"GET {API}/verifications/<number>": ANYBODY,
    f"POST {API}/verifications": ANYBODY,
    f"GET {API}/follow-ups/<secret>": ANYBODY,
    f"POST {API}/follow-ups/<secret>": ANYBODY,
    f"POST {API}/follow-ups/<secret>/withdrawal": ANYBODY,
    f"GET {API}/issuer": ANYBODY,
    f"GET {API}/issuer/status/<purpose>/<int:batch>": ANYBODY,
    # The API of learners
    f"DELETE {API}/session": SIGNED_IN,
    f"GET {API}/me": SIGNED_IN,
    f"PATCH {API}/me": SIGNED_IN,
    f"GET {API}/me/tokens": SIGNED_IN,
    f"POST {API}/me/tokens": SIGNED_IN,
    f"DELETE {API}/me/tokens/<uuid:token>": OWNER_ALONE,
    f"GET {API}/courses": SIGNED_IN,
    f"GET {API}{COURSE}/book.<suffix>": SIGNED_IN,
    f"GET {API}{COURSE}/modules/<module>/book.<suffix>": SIGNED_IN,
    f"GET {API}/glossary": SIGNED_IN,
    f"GET {API}/sources": SIGNED_IN,
    f"GET {API}/search": SIGNED_IN,
    f"GET {API}{COURSE}/modules/<module>": SIGNED_IN,
    f"GET {API}{COURSE}{LESSON}": SIGNED_IN,
    f"PUT {API}{COURSE}{LESSON}/completion": LEARNERS,
    f"GET {API}{COURSE}/progress": LEARNERS,
    f"GET {API}{COURSE}/completion": LEARNERS,
    f"GET {API}/enrolments/<uuid:enrolment>/completion": OWNER_AND_THEIR_STAFF,
    f"GET {API}/enrolments/<uuid:enrolment>/sign-offs": OWNER_AND_THEIR_STAFF,
    f"POST {API}{COURSE}/quizzes/<quiz>/attempts": LEARNERS,
    # An open attempt is its learner's alone.
    f"GET {API}/attempts/<uuid:attempt>": OWNER_ALONE,
    f"PUT {API}/attempts/<uuid:attempt>/responses/<question>": OWNER_ALONE,
    f"POST {API}/attempts/<uuid:attempt>/submission": OWNER_ALONE,
    f"GET {API}/attempts/<uuid:attempt>/receipt": OPEN_ATTEMPT,
    f"GET {API}/attempts/<uuid:attempt>/review": OPEN_ATTEMPT,
    f"GET {API}{WORKSHEETS}": OWNER_AND_THEIR_STAFF,
    f"GET {API}{WORKSHEETS}/<worksheet>": OWNER_AND_THEIR_STAFF,
    f"PUT {API}{WORKSHEETS}/<worksheet>": WRITTEN_BY_THE_OWNER,
    f"GET {API}{ROADMAP}": OWNER_AND_THEIR_STAFF,
    f"GET {API}{ROADMAP}/document.<kind>": OWNER_AND_THEIR_STAFF,
    f"POST {API}{ROADMAP}/submissions": WAITING,
    f"GET {API}{SUBMITTED}": OWNER_AND_THEIR_STAFF,
    f"GET {API}{SUBMITTED}/document.<kind>": OWNER_AND_THEIR_STAFF,
    f"GET {API}/awards": SIGNED_IN,
    f"POST {API}{COURSE}/awards": (
        SIGN_IN,
        OK,
        "not-yet-complete",
        NOT_ENROLLED,
        NOT_ENROLLED,
        NOT_ENROLLED,
    ),
    f"GET {API}/awards/<number>": OWNER_AND_THEIR_STAFF,
    f"GET {API}/awards/<number>/document": OWNER_AND_THEIR_STAFF,
    f"POST {API}/awards/<number>/name-corrections": WRITTEN_BY_THE_OWNER,
    f"GET {API}/awards/<number>/credential.<suffix>": OWNER_AND_THEIR_STAFF,
    f"GET {API}/awards/<number>/badge.<suffix>": OWNER_AND_THEIR_STAFF,
    f"POST {API}{RUN}/renewal": RENEWED,
    f"POST {API}{RUN}/top-up": TOPPED_UP,
    f"GET {API}{RUN}/evaluation": WRITTEN_BY_THE_OWNER,
    f"POST {API}{RUN}/evaluation": WRITTEN_BY_THE_OWNER,
    f"POST {API}{RUN}/follow-up": WRITTEN_BY_THE_OWNER,
    # The API of trainers
    f"GET {API}/cohorts": STAFF,
    f"POST {API}/cohorts": STAFF,
    f"GET {API}/cohorts/<uuid:cohort>": STAFF_OF_THE_COHORT,
    f"GET {API}/cohorts/<uuid:cohort>/progress": STAFF_OF_THE_COHORT,
    f"GET {API}/cohorts/<uuid:cohort>/completion": STAFF_OF_THE_COHORT,
    f"GET {API}/cohorts/<uuid:cohort>/evaluation": STAFF_OF_THE_COHORT,
    f"POST {API}/enrolments/<uuid:enrolment>/sign-offs": STAFF_OF_THE_COHORT,
    f"POST {API}{PLANS}": STAFF_OF_THE_COHORT,
    f"POST {API}{PLANS}/<uuid:plan>/application": STALE_PLAN,
    f"GET {API}{IMPORTS}": STAFF_OF_THE_COHORT,
    f"GET {API}{IMPORTS}/<uuid:roster_import>": STAFF_OF_THE_COHORT,
    f"POST {API}{IMPORTS}/<uuid:roster_import>/undo": STAFF_OF_THE_COHORT,
    f"GET {API}/cohorts/<uuid:cohort>/roster.<suffix>": STAFF_OF_THE_COHORT,
    f"POST {API}/questions/import": STAFF,
    f"GET {API}/quizzes/<quiz>/questions": STAFF,
    f"GET {API}/accommodations": STAFF,
    f"POST {API}/accommodations": STAFF_OF_THE_COHORT,
    f"POST {API}/accommodations/<uuid:accommodation>/end": STAFF_OF_THE_COHORT,
    f"GET {API}/marking": STAFF,
    f"GET {API}/marking/<uuid:attempt>": STAFF_OF_THE_COHORT,
    f"POST {API}/attempts/<uuid:attempt>/responses/<question>/marks": (
        STAFF_OF_THE_COHORT
    ),
    f"GET {API}/roadmaps": STAFF,
    f"POST {API}{SUBMITTED}/review": STAFF_OF_THE_COHORT,
    f"GET {API}{COURSE}/statistics": STAFF,
    f"GET {API}{COURSE}/completions.<suffix>": STAFF,
    f"GET {API}{COURSE}/statements.jsonl": STAFF,
    **dict.fromkeys(statistics_routes.FOR_STAFF, STAFF),
    f"GET {API}/quizzes/<quiz>/statistics": STAFF,
    # The API of administrators
    f"GET {API}/register": ADMINISTRATORS,
    f"GET {API}/awards/<number>/life": ADMINISTRATORS,
    f"POST {API}/awards/<number>/suspension": ADMINISTRATORS,
    f"POST {API}/awards/<number>/reinstatement": NOT_SUSPENDED,
    f"POST {API}/awards/<number>/revocation": ADMINISTRATORS,
    f"POST {API}/awards/<number>/supersession": ADMINISTRATORS,
    f"GET {API}/name-corrections": ADMINISTRATORS,
    f"POST {API}/name-corrections/<uuid:correction>/approval": ADMINISTRATORS,
    f"POST {API}/name-corrections/<uuid:correction>/refusal": ADMINISTRATORS,
    f"GET {API}/cohorts/<uuid:cohort>/release": ADMINISTRATORS,
    f"POST {API}/cohorts/<uuid:cohort>/release": STALE_RELEASE,
    f"GET {API}/people": ADMINISTRATORS,
    f"POST {API}/people": ADMINISTRATORS,
    f"PATCH {API}/people/<uuid:person>": ADMINISTRATORS,
    f"POST {API}/quizzes/<quiz>/regrade-previews": ADMINISTRATORS,
    f"POST {API}/quizzes/<quiz>/regrades": STALE,
    f"POST {API}{COURSE}/rule-change-previews": ADMINISTRATORS,
    f"GET {API}{COURSE}/rule-change-lists.<suffix>": ADMINISTRATORS,
    f"POST {API}{COURSE}/rule-changes": STALE,
    f"GET {API}/jobs/<uuid:job>": WHO_ASKED,
    f"GET {API}{COURSE}/evaluation": ADMINISTRATORS,
    f"GET {API}{COURSE}/certified": ADMINISTRATORS,
    f"GET {API}{COURSE}/certified.<suffix>": ADMINISTRATORS,
    **paper_routes.ROUTES,
    **peer_routes.ROUTES,
    **dict.fromkeys(discussion_routes.FOR_ANYBODY_WHO_IS_SIGNED_IN, SIGNED_IN),
    **dict.fromkeys(discussion_routes.FOR_THE_COHORT, OWNER_AND_THEIR_STAFF),
    **dict.fromkeys(discussion_routes.BY_THE_WRITER, WRITTEN_BY_THE_OWNER),
    **dict.fromkeys(discussion_routes.FOR_ITS_STAFF, STAFF_OF_THE_COHORT),
    **dict.fromkeys(discussion_routes.FOR_ANY_STAFF, STAFF),
    **dict.fromkeys(overview_routes.FOR_ITS_STAFF, STAFF_OF_THE_COHORT),
    **dict.fromkeys(overview_routes.BY_TOKEN, STALE_AUDIENCE),
    **doors_and_notices.ROUTES,
    **dict.fromkeys(calendar_routes.FOR_ANYBODY_WHO_IS_SIGNED_IN, SIGNED_IN),
    **dict.fromkeys(calendar_routes.FOR_THE_COHORT, OWNER_AND_THEIR_STAFF),
    **dict.fromkeys(calendar_routes.FOR_ITS_STAFF, STAFF_OF_THE_COHORT),
    **dict.fromkeys(telling_routes.FOR_ANYBODY, ANYBODY),
    **dict.fromkeys(telling_routes.FOR_ANYBODY_WHO_IS_SIGNED_IN, SIGNED_IN),
    **dict.fromkeys(telling_routes.FOR_THE_COHORT, OWNER_AND_THEIR_STAFF),
    **dict.fromkeys(telling_routes.FOR_ITS_STAFF, STAFF_OF_THE_COHORT),
    **report_routes.ROUTES,
    **export_routes.ROUTES,
}
