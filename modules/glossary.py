"""The glossary of a Handbook folder: each word of the field, explained once."""

from collections.abc import Collection
from typing import Any

from modules.folder import Folder
from modules.module import Term
from modules.schemas import GlossarySchema
from modules.toml import TomlText, check_fields

GLOSSARY = "glossary.toml"


def read_glossary(
    folder: Folder, declared_sources: Collection[str] | None
) -> tuple[dict[str, Term], frozenset[str] | None]:
    """The terms that could be read, and the keys of all that the file declares.

    A Handbook may have no glossary. The keys are None where the file cannot be read,
    and ``declared_sources`` is None where the register of sources cannot.
    """
    if not (folder.path / GLOSSARY).exists():
        return {}, frozenset()
    read = folder.toml(folder.path / GLOSSARY)
    if read is None:
        return {}, None
    toml, data = read
    declared = _keys(data.get("terms"))
    for at, key in enumerate(declared):
        if key in declared[:at]:
            line = toml.line_of("terms", at, "key")
            folder.fault(GLOSSARY, line, f"The term '{key}' is explained twice.")
    loaded = check_fields(toml, GlossarySchema(), data, folder.faults)
    if loaded is None:
        return {}, frozenset(declared)
    terms = [
        Term(**{**row, "sources": tuple(row["sources"]), "see": tuple(row["see"])})
        for row in loaded["terms"]
    ]
    for at, term in enumerate(terms):
        _check_names(folder, toml, at, term, declared, declared_sources)
    return {term.key: term for term in terms}, frozenset(declared)


def _keys(rows: Any) -> list[str]:
    listed = rows if isinstance(rows, list) else []
    keys = [row.get("key") if isinstance(row, dict) else None for row in listed]
    return [key for key in keys if isinstance(key, str)]


def _check_names(
    folder: Folder,
    toml: TomlText,
    at: int,
    term: Term,
    declared: Collection[str],
    declared_sources: Collection[str] | None,
) -> None:
    for key in term.see:
        if key not in declared:
            line = toml.line_of("terms", at, "see")
            folder.fault(GLOSSARY, line, f"There is no term '{key}'.")
    for key in term.sources:
        if declared_sources is not None and key not in declared_sources:
            line = toml.line_of("terms", at, "sources")
            folder.fault(GLOSSARY, line, f"There is no source '{key}' in sources.toml.")
