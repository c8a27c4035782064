package io.tocsin.query.analysis;

import io.tocsin.schemas.LogTemplateView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Puts templates of log lines together that have the same form in several sources. Stateless. */
public final class ErrorPatterns {

    private ErrorPatterns() {}

    /**
     * The same form over sources. Immutable.
     *
     * @param typical the template of the source that has most of its error lines
     * @param count error lines of all sources
     * @param services names of the sources
     * @param firstSeen when the first line came: epoch milliseconds
     * @param lastSeen when the latest line came: epoch milliseconds
     * @param ids ids of the templates
     */
    public record Pattern(
            LogTemplateView typical,
            long count,
            SortedSet<String> services,
            long firstSeen,
            long lastSeen,
            SortedSet<String> ids) {}

    /** Returns the forms of templates that have error lines, those of most error lines first. */
    public static List<Pattern> of(Collection<LogTemplateView> templates) {
        Map<String, List<LogTemplateView>> byForm = new LinkedHashMap<>();
        for (LogTemplateView template : templates) {
            if (template.getErrorLines() > 0) {
                byForm.computeIfAbsent(template.getTemplate(), form -> new ArrayList<>())
                        .add(template);
            }
        }
        List<Pattern> patterns = new ArrayList<>();
        byForm.values().forEach(same -> patterns.add(merge(same)));
        patterns.sort(Comparator.comparingLong(Pattern::count).reversed().thenComparing(pattern -> pattern.typical()
                .getTemplate()));
        return patterns;
    }

    private static Pattern merge(List<LogTemplateView> same) {
        LogTemplateView typical = same.get(0);
        long count = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        SortedSet<String> services = new TreeSet<>();
        SortedSet<String> ids = new TreeSet<>();
        for (LogTemplateView template : same) {
            typical = template.getErrorLines() > typical.getErrorLines() ? template : typical;
            count += template.getErrorLines();
            first = Math.min(first, template.getFirstSeen());
            last = Math.max(last, template.getLastSeen());
            services.add(template.getSource());
            ids.add(template.getId());
        }
        return new Pattern(typical, count, services, first, last, ids);
    }
}
