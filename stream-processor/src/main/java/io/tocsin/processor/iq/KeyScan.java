package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.Progress;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Walks through a store whose keys are text, in their order, and hands over the entries that meet a question. Stateless. */
final class KeyScan {

    /** What a view says of an entry. */
    enum Verdict {
        /** It is part of the answer. */
        MEETS,
        /** It is none. */
        PASSES,
        /** Neither it nor any that follows is. */
        ENDS
    }

    /** Looks at entries for a view. */
    interface Look {

        /** Returns whether an entry meets the question. */
        Verdict at(String key, byte[] value);

        /** Returns what is shown of an entry that meets it. */
        default byte[] shown(byte[] value) {
            return value;
        }
    }

    private KeyScan() {}

    /**
     * Walks.
     *
     * @param start key from which on entries count
     * @param after cursor: the key of the last row that the caller has, or null
     */
    static void scan(ReadOnlyKeyValueStore<Bytes, byte[]> store, String start, String after, RowSink rows, Look look) {
        if (after != null) {
            rows.startsBehindCursor();
        }
        String from = after != null && after.compareTo(start) > 0 ? after : start;
        try (KeyValueIterator<Bytes, byte[]> entries =
                store.range(Bytes.wrap(from.getBytes(StandardCharsets.UTF_8)), null)) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                rows.look();
                String key = new String(entry.key.get(), StandardCharsets.UTF_8);
                if (Progress.isKey(entry.key.get()) || key.equals(after)) {
                    continue;
                }
                Verdict verdict = look.at(key, entry.value);
                if (verdict == Verdict.ENDS) {
                    return;
                }
                if (verdict == Verdict.MEETS) {
                    if (rows.wantsRow()) {
                        rows.add(key, look.shown(entry.value));
                    } else if (!rows.count()) {
                        return;
                    }
                }
            }
        }
    }
}
