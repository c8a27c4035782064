package io.tocsin.processor.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.source.Text;
import org.junit.jupiter.api.Test;

class SignalTrackerTest {

    private final SignalSettings settings = SignalSettings.defaults();
    private SignalTracker tracker = new SignalTracker();
    private long now = 1_000_000;

    @Test
    void whatGoesOnWellTellsAFailingTargetFromAFailingSource() {
        for (int i = 0; i < 8; i++) {
            call("bad", false);
            call("good", true);
        }
        assertThat(tracker.sound()).containsExactly("good");

        SignalTracker broken = tracker = new SignalTracker();
        for (int i = 0; i < 8; i++) {
            call("one", false);
            call("other", false);
        }
        assertThat(broken.sound()).isEmpty();
        assertThat(broken.signals(now))
                .extracting(Signal::kind)
                .containsExactly(SignalKind.FAILING, SignalKind.FAILING_CALLS, SignalKind.FAILING_CALLS);
    }

    @Test
    void countsOfFailuresAndRequestsAreAShare() {
        double failures = 0;
        double requests = 0;
        for (int i = 0; i < 60; i++) {
            boolean fails = i >= 50;
            requests += 100;
            failures += fails ? 90 : i % 2;
            now += 10_000;
            tracker.failureCount(failures, requests, true, now);
        }
        Signal signal = tracker.signals(now).get(0);
        assertThat(signal.kind()).isEqualTo(SignalKind.FAILING);
        assertThat(signal.strength()).isEqualTo(0.9);
    }

    @Test
    void failuresOfUnknownManyRequestsAreHeldAgainstTheUsual() {
        for (int i = 0; i < 60; i++) {
            now += 10_000;
            tracker.failureCount(i >= 55 ? 40 : 2 + i % 2, Double.NaN, false, now);
        }
        assertThat(tracker.signals(now)).extracting(Signal::kind).containsExactly(SignalKind.FAILING);
    }

    @Test
    void aResourceMayBeToldAsAShareOrByWhatIsLeft() {
        for (int i = 0; i < 40; i++) {
            now += 10_000;
            double used = i < 30 ? 0.4 + 0.01 * (i % 3) : 0.97;
            tracker.metric("memory.utilization", MetricRole.RESOURCE, used, settings, now);
            tracker.metric("disk_free_percent", MetricRole.HEADROOM, 100 - 100 * used, settings, now);
        }
        assertThat(tracker.signals(now))
                .extracting(Signal::subject)
                .containsExactly("memory.utilization", "disk_free_percent");
    }

    @Test
    void heartbeatsThatCeaseAloneAreToldFromARestart() {
        for (int i = 0; i < 20; i++) {
            now += 5_000;
            tracker.heartbeat(5_000, now);
        }
        now += 25_000;
        tracker.settle(settings, now);
        tracker.bucketClosed(now);
        assertThat(tracker.signals(now)).extracting(Signal::share).containsExactly(0.5);

        now += 10_000;
        tracker.bucketClosed(now);
        assertThat(tracker.signals(now)).extracting(Signal::share).containsExactly(1.0);

        tracker.heartbeat(5_000, now);
        assertThat(tracker.isTroubled()).isFalse();
    }

    @Test
    void aTrackerThatIsReadAgainSaysTheSame() {
        for (int i = 0; i < 8; i++) {
            call("bad", false);
            call("good", true);
        }
        Text caller = new Text();
        caller.set("front");
        tracker.calledBy(caller);
        tracker.failureCount(3, 10, true, now);
        ByteWriter writer = new ByteWriter(64);
        tracker.writeTo(writer);
        SignalTracker read = SignalTracker.readFrom(new ByteReader().reset(writer.toBytes()));

        assertThat(read.signals(now)).isEqualTo(tracker.signals(now));
        assertThat(read.sound()).isEqualTo(tracker.sound());
        assertThat(read.callers()).containsExactly("front");
        assertThat(read.targets()).containsExactly("bad", "good");
        ByteWriter again = new ByteWriter(64);
        read.writeTo(again);
        assertThat(again.toBytes()).isEqualTo(writer.toBytes());
    }

    private void call(String target, boolean success) {
        Text called = new Text();
        called.set(target);
        Text error = new Text();
        if (!success) {
            error.set("internal error");
        }
        now += 1_000;
        tracker.operation(success, 10, error, called, now);
    }
}
