package io.tocsin.alertsink;

import io.tocsin.service.health.ReadinessCheck;

/** The sink is ready when transitions are dispatched, the ledger is read, and every channel is at work. */
final class SinkReadiness implements ReadinessCheck {

    private final AlertSink sink;

    SinkReadiness(AlertSink sink) {
        this.sink = sink;
    }

    @Override
    public String name() {
        return "alert-sink";
    }

    @Override
    public boolean ready() {
        return sink.isReady();
    }

    @Override
    public String detail() {
        String waitingFor = sink.waitingFor();
        return waitingFor.isEmpty() ? "alerts are dispatched and delivered" : waitingFor;
    }
}
