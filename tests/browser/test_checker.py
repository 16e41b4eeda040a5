"""The checker in a real browser, opened from a file: on its own, and asking online."""

import os
from base64 import b32decode, b32encode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from hashlib import sha256, sha512
from io import BytesIO
from pathlib import Path

import pytest
import segno
import zxingcpp
from axe_core_python.sync_playwright import Axe
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from playwright.sync_api import Browser, expect

from config.machine import find_browser
from course.credentials.cbor import encode
from course.credentials.compact import (
    Printed,
    compact_payload,
    second_page,
    second_page_digest,
)
from course.credentials.keys import KeyRing, new_key
from learner_api.checker.writing import Checker, fingerprint
from tests.browser.checking import NO_CRYPTO, NO_READER, Clerk, register_saying
from tests.browser.conftest import ARGUMENTS
from tests.browser.looking import NARROW, PHONE
from tests.builders import KEY, NOW
from tests.course.credentials.printed_claims import CLAIMS, DIPLOMA, NUMBER
from tests.scanning import printed_page, scanned

pytestmark = pytest.mark.browser

SITE = "https://course.example.org"
OTHER = new_key(Ed25519PrivateKey.from_private_bytes(b"\7" * 32), created_at=NOW)
RETIRED = replace(
    new_key(Ed25519PrivateKey.from_private_bytes(b"\10" * 32), created_at=NOW),
    retired_at=NOW,
)
PAYLOAD = compact_payload(CLAIMS, KEY)
CODE = f"{CLAIMS['verify_url']}#{PAYLOAD}"
SEEDS = range(6)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checker on a stick."""
    file = tmp_path_factory.mktemp("stick") / "certificate-checker.html"
    checker = Checker(
        issuer_name="Office of Examples for Migration and Development",
        public_url=SITE,
        verify_base=f"{SITE}/verify",
        keys=KeyRing((RETIRED, KEY)),
        later_pages={second_page_digest(CLAIMS).hex(): second_page(CLAIMS)},
        made_on=NOW.date(),
    )
    file.write_bytes(checker.written())
    return file


@pytest.fixture
def clerk(browser: Browser, file: Path) -> Iterator[Callable[..., Clerk]]:
    clerks: list[Clerk] = []

    def clerk(**options) -> Clerk:
        clerks.append(Clerk(browser, file, **options))
        return clerks[-1]

    yield clerk
    for each in clerks:
        each.close()


@pytest.mark.parametrize("lacks", [(), (NO_CRYPTO,)], ids=["current", "old"])
def test_a_certificate_is_valid_and_each_printed_claim_is_shown(clerk, lacks):
    one = clerk(lacks=lacks)

    assert one.type(CODE).startswith("Valid: issued by Office of Examples")

    shown = one.claims
    assert shown["Holder"] == CLAIMS["holder_name"]
    assert shown["Certificate number"] == NUMBER
    assert shown["Certificate"] == CLAIMS["kind_title"]
    assert shown["Course"] == CLAIMS["course_title"]
    assert shown["Study time"] == f"{CLAIMS['hours']} hours"
    assert shown["Awarded on"] == "27 November 2026"
    assert shown["Valid until"] == "27 November 2029"
    assert shown["Issued by"] == CLAIMS["issuer_name"]
    assert shown["Address"] == CLAIMS["verify_url"]
    signed = one.page.locator("#claims dt:text('Signed by') + dd").all_inner_texts()
    assert signed == [f"{e['name']}, {e['title']}" for e in CLAIMS["signatories"]]
    later = one.page.locator("#later")
    later.locator("summary").click()
    for module in CLAIMS["modules"]:
        expect(later).to_contain_text(module["title"])
        for objective in module["objectives"]:
            expect(later).to_contain_text(objective)
    for sentence in CLAIMS["rule"]:
        expect(later).to_contain_text(sentence)
    assert one.asked == []


def test_the_keys_inside_are_shown_with_their_fingerprints(clerk):
    one = clerk()

    words = one.page.locator("main").inner_text()

    for key in (KEY, RETIRED):
        assert fingerprint(key) in words
    assert "Signs no more since" in words
    assert "File made on 2 March 2026" in one.page.locator("header").inner_text()


@pytest.mark.parametrize("lacks", [(), (NO_CRYPTO,)], ids=["current", "old"])
def test_each_altered_claim_is_told(clerk, lacks):
    one = clerk(lacks=lacks)
    signed = b32decode(PAYLOAD[12:] + "=" * (-len(PAYLOAD[12:]) % 8))
    values = Printed.of(CLAIMS).to_list()

    for place, field in enumerate(fields(Printed)):
        changed = list(values)
        changed[place] = "Somebody else" if values[place] != 1 else 2
        body = encode(changed)
        forged = PAYLOAD[:12] + b32encode(signed[:65] + body).decode().rstrip("=")
        assert one.type(forged).startswith("Altered"), field.name
        expect(one.page.locator("#printed")).to_be_hidden()
    flipped = bytearray(signed)
    flipped[10] ^= 1
    assert one.type(PAYLOAD[:12] + b32encode(flipped).decode().rstrip("=")).startswith(
        "Altered"
    )
    fake = CODE.replace("course.example", "course-example")
    assert one.type(fake).startswith("Altered")
    expect(one.page.locator("#meaning")).to_contain_text("https://course-example.org")


def test_another_issuer_and_what_is_no_certificate_are_told_apart(clerk):
    one = clerk()

    assert one.type(compact_payload(CLAIMS, OTHER)) == "Unknown issuer"
    expect(one.page.locator("#meaning")).to_contain_text(OTHER.kid)
    for text in ("", "Hello", "https://example.org/menu", PAYLOAD[:200], "7K3M-PQRS"):
        assert one.type(text) == "This is not the code of a certificate", text
        expect(one.page.locator("#online")).to_be_hidden()
    newer = CODE.replace(PAYLOAD[12:14], "AI", 1)
    assert one.type(newer) == "This is not the code of a certificate"
    assert one.asked == []


def test_a_certificate_of_a_retired_key_is_valid(clerk):
    signing = replace(RETIRED, retired_at=None)

    assert clerk().type(compact_payload(CLAIMS, signing)).startswith("Valid")


def test_a_certificate_that_expired_says_so_without_a_connection(clerk):
    one = clerk()

    expired = CLAIMS | {"valid_until": "2020-05-31"}

    assert one.type(compact_payload(expired, KEY)) == "Not altered, but expired"
    expect(one.page.locator("#meaning")).to_contain_text("31 May 2020")


def test_a_number_alone_is_only_good_online(clerk):
    one = clerk()

    assert "only be checked online" in one.type(" 7k3m pqrs tvwx ")

    one.ask()
    expect(one.page.locator("#online-result")).to_contain_text("could not be reached")


def test_the_later_pages_of_another_edition_are_not_made_up(clerk):
    one = clerk()

    one.type(compact_payload(CLAIMS | {"edition": "sha256:newer"}, KEY))

    expect(one.page.locator("#later")).to_contain_text("does not hold their words")


@pytest.mark.parametrize(
    ("status", "successor", "words"),
    [
        ("valid", None, "the register says that this certificate holds"),
        ("superseded", "AAAA-BBBB-CCCC", "another certificate counts since 1 March"),
        ("suspended", None, "Suspended since 1 March 2027"),
        ("revoked", None, "Withdrawn on 1 March 2027"),
        ("expired", None, "Expired"),
        ("unheard-of", None, "something that this file does not know"),
    ],
)
def test_online_it_adds_what_the_register_says(clerk, status, successor, words):
    one = clerk(online=True)
    told = {key: CLAIMS[key] for key in CLAIMS if key not in ("result", "awarded_at")}
    told["objectives"] = second_page(CLAIMS)["objectives"]
    answer = {
        "number": NUMBER,
        "status": status,
        "status_since": "2027-03-01T09:00:00Z",
        "successor": successor,
        "claims": told,
    }
    one.context.route(f"{SITE}/**", register_saying(answer))

    one.type(CODE)
    assert one.asked == []
    one.ask()

    expect(one.page.locator("#verdict")).to_contain_text(words)
    expect(one.page.locator("#online-result")).to_contain_text("asked just now")
    expect(one.page.locator("#online-result .warning")).to_have_count(0)
    assert one.asked == [f"{SITE}/api/v1/verifications/{NUMBER}"]
    if successor:
        link = one.page.get_by_role("link", name=successor)
        expect(link).to_have_attribute("href", f"{SITE}/verify/{successor}")


def test_of_a_diploma_the_register_tells_what_it_rests_on(clerk):
    one = clerk(online=True)
    diploma = CLAIMS | DIPLOMA
    told = {key: diploma[key] for key in diploma if key not in ("result", "awarded_at")}
    told["objectives"] = []
    answer = {"status": "valid", "status_since": "2027-03-01T09:00:00Z", "claims": told}
    one.context.route(f"{SITE}/**", register_saying(answer))

    one.type(compact_payload(diploma, KEY))
    assert one.claims["Certificate"] == "Diploma"
    expect(one.page.locator("#later")).to_contain_text("does not hold their words")
    one.ask()

    expect(one.page.locator("#online-result")).to_contain_text("asked just now")
    expect(one.page.locator("#online-result .warning")).to_have_count(0)
    later = one.page.locator("#later")
    for words in ("First steps – 2 hours · 2222-3333-4444", "What nurses found"):
        expect(later).to_contain_text(words)
    expect(later).not_to_contain_text("is able to do")


def test_a_register_that_contradicts_the_code_is_noticed(clerk):
    one = clerk(online=True)
    told = CLAIMS | {"rule": ["Nothing."], "objectives": []}
    answer = {"status": "valid", "status_since": "2027-03-01T09:00:00Z", "claims": told}
    one.context.route(f"{SITE}/**", register_saying(answer))

    one.type(CODE)
    one.ask()

    warning = one.page.locator("#online-result .warning")
    expect(warning).to_contain_text("something else than the code")


def test_a_number_that_never_was_is_told(clerk):
    one = clerk(online=True)
    one.context.route(f"{SITE}/**", register_saying({}, status=404))

    one.type("AAAA-AAAA-AAAA")
    one.ask()

    expect(one.page.locator("#verdict")).to_contain_text(
        "no certificate with this number"
    )


def test_a_register_that_fails_leaves_the_verdict_as_it_was(clerk):
    one = clerk(online=True)
    one.context.route(f"{SITE}/**", register_saying({}, status=503))

    verdict = one.type(CODE)
    one.ask()

    expect(one.page.locator("#online-result")).to_contain_text("could not be reached")
    assert one.verdict == verdict


def test_names_run_as_they_are_written(clerk):
    one = clerk()

    one.type(compact_payload(CLAIMS | {"holder_name": "محمد عبد الرحمن"}, KEY))

    holder = one.page.locator("#claims dt:text('Holder') + dd")
    assert holder.evaluate("one => getComputedStyle(one).direction") == "rtl"
    course = one.page.locator("#claims dt:text('Course') + dd")
    assert course.evaluate("one => getComputedStyle(one).direction") == "ltr"


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """A certificate as a printer lays it down."""
    return printed_page(CLAIMS["verify_url"], PAYLOAD, CLAIMS["holder_name"])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_that_was_printed_and_scanned_is_read(clerk, page, seed):
    scan = scanned(page, seed)

    # By a reader that is not ours, and by ours.
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(scan)))
    assert found.text == CODE
    one = clerk(lacks=(NO_READER,))
    one.give("scan.jpg", scan)

    expect(one.page.locator("#verdict")).to_contain_text("Valid", timeout=30_000)
    assert one.claims["Certificate number"] == NUMBER
    assert one.asked == []


def test_pictures_without_a_code_and_files_that_are_none_are_told(clerk):
    one = clerk()
    blank = BytesIO()
    Image.new("RGB", (900, 600), "white").save(blank, "PNG")

    one.give("blank.png", blank.getvalue(), "image/png")
    expect(one.page.locator("#verdict")).to_contain_text("No code was found")

    one.give("certificate.png", b"%PDF-1.7", "image/png")
    expect(one.page.locator("#verdict")).to_contain_text("not a picture")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_everybody(clerk, scheme):
    one = clerk(size=PHONE, bypass_csp=True, color_scheme=scheme)
    one.type(CODE)
    one.page.locator("#later summary").click()

    found = Axe().run(one.page)

    assert found["violations"] == []
    one.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    width = one.page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW[0]


@pytest.mark.parametrize("level", "lmqh")
def test_our_reader_knows_every_kind_of_code(clerk, level):
    one = clerk()
    read = "([text, size]) => readCode(bytesOf64(text), size, size)"

    for version in (1, 2, 5, 6, 7, 9, 10, 14, 20, 26, 27, 32, 40):
        code = segno.make_qr("7K3M É", error=level, version=version, boost_error=False)
        picture = BytesIO()
        code.save(picture, kind="png", scale=4, border=4)
        grey = Image.open(picture).convert("L")
        given = [b64encode(grey.tobytes()).decode(), grey.width]
        assert one.page.evaluate(read, given) == "7K3M É", version


@pytest.mark.parametrize("text", ["0123456789012", "ABC $%*+-./:7", "7K3M é 水"])
def test_our_reader_knows_every_kind_of_text(clerk, text):
    one = clerk()
    picture = BytesIO()
    segno.make_qr(text).save(picture, kind="png", scale=6, border=4)

    grey = Image.open(picture).convert("L")
    given = [b64encode(grey.tobytes()).decode(), grey.width]

    read = "([text, size]) => readCode(bytesOf64(text), size, size)"
    assert one.page.evaluate(read, given) == text


def test_plain_arithmetic_agrees_with_the_library(clerk):
    one = clerk()
    verify = """([key, signature, message]) => plainlyVerifies(
      bytesOf64(key), bytesOf64(signature), bytesOf64(message))"""
    digest = "([bits, bytes]) => hexOf(plainDigest(bits, bytesOf64(bytes)))"

    for length in (0, 1, 55, 56, 63, 64, 111, 112, 128, 300):
        message = bytes(range(256)) * 2
        message = message[:length]
        signature = bytearray(OTHER.sign(message))
        told = [OTHER.public, bytes(signature), message]
        assert one.page.evaluate(verify, [b64encode(e).decode() for e in told])
        signature[length % 64] ^= 4
        told = [OTHER.public, bytes(signature), message]
        assert not one.page.evaluate(verify, [b64encode(e).decode() for e in told])
        for bits, known in ((256, sha256), (512, sha512)):
            given = [bits, b64encode(message).decode()]
            assert one.page.evaluate(digest, given) == known(message).hexdigest()


def test_the_camera_reads_a_code_that_is_held_before_it(browser, file, page, tmp_path):
    """The browser is given a film in place of a camera, in another process."""
    film = tmp_path / "film.y4m"
    film.write_bytes(film_of(page))
    filmed = browser.browser_type.launch(
        executable_path=find_browser(os.environ),
        args=[
            *ARGUMENTS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    one = Clerk(filmed, file, lacks=(NO_READER,))

    one.page.get_by_role("button", name="Scan with the camera").click()

    expect(one.page.locator("#verdict")).to_contain_text("Valid", timeout=30_000)
    expect(one.page.locator("#viewfinder")).to_be_hidden()
    assert one.asked == []
    one.close()
    filmed.close()


def film_of(page: Image.Image) -> bytes:
    """The code of a page as a camera sees it that is held askew, twice over."""
    code = page.crop((page.width - 720, page.height - 720, page.width, page.height))
    seen = Image.new("L", (1280, 720), 190)
    turned = code.rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=230)
    seen.paste(turned.resize((700, 700)), (290, 10))
    frame = b"FRAME\n" + seen.tobytes() + b"\x80" * (1280 * 720 // 2)
    return b"YUV4MPEG2 W1280 H720 F5:1 Ip A0:0 C420jpeg\n" + frame * 2
