package io.tocsin.gateway.decode;

/**
 * What a request may hold.
 *
 * @param items most items of a batch
 * @param logLines most lines of one log batch
 * @param metrics most numbers of one event
 * @param attributes most attributes, labels or metadata entries of one event, each counted by itself
 * @param text longest text in UTF-16 units
 * @param recordBytes largest record in bytes; Kafka's limit minus its own overhead
 */
public record DecodingLimits(int items, int logLines, int metrics, int attributes, int text, int recordBytes) {

    /** Longest id in UTF-16 units. */
    public static final int ID = 128;
    /** Longest name of a metric, attribute, label or type in UTF-16 units. */
    public static final int NAME = 512;
    /** Most elements of an array that become fields of their own. */
    public static final int ARRAY_ELEMENTS = 100;

    /** What holds unless something else is configured. */
    public static final DecodingLimits DEFAULT = new DecodingLimits(10_000, 1_000, 200, 200, 65_536, 900_000);

    public DecodingLimits {
        if (Math.min(Math.min(items, logLines), Math.min(metrics, attributes)) < 1 || text < 1 || recordBytes < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}
