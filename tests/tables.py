"""What a table on a page says, row by row."""

from tests.html import parse_page, text_of


def rows_of(html: str, caption: str | None = None) -> dict[str, list[str]]:
    """The rows of the table of this caption, or of the first: name, and other cells."""
    for table in parse_page(html).iter("table"):
        if caption in (None, text_of(table.find("caption"))):
            return {
                text_of(row[0]): [text_of(cell) for cell in row[1:]]
                for row in table.iter("tr")
                if row[0].get("scope") == "row"
            }
    return {}
