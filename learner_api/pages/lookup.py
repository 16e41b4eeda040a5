"""Looking something up: the glossary, the library and the search."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from learner_api.auth import signed_in
from learner_api.filtering import LONGEST, holds, typed_words
from learner_api.glossary import glossary_of
from learner_api.labels import options, search_kind_names, source_kind_names
from learner_api.library import SOURCE_KINDS, bodies_of, library_of
from learner_api.reading import asker_reading
from learner_api.searching import search

bp = Blueprint("lookup", __name__)


@bp.get("/glossary")
@signed_in
def glossary() -> ResponseReturnValue:
    """Explain every word of the field; ``q`` leaves those that hold what was typed."""
    typed = _asked("q")
    words = typed_words(typed)
    entries = [
        (each, holds(each.texts, words)) for each in glossary_of(asker_reading())
    ]
    return render_template(
        "pages/glossary.html",
        typed=typed,
        entries=entries,
        letters=sorted({each.letter for each, _ in entries}),
        acronyms=sorted(
            (each.term.short, each.term.key) for each, _ in entries if each.term.short
        ),
        shown=sum(is_shown for _, is_shown in entries),
    )


@bp.get("/library")
@signed_in
def library() -> ResponseReturnValue:
    """List every source, narrowed by its kind, its body and words."""
    reading = asker_reading()
    typed, kind, body = _asked("q"), _asked("kind"), _asked("body")
    bodies = bodies_of(reading)
    kind = kind if kind in SOURCE_KINDS else ""
    body = body if body in bodies else ""
    words = typed_words(typed)
    shelved = [
        (each, holds(each.texts, words))
        for each in library_of(reading, kind=kind, body=body)
    ]
    return render_template(
        "pages/library.html",
        typed=typed,
        kind=kind,
        body=body,
        kinds=options(source_kind_names()),
        bodies=options({each: each for each in bodies}),
        shelved=shelved,
        shown=sum(is_shown for _, is_shown in shelved),
    )


@bp.get("/search")
@signed_in
def search_course() -> ResponseReturnValue:
    """Find lessons, modules, terms and sources that hold what was typed."""
    typed, kind = _asked("q"), _asked("kind")
    names = search_kind_names()
    kind = kind if kind in names else ""
    return render_template(
        "pages/search.html",
        typed=typed,
        kind=kind,
        kinds=options(names),
        kind_names=names,
        found=search(asker_reading(), typed, kind=kind) if typed else None,
    )


def _asked(name: str) -> str:
    """What an address asks, without what no text holds."""
    return " ".join(request.args.get(name, "").replace("\0", "").split())[:LONGEST]
