package io.tocsin.gateway.http;

import io.micronaut.http.HttpRequest;
import io.tocsin.gateway.account.BatchReport;
import io.tocsin.gateway.account.Endpoint;
import io.tocsin.gateway.account.GatewayCounters;
import io.tocsin.gateway.account.IngestLog;
import io.tocsin.gateway.account.Rejection;
import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.gateway.decode.ItemResult;
import io.tocsin.gateway.publish.PublishOutcome.Cause;
import io.tocsin.service.http.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * One request from its head to its answer, and the account that is kept of it. Thread-safe, because a stream is read while
 * what it brought before is acknowledged.
 */
final class Exchange {

    private static final int ERRORS_TOLD = 10;

    private final Endpoint endpoint;
    private final String client;
    private final GatewayCounters counters;
    private final IngestLog log;
    private final long receivedAt;
    private final long started;
    private final List<FieldError> errors = new ArrayList<>(0);
    private List<String> sources = List.of();
    private boolean moreSources;
    private long received;
    private long accepted;
    private long rejected;
    private long failed;
    private long bytes;
    private String detail = "";

    /**
     * Starts.
     *
     * @param receivedAt epoch milliseconds
     * @param started the same by {@link System#nanoTime()}
     */
    Exchange(
            Endpoint endpoint,
            HttpRequest<?> request,
            GatewayCounters counters,
            IngestLog log,
            long receivedAt,
            long started) {
        this.endpoint = endpoint;
        this.client = request.getRemoteAddress().getAddress().getHostAddress();
        this.counters = counters;
        this.log = log;
        this.receivedAt = receivedAt;
        this.started = started;
        counters.request(endpoint);
    }

    /** Returns when it came: epoch milliseconds. */
    long receivedAt() {
        return receivedAt;
    }

    /** Returns the address of the client. */
    String client() {
        return client;
    }

    /** Notes a body that was decoded; the fate of its good items is open. */
    synchronized void decoded(DecodedBatch batch, long bodyBytes) {
        bytes += bodyBytes;
        sources = batch.sources().names();
        moreSources = batch.sources().more();
        received += batch.results().size();
        counters.received(endpoint, batch.results().size(), bodyBytes);
        int malformed = 0;
        int invalid = 0;
        for (ItemResult result : batch.results()) {
            if (result.outcome() == ItemResult.Outcome.MALFORMED) {
                malformed++;
            } else if (result.outcome() == ItemResult.Outcome.INVALID) {
                invalid++;
            }
        }
        counters.rejected(endpoint, Rejection.SYNTAX, malformed);
        counters.rejected(endpoint, Rejection.INVALID, invalid);
        rejected += malformed + invalid;
        if (rejected > 0 && errors.size() < ERRORS_TOLD) {
            errors.addAll(batch.errors(ERRORS_TOLD - errors.size()));
        }
    }

    /** Notes a body that could not be taken apart; it counts as one item. */
    synchronized void refused(Rejection reason, String why, List<FieldError> fields, long bodyBytes) {
        bytes += bodyBytes;
        received++;
        counters.received(endpoint, 1, bodyBytes);
        counters.rejected(endpoint, reason, 1);
        rejected++;
        detail = why;
        errors.addAll(fields.subList(0, Math.min(ERRORS_TOLD, fields.size())));
    }

    /** Notes items that Kafka acknowledged. */
    synchronized void accepted(long items) {
        counters.accepted(endpoint, items);
        accepted += items;
    }

    /** Notes items that are refused although they were good, because Kafka never takes them. */
    synchronized void refusedByKafka(long items, String why) {
        counters.rejected(endpoint, Rejection.TOO_LARGE, items);
        rejected += items;
        detail = why;
    }

    /** Notes items that Kafka did not acknowledge. */
    synchronized void failed(Cause cause, long items, String why) {
        counters.failed(endpoint, cause, items);
        failed += items;
        detail = why;
    }

    /** Notes that a defect of ours left the fate of everything open that was not settled before. */
    synchronized void defect(String why) {
        failed(Cause.DEFECT, received - accepted - rejected - failed, why);
    }

    /** Returns the number of items acknowledged so far. */
    synchronized long accepted() {
        return accepted;
    }

    /** Returns the number of items refused so far. */
    synchronized long rejected() {
        return rejected;
    }

    /** Returns the number of items so far that Kafka did not acknowledge. */
    synchronized long failed() {
        return failed;
    }

    /** Returns the first few wrong fields. */
    synchronized List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /**
     * Ends: the answer is known.
     *
     * @param now time by {@link System#nanoTime()}
     */
    synchronized void answered(int status, long now) {
        long nanos = now - started;
        counters.answered(endpoint, status, nanos);
        log.report(new BatchReport(
                endpoint,
                receivedAt,
                client,
                status,
                accepted,
                rejected,
                failed,
                bytes,
                nanos,
                sources,
                moreSources,
                detail,
                List.copyOf(errors)));
    }
}
