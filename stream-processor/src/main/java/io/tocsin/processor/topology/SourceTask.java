package io.tocsin.processor.topology;

import io.tocsin.processor.core.dedup.EventIdWindow;
import io.tocsin.processor.core.dedup.IdHash;
import io.tocsin.processor.core.logs.LogSignal;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.InvalidInputException;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.scope.ScopeTotals;
import io.tocsin.processor.core.source.LogLine;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceFold;
import io.tocsin.processor.core.source.SourceStateCodec;
import io.tocsin.processor.topology.decode.EventDecoder;
import io.tocsin.processor.topology.decode.LogDecoder;
import io.tocsin.processor.topology.decode.NameCache;
import io.tocsin.processor.topology.decode.WireReader;
import io.tocsin.processor.topology.records.AlertRecords;
import io.tocsin.processor.topology.records.ScopeRecords;
import io.tocsin.processor.topology.state.AlertHistory;
import io.tocsin.processor.topology.state.AlertShelf;
import io.tocsin.processor.topology.state.EvaluationLog;
import io.tocsin.processor.topology.state.FindingLog;
import io.tocsin.processor.topology.state.LiveLogs;
import io.tocsin.processor.topology.state.LiveSources;
import io.tocsin.processor.topology.state.RememberedIds;
import io.tocsin.processor.topology.state.SourceEntry;
import io.tocsin.processor.topology.state.TaskProgress;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.MaintenanceCommand;
import io.tocsin.schemas.MaintenanceResult;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.key.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that one task of the source sub-topology keeps and does, between two of its starts: what a record of each
 * input leads to, what is due, what is written at a commit. Knows nothing of how records come and go. Not thread-safe.
 */
final class SourceTask {

    /**
     * Deadlines that are met at one record and at one tick. Each may load a source from disk, and no commit can come before
     * the record is done: without a bound a million sources that are due together outlast the transaction. So many
     * per record that what is due together is mostly done together, and at the time at which a replay does it.
     */
    private static final int DUE_PER_RECORD = 64;

    private static final int DUE_PER_TICK = 5_000;
    private static final int BOUND_PER_TICK = 5_000;
    private static final long SCOPE_INTERVAL_MS = 1_000;
    private static final long POSTPONED_MS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(SourceTask.class);

    private final int partition;
    private final OutputFormats formats;
    private final Outbox outbox;
    private final TaskProgress progress;
    private final LiveSources sources;
    private final RememberedIds ids;
    private final EvaluationLog evaluations;
    private final AlertShelf alerts;
    private final AlertHistory history;
    private final FindingLog findings;
    private final ScopeTotals scopes;
    private final SourceFold fold;
    private final Supplier<RuleCatalogue> rules;
    private RuleCatalogue inForce;
    private final SourceConclusions conclusions;

    private final EventDecoder events;
    private final LogDecoder logLines;
    private final LiveLogs logs;
    private final WireReader<AlertCommand> alertCommands;
    private final WireReader<MaintenanceCommand> maintenance;
    private final Observation observation = new Observation();
    private final LogLine logLine = new LogLine();
    private final List<LogSignal> signals = new ArrayList<>();
    private long scopesSentAt = Long.MIN_VALUE;

    SourceTask(
            int partition,
            SourceStores stores,
            Outbox outbox,
            TopologyParameters parameters,
            TopologyServices services) {
        this.partition = partition;
        this.formats = services.formats();
        this.outbox = outbox;
        NameCache names = new NameCache();
        progress = new TaskProgress(
                stores.progress(),
                SourceInput.shortNames(parameters.topics()),
                stores.queryable(),
                formats.maintenanceResult);
        sources = new LiveSources(
                stores.heads(),
                stores.buckets(),
                stores.models(),
                new SourceStateCodec(
                        parameters.fold().withRules(services.rules().get()), names::intern),
                parameters.liveBytes(),
                parameters.learnedBytes());
        ids = new RememberedIds(
                stores.eventIds(), new EventIdWindow(parameters.dedupWindowMs(), parameters.dedupEntries()));
        evaluations = new EvaluationLog(
                stores.evaluations(), stores.evaluationsByTime(), parameters.evaluations(), progress.evaluations());
        alerts = new AlertShelf(
                stores.alerts(),
                formats.alert.codec(),
                parameters.alertRetention().resolvedMs());
        history = new AlertHistory(stores.alertHistory(), parameters.alertRetention());
        scopes = progress.scopes().map(ScopeTotals::decode).orElseGet(ScopeTotals::new);
        rules = services.rules();
        inForce = rules.get();
        fold = new SourceFold(
                parameters.fold().withRules(inForce), services.register().beginTallies(partition));
        findings = new FindingLog(stores.findings(), parameters.findings());
        sources.onEviction(fold::release);
        conclusions = new SourceConclusions(formats, evaluations, alerts, history, findings, scopes, outbox);
        events = new EventDecoder(reader(Event.getClassSchema(), services), names);
        logs = new LiveLogs(stores.logTemplates(), stores.logLines(), parameters.logs(), parameters.logRetention());
        logLines = new LogDecoder(reader(LogRecord.getClassSchema(), services), names);
        alertCommands = reader(AlertCommand.getClassSchema(), services);
        maintenance = reader(MaintenanceCommand.getClassSchema(), services);
    }

