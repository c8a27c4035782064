package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.source.Text;
import java.util.function.Predicate;

/**
 * The recent lines of a source, in blocks: one is open and grows in memory, full ones are in a ring of slots in the store,
 * the oldest of which is overwritten. So what is kept is bounded, and a line costs no write of its own. A block begins with
 * its version, number, the number of its first line, and the time of its latest one at a fixed place. Not thread-safe.
 */
public final class RecentLines {

    /** Size at which a block is full. */
    static final int BLOCK_BYTES = 8 * 1024;
    /** Bytes of a message that are kept. */
    static final int MESSAGE_BYTES = 4 * 1024;

    private static final int NAME_BYTES = 256;
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 1 + 3 * Long.BYTES;

    private final int slots;
    private final LogStore store;
    private ByteWriter lines = new ByteWriter(256);
    private long block;
    private long firstLine;
    private long nextLine;
    private long latestAt;
    private boolean dirty;

    RecentLines(int slots, LogStore store) {
        this.slots = slots;
        this.store = store;
    }

    /** Adds a line, as long as it has a message. */
    void add(
            long observedAt,
            long arrivedAt,
            Level level,
            Level sent,
            long templateId,
            Text message,
            Text logger,
            Text trace) {
        lines.writeSigned(observedAt);
        lines.writeSigned(arrivedAt - observedAt);
        lines.writeByte(level.ordinal() << 4 | sent.ordinal());
        lines.writeFixedLong(templateId);
        write(message, MESSAGE_BYTES);
        write(logger, NAME_BYTES);
        write(trace, NAME_BYTES);
        nextLine++;
        latestAt = Math.max(latestAt, arrivedAt);
        dirty = true;
        if (lines.size() >= BLOCK_BYTES) {
            save();
            block++;
            firstLine = nextLine;
            lines.clear();
        }
    }

    /** Lets the open block reach the store if it changed. */
    void save() {
        if (dirty) {
            dirty = false;
            ByteWriter whole = new ByteWriter(HEAD_BYTES + lines.size());
            whole.writeByte(VERSION);
            whole.writeFixedLong(block);
            whole.writeFixedLong(firstLine);
            whole.writeFixedLong(latestAt);
            byte[] body = lines.toBytes();
            whole.writeBytes(body, 0, body.length);
            store.writeBlock((int) (block % slots), whole.toBytes());
        }
    }

    void writeHead(ByteWriter out) {
        out.writeUnsigned(block);
        out.writeUnsigned(firstLine);
        out.writeUnsigned(nextLine);
    }

    /** Returns when the latest line came; 0 before the first. */
    long latestAt() {
        return latestAt;
    }

    /** Goes on where it was when the head was written. */
    void restore(ByteReader head, long latest) {
        block = head.readCount();
        firstLine = head.readCount();
        nextLine = head.readCount();
        latestAt = latest;
        if (nextLine < firstLine) {
            throw new CorruptStateException("line " + nextLine + " comes before line " + firstLine);
        }
        byte[] stored = nextLine == firstLine ? null : store.readBlock((int) (block % slots));
        if (stored != null && stored.length >= HEAD_BYTES && numberOf(stored) == block) {
            lines.writeBytes(stored, HEAD_BYTES, stored.length - HEAD_BYTES);
        } else if (nextLine > firstLine) {
            // The block was cleaned up: begin with an empty one.
            firstLine = nextLine;
        }
    }

    int approximateBytes() {
        return 160 + Math.max(256, 2 * lines.size());
    }

    /** Returns how many blocks hold so many bytes, at least 1. */
    public static int blocksFor(long bytes) {
        return (int) Math.max(1, Math.min(LogSettings.MAX_BLOCKS, bytes / BLOCK_BYTES));
    }

    /** Returns when the latest line of a block came: epoch milliseconds of stream time. */
    public static long latestAt(byte[] stored) {
        ByteReader reader = new ByteReader().reset(stored);
        requireVersion(reader);
        reader.readFixedLong();
        reader.readFixedLong();
        return reader.readFixedLong();
    }

    /**
     * Gives the lines of a block, oldest first, until the visitor has seen enough.
     *
     * @param visitor returns whether to go on
     * @throws CorruptStateException when the bytes are no block
     */
    public static void read(byte[] stored, Predicate<RecentLine> visitor) {
        ByteReader reader = new ByteReader().reset(stored);
        requireVersion(reader);
        reader.readFixedLong();
        long number = reader.readFixedLong();
        reader.readFixedLong();
        while (reader.remaining() > 0) {
            long observedAt = reader.readSigned();
            long arrivedAt = observedAt + reader.readSigned();
            int levels = reader.readByte();
            if (levels >> 4 >= Level.COUNT || (levels & 15) >= Level.COUNT) {
                throw new CorruptStateException("levels " + levels);
            }
            RecentLine line = new RecentLine(
                    number++,
                    observedAt,
                    arrivedAt,
                    Level.of(levels >> 4),
                    Level.of(levels & 15),
                    reader.readFixedLong(),
                    reader.readString(),
                    reader.readString(),
                    reader.readString());
            if (!visitor.test(line)) {
                return;
            }
        }
    }

    private static long numberOf(byte[] stored) {
        ByteReader reader = new ByteReader().reset(stored);
        requireVersion(reader);
        return reader.readFixedLong();
    }

    private static void requireVersion(ByteReader reader) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("log lines of version " + version);
        }
    }

    private void write(Text text, int most) {
        byte[] bytes = text.utf8();
        int length = text.utf8Length();
        int from = text.utf8Offset();
        if (length > most) {
            length = most;
            while (length > 0 && (bytes[from + length] & 0xC0) == 0x80) {
                length--;
            }
        }
        lines.writeUnsigned(length);
        lines.writeBytes(bytes, from, length);
    }
}
