# One image for web server, worker and clock; compose.yaml says which does what.
# Not built by the tests: they run where no container engine is.

FROM node:24-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim-bookworm
# What OpenCV and MediaPipe load; the same list as clinic/bootstrap/machine.py.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libgl1 libglib2.0-0 libxcb1 libegl1 libgles2 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 repwise
WORKDIR /app
ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    XDG_CACHE_HOME=/app/cache \
    REPWISE_STATE_DIR=/app/state

# Packages first: they change less often than the code.
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
RUN mkdir clinic recognition \
    && touch clinic/__init__.py recognition/__init__.py \
    && pip install -c constraints.txt -e .

COPY manage.py ./
COPY recognition recognition
COPY clinic clinic
COPY templates templates
COPY static static
COPY --from=front-end /app/node_modules node_modules
RUN pybabel compile -d clinic/locale -D django

# The pose networks belong to the image: a worker must not download at run time.
RUN mkdir cache state \
    && python -c "from recognition import assets; assets.pose_networks(); assets.pose_task()" \
    && chown -R repwise:repwise cache state
USER repwise
VOLUME /app/state
EXPOSE 8000
CMD ["gunicorn", "clinic.config.wsgi:application", \
     "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--timeout", "120", \
     "--no-control-socket"]
