package io.tocsin.processor.topology;

import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What one input record leads to, held back until all of it is known and encoded; then it is forwarded in order. Not
 * thread-safe.
 */
final class Outbox {

    private record Output(String sink, byte[] key, byte[] value) {}

    private final ProcessorContext<byte[], byte[]> context;
    private final int maxBytes;
    private final List<Output> outputs = new ArrayList<>();
    private String tooLarge;

    /**
     * Makes one.
     *
     * @param maxBytes size of key and value above which Kafka would refuse a record
     */
    Outbox(ProcessorContext<byte[], byte[]> context, int maxBytes) {
        this.context = context;
        this.maxBytes = maxBytes;
    }

    /** Adds an output; one that is too large is left out and noted. */
    void add(String sink, byte[] key, byte[] value) {
        int size = key.length + (value == null ? 0 : value.length);
        if (size > maxBytes) {
            tooLarge = size + " bytes for " + sink + ", at most " + maxBytes + " are possible";
        } else {
            outputs.add(new Output(sink, key, value));
        }
    }

    /** Forgets what was added. */
    void clear() {
        outputs.clear();
        tooLarge = null;
    }

    /**
     * Forwards what was added.
     *
     * @param timestamp stream time, which becomes the time of the outputs
     * @throws PoisonException behind the forwarding when an output was too large
     */
    void forward(long timestamp) {
        if (!outputs.isEmpty()) {
            for (Output output : outputs) {
                context.forward(new Record<>(output.key(), output.value(), timestamp), output.sink());
            }
            outputs.clear();
        }
        if (tooLarge != null) {
            String message = tooLarge;
            tooLarge = null;
            throw new PoisonException(DeadLetterReason.OUTPUT_TOO_LARGE, message);
        }
    }
}
