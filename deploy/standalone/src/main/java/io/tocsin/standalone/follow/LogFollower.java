package io.tocsin.standalone.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.standalone.client.Delivery;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the lines of followed files, one batch of one file at a time. Nothing is read ahead: a file waits on the disk
 * until its lines before are on Kafka. Not thread-safe; one thread calls {@link #round} again and again.
 */
public final class LogFollower implements Closeable {

    /** How many files are followed at once. */
    static final int MOST_FILES = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final int BATCH = 500;
    private static final Duration SEARCH_EVERY = Duration.ofSeconds(2);
    /** How long a file that was renamed or deleted may still be written to. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final Set<String> COMPRESSED = Set.of("gz", "zip", "xz", "zst", "bz2");

    /** Where lines go. */
    @FunctionalInterface
    public interface Target {

        /**
         * Sends events.
         *
         * @throws InterruptedException when the thread was interrupted
         */
        Delivery send(List<byte[]> events) throws InterruptedException;
    }

    private enum Batch {
        NONE,
        SENT,
        NOT_TAKEN
    }

    private final List<GlobSearch> searches;
    private final PositionBook book;
    private final LineEvents events;
    private final Target target;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, FollowedFile> open = new LinkedHashMap<>();
    private final Map<String, Instant> leaving = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private Instant searched = Instant.EPOCH;
    private boolean tooMany;
    private String lastProblem = "";
    private Duration retryAfter = Duration.ZERO;
    private long linesSent;

    LogFollower(List<GlobSearch> searches, PositionBook book, LineEvents events, Target target) {
        this.searches = List.copyOf(searches);
        this.book = Objects.requireNonNull(book, "book");
        this.events = Objects.requireNonNull(events, "events");
        this.target = Objects.requireNonNull(target, "target");
    }

    /**
     * Makes a follower.
     *
     * @param patterns which files, see {@link GlobSearch}
     * @param folder folder that relative patterns start at
     * @param positions file that remembers how far each was read
     * @throws IOException when that file cannot be read
     */
    public static LogFollower of(List<String> patterns, Path folder, Path positions, LineEvents events, Target target)
            throws IOException {
        List<GlobSearch> searches = patterns.stream()
                .map(pattern -> new GlobSearch(pattern, folder, MOST_FILES + 1))
                .toList();
        return new LogFollower(searches, new PositionBook(positions), events, target);
    }

    /**
     * Sends what the files have, until there is nothing more or it is not taken.
     *
     * @param now the present time
     * @param pause how long to wait when all went well
     * @return how long to wait before the next round
     * @throws InterruptedException when the thread was interrupted
     */
    public Duration round(Instant now, Duration pause) throws InterruptedException {
        try {
            if (Duration.between(searched, now).compareTo(SEARCH_EVERY) >= 0) {
                searched = now;
                search(now);
            }
            boolean more = true;
            while (more) {
                more = false;
                for (FollowedFile file : List.copyOf(open.values())) {
                    Batch batch = sendOne(file, now);
                    if (batch == Batch.NOT_TAKEN) {
                        return retryAfter;
                    }
                    more |= batch == Batch.SENT;
                }
            }
            closeGone(now);
        } catch (IOException | RuntimeException failed) {
            problem("following log files failed: " + failed);
        }
        return pause;
    }

    /** Lines that are on Kafka since the start. */
    public long linesSent() {
        return linesSent;
    }

    /** Files that are followed now. */
    public int files() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        for (FollowedFile file : open.values()) {
            file.close();
        }
        open.clear();
        book.save();
    }

    private void search(Instant now) {
        Set<String> seen = new HashSet<>();
        for (GlobSearch search : searches) {
            for (Path path : search.files()) {
                follow(path, seen);
            }
        }
        for (String key : open.keySet()) {
            if (seen.contains(key)) {
                leaving.remove(key);
            } else {
                leaving.putIfAbsent(key, now);
            }
        }
    }

    private void follow(Path path, Set<String> seen) {
        String name = path.getFileName().toString();
        if (COMPRESSED.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return;
        }
        try {
            String key = FollowedFile.keyOf(path);
            if (!seen.add(key) || open.containsKey(key)) {
                return;
            }
            if (open.size() >= MOST_FILES) {
                if (!tooMany) {
                    LOG.warn("more than {} files match; {} and others are not followed", MOST_FILES, path);
                    tooMany = true;
                }
                return;
            }
            open.put(key, FollowedFile.open(path, book));
            unreadable.remove(path.toString());
            LOG.info("following {}", path);
        } catch (IOException cannot) {
            if (unreadable.add(path.toString())) {
                LOG.warn("cannot follow {}: {}", path, cannot.toString());
            }
        }
    }

    private Batch sendOne(FollowedFile file, Instant now) throws IOException, InterruptedException {
        List<FollowedFile.Line> lines = file.read(BATCH, farewellIsOver(file, now));
        if (lines.isEmpty()) {
            return Batch.NONE;
        }
        List<byte[]> batch = new ArrayList<>(lines.size());
        for (FollowedFile.Line line : lines) {
            if (!line.text().isBlank()) {
                batch.add(bytes(file, line));
            }
        }
        if (!batch.isEmpty()) {
            Delivery delivery = target.send(batch);
            if (delivery instanceof Delivery.Again again) {
                problem("log lines were not taken: " + again.reason());
                retryAfter = again.after();
                return Batch.NOT_TAKEN;
            }
            Delivery.Settled settled = (Delivery.Settled) delivery;
            problem(
                    settled.rejections().isEmpty()
                            ? ""
                            : file.path() + ": " + settled.rejections().get(0));
            linesSent += settled.accepted();
        }
        file.moveTo(lines.get(lines.size() - 1).end(), book);
        book.save();
        return Batch.SENT;
    }

    private byte[] bytes(FollowedFile file, FollowedFile.Line line) {
        try {
            return json.writeValueAsBytes(events.of(file, line));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree can always be written", impossible);
        }
    }

    private boolean farewellIsOver(FollowedFile file, Instant now) {
        Instant since = leaving.get(file.key());
        return since != null && Duration.between(since, now).compareTo(FAREWELL) >= 0;
    }

    private void closeGone(Instant now) throws IOException {
        for (Iterator<FollowedFile> files = open.values().iterator(); files.hasNext(); ) {
            FollowedFile file = files.next();
            if (farewellIsOver(file, now) && !file.hasMore()) {
                LOG.info("{} is gone", file.path());
                leaving.remove(file.key());
                files.remove();
                file.close();
            }
        }
    }

    private void problem(String problem) {
        if (!problem.equals(lastProblem)) {
            if (problem.isEmpty()) {
                LOG.info("log lines are taken again");
            } else {
                LOG.warn("{}", problem);
            }
            lastProblem = problem;
        }
    }
}
