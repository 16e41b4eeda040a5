"""The fault harness: no acknowledged answer is ever lost.

A *device* (``device.py``) is a browser without a screen: it keeps unsent answers in a
*store*, sends them again until they are acknowledged, and notes what it *shows* its
learner. It holds no clock and no socket, so that the same device is driven in two ways:

- in *schedules* (``story.py``): two devices of one learner, a *line* that loses,
  doubles, delays and reorders a fifth of what is sent, and the real application on a
  real database, all in one process and by one simulated clock. A schedule is its seed
  (``plan.py``); thousands are told in a minute or two, and one that fails is shortened
  (``shortening.py``) and printed.
- in *real processes* (``driving.py``): the server is killed with kill -9, its disk is
  filled, its PostgreSQL is cut off and stopped, with a real proxy on the line.

The *books* (``books.py``) hold what was promised and shown against the record, at every
acknowledgement and at the end. ``breaking.py`` breaks server and device on purpose: a
harness that did not notice would prove nothing.
"""
