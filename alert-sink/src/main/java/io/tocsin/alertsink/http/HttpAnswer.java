package io.tocsin.alertsink.http;

import java.util.Optional;

/**
 * An answer. Immutable.
 *
 * @param status status code
 * @param retryAfter the header {@code Retry-After}
 * @param contentType type of the body; empty when it has none
 * @param body first bytes of the body as text, at most 16 KiB
 */
public record HttpAnswer(int status, Optional<String> retryAfter, String contentType, String body) {}
