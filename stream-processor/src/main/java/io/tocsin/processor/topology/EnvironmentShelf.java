package io.tocsin.processor.topology;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.environment.EnvironmentConclusions;
import io.tocsin.processor.core.environment.EnvironmentFold;
import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.scope.ScopePart;
import io.tocsin.processor.topology.records.PatternRecords;
import io.tocsin.schemas.key.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private final Map<String, EnvironmentFold> folds = new TreeMap<>();
    private final TreeSet<String> dirty = new TreeSet<>();
    private final ByteWriter writer = new ByteWriter(4096);

    EnvironmentShelf(
            EnvironmentSettings settings,
            OutputFormats formats,
            KeyValueStore<Bytes, byte[]> states,
            KeyValueStore<Bytes, byte[]> patterns) {
        this.settings = settings;
        this.formats = formats;
        this.states = states;
        this.patterns = patterns;
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
            fold.replace(partition, part);
            if (fold.step(Math.max(part.at(), streamTime), out)) {
                dirty.add(scope);
            }
        }
    }

    /** Writes the environments that were looked at since the last call. */
    void write(long streamTime) {
        for (String scope : dirty) {
            EnvironmentFold fold = folds.get(scope);
            Bytes key = Bytes.wrap(scope.getBytes(StandardCharsets.UTF_8));
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
        return folds.computeIfAbsent(scope, unknown -> load(scope, tenant, environment));
    }

    private EnvironmentFold load(String scope, String tenant, String environment) {
        byte[] stored = states.get(Bytes.wrap(scope.getBytes(StandardCharsets.UTF_8)));
        if (stored != null) {
            try {
                ByteReader reader = new ByteReader().reset(stored);
                EnvironmentFold fold = EnvironmentFold.readFrom(reader, tenant, environment, settings);
                reader.requireEnd();
                return fold;
            } catch (CorruptStateException e) {
                LOG.error("What was known of {} cannot be read and is learned anew", scope, e);
            }
        }
        return new EnvironmentFold(tenant, environment, settings);
    }

    private static boolean isEnvironment(ScopePart part) {
        return !part.environment().equals(SourceKey.ALL_ENVIRONMENTS);
    }
}
