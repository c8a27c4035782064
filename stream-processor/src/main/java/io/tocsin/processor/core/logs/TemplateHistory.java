package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.Level;
import java.util.Arrays;

/**
 * How often and when lines of a template came, and where the template comes from: which ones were merged into it, and
 * which one it stands beside because a word differs. Times are epoch milliseconds of stream time. Not thread-safe.
 */
public final class TemplateHistory {

    private static final long[] NONE = {};

    long firstSeen;
    long lastSeen;
    long lines;
    long errorLines;
    int widened;
    Level worst = Level.UNKNOWN;
    long mergedCount;
    long[] mergedIds = NONE;
    long besideId;
    int besideToken = -1;

    TemplateHistory(long at) {
        firstSeen = at;
        lastSeen = at;
    }

    /** Returns when the first line came. */
    public long firstSeen() {
        return firstSeen;
    }

    /** Returns when the latest line came. */
    public long lastSeen() {
        return lastSeen;
    }

    /** Returns the number of lines, those of merged templates included. */
    public long lines() {
        return lines;
    }

    /** Returns the number of lines at ERROR or FATAL. */
    public long errorLines() {
        return errorLines;
    }

    /** Returns the highest level that a line had. */
    public Level worst() {
        return worst;
    }

    /** Returns how many pieces that were words at first have become variable. */
    public int widened() {
        return widened;
    }

    /** Returns how many templates were merged into this one. */
    public long mergedCount() {
        return mergedCount;
    }

    /** Returns the ids of the templates merged into this one most lately, a copy. */
    public long[] mergedIds() {
        return mergedIds.clone();
    }

    /** Returns whether the template began beside another one that differs in a single word. */
    public boolean isBeside() {
        return besideToken >= 0;
    }

    /** Returns the id of the template it began beside. */
    public long besideId() {
        return besideId;
    }

    /** Returns the index of the piece in which the two differ. */
    public int besideToken() {
        return besideToken;
    }

    /** Takes in what is known of a template that ends in this one. */
    void absorb(long id, TemplateHistory other) {
        firstSeen = Math.min(firstSeen, other.firstSeen);
        lastSeen = Math.max(lastSeen, other.lastSeen);
        lines += other.lines;
        errorLines += other.errorLines;
        worst = worst.compareTo(other.worst) >= 0 ? worst : other.worst;
        mergedCount += 1 + other.mergedCount;
        long[] ids = Arrays.copyOf(other.mergedIds, other.mergedIds.length + 1);
        ids[other.mergedIds.length] = id;
        for (long merged : ids) {
            remember(merged);
        }
    }

    /** Returns whether an id is among those remembered as merged into this template. */
    boolean hasMerged(long id) {
        for (long merged : mergedIds) {
            if (merged == id) {
                return true;
            }
        }
        return false;
    }

    int approximateBytes() {
        return 96 + (mergedIds.length == 0 ? 0 : 16 + 8 * mergedIds.length);
    }

    void writeTo(ByteWriter out) {
        out.writeSigned(firstSeen);
        out.writeSigned(lastSeen);
        out.writeUnsigned(lines);
        out.writeUnsigned(errorLines);
        out.writeByte(worst.ordinal());
        out.writeUnsigned(widened);
        out.writeUnsigned(mergedCount);
        out.writeUnsigned(mergedIds.length);
        for (long id : mergedIds) {
            out.writeFixedLong(id);
        }
        out.writeSigned(besideToken);
        if (isBeside()) {
            out.writeFixedLong(besideId);
        }
    }

    static TemplateHistory readFrom(ByteReader in) {
        TemplateHistory history = new TemplateHistory(in.readSigned());
        history.lastSeen = in.readSigned();
        history.lines = in.readCount();
        history.errorLines = in.readCount();
        history.worst = Level.of(in.readInt(0, Level.COUNT - 1));
        history.widened = in.readInt(0, Integer.MAX_VALUE);
        history.mergedCount = in.readCount();
        history.mergedIds = new long[in.readLength(LogTemplate.MAX_MERGED_IDS, 8)];
        for (int i = 0; i < history.mergedIds.length; i++) {
            history.mergedIds[i] = in.readFixedLong();
        }
        history.besideToken = (int) Math.max(-1, Math.min(LineTokens.MAX_TOKENS, in.readSigned()));
        if (history.isBeside()) {
            history.besideId = in.readFixedLong();
        }
        return history;
    }

    private void remember(long id) {
        int keep = Math.min(mergedIds.length, LogTemplate.MAX_MERGED_IDS - 1);
        long[] ids = Arrays.copyOfRange(mergedIds, mergedIds.length - keep, mergedIds.length + 1);
        ids[keep] = id;
        mergedIds = ids;
    }
}
