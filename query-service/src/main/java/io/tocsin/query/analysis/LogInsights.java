package io.tocsin.query.analysis;

import io.tocsin.schemas.HealthStatus;
import io.tocsin.schemas.SourceView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Says in words what stands out, by rules alone: sources in trouble and error patterns that somebody should act on. */
public final class LogInsights {

    /** How far back errors are looked at. */
    public static final Duration LOOK_BACK = Duration.ofHours(1);

    private static final int PATTERNS = 10;
    private static final int SOURCES = 10;
    private static final int SHARED_BY = 3;

    private LogInsights() {}

    /**
     * One thing that stands out. Immutable.
     *
     * @param title a few words
     * @param severity {@code info}, {@code warning} or {@code critical}
     * @param description what was seen
     * @param recommendation what to do
     */
    public record Insight(String title, String severity, String description, String recommendation) {}

    /** Returns what stands out, sources first; that nothing does when nothing does. */
    public static List<Insight> of(List<ErrorPatterns.Pattern> patterns, Collection<SourceView> sources, Instant now) {
        List<Insight> insights = new ArrayList<>();
        sources.stream()
                .filter(source -> isInTrouble(source.getStatus().getStatus()))
                .sorted((a, b) -> Double.compare(
                        b.getStatus().getSeverityScore(), a.getStatus().getSeverityScore()))
                .limit(SOURCES)
                .forEach(source -> insights.add(ofSource(source)));
        patterns.stream()
                .filter(pattern -> pattern.typical().getActionable())
                .limit(PATTERNS)
                .forEach(pattern -> insights.add(ofPattern(pattern, now)));
        if (insights.isEmpty()) {
            insights.add(new Insight(
                    "Nothing stands out",
                    "info",
                    "No source is in trouble, and no error that somebody should act on was logged within the last "
                            + LOOK_BACK.toMinutes() + " minutes.",
                    "Nothing needs to be done"));
        }
        return insights;
    }

    private static boolean isInTrouble(HealthStatus status) {
        return status == HealthStatus.WARNING || status == HealthStatus.CRITICAL;
    }

    private static Insight ofSource(SourceView source) {
        var status = source.getStatus();
        var reasons = status.getReasons();
        return new Insight(
                status.getSource() + " is in the state " + status.getStatus().name(),
                status.getStatus() == HealthStatus.CRITICAL ? "critical" : "warning",
                reasons.isEmpty()
                        ? String.format(Locale.ROOT, "Its severity is %.2f.", status.getSeverityScore())
                        : reasons.get(0).getText(),
                "Look at the source's reasons and at what changed before");
    }

    private static Insight ofPattern(ErrorPatterns.Pattern pattern, Instant now) {
        boolean shared = pattern.services().size() >= SHARED_BY;
        String where = shared ? pattern.services().size() + " services" : String.join(", ", pattern.services());
        long minutes =
                Duration.between(Instant.ofEpochMilli(pattern.lastSeen()), now).toMinutes();
        return new Insight(
                (shared ? "The same error in " : "Errors in ") + where,
                pattern.typical().getLevel() == io.tocsin.schemas.LogLevel.FATAL ? "critical" : "warning",
                pattern.count() + " lines of the form \"" + pattern.typical().getTemplate() + "\", the latest "
                        + (minutes < 1 ? "just now" : minutes + " min ago"),
                pattern.typical().getAdvice());
    }
}
