package io.tocsin.alertsink.api.life;

import io.tocsin.alertsink.AlertSink;
import io.tocsin.alertsink.Alertmanager;
import io.tocsin.alertsink.engine.EngineView;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine for whoever may block. Answers 503 while it is away, or Kafka. Thread-safe. */
@Singleton
final class EngineAccess {

    private static final Logger LOG = LoggerFactory.getLogger(EngineAccess.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Alertmanager alertmanager;

    EngineAccess(AlertSink sink) {
        alertmanager = sink.alertmanager();
    }

    /** Returns the time, with the precision of what is kept. */
    Instant now() {
        return Instant.ofEpochMilli(alertmanager.clock().millis());
    }

    /** Returns the engine as it is once it knows all that was written here. */
    EngineView view() {
        return get(alertmanager.caughtUp()).orElseThrow(EngineAccess::away);
    }

    /** Writes a silence; it holds when this returns. */
    void write(Silence silence) {
        long offset = get(alertmanager.inputs().orElseThrow(EngineAccess::away).silences(List.of(silence)));
        get(alertmanager.handle().whenApplied(offset, PATIENCE));
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            LOG.warn("A request could not be served: {}", failed.toString());
            throw new ProblemException(Problem.unavailable("Kafka does not answer", RETRY));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.unavailable("the sink is stopping", RETRY));
        }
    }

    private static ProblemException away() {
        return new ProblemException(
                Problem.unavailable("the alert engine is starting, or runs in another process", RETRY));
    }
}
