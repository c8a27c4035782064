package io.tocsin.processor.topology.state;

import io.tocsin.processor.core.source.SourceState;

/**
 * What a task keeps in memory of one source: its key, its next deadline, and, while it is among the active ones, its live
 * object. Owned by {@link LiveSources}; not thread-safe.
 */
public final class SourceEntry {

    static final long NO_DEADLINE = Long.MAX_VALUE;
    static final long UNKNOWN_EVALUATION = -1;

    final byte[] key;
    final int hash;
    SourceEntry nextInSlot;

    SourceState state;
    boolean dirty;
    /** Whether any rule is broken at the source, known even while it is not live. */
    boolean broken;

    int approximateBytes;
    /** Size of the learned parts in memory, and whether they wait in line to leave it. */
    int learnedBytes;

    boolean learnedQueued;
    SourceEntry moreRecent;
    SourceEntry lessRecent;

    long deadline = NO_DEADLINE;
    int heapIndex = -1;

    long latestEvaluation = UNKNOWN_EVALUATION;

    SourceEntry(byte[] key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    /** Returns the key on Kafka; not to be changed. */
    public byte[] key() {
        return key;
    }

    /** Returns the live object; valid until the next call that loads a source. */
    public SourceState state() {
        return state;
    }
}
