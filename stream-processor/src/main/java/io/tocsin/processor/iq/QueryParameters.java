package io.tocsin.processor.iq;

/**
 * What the query endpoint is started with. Immutable.
 *
 * @param host address to listen on, and to announce
 * @param port port to listen on, 0 for any
 * @param threads queries that are answered at the same time
 * @param maxRows rows of one partition in one answer at most
 * @param secret what a caller must present, empty for nothing
 */
public record QueryParameters(String host, int port, int threads, int maxRows, String secret) {

    @Override
    public String toString() {
        return "QueryParameters[" + host + ":" + port + ", threads=" + threads + ", maxRows=" + maxRows + "]";
    }
}
