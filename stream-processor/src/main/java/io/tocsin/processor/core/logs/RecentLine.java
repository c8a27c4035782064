package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.model.Level;

/**
 * A log line as it is kept for a while. Immutable. Times are epoch milliseconds.
 *
 * @param number number of the line among those of its source, from 0 on
 * @param observedAt time in the line
 * @param arrivedAt stream time at which it came
 * @param level level that it was found to have
 * @param sent level that came with it; UNKNOWN when none did
 * @param templateId id of its template
 * @param message the message, cut at {@value RecentLines#MESSAGE_BYTES} bytes
 * @param logger logger, or empty
 * @param traceId trace that it belongs to, or empty
 */
public record RecentLine(
        long number,
        long observedAt,
        long arrivedAt,
        Level level,
        Level sent,
        long templateId,
        String message,
        String logger,
        String traceId) {}
