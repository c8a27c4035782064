package io.tocsin.processor.topology;

import io.tocsin.processor.core.scope.ScopeFold;
import io.tocsin.processor.core.scope.ScopePart;
import io.tocsin.processor.topology.decode.WireReader;
import io.tocsin.processor.topology.records.IncidentRecords;
import io.tocsin.processor.topology.records.ScopeRecords;
import io.tocsin.processor.topology.state.CommitHookStore;
import io.tocsin.processor.topology.state.IncidentLog;
import io.tocsin.processor.topology.state.Progress;
import io.tocsin.schemas.IncidentCommand;
import io.tocsin.schemas.ScopePartial;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.key.SourceKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node that merges what each partition knows of a scope into the health of the scope, and folds environments: their
 * patterns and incidents, and what people ask of incidents. Partials come at most once a
 * second per partition and scope, so each is written through. Key of a stored partial: scope, 0xFF, partition.
 */
final class ScopeProcessor implements Processor<byte[], byte[], byte[], byte[]>, CommitHookStore.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ScopeProcessor.class);
    /** How often it is looked whether a commit is due when no record comes: somebody may wait for what an order did. */
    private static final Duration COMMIT_CHECK = Duration.ofMillis(25);

    private static final byte SEPARATOR = (byte) 0xFF;

    private final TopologyParameters parameters;
    private final TopologyServices services;

    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Bytes, byte[]> partials;
    private KeyValueStore<Bytes, byte[]> healths;
    private KeyValueStore<Bytes, byte[]> patterns;
    private KeyValueStore<Bytes, byte[]> incidentStore;
    private IncidentLog incidents;
    private WireReader<ScopePartial> reader;
    private WireReader<IncidentCommand> commands;
    private Cancellable commitCheck;
    private Outbox outbox;
    private CommitPacer pacer;
    private final Map<String, ScopeFold> folds = new HashMap<>();
    private EnvironmentShelf environments;
    private ScopeConclusions conclusions;
    private long streamTime;
    private final Map<String, Long> offsets = new TreeMap<>();

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
        incidentStore = context.getStateStore(Stores.INCIDENTS);
        commands = new WireReader<>(IncidentCommand.getClassSchema(), services.registry(), services.patience());
        reader = new WireReader<>(ScopePartial.getClassSchema(), services.registry(), services.patience());
        outbox = new Outbox(context, parameters.maxOutputBytes());
        pacer = new CommitPacer();
        incidents = new IncidentLog(incidentStore, services.formats().incident.codec(), parameters.incidents());
        environments = new EnvironmentShelf(
                parameters.environments(),
                services.formats(),
                context.getStateStore(Stores.ENVIRONMENTS),
                context.getStateStore(Stores.PATTERNS),
                incidents,
                services.correlation());
        conclusions = new ScopeConclusions(services.formats(), incidents, outbox, () -> streamTime);
        Progress progress = Progress.decode(healths.get(Progress.KEY));
        streamTime = progress.streamTime();
        offsets.clear();
        offsets.putAll(progress.offsets());
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
        commitCheck = context.schedule(COMMIT_CHECK, PunctuationType.WALL_CLOCK_TIME, now -> commitWhenDue());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        streamTime = Math.max(streamTime, record.timestamp());
        boolean order = from.topic().equals(parameters.topics().incidentCommands.name());
        offsets.put(
                order
                        ? parameters.topics().incidentCommands.shortName()
                        : parameters.topics().scopePartials.shortName(),
                from.offset());
        try {
            if (order) {
                order(record);
            } else {
                merge(record);
            }
            incidents.expire(
                    streamTime,
                    id -> outbox.add(TopologyNames.INCIDENTS_SINK, id.getBytes(StandardCharsets.UTF_8), null));
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
        if (order) {
            pacer.urgent();
        }
        pacer.changed();
        commitWhenDue();
    }

    private void commitWhenDue() {
        if (pacer.due(context.currentSystemTimeMs(), 0)) {
            context.commit();
        }
    }

    @Override
    public void beforeCommit() {
        if (pacer.pending()) {
            environments.write(streamTime);
            byte[] progress = new Progress(streamTime, offsets).encode();
            incidentStore.put(Progress.KEY, progress);
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
        if (commitCheck != null) {
            commitCheck.cancel();
        }
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
        if (partial.getAlerts().hasRemaining()) {
            // They have been taken; a partial that is restored must not tell them again.
            partial.put("alerts", ByteBuffer.allocate(0));
        }
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

    private void order(Record<byte[], byte[]> record) {
        IncidentCommand command = commands.read(record.value());
        String tenant = command.getTenant();
        String environment = command.getEnvironment();
        if (tenant.isEmpty() || environment.isEmpty() || environment.equals(SourceKey.ALL_ENVIRONMENTS)) {
            throw new PoisonException(DeadLetterReason.INVALID_VALUE, "the command names no possible environment");
        }
        byte[] key = SourceKey.scope(tenant, environment).getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(key, record.key())) {
            throw new PoisonException(DeadLetterReason.KEY_MISMATCH, "the command is of another scope than its key");
        }
        environments.order(tenant, environment, IncidentRecords.order(command), streamTime, conclusions);
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
