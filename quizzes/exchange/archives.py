"""Zip files from strangers: nothing outside, nothing hidden, nothing that swells."""

import io
import posixpath
import stat
import zipfile
import zlib

from quizzes.exchange.errors import BankRefused
from quizzes.exchange.report import Remark, remark

SIGNATURE = b"PK\x03\x04"
MOST_FILES = 4_000
LARGEST_FILE = 8_000_000
LARGEST_IN_ALL = 64_000_000

# When a package was made says nothing about what is in it.
_ALWAYS = (2000, 1, 1, 0, 0, 0)


class Archive:
    """The files of a zip by their paths; each is unpacked when it is asked for."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise BankRefused(_damaged(error)) from None
        self._files: dict[str, zipfile.ZipInfo] = {}
        files = [each for each in self._zip.infolist() if not each.is_dir()]
        if len(files) > MOST_FILES:
            raise BankRefused(
                remark("The package holds more than %(most)d files.", most=MOST_FILES)
            )
        if sum(each.file_size for each in files) > LARGEST_IN_ALL:
            raise BankRefused(_swollen())
        for each in files:
            _refuse_unsafe(each)
            if each.filename in self._files:
                raise BankRefused(
                    remark("The package holds '%(name)s' twice.", name=each.filename)
                )
            self._files[each.filename] = each

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all files, in the order of the zip."""
        return tuple(self._files)

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def read(self, path: str) -> bytes:
        """The bytes of a file that is in the package, or ``BankRefused``."""
        info = self._files[path]
        try:
            with self._zip.open(info) as file:
                data = file.read(LARGEST_FILE + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise BankRefused(_damaged(error), 1, path) from None
        except (RuntimeError, NotImplementedError) as error:
            raise BankRefused(_damaged(error), 1, path) from None
        if len(data) > LARGEST_FILE:
            raise BankRefused(_swollen(), 1, path)
        return data


def beside(path: str, address: str) -> str:
    """The path that an address in a file leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))


def pack(files: dict[str, bytes]) -> bytes:
    """A zip of these files by their paths: the same files, the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path, _ALWAYS), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _refuse_unsafe(info: zipfile.ZipInfo) -> None:
    name = info.filename
    steps = name.split("/")
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    if name.startswith("/") or ".." in steps or "\\" in name or ":" in name or is_link:
        raise BankRefused(
            remark(
                "The package holds '%(name)s', which leads out of it.", name=name[:200]
            )
        )
    if info.flag_bits & 1:
        raise BankRefused(remark("The package is locked with a password."))
    if info.file_size > LARGEST_FILE:
        raise BankRefused(_swollen(), 1, name)


def _swollen() -> Remark:
    return remark(
        "Unpacked, it has more than %(megabytes)d MB, or %(each)d MB in one file.",
        megabytes=LARGEST_IN_ALL // 10**6,
        each=LARGEST_FILE // 10**6,
    )


def _damaged(error: Exception) -> Remark:
    said = str(error).rstrip(".") or type(error).__name__
    return remark("The package cannot be unpacked: %(said)s.", said=said)
