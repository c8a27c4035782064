package io.tocsin.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.standalone.client.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final Instant START = Instant.parse("2024-03-01T12:00:00Z");

    private final List<List<byte[]>> sent = new ArrayList<>();
    private final Deque<Delivery> answers = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();
    private Instant now = START;

    @Test
    void aBatchThatIsNotTakenIsSentAgainAsItWas() throws Exception {
        answers.add(new Delivery.Again(Duration.ofSeconds(2), "503 no broker"));

        ReplaySummary summary = replay(items(3), OptionalDouble.empty());

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
        assertThat(now).isEqualTo(START.plusSeconds(2));
        assertThat(summary).isEqualTo(new ReplaySummary(3, 3, 0, 0, 0, 1));
        assertThat(summary.complete()).isTrue();
    }

    @Test
    void eventsThatAreRefusedAreCounted() throws Exception {
        answers.add(new Delivery.Settled(2, List.of("no source")));

        ReplaySummary summary = replay(items(3), OptionalDouble.empty());

        assertThat(summary).isEqualTo(new ReplaySummary(3, 2, 1, 0, 0, 0));
        assertThat(summary.complete()).isFalse();
        assertThat(problems).containsExactly("rejected no source");
    }

    @Test
    void patienceEnds() throws Exception {
        answers.addAll(Collections.nCopies(100, new Delivery.Again(Duration.ofSeconds(20), "refused")));

        ReplaySummary summary = replay(items(700), OptionalDouble.empty());

        assertThat(summary.unsent()).isEqualTo(500);
        assertThat(summary.accepted()).isZero();
        assertThat(summary.events()).isEqualTo(500);
        assertThat(Duration.between(START, now)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
    }

    @Test
    void batchesAreBounded() throws Exception {
        ReplaySummary summary = replay(items(1_201), OptionalDouble.empty());

        assertThat(sent).extracting(List::size).containsExactly(500, 500, 201);
        assertThat(summary.accepted()).isEqualTo(1_201);
    }

    @Test
    void theSpeedSaysHowFastTheFilePasses() throws Exception {
        replay(items(11), OptionalDouble.of(2));

        assertThat(Duration.between(START, now)).isEqualTo(Duration.ofSeconds(5));
        assertThat(sent).hasSize(11);
    }

    /** Items one second apart. */
    private static List<ReplayItem> items(int count) {
        List<ReplayItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new ReplayItem(
                    i + 1L,
                    JsonNodeFactory.instance.objectNode().put("id", "e" + i),
                    Optional.of(Instant.ofEpochSecond(i))));
        }
        return items;
    }

    private ReplaySummary replay(List<ReplayItem> items, OptionalDouble speed) throws Exception {
        Deque<ReplayItem> file = new ArrayDeque<>(items);
        return new Replay(
                        () -> Optional.ofNullable(file.poll()),
                        this::send,
                        new Pace(speed, () -> now),
                        Duration.ofSeconds(60),
                        () -> now,
                        duration -> now = now.plus(duration),
                        new Recorder())
                .run();
    }

    private Delivery send(List<byte[]> events) {
        sent.add(List.copyOf(events));
        Delivery answer = answers.poll();
        return answer == null ? new Delivery.Settled(events.size(), List.of()) : answer;
    }

    private final class Recorder implements ReplayWatcher {
        @Override
        public void unreadable(long line, String problem) {
            problems.add("unreadable " + line);
        }

        @Override
        public void rejected(String reason) {
            problems.add("rejected " + reason);
        }

        @Override
        public void again(String reason) {
            problems.add("again " + reason);
        }

        @Override
        public void gaveUp(String reason) {
            problems.add("gave up " + reason);
        }

        @Override
        public void progress(long accepted, long rejected) {
            assertThat(accepted + rejected).isPositive();
        }
    }
}
