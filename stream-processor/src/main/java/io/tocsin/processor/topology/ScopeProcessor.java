package io.tocsin.processor.topology;

import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.scope.ScopeFold;
import io.tocsin.processor.core.scope.ScopePart;
import io.tocsin.processor.topology.decode.WireReader;
import io.tocsin.processor.topology.records.ScopeRecords;
import io.tocsin.processor.topology.state.CommitHookStore;
import io.tocsin.processor.topology.state.Progress;
import io.tocsin.schemas.ScopePartial;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.key.SourceKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node that merges what each partition knows of a scope into the health of the scope. Partials come at most once a
 * second per partition and scope, so each is written through. Key of a stored partial: scope, 0xFF, partition.
 */
final class ScopeProcessor implements Processor<byte[], byte[], byte[], byte[]>, CommitHookStore.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ScopeProcessor.class);
    private static final byte SEPARATOR = (byte) 0xFF;

    private final TopologyParameters parameters;
    private final TopologyServices services;

    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Bytes, byte[]> partials;
    private KeyValueStore<Bytes, byte[]> healths;
    private KeyValueStore<Bytes, byte[]> patterns;
    private WireReader<ScopePartial> reader;
    private Outbox outbox;
    private CommitPacer pacer;
    private final Map<String, ScopeFold> folds = new HashMap<>();
    private EnvironmentShelf environments;
    private ScopeConclusions conclusions;
    private long streamTime;
    private long offset;

    ScopeProcessor(TopologyParameters parameters, TopologyServices services) {
        this.parameters = parameters;
        this.services = services;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        partials = context.getStateStore(Stores.SCOPE_PARTIALS);
        healths = context.getStateStore(Stores.SCOPE_HEALTH);
        patterns = context.getStateStore(Stores.PATTERNS);
        reader = new WireReader<>(ScopePartial.getClassSchema(), services.registry(), services.patience());
        outbox = new Outbox(context, parameters.maxOutputBytes());
        pacer = new CommitPacer();
        environments = new EnvironmentShelf(
                EnvironmentSettings.defaults(),
                services.formats(),
                context.getStateStore(Stores.ENVIRONMENTS),
                context.getStateStore(Stores.PATTERNS));
        conclusions = new ScopeConclusions(services.formats(), outbox, () -> streamTime);
        streamTime = Progress.decode(healths.get(Progress.KEY)).streamTime();
        folds.clear();
        try (KeyValueIterator<Bytes, byte[]> stored = partials.all()) {
            while (stored.hasNext()) {
                KeyValue<Bytes, byte[]> entry = stored.next();
                byte[] key = entry.key.get();
                String scope = new String(key, 0, key.length - 1 - Integer.BYTES, StandardCharsets.UTF_8);
                int partition = ByteBuffer.wrap(key).getInt(key.length - Integer.BYTES);
                ScopePart part = ScopeRecords.part(
                        services.formats().scopePartial.codec().decode(entry.value));
                fold(scope).replace(partition, part);
                environments.restore(scope, partition, part);
            }
        }
        CommitHookStore hook = context.getStateStore(TopologyNames.SCOPE_COMMIT_HOOK);
        hook.attach(this);
        services.register().enterScopes(context.taskId().partition());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        streamTime = Math.max(streamTime, record.timestamp());
        offset = from.offset();
        try {
            merge(record);
            outbox.forward(streamTime);
        } catch (PoisonException e) {
            bury(record, from, e);
        } catch (StreamsException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Merging {}-{}@{} failed", from.topic(), from.partition(), from.offset(), e);
            bury(
                    record,
                    from,
                    new PoisonException(
                            DeadLetterReason.PROCESSING_FAILED,
                            "merging failed: " + e.getClass().getName(),
                            e));
        }
        pacer.changed();
        if (pacer.due(context.currentSystemTimeMs(), 0)) {
            context.commit();
        }
    }

    @Override
    public void beforeCommit() {
        if (pacer.pending()) {
            String topic = parameters.topics().scopePartials.shortName();
            environments.write(streamTime);
            byte[] progress = new Progress(streamTime, Map.of(topic, offset)).encode();
            patterns.put(Progress.KEY, progress);
            healths.put(Progress.KEY, progress);
            pacer.committed(context.currentSystemTimeMs(), 0, 0);
        }
    }

    @Override
    public void discard() {
        folds.clear();
        environments.clear();
        services.register().leaveScopes(context.taskId().partition());
    }

    @Override
    public void close() {
        if (context != null) {
            services.register().leaveScopes(context.taskId().partition());
        }
    }

    private void merge(Record<byte[], byte[]> record) {
        ScopePartial partial = reader.read(record.value());
        String scope = SourceKey.scope(partial.getTenant(), partial.getEnvironment());
        byte[] key = scope.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(key, record.key())) {
            throw new PoisonException(DeadLetterReason.KEY_MISMATCH, "the partial is of another scope than its key");
        }
        ScopeFold fold = fold(scope);
        ScopePart part = ScopeRecords.part(partial);
        fold.replace(partial.getPartition(), part);
        environments.merge(scope, partial.getPartition(), part, streamTime, conclusions);
        byte[] health = services.formats().scopeHealth.forStore(ScopeRecords.health(fold.summary()));
        partials.put(
                Bytes.wrap(ByteBuffer.allocate(key.length + 1 + Integer.BYTES)
                        .put(key)
                        .put(SEPARATOR)
                        .putInt(partial.getPartition())
                        .array()),
                services.formats().scopePartial.forStore(partial));
        healths.put(Bytes.wrap(key), health);
        outbox.add(
                TopologyNames.ENVIRONMENT_HEALTH_SINK,
                key,
                services.formats().scopeHealth.forTopic(health));
    }

    private ScopeFold fold(String scope) {
        return folds.computeIfAbsent(scope, unknown -> new ScopeFold());
    }

    private void bury(Record<byte[], byte[]> record, RecordMetadata from, PoisonException why) {
        outbox.clear();
        LOG.warn(
                "Record {}-{}@{} goes to the dead letters: {} ({})",
                from.topic(),
                from.partition(),
                from.offset(),
                why.reason(),
                why.getMessage());
        context.forward(
                new Record<>(
                        record.key(),
                        record.value(),
                        streamTime,
                        DeadLetterHeaders.of(
                                record.headers(),
                                from.topic(),
                                from.partition(),
                                from.offset(),
                                record.timestamp(),
                                why)),
                TopologyNames.SCOPE_DEAD_LETTERS_SINK);
    }
}
