package io.tocsin.processor.core.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.CorruptStateException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventIdWindowTest {

    private static final long START = 1_767_225_600_000L;
    private static final long WINDOW = 600_000;

    /** A store of parts, as the changelog keeps them. */
    private static final class Parts implements EventIdWindow.Changes {
        private final TreeMap<Long, TreeMap<Integer, byte[]>> segments = new TreeMap<>();
        private int puts;

        @Override
        public void put(long segment, int part, byte[] packed) {
            puts++;
            assertThat(segments.computeIfAbsent(segment, s -> new TreeMap<>()).put(part, packed))
                    .as("a part is never written twice")
                    .isNull();
        }

        @Override
        public void remove(long segment, int part) {
            assertThat(segments.get(segment).remove(part)).isNotNull();
        }

        private EventIdWindow restored(int maxEntries) {
            EventIdWindow window = new EventIdWindow(WINDOW, maxEntries);
            segments.forEach(
                    (segment, parts) -> parts.forEach((part, packed) -> window.restore(segment, part, packed)));
            return window;
        }
    }

    @Property(tries = 100)
    void knowsExactlyWhatWasCountedWithinTheWindowThroughRestarts(@ForAll long seed) {
        Random random = new Random(seed);
        EventIdWindow window = new EventIdWindow(WINDOW, 100_000);
        Parts parts = new Parts();
        Map<Long, Long> counted = new HashMap<>();
        long now = START;
        for (int i = 0; i < 2000; i++) {
            now += random.nextInt(random.nextInt(50) == 0 ? 300_000 : 1000);
            long id = random.nextInt(400);
            Long before = counted.get(id);
            boolean isNew = window.add(id, now);
            if (before == null || now - before > WINDOW + WINDOW / 10) {
                assertThat(isNew).isTrue();
            } else if (now - before <= WINDOW) {
                assertThat(isNew).isFalse();
            }
            if (isNew) {
                counted.put(id, now);
            }
            if (random.nextInt(40) == 0) {
                window.drain(parts);
                if (random.nextInt(3) == 0) {
                    int size = window.size();
                    window = parts.restored(100_000);
                    assertThat(window.size()).isEqualTo(size);
                }
            }
        }
        assertThat(window.droppedEarly()).isZero();
    }

    @Test
    void thereIsARoomForSoManyAndTheOldestGoFirst() {
        EventIdWindow window = new EventIdWindow(WINDOW, 10_000);
        for (long id = 1; id <= 50_000; id++) {
            assertThat(window.add(id, START)).isTrue();
        }
        assertThat(window.size()).isBetween(9_000, 10_000);
        assertThat(window.droppedEarly()).isEqualTo(50_000 - window.size());
        assertThat(window.contains(50_000)).isTrue();
        assertThat(window.contains(41_001)).isTrue();
        assertThat(window.contains(1)).isFalse();
        assertThat(window.approximateBytes()).isLessThan(500_000);
    }

    @Test
    void drainsOnlyWhatIsNewAndRemovesWhatIsOld() {
        EventIdWindow window = new EventIdWindow(WINDOW, 10_000);
        Parts parts = new Parts();
        window.add(1, START);
        window.drain(parts);
        window.drain(parts);
        assertThat(parts.puts).isEqualTo(1);
        window.add(2, START + 1000);
        window.drain(parts);
        assertThat(parts.puts).isEqualTo(2);
        window.expire(START + WINDOW + 1001);
        window.drain(parts);
        assertThat(parts.segments.values()).allMatch(Map::isEmpty);
        assertThat(window.size()).isZero();
    }

    @Test
    void anIdThatIsForgottenCountsAgain() {
        EventIdWindow window = new EventIdWindow(WINDOW, 10_000);
        assertThat(window.add(7, START)).isTrue();
        assertThat(window.add(7, START + WINDOW)).isFalse();
        assertThat(window.add(7, START + WINDOW + 1)).isTrue();
    }

    @Test
    void damagedPartsAreRefused() {
        EventIdWindow window = new EventIdWindow(WINDOW, 10_000);
        window.add(1, START);
        Parts parts = new Parts();
        window.drain(parts);
        byte[] packed = parts.segments.get(0L).get(0);
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> new EventIdWindow(WINDOW, 10_000).restore(0, 0, cut))
                    .isInstanceOf(CorruptStateException.class);
        }
        EventIdWindow later = new EventIdWindow(WINDOW, 10_000);
        later.restore(5, 0, packed);
        assertThatThrownBy(() -> later.restore(4, 0, packed)).isInstanceOf(CorruptStateException.class);
    }

    @Property(tries = 100)
    void theTableIsASet(@ForAll long seed) {
        Random random = new Random(seed);
        LongHashTable table = new LongHashTable();
        Set<Long> model = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            long hash = random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(300) * 0x1000000000L;
            if (random.nextBoolean()) {
                assertThat(table.add(hash)).isEqualTo(model.add(hash));
            } else {
                assertThat(table.remove(hash)).isEqualTo(model.remove(hash));
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        for (long i = 0; i < 300; i++) {
            assertThat(table.contains(i * 0x1000000000L)).isEqualTo(model.contains(i * 0x1000000000L));
        }
    }

    @Test
    void theHashIsXxHash64() {
        assertThat(hash("", 0)).isEqualTo(0xEF46DB3751D8E999L);
        assertThat(hash("a", 0)).isEqualTo(0xD24EC4F1A98C6E5BL);
        assertThat(hash("abc", 0)).isEqualTo(0x44BC2CF5AD770999L);
        assertThat(hash("Nobody inspects the spammish repetition", 0)).isEqualTo(0xFBCEA83C8A378BF1L);
    }

    @Test
    void theSameIdOfAnotherSourceIsAnotherId() {
        byte[] id = "42".getBytes(StandardCharsets.UTF_8);
        assertThat(IdHash.of(hash("default/production/a", 0), id, 0, 2))
                .isNotEqualTo(IdHash.of(hash("default/production/b", 0), id, 0, 2));
    }

    private static long hash(String text, long seed) {
        byte[] bytes = ("x" + text).getBytes(StandardCharsets.UTF_8);
        return IdHash.hash(bytes, 1, bytes.length - 1, seed);
    }
}
