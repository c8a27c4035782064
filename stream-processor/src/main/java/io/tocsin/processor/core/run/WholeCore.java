package io.tocsin.processor.core.run;

import io.tocsin.processor.core.dedup.EventIdWindow;
import io.tocsin.processor.core.dedup.IdHash;
import io.tocsin.processor.core.environment.EnvironmentConclusions;
import io.tocsin.processor.core.environment.EnvironmentFold;
import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.incident.IncidentArchive;
import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.scope.ScopeFold;
import io.tocsin.processor.core.scope.ScopePart;
import io.tocsin.processor.core.scope.ScopeSummary;
import io.tocsin.processor.core.scope.ScopeTotals;
import io.tocsin.processor.core.source.Conclusions;
import io.tocsin.processor.core.source.LogLine;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceFold;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.core.source.SourceStateCodec;
import io.tocsin.processor.core.source.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Sources, environments, patterns, alerts and incidents over records in the order of time, as the topology runs them with
 * one partition: a tick each second, deadlines first, then the record, then the scopes once a second. Time is that of the
 * records; nothing is concluded beyond the latest one, so that a stretch that is cut short leads to the same as far as it
 * goes. Seconds in which nothing is due are skipped. Deterministic. Keeps all sources in memory: bounded by the number of
 * sources. Not thread-safe.
 */
public final class WholeCore {

    private static final long TICK_MS = 1_000;
    private static final long DEDUP_MS = 900_000;
    private static final int DEDUP_ENTRIES = 2_000_000;
    private static final long EXPIRE_MS = 60_000;

    /** Ids are remembered in memory only. */
    private static final EventIdWindow.Changes FORGET = new EventIdWindow.Changes() {
        @Override
        public void put(long segment, int part, byte[] packed) {
            // It stays in memory as well.
        }

        @Override
        public void remove(long segment, int part) {
            // It was stored nowhere.
        }
    };

    private final SourceFold fold;
    private final SourceStateCodec codec;
    private final EnvironmentSettings environmentSettings;
    private final WholeCoreOutput out;
    private final Relay relay = new Relay();
    private final EnvironmentRelay environmentRelay = new EnvironmentRelay();
    private final Queue<Notice> notices = new ArrayDeque<>();
    private final Map<SourceId, Entry> sources = new HashMap<>();
    private final PriorityQueue<Entry> deadlines = new PriorityQueue<>();
    private final EventIdWindow ids = new EventIdWindow(DEDUP_MS, DEDUP_ENTRIES);
    private final ScopeTotals totals = new ScopeTotals();
    private final Map<String, ScopeFold> scopes = new HashMap<>();
    private final Map<String, ScopeSummary> told = new HashMap<>();
    private final Map<String, EnvironmentFold> environments = new HashMap<>();
    private long clock = Long.MIN_VALUE;
    private long scopesSentAt = Long.MIN_VALUE;
    private long idsExpiredAt;
    /** Whether scopes may have something to tell at the next tick. */
    private boolean touched;

    /** A source and the deadline for which it waits. */
    private static final class Entry implements Comparable<Entry> {
        private final SourceState state;
        private final StoredRings rings = new StoredRings();
        private final long key;
        private final int number;
        private long queuedFor = Long.MAX_VALUE;

        private Entry(SourceState state, long key, int number) {
            this.state = state;
            this.key = key;
            this.number = number;
        }

        @Override
        public int compareTo(Entry other) {
            int order = Long.compare(queuedFor, other.queuedFor);
            return order != 0 ? order : Integer.compare(number, other.number);
        }
    }

    /** Hands on what the fold of sources concludes. */
    private final class Relay implements Conclusions {
        @Override
        public void evaluation(EvaluationEntry entry) {
            // The log of evaluations is for those who ask; nothing follows from it.
        }

        @Override
        public void finding(Finding finding) {
            out.finding(finding);
        }

        @Override
        public void alertChange(AlertChange change) {
            out.alertChange(change);
            totals.alert(change);
        }

        @Override
        public void statusChange(SourceState source) {
            out.sourceHealth(source.standing(), clock);
        }
    }

    /** Word of an environment for one of its sources. */
    private record Notice(SourceId source, AlertNotice notice) {}

    /** Hands on what the folds of environments conclude. */
    private final class EnvironmentRelay implements EnvironmentConclusions {
        @Override
        public void patternChange(PatternChange change) {
            out.patternChange(change);
        }

        @Override
        public void alertNotice(SourceId origin, AlertNotice notice) {
            notices.add(new Notice(origin, notice));
        }

        @Override
        public void joined(SourceId source, AlertJoin join) {
            // Sources only pass it on; nothing follows from it.
        }

        @Override
        public void incident(IncidentView incident) {
            out.incident(incident);
        }
    }

    /** Makes one that knows nothing. */
    public WholeCore(SourceFoldSettings sourceSettings, EnvironmentSettings environmentSettings, WholeCoreOutput out) {
        fold = new SourceFold(sourceSettings);
        codec = new SourceStateCodec(sourceSettings, String::intern);
        this.environmentSettings = environmentSettings;
        this.out = out;
    }

