package io.tocsin.processor.core.stats;

/** A ring of buckets of one length. A bucket's slot follows from its start, so a newer one replaces one of long ago. */
public enum BucketLevel {
    /** 96 buckets of 10 seconds: 16 minutes, the grace and the bucket that is open. */
    FINE(10_000, 96),
    /** 64 buckets of a minute: a little more than an hour. */
    MINUTE(60_000, 64),
    /** 100 buckets of 15 minutes: 25 hours. */
    QUARTER(900_000, 100);

    private static final BucketLevel[] VALUES = values();

    private final long lengthMs;
    private final int slots;

    BucketLevel(long lengthMs, int slots) {
        this.lengthMs = lengthMs;
        this.slots = slots;
    }

    /** Returns the level with the ordinal. */
    public static BucketLevel of(int ordinal) {
        return VALUES[ordinal];
    }

    /** Returns the level whose buckets a window of a length is made of: the finest whose ring holds it. */
    public static BucketLevel ofWindow(long lengthMs) {
        return lengthMs <= 900_000 ? FINE : lengthMs <= 3_600_000 ? MINUTE : QUARTER;
    }

    /** Returns the length of a bucket in milliseconds. */
    public long lengthMs() {
        return lengthMs;
    }

    /** Returns the number of slots. */
    public int slots() {
        return slots;
    }

    /** Returns the start of the bucket that a time lies in. */
    public long startOf(long time) {
        return Math.floorDiv(time, lengthMs) * lengthMs;
    }

    /** Returns the slot of the bucket that a time lies in. */
    public int slotOf(long time) {
        return (int) Math.floorMod(Math.floorDiv(time, lengthMs), (long) slots);
    }
}
