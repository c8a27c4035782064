package io.tocsin.standalone.replay;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to replay, as what, and how fast. Immutable.
 *
 * @param file the file; gzip when its name ends in {@code .gz}
 * @param source source of the events; the file's name without its last extension when empty (events name their own)
 * @param environment environment of the events; the gateway's default, or what events name, when empty
 * @param metric metric that a table of values is about
 * @param speed how many seconds of the file pass in one second, above 0; empty: as fast as it goes
 * @param url address of the gateway
 * @param zone zone of times that name none
 * @param patience how long to go on when nothing is taken
 */
record ReplayOptions(
        Path file,
        Optional<String> source,
        Optional<String> environment,
        String metric,
        OptionalDouble speed,
        URI url,
        ZoneId zone,
        Duration patience) {

    ReplayOptions {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(speed, "speed");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(patience, "patience");
    }

    /** Last part of the file's path. */
    String fileName() {
        return file.getFileName().toString();
    }

    /** Source of lines that name none. */
    String sourceOfLines() {
        return source.orElseGet(() -> {
            String name = fileName().endsWith(".gz")
                    ? fileName().substring(0, fileName().length() - 3)
                    : fileName();
            int dot = name.lastIndexOf('.');
            return dot > 0 ? name.substring(0, dot) : name;
        });
    }
}
