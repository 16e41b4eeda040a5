"""``course doctor``, as a command; what it finds is tested with ``course.doctor``."""

from learner_api.keys import keep_key
from tests import builders


def test_a_record_that_is_well_is_said_to_be(course, record, migrated):
    keep_key(migrated.keys_dir, builders.KEY)
    builders.a_completed_enrolment(record)
    record.commit()

    result = course("doctor")

    assert result.exit_code == 0
    assert "All is well" in result.stdout


def test_each_difference_is_told_and_it_ends_with_one(course, record):
    enrolment = builders.an_enrolment(record)
    enrolment.met = 1
    person = builders.a_learner(record, name="Private Person")
    person.country = "GH"
    record.commit()

    result = course("doctor")

    assert result.exit_code == 1
    assert f"enrolment {enrolment.uuid}: met is kept as 1" in result.stdout
    assert f"person {person.uuid}: country" in result.stdout
    assert "2 differences" in result.stderr
    assert "Private Person" not in result.output


def test_nothing_is_mended(course, record):
    enrolment = builders.an_enrolment(record)
    enrolment.met = 1
    record.commit()

    course("doctor")
    record.refresh(enrolment)

    assert enrolment.met == 1


def test_a_signature_of_a_key_that_is_not_here_is_told(course, record):
    """After a restore without the keys, say."""
    builders.a_completed_enrolment(record)
    record.commit()

    result = course("doctor")

    assert result.exit_code == 1
    assert "the key that signed it is not among the keys of this place" in result.stdout
