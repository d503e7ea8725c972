"""What a run read and made, as gauges beside Airflow's own metrics: by StatsD or OpenTelemetry, as Airflow is told.

Named ``dawn_chorus.<channel>.<count>``: records and rejected of ingest, tweets, topics, accounts, statements, dropped.
Where Airflow has no metrics these go nowhere. How long each stage takes Airflow says itself (``task.duration``).
"""

from airflow.sdk.observability.stats import Stats

from dawn_chorus import pipeline


def write_report(chorus_run_id: int) -> None:
    """Write a run's report, then tell the meter what became of its window."""
    pipeline.write_report(chorus_run_id)
    channel, counts = pipeline.counts(chorus_run_id)
    for name, count in counts.items():
        Stats.gauge(f"dawn_chorus.{channel}.{name}", count)
