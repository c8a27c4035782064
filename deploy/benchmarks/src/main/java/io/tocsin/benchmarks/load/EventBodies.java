package io.tocsin.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Bodies of ordinary events with four metrics, the same for the same seed. Values stay below every built-in limit, so
 * that a measurement is of the ordinary case. Not thread-safe.
 */
public final class EventBodies {

    private final SplittableRandom random;
    private final int sources;
    private long next;

    /**
     * Makes a generator.
     *
     * @param seed start of the random numbers
     * @param sources number of sources that take turns
     */
    public EventBodies(long seed, int sources) {
        this.random = new SplittableRandom(seed);
        this.sources = sources;
    }

    /** Returns the next event as JSON text. */
    public String next() {
        long n = next++;
        return String.format(
                Locale.ROOT,
                "{\"source\":\"bench-%d\",\"event_type\":\"api_response\",\"data\":{\"response_time\":%.2f,\"cpu_usage\":%.2f,"
                        + "\"memory_usage\":%.2f,\"queue_depth\":%d,\"status_code\":\"200\",\"output\":\"success\"}}",
                n % sources,
                50 + 200 * random.nextDouble(),
                20 + 40 * random.nextDouble(),
                30 + 30 * random.nextDouble(),
                random.nextInt(100));
    }

    /** Returns the next events as NDJSON. */
    public byte[] batch(int size) {
        StringBuilder lines = new StringBuilder(size * 200);
        for (int i = 0; i < size; i++) {
            lines.append(next()).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
