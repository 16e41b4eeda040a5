"""The glossary, the library and the search as pages."""

import pytest

from course.catalogue import load_catalogue
from learner_api.app import create_app
from learner_api.filtering import holds, typed_words
from tests import builders
from tests.html import check_page, parse_page, text_of
from tests.statements import statements_of

LESSON = "/courses/miniature/modules/first-module/lessons/second-lesson"


def main_of(html: str):
    return parse_page(html).find(".//main")


def entries_of(html: str) -> dict[str, bool]:
    """The entries of a list, and whether each is shown."""
    return {
        each.get("id"): each.get("hidden") is None
        for each in main_of(html).iter()
        if each.get("data-entry") is not None
    }


@pytest.fixture
def trainer(session, sign_in):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)
    return trainer


@pytest.fixture
def newcomer(session, sign_in):
    """Somebody who is on no course."""
    newcomer = builders.a_learner(session)
    session.commit()
    sign_in(newcomer)
    return newcomer


def test_a_term_stands_with_all_that_belongs_to_it(page, learner):
    html = page("/glossary")

    text = text_of(main_of(html))
    assert "Bureau of Samples (BOS) An office that keeps one of everything" in text
    assert "See also: measure" in text
    assert "Source: An almanac of made-up numbers" in text
    assert "Taught in: The second lesson" in text
    assert f'href="{LESSON}"' in html
    assert 'href="/library#almanac"' in html


def test_the_glossary_has_an_index_of_letters_and_one_of_acronyms(page, learner):
    html = page("/glossary")

    assert '<a href="#letter-B">B</a>' in html
    assert '<a href="#letter-M">M</a>' in html
    assert '<a href="#bureau-of-samples">BOS</a>' in html


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", {"bureau-of-samples": True, "measure": True}),
        ("bos", {"bureau-of-samples": True, "measure": False}),
        ("on PÜRPOSE", {"bureau-of-samples": False, "measure": True}),
        ("nothing of the kind", {"bureau-of-samples": False, "measure": False}),
    ],
)
def test_the_glossary_is_narrowed_without_script(page, learner, typed, shown):
    assert entries_of(page(f"/glossary?q={typed}")) == shown


def test_a_glossary_that_is_narrowed_to_nothing_says_so(page, learner):
    assert 'id="no-entry" hidden' in page("/glossary?q=bos")
    assert 'id="no-entry">' in page("/glossary?q=zebra")


def test_somebody_on_no_course_reads_the_glossary_and_gets_no_link_to_a_lesson(
    page, newcomer
):
    html = page("/glossary")

    assert "Taught in: The second lesson" in text_of(main_of(html))
    assert LESSON not in html


def test_staff_get_links_to_every_lesson(page, trainer):
    assert LESSON in page("/glossary")


def test_a_lesson_ends_with_its_words_and_links_to_them_on_the_page(page, learner):
    html = page(LESSON)

    text = text_of(main_of(html))
    assert '<a href="#word-measure" class="term">Measures</a>' in html
    assert "Words of this lesson measure Something that a government does" in text
    assert 'href="/glossary#measure"' in html


def test_a_source_stands_with_the_lessons_that_cite_it(page, learner):
    text = text_of(main_of(page("/library")))

    assert (
        "An almanac of made-up numbers Office of Examples, 2020 Official Figures as of "
        "2019-06. Cited in: The first lesson , The second lesson ."
    ) in text
    assert "Further reading, optional, for: The first module" in text
    assert "Secondary" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=official", {"almanac": True}),
        ("body=Institute of Examples", {"field-notes": True}),
        ("q=field", {"almanac": False, "field-notes": True}),
        ("kind=official&q=field", {"almanac": False}),
        ("kind=rumour&body=Nobody", {"almanac": True, "field-notes": True}),
    ],
)
def test_the_library_is_narrowed_by_kind_body_and_words(page, learner, query, shown):
    assert entries_of(page(f"/library?{query}")) == shown


def test_a_search_leads_to_lessons_and_terms_with_the_hit_marked(page, learner):
    html = page("/search?q=island")

    assert "<mark>Island</mark>" in html or "<mark>island</mark>" in html
    assert 'href="/courses/miniature/modules/first-module/lessons/first-lesson"' in html
    assert "One place found" in html


def test_an_acronym_leads_to_its_term(page, learner):
    html = page("/search?q=bos")

    assert 'href="/glossary#bureau-of-samples"' in html
    assert "Bureau of Samples (BOS)" in html


def test_a_search_is_narrowed_by_kind(page, learner):
    assert "One place found" in page("/search?q=measure&kind=term")


def test_a_search_shows_no_lesson_of_a_course_that_one_is_not_on(page, newcomer):
    html = page("/search?q=measures")

    assert "/courses/" not in html
    assert "/glossary#measure" in html


@pytest.mark.parametrize("path", ["/search", "/search?q=measures"])
def test_a_search_holds_no_question_and_no_choice(page, trainer, catalogue, path):
    text = text_of(main_of(page(path)))

    for quiz in catalogue.quizzes.values():
        for question in quiz.questions:
            assert question.prompt not in text


def test_no_search_finds_the_words_of_a_question(page, trainer, catalogue):
    prompts = {
        question.prompt
        for quiz in catalogue.quizzes.values()
        for question in quiz.questions
    }

    for prompt in prompts:
        assert prompt not in text_of(main_of(page(f"/search?q={prompt[:60]}")))


def test_a_misspelt_word_is_answered_with_a_link(page, learner):
    assert 'href="/search?q=almanac"' in page("/search?q=almanach")


def test_where_nothing_is_found_the_glossary_is_offered(page, learner):
    html = page("/search?q=zebra")

    assert "Nothing was found" in html
    assert 'href="/glossary"' in html


@pytest.mark.parametrize("path", ["/glossary", "/library", "/search?q=measure"])
def test_looking_something_up_takes_two_statements(app, client, learner, path):
    with statements_of(app.extensions["course.database"].engine) as sent:
        answer = client.get(path)

    assert answer.status_code == 200
    assert len(sent) == 2, sent


@pytest.mark.parametrize("path", ["/glossary", "/library", "/search"])
def test_odd_queries_are_answered(client, learner, path):
    for query in ("q=%00", "q=" + "a" * 5000, "q=<b>&kind='", "q=a&q=b", "kind=x"):
        assert client.get(f"{path}?{query}").status_code == 200


def test_a_filter_reads_as_its_script_does():
    assert holds(["Côte d'Ivoire", None, 2020], typed_words("COTE 20"))
    assert not holds(["Côte"], typed_words("cote north"))


def test_every_page_of_the_real_course_passes_the_checks(app, session, sign_in):
    real = create_app(
        app.extensions["course.site"].settings,
        catalogue=load_catalogue(),
        durable=False,
    )
    trainer = builders.a_trainer(session)
    session.commit()
    browser = real.test_client()
    sign_in(trainer, browser)

    for path in ("/glossary", "/library", "/search?q=UNDAF"):
        html = browser.get(path).get_data(as_text=True)
        check_page(html, path)

    real.extensions["course.database"].engine.dispose()
