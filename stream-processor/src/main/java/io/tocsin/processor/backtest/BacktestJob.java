package io.tocsin.processor.backtest;

import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.topology.decode.NameCache;
import io.tocsin.schemas.key.SourceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One run of one or two sets of rules over a stretch, partition by partition. Works half of the time at most, and a tenth
 * while the live fold is behind, so that it leaves the machine to that. Progress may be read by any thread; it runs in one.
 */
final class BacktestJob implements Runnable {

    private static final int SLICE = 2_000;
    /** How long it rests for the time that it worked, while the live fold is behind. */
    private static final int RESTS_BEHIND = 9;
    /** What was before the stretch counts for windows and hold times; it is folded for so long beforehand at least. */
    static final long WARM_UP_MS = 15 * 60_000L;

    /** Where a job is. */
    enum State {
        /** Waits for others. */
        WAITING,
        /** Reads. */
        RUNNING,
        /** Has come to its end. */
        DONE,
        /** Was cancelled. */
        CANCELLED,
        /** Could not go on. */
        FAILED
    }

    private final String id;
    private final BacktestSources sources;
    private final List<RuleCatalogue> variants;
    private final Predicate<SourceKey> selected;
    private final long from;
    private final long until;
    private final long warmUpMs;
    private final BiConsumer<Observation, SourceState> afterEvent;
    private final List<List<Episode>> episodes = new ArrayList<>();
    private volatile State state = State.WAITING;
    private volatile boolean cancelled;
    private volatile long total;
    private volatile long read;
    private volatile long folded;
    private volatile long leftOut;
    private volatile long untold;
    private volatile int sourceCount;
    private volatile String failure;

    /**
     * Makes a job.
     *
     * @param variants one catalogue, or two to compare
     * @param from first append time that counts, epoch milliseconds
     * @param until append time from which on nothing counts
     * @param warmUpMs how long before that is folded, without counting
     * @param afterEvent sees each event of the stretch after the first variant has folded it
     */
    BacktestJob(
            String id,
            BacktestSources sources,
            List<RuleCatalogue> variants,
            Predicate<SourceKey> selected,
            long from,
            long until,
            long warmUpMs,
            BiConsumer<Observation, SourceState> afterEvent) {
        this.id = id;
        this.sources = sources;
        this.variants = List.copyOf(variants);
        this.selected = selected;
        this.from = from;
        this.until = until;
        this.warmUpMs = warmUpMs;
        this.afterEvent = afterEvent;
        variants.forEach(each -> episodes.add(new ArrayList<>()));
    }

    @Override
    public void run() {
        if (cancelled) {
            state = State.CANCELLED;
            return;
        }
        state = State.RUNNING;
        try (Consumer<byte[], byte[]> consumer = sources.consumers().get()) {
            for (int partition = 0; partition < sources.partitions() && !cancelled; partition++) {
                partition(consumer, partition);
            }
            state = cancelled ? State.CANCELLED : State.DONE;
        } catch (RuntimeException e) {
            failure = e.getClass().getSimpleName() + ": " + e.getMessage();
            state = cancelled ? State.CANCELLED : State.FAILED;
        }
    }

    private void partition(Consumer<byte[], byte[]> consumer, int partition) {
        String ticks = sources.topics().ticks.name();
        String events = sources.topics().events.name();
        RecordedStretch stretch = new RecordedStretch(
                consumer, List.of(ticks, events, sources.topics().logs.name()), partition, from - warmUpMs, until);
        total += stretch.total();
        List<RuleReplay> replays = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            replays.add(replay(variants.get(i), i == 0));
        }
        boolean ticked = false;
        long start = System.nanoTime();
        for (int n = 1; !cancelled; n++) {
            ConsumerRecord<byte[], byte[]> record = stretch.next();
            if (record == null) {
                break;
            }
            ticked |= record.topic().equals(ticks);
            for (RuleReplay replay : replays) {
                if (!ticked) {
                    replay.pass(record.timestamp());
                }
                if (record.topic().equals(events)) {
                    replay.event(record.key(), record.value(), record.timestamp());
                } else if (record.topic().equals(ticks)) {
                    replay.tick(record.timestamp());
                } else {
                    replay.line(record.key(), record.value(), record.timestamp());
                }
            }
            read++;
            if (n % SLICE == 0) {
                long worked = System.nanoTime() - start;
                long rest = sources.liveIsBehind().getAsBoolean() ? worked * RESTS_BEHIND : worked;
                LockSupport.parkNanos(Math.min(TimeUnit.SECONDS.toNanos(1), rest));
                start = System.nanoTime();
            }
        }
        collect(replays);
    }

    private RuleReplay replay(RuleCatalogue rules, boolean first) {
        NameCache names = new NameCache();
        BiConsumer<Observation, SourceState> seen = first ? afterEvent : (event, source) -> {};
        return new RuleReplay(
                sources.fold().withRules(rules),
                selected,
                sources.events(names),
                sources.logs(names),
                sources.ids(),
                seen);
    }

    private void collect(List<RuleReplay> replays) {
        for (int i = 0; i < replays.size(); i++) {
            RuleReplay replay = replays.get(i);
            synchronized (episodes) {
                replay.episodes().stream()
                        .filter(episode -> episode.endedAt() > from)
                        .forEach(episodes.get(i)::add);
                episodes.get(i).sort(Comparator.comparingLong(Episode::firedAt).thenComparing(Episode::source));
            }
            untold += replay.untold();
        }
        folded += replays.get(0).folded();
        leftOut += replays.get(0).leftOut();
        sourceCount += replays.get(0).sourceCount();
    }

    /** Asks it to end; what it has found so far can still be read. */
    void cancel() {
        cancelled = true;
        if (state == State.WAITING) {
            state = State.CANCELLED;
        }
    }

    String id() {
        return id;
    }

    State state() {
        return state;
    }

    boolean isOver() {
        return state != State.WAITING && state != State.RUNNING;
    }

    long from() {
        return from;
    }

    long until() {
        return until;
    }

    /** Returns the records read so far, those of the warm-up included. */
    long read() {
        return read;
    }

    /** Returns the records known to be there so far: partitions are opened one after the other. */
    long total() {
        return total;
    }

    long folded() {
        return folded;
    }

    long leftOut() {
        return leftOut;
    }

    long untold() {
        return untold;
    }

    int sourceCount() {
        return sourceCount;
    }

    /** Returns why it failed, or null. */
    String failure() {
        return failure;
    }

    int variantCount() {
        return variants.size();
    }

    /** Returns what a variant would have fired, in order. */
    List<Episode> episodes(int variant) {
        synchronized (episodes) {
            return List.copyOf(episodes.get(variant));
        }
    }
}
