package io.tocsin.processor.core.stats;

/** The stored buckets of one source, to be read and written at a commit. */
public interface BucketStore extends BucketReader {

    /** Stores the bytes in a slot, replacing what was there. The array is the store's from now on. */
    void write(BucketLevel level, int slot, byte[] bucket);
}
