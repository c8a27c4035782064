package io.tocsin.processor.core.source;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.source.SourceFoldSettings.EvaluationSettings;

/** How many entries of the evaluation log a source may still make, and what has been folded since its last one. */
final class EvaluationBudget {

    private static final int FULL = -1;

    private int tokens = FULL;
    private long refilledAt;
    private long folded;
    private long sequence;

    /** Returns whether an entry may be made; does not take it. */
    boolean has(EvaluationSettings settings, long now) {
        if (tokens == FULL) {
            tokens = settings.burst();
            refilledAt = now;
        }
        if (tokens < settings.burst() && now - refilledAt >= settings.refillMs()) {
            long more = (now - refilledAt) / settings.refillMs();
            tokens = (int) Math.min(settings.burst(), tokens + more);
            refilledAt = tokens == settings.burst() ? now : refilledAt + more * settings.refillMs();
        }
        return tokens > 0;
    }

    /** Takes an entry if there is one. */
    void take(EvaluationSettings settings, long now) {
        if (has(settings, now)) {
            if (tokens == settings.burst()) {
                refilledAt = now;
            }
            tokens--;
        }
    }

    /** Notes an event that gets no entry of its own. */
    void fold() {
        folded++;
    }

    /** Returns the number of events that the next entry stands for besides its own, and begins to count anew. */
    long takeFolded() {
        long count = folded;
        folded = 0;
        return count;
    }

    /** Returns the number of the next entry, from 1. */
    long nextSequence() {
        return ++sequence;
    }

    void writeTo(ByteWriter writer, long origin) {
        writer.writeSigned(tokens);
        writer.writeSigned(refilledAt - origin);
        writer.writeUnsigned(folded);
        writer.writeUnsigned(sequence);
    }

    void readFrom(ByteReader reader, long origin) {
        tokens = (int) Math.max(FULL, Math.min(Integer.MAX_VALUE, reader.readSigned()));
        refilledAt = origin + reader.readSigned();
        folded = reader.readCount();
        sequence = reader.readCount();
    }
}
