package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.engine.EngineView.AlertStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/** The alerts of an engine, some at a time: however many there are, only their fingerprints are held. For one thread. */
final class AlertPortions implements Iterator<List<AlertStatus>> {

    private final EngineView view;
    private final Instant now;
    private final Predicate<AlertStatus> wanted;
    private final long[] fingerprints;
    private int next;

    AlertPortions(EngineView view, Instant now, Predicate<AlertStatus> wanted) {
        this.view = view;
        this.now = now;
        this.wanted = wanted;
        fingerprints = view.fingerprints();
    }

    @Override
    public boolean hasNext() {
        return next < fingerprints.length;
    }

    @Override
    public List<AlertStatus> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int end = Math.min(fingerprints.length, next + EngineView.PORTION);
        List<AlertStatus> portion = view.statuses(Arrays.copyOfRange(fingerprints, next, end), now, wanted);
        next = end;
        return portion;
    }
}
