package io.tocsin.schemas.serde;

import java.io.IOException;

/** Writes values of one schema. Not thread-safe. */
interface ValueWriter {

    /** Writes a value, which must be of the schema. */
    void write(Object value, WireEncoder to) throws IOException;
}
