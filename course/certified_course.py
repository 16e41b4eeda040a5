"""A course's place in a programme: what the outline of a diploma knows of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CertifiedCourse:
    """A course whose Certificate of Completion counts towards a diploma."""

    key: str
    title: str
    hours: int

    def to_data(self) -> list[object]:
        """The course's place as canonical data."""
        return [self.key, self.title, self.hours]

    @classmethod
    def from_data(cls, data: list[object]) -> "CertifiedCourse":
        """The place made again from what ``to_data`` gave."""
        key, title, hours = data
        return cls(str(key), str(title), int(str(hours)))
