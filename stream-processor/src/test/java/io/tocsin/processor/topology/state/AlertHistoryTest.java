package io.tocsin.processor.topology.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class AlertHistoryTest {

    private static final String ALERT = "00000000000000aa";

    private final KeyValueStore<Bytes, byte[]> store = new InMemoryStore();

    private static AlertHistoryKey key(long at, long step) {
        return new AlertHistoryKey(at, ALERT, 1, step);
    }

    private List<Long> times() {
        List<Long> times = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (entry.key.get()[0] == 't') {
                    times.add(AlertHistoryKey.parse(entry.key.get()).at());
                }
            });
        }
        return times;
    }

    @Test
    void stepsLieLatestFirstAndGoByAge() {
        AlertHistory history = new AlertHistory(store, new AlertRetention(1, 100, 1_000));
        for (int i = 1; i <= 5; i++) {
            history.append(key(i * 100, i), new byte[] {1});
        }
        assertThat(times()).containsExactly(500L, 400L, 300L, 200L, 100L);
        history.expire(1_200);
        assertThat(times()).containsExactly(500L, 400L, 300L);
        assertThat(store.get(key(100, 1).byAlert())).isNull();
        assertThat(store.get(key(300, 3).byAlert())).isNotNull();
        assertThat(history.size()).isEqualTo(3);
    }

    @Test
    void theEarliestGoWhenThereAreTooMany() {
        AlertHistory history = new AlertHistory(store, new AlertRetention(1, 2, 1_000_000));
        for (int i = 1; i <= 5; i++) {
            history.append(key(i * 100, i), new byte[] {1});
            history.append(key(i * 100, i), new byte[] {1});
        }
        history.expire(600);
        assertThat(times()).containsExactly(500L, 400L);
        assertThat(new AlertHistory(store, new AlertRetention(1, 2, 1_000_000)).size())
                .isEqualTo(2);
    }

    @Property
    void aKeyIsReadAsItWasWritten(
            @ForAll @LongRange(min = 0) long at,
            @ForAll @LongRange(min = 0) long episode,
            @ForAll @LongRange(min = 0) long step) {
        AlertHistoryKey key = new AlertHistoryKey(at, ALERT, episode, step);
        assertThat(AlertHistoryKey.parse(key.byTime().get())).isEqualTo(key);
        assertThat(AlertHistoryKey.parse(key.byAlert().get())).isEqualTo(key);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThatThrownBy(() -> AlertHistoryKey.parse("t".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
