package io.tocsin.processor.iq;

import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.core.source.SourceStateCodec;
import io.tocsin.processor.core.source.SourceViews;
import io.tocsin.processor.topology.records.SourceViewRecords;
import io.tocsin.processor.topology.state.Progress;
import io.tocsin.processor.topology.state.SourceBuckets;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** All that is known of sources. */
final class SourcesView implements StoreView {

    private static final String WINDOWS = "windows";
    private static final String HISTORY = "history";
    private static final BytesSerializer SERIALIZER = new BytesSerializer();

    private final SingleObject<SourceView> format = SingleObject.of(SourceView.class);
    private final ThreadLocal<SourceStateCodec> codecs;
    private final ThreadLocal<SourceViews> views = ThreadLocal.withInitial(SourceViews::new);

    private final Supplier<RuleCatalogue> rules;

    SourcesView(SourceFoldSettings settings, Supplier<RuleCatalogue> rules) {
        this.rules = rules;
        codecs = ThreadLocal.withInitial(() -> new SourceStateCodec(settings, name -> name));
    }

    @Override
    public String name() {
        return Stores.VIEW_SOURCES;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return request.getDetail().isEmpty()
                ? List.of(Stores.SOURCE_HEADS)
                : List.of(Stores.SOURCE_HEADS, Stores.SOURCE_BUCKETS);
    }

    @Override
    public Set<String> filters() {
        return Set.of(Conditions.STATUS, Conditions.NAME_PART, Conditions.ENVIRONMENT, Conditions.SOURCE);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        ReadOnlyKeyValueStore<Bytes, byte[]> heads = stores.store(Stores.SOURCE_HEADS, partition);
        Search search = new Search(stores, partition, request, streamTime, rows);
        switch (request.getKind()) {
            case KEYS -> {
                for (String key : request.getKeys()) {
                    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                    byte[] head = heads.get(Bytes.wrap(bytes));
                    if (head != null) {
                        search.take(bytes, head);
                    }
                }
            }
            case PREFIX -> {
                byte[] prefix = request.getKeys().get(0).getBytes(StandardCharsets.UTF_8);
                try (KeyValueIterator<Bytes, byte[]> found = heads.prefixScan(Bytes.wrap(prefix), SERIALIZER)) {
                    search.scan(found);
                }
            }
            case ALL -> {
                Bytes from = request.getAfter() == null
                        ? null
                        : Bytes.wrap(request.getAfter().getBytes(StandardCharsets.UTF_8));
                try (KeyValueIterator<Bytes, byte[]> found = heads.range(from, null)) {
                    search.scan(found);
                }
            }
            default -> throw new IllegalArgumentException("no questions of the kind " + request.getKind());
        }
    }

    /** One question to one partition. */
    private final class Search {

        private final ReadOnlyKeyValueStore<Bytes, byte[]> buckets;
        private final long streamTime;
        private final RowSink rows;
        private final byte[] after;
        private final SourceViews.Detail detail;
        private final Set<String> statuses;
        private final String namePart;
        private final String environment;
        private final String source;

        Search(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
            buckets = stores.store(Stores.SOURCE_BUCKETS, partition);
            this.streamTime = streamTime;
            this.rows = rows;
            after = request.getAfter() == null ? null : request.getAfter().getBytes(StandardCharsets.UTF_8);
            if (after != null) {
                rows.startsBehindCursor();
            }
            detail = request.getDetail().contains(HISTORY)
                    ? SourceViews.Detail.HISTORY
                    : request.getDetail().contains(WINDOWS) ? SourceViews.Detail.WINDOWS : SourceViews.Detail.SUMMARY;
            statuses = Conditions.anyOf(request, Conditions.STATUS);
            String part = Conditions.text(request, Conditions.NAME_PART);
            namePart = part == null ? null : part.toLowerCase(Locale.ROOT);
            environment = Conditions.text(request, Conditions.ENVIRONMENT);
            source = Conditions.text(request, Conditions.SOURCE);
        }

        void scan(KeyValueIterator<Bytes, byte[]> found) {
            while (found.hasNext()) {
                KeyValue<Bytes, byte[]> entry = found.next();
                byte[] key = entry.key.get();
                rows.look();
                if (Progress.isKey(key) || after != null && Arrays.compareUnsigned(key, after) <= 0) {
                    continue;
                }
                if (!take(key, entry.value)) {
                    return;
                }
            }
        }

        /** Takes an entry when it meets the conditions; false when no more are wanted. */
        boolean take(byte[] bytes, byte[] head) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            SourceKey key = SourceKey.parse(text);
            if (!meetsByKey(key)) {
                return true;
            }
            if (!rows.wantsRow() && statuses.isEmpty()) {
                return rows.count();
            }
            codecs.get().use(rules.get());
            SourceState state = codecs.get().decode(key.tenant(), key.environment(), key.name(), head);
            if (!statuses.isEmpty() && !statuses.contains(state.status().name())) {
                return true;
            }
            if (!rows.wantsRow()) {
                return rows.count();
            }
            rows.add(
                    text,
                    format.encode(SourceViewRecords.view(
                            views.get().view(state, new SourceBuckets(buckets, bytes), streamTime, detail))));
            return true;
        }

        private boolean meetsByKey(SourceKey key) {
            return (environment == null || environment.equals(key.environment()))
                    && (source == null || source.equals(key.name()))
                    && (namePart == null || key.name().toLowerCase(Locale.ROOT).contains(namePart));
        }
    }
}
