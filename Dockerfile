# syntax=docker/dockerfile:1
# Three stages: the front end with Node, the Python packages with uv, and a small image with neither.

FROM node:22-bookworm-slim AS frontend
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY frontend/ ./
RUN npm run build

FROM python:3.12-slim-bookworm AS packages
WORKDIR /src
COPY requirements/bootstrap.lock requirements/base.lock requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/bootstrap.lock
RUN python -m venv --without-pip /opt/probata \
    && uv pip sync --python /opt/probata/bin/python --require-hashes --compile-bytecode --no-cache requirements/base.lock

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --home-dir /app probata \
    && install -d -o probata -g probata -m 0750 /data
ENV PATH=/opt/probata/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PROBATA_ENV=production \
    BIND=0.0.0.0 \
    DATA_DIR=/data \
    STATIC_DIR=/app/static
COPY --from=packages /opt/probata /opt/probata
WORKDIR /app
COPY manage.py ./
COPY config/ config/
COPY projects/ projects/
COPY sources/ sources/
COPY annotator/ annotator/
COPY reviews/ reviews/
COPY exchange/ exchange/
COPY templates/ templates/
COPY --from=frontend /src/frontend/dist frontend/dist
# Style sheets and scripts get their hashed names here; the key signs nothing and is not kept.
RUN SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q config projects sources annotator reviews exchange
USER probata
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=40s CMD ["python", "-m", "config.runtime.probe", "web"]
CMD ["python", "-m", "config.runtime.serve"]
