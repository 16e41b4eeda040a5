"""Reading the files of one folder and gathering what is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from modules.errors import Fault
from modules.schemas import BAD_KEY, is_key
from modules.toml import TomlText, read_toml, split_front_matter

MODULE_FILE = "module.md"
WORKSHEETS = "worksheets"
# Folders that hold something else than a module.
_NO_MODULES = frozenset({"figures", WORKSHEETS})


@dataclass(slots=True)
class Folder:
    """A folder being read, and its faults so far."""

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def fault(self, file: str, line: int, message: str) -> None:
        """Note one fault and read on."""
        self.faults.append(Fault(file, line, message))

    def name(self, path: Path) -> str:
        """How faults name a file: relative to the folder."""
        return path.relative_to(self.path).as_posix()

    def check_key(self, file: str, key: str) -> bool:
        """Whether a file's or folder's own name may serve as a key."""
        if is_key(key):
            return True
        self.fault(file, 1, f"'{key}' is not a key. {BAD_KEY}")
        return False

    def text(self, path: Path) -> str | None:
        """The text of a file, whatever its line ends; None if it cannot be read."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            self.fault(self.name(path), 1, "The file is missing.")
            return None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.fault(self.name(path), line, "The file is not UTF-8 text.")
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def toml(self, path: Path) -> tuple[TomlText, dict[str, Any]] | None:
        """A TOML file and its data; None if it cannot be read."""
        text = self.text(path)
        if text is None:
            return None
        toml = TomlText(self.name(path), text, 1, 1)
        data = read_toml(toml, self.faults)
        return None if data is None else (toml, data)

    def front_matter(
        self, path: Path
    ) -> tuple[TomlText, dict[str, Any], str, int] | None:
        """A Markdown file's front matter, its data, the body and the body's line."""
        text = self.text(path)
        if text is None:
            return None
        parts = split_front_matter(self.name(path), text)
        if isinstance(parts, Fault):
            self.faults.append(parts)
            return None
        toml, body, body_line = parts
        data = read_toml(toml, self.faults)
        return None if data is None else (toml, data, body, body_line)

    def module_folders(self) -> list[Path]:
        """The folders that hold modules, by name."""
        return [
            path
            for path in sorted(self.path.iterdir())
            if path.is_dir()
            and path.name not in _NO_MODULES
            and path.name[0] not in "._"
        ]


def lesson_files(module_folder: Path) -> Iterator[Path]:
    """Every Markdown file of a module but ``module.md``, by name."""
    return (p for p in sorted(module_folder.glob("*.md")) if p.name != MODULE_FILE)
