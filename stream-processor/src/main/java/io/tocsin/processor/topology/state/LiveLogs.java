package io.tocsin.processor.topology.state;

import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.logs.LogSettings;
import io.tocsin.processor.core.logs.LogSignal;
import io.tocsin.processor.core.logs.RecentLines;
import io.tocsin.processor.core.logs.SourceLogs;
import io.tocsin.processor.core.source.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of the logs of a task's sources: of those that logged most lately in memory within a bound, of all others in
 * the stores. Changed line by line, written when the task commits or when it leaves memory. Old lines are removed some at a
 * time, walking round the store. Damage to a source's templates stops no line: they are mined anew. Not thread-safe.
 */
public final class LiveLogs {

    private static final Logger LOG = LoggerFactory.getLogger(LiveLogs.class);
    private static final long MINUTE_MS = 60_000;
    private static final int CLOSED_PER_TICK = 2_000;
    private static final int SWEPT_PER_TICK = 200;
    private static final int FORGOTTEN_PER_TICK = 5;

    private static final class Entry {
        final byte[] key;
        final SourceLogs logs;
        int bytes;

        Entry(byte[] key, SourceLogs logs) {
            this.key = key;
            this.logs = logs;
        }
    }

    private final KeyValueStore<Bytes, byte[]> templates;
    private final KeyValueStore<Bytes, byte[]> lines;
    private final LogSettings settings;
    private final LogRetention retention;
    private final Map<Bytes, Entry> live = new LinkedHashMap<>(64, 0.75f, true);
    private final List<Entry> dirty = new ArrayList<>();
    private long bytes;
    private long closedMinute = Long.MIN_VALUE;
    private Bytes sweptTo;
    private Bytes lookedTo;

    /** Takes over the stores of a task. */
    public LiveLogs(
            KeyValueStore<Bytes, byte[]> templates,
            KeyValueStore<Bytes, byte[]> lines,
            LogSettings settings,
            LogRetention retention) {
        this.templates = templates;
        this.lines = lines;
        this.settings = settings;
        this.retention = retention;
    }

    /**
     * Takes a line in, which gets the level that it has.
     *
     * @param key SourceKey
     * @param signals what is unusual about the line is added
     */
    public void line(byte[] key, LogLine line, long streamTime, List<LogSignal> signals) {
        Bytes name = Bytes.wrap(key);
        Entry entry = live.get(name);
        if (entry == null) {
            entry = new Entry(key, load(key));
            live.put(name, entry);
        }
        note(entry);
        entry.logs.line(line, line.observedAt(), streamTime, signals);
        measure(entry);
        while (bytes > retention.liveBytes() && live.size() > 1) {
            evictEldest();
        }
    }

    /** Closes minutes that are over, of some sources at a time; what was unusual about them is handed over by source. */
    public void close(long streamTime, BiConsumer<byte[], List<LogSignal>> unusual) {
        if (streamTime / MINUTE_MS <= closedMinute) {
            return;
        }
        List<Entry> due = new ArrayList<>();
        for (Entry entry : live.values()) {
            if (entry.logs.isDue(streamTime)) {
                due.add(entry);
                if (due.size() == CLOSED_PER_TICK) {
                    break;
                }
            }
        }
        if (due.size() < CLOSED_PER_TICK) {
            closedMinute = streamTime / MINUTE_MS;
        }
        for (Entry entry : due) {
            List<LogSignal> signals = new ArrayList<>(0);
            note(entry);
            entry.logs.close(streamTime, signals);
            measure(entry);
            if (!signals.isEmpty()) {
                unusual.accept(entry.key, signals);
            }
        }
    }

    /** Removes blocks of lines all of which are too old, looking at some of them at a time. */
    public void expire(long streamTime) {
        long cutoff = streamTime - retention.ageMs();
        List<Bytes> gone = new ArrayList<>(0);
        int seen = 0;
        Bytes last = null;
        try (KeyValueIterator<Bytes, byte[]> blocks = sweptTo == null ? lines.all() : lines.range(sweptTo, null)) {
            while (blocks.hasNext() && seen < SWEPT_PER_TICK) {
                KeyValue<Bytes, byte[]> block = blocks.next();
                seen++;
                last = block.key;
                if (!Progress.isKey(block.key.get()) && isOld(block.value, cutoff)) {
                    gone.add(block.key);
                }
            }
            sweptTo = blocks.hasNext() ? last : null;
        }
        gone.forEach(key -> lines.put(key, null));
    }

    /** Forgets the templates of sources that have been silent for too long, looking at some of them at a time. */
    public void forgetSilent(long streamTime) {
        long cutoff = streamTime - retention.silentMs();
        List<byte[]> silent = new ArrayList<>(0);
        int seen = 0;
        Bytes last = null;
        try (KeyValueIterator<Bytes, byte[]> entries =
                lookedTo == null ? templates.all() : templates.range(lookedTo, null)) {
            while (entries.hasNext() && seen < SWEPT_PER_TICK && silent.size() < FORGOTTEN_PER_TICK) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                seen++;
                last = entry.key;
                byte[] key = entry.key.get();
                int length = Progress.isKey(key) ? -1 : LogShelf.sourceLength(key);
                if (length == key.length - 1 && isSilent(entry.value, cutoff)) {
                    silent.add(Arrays.copyOf(key, length));
                }
            }
            lookedTo = entries.hasNext() ? last : null;
        }
        for (byte[] source : silent) {
            Entry entry = live.get(Bytes.wrap(source));
            if (entry == null) {
                new LogShelf(templates, lines, source).clearTemplates();
            } else if (!entry.logs.isDirty()) {
                live.remove(Bytes.wrap(source));
                bytes -= entry.bytes;
                new LogShelf(templates, lines, source).clearTemplates();
            }
        }
    }

    private static boolean isSilent(byte[] head, long cutoff) {
        try {
            return SourceLogs.latestAt(head) < cutoff;
        } catch (CorruptStateException e) {
            // It is reported when the source logs again; until then nothing of it is of use.
            return true;
        }
    }

    /** Writes what changed; called when the task commits. */
    public void write() {
        for (Entry entry : dirty) {
            entry.logs.write();
        }
        dirty.clear();
    }

    /** Returns the number of sources that changed since they were last written. */
    public int dirtyCount() {
        return dirty.size();
    }

    /** Returns the approximate size of what is in memory. */
    public long liveBytes() {
        return bytes;
    }

    private void note(Entry entry) {
        if (!entry.logs.isDirty()) {
            dirty.add(entry);
        }
    }

    private void measure(Entry entry) {
        int now = entry.logs.approximateBytes();
        bytes += now - entry.bytes;
        entry.bytes = now;
    }

    private void evictEldest() {
        Iterator<Entry> eldestFirst = live.values().iterator();
        Entry eldest = eldestFirst.next();
        eldest.logs.write();
        bytes -= eldest.bytes;
        eldestFirst.remove();
    }

    private SourceLogs load(byte[] key) {
        LogShelf shelf = new LogShelf(templates, lines, key);
        try {
            return new SourceLogs(settings, shelf);
        } catch (CorruptStateException e) {
            LOG.error(
                    "The templates of {} cannot be read and are mined anew",
                    new String(key, StandardCharsets.UTF_8),
                    e);
            shelf.clearTemplates();
            return new SourceLogs(settings, shelf);
        }
    }

    private static boolean isOld(byte[] block, long cutoff) {
        try {
            return RecentLines.latestAt(block) < cutoff;
        } catch (CorruptStateException e) {
            LOG.error("A block of log lines cannot be read and is removed", e);
            return true;
        }
    }
}
