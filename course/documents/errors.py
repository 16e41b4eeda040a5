"""What a document refuses to print."""


class UnprintableText(ValueError):
    """The text holds characters that the bundled fonts cannot draw."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        named = ", ".join(f"U+{ord(character):04X}" for character in characters)
        super().__init__(
            f"The certificate's fonts cannot draw these characters: {named}. "
            "Write the text in letters of a script that they hold."
        )
        self.characters = characters


class NoWording(LookupError):
    """The fixed words of a document are not written in this language yet."""

    def __init__(self, language: str) -> None:
        super().__init__(
            f"There is no wording of the document for the language '{language}'. "
            "Write one beside the en.toml of the template."
        )
        self.language = language


class NoTemplate(LookupError):
    """An award names a template that this installation does not have."""

    def __init__(self, template: str) -> None:
        super().__init__(
            f"There is no certificate template '{template}'. "
            "Templates that awards were given by are never removed."
        )
        self.template = template


class NoPicture(LookupError):
    """An award shows a picture whose bytes were not handed over, or not unchanged."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"The picture {digest} that the award shows is not among those kept."
        )
        self.digest = digest
