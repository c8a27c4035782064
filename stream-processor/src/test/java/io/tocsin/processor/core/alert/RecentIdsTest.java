package io.tocsin.processor.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

    private static final long HOUR = 3_600_000;

    private record Known(int id, long at) {}

    @Test
    void anIdIsKnownForADayHoweverManyCameSinceUpToTheBound() {
        RecentIds ids = new RecentIds();
        assertThat(ids.add("first", 0)).isTrue();
        for (int i = 1; i < RecentIds.MOST; i++) {
            ids.add("later" + i, i);
        }
        assertThat(ids.add("first", RecentIds.KEPT_MS - 1)).isFalse();
        assertThat(ids.add("one more", RecentIds.KEPT_MS - 1)).isTrue();
        assertThat(ids.add("first", RecentIds.KEPT_MS - 1)).as("pushed out").isTrue();
        assertThat(ids.approximateBytes()).isLessThan(100_000);
    }

    @Test
    void afterADayItIsForgotten() {
        RecentIds ids = new RecentIds();
        ids.add("a", 5);
        assertThat(ids.add("a", 5 + RecentIds.KEPT_MS)).isTrue();
    }

    @Property(tries = 50)
    void itAnswersAsAListWouldAlsoWhenItWasWrittenInBetween(
            @ForAll @Size(max = 200) List<@IntRange(max = 60) Integer> added, @ForAll @IntRange(max = 30) int hours) {
        RecentIds ids = new RecentIds();
        Deque<Known> list = new ArrayDeque<>();
        long now = 1_700_000_000_000L;
        for (int id : added) {
            now += hours * HOUR / 10;
            for (Iterator<Known> each = list.iterator(); each.hasNext(); ) {
                if (each.next().at() <= now - RecentIds.KEPT_MS) {
                    each.remove();
                }
            }
            boolean unknown = list.stream().noneMatch(known -> known.id() == id);
            assertThat(ids.add("id" + id, now)).isEqualTo(unknown);
            if (unknown) {
                list.add(new Known(id, now));
            }
            if (id % 7 == 0) {
                ids = again(ids);
            }
        }
    }

    private static RecentIds again(RecentIds ids) {
        ByteWriter writer = new ByteWriter(64);
        ids.writeTo(writer);
        ByteReader reader = new ByteReader().reset(writer.toBytes());
        RecentIds read = new RecentIds();
        read.readFrom(reader);
        reader.requireEnd();
        return read;
    }
}
