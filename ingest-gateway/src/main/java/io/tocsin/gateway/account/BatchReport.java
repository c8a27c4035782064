package io.tocsin.gateway.account;

import io.tocsin.service.http.FieldError;
import java.util.List;

/**
 * What is told of one received batch.
 *
 * @param endpoint where it came in
 * @param receivedAt epoch milliseconds
 * @param client address of the client
 * @param status status of the answer
 * @param accepted items that are on Kafka
 * @param rejected items that were refused for good
 * @param failed items that Kafka did not acknowledge
 * @param bytes size of the body, decompressed
 * @param nanos time until the answer
 * @param sources names of the first few sources
 * @param moreSources whether there were others
 * @param detail what went wrong; empty when nothing did
 * @param errors the first few wrong fields
 */
public record BatchReport(
        Endpoint endpoint,
        long receivedAt,
        String client,
        int status,
        long accepted,
        long rejected,
        long failed,
        long bytes,
        long nanos,
        List<String> sources,
        boolean moreSources,
        String detail,
        List<FieldError> errors) {}
