package io.tocsin.schemas.key;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Identity of a source: tenant, environment and name. Its text form {@code tenant/environment/name} is the key of every
 * record about the source and so decides the partition. In tenant and environment {@code %} and {@code /} are
 * percent-encoded; the name stands as it is, so every name round-trips. Immutable.
 *
 * @param tenant owner of the source, not empty
 * @param environment environment of the source, not empty and not {@code *}, which stands for a whole tenant
 * @param name name of the source, not empty, neither {@code .} nor {@code ..}
 */
public record SourceKey(String tenant, String environment, String name) {

    /** Environment that stands for all environments of a tenant. */
    public static final String ALL_ENVIRONMENTS = "*";

    /** Longest part in UTF-16 units. */
    public static final int MAX_PART_LENGTH = 512;

    public SourceKey {
        requirePart("tenant", tenant);
        requirePart("environment", environment);
        requirePart("name", name);
        if (environment.equals(ALL_ENVIRONMENTS)) {
            throw new IllegalArgumentException("environment must not be '*'");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("name must not be '" + name + "'");
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is no source key
     */
    public static SourceKey parse(String text) {
        int first = text.indexOf('/');
        int second = first < 0 ? -1 : text.indexOf('/', first + 1);
        if (second < 0) {
            throw new IllegalArgumentException("not of the form tenant/environment/name: '" + text + "'");
        }
        return new SourceKey(
                decode(text.substring(0, first)),
                decode(text.substring(first + 1, second)),
                text.substring(second + 1));
    }

    /** Returns the text form with a trailing slash behind the environment: the prefix of all its sources' keys. */
    public static String environmentPrefix(String tenant, String environment) {
        return encode(tenant) + '/' + encode(environment) + '/';
    }

    /** Returns the prefix of the keys of all sources of a tenant. */
    public static String tenantPrefix(String tenant) {
        return encode(tenant) + '/';
    }

    /** Returns the key of a scope: an environment, or {@link #ALL_ENVIRONMENTS} for the whole tenant. */
    public static String scope(String tenant, String environment) {
        return encode(tenant) + '/' + encode(environment);
    }

    /** Returns the text form. */
    public String text() {
        return environmentPrefix(tenant, environment) + name;
    }

    /** Returns the text form in UTF-8, as it is on Kafka. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text();
    }

    private static void requirePart(String what, String part) {
        Objects.requireNonNull(part, what);
        if (part.isEmpty() || part.length() > MAX_PART_LENGTH) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + MAX_PART_LENGTH + " characters, has " + part.length());
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (Character.isHighSurrogate(c)) {
                if (i + 1 == part.length() || !Character.isLowSurrogate(part.charAt(i + 1))) {
                    throw new IllegalArgumentException(what + " has an unpaired surrogate");
                }
                i++;
            } else if (Character.isLowSurrogate(c)) {
                throw new IllegalArgumentException(what + " has an unpaired surrogate");
            }
        }
    }

    private static String encode(String part) {
        if (part.indexOf('%') < 0 && part.indexOf('/') < 0) {
            return part;
        }
        return part.replace("%", "%25").replace("/", "%2F");
    }

    private static String decode(String part) {
        return part.indexOf('%') < 0 ? part : part.replace("%2F", "/").replace("%25", "%");
    }
}
