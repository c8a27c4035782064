package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.learned.LearnedStore;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.Reason;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.stats.InMemoryBuckets;
import io.tocsin.processor.core.view.SourceDetail;
import io.tocsin.processor.core.view.WindowSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One source under test: feeds the fold, moves time second by second as ticks do, and keeps what follows. */
final class FoldRig implements Conclusions {

    /** 2026-01-01T00:00:00Z: the start of a bucket of every level. */
    static final long START = 1_767_225_600_000L;

    final SourceFold fold;
    final SourceFoldSettings settings;
    final InMemoryBuckets buckets = new InMemoryBuckets();
    private final KeptParts learned = new KeptParts();
    final List<EvaluationEntry> evaluations = new ArrayList<>();
    final List<AlertChange> alerts = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    int statusChanges;
    SourceState state = SourceState.create("default", "production", "api", START);
    long now = START;
    private int ids;

    FoldRig() {
        this(SourceFoldSettings.defaults());
    }

    FoldRig(SourceFoldSettings settings) {
        this(settings, new SourceFold(settings));
    }

    FoldRig(SourceFoldSettings settings, SourceFold fold) {
        this.settings = settings;
        this.fold = fold;
        state.attachHistory(() -> buckets);
        state.learned().keptIn(learned);
    }

    @Override
    public void evaluation(EvaluationEntry entry) {
        evaluations.add(entry);
    }

    @Override
    public void finding(Finding finding) {
        findings.add(finding);
    }

    @Override
    public void alertChange(AlertChange change) {
        alerts.add(change);
    }

    @Override
    public void statusChange(SourceState source) {
        statusChanges++;
    }

    /** Folds an event of type {@code api_response} observed now. */
    FoldRig event(Consumer<Observation> filler) {
        return event("api_response", now, filler);
    }

    FoldRig event(String type, long observedAt, Consumer<Observation> filler) {
        Observation o = new Observation();
        o.clear();
        o.id().set("e" + ++ids);
        o.type(type);
        o.times(observedAt, observedAt);
        filler.accept(o);
        fold.onObservation(state, o, now, this);
        return this;
    }

    FoldRig metric(String name, double value) {
        return event(o -> o.addMetric(name, value));
    }

    FoldRig operation(boolean success) {
        return event("operation", now, o -> o.outcome(Double.NaN, success));
    }

    FoldRig heartbeat(long intervalMs) {
        return event("heartbeat", now, o -> o.intervalMs(intervalMs));
    }

    FoldRig log(Level level, String message) {
        return log(level, message, now);
    }

    FoldRig log(Level level, String message, long observedAt) {
        LogLine line = new LogLine();
        line.clear();
        line.id().set("l" + ++ids);
        line.times(observedAt, observedAt);
        line.level(level);
        line.message().set(message);
        fold.onLogLine(state, line, now, this);
        return this;
    }

    boolean order(String id, AlertOrder.Kind kind, String fingerprint) {
        return order(id, kind, fingerprint, "because", AlertView.NEVER, null);
    }

    boolean order(String id, AlertOrder.Kind kind, String fingerprint, String comment, long until, String assignee) {
        return fold.onCommand(
                state,
                new AlertOrder(id, fingerprint, kind, "ada", comment, Severity.WARNING, null, null, until, assignee),
                now,
                this);
    }

    /** Moves time without anybody noticing. */
    FoldRig pass(long ms) {
        now += ms;
        return this;
    }

    /** Moves time second by second; each second a tick reaches the source if it is due. */
    FoldRig tick(long ms) {
        long end = now + ms;
        while (now < end) {
            now = Math.min(end, now + 1000);
            if (now >= state.nextDeadline()) {
                fold.onTick(state, now, this);
                assertThat(state.nextDeadline())
                        .as("a tick does all that is due")
                        .isGreaterThan(now);
            }
        }
        return this;
    }

    /** Keeps learned parts as a store would. */
    private static final class KeptParts implements LearnedStore {
        private final Map<String, byte[]> parts = new HashMap<>();

        @Override
        public byte[] read(String part) {
            return parts.get(part);
        }

        @Override
        public void write(String part, byte[] bytes) {
            parts.put(part, bytes);
        }

        @Override
        public void corrupt(String part, CorruptStateException cause) {
            throw cause;
        }
    }

    /** Writes the state and goes on with what comes back, as after a restart. */
    FoldRig commitAndReload() {
        SourceStateCodec codec = new SourceStateCodec(settings, name -> name);
        codec.drainDirtyBuckets(state, buckets);
        state.learned().write(new ByteWriter(1024));
        state = codec.decode(
                state.id().tenant(), state.id().environment(), state.id().name(), codec.encodeHead(state));
        state.attachHistory(() -> buckets);
        state.learned().keptIn(learned);
        return this;
    }

    FoldRig commit() {
        new SourceStateCodec(settings, name -> name).drainDirtyBuckets(state, buckets);
        return this;
    }

    byte[] head() {
        SourceStateCodec codec = new SourceStateCodec(settings, name -> name);
        codec.drainDirtyBuckets(state, buckets);
        return codec.encodeHead(state);
    }

    SourceDetail view(SourceViews.Detail detail) {
        return new SourceViews().view(state, buckets, now, detail);
    }

    WindowSummary window(String name) {
        return view(SourceViews.Detail.WINDOWS).windows().stream()
                .filter(window -> window.window().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Reason reason(String rule) {
        return state.reasons().stream()
                .filter(reason -> reason.rule().equals(rule))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + rule + " among " + state.reasons()));
    }

    boolean has(String rule) {
        return state.reasons().stream().anyMatch(reason -> reason.rule().equals(rule));
    }

    EvaluationEntry lastEvaluation() {
        return evaluations.get(evaluations.size() - 1);
    }

    AlertChange lastAlert() {
        return alerts.get(alerts.size() - 1);
    }

    List<AlertPhase> phases() {
        List<AlertPhase> phases = new ArrayList<>();
        alerts.forEach(change -> phases.add(change.to()));
        return phases;
    }
}
