package io.tocsin.alertsink.api.alertmanager;

import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.tocsin.alertsink.AlertSink;
import jakarta.inject.Named;
import java.util.concurrent.ExecutorService;

/** Alertmanager's paths on the platform's own port. */
@Controller("/alertmanager")
final class PlatformAlertmanagerController extends AlertmanagerPaths {

    private final AlertSink sink;

    PlatformAlertmanagerController(
            AlertSink sink, AlertmanagerMetrics metrics, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        super(sink.alertmanager(), metrics, executor);
        this.sink = sink;
    }

    @Override
    boolean isReady() {
        return sink.isReady();
    }
}
