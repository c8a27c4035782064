package io.tocsin.service.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.service.http.StrictJson;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Liveness and readiness. */
@Controller
final class HealthController {

    private static final Logger LOG = LoggerFactory.getLogger(HealthController.class);

    /** The name that the earlier ingestion backend gave itself; its clients compare the whole body. */
    private static final String SERVICE = "monitoring-backend";

    private final List<ReadinessCheck> checks;
    private final InstantSource clock;

    HealthController(List<ReadinessCheck> checks, InstantSource clock) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    /** The process lives. Says nothing of what it monitors. */
    @Get(uri = "/healthz", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> live() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", "ok").put("timestamp", now()).put("service", SERVICE);
        return json(HttpStatus.OK, body);
    }

    /** 200 when every check is ready, else 503; either way with every check's state. */
    @Get(uri = "/readyz", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> ready() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode list = body.putObject("checks");
        boolean allReady = true;
        for (ReadinessCheck check : checks) {
            allReady &= ask(check, list.putObject(check.name()));
        }
        body.put("status", allReady ? "ready" : "not-ready").put("timestamp", now());
        return json(allReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, body);
    }

    private static boolean ask(ReadinessCheck check, ObjectNode answer) {
        try {
            boolean ready = check.ready();
            answer.put("ready", ready).put("detail", check.detail());
            return ready;
        } catch (RuntimeException e) {
            // A check that fails must not hide the others.
            LOG.warn("Readiness check {} failed", check.name(), e);
            answer.put("ready", false).put("detail", "the check itself failed");
            return false;
        }
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static MutableHttpResponse<byte[]> json(HttpStatus status, ObjectNode body) {
        MutableHttpResponse<byte[]> response = HttpResponse.status(status);
        return response.contentType(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .body(StrictJson.write(body));
    }
}
