"""``course write-certificates``: the certificates of a cohort as files."""

from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from course.documents import render_certificate
from course.models import Award, AwardEvent
from course.seals import seal_of
from tests import builders


def test_each_certificate_that_holds_is_a_file(course, record, tmp_path):
    cohort = builders.a_cohort(record, key="spring")
    holders = ["សុខ ចាន់ថា", "Ama Owusu", "Suspended Person"]
    for name in holders:
        learner = builders.a_learner(record, name=name)
        builders.a_completed_enrolment(record, learner, cohort=cohort)
    builders.a_completed_enrolment(record)
    awards = {
        award.claims["holder_name"]: award for award in record.scalars(select(Award))
    }
    record.add(
        AwardEvent(
            award_id=awards["Suspended Person"].id,
            kind="suspended",
            occurred_at=builders.NOW,
            recorded_at=builders.NOW,
        )
    )
    record.commit()
    folder = tmp_path / "out"

    result = course("write-certificates", "--cohort", "spring", str(folder))

    assert result.exit_code == 0, result.output
    assert "Certificates written" in result.output
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert written == {
        f"certificate-{awards[name].number}.pdf": render_certificate(
            awards[name].claims, payload=_payload_of(record, awards[name])
        )
        for name in holders[:2]
    }
    for document in written.values():
        assert len(PdfReader(BytesIO(document)).pages) == 2


def test_an_unknown_cohort_is_refused(course, record, tmp_path):
    result = course("write-certificates", "--cohort", "spring", str(tmp_path))

    assert result.exit_code == 1
    assert "There is no cohort called 'spring'." in result.output


def _payload_of(record, award):
    seal = seal_of(record, award)
    assert seal is not None
    return seal.payload
