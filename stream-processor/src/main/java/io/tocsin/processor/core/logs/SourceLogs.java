package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.source.LogLine;
import java.util.List;

/**
 * All that is kept of the log lines of one source: its templates, what is usual of them, and the recent lines. Written when
 * the task commits; goes on from what was written as if it had stayed in memory. Mutable, not thread-safe.
 */
public final class SourceLogs {

    private static final int VERSION = 2;
    private static final byte[] NOTHING = {};

    private final LogStore store;
    private final TemplateMiner miner;
    private final RecentLines recent;
    private final LogWatch watch;
    private boolean dirty;

    /**
     * Takes up what is in the store.
     *
     * @throws CorruptStateException when that is not what was written
     */
    public SourceLogs(LogSettings settings, LogStore store) {
        this.store = store;
        miner = new TemplateMiner(settings.maxTemplates());
        recent = new RecentLines(settings.blocks(), store);
        watch = new LogWatch(settings.learningMs());
        byte[] head = store.readHead();
        if (head != null) {
            ByteReader reader = new ByteReader().reset(head);
            long latestAt = latestAt(reader);
            miner.readFrom(reader);
            watch.readFrom(reader);
            recent.restore(reader, latestAt);
            reader.requireEnd();
            store.readTemplates(miner::restore);
        }
    }

    /**
     * Takes a line in and gives it the level that it has.
     *
     * @param line its level is changed when it is missing or wrong
     * @param observedAt time of the line: epoch milliseconds
     * @param now stream time: epoch milliseconds
     * @param signals what is unusual about the line is added
     * @return the template of the line
     */
    public LogTemplate line(LogLine line, long observedAt, long now, List<LogSignal> signals) {
        byte[] message = line.message().isNull() ? NOTHING : line.message().utf8();
        LogTemplate template = line.message().isNull()
                ? miner.observe(NOTHING, 0, 0, now)
                : miner.observe(
                        message, line.message().utf8Offset(), line.message().utf8Length(), now);
        Level sent = line.level();
        Level level = template.reading().levelOf(sent);
        line.level(level);
        boolean first = template.history.lines == 1;
        template.history.errorLines += level.isError() ? 1 : 0;
        if (level.compareTo(template.history.worst) > 0) {
            template.history.worst = level;
        }
        recent.add(observedAt, now, level, sent, template.id, line.message(), line.logger(), line.traceId());
        watch.line(template, first, level, now, signals);
        dirty = true;
        return template;
    }

    /** Returns whether {@link #close} has something to do. */
    public boolean isDue(long now) {
        return watch.isDue(now);
    }

    /** Closes the minutes that are over; what was unusual about them is added. */
    public void close(long now, List<LogSignal> signals) {
        watch.close(miner, now, signals);
        dirty = true;
    }

    /** Returns the templates. */
    public TemplateMiner templates() {
        return miner;
    }

    /** Returns whether {@link #write} has something to do. */
    public boolean isDirty() {
        return dirty;
    }

    /** Lets what changed reach the store. */
    public void write() {
        if (!dirty) {
            return;
        }
        dirty = false;
        recent.save();
        miner.drain(new TemplateMiner.Changes() {
            @Override
            public void changed(long id, byte[] stored) {
                store.writeTemplate(id, stored);
            }

            @Override
            public void removed(long id) {
                store.writeTemplate(id, null);
            }
        });
        ByteWriter head = new ByteWriter(128);
        head.writeByte(VERSION);
        head.writeSigned(recent.latestAt());
        miner.writeTo(head);
        watch.writeTo(head);
        recent.writeHead(head);
        store.writeHead(head.toBytes());
    }

    /**
     * Returns when the latest line came of a source, by what was written as its head: epoch milliseconds of stream time.
     *
     * @throws CorruptStateException when the bytes are no head
     */
    public static long latestAt(byte[] head) {
        return latestAt(new ByteReader().reset(head));
    }

    private static long latestAt(ByteReader reader) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("logs of version " + version);
        }
        return reader.readSigned();
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 200 + miner.approximateBytes() + recent.approximateBytes();
    }
}
