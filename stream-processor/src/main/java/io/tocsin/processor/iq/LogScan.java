package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.LogShelf;
import io.tocsin.processor.topology.state.Progress;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.key.SourceKey;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Walks over what is kept of the logs of some sources (KEYS) or all (ALL). Stateless. */
final class LogScan {

    private LogScan() {}

    /** Takes an entry. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Takes an entry of a source.
         *
         * @param key the whole key
         * @param tail bytes of the key behind the SourceKey and the separator
         */
        void entry(SourceKey source, byte[] key, int tail, byte[] value);
    }

    /** Gives every entry of the sources that a question is about. */
    static void each(ReadOnlyKeyValueStore<Bytes, byte[]> store, QueryRequest request, RowSink rows, Visitor visitor) {
        if (request.getKind() == QueryKind.PREFIX) {
            throw new IllegalArgumentException("logs are asked for by SourceKeys or by conditions only");
        }
        if (request.getKind() == QueryKind.KEYS) {
            for (String key : request.getKeys()) {
                Bytes prefix = LogShelf.prefix(key.getBytes(StandardCharsets.UTF_8));
                try (KeyValueIterator<Bytes, byte[]> entries = store.prefixScan(prefix, new BytesSerializer())) {
                    walk(entries, request, rows, visitor);
                }
            }
            return;
        }
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            walk(entries, request, rows, visitor);
        }
    }

    private static void walk(
            KeyValueIterator<Bytes, byte[]> entries, QueryRequest request, RowSink rows, Visitor visitor) {
        String environment = Conditions.text(request, Conditions.ENVIRONMENT);
        byte[] latest = null;
        SourceKey source = null;
        while (entries.hasNext()) {
            KeyValue<Bytes, byte[]> entry = entries.next();
            rows.look();
            byte[] key = entry.key.get();
            int length = Progress.isKey(key) ? -1 : LogShelf.sourceLength(key);
            if (length < 0) {
                continue;
            }
            if (latest == null || !sameSource(latest, key, length)) {
                latest = key;
                source = SourceKey.parse(new String(key, 0, length, StandardCharsets.UTF_8));
            }
            if (environment == null || environment.equals(source.environment())) {
                visitor.entry(source, key, key.length - length - 1, entry.value);
            }
        }
    }

    private static boolean sameSource(byte[] one, byte[] other, int length) {
        return LogShelf.sourceLength(one) == length && java.util.Arrays.equals(one, 0, length, other, 0, length);
    }
}
