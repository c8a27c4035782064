package io.tocsin.processor.topology;

import io.tocsin.processor.topology.state.CommitHookStore;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node that folds records into sources: hands each record to the {@link SourceTask}, forwards what follows, sends what
 * cannot be processed to the dead letters, and asks for commits. Streams starts and closes it again and again with the
 * same stores; everything in memory is made anew from them.
 */
final class SourceProcessor implements Processor<byte[], byte[], byte[], byte[]>, CommitHookStore.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(SourceProcessor.class);

    /** How often it is looked whether a commit is due when no record comes. */
    private static final Duration COMMIT_CHECK = Duration.ofMillis(25);

    private final TopologyParameters parameters;
    private final TopologyServices services;
    private final Map<String, SourceInput> inputs;

    private ProcessorContext<byte[], byte[]> context;
    private Cancellable commitCheck;
    private CommitPacer pacer;
    private Outbox outbox;
    private TaskStatus status;
    private SourceTask task;

    SourceProcessor(TopologyParameters parameters, TopologyServices services) {
        this.parameters = parameters;
        this.services = services;
        inputs = SourceInput.byTopic(parameters.topics());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        int partition = context.taskId().partition();
        pacer = new CommitPacer();
        outbox = new Outbox(context, parameters.maxOutputBytes());
        task = new SourceTask(partition, SourceStores.of(context), outbox, parameters, services);
        CommitHookStore hook = context.getStateStore(TopologyNames.SOURCE_COMMIT_HOOK);
        hook.attach(this);
        status = services.register().enter(partition, SourceStores.byName(context));
        status.tickSeen(context.currentSystemTimeMs());
        commitCheck = context.schedule(COMMIT_CHECK, PunctuationType.WALL_CLOCK_TIME, now -> commitWhenDue());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        SourceInput input = inputs.get(from.topic());
        long streamTime = task.advance(input, from.offset(), record.timestamp());
        status.countProcessed(streamTime);
        try {
            task.due(streamTime);
            outbox.forward(streamTime);
            handle(input, record, streamTime);
            task.sendScopes(streamTime);
            outbox.forward(streamTime);
        } catch (PoisonException e) {
            bury(record, from, streamTime, e);
        } catch (StreamsException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Folding {}-{}@{} failed", from.topic(), from.partition(), from.offset(), e);
            bury(
                    record,
                    from,
                    streamTime,
                    new PoisonException(
                            DeadLetterReason.PROCESSING_FAILED,
                            "folding failed: " + e.getClass().getName(),
                            e));
        }
        pacer.changed();
        if (task.takeAlertChanged()) {
            pacer.urgent();
        }
        commitWhenDue();
    }

    @Override
    public void beforeCommit() {
        if (pacer.pending()) {
            int entries = task.dirtyCount();
            task.report(status);
            long start = services.nanoTime().getAsLong();
            task.write();
            pacer.committed(
                    context.currentSystemTimeMs(), entries, services.nanoTime().getAsLong() - start);
            status.countCommit();
        }
    }

    @Override
    public void discard() {
        if (status != null) {
            services.register().leave(status);
        }
        task = null;
    }

    @Override
    public void close() {
        if (commitCheck != null) {
            commitCheck.cancel();
        }
        if (status != null) {
            services.register().leave(status);
        }
    }

    private void handle(SourceInput input, Record<byte[], byte[]> record, long streamTime) {
        switch (input) {
            case EVENTS -> task.onEvent(record.key(), record.value(), streamTime);
            case LOGS -> task.onLogLine(record.key(), record.value(), streamTime);
            case TICKS -> {
                status.tickSeen(context.currentSystemTimeMs());
                task.onTick(streamTime);
                task.report(status);
            }
            case ALERT_COMMANDS -> task.onAlertCommand(record.value(), streamTime);
            case MAINTENANCE -> task.onMaintenance(record.value(), streamTime);
            default -> throw new IllegalStateException("no handling of " + input);
        }
    }

    /** Sends a record as it came to the dead letters, in the transaction that also takes it as processed. */
    private void bury(Record<byte[], byte[]> record, RecordMetadata from, long streamTime, PoisonException why) {
        outbox.clear();
        LOG.warn(
                "Record {}-{}@{} goes to the dead letters: {} ({})",
                from.topic(),
                from.partition(),
                from.offset(),
                why.reason(),
                why.getMessage());
        status.countDeadLetter(why.reason());
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
                TopologyNames.SOURCE_DEAD_LETTERS_SINK);
    }

    private void commitWhenDue() {
        if (pacer.due(context.currentSystemTimeMs(), task.dirtyCount())) {
            context.commit();
        }
    }
}
