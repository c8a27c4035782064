package io.tocsin.processor.core.logs;

/**
 * Bounds of what is kept of the log lines of one source. Immutable.
 *
 * @param maxTemplates templates, at least 2
 * @param blocks blocks of recent lines, 1 to 4096; one holds {@value RecentLines#BLOCK_BYTES} bytes, about 50 lines
 * @param learningMs how long nothing counts as new after the first line: milliseconds of stream time, not negative
 */
public record LogSettings(int maxTemplates, int blocks, long learningMs) {

    /** Most blocks. */
    static final int MAX_BLOCKS = 4096;

    /** Settings where nothing else is said. */
    public static final LogSettings DEFAULT = new LogSettings(TemplateMiner.DEFAULT_MAX_TEMPLATES, 32, 600_000);

    public LogSettings {
        if (maxTemplates < 2 || blocks < 1 || blocks > MAX_BLOCKS || learningMs < 0) {
            throw new IllegalArgumentException(
                    maxTemplates + " templates, " + blocks + " blocks, learning for " + learningMs + " ms");
        }
    }
}
