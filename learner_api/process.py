"""Fitting a process that serves to its work: memory, turns, and what lives for ever."""

import ctypes
import gc
import os
import sys
from contextlib import suppress

# The options' numbers in glibc's <malloc.h>.
_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
_MEBIBYTE = 1_048_576
# Python's own is 5 ms, in which two answers could be saved.
_TURN_SECONDS = 0.0005
BEHIND = 5
"""How nice a process is that gives way: a busy core gives it a quarter of its time."""


def keep_memory_together() -> None:
    """Keep a worker small, where the C library is glibc.

    By default each thread gets a pool of memory of its own and keeps what it once
    needed; two pools serve all. And what a password takes to verify, 19 MiB at once,
    goes back to the system afterwards.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_M_ARENA_MAX, 2)
        set_option(_M_MMAP_THRESHOLD, _MEBIBYTE)


def keep_turns_short() -> None:
    """Let threads take turns often, so that short requests overtake long ones.

    A save gives up its turn at each statement, and would wait for a whole turn of
    somebody else's each time: with many starts under way, most of its time.
    """
    sys.setswitchinterval(_TURN_SECONDS)


def leave_content_alone() -> None:
    """Take what is loaded by now out of the search for garbage: it stays for ever."""
    gc.collect()
    gc.freeze()


def give_way(process: int) -> None:
    """Let a process run behind those that serve, where the system allows it.

    What it starts from then on does too.
    """
    if sys.platform != "win32":
        with suppress(OSError):
            nice = os.getpriority(os.PRIO_PROCESS, process)
            os.setpriority(os.PRIO_PROCESS, process, max(nice, BEHIND))
