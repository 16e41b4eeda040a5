"""What people write to each other as HTML: escaped, and kept within its place.

Headings become bold lines, so that nobody's post breaks the outline of the page; links
say that nobody vouches for them; pictures and raw HTML there are none.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from types import MethodType

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from course.message_text import message_parser

_BY_STRANGERS = "nofollow ugc noopener"


def render_message(body: str, mentions: Iterable[str] = ()) -> str:
    """A message as HTML, with the names set off that it mentions."""
    parser = message_parser()
    return _Message(tuple(mentions)).render(parser.parse(body), parser.options, {})


class _Message(RendererHTML):
    """Renders one message."""

    def __init__(self, mentions: Sequence[str]) -> None:
        super().__init__()
        self._named = _naming(mentions) if mentions else None
        for kind, render in {
            "heading_open": self._heading,
            "heading_close": self._heading_end,
            "link_open": self._link,
            "text": self._text,
            "fence": self._code,
            "code_block": self._code,
        }.items():
            self.rules[kind] = MethodType(_rule(render), self)

    def _heading(self, _tokens: Sequence[Token], _at: int) -> str:
        return "<p><strong>"

    def _heading_end(self, _tokens: Sequence[Token], _at: int) -> str:
        return "</strong></p>\n"

    def _link(self, tokens: Sequence[Token], at: int) -> str:
        address = escape(str(tokens[at].attrs.get("href", "")))
        return f'<a href="{address}" rel="{_BY_STRANGERS}">'

    def _text(self, tokens: Sequence[Token], at: int) -> str:
        text = escape(tokens[at].content)
        if self._named is None:
            return text
        # Names are matched in the escaped text by their escaped selves.
        return self._named.sub(lambda found: f"<strong>{found[0]}</strong>", text)

    def _code(self, tokens: Sequence[Token], at: int) -> str:
        """Code scrolls sideways by itself, by keyboard too, and bears no class."""
        words = escape(tokens[at].content)
        return f'<pre tabindex="0"><code>{words}</code></pre>\n'


def _naming(names: Sequence[str]) -> re.Pattern[str]:
    """What finds these names behind an ``@`` in escaped text, the longest first."""
    spelt = [
        r"\s+".join(map(re.escape, escape(name).split()))
        for name in sorted(names, key=len, reverse=True)
    ]
    return re.compile(rf"@(?:{'|'.join(spelt)})(?!\w)", re.IGNORECASE)


def _rule(render: Callable[[Sequence[Token], int], str]) -> Callable[..., str]:
    """The library passes options and an environment too; nothing here needs them."""
    return lambda _, tokens, at, *__: render(tokens, at)
