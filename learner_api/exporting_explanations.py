"""What refusals of files that were asked for mean, by the slug of each address."""

from course.errors import sentence

EXPORTING_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "not-settled": (
        sentence(
            "A file can be had again with the same bytes, so nothing may be recorded "
            "any more as of its moment. What began before that moment was still under "
            "way."
        ),
        sentence(
            "Ask as of the moment that the answer names, or leave the moment out; or "
            "wait half a minute."
        ),
    ),
    "purpose-needed": (
        sentence(
            "Rows name people. Whoever takes them says what for, and that stays on "
            "record. Figures name nobody, and take no purpose."
        ),
        sentence("Say in 10 to 500 characters what the names are needed for."),
    ),
    "cohort-needed": (
        sentence(
            "Trainers take the names of the cohorts that they lead, one at a time."
        ),
        sentence("Say of which cohort, or ask for figures, which name nobody."),
    ),
    "unknown-format": (
        sentence("Files are written in the formats that the answer names."),
        sentence("Choose one of them."),
    ),
    "export-not-ready": (
        sentence("The file is being written, or it was not written."),
        sentence("Look at the export: it says how far it is, or why it was refused."),
    ),
    "export-gone": (
        sentence(
            "Files are kept for some days. This one was removed, or the disk lost it. "
            "Who asked for it and what it held is still on record."
        ),
        sentence(
            "Ask for a new one as of the same moment: it holds the same, byte for byte."
        ),
    ),
    "export-disk-full": (
        sentence(
            "The disk of the course has no room for the file. Nothing of it was kept, "
            "and a part of a file is never handed out."
        ),
        sentence(
            "Whoever runs the course has to make room. Ask for the file again then, or "
            "for a shorter one."
        ),
    ),
    "export-differs": (
        sentence(
            "The file was read back once it was written, and was not what had been "
            "written. It was thrown away."
        ),
        sentence(
            "Ask for it again. If it happens again, whoever runs the course has to "
            "look at the disk."
        ),
    ),
    "no-readers": (
        sentence("A scheduled report is sent to somebody, and to 20 people at most."),
        sentence("Give the addresses of those who shall read it."),
    ),
    "unknown-readers": (
        sentence(
            "Scheduled reports are sent to trainers and administrators who have an "
            "account here. Nothing was scheduled."
        ),
        sentence("Leave out the addresses that the answer names, or correct them."),
    ),
}
