package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The occurrences of patterns in one environment. A pattern starts when its criteria have been met for some time, and ends
 * when they have not been met for a longer one. What shares a source with an occurrence of the same pattern belongs to it.
 * Bounded. Mutable, not thread-safe.
 */
final class PatternBook {

    private static final int MOST_OPEN = 120;
    /** Ended ones that are remembered, the latest. */
    private static final int MOST_ENDED = 50;

    /** A pattern that waits to start may miss its criteria for so long. */
    private static final long GAP_MS = 10_000;
    /** Changes of an occurrence are told at most so often. */
    private static final long TELL_MS = 10_000;

    private final String tenant;
    private final String environment;
    private final List<Occurrence> open = new ArrayList<>();
    private final List<Occurrence> ended = new ArrayList<>();
    private long numbers;

    PatternBook(String tenant, String environment) {
        this.tenant = tenant;
        this.environment = environment;
    }

    /** Takes what all detectors think now. */
    void take(List<Assessment> assessments, PatternSettings settings, long now, Consumer<PatternChange> out) {
        List<Occurrence> held = new ArrayList<>();
        for (Assessment assessment : assessments) {
            if (assessment.holds()) {
                Occurrence occurrence = find(assessment, held);
                if (occurrence == null && open.size() < MOST_OPEN) {
                    occurrence = new Occurrence(assessment.kind(), ++numbers, now);
                    open.add(occurrence);
                }
                if (occurrence != null) {
                    held.add(occurrence);
                    hold(occurrence, assessment, settings, now, out);
                }
            }
        }
        for (int i = 0; i < open.size(); ) {
            Occurrence occurrence = open.get(i);
            long gone = now - occurrence.lastHeld;
            if (!occurrence.isStarted() && gone > GAP_MS) {
                open.remove(i);
            } else if (occurrence.isStarted() && gone >= settings.endMs()) {
                open.remove(i);
                end(occurrence, now);
                out.accept(new PatternChange(PatternChange.Step.ENDED, now, occurrence.view(tenant, environment)));
            } else {
                i++;
            }
        }
    }

    /** Returns the patterns that hold now, in the order in which they began. */
    List<PatternView> active() {
        List<PatternView> views = new ArrayList<>();
        for (Occurrence occurrence : open) {
            if (occurrence.isStarted()) {
                views.add(occurrence.view(tenant, environment));
            }
        }
        return views;
    }

    /** Returns the patterns that ended lately, latest first. */
    List<PatternView> ended() {
        List<PatternView> views = new ArrayList<>();
        for (int i = ended.size() - 1; i >= 0; i--) {
            views.add(ended.get(i).view(tenant, environment));
        }
        return views;
    }

    /** Returns whether anything holds or waits to start. */
    boolean isBusy() {
        return !open.isEmpty();
    }

    private void hold(
            Occurrence occurrence,
            Assessment assessment,
            PatternSettings settings,
            long now,
            Consumer<PatternChange> out) {
        boolean changed = occurrence.take(assessment, now);
        PatternChange.Step step = null;
        if (!occurrence.isStarted()) {
            if (now - occurrence.pendingSince >= settings.confirmMs()) {
                occurrence.startedAt = now;
                step = PatternChange.Step.STARTED;
            }
        } else if (changed && now - occurrence.toldAt >= TELL_MS) {
            step = PatternChange.Step.CHANGED;
        }
        if (step != null) {
            occurrence.toldAt = now;
            out.accept(new PatternChange(step, now, occurrence.view(tenant, environment)));
        }
    }

    private void end(Occurrence occurrence, long now) {
        occurrence.endedAt = now;
        ended.add(occurrence);
        if (ended.size() > MOST_ENDED) {
            ended.remove(0);
        }
    }

    private Occurrence find(Assessment assessment, List<Occurrence> held) {
        for (Occurrence occurrence : open) {
            if (occurrence.kind == assessment.kind() && !held.contains(occurrence) && occurrence.isAbout(assessment)) {
                return occurrence;
            }
        }
        return null;
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(numbers);
        writer.writeUnsigned(open.size());
        open.forEach(occurrence -> occurrence.writeTo(writer));
        writer.writeUnsigned(ended.size());
        ended.forEach(occurrence -> occurrence.writeTo(writer));
    }

    void readFrom(ByteReader reader) {
        numbers = reader.readCount();
        int count = reader.readLength(MOST_OPEN, 10);
        for (int i = 0; i < count; i++) {
            open.add(Occurrence.readFrom(reader));
        }
        int past = reader.readLength(MOST_ENDED, 10);
        for (int i = 0; i < past; i++) {
            ended.add(Occurrence.readFrom(reader));
        }
    }
}
