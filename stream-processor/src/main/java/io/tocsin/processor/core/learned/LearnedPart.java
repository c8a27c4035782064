package io.tocsin.processor.core.learned;

import io.tocsin.processor.core.codec.ByteWriter;

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

    /** Returns about how many bytes of heap it takes. Costs nothing: it is asked after every record. */
    int approximateBytes();
}
