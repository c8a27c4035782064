package io.tocsin.processor.backtest;

import io.tocsin.processor.core.dedup.EventIdWindow;
import io.tocsin.processor.core.dedup.IdHash;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.InvalidInputException;
import io.tocsin.processor.core.source.Conclusions;
import io.tocsin.processor.core.source.LogLine;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceFold;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.topology.decode.EventDecoder;
import io.tocsin.processor.topology.decode.LogDecoder;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.key.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Folds the recorded records of one partition by given rules, in the order and with the times of the live fold: each record
 * first meets the deadlines that it makes due, at any source. Bounded: sources beyond a bound are left out and counted.
 * Not thread-safe.
 */
public final class RuleReplay {

    /** Live objects of a replay take about 5 KiB each. */
    static final int MOST_SOURCES = 20_000;
    /** Episodes that are told; further ones are counted. */
    static final int MOST_EPISODES = 1_000;

    private static final long SECOND = 1_000;

    private final SourceFold fold;
    private final Predicate<SourceKey> selected;
    private final EventDecoder events;
    private final LogDecoder logs;
    private final EventIdWindow ids;
    private final BiConsumer<Observation, SourceState> afterEvent;
    private final Map<String, Replayed> sources = new HashMap<>();
    private final PriorityQueue<Due> deadlines =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparing(due -> due.source().name));
    private final Observation observation = new Observation();
    private final LogLine line = new LogLine();
    private final List<Episode> episodes = new ArrayList<>();
    private final Map<String, Episode> open = new HashMap<>();
    private final Map<String, Long> brokenAt = new HashMap<>();
    private long now = Long.MIN_VALUE;
    private long folded;
    private long leftOut;
    private long unreadable;
    private long untold;

    /**
     * Makes a replay.
     *
     * @param settings settings of the live fold, with the rules to be tried
     * @param selected which sources are folded
     * @param afterEvent sees each event with its source after it was folded
     */
    public RuleReplay(
            SourceFoldSettings settings,
            Predicate<SourceKey> selected,
            EventDecoder events,
            LogDecoder logs,
            EventIdWindow ids,
            BiConsumer<Observation, SourceState> afterEvent) {
        this.fold = new SourceFold(settings);
        this.selected = selected;
        this.events = events;
        this.logs = logs;
        this.ids = ids;
        this.afterEvent = afterEvent;
    }

    private final class Replayed implements Conclusions {

        private final String name;
        private final SourceState state;
        private long scheduled = SourceState.NO_DEADLINE;

        private Replayed(String name, SourceState state) {
            this.name = name;
            this.state = state;
        }

        @Override
        public void evaluation(EvaluationEntry entry) {
            // Nothing is written while it runs.
        }

        @Override
        public void alertChange(AlertChange change) {
            note(change);
        }

        @Override
        public void statusChange(SourceState source) {
            // As above.
        }
    }

    private record Due(long at, Replayed source) {}

    /** Folds an event. */
    public void event(byte[] key, byte[] value, long timestamp) {
        Replayed source = begin(key, timestamp);
        if (source == null) {
            return;
        }
        try {
            events.decode(key, value, observation);
            long id = events.idHash(IdHash.hash(key, 0, key.length, 0));
            ids.expire(now);
            if (ids.contains(id)) {
                fold.onDuplicate(source.state, now);
            } else {
                fold.onObservation(source.state, observation, now, source);
                ids.add(id, now);
                folded++;
                afterEvent.accept(observation, source.state);
            }
        } catch (PoisonException | InvalidInputException e) {
            // The live fold put it aside, too.
            unreadable++;
        }
        end(source);
    }

    /** Folds a log line. */
    public void line(byte[] key, byte[] value, long timestamp) {
        Replayed source = begin(key, timestamp);
        if (source == null) {
            return;
        }
        try {
            logs.decode(key, value, line);
            long id = logs.idHash(IdHash.hash(key, 0, key.length, 0));
            ids.expire(now);
            if (ids.contains(id)) {
                fold.onDuplicate(source.state, now);
            } else {
                fold.onLogLine(source.state, line, now, source);
                ids.add(id, now);
                folded++;
            }
        } catch (PoisonException | InvalidInputException e) {
            // As above.
            unreadable++;
        }
        end(source);
    }

    /** Lets time pass. */
    public void tick(long timestamp) {
        advance(timestamp);
    }

    /** Lets time pass where the ticks of that time are gone: deadlines are met at the next whole second. */
    public void pass(long timestamp) {
        while (!deadlines.isEmpty() && second(deadlines.peek().at()) < timestamp) {
            advance(second(deadlines.peek().at()));
        }
    }

    /** Returns what would have fired, in order; those still open last until {@link Long#MAX_VALUE}. */
    public List<Episode> episodes() {
        List<Episode> all = new ArrayList<>(episodes);
        open.values().stream()
                .sorted(Comparator.comparingLong(Episode::firedAt).thenComparing(Episode::source))
                .forEach(all::add);
        return all;
    }

    /** Returns the number of records that counted. */
    public long folded() {
        return folded;
    }

    /** Returns the number of records of sources that were too many. */
    long leftOut() {
        return leftOut;
    }

    /** Returns the number of records that cannot be read, which the live fold put aside. */
    long unreadable() {
        return unreadable;
    }

    /** Returns the number of episodes that are not among those told. */
    long untold() {
        return untold;
    }

    int sourceCount() {
        return sources.size();
    }

    private static long second(long time) {
        return Math.floorDiv(time + SECOND - 1, SECOND) * SECOND;
    }

    private void advance(long timestamp) {
        now = Math.max(now, timestamp);
        while (!deadlines.isEmpty() && deadlines.peek().at() <= now) {
            Due due = deadlines.poll();
            Replayed source = due.source();
            if (source.scheduled != due.at()) {
                continue;
            }
            source.scheduled = SourceState.NO_DEADLINE;
            fold.onTick(source.state, now, source);
            end(source);
        }
    }

    private Replayed begin(byte[] key, long timestamp) {
        advance(timestamp);
        if (key == null) {
            return null;
        }
        String name = new String(key, StandardCharsets.UTF_8);
        Replayed known = sources.get(name);
        if (known != null) {
            return known;
        }
        SourceKey parsed;
        try {
            parsed = SourceKey.parse(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (!selected.test(parsed)) {
            return null;
        }
        if (sources.size() >= MOST_SOURCES) {
            leftOut++;
            return null;
        }
        Replayed source =
                new Replayed(name, SourceState.create(parsed.tenant(), parsed.environment(), parsed.name(), now));
        sources.put(name, source);
        return source;
    }

    private void end(Replayed source) {
        source.state.forgetClosedBuckets();
        long deadline = source.state.nextDeadline();
        if (deadline != source.scheduled) {
            source.scheduled = deadline;
            if (deadline != SourceState.NO_DEADLINE) {
                deadlines.add(new Due(deadline, source));
            }
        }
    }

    private void note(AlertChange change) {
        AlertView alert = change.alert();
        if (change.from() == null) {
            brokenAt.put(alert.fingerprint(), change.at());
        }
        if (change.to() == AlertPhase.FIRING && !open.containsKey(alert.fingerprint())) {
            open.put(
                    alert.fingerprint(),
                    new Episode(
                            alert.environment(),
                            alert.source(),
                            alert.labels().get("metric"),
                            alert.severity().name().toLowerCase(java.util.Locale.ROOT),
                            brokenAt.getOrDefault(alert.fingerprint(), change.at()),
                            change.at(),
                            Long.MAX_VALUE,
                            alert.description()));
        } else if (change.to() == AlertPhase.RESOLVED) {
            brokenAt.remove(alert.fingerprint());
            Episode ended = open.remove(alert.fingerprint());
            if (ended != null && episodes.size() < MOST_EPISODES) {
                episodes.add(ended.endedAt(change.at()));
            } else if (ended != null) {
                untold++;
            }
        }
    }
}
