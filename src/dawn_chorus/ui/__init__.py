"""The pages for operators and editors: server-rendered, read-only, mounted into Airflow by ``plugins/chorus_ui.py``."""
