# Builds Switchboard and leaves the program with the libraries it needs.
#
#     docker build --tag switchboard .
#     docker run --publish 8080:8080 --volume switchboard:/var/lib/switchboard switchboard
FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libjemalloc-dev libpq-dev libsqlite3-dev zlib1g-dev \
    && rm --recursive --force /var/lib/apt/lists/*
WORKDIR /source
# The foundations first: they are built again only when the list of them changes.
COPY Package.swift Package.resolved* ./
RUN swift package resolve
COPY . .
RUN swift build --configuration release --static-swift-stdlib --product switchboard \
    && install -D --strip "$(swift build --configuration release --static-swift-stdlib --show-bin-path)/switchboard" \
        /staging/switchboard

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libjemalloc2 libpq5 libsqlite3-0 libstdc++6 tzdata zlib1g \
    && rm --recursive --force /var/lib/apt/lists/* \
    && useradd --uid 10001 --home-dir /var/lib/switchboard --shell /usr/sbin/nologin switchboard \
    && install --directory --owner=switchboard --group=switchboard --mode=0700 /var/lib/switchboard
COPY --from=build /staging/switchboard /usr/local/bin/switchboard
USER 10001:10001
ENV SWITCHBOARD_DATA=/var/lib/switchboard \
    SWITCHBOARD_HTTP_HOST=0.0.0.0 \
    SWITCHBOARD_LOG_FORMAT=json
VOLUME /var/lib/switchboard
EXPOSE 8080
# Longer than shutdown.seconds, for requests under way to end.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SWITCHBOARD_HTTP_PORT:-8080} && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && grep --quiet '^HTTP/1.[01] 200' <&3"]
ENTRYPOINT ["switchboard"]
CMD ["serve"]
