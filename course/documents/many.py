"""Drawing many certificates at once, on every core of the machine."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any

from course.documents.certificate import render_certificate
from course.documents.pictures import pictures_in

# As much as is handed to a process at a time, and kept waiting before it.
_AT_A_TIME = 8


def drawn_from(data: Mapping[str, Any]) -> bytes:
    """The document of what was written down for another process."""
    return render_certificate(
        data["claims"], payload=data["payload"], pictures=pictures_in(data)
    )


def draw_many(
    documents: Iterable[Mapping[str, Any]], processes: int | None = None
) -> Iterator[bytes]:
    """The documents in their order. Each process keeps its typesetter from one to next.

    They come in batches, so that neither what is read nor what is drawn piles up.
    """
    count = processes or os.cpu_count() or 1
    waiting = iter(documents)
    # A fork would copy whatever locks the threads of this process hold.
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        while batch := list(islice(waiting, _AT_A_TIME * count * 4)):
            yield from pool.map(drawn_from, batch, chunksize=_AT_A_TIME)
