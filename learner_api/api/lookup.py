"""Looking something up: the glossary, the library and the search."""

from typing import Any

from learner_api.auth import signed_in
from learner_api.filtering import holds, typed_words
from learner_api.glossary import glossary_of
from learner_api.library import library_of
from learner_api.reading import asker_reading
from learner_api.resources import Resource
from learner_api.schemas.lookup import (
    GlossarySchema,
    SearchQuerySchema,
    SearchSchema,
    SourcesQuerySchema,
    SourcesSchema,
    WordsQuerySchema,
)
from learner_api.searching import Results, search

bp = Resource("api-lookup", __name__, description="Words, sources and a search.")


@bp.get("/glossary")
@signed_in
@bp.tagged()
@bp.asks(WordsQuerySchema)
@bp.gives(GlossarySchema)
def get_glossary(query: dict[str, Any]) -> dict[str, Any]:
    """Every term with its meaning, its sources and the lessons that teach it."""
    words = typed_words(query["q"])
    return {
        "items": [
            {
                "key": each.term.key,
                "name": each.term.name,
                "short": each.term.short,
                "meaning": each.term.meaning,
                "sources": each.sources,
                "see": each.term.see,
                "lessons": each.lessons,
            }
            for each in glossary_of(asker_reading())
            if holds(each.texts, words)
        ]
    }


@bp.get("/sources")
@signed_in
@bp.tagged()
@bp.asks(SourcesQuerySchema)
@bp.gives(SourcesSchema)
def list_sources(query: dict[str, Any]) -> dict[str, Any]:
    """Every source of the course and the lessons that cite it."""
    words = typed_words(query["q"])
    shelved = library_of(asker_reading(), kind=query["kind"], body=query["body"])
    return {
        "items": [
            {
                "key": each.source.key,
                "title": each.source.title,
                "body": each.source.body,
                "year": each.source.year,
                "as_of": each.source.as_of,
                "address": each.source.address,
                "kind": each.source.kind,
                "lessons": each.lessons,
                "further_reading_of": [one.module.key for one in each.suggested_by],
            }
            for each in shelved
            if holds(each.texts, words)
        ]
    }


@bp.get("/search")
@signed_in
@bp.tagged()
@bp.asks(SearchQuerySchema)
@bp.gives(SearchSchema)
def search_course(query: dict[str, Any]) -> Results:
    """Lessons, modules, terms and sources that hold the words, the best first.

    Lessons and modules are those of the asker's courses; for staff, of all courses.
    """
    return search(asker_reading(), query["q"], kind=query["kind"], limit=query["limit"])
