"""Bodies that may be larger than others, where somebody is trusted to send them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import request

View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(most: int) -> Callable[[View], View]:
    """Let a view read a body of so many bytes. It stands below the guard."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            request.max_content_length = most
            return view(*args, **kwargs)

        wrapped: Any = wrapper
        result: View = wrapped
        return result

    return decorate
