package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.FindingKey;
import io.tocsin.schemas.Finding;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SingleObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What detectors found, latest begun first. A kind as a condition also means the kinds that begin with it and a dash:
 * {@code anomaly} those of single metrics and of several.
 */
final class FindingsView implements StoreView {

    private final SingleObject<Finding> format = SingleObject.of(Finding.class);

    @Override
    public String name() {
        return Stores.VIEW_FINDINGS;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(Stores.FINDINGS);
    }

    @Override
    public Set<String> filters() {
        return Set.of(
                Conditions.SOURCE,
                Conditions.ENVIRONMENT,
                Conditions.KIND,
                Conditions.STATE,
                Conditions.FROM,
                Conditions.TO);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        if (request.getKind() != QueryKind.ALL) {
            throw new IllegalArgumentException("findings are asked for by conditions only");
        }
        ReadOnlyKeyValueStore<Bytes, byte[]> findings = stores.store(Stores.FINDINGS, partition);
        String source = Conditions.text(request, Conditions.SOURCE);
        String environment = Conditions.text(request, Conditions.ENVIRONMENT);
        Set<String> kinds = Conditions.anyOf(request, Conditions.KIND);
        Set<String> states = Conditions.anyOf(request, Conditions.STATE);
        long oldest = Conditions.time(request, Conditions.FROM, Long.MIN_VALUE);
        long newest = Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
        String start = FindingKey.firstNotNewerThan(Math.max(0, newest));
        KeyScan.scan(findings, start, request.getAfter(), rows, (text, value) -> {
            FindingKey key = FindingKey.parse(text);
            if (key.since() < oldest) {
                return KeyScan.Verdict.ENDS;
            }
            return isOf(key, source, environment) && meets(value, kinds, states)
                    ? KeyScan.Verdict.MEETS
                    : KeyScan.Verdict.PASSES;
        });
    }

    private static boolean isOf(FindingKey key, String source, String environment) {
        if (source == null && environment == null) {
            return true;
        }
        SourceKey name = SourceKey.parse(key.source());
        return (source == null || source.equals(name.name()))
                && (environment == null || environment.equals(name.environment()));
    }

    private boolean meets(byte[] value, Set<String> kinds, Set<String> states) {
        if (kinds.isEmpty() && states.isEmpty()) {
            return true;
        }
        Finding finding = format.decode(value);
        return (states.isEmpty() || states.contains(finding.getState().name()))
                && (kinds.isEmpty() || isOfKind(finding.getKind().toUpperCase(Locale.ROOT), kinds));
    }

    private static boolean isOfKind(String kind, Set<String> wanted) {
        for (String each : wanted) {
            if (kind.equals(each) || kind.startsWith(each + '-')) {
                return true;
            }
        }
        return false;
    }
}