    /**
     * Notes that the task takes a record, and returns the stream time with it. Rules that have changed are in force from
     * this record on.
     */
    long advance(SourceInput input, long offset, long timestamp) {
        RuleCatalogue latest = rules.get();
        if (latest != inForce) {
            inForce = latest;
            fold.use(latest);
            sources.use(latest);
        }
        return progress.advance(input.ordinal(), offset, timestamp);
    }

    void onEvent(byte[] key, byte[] value, long streamTime) {
        events.decode(requireKey(key), value, observation);
        long id = events.idHash(IdHash.hash(key, 0, key.length, 0));
        SourceEntry source = sources.findOrCreate(key, streamTime);
        if (ids.contains(id, streamTime)) {
            fold.onDuplicate(source.state(), streamTime);
            changed(source);
        } else {
            change(
                    source,
                    () -> fold.onObservation(source.state(), observation, streamTime, conclusions.about(source)));
            ids.add(id, streamTime);
        }
    }

    void onLogLine(byte[] key, byte[] value, long streamTime) {
        logLines.decode(requireKey(key), value, logLine);
        long id = logLines.idHash(IdHash.hash(key, 0, key.length, 0));
        SourceEntry source = sources.findOrCreate(key, streamTime);
        if (ids.contains(id, streamTime)) {
            fold.onDuplicate(source.state(), streamTime);
            changed(source);
        } else {
            change(source, () -> line(source, streamTime));
            ids.add(id, streamTime);
        }
    }

    private void line(SourceEntry source, long streamTime) {
        fold.requireValid(logLine);
        signals.clear();
        logs.line(source.key(), logLine, streamTime, signals);
        fold.onLogLine(source.state(), logLine, streamTime, conclusions.about(source));
        if (!signals.isEmpty()) {
            fold.onLogSignals(source.state(), signals, streamTime, conclusions.about(source));
        }
    }

    private void unusual(byte[] key, List<LogSignal> found, long streamTime) {
        SourceEntry source = sources.find(key);
        if (source != null) {
            change(source, () -> fold.onLogSignals(source.state(), found, streamTime, conclusions.about(source)));
        }
    }

    void onAlertCommand(byte[] value, long streamTime) {
        AlertCommand command = alertCommands.read(value);
        byte[] key;
        try {
            key = new SourceKey(command.getTenant(), command.getEnvironment(), command.getSource()).bytes();
        } catch (IllegalArgumentException e) {
            throw new PoisonException(DeadLetterReason.INVALID_VALUE, "the command names no possible source", e);
        }
        AlertNotice notice = AlertRecords.notice(command);
        if (notice != null) {
            SourceEntry known = sources.findOrCreate(key, streamTime);
            change(known, () -> fold.onNotice(known.state(), notice, streamTime, conclusions.about(known)));
            return;
        }
        AlertJoin join = AlertRecords.join(command);
        if (join != null) {
            SourceEntry known = sources.find(key);
            if (known != null) {
                change(known, () -> fold.onJoin(known.state(), join, streamTime, conclusions.about(known)));
            }
            return;
        }
        SourceEntry source =
                command.getAction() == AlertAction.TEST ? sources.findOrCreate(key, streamTime) : sources.find(key);
        if (source == null) {
            return;
        }
        change(
                source,
                () -> fold.onCommand(
                        source.state(), AlertRecords.order(command), streamTime, conclusions.about(source)));
    }

