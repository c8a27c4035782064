package io.tocsin.processor.topology.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class EvaluationLogTest {

    private final InMemoryStore bySource = new InMemoryStore();
    private final InMemoryStore byTime = new InMemoryStore();
    private final SourceEntry orders = new SourceEntry("default/production/orders".getBytes(UTF_8), 1);
    private final SourceEntry billing = new SourceEntry("default/production/billing".getBytes(UTF_8), 2);

    @Test
    void theNewestComesFirst() {
        EvaluationLog log = log(10, 100, 1_000);
        log.append(orders, 100, value("a"));
        log.append(billing, 200, value("b"));
        log.append(orders, 200, value("c"));
        log.append(orders, 300, value("d"));

        assertThat(values()).containsExactly("d", "c", "b", "a");
    }

    @Test
    void entriesOfASourceBeyondItsNumberGo() {
        EvaluationLog log = log(3, 100, 1_000);
        for (int i = 0; i < 10; i++) {
            log.append(orders, i, value("o" + i));
        }
        log.append(billing, 10, value("b"));

        assertThat(values()).containsExactly("b", "o9", "o8", "o7");
        assertThat(log.size()).isEqualTo(4);
        assertThat(bySource.content).hasSize(4);
    }

    @Test
    void entriesThatAreTooOldGo() {
        EvaluationLog log = log(10, 100, 1_000);
        log.append(orders, 100, value("a"));
        log.append(orders, 900, value("b"));
        log.expire(1_099);
        assertThat(values()).containsExactly("b", "a");

        log.expire(1_100);
        assertThat(values()).containsExactly("b");

        log.expire(5_000);
        assertThat(values()).isEmpty();
        assertThat(bySource.content).isEmpty();
        assertThat(log.size()).isZero();
    }

    @Test
    void entriesOfAllSourcesBeyondTheNumberGoOldestFirst() {
        EvaluationLog log = log(10, 4, 1_000_000);
        for (int i = 0; i < 10; i++) {
            log.append(i % 2 == 0 ? orders : billing, i, value("v" + i));
        }

        log.expire(10);

        assertThat(values()).containsExactly("v9", "v8", "v7", "v6");
    }

    @Test
    void removalOnRequestTellsHowMany() {
        EvaluationLog log = log(10, 100, 1_000_000);
        for (int i = 0; i < 10; i++) {
            log.append(orders, i, value("v" + i));
        }

        assertThat(log.countUpTo(6)).isEqualTo(7);
        assertThat(log.removeUpTo(6)).isEqualTo(7);
        assertThat(log.removeUpTo(6)).isZero();
        assertThat(values()).containsExactly("v9", "v8", "v7");
    }

    @Test
    void aSourceThatLeftMemoryGoesOnCounting() {
        EvaluationLog log = log(2, 100, 1_000_000);
        log.append(orders, 1, value("a"));
        log.append(orders, 2, value("b"));

        log.append(new SourceEntry(orders.key(), 1), 3, value("c"));

        assertThat(values()).containsExactly("c", "b");
    }

    @Test
    void theProgressInTheStoresIsNoEntry() {
        EvaluationLog log = log(10, 100, 10);
        byTime.put(Progress.KEY, Progress.NONE.encode());
        bySource.put(Progress.KEY, Progress.NONE.encode());
        log.append(orders, 1, value("a"));

        log.expire(1_000);

        assertThat(byTime.content).containsOnlyKeys(Progress.KEY);
        assertThat(log.countUpTo(Long.MAX_VALUE)).isZero();
    }

    private EvaluationLog log(int perSource, int perPartition, long ageMs) {
        return new EvaluationLog(bySource, byTime, new EvaluationRetention(perSource, perPartition, ageMs), 0);
    }

    private List<String> values() {
        return byTime.content.values().stream()
                .map(value -> new String(value, UTF_8))
                .toList();
    }

    private static byte[] value(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void textAndKeysOfAnEntryLeadBackToIt() {
        EvaluationKey key = new EvaluationKey("default/production/a/b\u00e9", 1_700_000_000_000L, 42);

        assertThat(EvaluationKey.parse(key.text())).isEqualTo(key);
        assertThat(EvaluationKey.parse(new String(key.byTime().get(), UTF_8))).isEqualTo(key);
        Bytes index = key.bySource();
        assertThat(EvaluationKey.sourceOf(index.get())).isEqualTo(key.source());
        assertThat(EvaluationKey.numberOf(index.get())).isEqualTo(42);
    }
}
