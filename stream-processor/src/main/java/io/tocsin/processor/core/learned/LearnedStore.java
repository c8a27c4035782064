package io.tocsin.processor.core.learned;

import io.tocsin.processor.core.codec.CorruptStateException;

/** Where the learned parts of one source are kept between the times that they are in memory. */
public interface LearnedStore {

    /** A store that keeps nothing. */
    LearnedStore NONE = new LearnedStore() {
        @Override
        public byte[] read(String part) {
            return null;
        }

        @Override
        public void write(String part, byte[] bytes) {
            // Nobody will ask for it.
        }

        @Override
        public void corrupt(String part, CorruptStateException cause) {
            throw cause;
        }
    };

    /** Returns after how many rounds of steps a part is written whole: not the same for all, so that not all are due at once. */
    default int mostRounds() {
        return 12;
    }

    /** Returns what was last written of a part, or null. */
    byte[] read(String part);

    /** Keeps a part, in place of what was written of it before; null removes it. */
    void write(String part, byte[] bytes);

    /** Hears that what was read of a part makes no sense. The part begins anew. */
    void corrupt(String part, CorruptStateException cause);
}
