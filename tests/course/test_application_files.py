"""Files that come with an application: so many, for so long, even when sent at once."""

from threading import Thread
from uuid import uuid4

import pytest

from course import applications, attachments
from course.door_errors import FilesClosed, TooManyAttachments
from course.models import Application, ApplicationAttachment
from tests import doors
from tests.builders import NOW, how_many
from tests.threads import at_once, until_it_waits


def test_files_sent_at_once_are_never_more_than_may_be(session, sessions):
    application = doors.an_application(session, doors.a_call(session))
    session.commit()

    def send(number: int) -> object:
        with sessions() as own:
            mine = own.get_one(Application, application.id)
            made = doors.a_letter(own, mine, b"%PDF-" + bytes([number]))
            own.commit()
            return type(made)

    came = at_once(attachments.MOST + 4, send)

    assert how_many(session, ApplicationAttachment) == attachments.MOST
    assert came.count(ApplicationAttachment) == attachments.MOST
    refused = [each for each in came if each is not ApplicationAttachment]
    assert {type(each) for each in refused} == {TooManyAttachments}, came


@pytest.mark.parametrize("verdict", ["selected", "waiting", "not-selected"])
def test_an_application_that_was_decided_upon_takes_no_files(session, verdict):
    call = doors.a_call(session)
    application = doors.an_application(session, call)
    sent = doors.a_letter(session, application)
    assert attachments.takes_files(session, application)

    doors.decided(session, call.cohort, {application.uuid: verdict})

    assert not attachments.takes_files(session, application)
    with pytest.raises(FilesClosed):
        doors.a_letter(session, application, b"%PDF-another")
    # The same file, sent again since its answer was lost, is answered as before.
    assert doors.a_letter(session, application) is sent


def test_an_application_that_was_withdrawn_takes_no_files(session):
    application = doors.an_application(session, doors.a_call(session))
    applications.withdraw_application(
        session,
        application,
        op=uuid4(),
        reason="Another post.",
        now=NOW,
        by=application.user,
    )

    with pytest.raises(FilesClosed):
        doors.a_letter(session, application)


def test_a_file_that_comes_while_it_is_decided_waits_for_that(
    session, sessions, engine
):
    call = doors.a_call(session)
    application = doors.an_application(session, call)
    session.commit()
    came: list[object] = []

    def send() -> None:
        with sessions() as own:
            try:
                doors.a_letter(own, own.get_one(Application, application.id))
                own.commit()
                came.append("kept")
            except FilesClosed:
                came.append("closed")

    sending = Thread(target=send)
    doors.decided(session, call.cohort, {application.uuid: "selected"})
    sending.start()
    until_it_waits(engine, sending)
    session.commit()
    sending.join(timeout=30)

    assert came == ["closed"]
    assert how_many(session, ApplicationAttachment) == 0
