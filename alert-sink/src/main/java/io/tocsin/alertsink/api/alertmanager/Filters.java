package io.tocsin.alertsink.api.alertmanager;

import com.google.re2j.Pattern;
import io.micronaut.http.HttpParameters;
import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.engine.EngineView;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.alertsink.routing.MatcherParser;
import io.tocsin.alertsink.routing.MatcherSyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What of alerts, groups and silences a request asks for. Immutable. */
final class Filters {

    private static final Set<String> TRUE =
            Set.of("true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled");

    private final HttpParameters query;
    private final List<Matcher> matchers;
    private final List<Matcher> receiverMatchers;
    private final Optional<Pattern> receiver;

    /**
     * Reads a query.
     *
     * @throws ApiError when a filter cannot be read
     */
    Filters(HttpParameters query) {
        this.query = query;
        try {
            matchers = query.getAll("filter").stream().map(MatcherParser::one).toList();
        } catch (MatcherSyntaxException wrong) {
            throw ApiError.text(400, wrong.getMessage());
        }
        try {
            receiverMatchers = query.getAll("receiver_matchers").stream()
                    .map(MatcherParser::one)
                    .toList();
        } catch (MatcherSyntaxException wrong) {
            throw ApiError.text(400, "failed to parse receiver matchers: " + wrong.getMessage());
        }
        try {
            receiver = last("receiver").filter(each -> !each.isEmpty()).map(Matcher::compile);
        } catch (MatcherSyntaxException wrong) {
            throw ApiError.text(400, "failed to parse receiver param: " + wrong.getMessage());
        }
    }

    /** Returns the condition on names of receivers: an expression on the name, and matchers on the receiver's labels. */
    Predicate<String> receivers(AlertmanagerConfig config) {
        return name -> (receiver.isEmpty() || receiver.get().matches(name))
                && (receiverMatchers.isEmpty()
                        || config.receiver(name)
                                .map(each -> Matcher.all(receiverMatchers, each.labels()))
                                .orElse(false));
    }

    boolean wantsMuted() {
        return flag("muted");
    }

    /** Returns the condition on alerts, but for their receivers. */
    Predicate<EngineView.AlertStatus> alerts() {
        boolean active = flag("active");
        boolean silenced = flag("silenced");
        boolean inhibited = flag("inhibited");
        return status -> (active || status.isSuppressed())
                && (silenced || status.silencedBy().isEmpty())
                && (inhibited || status.inhibitedBy().isEmpty())
                && matches(status.alert().labels());
    }

    /** Returns the condition on silences: each filter stands among their matchers, with its name, sign and value. */
    Predicate<Silence> silences(java.time.Instant now) {
        boolean active = flag("active");
        boolean pending = flag("pending");
        boolean expired = flag("expired");
        return silence -> {
            boolean wanted =
                    switch (silence.state(now)) {
                        case ACTIVE -> active;
                        case PENDING -> pending;
                        case EXPIRED -> expired;
                    };
            return wanted && silence.matchers().containsAll(matchers);
        };
    }

    /** The order of silences: active ones by end, pending ones by start, expired ones from the newest. */
    static Comparator<Silence> order(java.time.Instant now) {
        return Comparator.comparing((Silence each) -> each.state(now))
                .thenComparing((left, right) -> switch (left.state(now)) {
                    case ACTIVE -> left.endsAt().compareTo(right.endsAt());
                    case PENDING -> left.startsAt().compareTo(right.startsAt());
                    case EXPIRED -> right.endsAt().compareTo(left.endsAt());
                });
    }

    /** An empty value asks for absence, or for presence when it is negated. */
    private boolean matches(Map<String, String> labels) {
        for (Matcher each : matchers) {
            String value = labels.get(each.name());
            boolean byPresence =
                    each.value().isEmpty() && (value != null) != each.type().isEqual();
            if (!byPresence && !each.matches(value == null ? "" : value)) {
                return false;
            }
        }
        return true;
    }

    private boolean flag(String name) {
        return last(name)
                .map(value -> TRUE.contains(value.toLowerCase(Locale.ROOT)))
                .orElse(true);
    }

    /** Of a parameter that is given several times the last one counts. */
    private Optional<String> last(String name) {
        List<String> values = query.getAll(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }
}
