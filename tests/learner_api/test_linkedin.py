"""The link by which somebody adds a certificate to their profile at LinkedIn."""

from urllib.parse import parse_qs, urlsplit

from learner_api.linkedin import linkedin_url
from tests.course.credentials.claims import CLAIMS


def filled(**changes) -> dict[str, str]:
    link = urlsplit(linkedin_url(CLAIMS | changes))
    assert link.netloc == "www.linkedin.com"
    assert link.path == "/profile/add"
    return {name: values[0] for name, values in parse_qs(link.query).items()}


def test_the_form_is_filled_in_with_the_words_of_the_award():
    assert filled() == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Certificate of Completion: Mainstreaming migration",
        "organizationName": "Office of Examples",
        "issueYear": "2026",
        "issueMonth": "3",
        "expirationYear": "2099",
        "expirationMonth": "3",
        "certUrl": "https://course.example.org/verify/AAAA-BBBB-CCCC",
        "certId": "AAAA-BBBB-CCCC",
    }


def test_what_never_expires_says_no_month_in_which_it_does():
    assert "expirationYear" not in filled(valid_until=None)


def test_the_holder_is_not_told():
    assert "Ana" not in linkedin_url(CLAIMS)
