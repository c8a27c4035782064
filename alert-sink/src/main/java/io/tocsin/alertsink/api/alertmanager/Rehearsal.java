package io.tocsin.alertsink.api.alertmanager;

import io.tocsin.alertsink.dispatch.EngineRehearsal;
import io.tocsin.alertsink.engine.PostedAlert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Does to made-up alerts, which go nowhere, what is done to those that are posted. Java compiles what it has done often: a
 * process that is met by a storm as it starts takes the first twenty thousand alerts about a quarter faster for it.
 */
public final class Rehearsal {

    private static final int ROUNDS = 150;
    private static final int BODIES = 10;
    private static final int BATCH = 100;
    private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);
    private static final String ALERT = """
            {"labels": {"alertname": "Rehearsal%d", "instance": "host-%d:9100", "job": "node", "severity": "warning"},
            "annotations": {"summary": "nothing is the matter with host-%d"}, "startsAt": "2026-01-02T03:04:05.678Z",
            "generatorURL": "http://localhost/graph?g0.expr=up"}""";

    private Rehearsal() {}

    /**
     * Goes through some thousand alerts.
     *
     * @param longest after which it leaves the rest
     * @return the number of alerts
     */
    public static int run(InstantSource clock, Duration longest) {
        Instant begin = clock.instant();
        EngineRehearsal engine = new EngineRehearsal(begin);
        byte[][] bodies = new byte[BODIES][];
        for (int i = 0; i < BODIES; i++) {
            bodies[i] = body(i);
        }
        int alerts = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Instant now = clock.instant();
            if (now.isAfter(begin.plus(longest))) {
                break;
            }
            List<PostedAlert> posted =
                    PostedAlerts.parse(bodies[i % BODIES], now, RESOLVE_TIMEOUT).valid();
            engine.post(posted, now);
            alerts += posted.size();
        }
        return alerts;
    }

    private static byte[] body(int number) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < BATCH; i++) {
            int host = number * BATCH + i;
            json.append(i == 0 ? "" : ",").append(ALERT.formatted(i % BODIES, host, host));
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }
}
