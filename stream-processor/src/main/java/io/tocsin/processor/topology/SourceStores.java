package io.tocsin.processor.topology;

import io.tocsin.schemas.catalogue.Stores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of one task of the source sub-topology. */
record SourceStores(
        KeyValueStore<Bytes, byte[]> heads,
        KeyValueStore<Bytes, byte[]> buckets,
        KeyValueStore<Bytes, byte[]> models,
        KeyValueStore<Bytes, byte[]> eventIds,
        KeyValueStore<Bytes, byte[]> alerts,
        KeyValueStore<Bytes, byte[]> alertHistory,
        KeyValueStore<Bytes, byte[]> evaluations,
        KeyValueStore<Bytes, byte[]> evaluationsByTime,
        KeyValueStore<Bytes, byte[]> findings,
        KeyValueStore<Bytes, byte[]> logTemplates,
        KeyValueStore<Bytes, byte[]> logLines,
        KeyValueStore<Bytes, byte[]> progress) {

    static final List<String> NAMES = List.of(
            Stores.SOURCE_HEADS,
            Stores.SOURCE_BUCKETS,
            Stores.SOURCE_MODELS,
            Stores.EVENT_IDS,
            Stores.ALERTS,
            Stores.ALERT_HISTORY,
            Stores.EVALUATIONS,
            Stores.EVALUATIONS_BY_TIME,
            Stores.FINDINGS,
            Stores.LOG_TEMPLATES,
            Stores.LOG_LINES,
            Stores.TASK_PROGRESS);

    static SourceStores of(ProcessorContext<?, ?> context) {
        return new SourceStores(
                context.getStateStore(Stores.SOURCE_HEADS),
                context.getStateStore(Stores.SOURCE_BUCKETS),
                context.getStateStore(Stores.SOURCE_MODELS),
                context.getStateStore(Stores.EVENT_IDS),
                context.getStateStore(Stores.ALERTS),
                context.getStateStore(Stores.ALERT_HISTORY),
                context.getStateStore(Stores.EVALUATIONS),
                context.getStateStore(Stores.EVALUATIONS_BY_TIME),
                context.getStateStore(Stores.FINDINGS),
                context.getStateStore(Stores.LOG_TEMPLATES),
                context.getStateStore(Stores.LOG_LINES),
                context.getStateStore(Stores.TASK_PROGRESS));
    }

    /** Returns every store of the task by name, to be read by others. */
    static Map<String, ReadOnlyKeyValueStore<Bytes, byte[]>> byName(ProcessorContext<?, ?> context) {
        Map<String, ReadOnlyKeyValueStore<Bytes, byte[]>> stores = new HashMap<>();
        NAMES.forEach(name -> stores.put(name, context.getStateStore(name)));
        return stores;
    }

    /** Returns the stores that can be asked besides the progress itself. */
    List<KeyValueStore<Bytes, byte[]>> queryable() {
        return List.of(
                heads,
                buckets,
                models,
                alerts,
                alertHistory,
                evaluations,
                evaluationsByTime,
                findings,
                logTemplates,
                logLines);
    }
}
