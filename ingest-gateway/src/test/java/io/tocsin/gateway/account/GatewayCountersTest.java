package io.tocsin.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.gateway.publish.PublishOutcome.Cause;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class GatewayCountersTest {

    @Property(tries = 50)
    void atAnyTimeWhatWasReceivedIsAcceptedRejectedFailedOrPending(
            @ForAll @Size(max = 60) java.util.List<@IntRange(max = 99) Integer> steps) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        GatewayCounters counters = new GatewayCounters(registry);
        for (int step : steps) {
            Endpoint endpoint = step % 2 == 0 ? Endpoint.EVENTS : Endpoint.LOG_BATCHES;
            counters.request(endpoint);
            counters.received(endpoint, step, 10L * step);
            switch (step % 4) {
                case 0 -> counters.accepted(endpoint, step);
                case 1 -> counters.rejected(endpoint, Rejection.INVALID, step);
                case 2 -> counters.failed(endpoint, Cause.TIMEOUT, step / 2);
                default -> {
                    continue;
                }
            }
            counters.answered(endpoint, 202, 1);
        }

        assertThat(sum(registry, "items.received"))
                .isEqualTo(sum(registry, "items.accepted")
                        + sum(registry, "items.rejected")
                        + sum(registry, "items.failed")
                        + registry.find("tocsin.gateway.items.pending").gauges().stream()
                                .mapToDouble(gauge -> gauge.value())
                                .sum());
        assertThat(sum(registry, "requests"))
                .isEqualTo(sum(registry, "responses")
                        + steps.stream().filter(step -> step % 4 == 3).count());
    }

    private static double sum(SimpleMeterRegistry registry, String name) {
        return registry.find("tocsin.gateway." + name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
