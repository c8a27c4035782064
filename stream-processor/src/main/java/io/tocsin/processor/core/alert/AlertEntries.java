package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Alerts in the order in which they were first raised. Of the resolved ones the latest are kept, and those that somebody
 * must not lose: resolved by a person while their condition holds, or snoozed; at most {@value #MOST_RESOLVED} of all
 * kinds. Mutable, not thread-safe.
 */
final class AlertEntries implements Iterable<AlertEntry> {

    private static final int MOST = 10_000;
    private static final int MOST_RESOLVED = 2_000;

    private final List<AlertEntry> entries = new ArrayList<>(2);
    private long forgottenEpisode;

    boolean isBlank() {
        return entries.isEmpty() && forgottenEpisode == 0;
    }

    int size() {
        return entries.size();
    }

    AlertEntry get(int index) {
        return entries.get(index);
    }

    @Override
    public Iterator<AlertEntry> iterator() {
        return Collections.unmodifiableList(entries).iterator();
    }

    /** Returns the alert of a fingerprint, or null. */
    AlertEntry find(long fingerprint) {
        for (AlertEntry entry : entries) {
            if (entry.fingerprint == fingerprint) {
                return entry;
            }
        }
        return null;
    }

    /** Adds an alert whose episodes are numbered above those of all that were forgotten. */
    AlertEntry add(AlertEntry entry) {
        entry.episode = forgottenEpisode;
        entries.add(entry);
        return entry;
    }

    /** Forgets the resolved alerts that are too many, the earliest resolved first. */
    void forget(int maxResolved) {
        int resolved = 0;
        int ordinary = 0;
        for (AlertEntry entry : entries) {
            resolved += entry.isOpen() ? 0 : 1;
            ordinary += isOrdinary(entry) ? 1 : 0;
        }
        for (; ordinary > maxResolved || resolved > MOST_RESOLVED; resolved--) {
            boolean any = ordinary == 0;
            AlertEntry oldest = null;
            for (AlertEntry entry : entries) {
                boolean may = any ? !entry.isOpen() : isOrdinary(entry);
                if (may && (oldest == null || entry.resolvedAt < oldest.resolvedAt)) {
                    oldest = entry;
                }
            }
            forgottenEpisode = Math.max(forgottenEpisode, oldest.episode);
            entries.remove(oldest);
            ordinary -= any ? 0 : 1;
        }
    }

    int approximateBytes() {
        int bytes = 48;
        for (AlertEntry entry : entries) {
            bytes += entry.approximateBytes();
        }
        return bytes;
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(forgottenEpisode);
        writer.writeUnsigned(entries.size());
        for (AlertEntry entry : entries) {
            entry.writeTo(writer);
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param intern gives the instance of a label's name that is shared among sources
     * @throws CorruptStateException when the bytes are something else
     */
    static AlertEntries readFrom(ByteReader reader, UnaryOperator<String> intern) {
        AlertEntries read = new AlertEntries();
        read.forgottenEpisode = reader.readCount();
        int size = reader.readLength(MOST, 20);
        for (int i = 0; i < size; i++) {
            read.entries.add(AlertEntry.readFrom(reader, intern));
        }
        return read;
    }

    private static boolean isOrdinary(AlertEntry entry) {
        return !entry.isOpen() && !entry.suppressed && (entry.test || !entry.isSnoozed());
    }
}
