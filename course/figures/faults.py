"""What cannot be asked of the figures, and why."""

from datetime import datetime

from course.errors import CourseError, sentence


class FutureMoment(CourseError):
    """Figures were asked for as of a moment that has not come."""

    def __init__(self, as_of: datetime) -> None:
        super().__init__(
            sentence(
                "Figures cannot be given as of %(as_of)s: that moment has not come. "
                "Ask for a moment that is past, or leave it out for now."
            ),
            as_of=as_of.isoformat(timespec="seconds"),
        )


class UnknownBreakdown(CourseError):
    """Figures were to be counted by something that they are not counted by."""

    def __init__(self, name: str) -> None:
        super().__init__(sentence("Figures are not counted by '%(name)s'."), name=name)


class ImpossibleFilter(CourseError):
    """A filter that nobody could ever pass, or that says nothing.

    ``template`` says why in a whole sentence, and may name the ``field``.
    """

    def __init__(self, field: str, template: str, **values: object) -> None:
        super().__init__(template, field=field, **values)
