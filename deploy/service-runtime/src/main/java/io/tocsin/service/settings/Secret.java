package io.tocsin.service.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A value that no log, page or message may show. Immutable and thread-safe. */
public final class Secret {

    /** No secret configured. */
    public static final Secret NONE = new Secret("");

    private static final String FILE_PREFIX = "file:";
    private static final String MASK = "****";

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** A secret of this very text. */
    public static Secret of(String value) {
        return value.isEmpty() ? NONE : new Secret(value);
    }

    /**
     * A secret as configured: its text, or {@code file:} and the path of a file whose text it is. One line end at the end
     * of the file does not belong to it.
     *
     * @throws IllegalArgumentException if the file cannot be read
     */
    static Secret read(String configured) {
        if (!configured.startsWith(FILE_PREFIX)) {
            return of(configured);
        }
        try {
            return of(Files.readString(Path.of(configured.substring(FILE_PREFIX.length())))
                    .stripTrailing());
        } catch (IOException e) {
            throw new IllegalArgumentException("unreadable", e);
        }
    }

    /** The secret itself; for the call that needs it and nothing else. */
    public String reveal() {
        return value;
    }

    /** Whether there is a secret at all. */
    public boolean isPresent() {
        return !value.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** A mask, or nothing when there is no secret. */
    @Override
    public String toString() {
        return isPresent() ? MASK : "";
    }
}
