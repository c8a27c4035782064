package io.tocsin.alertsink.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class OffsetTrackerTest {

    @Test
    void nothingIsCommittedBeforeSomethingWasRead() {
        assertThat(new OffsetTracker().committable()).isEqualTo(-1);
    }

    @Property(tries = 200)
    void neverPassesWhatIsNotDoneAndEndsBehindTheLast(
            @ForAll @IntRange(min = 1, max = 50) int count, @ForAll long seed) {
        OffsetTracker tracker = new OffsetTracker();
        List<Long> offsets =
                LongStream.range(0, count).mapToObj(n -> 100 + n * 3).collect(Collectors.toList());
        offsets.forEach(tracker::read);
        List<Long> left = new java.util.ArrayList<>(offsets);
        Collections.shuffle(offsets, new Random(seed));
        for (long offset : offsets) {
            assertThat(tracker.committable()).isEqualTo(Collections.min(left));
            tracker.done(offset);
            left.remove(offset);
        }
        assertThat(tracker.committable()).isEqualTo(100 + (count - 1) * 3L + 1);
    }
}
