"""The bytes of a payload, against the standard's own examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.credentials.cbor import NotCbor, decode, encode

# From appendix A of RFC 8949.
EXAMPLES = [
    (0, "00"),
    (23, "17"),
    (24, "1818"),
    (100, "1864"),
    (1000, "1903e8"),
    (1_000_000, "1a000f4240"),
    (None, "f6"),
    (b"\1\2\3\4", "4401020304"),
    ("", "60"),
    ("IETF", "6449455446"),
    ("水", "63e6b0b4"),
    ([], "80"),
    ([1, [2, 3], [4, 5]], "8301820203820405"),
]
VALUES = st.recursive(
    st.none()
    | st.integers(0, 2**32 - 1)
    | st.binary(max_size=300)
    | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=4,
)


@pytest.mark.parametrize(("value", "written"), EXAMPLES)
def test_values_are_written_as_the_standard_writes_them(value, written):
    assert encode(value).hex() == written
    assert decode(bytes.fromhex(written)) == value


@given(value=st.lists(VALUES, max_size=3))
def test_what_was_written_is_read_again(value):
    try:
        read = decode(encode(value))
    except NotCbor:
        # Lists within lists have an end.
        assert _depth(value) > 4
    else:
        assert read == value


@given(data=st.binary(max_size=40))
def test_whatever_is_read_has_no_second_spelling(data):
    try:
        value = decode(data)
    except NotCbor:
        return
    assert encode(value) == data


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1817",
        "190018",
        "1a000003e8",
        "61",
        "61ff",
        "8201",
        "0000",
        "f5",
        "20",
        "a0",
    ],
)
def test_other_forms_are_refused(written):
    with pytest.raises(NotCbor):
        decode(bytes.fromhex(written))


def _depth(value) -> int:
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0
