package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.stats.BucketLevel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SourceStateCodecTest {

    private static final String[] METRICS = {"response_time", "cpu_usage", "queue", "latency", "error_rate"};

    /** Feeds something of every kind. */
    private static void feed(FoldRig rig, Random random) {
        rig.tick(random.nextInt(random.nextInt(30) == 0 ? 900_000 : 6_000));
        long observed = rig.now - random.nextInt(random.nextInt(6) == 0 ? 1_200_000 : 2_000);
        switch (random.nextInt(9)) {
            case 0:
                rig.log(Level.of(random.nextInt(Level.COUNT)), "a line with 100 % text", observed);
                break;
            case 1:
                boolean success = random.nextInt(4) > 0;
                double duration = random.nextInt(12_000);
                rig.event("operation", observed, o -> o.outcome(duration, success));
                break;
            case 2:
                rig.heartbeat(5_000);
                break;
            case 3:
                int label = random.nextInt(3);
                rig.event("metric", observed, o -> {
                    o.addMetric("queue", label);
                    o.labels().add("shard", "s" + label);
                    o.labels().add("host", "h1");
                });
                break;
            case 4:
                rig.event("check", observed, o -> o.attributes().addNull("output"));
                break;
            case 5:
                if (!rig.alerts.isEmpty()) {
                    AlertOrder.Kind kind = AlertOrder.Kind.values()[random.nextInt(5)];
                    rig.order(
                            "o" + random.nextInt(30),
                            kind,
                            rig.lastAlert().alert().fingerprint());
                }
                break;
            default:
                String metric = METRICS[random.nextInt(METRICS.length)];
                double value = random.nextGaussian() * random.nextInt(8_000);
                rig.event("sample", observed, o -> o.addMetric(metric, value));
                break;
        }
    }

    @Property(tries = 200)
    void aStateThatWasStoredGoesOnLikeOneThatWasNot(@ForAll long seed) {
        FoldRig kept = new FoldRig();
        FoldRig stored = new FoldRig();
        Random one = new Random(seed);
        Random other = new Random(seed);
        Random when = new Random(seed + 1);
        for (int i = 0; i < 400; i++) {
            feed(kept, one);
            feed(stored, other);
            if (when.nextInt(5) == 0) {
                stored.commitAndReload();
            }
            assertThat(stored.state.nextDeadline()).isEqualTo(kept.state.nextDeadline());
        }
        assertThat(stored.head()).isEqualTo(kept.head());
        assertThat(stored.alerts).isEqualTo(kept.alerts);
        assertThat(stored.evaluations).isEqualTo(kept.evaluations);
        assertThat(stored.statusChanges).isEqualTo(kept.statusChanges);
        assertThat(stored.state.standing()).isEqualTo(kept.state.standing());
    }

    @Property(tries = 100)
    void aDeadlineIsNeverTooLate(@ForAll long seed) {
        FoldRig rig = new FoldRig();
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            feed(rig, random);
            long told = rig.state.nextDeadline();
            rig.state.deadlineStale = true;
            rig.fold.rebind(rig.state, rig.now, rig);
            assertThat(told).isLessThanOrEqualTo(rig.state.nextDeadline());
        }
    }

    @Property(tries = 20)
    void theSameInputGivesTheSameBytes(@ForAll long seed) {
        FoldRig one = new FoldRig();
        FoldRig other = new FoldRig();
        for (FoldRig rig : new FoldRig[] {one, other}) {
            Random random = new Random(seed);
            for (int i = 0; i < 300; i++) {
                feed(rig, random);
                if (i % 50 == 0) {
                    rig.commit();
                }
            }
        }
        assertThat(other.head()).isEqualTo(one.head());
        for (BucketLevel level : BucketLevel.values()) {
            for (int slot = 0; slot < level.slots(); slot++) {
                assertThat(other.buckets.read(level, slot)).isEqualTo(one.buckets.read(level, slot));
            }
        }
        assertThat(other.view(SourceViews.Detail.HISTORY)).isEqualTo(one.view(SourceViews.Detail.HISTORY));
    }

    @Property(tries = 200)
    void damagedBytesAreRefusedOrRead(@ForAll long seed) {
        Random random = new Random(seed);
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 60; i++) {
            feed(rig, random);
        }
        byte[] head = rig.head();
        SourceStateCodec codec = new SourceStateCodec(rig.settings, name -> name);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = head.clone();
            for (int k = 0; k <= random.nextInt(3); k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            byte[] cut = random.nextBoolean() ? damaged : Arrays.copyOf(damaged, random.nextInt(damaged.length));
            try {
                codec.decode("t", "e", "s", cut);
            } catch (CorruptStateException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void aHeadCannotBeWrittenBeforeItsBuckets() {
        FoldRig rig = new FoldRig().metric("x", 1).tick(30_000);
        SourceStateCodec codec = new SourceStateCodec(rig.settings, name -> name);
        assertThat(codec.hasDirtyBuckets(rig.state)).isTrue();
        assertThatThrownBy(() -> codec.encodeHead(rig.state)).isInstanceOf(IllegalStateException.class);
        codec.drainDirtyBuckets(rig.state, rig.buckets);
        assertThat(codec.encodeHead(rig.state)).isNotEmpty();
    }

    @Test
    void aDamagedBucketIsNamed() {
        FoldRig rig = new FoldRig().metric("x", 1).tick(30_000).commit();
        rig.buckets.write(BucketLevel.MINUTE, 0, new byte[] {1, 2});
        rig.buckets.write(BucketLevel.MINUTE, BucketLevel.MINUTE.slotOf(rig.now), new byte[] {9});
        rig.metric("x", 1).tick(30_000);
        assertThatThrownBy(rig::commit)
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("MINUTE")
                .hasMessageContaining("version 9");
    }

    @Test
    void namesOfMetricsAreThoseOfTheDecoder() {
        FoldRig rig = new FoldRig().metric("x", 1);
        String decoders = new String("x");
        SourceState read =
                new SourceStateCodec(rig.settings, name -> decoders).decode("default", "production", "api", rig.head());
        assertThat(read.metrics.get(0).name).isSameAs(decoders);
    }

    @Test
    void theStoredFormIsFrozen() {
        FoldRig rig = new FoldRig();
        rig.event("api_response", rig.now - 5, o -> {
            o.addMetric("response_time", 6200);
            o.addMetric("cpu_usage", 42.5);
            o.attributes().addNull("output");
            o.labels().add("host", "web-1");
        });
        rig.operation(false).log(Level.ERROR, "x").heartbeat(15_000);
        rig.order("c1", AlertOrder.Kind.ACKNOWLEDGE, rig.alerts.get(0).alert().fingerprint());
        assertThat(HexFormat.of().formatHex(rig.head())).isEqualTo(FROZEN);
        SourceState read = new SourceStateCodec(rig.settings, name -> name)
                .decode("default", "production", "api", HexFormat.of().parseHex(FROZEN));
        assertThat(read.standing()).isEqualTo(rig.state.standing());
    }

    /** Stored heads of released versions must stay readable: when this changes, the version must change too. */
    private static final String FROZEN =
            "073f80a0d5edee66000000b2ea01030100000000000000030082c0eaa1f1f5d0f83a0104686f7374057765622d310000"
                    + "020d726573706f6e73655f74696d65000182ba700900000000096370755f7573616765000182c40a0900000000000000"
                    + "000001000180cac4a80100010102000201010180cac4a801000101009875000201e083d4edee6601000002000182ba70"
                    + "969c01000182c40a969c010180a0d5edee660201010100000000000100000212726573706f6e73652d74696d652d6869"
                    + "6768c21c62a48de69fe80180a0d5edee660001010101000082ba7082ba70829a4782ba7001000b6f75747075742d6e75"
                    + "6c6ccdc8ded3d38c00ed0080a0d5edee660001010101000000fe3ffe3ffe3f01010e6f7574707574206973206e756c6c"
                    + "00023d87b89f5f56a28c12726573706f6e73652d74696d652d68696768010d726573706f6e73655f74696d6501000007"
                    + "09616c6572746e616d6512726573706f6e73652d74696d652d686967680b656e7669726f6e6d656e740a70726f647563"
                    + "74696f6e04686f7374057765622d31066d65747269630d726573706f6e73655f74696d65087365766572697479077761"
                    + "726e696e6706736f75726365036170690674656e616e740764656661756c7402010215526573706f6e73652074696d65"
                    + "206973206869676826726573706f6e73655f74696d652036323030206d732069732061626f76652035303030206d7380"
                    + "a0d5edee6680a0d5edee6680a0d5edee6601036164610180a0d5edee6682ba70829a4700010107626563617573650001"
                    + "000101010180a0d5edee66009762e64c150ef6080b6f75747075742d6e756c6c000100000609616c6572746e616d650b"
                    + "6f75747075742d6e756c6c0b656e7669726f6e6d656e740a70726f64756374696f6e04686f7374057765622d31087365"
                    + "766572697479077761726e696e6706736f75726365036170690674656e616e740764656661756c740101010e4f757470"
                    + "7574206973206e756c6c0e6f7574707574206973206e756c6c80a0d5edee6680a0d5edee6601000180a0d5edee66fe3f"
                    + "fe3f0001000001000101010180a0d5edee6600010b4e4c3cfdf0dbf980a0d5edee662200000300";
}
