package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.EvaluationKey;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The evaluation log, newest first. Asked for one source of one environment it goes by the index, otherwise through the
 * log in order of time.
 */
final class EvaluationsView implements StoreView {

    private static final BytesSerializer SERIALIZER = new BytesSerializer();

    private final SingleObject<Evaluation> format = SingleObject.of(Evaluation.class);

    @Override
    public String name() {
        return Stores.VIEW_EVALUATIONS;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(Stores.EVALUATIONS, Stores.EVALUATIONS_BY_TIME);
    }

    @Override
    public Set<String> filters() {
        return Set.of(Conditions.SOURCE, Conditions.ENVIRONMENT, Conditions.STATUS, Conditions.FROM, Conditions.TO);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        ReadOnlyKeyValueStore<Bytes, byte[]> log = stores.store(Stores.EVALUATIONS_BY_TIME, partition);
        if (request.getKind() == QueryKind.KEYS) {
            for (String key : request.getKeys()) {
                byte[] value = log.get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
                if (value != null) {
                    rows.add(key, value);
                }
            }
            return;
        }
        if (request.getKind() == QueryKind.PREFIX) {
            throw new IllegalArgumentException("evaluations are not asked for by a prefix");
        }
        String source = Conditions.text(request, Conditions.SOURCE);
        String environment = Conditions.text(request, Conditions.ENVIRONMENT);
        if (source != null && environment != null) {
            ofOneSource(stores.store(Stores.EVALUATIONS, partition), log, source, environment, request, rows);
        } else {
            ofAll(log, source, environment, request, rows);
        }
    }

    private void ofAll(
            ReadOnlyKeyValueStore<Bytes, byte[]> log,
            String source,
            String environment,
            QueryRequest request,
            RowSink rows) {
        long oldest = Conditions.time(request, Conditions.FROM, Long.MIN_VALUE);
        long newest = Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
        Set<String> statuses = Conditions.anyOf(request, Conditions.STATUS);
        String start = EvaluationKey.firstNotNewerThan(Math.max(0, newest));
        KeyScan.scan(log, start, request.getAfter(), rows, (text, value) -> {
            EvaluationKey key = EvaluationKey.parse(text);
            if (key.at() < oldest) {
                return KeyScan.Verdict.ENDS;
            }
            return isOf(key, source, environment) && hasStatus(value, statuses)
                    ? KeyScan.Verdict.MEETS
                    : KeyScan.Verdict.PASSES;
        });
    }

    private void ofOneSource(
            ReadOnlyKeyValueStore<Bytes, byte[]> index,
            ReadOnlyKeyValueStore<Bytes, byte[]> log,
            String source,
            String environment,
            QueryRequest request,
            RowSink rows) {
        long oldest = Conditions.time(request, Conditions.FROM, Long.MIN_VALUE);
        long newest = Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
        Set<String> statuses = Conditions.anyOf(request, Conditions.STATUS);
        EvaluationKey after = request.getAfter() == null ? null : EvaluationKey.parse(request.getAfter());
        if (after != null) {
            rows.startsBehindCursor();
        }
        byte[] name = new SourceKey(QueryEngine.TENANT, environment, source).bytes();
        try (KeyValueIterator<Bytes, byte[]> newestFirst =
                index.prefixScan(Bytes.wrap(EvaluationKey.sourcePrefix(name)), SERIALIZER)) {
            while (newestFirst.hasNext()) {
                KeyValue<Bytes, byte[]> entry = newestFirst.next();
                rows.look();
                byte[] indexKey = entry.key.get();
                EvaluationKey key = new EvaluationKey(
                        EvaluationKey.sourceOf(indexKey),
                        ByteBuffer.wrap(entry.value).getLong(),
                        EvaluationKey.numberOf(indexKey));
                if (key.at() < oldest) {
                    return;
                }
                if (key.at() > newest || after != null && key.text().compareTo(after.text()) <= 0) {
                    continue;
                }
                if (!rows.wantsRow() && statuses.isEmpty()) {
                    if (!rows.count()) {
                        return;
                    }
                    continue;
                }
                byte[] value = log.get(key.byTime());
                if (value != null && hasStatus(value, statuses)) {
                    if (rows.wantsRow()) {
                        rows.add(key.text(), value);
                    } else if (!rows.count()) {
                        return;
                    }
                }
            }
        }
    }

    private static boolean isOf(EvaluationKey key, String source, String environment) {
        if (source == null && environment == null) {
            return true;
        }
        SourceKey name = SourceKey.parse(key.source());
        return (source == null || source.equals(name.name()))
                && (environment == null || environment.equals(name.environment()));
    }

    private boolean hasStatus(byte[] value, Set<String> statuses) {
        return statuses.isEmpty()
                || statuses.contains(format.decode(value).getStatus().name());
    }
}
