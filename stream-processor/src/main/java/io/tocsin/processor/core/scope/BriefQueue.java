package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.model.AlertPhase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alerts of an environment that changed and wait to be told, in the order in which they changed first; of one that changes
 * again only the latest state waits. Bounded: at most {@value #MOST_TOLD} are told at a time and {@value #MOST_WAITING}
 * wait. Beyond that what begins is left out before what ends, so that nothing that was told goes on for ever. Mutable, not
 * thread-safe.
 */
final class BriefQueue {

    static final int MOST_TOLD = 500;
    static final int MOST_WAITING = 10_000;

    private final Map<String, AlertBrief> waiting = new LinkedHashMap<>();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Adds an alert, unless it is only pending and nobody has heard of it. */
    void offer(AlertBrief alert) {
        boolean known = waiting.containsKey(alert.fingerprint());
        if (alert.phase() == AlertPhase.PENDING) {
            return;
        }
        int most = alert.phase() == AlertPhase.RESOLVED ? 2 * MOST_WAITING : MOST_WAITING;
        if (known || waiting.size() < most) {
            waiting.put(alert.fingerprint(), alert);
        }
    }

    /** Takes those that are told next. */
    List<AlertBrief> take() {
        List<AlertBrief> told = new ArrayList<>(Math.min(MOST_TOLD, waiting.size()));
        Iterator<AlertBrief> each = waiting.values().iterator();
        while (each.hasNext() && told.size() < MOST_TOLD) {
            told.add(each.next());
            each.remove();
        }
        return told;
    }

    void writeTo(ByteWriter writer) {
        BriefCodec.write(writer, waiting.values());
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    static BriefQueue readFrom(ByteReader reader) {
        BriefQueue queue = new BriefQueue();
        BriefCodec.read(reader).forEach(alert -> queue.waiting.put(alert.fingerprint(), alert));
        return queue;
    }
}
