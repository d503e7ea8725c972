"""What the DAGs need of Airflow beyond wiring: parameters, the question for approval, notifiers, counters.

Installed beside ``dawn_chorus``, which never imports Airflow; nothing here knows how a post is made.
"""
