"""Logos and signatures, looked at when the settings are read."""

import pytest

from config.pictures import MOST_BYTES, PictureFile, read_picture
from config.settings import Settings, SettingsError
from tests.course.documents.third import LOGO, SIGNATURE, a_png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "content",
    [
        LOGO,
        a_png(),
        SVG.format('<defs><path id="p" d="M0 0h9"/></defs><use href="#p"/>').encode(),
        SVG.format("<style>.a { fill: url(#g) }</style>").encode(),
    ],
)
def test_a_sound_picture_is_read_whole(tmp_path, content):
    path = tmp_path / "logo"
    path.write_bytes(content)

    assert read_picture(path).content == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "must be a PNG or an SVG"),
        (b"", "must be a PNG or an SVG"),
        (a_png()[:-4], "cut off or damaged"),
        (a_png().replace(b"IDAT", b"JUNK"), "cut off or damaged"),
        (a_png(width=4), "from 16 to 4000 dots"),
        (b"<svg", "not well-formed"),
        (b"<html><svg/></html>", "outermost element is svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "says its viewBox"),
        (b"<!DOCTYPE svg>" + LOGO, "without a DOCTYPE"),
        (SVG.format("<text>Office</text>").encode(), "without text .turn text into"),
        (SVG.format("<script/>").encode(), "without script"),
        (SVG.format('<image href="x.png"/>').encode(), "without image"),
        (SVG.format('<path onclick="x()"/>').encode(), "without scripts"),
        (SVG.format('<use href="other.svg#p"/>').encode(), "nothing outside itself"),
        (SVG.format("<style>@import 'x.css'</style>").encode(), "nothing outside"),
        (SVG.format("<style>a{fill:url(x)}</style>").encode(), "nothing outside"),
        (b"<svg>" + b" " * MOST_BYTES, "at most 256 kB"),
    ],
)
def test_what_could_not_be_drawn_is_refused_in_words(tmp_path, content, words):
    path = tmp_path / "logo"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=words) as refusal:
        read_picture(path)

    assert str(path) in str(refusal.value)


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        read_picture(tmp_path / "logo.svg")


def test_three_may_sign_and_partners_have_names(tmp_path):
    (tmp_path / "logo.svg").write_bytes(LOGO)
    (tmp_path / "hand.svg").write_bytes(SIGNATURE)

    settings = read(
        tmp_path,
        signatory_image=f"{tmp_path}/hand.svg",
        signatory_2_name="B. Sow",
        signatory_2_title="Head of Unit",
        signatory_3_name="C. Koné",
        signatory_3_title="Chief of Mission",
        signatory_3_image=f"{tmp_path}/hand.svg",
        issuer_logo=f"{tmp_path}/logo.svg",
        partner_logos=f"A ministry = {tmp_path}/logo.svg; A fund={tmp_path}/hand.svg",
    )

    assert settings.signatory_image == PictureFile(tmp_path / "hand.svg", SIGNATURE)
    assert settings.signatory_2_image is None
    assert settings.signatory_3_title == "Chief of Mission"
    assert settings.issuer_logo == PictureFile(tmp_path / "logo.svg", LOGO)
    assert [(name, logo.content) for name, logo in settings.partner_logos] == [
        ("A ministry", LOGO),
        ("A fund", SIGNATURE),
    ]


def test_half_a_signatory_and_lost_pictures_are_named_at_once(tmp_path):
    with pytest.raises(SettingsError) as caught:
        read(
            tmp_path,
            signatory_3_name="C. Koné",
            signatory_2_image=f"{tmp_path}/hand.svg",
            issuer_logo=f"{tmp_path}/logo.svg",
            partner_logos=f"{tmp_path}/logo.svg",
        )

    assert sorted({fault.split()[0] for fault in caught.value.faults}) == [
        "COURSE_ISSUER_LOGO",
        "COURSE_PARTNER_LOGOS",
        "COURSE_SIGNATORY_2_IMAGE",
        "COURSE_SIGNATORY_2_NAME",
        "COURSE_SIGNATORY_2_TITLE",
        "COURSE_SIGNATORY_3_TITLE",
    ]


def read(data_dir, **variables: str) -> Settings:
    """The settings that these variables make."""
    environ = {f"COURSE_{name.upper()}": value for name, value in variables.items()}
    return Settings.from_environ({"COURSE_DATA_DIR": str(data_dir)} | environ)
