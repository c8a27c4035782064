package io.tocsin.processor.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineHeapTest {

    @Test
    void entriesComeByDeadlineAndThenByKeyHoweverTheyWereSet() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            List<SourceEntry> entries = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                entries.add(
                        new SourceEntry(ByteBuffer.allocate(4).putInt(i * 7919).array(), i));
            }
            DeadlineHeap heap = new DeadlineHeap();
            for (int step = 0; step < 1_000; step++) {
                SourceEntry entry = entries.get(random.nextInt(entries.size()));
                heap.set(entry, random.nextInt(4) == 0 ? SourceEntry.NO_DEADLINE : random.nextInt(30));
            }
            List<SourceEntry> expected = entries.stream()
                    .filter(entry -> entry.deadline != SourceEntry.NO_DEADLINE)
                    .sorted(Comparator.<SourceEntry>comparingLong(entry -> entry.deadline)
                            .thenComparing(entry -> entry.key, Arrays::compareUnsigned))
                    .toList();

            List<SourceEntry> order = new ArrayList<>();
            while (heap.size() > 0) {
                SourceEntry first = heap.first();
                assertThat(heap.earliest()).isEqualTo(first.deadline);
                order.add(first);
                heap.set(first, SourceEntry.NO_DEADLINE);
            }

            assertThat(order).isEqualTo(expected);
        }
    }
}
