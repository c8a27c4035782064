package io.tocsin.processor.topology;

import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What an active task of the source sub-topology says of itself to the rest of the process. Written by the thread of the
 * task, read by any.
 */
public final class TaskStatus {

    private final int partition;
    private final RuleTallies tallies = new RuleTallies();
    private final LongAdder processed = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final Map<DeadLetterReason, LongAdder> deadLetters = new EnumMap<>(DeadLetterReason.class);
    private volatile long streamTime = Long.MIN_VALUE;
    private volatile long latestTickSeenAt;
    private volatile int dirtyEntries;
    private volatile long liveBytes;
    private volatile long sources;

    TaskStatus(int partition) {
        this.partition = partition;
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            deadLetters.put(reason, new LongAdder());
        }
    }

    /** Returns the partition that the task folds. */
    public int partition() {
        return partition;
    }

    /** Returns the number of records taken since the process began, dead letters included. */
    public long processed() {
        return processed.sum();
    }

    /** Returns the number of commits since the process began. */
    public long commits() {
        return commits.sum();
    }

    /** Returns the number of dead letters of a reason since the process began. */
    public long deadLetters(DeadLetterReason reason) {
        return deadLetters.get(reason).sum();
    }

    /** Returns the stream time in epoch milliseconds, {@link Long#MIN_VALUE} before the first record. */
    public long streamTime() {
        return streamTime;
    }

    /** Returns the wall clock at which the latest tick was taken: epoch milliseconds; the start of the task before it. */
    public long latestTickSeenAt() {
        return latestTickSeenAt;
    }

    /** Returns the number of entries that the next commit will write. */
    public int dirtyEntries() {
        return dirtyEntries;
    }

    /** Returns the approximate size of the live objects in bytes. */
    public long liveBytes() {
        return liveBytes;
    }

    /** Returns the number of sources known. */
    public long sources() {
        return sources;
    }

    /** Returns how often rules said what in this task. */
    public RuleTallies tallies() {
        return tallies;
    }

    void countProcessed(long now) {
        processed.increment();
        streamTime = now;
    }

    void countDeadLetter(DeadLetterReason reason) {
        deadLetters.get(reason).increment();
    }

    void tickSeen(long wallClock) {
        latestTickSeenAt = wallClock;
    }

    void load(int dirty, long bytes, long sourceCount) {
        dirtyEntries = dirty;
        liveBytes = bytes;
        sources = sourceCount;
    }

    void countCommit() {
        commits.increment();
    }
}
