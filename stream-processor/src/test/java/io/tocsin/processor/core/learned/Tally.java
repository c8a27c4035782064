package io.tocsin.processor.core.learned;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/** The simplest part: counts. */
public final class Tally implements LearnedPart {

    public static final LearnedKind<Tally> KIND = new LearnedKind<>("tally", Tally::new, Tally::readFrom);

    public long count;
    private boolean dirty;

    public void add() {
        count++;
        dirty = true;
    }

    @Override
    public boolean isDirty() {
        return dirty;
    }

    @Override
    public void writeTo(ByteWriter writer) {
        writer.writeByte(1);
        writer.writeUnsigned(count);
    }

    @Override
    public void written() {
        dirty = false;
    }

    @Override
    public int approximateBytes() {
        return 1_000;
    }

    private static Tally readFrom(ByteReader reader) {
        if (reader.readByte() != 1) {
            throw new CorruptStateException("not version 1");
        }
        Tally tally = new Tally();
        tally.count = reader.readCount();
        return tally;
    }
}
