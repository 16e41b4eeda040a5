"""The types of question there are: every file in this folder is one."""

import importlib
import pkgutil

from quizzes.question import QUESTION_TYPES

for _file in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_file.name}")

__all__ = ["QUESTION_TYPES"]
