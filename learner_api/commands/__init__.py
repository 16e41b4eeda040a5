"""The ``course`` command: everything that is done from a shell."""

from learner_api.commands.group import CourseCommands

COMMANDS = {
    "serve": "Serve the course to browsers and programs.",
    "migrate": "Bring the database to this version of the course.",
    "demo": "Load invented people who are at work on the course.",
    "people": "Add somebody who can sign in, or list those who can.",
    "discussion": "Write the letters about what is new in discussions.",
    "reminders": "Remind learners of what is due.",
    "roster": "Plan a list of learners, apply the plan, take a list back.",
    "awards": "Give certificates that are due, look one up, revoke one.",
    "evaluation": "Ask those who agreed what became of the course.",
    "check-content": "Report every fault in the content files.",
    "draw-figures": "Draw the pictures of the figures from their data.",
    "doctor": "Compare what is kept with what happened.",
    "rebuild-figures": "Write what figures read anew, from what happened.",
    "keys": "Look after the keys that sign awards.",
    "check-credential": "Check a credential or a badge that somebody holds.",
    "export": "Write figures and the record to files.",
    "reporting": "Let analysts read the record by SQL.",
    "import-questions": "Make a bank file of another program's questions.",
    "export-questions": "Write the questions of a quiz for another program.",
    "write-book": "Write modules and courses as EPUB and as PDF for paper.",
    "write-certificates": "Write the certificates of a cohort as PDF files.",
    "write-checker": "Write the file that checks certificates offline.",
    "check-payload": "Tell whether the code of a certificate is signed here.",
    "send-mail": "Send the mail that waits.",
    "run-jobs": "Carry out the work that waits.",
    "run-schedules": "Export the reports of every month, remove old files.",
}

main = CourseCommands(
    COMMANDS,
    name="course",
    help=(
        "The Handbook course: serve it, look after its record, take figures out.\n\n"
        "Settings come from the environment, from variables that begin with COURSE_; "
        "config/README.md lists them.\n\n"
        "\b\nExample:\n  course serve --demo"
    ),
)
