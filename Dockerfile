# The production image, and the one that shows the blog. `docker compose build` makes both.
#
# Images are named by tag here, since a digest is known only to the registry. To pin one, put what
#   docker buildx imagetools inspect docker.io/library/python:3.11.14-slim-bookworm --format '{{.Manifest.Digest}}'
# prints into .env: CHORUS_PYTHON_IMAGE=docker.io/library/python@sha256:… (CHORUS_DEBIAN_IMAGE likewise).
ARG PYTHON_IMAGE=docker.io/library/python:3.11.14-slim-bookworm
ARG DEBIAN_IMAGE=docker.io/library/debian:bookworm-slim

# Everything of Python, hash by hash from the lock; wheels only, so that nothing is compiled or run while it installs.
FROM ${PYTHON_IMAGE} AS build
ARG UV_VERSION=0.13.9
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1
RUN python -m pip install --no-cache-dir "uv==${UV_VERSION}" && python -m venv --without-pip /opt/venv
WORKDIR /build
# requirements-llm.lock for channels that a language model writes for.
ARG LOCK=requirements.lock
COPY requirements.lock requirements-llm.lock ./
RUN uv pip install --python /opt/venv/bin/python --only-binary :all: --require-hashes -r "${LOCK}"
COPY pyproject.toml requirements.txt requirements-llm.txt README.md LICENSE ./
COPY src src
RUN uv pip install --python /opt/venv/bin/python --no-deps .

# What runs: no compiler, no pip, nobody's shell; nothing of it can be written by who runs it.
FROM ${PYTHON_IMAGE} AS airflow
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# Versions of Debian's packages are those of the day: a release keeps only the newest, so that a pin breaks the build.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends git openssh-client \
    && rm -rf /var/lib/apt/lists/* \
    && python -m pip uninstall --yes pip \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin chorus \
    && install -d -o chorus -g chorus -m 0750 /var/lib/dawn-chorus /var/lib/airflow /var/lib/airflow/logs
COPY --from=build /opt/venv /opt/venv
COPY dags /opt/dawn-chorus/dags
COPY include /opt/dawn-chorus/include
COPY plugins /opt/dawn-chorus/plugins
COPY sql /opt/dawn-chorus/sql
COPY deploy/start.py /opt/dawn-chorus/start.py
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    AIRFLOW_HOME=/var/lib/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/dawn-chorus/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/dawn-chorus/plugins \
    CHORUS_HOME=/var/lib/dawn-chorus \
    CHORUS_PROJECT=/opt/dawn-chorus \
    OMP_NUM_THREADS=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /var/lib/airflow
ENTRYPOINT ["python", "/opt/dawn-chorus/start.py"]
CMD ["airflow", "version"]
HEALTHCHECK NONE

# Shows the blog on a port of its own: builds what its branch has, again whenever that moves.
FROM ${DEBIAN_IMAGE} AS jekyll
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl git jekyll \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin chorus
COPY deploy/jekyll/show.sh /opt/show.sh
USER 10001:10001
ENTRYPOINT ["/bin/sh", "/opt/show.sh"]
HEALTHCHECK --interval=10s --start-period=60s CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:4000/"]
