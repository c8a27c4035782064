package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/** Successes and failures of one kind of work since the source that does it began to fail. Mutable. */
final class SoundCount {

    /** Of a source that fails as a whole one success may come by chance; two without a failure hardly do. */
    private static final int LEAST = 2;

    private long succeeded;
    private long failed;

    void add(boolean isFailure) {
        if (isFailure) {
            failed++;
        } else {
            succeeded++;
        }
    }

    void clear() {
        succeeded = 0;
        failed = 0;
    }

    /** Returns whether it mostly succeeds. */
    boolean isSound() {
        return succeeded >= LEAST + 2 * failed;
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(succeeded);
        writer.writeUnsigned(failed);
    }

    void readFrom(ByteReader reader) {
        succeeded = reader.readCount();
        failed = reader.readCount();
    }
}
