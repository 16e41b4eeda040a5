"""A discussion is a fold: what shows and what counts is what a plain replay says.

However often each act is sent, and whatever comes between, it is done once; an act that
cannot be done is refused and leaves nothing behind.
"""

from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import given, note, seed, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from course.doctor import examine
from course.errors import CourseError
from course.models import Post, PostAct, PostText, User
from course.thread_reading import posts_of
from tests.builders import a_cohort, a_learner, an_enrolment, how_many
from tests.discussing import a_post, a_room, a_withdrawal, an_act, an_edit
from tests.laws.seeds import SEED, UNHURRIED, print_seed
from tests.rules import a_ruled_edition

WORDS, POSTS = 5, 2
RULE = f"""
[awards.completion]
title = "Certificate of Completion"

[[awards.completion.requires]]
kind = "quizzes"
of = "core"

[awards.participation]
title = "Certificate of Participation"

[[awards.participation.requires]]
kind = "posts"
at_least = {POSTS}
words = {WORDS}
"""
TEXTS = ("Yes.", "We count every second year.", "By district, and by sex as well.")
LONG = TEXTS[1:]
KINDS = ("write", "write", "edit", "edit", "hidden", "shown", "withdrawn")


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done to one of three posts, under a name of its own."""

    op: UUID
    kind: str
    post: int
    text: str


@dataclass(slots=True)
class Said:
    """What a plain replay knows of one post."""

    texts: list[str] = field(default_factory=list)
    state: str = "visible"
    acts: int = 0

    @property
    def counts(self) -> bool:
        return self.state == "visible" and any(text in LONG for text in self.texts)

    def do(self, act: Act) -> bool:
        """Do an act for the first time, or say that it cannot be done."""
        if act.kind == "write":
            can = not self.texts
        elif act.kind == "withdrawn":
            can = bool(self.texts) and self.state != "withdrawn"
        else:
            wanted = "hidden" if act.kind == "shown" else "visible"
            can = bool(self.texts) and self.state == wanted
        if can and act.kind in ("write", "edit"):
            self.texts.append(act.text)
        elif can:
            self.state = "visible" if act.kind == "shown" else act.kind
            self.acts += 1
        return can


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Acts in any order, with some of them sent again anywhere later."""
    acts: list[Act] = []
    for number in range(draw(st.integers(1, 9))):
        acts.append(
            Act(
                UUID(int=number + 1, version=4),
                draw(st.sampled_from(KINDS)),
                draw(st.integers(0, 2)),
                draw(st.sampled_from(TEXTS)),
            )
        )
    for again in draw(st.lists(st.sampled_from(acts), max_size=4)):
        acts.insert(draw(st.integers(acts.index(again) + 1, len(acts))), again)
    return acts


@seed(SEED)
@settings(UNHURRIED, max_examples=15)
@given(acts=histories())
def test_a_discussion_is_what_a_plain_replay_says(session: Session, acts: list[Act]):
    print_seed()
    with session.begin_nested() as undone:
        cohort = a_cohort(session, edition=a_ruled_edition(session, RULE))
        trainer = session.get_one(User, cohort.created_by)
        enrolment = an_enrolment(session, a_learner(session), cohort=cohort)
        said = {number: Said() for number in range(3)}
        posts: dict[int, Post] = {}
        done: set[UUID] = set()
        for act in acts:
            note(f"{act.kind} {act.post} {act.text!r} as {act.op.int & 0xFF}")
            is_allowed = act.op in done or said[act.post].do(act)
            if act.kind != "write" and act.post not in posts:
                continue
            if act.kind == "write" and act.post in posts and act.op not in done:
                continue
            try:
                _carry_out(session, act, posts, enrolment, trainer)
            except CourseError:
                assert not is_allowed
            else:
                # Withdrawing once more is no fault.
                assert is_allowed or act.kind == "withdrawn"
            if is_allowed:
                done.add(act.op)

        room = a_room(session, cohort, trainer)
        shown = posts_of(session, room, trainer, room.question)
        assert {each.post.uuid: (each.text.body, each.state) for each in shown} == {
            post.uuid: (said[number].texts[-1], said[number].state)
            for number, post in posts.items()
        }
        written = [each for each in said.values() if each.texts]
        assert how_many(session, PostText) == sum(len(each.texts) for each in written)
        assert how_many(session, PostAct) == sum(each.acts for each in written)
        is_earned = sum(each.counts for each in written) >= POSTS
        assert ("participation" in enrolment.standing["earned"]) is is_earned
        assert [each for found in examine(session) for each in found] == []
        undone.rollback()


def _carry_out(session, act, posts, enrolment, trainer):
    if act.kind == "write":
        posts[act.post] = a_post(session, enrolment, act.text, op=act.op)
    elif act.kind == "edit":
        an_edit(session, posts[act.post], act.text, op=act.op)
    elif act.kind == "withdrawn":
        a_withdrawal(session, posts[act.post], op=act.op)
    else:
        an_act(session, posts[act.post], act.kind, op=act.op, by=trainer)
