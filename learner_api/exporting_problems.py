"""Refusals of files that were asked for, as HTTP tells them."""

from course import exporting_errors
from learner_api.problem import Problem

EXPORTING_PROBLEMS: dict[type[Exception], Problem] = {
    exporting_errors.NotSettled: Problem(
        409, "not-settled", "The moment is not settled yet"
    ),
    exporting_errors.PurposeNeeded: Problem(
        422, "purpose-needed", "Names need a purpose"
    ),
    exporting_errors.CohortNeeded: Problem(422, "cohort-needed", "Say of which cohort"),
    exporting_errors.UnknownFormat: Problem(
        422, "unknown-format", "There is no such format"
    ),
    exporting_errors.ExportNotReady: Problem(
        409, "export-not-ready", "The file is not there yet"
    ),
    exporting_errors.ExportGone: Problem(
        410, "export-gone", "The file is no longer kept"
    ),
    exporting_errors.ExportDiskFull: Problem(
        503, "export-disk-full", "The disk has no room for the file"
    ),
    exporting_errors.ExportDiffers: Problem(
        503, "export-differs", "The disk did not keep the file"
    ),
    exporting_errors.NoReaders: Problem(422, "no-readers", "Nobody to send it to"),
    exporting_errors.UnknownReaders: Problem(
        422, "unknown-readers", "Not everybody works here"
    ),
}
