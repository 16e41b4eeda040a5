"""The requirement of posts in the discussion: so many, of so many words each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from course.evidence import Evidence
from course.requirements.naming import modules_named
from course.requirements.phrases import Phrase
from course.requirements.requirement import (
    AskedSchema,
    Leaf,
    Outstanding,
    Requirement,
    Taught,
    requirement,
)

FEWEST_WORDS = 2


class PostsAskedSchema(AskedSchema):
    """How many posts, of how many words at least, and in the rooms of which modules."""

    at_least = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=100)
    )
    # A post of one word is none: it takes no thought.
    words = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=FEWEST_WORDS, max=1000),
    )
    of = fields.List(
        fields.String(), load_default=None, validate=validate.Length(min=1)
    )


@requirement("posts")
@dataclass(frozen=True, slots=True)
class PostsWritten(Requirement):
    """So many posts of so many words, in all rooms or in those of some modules.

    A post counts from the first of its texts that has the words. An edit below the
    limit takes back nothing that was earned before: standing is a fold over all that
    was said, and what was said stays said. A post that is hidden or withdrawn does not
    count while it is so. ``modules`` are (key, title); none where all rooms count.
    """

    asked = PostsAskedSchema

    at_least: int
    words: int
    modules: tuple[tuple[str, str], ...] = ()

    @property
    def phrase(self) -> Phrase:
        titles = tuple(title for _key, title in self.modules)
        numbers = {"count": self.at_least, "words": self.words}
        return Phrase("posts_of" if titles else "posts", titles, numbers, "count")

    @property
    def places(self) -> tuple[Outstanding, ...]:
        only = self.modules[0][0] if len(self.modules) == 1 else ""
        key = "/".join(key for key, _title in self.modules)
        return (Outstanding("posts", only, key, self.sentence),)

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        keys = {key for key, _title in self.modules}
        rows = sorted(
            (
                row
                for post in evidence.posts
                if not keys or post.module_key in keys
                if (row := post.reached(self.words)) is not None
            ),
            key=lambda row: (row.recorded_at, str(row.uuid)),
        )
        is_met = len(rows) >= self.at_least
        return Leaf(
            place=place,
            required=self.at_least,
            observed=len(rows),
            rows=tuple(rows),
            moment=rows[self.at_least - 1].recorded_at if is_met else None,
        )

    @classmethod
    def of_outline(cls, asked: Mapping[str, Any], taught: Taught) -> "PostsWritten":
        named = modules_named(asked["of"] or (), taught)
        modules = tuple((module.key, module.title) for module in named)
        return cls(asked["at_least"], asked["words"], modules)

    def to_data(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "at_least": self.at_least,
            "words": self.words,
            **({"modules": list(map(list, self.modules))} if self.modules else {}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "PostsWritten":
        modules = tuple((key, title) for key, title in data.get("modules", ()))
        return cls(data["at_least"], data["words"], modules)
