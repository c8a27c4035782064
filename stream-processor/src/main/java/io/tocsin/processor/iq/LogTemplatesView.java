package io.tocsin.processor.iq;

import io.tocsin.processor.core.logs.LogTemplate;
import io.tocsin.processor.core.logs.TemplateMiner;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogTemplateView;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SingleObject;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Templates of log lines, those of most lines first. A template is also found by the id of one that was merged into it;
 * times as conditions are about its latest line.
 */
final class LogTemplatesView implements StoreView {

    private static final HexFormat HEX = HexFormat.of();

    private final SingleObject<LogTemplateView> format = SingleObject.of(LogTemplateView.class);

    @Override
    public String name() {
        return Stores.VIEW_LOG_TEMPLATES;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(Stores.LOG_TEMPLATES);
    }

    @Override
    public Set<String> filters() {
        return Set.of(
                Conditions.ENVIRONMENT,
                Conditions.LEVEL,
                Conditions.TEMPLATE,
                Conditions.CATEGORY,
                Conditions.ACTIONABLE,
                Conditions.NAME_PART,
                Conditions.FROM,
                Conditions.TO);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        NewestRows most = new NewestRows(request.getLimit(), request.getAfter());
        LogScan.each(stores.store(Stores.LOG_TEMPLATES, partition), request, rows, (source, key, tail, stored) -> {
            if (tail == Long.BYTES) {
                LogTemplate template = TemplateMiner.read(stored);
                String row = key(source, template);
                if (meets(template, request) && most.wants(row)) {
                    most.add(row, () -> format.encode(view(source, template)));
                }
            }
        });
        most.to(rows);
    }

    private static boolean meets(LogTemplate template, QueryRequest request) {
        Set<String> levels = Conditions.anyOf(request, Conditions.LEVEL);
        Set<String> ids = Conditions.anyOf(request, Conditions.TEMPLATE);
        Set<String> categories = Conditions.anyOf(request, Conditions.CATEGORY);
        Set<String> actionable = Conditions.anyOf(request, Conditions.ACTIONABLE);
        ShownText part = ShownText.of(Conditions.text(request, Conditions.NAME_PART));
        long at = template.history().lastSeen();
        return (levels.isEmpty() || levels.contains(template.history().worst().name()))
                && (ids.isEmpty() || TemplateIds.isOne(template, ids))
                && (categories.isEmpty()
                        || categories.contains(template.reading().category().name()))
                && (actionable.isEmpty()
                        || actionable.contains(
                                String.valueOf(isActionable(template)).toUpperCase(Locale.ROOT)))
                && (part == null || part.isIn(template.text()))
                && at >= Conditions.time(request, Conditions.FROM, Long.MIN_VALUE)
                && at <= Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
    }

    private static boolean isActionable(LogTemplate template) {
        return template.reading().actionable(template.history().worst());
    }

    private static String key(SourceKey source, LogTemplate template) {
        return HEX.toHexDigits(Long.MAX_VALUE - template.history().lines()) + template.idText() + source;
    }

    private static LogTemplateView view(SourceKey source, LogTemplate template) {
        return new LogTemplateView(
                template.idText(),
                source.tenant(),
                source.environment(),
                source.name(),
                template.text(),
                template.example(),
                template.reading().category().text(),
                LogLevel.valueOf(template.history().worst().name()),
                isActionable(template),
                template.reading().category().advice(),
                template.history().lines(),
                template.history().errorLines(),
                template.linesPerMinute(),
                template.history().firstSeen(),
                template.history().lastSeen(),
                template.history().widened(),
                Arrays.stream(template.history().mergedIds())
                        .mapToObj(HEX::toHexDigits)
                        .toList(),
                template.history().mergedCount(),
                template.history().isBeside()
                        ? HEX.toHexDigits(template.history().besideId())
                        : null);
    }
}
