"""The demonstration: invented people who study, are taught and administer."""

from learner_api.demonstration.loading import (
    demonstration_is_loaded,
    load_demonstration,
    password_is_known,
    refuse_real_people,
    set_password_of_sign_ins,
)
from learner_api.demonstration.password import demonstration_password
from learner_api.demonstration.people import OFFICIALS, SIGN_INS
from learner_api.demonstration.workshop import ATTENDING

__all__ = [
    "ATTENDING",
    "OFFICIALS",
    "SIGN_INS",
    "demonstration_is_loaded",
    "demonstration_password",
    "load_demonstration",
    "password_is_known",
    "refuse_real_people",
    "set_password_of_sign_ins",
]
