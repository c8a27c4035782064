package io.tocsin.processor.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BucketTest {

    private static final long START = 1_767_225_600_000L;

    /** A thing that happens in a bucket. */
    private interface Step {
        void in(Bucket bucket);
    }

    private static List<Step> steps(Random random, int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int metric = random.nextInt(5);
            // Whole numbers, so that sums are exact in every order; times differ, so that there is one latest value.
            double value = random.nextInt(2000) - 500;
            Level level = Level.of(random.nextInt(Level.COUNT));
            switch (random.nextInt(4)) {
                case 0:
                    steps.add(Bucket::countEvent);
                    break;
                case 1:
                    boolean success = random.nextBoolean();
                    steps.add(bucket -> bucket.countOperation(success));
                    break;
                case 2:
                    steps.add(bucket -> bucket.countLog(level));
                    break;
                default:
                    long unique = START + i * 10L;
                    steps.add(bucket -> bucket.add(metric, value, unique));
                    break;
            }
        }
        return steps;
    }

    static byte[] bytes(Bucket bucket) {
        ByteWriter writer = new ByteWriter(256);
        bucket.writeTo(writer);
        return writer.toBytes();
    }

    private static void assertSame(Bucket one, Bucket other) {
        assertThat(one.events()).isEqualTo(other.events());
        assertThat(one.logs()).isEqualTo(other.logs());
        assertThat(one.operations()).isEqualTo(other.operations());
        assertThat(one.errors()).isEqualTo(other.errors());
        for (int i = 0; i < Level.COUNT; i++) {
            assertThat(one.logs(Level.of(i))).isEqualTo(other.logs(Level.of(i)));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(one.has(i)).isEqualTo(other.has(i));
            if (one.has(i)) {
                Moments a = one.get(i).moments();
                Moments b = other.get(i).moments();
                assertThat(a.count()).isEqualTo(b.count());
                assertThat(a.sum()).isEqualTo(b.sum());
                assertThat(a.min()).isEqualTo(b.min());
                assertThat(a.max()).isEqualTo(b.max());
                assertThat(one.get(i).last()).isEqualTo(other.get(i).last());
                assertThat(LogLinearHistogramTest.bytes(one.get(i).sketch()))
                        .isEqualTo(LogLinearHistogramTest.bytes(other.get(i).sketch()));
                if (a.count() > 1) {
                    assertThat(a.deviation()).isCloseTo(b.deviation(), within(1e-6));
                    assertThat(a.slope()).isCloseTo(b.slope(), within(1e-6));
                }
            }
        }
    }

    @Property(tries = 200)
    void orderDoesNotMatter(@ForAll long seed) {
        List<Step> steps = steps(new Random(seed), 200);
        Bucket one = new Bucket(START, 0);
        steps.forEach(step -> step.in(one));
        Collections.shuffle(steps, new Random(seed + 1));
        Bucket other = new Bucket(START, 3);
        steps.forEach(step -> step.in(other));
        assertSame(one, other);
    }

    @Property(tries = 200)
    void groupingDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<Step> steps = steps(random, 200);
        Bucket whole = new Bucket(START, 2);
        steps.forEach(step -> step.in(whole));
        Bucket[] parts = {new Bucket(START, 2), new Bucket(START - 60_000, 2), new Bucket(START + 5_000, 2)};
        steps.forEach(step -> step.in(parts[random.nextInt(3)]));
        Bucket merged = new Bucket(START, 2);
        for (int i : new int[] {2, 0, 1}) {
            merged.merge(parts[i]);
        }
        assertSame(whole, merged);
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadBack(@ForAll long seed) {
        Bucket bucket = new Bucket(START, 2);
        steps(new Random(seed), 80).forEach(step -> step.in(bucket));
        byte[] written = bytes(bucket);
        Bucket read = new Bucket(0, 0);
        steps(new Random(seed + 9), 80).forEach(step -> step.in(read));
        ByteReader reader = new ByteReader().reset(written);
        read.readFrom(reader);
        reader.requireEnd();
        assertThat(bytes(read)).isEqualTo(written);
        assertSame(read, bucket);
    }

    @Property(tries = 300)
    void damagedBytesNeverLoopNorTakeMemory(@ForAll long seed) {
        Random random = new Random(seed);
        Bucket bucket = new Bucket(START, 2);
        steps(random, 60).forEach(step -> step.in(bucket));
        byte[] damaged = bytes(bucket);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        byte[] cut = random.nextBoolean() ? damaged : Arrays.copyOf(damaged, random.nextInt(damaged.length));
        try {
            new Bucket(0, 0).readFrom(new ByteReader().reset(cut));
        } catch (CorruptStateException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }

    @Test
    void anUnknownVersionIsRefused() {
        byte[] written = bytes(new Bucket(START, 0));
        written[0] = 9;
        assertThatThrownBy(() -> new Bucket(0, 0).readFrom(new ByteReader().reset(written)))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("bucket of version 9");
    }

    @Test
    void ofTwoValuesOfOneMomentTheLaterArrivalIsTheLatest() {
        Bucket bucket = new Bucket(START, 1);
        bucket.add(0, 1, START + 500);
        bucket.add(0, 2, START + 500);
        bucket.add(0, 3, START + 400);
        assertThat(bucket.get(0).last()).isEqualTo(2);
    }

    @Test
    void theStoredFormIsFrozen() {
        Bucket bucket = new Bucket(START, 2);
        bucket.countEvent();
        bucket.countOperation(false);
        bucket.countLog(Level.ERROR);
        bucket.add(0, 250, START + 1000);
        bucket.add(3, 0.1, START);
        bucket.add(3, -7, START + 9999);
        assertThat(HexFormat.of().formatHex(bytes(bucket))).isEqualTo(FROZEN);
    }

    /** Stored buckets of released versions must stay readable: when this changes, the version must change too. */
    private static final String FROZEN =
            "0180a0d5edee66010101010000000000010002000182ec0bd00f02000283b0e7cc99b3e6cc599e9c01"
                    + "8370fcbbe6cc99b3e6cc5982b8b2f1f5d0f8ba2882a4fceba18daee1108384f68fddc6a398cd83709e9c01029efd07acfd0f";
}
