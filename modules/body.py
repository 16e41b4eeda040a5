"""Reading the body of a lesson: what it cites and places, and what is wrong in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from modules.dialect import (
    BOX_KINDS,
    CAPTION,
    LESSON_LINK,
    TERM_LINK,
    handbook_parser,
    plain_text,
)

_EMPTY_WORDS = frozenset(
    {"click", "click here", "here", "link", "more", "read more", "this", "this link"}
)
_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something the body names by key, and the line of the body where it does."""

    line: int
    key: str


@dataclass(slots=True)
class Body:
    """What one text says of itself. Lines count from its own first line as 1."""

    words: int = 0
    citations: list[Mention] = field(default_factory=list)
    figures: list[Mention] = field(default_factory=list)
    lesson_links: list[Mention] = field(default_factory=list)
    term_links: list[Mention] = field(default_factory=list)
    images: list[Mention] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read_body(text: str) -> Body:
    """Parse a text of the Handbook and note everything it names and every fault."""
    body = Body()
    tokens = handbook_parser().parse(text)
    _check_outline(tokens, body)
    _check_tables(tokens, body)
    for token in tokens:
        line = _line(token)
        if token.type == "inline":
            _read_inline(token, line, body)
        elif token.type == "html_block":
            body.faults.append((line, _raw_html(token.content)))
        elif token.type == "figure":
            body.figures.append(Mention(line, token.content))
        elif token.type in ("fence", "code_block"):
            body.words += len(token.content.split())
    return body


def _check_outline(tokens: Sequence[Token], body: Body) -> None:
    """Headings begin at the second level and skip none; boxes are closed and named."""
    level, in_box = 1, False
    for at, token in enumerate(tokens):
        line = _line(token)
        if token.type == "box_stray":
            body.faults.append((line, "This ::: closes no box."))
        elif token.type == "box_open":
            in_box = True
            body.words += len(str(token.meta["title"]).split())
            body.faults += [(line, words) for words in _box_faults(token)]
        elif token.type == "box_close":
            in_box = False
        elif token.type == "heading_open":
            depth = int(token.tag[1:])
            if in_box:
                body.faults.append((line, "A box may not hold a heading."))
                continue
            if depth == 1:
                words = "The page's first heading is the title: begin headings at ##."
                body.faults.append((line, words))
            elif depth > level + 1:
                words = f"Heading level {depth} follows level {level}: skip no level."
                body.faults.append((line, words))
            if _is_blank(tokens[at + 1]):
                body.faults.append((line, "This heading has no words."))
            level = depth


def _box_faults(opening: Token) -> Iterator[str]:
    kind, title = opening.meta["kind"], opening.meta["title"]
    if kind not in BOX_KINDS:
        yield f"Unknown box '{kind}': use {', '.join(BOX_KINDS)}."
    if not title:
        yield f"This box has no title: write '::: {kind} Title'."
    if not opening.meta["closed"]:
        yield "This box is never closed: end it with a line of :::."
    if opening.level:
        yield "A box may not stand inside a list, a quotation or another box."


def _check_tables(tokens: Sequence[Token], body: Body) -> None:
    """A table needs a caption and words in every column's heading."""
    for at, token in enumerate(tokens):
        line = _line(token)
        if token.type == "table_open" and not token.meta.get("captioned"):
            words = f"This table has no caption: put '{CAPTION}words' right above it."
            body.faults.append((line, words))
        elif token.type == "caption_open" and _is_blank(tokens[at + 1]):
            body.faults.append((line, "This table's caption has no words."))
        elif token.type == "th_open" and _is_blank(tokens[at + 1]):
            line = _line(tokens[at + 1])
            body.faults.append(
                (line, "A column of this table has no heading: name what it holds.")
            )
        elif token.type == "paragraph_open":
            for offset, text in enumerate(tokens[at + 1].content.split("\n")):
                if text.lstrip().startswith("|"):
                    words = (
                        "This table has no header row: give it one, then a line of "
                        "dashes such as | --- | --- | with as many columns."
                    )
                    body.faults.append((line + offset, words))
                    break
            if tokens[at + 1].content.startswith(CAPTION):
                body.faults.append((line, "No table stands under this caption."))


def _read_inline(block: Token, line: int, body: Body) -> None:
    """Note the words, citations, links and images of one paragraph, heading or cell."""
    children = block.children or []
    body.words += len(plain_text(children).split())
    _check_leftovers(children, line, body)
    linked: list[Token] | None = None
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "html_inline":
            body.faults.append((line, _raw_html(child.content)))
        elif child.type == "citation":
            body.citations.append(Mention(line, child.content))
        elif child.type == "image":
            _read_image(child, line, body)
        elif child.type == "link_open":
            linked = []
            _read_link(child, line, body)
        elif child.type == "link_close" and linked is not None:
            _check_link_words(plain_text(linked), line, body)
            linked = None
        if linked is not None:
            linked.append(child)


def _check_leftovers(children: Sequence[Token], line: int, body: Body) -> None:
    """Text that was meant as markup and did not become any."""
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "text" and "[[figure:" in child.content:
            words = "A figure must stand alone in its paragraph, between blank lines."
            body.faults.append((line, words))
        elif child.type == "text" and "](" in child.content:
            words = "This link is broken. Its words may hold no citation and no link."
            body.faults.append((line, words))
        elif child.type == "text" and child.content.startswith(":::"):
            body.faults.append((line, "A box opens with three colons and a space."))


def _read_link(link: Token, line: int, body: Body) -> None:
    refused = link.meta.get("refused")
    if refused is not None:
        words = (
            f"The link to '{refused}' is refused: begin it with https:// or, for "
            "another lesson, with lesson:module-key/lesson-key."
        )
        body.faults.append((line, words))
    address = str(link.attrs.get("href", ""))
    if address.startswith(LESSON_LINK):
        body.lesson_links.append(Mention(line, address.removeprefix(LESSON_LINK)))
    elif address.startswith(TERM_LINK):
        body.term_links.append(Mention(line, address.removeprefix(TERM_LINK)))


def _check_link_words(words: str, line: int, body: Body) -> None:
    told = " ".join(words.split())
    if not told:
        body.faults.append((line, "This link has no words."))
    elif told.lower().strip(".,!…> ") in _EMPTY_WORDS or _BARE_ADDRESS.fullmatch(told):
        message = f"Link words must say where the link leads; '{told}' does not."
        body.faults.append((line, message))


def _read_image(image: Token, line: int, body: Body) -> None:
    if not plain_text(image.children or ()).strip():
        words = "This image has no alternative text: write it between ![ and ]."
        body.faults.append((line, words))
    refused = image.meta.get("refused")
    if refused is None:
        body.images.append(Mention(line, str(image.attrs["src"])))
    else:
        words = (
            f"The image '{refused}' is refused: name a picture file that lies beside "
            "the lesson, such as map.svg."
        )
        body.faults.append((line, words))


def _raw_html(markup: str) -> str:
    shown = markup.strip().split("\n")[0][:40]
    return f"Raw HTML is not allowed: {shown}"


def _is_blank(inline: Token) -> bool:
    return not plain_text(inline.children or ()).strip()


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0
