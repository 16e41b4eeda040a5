"""Whatever bytes come, there is a quiz or a refusal, never another failure."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.exchange import BankRefused, Wanted, export_bank, import_bank
from tests.quizzes.exchange.packing import (
    FORMATS,
    LESSON,
    SAMPLES,
    everything,
    files_of,
    folder_as_zip,
)

PATIENT = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
QUIZ, IMAGES = everything()
SEEDS = {
    "gift": [(SAMPLES / "history.gift.txt").read_bytes()],
    "moodle-xml": [(SAMPLES / "moodle.xml").read_bytes()],
    "qti": [folder_as_zip(SAMPLES / "qti")],
}
for _name in FORMATS:
    SEEDS[_name].append(export_bank(QUIZ, _name, IMAGES))

# What means something to a reader is worth putting anywhere.
PIECES = [
    *(b"{", b"}", b"=", b"~", b"#", b"\n\n", b"::", b"->", b"\\", b"%", b"$CATEGORY:"),
    *(b"<", b">", b"</question>", b"<![CDATA[", b"]]>", b"&", b'"', b"<text/>", b"\0"),
    *(b"// handbook: {", b"<?handbook {}?>", b"9" * 400, b"-1", b"NaN", b"1e999"),
    *("\u202e\ufffe\U0010ffff".encode(), b"\xff", b"@@PLUGINFILE@@/", b"html", b"100"),
]


def is_sound(data: bytes, format_name: str) -> bool:
    """Whether a quiz comes of it, or a refusal that speaks."""
    try:
        found = import_bank(data, format_name, Wanted(lesson=LESSON))
    except BankRefused as refusal:
        return refusal.line >= 1 and bool(str(refusal.why))
    assert found.bank_file
    assert found.report.to_text()
    return all(entry.line >= 1 for entry in found.report.entries)


@pytest.mark.parametrize("format_name", FORMATS)
@PATIENT
@given(data=st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_a_bank_or_a_refusal(format_name, data):
    assert is_sound(data, format_name)


@st.composite
def mutations(draw, seed):
    """The seed with a few of its parts cut out, doubled or written over."""
    data = seed
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(data)))
        end = min(begin + draw(st.integers(0, 40)), len(data))
        put = draw(
            st.sampled_from(PIECES)
            | st.binary(max_size=8)
            | st.just(data[begin:end] * 2)
        )
        data = data[:begin] + put + data[end:]
    return data


@pytest.mark.parametrize("which", [0, 1], ids=["another program's", "ours"])
@pytest.mark.parametrize("format_name", FORMATS)
@PATIENT
@given(data=st.data())
def test_a_damaged_file_is_a_bank_or_a_refusal(format_name, which, data):
    assert is_sound(data.draw(mutations(SEEDS[format_name][which])), format_name)


@PATIENT
@given(data=st.data())
def test_a_damaged_file_in_a_package_is_a_bank_or_a_refusal(data):
    from quizzes.exchange.archives import pack

    files = files_of(SEEDS["qti"][data.draw(st.integers(0, 1))])
    path = data.draw(st.sampled_from(sorted(files)))

    damaged = {**files, path: data.draw(mutations(files[path]))}

    assert is_sound(pack(damaged), "qti")
