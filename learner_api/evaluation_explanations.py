"""What refusals about forms mean and what to do, by the slug of each address."""

from course.errors import sentence

EVALUATION_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "form-incomplete": (
        sentence(
            "The form about the course asks some things that may not be left out, and "
            "takes only the answers that it offers."
        ),
        sentence(
            "Answer what is marked and send the form again. Nothing was recorded. A "
            "program finds each place under errors."
        ),
    ),
    "form-given-already": (
        sentence(
            "A form is given once, and what it says lies with that of others without a "
            "name. So nobody can find it again to change it, not even you."
        ),
        sentence("There is nothing left to do."),
    ),
    "form-not-offered": (
        sentence(
            "One form is for those who are through the course, another for those who "
            "stop on the way. This is the other one."
        ),
        sentence("Load the page of the form again: it shows the one that is for you."),
    ),
    "form-changed": (
        sentence(
            "While you filled the form in, it was replaced by a newer version. Answers "
            "count for the questions as they were shown."
        ),
        sentence("Load the page again, look at the questions, and send it once more."),
    ),
    "follow-up-unchanged": (
        sentence(
            "You agreed to be asked again, or took that back, before or in another "
            "window. Nothing was recorded a second time."
        ),
        sentence("Load the page again: it shows what holds."),
    ),
    "follow-up-invalid": (
        sentence(
            "The link in the letter holds for four months and for as long as you agree "
            "to be asked. Some mail programs cut long links in two."
        ),
        sentence(
            "Copy the whole link from the letter. If its time is over, nothing is "
            "expected of you any more."
        ),
    ),
}
