"""Lists of learners on pages: sent, columns named, looked at, applied, taken back."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from course.models import Enrolment, OutgoingMessage, RosterImport, User
from tests import builders
from tests.html import check_page
from tests.tables import rows_of


@pytest.fixture
def cohort(session, sign_in):
    """A cohort whose trainer has signed in."""
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    cohort = builders.a_cohort(session, trainer=trainer)
    session.commit()
    sign_in(trainer)
    return cohort


@pytest.fixture
def here(cohort):
    return f"/cohorts/{cohort.uuid}"


def send(client, here, text="", data=None, name="learners.csv", **members):
    """Send a list, pasted or as a file."""
    form = {"op": str(uuid4()), "list": text, **members}
    if data is not None:
        form["file"] = (BytesIO(data), name)
    return client.post(f"{here}/learners", data=form)


def token_of(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', html)
    assert found is not None
    return found[1]


def applied(client, page, sent, **members):
    token = token_of(page(sent.location))
    return client.post(sent.location, data={"token": token, **members})


def counted(session, model):
    session.rollback()
    count = session.scalar(select(func.count()).select_from(model))
    # A session that reads on keeps writers out.
    session.rollback()
    return count


def test_a_list_is_looked_at_applied_and_taken_back(
    app_on_both, session, client, here, page
):
    builders.a_learner(session, email="known@example.org", name="Known")
    session.commit()
    assert "One learner on each line" in page(f"{here}/learners")

    sent = send(
        client, here, "Ama Mensah <ama@example.org>\nKnown@Example.org\nnobody\n"
    )
    rows = rows_of(page(sent.location))

    assert sent.status_code == 303
    assert [row[0] for row in rows.values()] == ["New", "Known", "Invalid"]
    assert rows["3"][2] == "“nobody” is not an e-mail address."
    assert list(rows_of(page(f"{sent.location}?kind=invalid"))) == ["3"]
    assert counted(session, Enrolment) == 0

    done = applied(client, page, sent)
    again = client.post(sent.location, data={"token": "0" * 64})
    result = page(done.location)

    assert (done.status_code, again.status_code) == (303, 409)
    assert [row[-1] for row in rows_of(result).values()] == ["Yes", "Yes", "No"]
    assert counted(session, Enrolment) == counted(session, OutgoingMessage) == 2
    assert client.get(sent.location).location == done.location

    unsaid = client.post(f"{done.location}/undo", data={"op": str(uuid4())})
    undone = client.post(
        f"{done.location}/undo", data={"op": str(uuid4()), "reason": "The wrong one."}
    )

    assert (unsaid.status_code, undone.status_code) == (422, 303)
    check_page(unsaid.text, done.location)
    assert "Letters stopped before they left: 2" in page(done.location)
    assert "Taken back" in page(f"{here}/lists")
    assert "No learner is in this cohort yet" in page(here)


def test_a_double_click_applies_and_writes_once(session, client, here, page):
    sent = send(client, here, "ama@example.org")
    token = token_of(page(sent.location))

    first, second = (
        client.post(sent.location, data={"token": token}) for _ in range(2)
    )

    assert first.location == second.location
    assert counted(session, RosterImport) == counted(session, OutgoingMessage) == 1


def test_a_file_whose_headings_say_nothing_is_explained_on_the_page(
    session, client, here, page
):
    sent = send(client, here, data=b"Kto,Gde,Kogda\nAma,ama@example.org,1\n")
    asked = client.get(sent.location)
    columns = page(asked.location)
    assert '<option value="email" selected>' in columns

    without = client.post(asked.location, data={"heading": "1", "column-0": "name"})
    twice = client.post(
        asked.location,
        data={"heading": "x", "column-0": "email", "column-1": "email"},
    )
    named = client.post(
        asked.location, data={"heading": "1", "column-0": "name", "column-1": "email"}
    )

    for refused in (without, twice):
        assert refused.status_code == 422
        check_page(refused.text, asked.location)
    assert "which column of the list holds" in without.text
    assert list(rows_of(page(named.location))) == ["2"]


def test_drops_are_ticked_and_need_a_reason(session, client, cohort, here, page):
    gone, stays = (builders.an_enrolment(session, cohort=cohort) for _ in range(2))
    session.commit()
    sent = send(client, here, "ama@example.org", is_whole="yes")

    refused = applied(client, page, sent, drop=str(gone.uuid))
    done = applied(client, page, sent, drop=str(gone.uuid), reason="Has left.")

    assert refused.status_code == 422
    check_page(refused.text, sent.location)
    assert "Say why the learners are withdrawn." in refused.text
    assert done.status_code == 303
    session.expire_all()
    assert (gone.withdrawn_at is None, stays.withdrawn_at) == (False, None)


def test_all_drops_can_be_ticked_at_once(session, client, cohort, here, page):
    for _ in range(2):
        builders.an_enrolment(session, cohort=cohort)
    session.commit()
    sent = send(client, here, "ama@example.org", is_whole="yes")

    token = token_of(page(sent.location))
    said = {"token": token, "all_drops": "yes", "reason": "A new list."}

    done, again = (client.post(sent.location, data=said) for _ in range(2))

    assert (done.status_code, again.status_code) == (303, 303)
    assert done.location == again.location
    found = session.scalars(select(Enrolment.withdrawn_at)).all()
    assert sum(each is not None for each in found) == 2


def test_an_ambiguous_row_is_taken_where_it_was_ticked(session, client, here, page):
    sent = send(client, here, "a@example.org,Ama\nb@example.org,Ama\n")

    applied(client, page, sent, taken="2")

    assert counted(session, Enrolment) == 1


def test_a_plan_that_went_stale_is_shown_as_it_is_now(session, client, here, page):
    sent = send(client, here, "ama@example.org")
    token = token_of(page(sent.location))
    builders.a_learner(session, email="ama@example.org")
    session.commit()

    refused = client.post(sent.location, data={"token": token})

    assert refused.status_code == 409
    check_page(refused.text, sent.location)
    assert "Nothing was done." in refused.text
    assert rows_of(refused.text)["1"][0] == "Known"


def test_a_long_plan_comes_in_parts(client, here, page):
    sent = send(client, here, "\n".join(f"p{n}@example.org" for n in range(250)))

    shown = [list(rows_of(page(f"{sent.location}?part={n}"))) for n in (1, 3, 99)]

    assert (shown[0][0], shown[0][-1]) == ("1", "100")
    assert shown[1] == shown[2]
    assert (shown[1][0], shown[1][-1]) == ("201", "250")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 and so on", "The workbook cannot be read"),
        (b"ama@example.org\0", "The list holds signs that are no text."),
        (b'a,"' + b"a" * 200_000, "Line 1 cannot be read"),
        (b"\n", "The list is empty."),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_send(client, here, data, words):
    response = send(client, here, data=data)

    assert response.status_code == 422
    check_page(response.text, here)
    assert words in response.text
    assert 'href="#file"' in response.text


@pytest.mark.parametrize("size", [5_000_001, 9_000_000])
def test_a_file_beyond_the_limit_shows_the_form_again(client, here, size):
    # Written out, since the test client would leave a file of its own open.
    body = (
        b'--parts\r\nContent-Disposition: form-data; name="file"; filename="l.csv"'
        b"\r\n\r\n" + b"a" * size + b"\r\n--parts--\r\n"
    )
    kind = "multipart/form-data; boundary=parts"

    response = client.post(f"{here}/learners", data=body, content_type=kind)

    assert response.status_code == 422
    check_page(response.text, here)
    assert "larger than 5 MB" in response.text


def test_a_file_and_a_pasted_list_together_are_refused(session, client, here):
    response = send(client, here, "ben@example.org", data=b"ama@example.org")

    assert response.status_code == 422
    check_page(response.text, here)
    assert "Send either a file or a pasted list." in response.text
    assert "ben@example.org</textarea>" in response.text


def test_an_empty_form_says_so(client, here):
    response = send(client, here, " \n")

    assert response.status_code == 422
    check_page(response.text, here)
    assert "The list is empty." in response.text


def test_after_thirty_days_the_way_back_is_gone(session, client, cohort, here, page):
    long_ago = builders.NOW - timedelta(days=40)
    done = builders.a_roster(session, cohort, "ama@example.org", now=long_ago)
    session.commit()
    address = f"{here}/lists/{done.uuid}"

    shown = page(address)
    late = client.post(f"{address}/undo", data={"op": str(uuid4()), "reason": "x"})

    assert "Take the list back" not in shown
    assert late.status_code == 409


def test_a_list_of_another_cohort_is_not_shown_here(session, client, cohort, page):
    done = builders.a_roster(session, cohort, "ama@example.org")
    trainer = session.scalars(select(User).where(User.role == "trainer")).one()
    other = builders.a_cohort(session, trainer=trainer)
    session.commit()

    page(f"/cohorts/{other.uuid}/lists/{done.uuid}", 404)