    /**
     * Takes an event.
     *
     * @param at epoch milliseconds; before the latest record it counts as of that one
     */
    public void event(SourceId id, Observation event, long at) {
        advance(at);
        Entry entry = entry(id);
        if (isNew(entry, event.id())) {
            fold.onObservation(entry.state, event, clock, relay);
        } else {
            fold.onDuplicate(entry.state, clock);
        }
        changed(entry);
        sendScopes(clock);
    }

    /** Takes a log line; see {@link #event}. */
    public void line(SourceId id, LogLine line, long at) {
        advance(at);
        Entry entry = entry(id);
        if (isNew(entry, line.id())) {
            fold.onLogLine(entry.state, line, clock, relay);
        } else {
            fold.onDuplicate(entry.state, clock);
        }
        changed(entry);
        sendScopes(clock);
    }

    /** Lets time pass up to a moment: epoch milliseconds. */
    public void advance(long at) {
        if (clock == Long.MIN_VALUE) {
            clock = at;
            return;
        }
        while (clock < at) {
            long next = Math.floorDiv(clock, TICK_MS) * TICK_MS + TICK_MS;
            if (!touched && !deadlines.isEmpty() && deadlines.peek().queuedFor > next) {
                // Nothing happens before the first deadline: the ticks until then do nothing.
                long due = Math.floorDiv(deadlines.peek().queuedFor + TICK_MS - 1, TICK_MS) * TICK_MS;
                next = Math.max(next, due);
            }
            if (next > at) {
                break;
            }
            clock = next;
            due(clock);
            sendScopes(clock);
        }
        clock = Math.max(clock, at);
        due(clock);
    }

    private void due(long now) {
        while (!deadlines.isEmpty() && deadlines.peek().queuedFor <= now) {
            Entry entry = deadlines.poll();
            entry.queuedFor = Long.MAX_VALUE;
            if (entry.state.nextDeadline() <= now) {
                fold.onTick(entry.state, now, relay);
                changed(entry);
            } else {
                queue(entry);
            }
        }
    }

    private void changed(Entry entry) {
        totals.update(entry.state);
        touched = true;
        if (codec.hasDirtyBuckets(entry.state)) {
            codec.drainDirtyBuckets(entry.state, entry.rings);
        }
        queue(entry);
    }

    private void queue(Entry entry) {
        long deadline = entry.state.nextDeadline();
        if (deadline < entry.queuedFor) {
            if (entry.queuedFor != Long.MAX_VALUE) {
                deadlines.remove(entry);
            }
            entry.queuedFor = deadline;
            deadlines.add(entry);
        }
    }

    private void sendScopes(long now) {
        if (scopesSentAt != Long.MIN_VALUE && now - scopesSentAt < TICK_MS) {
            return;
        }
        scopesSentAt = now;
        touched = false;
        totals.drain(now, part -> {
            touched = true;
            scope(part, now);
        });
        while (!notices.isEmpty()) {
            Notice notice = notices.remove();
            Entry entry = entry(notice.source());
            fold.onNotice(entry.state, notice.notice(), now, relay);
            changed(entry);
        }
    }

    private void scope(ScopePart part, long now) {
        String key = part.tenant() + '\u0000' + part.environment();
        ScopeFold health = scopes.computeIfAbsent(key, unknown -> new ScopeFold());
        health.replace(0, part);
        if (part.environment().equals(ScopeTotals.ALL)) {
            return;
        }
        ScopeSummary summary = health.summary();
        ScopeSummary before = told.get(key);
        if (before == null
                || before.status() != summary.status()
                || before.severityScore() != summary.severityScore()
                || !before.reasons().equals(summary.reasons())) {
            told.put(key, summary);
            out.environmentHealth(summary);
        }
        EnvironmentFold environment = environment(part.tenant(), part.environment());
        environment.replace(0, part);
        part.alerts().forEach(alert -> environment.alert(alert, now, environmentRelay));
        environment.step(now, environmentRelay);
    }

    private EnvironmentFold environment(String tenant, String environment) {
        return environments.computeIfAbsent(
                tenant + '\u0000' + environment,
                unknown -> new EnvironmentFold(tenant, environment, environmentSettings, IncidentArchive.NONE));
    }

    private Entry entry(SourceId id) {
        return sources.computeIfAbsent(id, unknown -> {
            byte[] name = (id.tenant() + '/' + id.environment() + '/' + id.name()).getBytes(StandardCharsets.UTF_8);
            SourceState state = SourceState.create(id.tenant(), id.environment(), id.name(), clock);
            Entry entry = new Entry(state, IdHash.hash(name, 0, name.length, 0), sources.size());
            state.attachHistory(() -> entry.rings);
            return entry;
        });
    }

    private boolean isNew(Entry entry, Text id) {
        byte[] bytes = id.string().getBytes(StandardCharsets.UTF_8);
        if (clock - idsExpiredAt >= EXPIRE_MS) {
            idsExpiredAt = clock;
            ids.expire(clock);
            ids.drain(FORGET);
        }
        return ids.add(IdHash.of(entry.key, bytes, 0, bytes.length), clock);
    }
}
