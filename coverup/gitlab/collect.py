"""Downloading the reports that the jobs of a pipeline left as artifacts."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from coverup.errors import InvalidReportError, NoReportError, OutputError
from coverup.gitlab.answers import PATHS_NOT_REPORTS
from coverup.gitlab.archive import Archive
from coverup.gitlab.client import GitLab
from coverup.gitlab.names import escapes, is_odd, literal, slug, wanted_by
from coverup.gitlab.records import Job
from coverup.gitlab.session import Target
from coverup.pipeline.listener import Listener
from coverup.pipeline.wording import counted, shown_size

MAX_SIZE: Final = 1_000_000_000
"""Bytes of an archive, and of the reports of a job together."""
_LARGE: Final = 5_000_000
"""Bytes from which on an archive is not downloaded for a few of its files."""
_FEW: Final = 20


@dataclass(frozen=True, slots=True)
class Collected:
    """The reports of one job.

    Attributes:
        job: Whose they are; None if only its name is known.
        label: The job's name.
        folder: Where they are.
        files: Each of them; the paths below `folder` are those of the archive.
    """

    job: Job | None
    label: str
    folder: Path
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """Downloads reports.

    Attributes:
        gitlab: Where from.
        out: The folder that gets one folder for each job.
        tell: Who is told.
        globs: Which files are meant; empty for those that are named like reports.
        limit: The most bytes of an archive, and of the reports of a job.
    """

    gitlab: GitLab
    out: Path
    tell: Listener
    globs: Sequence[str] = ()
    limit: int = MAX_SIZE

    def collect(self, jobs: Iterable[Job]) -> Iterator[Collected]:
        """Yield each job that has reports, after they are downloaded.

        Raises:
            CoverupError: An archive cannot be had, is damaged, or is not an honest one.
        """
        taken: set[str] = set()
        for job in jobs:
            if job.archive is None:
                self._tell_nothing(job)
                continue
            name = slug(job.label)
            folder = name if name.lower() not in taken else f"{name}-{job.id}"
            taken.add(folder.lower())
            with self._folder(folder) as place:
                files = self._of_job(job, place)
            yield from self._collected(job, job.label, place, files)

    def collect_of_ref(self, ref: str, names: Iterable[str]) -> Iterator[Collected]:
        """Yield jobs of the newest successful pipeline of a branch or tag, by their names.

        This lists no jobs, so that the token of a CI job is enough on any server.

        Raises:
            CoverupError: As in `collect`.
        """
        for name in names:
            with self._folder(slug(name)) as place:
                files = self._of_ref(ref, name, place)
            yield from self._collected(None, name, place, files)

    def _of_job(self, job: Job, place: Path) -> list[Path]:
        chosen = self._few(job)
        if chosen is None:
            with self._download() as packed:
                size = self.gitlab.archive(job.id, packed)
                self.tell.detail(f"{job.label}: archive of {shown_size(size)}")
                return self._unpacked(packed, job.label, place)
        return [self._one(path, place, partial(self.gitlab.file, job.id, path)) for path in chosen]

    def _of_ref(self, ref: str, name: str, place: Path) -> list[Path]:
        paths = literal(self.globs)
        if paths is None:
            with self._download() as packed:
                self.gitlab.archive_of_ref(ref, name, packed)
                return self._unpacked(packed, name, place)
        download = partial(self.gitlab.file_of_ref, ref, name)
        return [self._one(path, place, partial(download, path)) for path in paths]

    def _few(self, job: Job) -> list[str] | None:
        """Return what to download file by file: a few files of a large archive."""
        if (job.archive or 0) < _LARGE:
            return None
        paths = self.gitlab.tree(job.id)
        chosen = None if paths is None else [*filter(wanted_by(self.globs), dict.fromkeys(paths))]
        return chosen if chosen is not None and len(chosen) <= _FEW else None

    def _one(self, path: str, place: Path, download: Callable[[Target], int]) -> Path:
        if escapes(path) or is_odd(path):
            raise InvalidReportError(repr(path), "is an odd name for a report")
        target = place / PurePosixPath(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise InvalidReportError(repr(path), "has the place of another file") from None
        download(Target(target, self.limit))
        return target

    def _unpacked(self, packed: Target, label: str, place: Path) -> list[Path]:
        archive = Archive(packed.path, f"artifacts of {label}", self.limit)
        return archive.unpack(wanted_by(self.globs), place)

    @contextmanager
    def _download(self) -> Iterator[Target]:
        with TemporaryDirectory(prefix="coverup-") as folder:
            yield Target(Path(folder, "artifacts.zip"), self.limit)

    @contextmanager
    def _folder(self, name: str) -> Iterator[Path]:
        """Make the folder of a job, which goes again with all that is in it if anything fails."""
        place = self.out / name
        try:
            place.mkdir(parents=True)
        except FileExistsError:
            hint = f"remove it, or name another folder than {self.out} with --out"
            raise OutputError(f"{place} is there already", hint=hint) from None
        except OSError as error:
            raise OutputError(f"{place}: cannot be made: {error.strerror}") from error
        try:
            yield place
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise

    def _collected(
        self, job: Job | None, label: str, place: Path, files: list[Path]
    ) -> Iterator[Collected]:
        if not files:
            self.tell.info(f"{label}: no report among its artifacts")
            place.rmdir()
            return
        self.tell.info(f"{label}: {counted(len(files), 'file')}")
        yield Collected(job, label, place, tuple(sorted(files)))

    def _tell_nothing(self, job: Job) -> None:
        if any(kind in {"cobertura", "jacoco", "coverage_report"} for kind in job.reports):
            self.tell.warn(f"{job.label}: its coverage is no artifact; {PATHS_NOT_REPORTS}")
        else:
            self.tell.detail(f"{job.label}: no artifacts")


def no_reports(jobs: int) -> NoReportError:
    """Return the error about jobs of which none has a report."""
    hint = f"{PATHS_NOT_REPORTS}; or name the files with --path 'build/*.xml'"
    return NoReportError(f"no report is among the artifacts of {counted(jobs, 'job')}", hint=hint)
