"""The letter about what is new in a discussion: text first, a link for each thread."""

from collections.abc import Sequence

from course.catalogue import Catalogue
from course.discussion_digests import DigestLetter, ThreadNews
from course.errors import UnknownModule
from course.models import Cohort, User
from learner_api.addresses import discussion_address, post_address
from learner_api.translation import gettext as _
from learner_api.translation import ngettext

MOST_THREADS = 5


def digest_letter(public_url: str, catalogue: Catalogue) -> DigestLetter:
    """To one of a cohort: what the others wrote, and where to answer it."""

    def letter(
        person: User, cohort: Cohort, threads: Sequence[ThreadNews]
    ) -> tuple[str, str]:
        subject = _("New in the discussion: %(title)s", title=cohort.title)
        told = [_thread(each, public_url, catalogue) for each in threads[:MOST_THREADS]]
        left = len(threads) - len(told)
        if left:
            told.append(
                ngettext(
                    "And in %(num)d other thread: %(link)s",
                    "And in %(num)d other threads: %(link)s",
                    left,
                    link=f"{public_url}{discussion_address(cohort.uuid)}",
                )
            )
        body = _(
            "Hello %(name)s,\n\n"
            "This is new in the discussion of “%(title)s”.\n\n"
            "%(told)s\n\n"
            "Each link opens the form with which you answer; sign in, if you are "
            "asked to.\n"
            "You get one such letter a day at most, and only where there is something "
            "new. To get none, say so here:\n%(stop)s\n",
            name=person.name,
            title=cohort.title,
            told="\n\n".join(told),
            stop=f"{public_url}/profile/letters",
        )
        return subject, body

    return letter


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
