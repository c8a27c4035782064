package io.tocsin.processor.backtest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.topology.decode.WireReader;
import io.tocsin.schemas.Evaluation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the recorded evaluations of events with what today's rules say of the same events. Filled first, then shown each
 * event; used by one thread, the counts may be read by any.
 */
final class ReEvaluation implements BiConsumer<Observation, SourceState> {

    private static final int MOST_EVALUATIONS = 100_000;
    private static final int MOST_CHANGES = 100;

    private final Map<String, String> recorded = new HashMap<>();
    private final List<ObjectNode> changes = new ArrayList<>();
    private int compared;
    private int changed;
    private int leftOut;

    /** Reads the evaluations of a stretch. */
    void read(BacktestSources sources, long from, long until) {
        WireReader<Evaluation> reader =
                new WireReader<>(Evaluation.getClassSchema(), sources.registry(), sources.patience());
        try (Consumer<byte[], byte[]> consumer = sources.consumers().get()) {
            for (int partition = 0; partition < sources.partitions(); partition++) {
                RecordedStretch stretch = new RecordedStretch(
                        consumer, List.of(sources.topics().evaluations.name()), partition, from, until);
                for (ConsumerRecord<byte[], byte[]> record = stretch.next(); record != null; record = stretch.next()) {
                    if (record.value() != null) {
                        take(reader.read(record.value()));
                    }
                }
            }
        }
    }

    private synchronized void take(Evaluation evaluation) {
        if (evaluation.getEventId() == null) {
            return;
        }
        if (recorded.size() >= MOST_EVALUATIONS) {
            leftOut++;
        } else {
            recorded.put(
                    key(evaluation.getEnvironment(), evaluation.getSource(), evaluation.getEventId()),
                    evaluation.getStatus().name());
        }
    }

    @Override
    public synchronized void accept(Observation event, SourceState source) {
        String id = event.id().string();
        String was = id == null
                ? null
                : recorded.remove(key(source.id().environment(), source.id().name(), id));
        if (was == null) {
            return;
        }
        compared++;
        String now = source.status().name();
        if (!was.equals(now)) {
            changed++;
            if (changes.size() < MOST_CHANGES) {
                changes.add(JsonNodeFactory.instance
                        .objectNode()
                        .put("environment", source.id().environment())
                        .put("source", source.id().name())
                        .put("event_id", id)
                        .put("was", was)
                        .put("would_be", now));
            }
        }
    }

    synchronized ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("re_evaluated", compared);
        json.put("changed", changed);
        json.put("evaluations_left_out", leftOut);
        var list = json.putArray("changes");
        changes.forEach(list::add);
        return json;
    }

    private static String key(String environment, String source, String event) {
        return environment + '\n' + source + '\n' + event;
    }
}
