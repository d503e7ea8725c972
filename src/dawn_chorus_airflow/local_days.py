"""A run for every local day, at its end; a backfill means the days that somebody wrote, in whatever zone he writes.

Airflow hands a backfill's bounds over as moments. A form turns the day that was picked into midnight, or the last
moment, of the *browser's* zone, and sends that in UTC; Airflow's own timetable reads it as if UTC's clock were ours: in
Shanghai the last day is lost, in Los Angeles the first, and one too many comes at the end. So a bound is read as what
it was: the date whose midnight, somewhere between UTC-11 and UTC+12, it is.

A backfill begins with its newest day, whom its readers miss most. Airflow's form, REST API and command line turn round
what they get here where *Run backwards* is asked for: then the oldest day is first.
"""

import datetime as dt
from collections.abc import Iterable

from airflow.plugins_manager import AirflowPlugin
from airflow.timetables.base import DagRunInfo
from airflow.timetables.trigger import CronPartitionTimetable

HALF_A_DAY = dt.timedelta(hours=12)
DAY = dt.timedelta(days=1)
LAST_SECOND = 59  # of a minute: no midnight, but the last moment of a day
SECOND = dt.timedelta(seconds=1)


class LocalDays(CronPartitionTimetable):
    """Airflow's timetable of partitions by cron, with bounds of a backfill that are days, newest first."""

    def iter_partition_dagrun_infos(self, *, earliest: dt.datetime, latest: dt.datetime) -> Iterable[DagRunInfo]:
        """One run for each local day from that of ``latest`` back to that of ``earliest``, both included."""
        first, last = (_midnight(written_day(bound)) for bound in (earliest, latest))
        return reversed(list(super().iter_partition_dagrun_infos(earliest=first, latest=last)))


def written_day(bound: dt.datetime) -> dt.date:
    """The date that somebody wrote, of an aware moment that is its first or last one in some zone."""
    if bound.utcoffset():
        return bound.date()
    if bound.second == LAST_SECOND:
        return _nearest_midnight(bound + SECOND) - DAY
    return _nearest_midnight(bound)


def _nearest_midnight(moment: dt.datetime) -> dt.date:
    return (moment + HALF_A_DAY).date()


def _midnight(day: dt.date) -> dt.datetime:
    """A day as Airflow's timetable reads it: by the clock alone."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


class TimetablePlugin(AirflowPlugin):
    """Makes the timetable known to scheduler and API server; found by the package's entry point."""

    name = "dawn_chorus_timetables"
    timetables = [LocalDays]  # noqa: RUF012 - as Airflow has it
