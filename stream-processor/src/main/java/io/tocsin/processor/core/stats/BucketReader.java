package io.tocsin.processor.core.stats;

/** The stored buckets of one source. */
public interface BucketReader {

    /** Takes one stored bucket. */
    @FunctionalInterface
    interface Visitor {
        /** Takes the bytes that are stored in a slot; they are not to be changed. */
        void bucket(BucketLevel level, int slot, byte[] stored);
    }

    /** Returns what is stored in a slot, or null. */
    byte[] read(BucketLevel level, int slot);

    /** Shows every stored bucket of a level, in any order. A slot may hold a bucket of an earlier turn of the ring. */
    void readAll(BucketLevel level, Visitor visitor);
}
