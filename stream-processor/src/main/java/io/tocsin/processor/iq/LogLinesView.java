package io.tocsin.processor.iq;

import io.tocsin.processor.core.logs.RecentLine;
import io.tocsin.processor.core.logs.RecentLines;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogLineView;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SingleObject;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Recent log lines, latest observed first: by the time in the line, so that lines of long ago that came today are found
 * where they belong. A condition on a template also finds lines of those that were merged into it.
 */
final class LogLinesView implements StoreView {

    private static final HexFormat HEX = HexFormat.of();

    private final SingleObject<LogLineView> format = SingleObject.of(LogLineView.class);

    @Override
    public String name() {
        return Stores.VIEW_LOG_LINES;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return Conditions.anyOf(request, Conditions.TEMPLATE).isEmpty()
                ? List.of(Stores.LOG_LINES)
                : List.of(Stores.LOG_LINES, Stores.LOG_TEMPLATES);
    }

    @Override
    public Set<String> filters() {
        return Set.of(
                Conditions.ENVIRONMENT,
                Conditions.LEVEL,
                Conditions.TEMPLATE,
                Conditions.NAME_PART,
                Conditions.FROM,
                Conditions.TO);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        Set<String> levels = Conditions.anyOf(request, Conditions.LEVEL);
        Set<String> templates = Conditions.anyOf(request, Conditions.TEMPLATE);
        TemplateIds ids = templates.isEmpty()
                ? null
                : new TemplateIds(stores.store(Stores.LOG_TEMPLATES, partition), templates, rows);
        ShownText text = ShownText.of(Conditions.text(request, Conditions.NAME_PART));
        long from = Conditions.time(request, Conditions.FROM, Long.MIN_VALUE);
        long to = Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
        NewestRows newest = new NewestRows(request.getLimit(), request.getAfter());
        LogScan.each(
                stores.store(Stores.LOG_LINES, partition),
                request,
                rows,
                (source, key, tail, block) -> RecentLines.read(block, line -> {
                    rows.look();
                    if (line.observedAt() >= from
                            && line.observedAt() <= to
                            && (levels.isEmpty() || levels.contains(line.level().name()))
                            && (ids == null || ids.has(source.text(), line.templateId()))
                            && (text == null || text.isIn(line.message()))) {
                        String row = key(source, line);
                        if (newest.wants(row)) {
                            newest.add(row, () -> format.encode(view(source, line)));
                        }
                    }
                    return true;
                }));
        newest.to(rows);
    }

    private static String key(SourceKey source, RecentLine line) {
        return HEX.toHexDigits(Long.MAX_VALUE - Math.max(0, line.observedAt()))
                + HEX.toHexDigits(Long.MAX_VALUE - line.number())
                + source;
    }

    private static LogLineView view(SourceKey source, RecentLine line) {
        return new LogLineView(
                HEX.toHexDigits(line.number()),
                source.tenant(),
                source.environment(),
                source.name(),
                line.observedAt(),
                line.arrivedAt(),
                LogLevel.valueOf(line.level().name()),
                LogLevel.valueOf(line.sent().name()),
                HEX.toHexDigits(line.templateId()),
                line.message(),
                line.logger(),
                line.traceId());
    }
}
