"""Lessons as HTML, rendered once in a process and kept."""

from functools import partial

from flask import current_app

from learner_api.addresses import lesson_address, picture_address, word_address
from learner_api.markdown import RenderedLesson, render_lesson, render_markdown
from learner_api.pictures import digest_of
from learner_api.site import get_site
from modules import Lesson, Module


def rendered_lesson(course_key: str, lesson: Lesson) -> RenderedLesson:
    """The lesson's body, sources and terms, its links leading into this course.

    A term leads to the words at the lesson's end, so that nobody has to leave the page.
    """
    kept: dict[tuple[str, str, str], RenderedLesson]
    kept = current_app.extensions.setdefault("course.rendered_lessons", {})
    place = (course_key, lesson.module_key, lesson.key)
    if place not in kept:
        kept[place] = render_lesson(
            lesson,
            get_site().catalogue.handbook,
            lesson_url=partial(lesson_address, course_key),
            term_url=word_address,
            picture_url=partial(_picture, course_key, lesson.module_key),
        )
    return kept[place]


def rendered_introduction(course_key: str, module: Module) -> str:
    """What a module says before its first lesson, its links leading into this course.

    The words of a module do not change while the application runs.
    """
    kept: dict[tuple[str, str], str]
    kept = current_app.extensions.setdefault("course.rendered_introductions", {})
    place = (course_key, module.key)
    if place not in kept:
        kept[place] = render_markdown(
            module.introduction,
            lesson_url=partial(lesson_address, course_key),
            picture_url=partial(_picture, course_key, module.key),
        )
    return kept[place]


def _picture(course_key: str, module_key: str, name: str) -> str:
    """The address of a picture with its digest, so that a browser keeps it."""
    path = get_site().catalogue.folder / module_key / name
    return f"{picture_address(course_key, module_key, name)}?v={digest_of(path)}"
