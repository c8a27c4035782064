package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The occurrences of patterns in one environment. A pattern starts when its criteria have been met for some time, and ends
 * when they have not been met for a longer one. What shares a source with an occurrence of the same pattern belongs to it;
 * occurrences that turn out to be one are told as one: the others end, and say so. One that turns out to come from another
 * source ends likewise, and starts anew with that one. Bounded. Mutable, not thread-safe.
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
        Map<Assessment, Occurrence> held = new LinkedHashMap<>();
        // The origin tells best which occurrence is meant; what is left is found by any source.
        assessments.forEach(assessment -> match(assessment, true, held, now));
        assessments.forEach(assessment -> match(assessment, false, held, now));
        held.forEach((assessment, occurrence) -> {
            absorb(assessment, occurrence, held, settings, now, out);
            hold(occurrence, assessment, settings, now, out);
        });
        for (int i = 0; i < open.size(); ) {
            Occurrence occurrence = open.get(i);
            long gone = now - occurrence.lastHeld;
            if (!occurrence.isStarted() && gone > GAP_MS) {
                open.remove(i);
            } else if (occurrence.isStarted() && gone >= settings.endMs()) {
                end(occurrence, now, out);
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

    private void match(Assessment assessment, boolean byOrigin, Map<Assessment, Occurrence> held, long now) {
        if (!assessment.holds() || held.containsKey(assessment)) {
            return;
        }
        Occurrence found = null;
        for (int i = 0; i < open.size() && found == null; i++) {
            Occurrence each = open.get(i);
            boolean fits = each.kind == assessment.kind()
                    && !held.containsValue(each)
                    && (byOrigin ? assessment.origin().equals(each.origin) : each.isAbout(assessment));
            found = fits ? each : null;
        }
        if (found == null && !byOrigin && open.size() < MOST_OPEN) {
            found = new Occurrence(assessment.kind(), ++numbers, now);
            open.add(found);
        }
        if (found != null) {
            held.put(assessment, found);
        }
    }

    /** Ends what is part of an occurrence and was told, or waits to be told, as one of its own. */
    private void absorb(
            Assessment assessment,
            Occurrence occurrence,
            Map<Assessment, Occurrence> held,
            PatternSettings settings,
            long now,
            Consumer<PatternChange> out) {
        for (Occurrence each : List.copyOf(open)) {
            if (each == occurrence || held.containsValue(each) || !each.isWithin(assessment)) {
                continue;
            }
            if (!each.isStarted()) {
                occurrence.pendingSince = Math.min(occurrence.pendingSince, each.pendingSince);
                open.remove(each);
            } else if (now - each.lastHeld >= settings.confirmMs()
                    && (occurrence.isStarted() || occurrence.isConfirmed(settings, now))) {
                each.explain("it is part of " + occurrence.id(tenant, environment) + ", which comes from "
                        + assessment.origin());
                end(each, now, out);
            }
        }
    }

    private void hold(
            Occurrence occurrence,
            Assessment assessment,
            PatternSettings settings,
            long now,
            Consumer<PatternChange> out) {
        occurrence.take(assessment, now);
        if (!occurrence.isStarted()) {
            if (occurrence.isConfirmed(settings, now)) {
                start(occurrence, now, out);
            }
        } else if (occurrence.isElsewhere(settings, now)) {
            Occurrence next = new Occurrence(assessment.kind(), ++numbers, now);
            next.take(assessment, now);
            next.succeed(occurrence);
            open.add(next);
            start(next, now, out);
            occurrence.explain("it turned out to come from " + assessment.origin() + " and goes on as "
                    + next.id(tenant, environment));
            end(occurrence, now, out);
        } else if (occurrence.untold && now - occurrence.toldAt >= TELL_MS) {
            tell(PatternChange.Step.CHANGED, occurrence, now, out);
        }
    }

    private void start(Occurrence occurrence, long now, Consumer<PatternChange> out) {
        occurrence.startedAt = now;
        tell(PatternChange.Step.STARTED, occurrence, now, out);
    }

    private void end(Occurrence occurrence, long now, Consumer<PatternChange> out) {
        open.remove(occurrence);
        occurrence.endedAt = now;
        ended.add(occurrence);
        if (ended.size() > MOST_ENDED) {
            ended.remove(0);
        }
        tell(PatternChange.Step.ENDED, occurrence, now, out);
    }

    private void tell(PatternChange.Step step, Occurrence occurrence, long now, Consumer<PatternChange> out) {
        occurrence.toldAt = now;
        occurrence.untold = false;
        out.accept(new PatternChange(step, now, occurrence.view(tenant, environment)));
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
