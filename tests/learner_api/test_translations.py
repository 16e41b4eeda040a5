"""Every sentence goes through translation, and translators are given every one."""

from learner_api.translations import TEMPLATE, collect_sentences, template_text


def test_the_file_for_translators_is_current():
    assert TEMPLATE.read_bytes() == template_text(), "Run 'make words'."


def test_sentences_of_refusals_pages_and_forms_are_found():
    found = {
        each.id if isinstance(each.id, str) else each.id[0]
        for each in collect_sentences()
        if each.id
    }

    assert "You are not enrolled on this course." in found
    assert "Skip to the content" in found
    assert "No such certificate" in found
    assert "Choose one of the options." in found
    assert "Protected figures are counted by one thing at a time." in found
