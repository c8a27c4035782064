package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.gateway.decode.RejectedBodyException.Reason;
import java.io.IOException;

/**
 * Decodes the bodies of requests, one method per protocol. A body that holds a wrong item is still decoded: the result says
 * of each item what became of it. Thread-safe.
 */
public final class RequestDecoder {

    private static final ItemDecoder EVENTS = new EventItems();
    private static final ItemDecoder HEARTBEATS = new FlatEventItems(EventTypes.HEARTBEAT);
    private static final ItemDecoder OPERATIONS = new FlatEventItems(EventTypes.OPERATION);
    private static final ItemDecoder METRICS = new FlatEventItems(EventTypes.METRIC);
    private static final ItemDecoder SNAPSHOTS = new HostSnapshotItems();

    private final DecodingLimits limits;
    private final EventIds ids;
    private final String tenant;

    /**
     * Makes a decoder.
     *
     * @param ids makes ids for items that bring none
     * @param tenant owner of all sources
     */
    public RequestDecoder(DecodingLimits limits, EventIds ids, String tenant) {
        this.limits = limits;
        this.ids = ids;
        this.tenant = tenant;
    }

    /** Decodes events in their general form: one, an array, or one per line. */
    public DecodedBatch events(byte[] body, BodyFormat format, long receivedAt) throws RejectedBodyException {
        return batch(body, format, EVENTS, limits.items(), receivedAt);
    }

    /** Decodes heartbeats: one, an array, or one per line. */
    public DecodedBatch heartbeats(byte[] body, BodyFormat format, long receivedAt) throws RejectedBodyException {
        return batch(body, format, HEARTBEATS, limits.items(), receivedAt);
    }

    /** Decodes ends of operations: one, an array, or one per line. */
    public DecodedBatch operations(byte[] body, BodyFormat format, long receivedAt) throws RejectedBodyException {
        return batch(body, format, OPERATIONS, limits.items(), receivedAt);
    }

    /** Decodes samples of typed metrics: one, an array, or one per line. */
    public DecodedBatch metrics(byte[] body, BodyFormat format, long receivedAt) throws RejectedBodyException {
        return batch(body, format, METRICS, limits.items(), receivedAt);
    }

    /** Decodes exactly one event in its general form. */
    public DecodedBatch event(byte[] body, long receivedAt) throws RejectedBodyException {
        return single(body, EVENTS, receivedAt);
    }

    /** Decodes the snapshot of a host. */
    public DecodedBatch hostSnapshot(byte[] body, long receivedAt) throws RejectedBodyException {
        return single(body, SNAPSHOTS, receivedAt);
    }

    /**
     * Decodes the registration of a service.
     *
     * @param environment environment that the request names, or null
     */
    public DecodedBatch registration(byte[] body, String environment, long receivedAt) throws RejectedBodyException {
        return single(body, new RegistrationItems(environment), receivedAt);
    }

    /**
     * Decodes one log line.
     *
     * @param service the service that the request is for
     * @param environment environment that the request names, or null
     */
    public DecodedBatch logLine(byte[] body, String service, String environment, long receivedAt)
            throws RejectedBodyException {
        return single(body, new LogLineItems(service, environment), receivedAt);
    }

    /**
     * Decodes a batch of log lines: an object that holds them, an array, or one per line.
     *
     * @param service the service that the request is for
     * @param environment environment that the request names, or null
     */
    public DecodedBatch logBatch(byte[] body, BodyFormat format, String service, String environment, long receivedAt)
            throws RejectedBodyException {
        if (format == BodyFormat.LINES || startsWithArray(body)) {
            return batch(body, format, new LogLineItems(service, environment), limits.logLines(), receivedAt);
        }
        BodyReader.requireUtf8(body);
        Decoding decoding = decoding(receivedAt);
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedBodyException(Reason.SYNTAX, "a JSON object with the field logs is expected");
            }
            new LogBatchReader(service, environment).read(parser, body, decoding);
            BodyReader.requireEnd(parser);
        } catch (IOException e) {
            throw new RejectedBodyException(Reason.SYNTAX, Json.reason(e, 1));
        }
        return decoding.result();
    }

    /**
     * Starts decoding a request that brings its log lines bit by bit.
     *
     * @param service the service that the request is for
     * @param environment environment that the request names, or null
     */
    public LogLineStream logLines(String service, String environment) {
        return new LogLineStream(new LogLineItems(service, environment), this::decoding);
    }

    private DecodedBatch batch(byte[] body, BodyFormat format, ItemDecoder items, int most, long receivedAt)
            throws RejectedBodyException {
        Decoding decoding = decoding(receivedAt);
        new BodyReader(most).read(body, format, items, decoding);
        return decoding.result();
    }

    private DecodedBatch single(byte[] body, ItemDecoder items, long receivedAt) throws RejectedBodyException {
        if (startsWithArray(body)) {
            throw new RejectedBodyException(Reason.SYNTAX, "one JSON object is expected, not an array");
        }
        return batch(body, BodyFormat.JSON, items, 1, receivedAt);
    }

    private Decoding decoding(long receivedAt) {
        return new Decoding(limits, ids, tenant, receivedAt);
    }

    private static boolean startsWithArray(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '[';
            }
        }
        return false;
    }
}
