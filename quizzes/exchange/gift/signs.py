"""The signs of GIFT, and what a backslash before one makes of it: a letter like others.

While a text is taken apart, escaped signs are held by letters that occur nowhere in it.
"""

import re

_ESCAPED = re.compile(r"\\([\\:#={}~n\n])", re.DOTALL)
_SIGNS = re.compile(r"[\\#=~{}:\n]")
# Planes fifteen and sixteen are for private use: nobody can fill them all.
_FIRST_PRIVATE, _LAST = 0xF0000, 0x10FFFD


class Held:
    """A text whose escaped signs are held, so that the bare ones can be looked for."""

    def __init__(self, written: str) -> None:
        self._letters: dict[str, str] = {}
        free = (
            chr(code)
            for code in range(_FIRST_PRIVATE, _LAST)
            if chr(code) not in written
        )

        def hold(found: re.Match[str]) -> str:
            sign = "\n" if found[1] == "n" else found[1]
            for letter, held in self._letters.items():
                if held == sign:
                    return letter
            letter = next(free)
            self._letters[letter] = sign
            return letter

        self.text = _ESCAPED.sub(hold, written)

    def plain(self, text: str) -> str:
        """A part of the text with the signs back in their places."""
        return "".join(self._letters.get(letter, letter) for letter in text)


def escaped(text: str) -> str:
    """The text written so that no sign of GIFT is in it."""

    def escape(found: re.Match[str]) -> str:
        return "\\n" if found.group() == "\n" else f"\\{found.group()}"

    return _SIGNS.sub(escape, text)
