package io.tocsin.standalone.logtext;

import io.tocsin.schemas.LogLevel;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One log line and what could be read out of it. Immutable.
 *
 * @param message the line as it stands, or its message field when it is a JSON object
 * @param level level found, {@link LogLevel#UNKNOWN} when there was none
 * @param at time found
 */
public record LogText(String message, LogLevel level, Optional<Instant> at) {

    public LogText {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(at, "at");
    }
}
