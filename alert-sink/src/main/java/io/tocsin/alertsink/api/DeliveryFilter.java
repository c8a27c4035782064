package io.tocsin.alertsink.api;

import io.tocsin.alertsink.ledger.LedgerRow;
import io.tocsin.schemas.DeliveryState;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which deliveries are asked for. Immutable.
 *
 * @param states wanted states, not empty
 * @param channel wanted channel, if one is named
 * @param fingerprint wanted alert, if one is named
 * @param limit size of the page
 * @param after where the page before ended
 */
record DeliveryFilter(
        Set<DeliveryState> states,
        Optional<String> channel,
        Optional<String> fingerprint,
        int limit,
        Optional<LedgerRow> after)
        implements Predicate<LedgerRow> {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    @Override
    public boolean test(LedgerRow row) {
        return states.contains(row.state())
                && channel.map(row.channel()::equals).orElse(true)
                && fingerprint.map(row.alerts()::contains).orElse(true);
    }

    /**
     * Reads the query of a request.
     *
     * @throws ProblemException naming each parameter that is wrong
     */
    static DeliveryFilter parse(
            Optional<String> state,
            Optional<String> channel,
            Optional<String> fingerprint,
            Optional<String> limit,
            Optional<String> cursor) {
        List<FieldError> errors = new ArrayList<>();
        Set<DeliveryState> states = states(state, errors);
        int size = limit(limit, errors);
        Optional<LedgerRow> after = cursor.flatMap(text -> row(text, errors));
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new DeliveryFilter(states, channel, fingerprint, size, after);
    }

    /** Returns the text with which the next page is asked for. */
    static String cursor(LedgerRow last) {
        String place = last.updatedAt() + ":" + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<DeliveryState> states(Optional<String> text, List<FieldError> errors) {
        Set<DeliveryState> states = EnumSet.noneOf(DeliveryState.class);
        for (String each : text.map(list -> list.split(",")).orElse(new String[0])) {
            Arrays.stream(DeliveryState.values())
                    .filter(state -> state.name().equalsIgnoreCase(each.strip()))
                    .findFirst()
                    .ifPresentOrElse(
                            states::add,
                            () -> errors.add(
                                    new FieldError("state", "must be of retrying, sent, dead, separated by commas")));
        }
        return states.isEmpty() ? EnumSet.allOf(DeliveryState.class) : states;
    }

    private static int limit(Optional<String> text, List<FieldError> errors) {
        try {
            int limit = text.map(Integer::parseInt).orElse(DEFAULT_LIMIT);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            errors.add(new FieldError("limit", "must be a number"));
            return DEFAULT_LIMIT;
        }
        errors.add(new FieldError("limit", String.format(Locale.ROOT, "must be from 1 to %d", MAX_LIMIT)));
        return DEFAULT_LIMIT;
    }

    private static Optional<LedgerRow> row(String cursor, List<FieldError> errors) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int colon = place.indexOf(':');
            long updatedAt = Long.parseLong(place.substring(0, Math.max(0, colon)));
            return Optional.of(LedgerRow.place(updatedAt, place.substring(colon + 1)));
        } catch (IllegalArgumentException malformed) {
            errors.add(new FieldError("cursor", "must be the next_cursor of the page before"));
            return Optional.empty();
        }
    }
}
