package io.tocsin.standalone.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.standalone.client.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends the events of a file in order, one batch after the other, each until it is answered for good. Used once, by one
 * thread.
 */
final class Replay {

    private static final int BATCH_EVENTS = 500;
    private static final int BATCH_BYTES = 1 << 20;
    private static final Duration LONGEST_NAP = Duration.ofMillis(500);

    /** Where batches go. */
    @FunctionalInterface
    interface Target {
        Delivery send(List<byte[]> events) throws InterruptedException;
    }

    private final EventSource file;
    private final Target target;
    private final Pace pace;
    private final Duration patience;
    private final InstantSource clock;
    private final Wait wait;
    private final ReplayWatcher watcher;
    private final ObjectMapper json = new ObjectMapper();
    private final List<byte[]> batch = new ArrayList<>();
    private int batchBytes;
    private long events;
    private long accepted;
    private long rejected;
    private long unreadable;
    private long unsent;
    private long retries;

    Replay(
            EventSource file,
            Target target,
            Pace pace,
            Duration patience,
            InstantSource clock,
            Wait wait,
            ReplayWatcher watcher) {
        this.file = file;
        this.target = target;
        this.pace = pace;
        this.patience = patience;
        this.clock = clock;
        this.wait = wait;
        this.watcher = watcher;
    }

    /**
     * Replays the file to its end, or until nothing was taken for as long as the patience lasts.
     *
     * @throws IOException when the file cannot be read
     * @throws InterruptedException when the thread was interrupted
     */
    ReplaySummary run() throws IOException, InterruptedException {
        Optional<ReplayItem> item = nextReadable();
        while (item.isPresent() && unsent == 0) {
            Duration due = pace.until(item.get());
            if (!due.isZero()) {
                flush();
                wait.forThe(due.compareTo(LONGEST_NAP) < 0 ? due : LONGEST_NAP);
                continue;
            }
            add(item.get());
            if (batch.size() >= BATCH_EVENTS || batchBytes >= BATCH_BYTES) {
                flush();
            }
            item = nextReadable();
        }
        if (unsent == 0) {
            flush();
        }
        return new ReplaySummary(events, accepted, rejected, unreadable, unsent, retries);
    }

    private Optional<ReplayItem> nextReadable() throws IOException {
        while (true) {
            try {
                return file.next();
            } catch (LineProblem problem) {
                unreadable++;
                watcher.unreadable(problem.line(), problem.getMessage());
            }
        }
    }

    private void add(ReplayItem item) {
        try {
            byte[] event = json.writeValueAsBytes(item.event());
            batch.add(event);
            batchBytes += event.length;
            events++;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree can always be written", impossible);
        }
    }

    private void flush() throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        Instant giveUp = clock.instant().plus(patience);
        Delivery answer = target.send(batch);
        while (answer instanceof Delivery.Again again) {
            if (clock.instant().isAfter(giveUp)) {
                unsent += batch.size();
                watcher.gaveUp(again.reason());
                return;
            }
            watcher.again(again.reason());
            retries++;
            wait.forThe(again.after());
            answer = target.send(batch);
        }
        Delivery.Settled settled = (Delivery.Settled) answer;
        accepted += settled.accepted();
        rejected += settled.rejections().size();
        settled.rejections().forEach(watcher::rejected);
        batch.clear();
        batchBytes = 0;
        watcher.progress(accepted, rejected);
    }
}
