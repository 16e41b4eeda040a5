"""Words are counted in every script: by spaces, or by letters where there are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.message_text import first_words, words_written
from course.word_counting import count_words

# The first article of the Universal Declaration of Human Rights: thirty words.
ARTICLE = {
    "English": "All human beings are born free and equal in dignity and rights. They "
    "are endowed with reason and conscience and should act towards one another in a "
    "spirit of brotherhood.",
    "French": "Tous les êtres humains naissent libres et égaux en dignité et en "
    "droits. Ils sont doués de raison et de conscience et doivent agir les uns envers "
    "les autres dans un esprit de fraternité.",
    "Russian": "Все люди рождаются свободными и равными в своем достоинстве и правах. "
    "Они наделены разумом и совестью и должны поступать в отношении друг друга в духе "
    "братства.",
    "Chinese": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄"
    "弟关系的精神相对待。",
    "Japanese": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とに"
    "ついて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなけ"
    "ればならない。",
    "Thai": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ "
    "ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
    "Lao": "ມະນຸດທຸກຄົນເກີດມາມີກຽດສັກສີ, ສິດທິ, ເສລີພາບ ແລະ ຄວາມສະເໝີພາບເທົ່າທຽມກັນ. "
    "ທຸກໆຄົນມີເຫດຜົນ ແລະ ຄວາມຄິດຄວາມເຫັນສ່ວນຕົວຂອງໃຜຂອງມັນ, "
    "ແຕ່ວ່າມະນຸດທຸກໆຄົນຄວນປະພຶດຕໍ່ກັນຄືກັນກັບເປັນອ້າຍນ້ອງກັນ.",
    "Khmer": "មនុស្សទាំងអស់កើតមកមានសេរីភាព និងសមភាពក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។ "
    "មនុស្សមានវិចារណញាណនិងសតិសម្បជញ្ញៈជាប់ពីកំណើត "
    "ហើយគប្បីប្រព្រឹត្ដចំពោះគ្នាទៅវិញទៅមកក្នុងស្មារតីភាតរភាពជាបងប្អូន។",
    "Burmese": "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊ "
    "တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့် လည်းကောင်း၊ မွေးဖွားလာသူများ ဖြစ်သည်။ "
    "ထိုသူတို့၌ ပိုင်းခြားဝေဖန်တတ်သော ဉာဏ်နှင့် ကျင့်ဝတ် သိတတ်သော စိတ်တို့ရှိကြ၍ "
    "ထိုသူတို့သည် အချင်းချင်း မေတ္တာထား၍ ဆက်ဆံကျင့်သုံးသင့်၏။",
}


@pytest.mark.parametrize("language", ARTICLE)
def test_who_says_as_much_has_written_about_as_many_words(language):
    assert 25 <= count_words(ARTICLE[language]) <= 36


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("… – !!! 👍", 0),
        ("Agreed", 1),
        ("It's state-of-the-art, isn’t it?", 4),
        ("3.5 million in 2024", 4),
        ("يولد جميع الناس أحرارًا", 4),
        ("नमस्ते दुनिया", 2),
        ("한국어 문장", 2),
        ("同意", 2),
        ("我们同意GDP的定义", 6),
        ("เห็นด้วย", 2),
        # A zero-width space parts words in Khmer.
        ("ខ្ញុំ\u200bយល់ព្រម", 3),
        ("e\u0301te\u0301", 1),
    ],
)
def test_words_are_counted_by_the_rule_of_their_script(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("**Two** words", 2),
        ("> what somebody else said\n\nMine", 1),
        ("See https://example.org/a/b/c?d=e", 1),
        ("[the census](https://example.org/very-long)", 2),
        ("`code` and\n\n    more code\n\nwords", 2),
        ("# A heading\n\n- one\n- two", 4),
        ("&nbsp;&nbsp;", 0),
    ],
)
def test_only_ones_own_words_count(body, words):
    assert words_written(body) == words


def test_a_message_begins_in_one_plain_line():
    assert (
        first_words("# Census\n\nWe *count*\neverybody") == "Census We count everybody"
    )
    assert first_words("word " * 90, most=9) == "word word…"
    assert first_words("> quoted") == "> quoted"


@given(st.lists(st.sampled_from(["people", "同意", "เห็นด้วย", "12", "ok"]), max_size=8))
def test_words_apart_are_counted_as_they_are_alone(parts):
    assert count_words(" ".join(parts)) == sum(map(count_words, parts))
