package io.tocsin.processor.core.learned;

import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * A part of what was learned about a source. Owned by {@link LearnedParts}, changed by whoever learns. A part that was
 * written and read goes on exactly like one that stayed in memory. Mutable, not thread-safe.
 */
public interface LearnedPart {

    /** Returns whether it changed since it was last written. Costs nothing. */
    boolean isDirty();

    /** Writes everything, in a form that begins with its version. */
    void writeTo(ByteWriter writer);

    /** Notes that it was written. */
    void written();

    /** Returns what was done since it was last written whole; null for a part that is always written whole. */
    default Steps steps() {
        return null;
    }

    /** Does steps again, which are noted as they were the first time. */
    default void redo(Steps.Reader steps) {
        throw new CorruptStateException("steps of a part that has none");
    }

    /** Returns about how many bytes of heap it takes. Costs nothing: it is asked after every record. */
    int approximateBytes();
}
