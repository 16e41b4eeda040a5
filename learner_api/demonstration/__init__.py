"""The demonstration: invented people who study, are taught and administer."""

from learner_api.demonstration.loading import (
    SEED,
    demonstration_is_loaded,
    load_demonstration,
    password_is_known,
    refuse_real_people,
    set_password_of_sign_ins,
)
from learner_api.demonstration.multitude import keep_editions, load_multitude
from learner_api.demonstration.password import demonstration_password
from learner_api.demonstration.people import OFFICIALS, SIGN_INS
from learner_api.demonstration.workshop import ATTENDING

__all__ = [
    "ATTENDING",
    "OFFICIALS",
    "SEED",
    "SIGN_INS",
    "demonstration_is_loaded",
    "demonstration_password",
    "keep_editions",
    "load_demonstration",
    "load_multitude",
    "password_is_known",
    "refuse_real_people",
    "set_password_of_sign_ins",
]
