package io.tocsin.gateway.account;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes reports of batches to the ingest log and the console, on a thread of its own behind a bounded queue: ingest never
 * waits for a disk. What does not fit is dropped and counted; {@code reported = written + dropped + queued}. Thread-safe.
 */
public final class IngestLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IngestLog.class);
    private static final int CAPACITY = 16_384;
    private static final int AT_ONCE = 1_024;
    private static final long LONGEST_WAIT_MILLIS = 200;
    private static final long COMPLAINT_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final BlockingQueue<BatchReport> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final RotatingFile file;
    private final ReportLine lines;
    private final ConsoleSummary console;
    private final LongSupplier nanoTime;
    private final Thread writer;
    private volatile boolean closing;
    private long lastComplaint;

    IngestLog(RotatingFile file, ReportLine lines, ConsoleSummary console, LongSupplier nanoTime) {
        this.file = file;
        this.lines = lines;
        this.console = console;
        this.nanoTime = nanoTime;
        lastComplaint = nanoTime.getAsLong() - COMPLAINT_INTERVAL;
        writer = new Thread(this::run, "gateway-ingest-log");
        writer.setDaemon(true);
    }

    /** Starts the writer. */
    void start() {
        writer.start();
    }

    /** Reports a batch; never blocks. */
    public void report(BatchReport report) {
        if (!queue.offer(report)) {
            dropped.increment();
        }
    }

    /** Returns the number of lines in the file. */
    long written() {
        return written.sum();
    }

    /** Returns the number of reports that found no room or could not be written. */
    long dropped() {
        return dropped.sum();
    }

    private void run() {
        List<BatchReport> some = new ArrayList<>(AT_ONCE);
        try {
            while (!closing || !queue.isEmpty()) {
                BatchReport first = queue.poll(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    some.add(first);
                    queue.drainTo(some, AT_ONCE - 1);
                    write(some);
                    some.clear();
                }
                console.tick(nanoTime.getAsLong());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        console.tellHeldBack();
        closeFile();
    }

    private void write(List<BatchReport> some) {
        int done = 0;
        try {
            for (BatchReport report : some) {
                byte[] line = lines.write(report);
                file.write(line, line.length);
                done++;
            }
            file.flush();
        } catch (IOException e) {
            dropped.add(some.size() - done);
            complain(e);
        }
        written.add(done);
        long now = nanoTime.getAsLong();
        some.forEach(report -> console.report(report, now));
    }

    private void complain(IOException e) {
        long now = nanoTime.getAsLong();
        if (now - lastComplaint >= COMPLAINT_INTERVAL) {
            lastComplaint = now;
            LOG.warn("The ingest log cannot be written; {} reports were dropped so far", dropped.sum(), e);
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("The ingest log cannot be closed", e);
        }
    }

    /** Writes what is queued and ends. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
