"""Routes that work out how their addresses are written once somebody asks for one.

Werkzeug makes a function of every route when the application is made, twice, to write
its address by. Of some five hundred routes a dozen are ever asked: to make the others
took most of the time in which an application was made, in each worker, each command
and each test.
"""

from collections.abc import Callable

from werkzeug.routing import Rule


class LateRule(Rule):
    """A route that compiles how its address is written when that is first asked."""

    def _compile_builder(
        self, append_unknown: bool = True
    ) -> Callable[..., tuple[str, str]]:
        compiled: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            if not compiled:
                compiled.append(super(LateRule, self)._compile_builder(append_unknown))
            return compiled[0](rule, **values)

        return build
