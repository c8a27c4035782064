package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A silence. Immutable.
 *
 * @param id UUID
 * @param matchers conditions, all of which an alert must meet to be silenced, in the order in which they were given
 * @param startsAt from when it holds
 * @param endsAt until when it holds
 * @param updatedAt when it was changed last
 * @param createdBy who made it
 * @param comment why
 * @param annotations further texts
 * @param effect what becomes of the alerts that it meets
 * @param recurrence when it holds in between; absent for all the time
 */
public record Silence(
        String id,
        List<Matcher> matchers,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        String createdBy,
        String comment,
        Map<String, String> annotations,
        Effect effect,
        Optional<Recurrence> recurrence) {

    /** What becomes of the alerts that a silence meets. */
    public enum Effect {
        /** Nobody is told of them. */
        MUTE,
        /** Somebody sees to those that began before it: nobody further is told of them. */
        ACKNOWLEDGE
    }

    /** Where a silence stands. */
    public enum State {
        /** It holds. */
        ACTIVE,
        /** It will hold. */
        PENDING,
        /** It held. */
        EXPIRED;

        /** Returns its name in the API. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Silence {
        matchers = List.copyOf(matchers);
        annotations = Map.copyOf(annotations);
    }

    /** Makes one that mutes all the time. */
    public Silence(
            String id,
            List<Matcher> matchers,
            Instant startsAt,
            Instant endsAt,
            Instant updatedAt,
            String createdBy,
            String comment,
            Map<String, String> annotations) {
        this(id, matchers, startsAt, endsAt, updatedAt, createdBy, comment, annotations, Effect.MUTE, Optional.empty());
    }

    /** Returns where it stands at a moment. */
    public State state(Instant now) {
        if (now.isBefore(startsAt)) {
            return State.PENDING;
        }
        if (now.isAfter(endsAt)) {
            return State.EXPIRED;
        }
        return recurrence.isEmpty() || recurrence.get().at(now).isPresent() ? State.ACTIVE : State.PENDING;
    }

    /** Returns whether it silences alerts with these labels at a moment. */
    public boolean mutes(Map<String, String> labels, Instant now) {
        return effect == Effect.MUTE && Matcher.all(matchers, labels) && state(now) == State.ACTIVE;
    }

    /** Returns whether it says at a moment that somebody sees to an alert. */
    boolean acknowledges(HeldAlert alert, Instant now) {
        return effect == Effect.ACKNOWLEDGE
                && !alert.startsAt().isAfter(startsAt)
                && Matcher.all(matchers, alert.labels())
                && state(now) == State.ACTIVE;
    }

    /** Returns it ended at a moment. One that did not hold yet never will have. */
    public Silence expired(Instant now) {
        return new Silence(
                id,
                matchers,
                now.isBefore(startsAt) ? now : startsAt,
                now,
                now,
                createdBy,
                comment,
                annotations,
                effect,
                recurrence);
    }

    /**
     * Returns whether it can become another one under its id without changing what it silenced so far: an active one must
     * keep the second of its start and end in the future, a pending one must start in the future.
     */
    public boolean canBecome(Silence other, Instant now) {
        if (!matchers.equals(other.matchers) || recurrence.isPresent()) {
            return false;
        }
        return switch (state(now)) {
            case ACTIVE -> startsAt.getEpochSecond() == other.startsAt.getEpochSecond() && !other.endsAt.isBefore(now);
            case PENDING -> !other.startsAt.isBefore(now);
            case EXPIRED -> false;
        };
    }
}
