package io.tocsin.processor.core.forecast;

import java.util.Objects;

/**
 * Nothing can be said about the future of a series yet.
 *
 * @param reason why, in words
 */
public record NoForecast(String reason) implements Outlook {
    public NoForecast {
        Objects.requireNonNull(reason, "reason");
    }
}
