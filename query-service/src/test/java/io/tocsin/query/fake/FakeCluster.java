package io.tocsin.query.fake;

import io.tocsin.query.view.View;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertHistoryEntry;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.Finding;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.LogLineView;
import io.tocsin.schemas.LogTemplateView;
import io.tocsin.schemas.MaintenanceResult;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryRow;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.SourceForecasts;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.key.KeyPartitioner;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.avro.specific.SpecificRecord;

/** What the processors of a cluster know together, by view and partition. Keys are ordered as their UTF-8 bytes are. */
public final class FakeCluster {

    public static final List<String> VIEWS = View.ALL.stream().map(View::name).toList();

    public final int partitions;
    public volatile Long streamTime = 1_700_000_000_000L;
    private final Map<String, NavigableMap<String, byte[]>> rows = new ConcurrentHashMap<>();

    public FakeCluster(int partitions) {
        this.partitions = partitions;
    }

    public void put(SourceView view) {
        String key = new SourceKey(
                        view.getStatus().getTenant(),
                        view.getStatus().getEnvironment(),
                        view.getStatus().getSource())
                .text();
        put(View.SOURCES.name(), partition(key), key, view, SourceView.class);
    }

    public void put(ScopeHealth scope) {
        String key = SourceKey.scope(scope.getTenant(), scope.getEnvironment());
        put(View.SCOPES.name(), partition(key), key, scope, ScopeHealth.class);
    }

    public void put(Alert alert) {
        String key = new SourceKey(alert.getTenant(), alert.getEnvironment(), alert.getSource()).text();
        put(View.ALERTS.name(), partition(key), alert.getFingerprint(), alert, Alert.class);
    }

    public void put(Evaluation evaluation) {
        String source =
                new SourceKey(evaluation.getTenant(), evaluation.getEnvironment(), evaluation.getSource()).text();
        String key = String.format("%016x", Long.MAX_VALUE - evaluation.getAt()) + evaluation.getId() + source;
        put(View.EVALUATIONS.name(), partition(source), key, evaluation, Evaluation.class);
    }

    public void put(Finding finding) {
        String source = new SourceKey(finding.getTenant(), finding.getEnvironment(), finding.getSource()).text();
        String key = String.format("%016x", Long.MAX_VALUE - finding.getSince()) + finding.getId() + source;
        put(View.FINDINGS.name(), partition(source), key, finding, Finding.class);
    }

    public void put(AlertHistoryEntry step) {
        String source = new SourceKey(step.getTenant(), step.getEnvironment(), step.getSource()).text();
        String key = String.format("%016x", Long.MAX_VALUE - step.getAt()) + step.getFingerprint() + step.getId();
        put(View.ALERT_HISTORY.name(), partition(source), key, step, AlertHistoryEntry.class);
    }

    public void put(Incident incident) {
        String scope = SourceKey.scope(incident.getTenant(), incident.getEnvironment());
        String key = String.format("%016x", Long.MAX_VALUE - incident.getOpenedAt()) + incident.getId();
        put(View.INCIDENTS.name(), partition(scope), key, incident, Incident.class);
    }

    public Incident incident(String id) {
        for (int partition = 0; partition < partitions; partition++) {
            for (Map.Entry<String, byte[]> row :
                    of(View.INCIDENTS.name(), partition).entrySet()) {
                if (row.getKey().endsWith(id)) {
                    return View.INCIDENTS
                            .read(FakeProcessor.row(partition, row))
                            .value();
                }
            }
        }
        throw new IllegalStateException("no " + id);
    }

    public void put(LogLineView line) {
        String source = new SourceKey(line.getTenant(), line.getEnvironment(), line.getSource()).text();
        String key = String.format("%016x", Long.MAX_VALUE - line.getObservedAt()) + line.getId() + source;
        put(View.LOG_LINES.name(), partition(source), key, line, LogLineView.class);
    }

    public void put(LogTemplateView template) {
        String source = new SourceKey(template.getTenant(), template.getEnvironment(), template.getSource()).text();
        String key = String.format("%016x", Long.MAX_VALUE - template.getLines()) + template.getId() + source;
        put(View.LOG_TEMPLATES.name(), partition(source), key, template, LogTemplateView.class);
    }

    public void put(SourceKey source, SourceForecasts forecasts) {
        put(View.FORECASTS.name(), partition(source.text()), source.text(), forecasts, SourceForecasts.class);
    }

    public void put(MaintenanceResult result) {
        put(View.MAINTENANCE.name(), result.getPartition(), result.getId(), result, MaintenanceResult.class);
    }

    public int partition(String key) {
        return KeyPartitioner.partition(key.getBytes(StandardCharsets.UTF_8), partitions);
    }

    /** Returns the value of a key, whichever partition has it. */
    <T extends SpecificRecord> T read(View<T> view, String key) {
        for (int partition = 0; partition < partitions; partition++) {
            byte[] value = of(view.name(), partition).get(key);
            if (value != null) {
                return view.read(FakeProcessor.row(partition, Map.entry(key, value)))
                        .value();
            }
        }
        throw new IllegalStateException("no " + key);
    }

    List<QueryRow> find(QueryRequest request, int partition) {
        NavigableMap<String, byte[]> all = FakeProcessor.behind(of(request.getStore(), partition), request.getAfter());
        List<QueryRow> found = new ArrayList<>();
        if (request.getKind() == QueryKind.KEYS
                && (request.getStore().startsWith("log-") || request.getStore().equals(View.INCIDENTS.name()))) {
            // Keys of log views are those of sources, and those of incidents their ids: not those of rows.
            all.entrySet().stream()
                    .filter(row -> request.getKeys().stream().anyMatch(row.getKey()::endsWith))
                    .filter(row -> FakeFilter.meets(request, row.getValue()))
                    .forEach(row -> found.add(FakeProcessor.row(partition, row)));
        } else if (request.getKind() == QueryKind.KEYS) {
            for (String key : request.getKeys()) {
                byte[] value = all.get(key);
                if (value != null) {
                    found.add(FakeProcessor.row(partition, Map.entry(key, value)));
                }
            }
            return found;
        }
        for (Map.Entry<String, byte[]> entry : all.entrySet()) {
            boolean wanted = request.getKind() == QueryKind.ALL
                    || entry.getKey().startsWith(request.getKeys().get(0));
            if (wanted && FakeFilter.meets(request, entry.getValue())) {
                found.add(FakeProcessor.row(partition, entry));
                if (found.size() > request.getLimit()) {
                    return found;
                }
            }
        }
        return found;
    }

    long total(QueryRequest request, int partition) {
        return of(request.getStore(), partition).values().stream()
                .filter(value -> FakeFilter.meets(request, value))
                .count();
    }

    private <T extends SpecificRecord> void put(String view, int partition, String key, T value, Class<T> type) {
        of(view, partition).put(key, SingleObject.of(type).encode(value));
    }

    private NavigableMap<String, byte[]> of(String view, int partition) {
        return rows.computeIfAbsent(
                view + '/' + partition,
                any -> new ConcurrentSkipListMap<>((left, right) -> Arrays.compareUnsigned(
                        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8))));
    }
}
