package io.tocsin.processor.topology.decode;

import io.tocsin.processor.core.source.Fields;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;

/** Reads the maps and texts that events and log lines share. Not thread-safe. */
final class FieldsReader {

    private final AvroCursor cursor;
    private final NameCache names;

    FieldsReader(AvroCursor cursor, NameCache names) {
        this.cursor = cursor;
        this.names = names;
    }

    /** Reads a name; the same name gives the same string as long as it is remembered. */
    String name() {
        int length = cursor.readLength();
        if (length > RecordLimits.NAME_BYTES) {
            throw invalid("name of " + length + " bytes, at most " + RecordLimits.NAME_BYTES + " are allowed");
        }
        String name = names.name(cursor.array(), cursor.position(), length);
        cursor.skip(length);
        return name;
    }

    /** Reads a map of texts. */
    void texts(Fields to, String what) {
        for (int block = cursor.readBlock(); block > 0; block = cursor.readBlock()) {
            requireRoom(to.size() + block, what);
            for (int i = 0; i < block; i++) {
                text(to, name());
            }
        }
    }

    /** Reads a map of null, boolean, long, double or text. */
    void values(Fields to, String what) {
        for (int block = cursor.readBlock(); block > 0; block = cursor.readBlock()) {
            requireRoom(to.size() + block, what);
            for (int i = 0; i < block; i++) {
                String name = name();
                int branch = cursor.readInt();
                switch (branch) {
                    case 0 -> to.addNull(name);
                    case 1 -> to.add(name, cursor.readBoolean());
                    case 2 -> to.add(name, cursor.readLong());
                    case 3 -> to.add(name, cursor.readDouble());
                    case 4 -> text(to, name);
                    default -> throw new TruncatedRecordException("branch " + branch + " of a union of five");
                }
            }
        }
    }

    void requireRoom(int entries, String what) {
        if (entries > RecordLimits.ENTRIES) {
            throw invalid(entries + " " + what + ", at most " + RecordLimits.ENTRIES + " are allowed");
        }
    }

    static PoisonException invalid(String message) {
        return new PoisonException(DeadLetterReason.INVALID_VALUE, message);
    }

    private void text(Fields to, String name) {
        int length = cursor.readLength();
        to.addUtf8(name, cursor.array(), cursor.position(), length);
        cursor.skip(length);
    }
}
