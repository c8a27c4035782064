package io.tocsin.processor.iq;

import io.tocsin.processor.core.forecast.SeriesHistories;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.topology.state.LearnedShelf;
import io.tocsin.schemas.MetricForecast;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.SourceForecasts;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What is expected of the metrics of a source, worked out from their histories when it is asked for: some milliseconds per
 * metric, so at most {@value #MOST_METRICS} of them are.
 */
final class ForecastsView implements StoreView {

    private static final int MOST_METRICS = 20;

    private final SingleObject<SourceForecasts> format = SingleObject.of(SourceForecasts.class);
    private final RuleCatalogue rules;

    ForecastsView(RuleCatalogue rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return Stores.VIEW_FORECASTS;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(Stores.SOURCE_HEADS);
    }

    @Override
    public Set<String> filters() {
        return Set.of(Conditions.METRIC, Conditions.HORIZON, Conditions.LIMIT);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        if (request.getKind() != QueryKind.KEYS) {
            throw new IllegalArgumentException("forecasts are asked for by the keys of sources only");
        }
        ReadOnlyKeyValueStore<Bytes, byte[]> heads = stores.store(Stores.SOURCE_HEADS, partition);
        ReadOnlyKeyValueStore<Bytes, byte[]> models = stores.store(Stores.SOURCE_MODELS, partition);
        String metric = Conditions.text(request, Conditions.METRIC);
        ForecastRecords records =
                new ForecastRecords(rules, Conditions.time(request, Conditions.HORIZON, 3_600_000), limit(request));
        for (String key : request.getKeys()) {
            byte[] source = key.getBytes(StandardCharsets.UTF_8);
            if (heads.get(Bytes.wrap(source)) == null) {
                continue;
            }
            if (!rows.wantsRow()) {
                rows.count();
                continue;
            }
            SeriesHistories histories = LearnedShelf.read(models, source).get(SeriesHistories.KIND);
            List<String> names = new ArrayList<>();
            histories.metrics().forEach(names::add);
            names.sort(null);
            List<MetricForecast> forecasts = new ArrayList<>();
            for (String name : metric == null ? names : new TreeSet<>(List.of(metric.split("\n")))) {
                rows.checkDeadline();
                if (forecasts.size() < MOST_METRICS && names.contains(name)) {
                    forecasts.add(records.of(histories, name, streamTime));
                }
            }
            rows.add(key, format.encode(new SourceForecasts(names, forecasts)));
        }
    }

    private static Double limit(QueryRequest request) {
        String text = Conditions.text(request, Conditions.LIMIT);
        try {
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("limit is no number: '" + text + "'", e);
        }
    }
}
