package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
 */
public record Silence(
        String id,
        List<Matcher> matchers,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        String createdBy,
        String comment,
        Map<String, String> annotations) {

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

    /** Returns where it stands at a moment. */
    public State state(Instant now) {
        if (now.isBefore(startsAt)) {
            return State.PENDING;
        }
        return now.isAfter(endsAt) ? State.EXPIRED : State.ACTIVE;
    }

    /** Returns whether it silences alerts with these labels at a moment. */
    public boolean mutes(Map<String, String> labels, Instant now) {
        return state(now) == State.ACTIVE && Matcher.all(matchers, labels);
    }

    /** Returns it ended at a moment. One that did not hold yet never will have. */
    public Silence expired(Instant now) {
        return new Silence(
                id, matchers, state(now) == State.PENDING ? now : startsAt, now, now, createdBy, comment, annotations);
    }

    /**
     * Returns whether it can become another one under its id without changing what it silenced so far: an active one must
     * keep the second of its start and end in the future, a pending one must start in the future.
     */
    public boolean canBecome(Silence other, Instant now) {
        if (!matchers.equals(other.matchers)) {
            return false;
        }
        return switch (state(now)) {
            case ACTIVE -> startsAt.getEpochSecond() == other.startsAt.getEpochSecond() && !other.endsAt.isBefore(now);
            case PENDING -> !other.startsAt.isBefore(now);
            case EXPIRED -> false;
        };
    }
}
