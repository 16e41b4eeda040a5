"""The exchange formats there are: every file in this folder is one."""

import importlib
import pkgutil

from quizzes.exchange.exchange_format import EXCHANGE_FORMATS

for _file in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_file.name}")

__all__ = ["EXCHANGE_FORMATS"]
