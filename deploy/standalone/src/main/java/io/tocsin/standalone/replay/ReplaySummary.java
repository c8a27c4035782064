package io.tocsin.standalone.replay;

/**
 * What a replay did. {@code events = accepted + rejected + unsent}, and every line that is neither blank nor a header is
 * an event or unreadable.
 *
 * @param events events made of lines
 * @param accepted events that the gateway took
 * @param rejected events that the gateway refused for good
 * @param unreadable lines that are no event
 * @param unsent events that were given up because nothing was taken for too long
 * @param retries requests that were repeated
 */
record ReplaySummary(long events, long accepted, long rejected, long unreadable, long unsent, long retries) {

    /** Whether every line was taken. */
    boolean complete() {
        return rejected == 0 && unreadable == 0 && unsent == 0;
    }
}
