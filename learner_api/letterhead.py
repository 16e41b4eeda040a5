"""The letterhead of an installation, from its settings."""

from config.settings import Settings, SettingsError
from course.documents import missing_glyphs
from course.letterhead import Letterhead, Partner, Signatory


def letterhead_of(settings: Settings) -> Letterhead:
    """Who signs and whose logos are shown, or ``SettingsError`` for what none can draw.

    Found at the start: otherwise the first learner who completes would find it.
    """
    signed = (
        ("", settings.signatory_image),
        ("2_", settings.signatory_2_image),
        ("3_", settings.signatory_3_image),
    )
    names = [f"signatory_{which}name" for which, _ in signed]
    titles = [f"signatory_{which}title" for which, _ in signed]
    _refuse_undrawable(settings, ("issuer_name", *names, *titles))
    return Letterhead(
        signatories=tuple(
            Signatory(getattr(settings, name), getattr(settings, title), image)
            for name, title, image in zip(
                names,
                titles,
                (picture.content if picture else None for _, picture in signed),
                strict=True,
            )
            if getattr(settings, name)
        ),
        issuer_logo=settings.issuer_logo.content if settings.issuer_logo else None,
        partners=tuple(
            Partner(name, logo.content) for name, logo in settings.partner_logos
        ),
    )


def _refuse_undrawable(settings: Settings, names: tuple[str, ...]) -> None:
    words = {name: getattr(settings, name) or "" for name in names}
    words["partner_logos"] = "".join(whose for whose, _ in settings.partner_logos)
    faults = tuple(
        f"COURSE_{name.upper()} holds characters that no font of the certificates "
        f"draws: {' '.join(missing)}."
        for name, text in words.items()
        if (missing := missing_glyphs(text))
    )
    if faults:
        raise SettingsError(faults)
