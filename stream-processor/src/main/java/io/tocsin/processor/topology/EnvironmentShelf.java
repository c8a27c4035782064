package io.tocsin.processor.topology;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.environment.EnvironmentConclusions;
import io.tocsin.processor.core.environment.EnvironmentFold;
import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.processor.core.incident.IncidentOrder;
import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.scope.ScopePart;
import io.tocsin.processor.topology.records.IncidentRecords;
import io.tocsin.processor.topology.records.PatternRecords;
import io.tocsin.processor.topology.state.IncidentLog;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.key.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The environments of one task of the scope sub-topology: live objects that are written when the task commits. */
final class EnvironmentShelf {

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentShelf.class);

    private final EnvironmentSettings settings;
    private final OutputFormats formats;
    private final KeyValueStore<Bytes, byte[]> states;
    private final KeyValueStore<Bytes, byte[]> patterns;
    private final IncidentLog incidents;
    private final Supplier<List<CorrelationRule>> correlation;
    private final Map<String, EnvironmentFold> folds = new TreeMap<>();
    private final TreeSet<String> dirty = new TreeSet<>();
    private final ByteWriter writer = new ByteWriter(4096);

    EnvironmentShelf(
            EnvironmentSettings settings,
            OutputFormats formats,
            KeyValueStore<Bytes, byte[]> states,
            KeyValueStore<Bytes, byte[]> patterns,
            IncidentLog incidents,
            Supplier<List<CorrelationRule>> correlation) {
        this.settings = settings;
        this.formats = formats;
        this.states = states;
        this.patterns = patterns;
        this.incidents = incidents;
        this.correlation = correlation;
    }

    /** Takes a partial that has been merged before, when the task starts. */
    void restore(String scope, int partition, ScopePart part) {
        if (isEnvironment(part)) {
            fold(scope, part.tenant(), part.environment()).replace(partition, part);
        }
    }

    /** Takes a partial and looks at its environment. */
    void merge(String scope, int partition, ScopePart part, long streamTime, EnvironmentConclusions out) {
        if (isEnvironment(part)) {
            EnvironmentFold fold = fold(scope, part.tenant(), part.environment());
            long now = Math.max(part.at(), streamTime);
            fold.replace(partition, part);
            part.alerts().forEach(alert -> fold.alert(alert, now, out));
            if (fold.step(now, out) || !part.alerts().isEmpty()) {
                dirty.add(scope);
            }
        }
    }

    /** Carries out what a person asks of an incident of an environment. */
    void order(String tenant, String environment, IncidentOrder order, long streamTime, EnvironmentConclusions out) {
        String scope = SourceKey.scope(tenant, environment);
        fold(scope, tenant, environment).order(order, streamTime, out);
        dirty.add(scope);
    }

    /** Writes the environments that were looked at since the last call. */
    void write(long streamTime) {
        for (String scope : dirty) {
            EnvironmentFold fold = folds.get(scope);
            Bytes key = Bytes.wrap(scope.getBytes(StandardCharsets.UTF_8));
            fold.unsavedIncidents(incident ->
                    incidents.put(incident.id(), formats.incident.forStore(IncidentRecords.incident(incident))));
            writer.clear();
            fold.writeTo(writer);
            states.put(key, writer.toBytes());
            patterns.put(
                    key,
                    formats.environmentPatterns.encode(
                            PatternRecords.patterns(fold.tenant(), fold.environment(), streamTime, fold)));
        }
        dirty.clear();
    }

    void clear() {
        folds.clear();
        dirty.clear();
    }

    private EnvironmentFold fold(String scope, String tenant, String environment) {
        EnvironmentFold fold = folds.computeIfAbsent(scope, unknown -> load(scope, tenant, environment));
        fold.use(correlation.get());
        return fold;
    }

    private EnvironmentFold load(String scope, String tenant, String environment) {
        byte[] stored = states.get(Bytes.wrap(scope.getBytes(StandardCharsets.UTF_8)));
        if (stored != null) {
            try {
                ByteReader reader = new ByteReader().reset(stored);
                EnvironmentFold fold = EnvironmentFold.readFrom(reader, tenant, environment, settings, this::archived);
                reader.requireEnd();
                return fold;
            } catch (CorruptStateException e) {
                LOG.error("What was known of {} cannot be read and is learned anew", scope, e);
            }
        }
        return new EnvironmentFold(tenant, environment, settings, this::archived);
    }

    private IncidentView archived(String id) {
        Incident incident = incidents.find(id);
        return incident == null ? null : IncidentRecords.view(incident);
    }

    private static boolean isEnvironment(ScopePart part) {
        return !part.environment().equals(SourceKey.ALL_ENVIRONMENTS);
    }
}