    void onMaintenance(byte[] value, long streamTime) {
        MaintenanceCommand command = maintenance.read(value);
        if (progress.isDone(command.getId())) {
            return;
        }
        if (command.getOlderThanMs() < 0) {
            throw new PoisonException(DeadLetterReason.INVALID_VALUE, "the age is negative");
        }
        long cutoff = streamTime - command.getOlderThanMs();
        long removed = command.getDryRun() ? evaluations.countUpTo(cutoff) : evaluations.removeUpTo(cutoff);
        long remaining = command.getDryRun() ? evaluations.size() - removed : evaluations.size();
        MaintenanceResult result = new MaintenanceResult(command.getId(), partition, removed, remaining, streamTime);
        progress.done(result, formats.maintenanceResult.encode(result));
    }

    /** Does what a beat of time is for beyond moving stream time on: old entries and alerts go. */
    void onTick(long streamTime) {
        bind(streamTime);
        due(streamTime, DUE_PER_TICK);
        logs.close(streamTime, (key, found) -> unusual(key, found, streamTime));
        logs.expire(streamTime);
        logs.forgetSilent(streamTime);
        evaluations.expire(streamTime);
        findings.expire(streamTime);
        history.expire(streamTime);
        alerts.expire(streamTime, fingerprint -> outbox.add(TopologyNames.ALERTS_SINK, fingerprint, null));
    }

    /** Does what stream time has made due at any source, some of it at a time. */
    void due(long streamTime) {
        due(streamTime, DUE_PER_RECORD);
    }

    /** Adds what changed of each scope to the outbox, at most once per scope and second of stream time. */
    void sendScopes(long streamTime) {
        if (scopesSentAt == Long.MIN_VALUE || streamTime - scopesSentAt >= SCOPE_INTERVAL_MS) {
            scopesSentAt = streamTime;
            scopes.drain(streamTime, part -> {
                byte[] stored = formats.scopePartial.forStore(ScopeRecords.partial(partition, part));
                byte[] key = SourceKey.scope(part.tenant(), part.environment()).getBytes(StandardCharsets.UTF_8);
                outbox.add(TopologyNames.SCOPE_PARTIALS_SINK, key, formats.scopePartial.forTopic(stored));
            });
        }
    }

    /** Returns whether an alert changed since the last call. */
    boolean takeAlertChanged() {
        return conclusions.takeAlertChanged();
    }

    /** Writes what is not in the stores yet; the progress last, so that it never claims more than there is. */
    void write() {
        ids.write();
        sources.writeDirty();
        logs.write();
        progress.write(evaluations.size(), scopes.encode());
    }

    int dirtyCount() {
        return sources.dirtyCount() + logs.dirtyCount();
    }

    void report(TaskStatus status) {
        status.load(sources.dirtyCount(), sources.liveBytes(), sources.residentCount());
    }

    /** Binds sources to rules that have changed, some at a time: those that get no record have no other occasion. */
    private void bind(long streamTime) {
        SourceEntry source = sources.nextUnbound();
        for (int left = BOUND_PER_TICK; source != null && left > 0; left--) {
            if (fold.rebind(source.state(), streamTime, conclusions.about(source))) {
                changed(source);
            } else {
                sources.rescheduled(source);
            }
            source = left == 1 ? null : sources.nextUnbound();
        }
    }

    private void due(long streamTime, int limit) {
        int left = limit;
        for (SourceEntry source = sources.due(streamTime); source != null && left > 0; left--) {
            try {
                fold.onTick(source.state(), streamTime, conclusions.about(source));
                changed(source);
            } catch (StreamsException e) {
                // Not the fold's: the stores or the transaction are gone, and the task with them.
                throw e;
            } catch (RuntimeException e) {
                // No record is to blame, and the next one would meet the same deadline again.
                LOG.error(
                        "What is due at {} failed and is put off",
                        source.state().id(),
                        e);
                sources.postpone(source, streamTime + POSTPONED_MS);
            }
            source = sources.due(streamTime);
        }
    }

    /** Lets the fold change a source; when it refuses, the source is as it was. */
    private void change(SourceEntry source, Runnable step) {
        try {
            step.run();
        } catch (InvalidInputException e) {
            sources.failed(source);
            throw new PoisonException(DeadLetterReason.INVALID_VALUE, e.getMessage(), e);
        } catch (RuntimeException e) {
            sources.failed(source);
            throw e;
        }
        changed(source);
    }

    private void changed(SourceEntry source) {
        scopes.update(source.state());
        sources.changed(source);
    }

    private static byte[] requireKey(byte[] key) {
        if (key == null) {
            throw new PoisonException(DeadLetterReason.NULL_KEY, "the record has no key");
        }
        return key;
    }

    private static <T extends SpecificRecord> WireReader<T> reader(Schema schema, TopologyServices services) {
        return new WireReader<>(schema, services.registry(), services.patience());
    }
}
