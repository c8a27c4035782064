package io.tocsin.benchmarks;

import io.tocsin.benchmarks.load.BackgroundLoad;
import io.tocsin.benchmarks.load.HttpLoad;
import io.tocsin.benchmarks.load.StandaloneProcess;
import io.tocsin.benchmarks.load.WebhookReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Time from the moment a client begins to send a bad event until the webhook of its alert arrives, with exactly-once in
 * every stage, while ordinary events flow at a steady rate. Each bad event is of a source of its own.
 */
final class LatencyBenchmark {

    private static final int ALERTS_PER_SECOND = 10;

    void run(Report report, Path folder, Scale scale) throws Exception {
        report.heading("latency: event to webhook, exactly-once on");
        try (WebhookReceiver receiver = new WebhookReceiver();
                StandaloneProcess tocsin = new StandaloneProcess(
                        folder, "", List.of("sink.webhook.url=" + receiver.url(), "agent.enabled=false"))) {
            for (int rate : new int[] {1_000, 20_000}) {
                measure(report, tocsin, receiver, scale, rate);
            }
        }
    }

    private static void measure(
            Report report, StandaloneProcess tocsin, WebhookReceiver receiver, Scale scale, int rate)
            throws IOException, InterruptedException {
        try (BackgroundLoad background = new BackgroundLoad(tocsin.address(), rate)) {
            TimeUnit.SECONDS.sleep(Math.max(3, scale.seconds() / 3));
            Map<String, Long> sentAt = new HashMap<>();
            HttpLoad load = new HttpLoad(tocsin.address(), 4);
            GatewayBenchmark.check(load.run(
                    n -> {
                        if (n >= scale.alerts()) {
                            return null;
                        }
                        String source = "bad-" + rate + "-" + n;
                        String body = "{\"source\":\"" + source
                                + "\",\"event_type\":\"api_response\",\"data\":{\"response_time\":9000}}";
                        sentAt.put(source, System.nanoTime());
                        return HttpLoad.post(
                                "/api/v1/events", "application/json", body.getBytes(StandardCharsets.UTF_8));
                    },
                    Duration.ofMinutes(5),
                    ALERTS_PER_SECOND));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!receiver.arrivals().keySet().containsAll(sentAt.keySet()) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            Histogram latency = new Histogram(60_000_000L, 3);
            for (Map.Entry<String, Long> sent : sentAt.entrySet()) {
                Long arrived = receiver.arrivals().get(sent.getKey());
                if (arrived == null) {
                    throw new IOException("the alert of " + sent.getKey() + " never arrived");
                }
                latency.recordValue((arrived - sent.getValue()) / 1000);
            }
            report.put("ms", latency.getValueAtPercentile(50) / 1000.0, "latency", Integer.toString(rate), "p50_ms");
            report.put("ms", latency.getValueAtPercentile(99) / 1000.0, "latency", Integer.toString(rate), "p99_ms");
            HttpLoad.Result flowed = background.stop();
            report.say("beside %,.0f ordinary events/s", flowed.perSecond() * (rate / 100));
        }
    }
}
