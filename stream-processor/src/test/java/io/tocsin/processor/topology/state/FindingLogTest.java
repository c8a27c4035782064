package io.tocsin.processor.topology.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FindingLogTest {

    private static final byte[] SOURCE = "default/production/orders".getBytes(UTF_8);

    private final InMemoryStore store = new InMemoryStore();

    @Test
    void theOnesThatBeganEarliestGoWhenThereAreTooMany() {
        FindingLog log = new FindingLog(store, new FindingRetention(3, 1_000_000));
        for (int i = 0; i < 10; i++) {
            log.put(key(1_000 + i, i), new byte[1]);
        }

        log.expire(2_000);

        assertThat(log.size()).isEqualTo(3);
        assertThat(store.content.keySet())
                .containsExactly(
                        key(1_009, 9).bytes(),
                        key(1_008, 8).bytes(),
                        key(1_007, 7).bytes());
    }

    @Test
    void whatIsTooOldGoes() {
        store.put(Progress.KEY, Progress.NONE.encode());
        FindingLog log = new FindingLog(store, new FindingRetention(1_000, 500));
        for (int i = 0; i < 10; i++) {
            log.put(key(1_000 + 100 * i, i), new byte[1]);
        }
        log.expire(1_499);
        assertThat(log.size()).isEqualTo(10);

        log.expire(1_700);
        assertThat(log.size()).isEqualTo(7);
        log.expire(99_999);
        assertThat(log.size()).isZero();
        assertThat(store.content.keySet()).containsExactly(Progress.KEY);
    }

    @Test
    void aFindingThatClosesTakesThePlaceOfTheOpenOne() {
        FindingLog log = new FindingLog(store, new FindingRetention(10, 1_000));
        log.put(key(1_000, 1), new byte[] {1});
        log.put(key(1_000, 1), new byte[] {2});

        assertThat(log.size()).isEqualTo(1);
        assertThat(store.get(key(1_000, 1).bytes())).containsExactly(2);
        assertThat(new FindingLog(store, new FindingRetention(10, 1_000)).size())
                .isEqualTo(1);
    }

    @Test
    void aKeyIsReadAsItWasWritten() {
        FindingKey key = key(1_767_225_600_000L, 7);

        assertThat(FindingKey.parse(key.text())).isEqualTo(key);
        assertThatThrownBy(() -> FindingKey.parse("short")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FindingKey.of(SOURCE, -1, "0000000000000001"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FindingKey key(long since, int id) {
        return FindingKey.of(SOURCE, since, String.format("%016x", id));
    }
}
