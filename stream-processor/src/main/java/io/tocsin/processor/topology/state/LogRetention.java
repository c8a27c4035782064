package io.tocsin.processor.topology.state;

/**
 * How much is kept of log lines and how long. Immutable.
 *
 * @param ageMs age at which lines go, milliseconds of stream time
 * @param silentMs how long a source may be silent before its templates go, milliseconds of stream time
 * @param liveBytes approximate size of what is in memory of one task, in bytes
 */
public record LogRetention(long ageMs, long silentMs, long liveBytes) {

    public LogRetention {
        if (ageMs < 1 || silentMs < 1 || liveBytes < 1) {
            throw new IllegalArgumentException("log lines for " + ageMs + " ms, templates for " + silentMs + " ms, "
                    + liveBytes + " bytes in memory");
        }
    }
}
