package io.tocsin.processor.backtest;

import io.tocsin.processor.core.dedup.EventIdWindow;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.topology.decode.EventDecoder;
import io.tocsin.processor.topology.decode.LogDecoder;
import io.tocsin.processor.topology.decode.NameCache;
import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.processor.topology.decode.WireReader;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What a backtest reads with. Immutable.
 *
 * @param topics catalogue of topics
 * @param partitions partitions of the inputs
 * @param fold settings of the live fold, whatever their rules
 * @param dedupWindowMs how long an event id is remembered
 * @param dedupEntries ids that are remembered at most
 * @param registry finds writers' schemas
 * @param patience waits for the registry
 * @param consumers makes consumers that read committed records only
 * @param liveIsBehind tells whether the live fold has more to do than it can just now
 */
public record BacktestSources(
        Topics topics,
        int partitions,
        SourceFoldSettings fold,
        long dedupWindowMs,
        int dedupEntries,
        SchemaRegistryClient registry,
        RegistryPatience patience,
        Supplier<Consumer<byte[], byte[]>> consumers,
        BooleanSupplier liveIsBehind) {

    /** Ids that a backtest remembers at most: it must not take the memory of the live fold. */
    private static final int MOST_IDS = 200_000;

    EventDecoder events(NameCache names) {
        return new EventDecoder(new WireReader<>(Event.getClassSchema(), registry, patience), names);
    }

    LogDecoder logs(NameCache names) {
        return new LogDecoder(new WireReader<>(LogRecord.getClassSchema(), registry, patience), names);
    }

    EventIdWindow ids() {
        return new EventIdWindow(dedupWindowMs, Math.min(MOST_IDS, dedupEntries));
    }
}
