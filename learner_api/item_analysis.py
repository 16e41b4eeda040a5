"""The analysis of a quiz, kept in memory for whoever asks the same again.

A result is named by all that went into it, so it never grows old; only the latest few
are kept. It is worked out in a process of its own, and few wait for that at a time, so
that learners always find somebody to answer them.
"""

import json
from collections import OrderedDict
from hashlib import sha256
from threading import BoundedSemaphore, Lock
from typing import Final

from quizzes.analysis import Analysis, NotAnalysed, Sittings, analyse_aside

MOST_KEPT: Final = 16
# One is being worked out and one waits for its turn. Of the threads of a worker these
# are the only ones that figures can keep busy.
MOST_ASKING: Final = 2

_kept: OrderedDict[str, Analysis] = OrderedDict()
_lock = Lock()
_asking = BoundedSemaphore(MOST_ASKING)
_working = Lock()


def analysis_of(sittings: Sittings) -> Analysis:
    """All that these attempts tell, or ``NotAnalysed`` where too many ask at once."""
    name = sha256(json.dumps(sittings.to_data()).encode("ascii")).hexdigest()
    found = _find(name)
    if found is not None:
        return found
    if not _asking.acquire(blocking=False):
        raise NotAnalysed("Others are being worked out.")
    try:
        with _working:
            # Whoever was before may have asked the same.
            return _find(name) or _keep(name, analyse_aside(sittings))
    finally:
        _asking.release()


def _find(name: str) -> Analysis | None:
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
        return _kept.get(name)


def _keep(name: str, analysis: Analysis) -> Analysis:
    with _lock:
        _kept[name] = analysis
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return analysis
