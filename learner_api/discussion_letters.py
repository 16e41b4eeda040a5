"""The letter about what is new in a discussion: text first, a link for each thread."""

from collections.abc import Sequence

from course.catalogue import Catalogue
from course.discussion_digests import CohortNews, DigestLetter, ThreadNews
from course.errors import UnknownModule
from course.letter_choices import DISCUSSION
from course.models import User
from course.outbox import Stoppable
from learner_api.addresses import (
    discussion_address,
    post_address,
    stop_letters_address,
)
from learner_api.stop_tokens import StopTokens
from learner_api.translation import gettext as _
from learner_api.translation import ngettext, worded

MOST_THREADS = 5
MOST_OF_SUBJECT = 200


def digest_letter(
    public_url: str, catalogue: Catalogue, tokens: StopTokens
) -> DigestLetter:
    """To one person: what the others of their cohorts wrote, and where to answer it."""

    @worded
    def letter(person: User, told: Sequence[CohortNews]) -> Stoppable:
        token = tokens.token(DISCUSSION, person.uuid)
        stop = f"{public_url}{stop_letters_address(token)}"
        titles = _(", ").join(each.title for each in told)
        subject = _("New in the discussion: %(title)s", title=titles)
        body = _(
            "Hello %(name)s,\n\n"
            "%(told)s\n\n"
            "Each link opens the form with which you answer; sign in, if you are "
            "asked to.\n"
            "You get one such letter a day at most, and only where there is something "
            "new. To get none, say so here, without signing in:\n%(stop)s\n",
            name=person.name,
            told="\n\n".join(_cohort(each, public_url, catalogue) for each in told),
            stop=stop,
        )
        return Stoppable(subject[:MOST_OF_SUBJECT], body, stop)

    return letter


def _cohort(news: CohortNews, public_url: str, catalogue: Catalogue) -> str:
    """What is new in the rooms of one cohort."""
    told = [_("This is new in the discussion of “%(title)s”.", title=news.title)]
    told += [
        _thread(each, public_url, catalogue) for each in news.threads[:MOST_THREADS]
    ]
    left = len(news.threads[MOST_THREADS:])
    if left:
        told.append(
            ngettext(
                "And in %(num)d other thread: %(link)s",
                "And in %(num)d other threads: %(link)s",
                left,
                link=f"{public_url}{discussion_address(news.cohort)}",
            )
        )
    return "\n\n".join(told)


def _thread(news: ThreadNews, public_url: str, catalogue: Catalogue) -> str:
    """What is new in one thread, and the link that opens the form to reply."""
    post = news.post
    title = post.title or _module_title(post.module_key, catalogue)
    if news.is_mentioned:
        head = _(
            "%(writer)s mentions you in “%(title)s”:", writer=post.writer, title=title
        )
    else:
        head = ngettext(
            "%(num)d new post in “%(title)s”, by %(writer)s:",
            "%(num)d new posts in “%(title)s”, the last by %(writer)s:",
            news.posts,
            writer=post.writer,
            title=title,
        )
    link = f"{public_url}{post_address(post.uuid)}/reply"
    return f"{head}\n{post.beginning}\n{link}"


def _module_title(module_key: str, catalogue: Catalogue) -> str:
    try:
        return catalogue.module(module_key).title
    except UnknownModule:
        return module_key
