package io.tocsin.alertsink.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A secret that a channel needs: a text, the content of a file, or a variable of the environment. Files are read each
 * time, so that a secret can be exchanged without a restart. No method but {@link #reveal()} shows it. Immutable and
 * thread-safe.
 */
public final class Credential {

    /** No secret configured. */
    public static final Credential NONE = new Credential("", null);

    private static final String ENVIRONMENT = "env:";
    private static final long MAX_BYTES = 64 * 1024;

    private final String text;
    private final Path file;

    private Credential(String text, Path file) {
        this.text = text;
        this.file = file;
    }

    /** Returns a secret of this very text. */
    public static Credential of(String text) {
        return text.isEmpty() ? NONE : new Credential(text, null);
    }

    /**
     * Returns a secret as a configuration gives it: its text, or {@code env:} and the name of a variable.
     *
     * @throws IllegalArgumentException when the variable is not set; the message names it
     */
    public static Credential configured(String configured, UnaryOperator<String> environment) {
        if (!configured.startsWith(ENVIRONMENT)) {
            return of(configured);
        }
        String variable = configured.substring(ENVIRONMENT.length());
        String value = environment.apply(variable);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the environment has no variable " + variable);
        }
        return of(value);
    }

    /** Returns a secret that is the content of a file, without the white space around it. */
    public static Credential ofFile(Path file) {
        return new Credential("", Objects.requireNonNull(file));
    }

    /** Returns whether there is a secret at all; whether its file can be read shows when it is needed. */
    public boolean isPresent() {
        return file != null || !text.isEmpty();
    }

    /**
     * Returns the secret itself; for the call that needs it and nothing else.
     *
     * @throws UnreadableSecretException when its file cannot be read now
     */
    public String reveal() {
        if (file == null) {
            return text;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UnreadableSecretException("a file with a secret is too large", null);
            }
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UnreadableSecretException(
                    "a file with a secret cannot be read: "
                            + unreadable.getClass().getSimpleName(),
                    unreadable);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential credential
                && text.equals(credential.text)
                && Objects.equals(file, credential.file);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, file);
    }

    /** A mask, or nothing when there is no secret. */
    @Override
    public String toString() {
        return isPresent() ? "<secret>" : "";
    }
}
