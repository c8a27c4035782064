package io.tocsin.processor.core.forecast;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.learned.LearnedKind;
import io.tocsin.processor.core.learned.LearnedPart;
import io.tocsin.processor.core.learned.Steps;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The histories of a source's metrics, by name: what forecasts are worked out from. Stepped once per closed minute. Of what
 * only grows (a counter) the history is the increase per second; a reset counts from 0. Beyond {@value #MOST} metrics the one
 * that was silent longest leaves. Mutable, not thread-safe. Times are epoch milliseconds.
 */
public final class SeriesHistories implements LearnedPart {

    /** Metrics of one source that have a history. */
    public static final int MOST = 200;

    /** The part as it is stored. */
    public static final LearnedKind<SeriesHistories> KIND =
            new LearnedKind<>("forecast", SeriesHistories::new, SeriesHistories::readFrom, true);

    private static final int VERSION = 1;
    private static final int ENTRY_BYTES = 120;

    /** One metric. */
    private static final class Series {
        CellHistory history = new CellHistory(HistoryShape.DAILY);
        double total = Double.NaN;
        long totalAt;
        int bytes;
    }

    private static final int MEAN = 0;
    private static final int TOTAL = 1;

    private final Steps steps = new Steps();
    private final Map<String, Series> byMetric = new LinkedHashMap<>();
    private boolean dirty;
    private int bytes = 80;

    /**
     * Takes the mean of a metric over a minute that has closed.
     *
     * @param minute start of the minute
     * @return whether a cell of the history closed, so that there is something new to forecast from
     */
    public boolean mean(String metric, long minute, double value) {
        steps.round(minute).whole(MEAN).name(metric).number(value);
        Series series = series(metric);
        series.total = Double.NaN;
        return add(series, minute, value);
    }

    /**
     * Takes the last value of a counter in a minute that has closed.
     *
     * @param minute start of the minute
     * @return whether a cell of the history closed
     */
    public boolean total(String metric, long minute, double total) {
        steps.round(minute).whole(TOTAL).name(metric).number(total);
        Series series = series(metric);
        double before = series.total;
        long elapsed = minute - series.totalAt;
        series.total = total;
        series.totalAt = minute;
        dirty = true;
        if (Double.isNaN(before) || elapsed <= 0) {
            return false;
        }
        double increase = total >= before ? total - before : Math.max(0, total);
        return Double.isFinite(increase) && add(series, minute, increase * 1000 / elapsed);
    }

    /** Returns the history of a metric, or null. */
    public CellHistory find(String metric) {
        Series series = byMetric.get(metric);
        return series == null ? null : series.history;
    }

    /** Returns whether what is kept of a metric is its increase per second. */
    public boolean isRate(String metric) {
        Series series = byMetric.get(metric);
        return series != null && !Double.isNaN(series.total);
    }

    /** Returns the names of the metrics, in the order in which they came. */
    public Iterable<String> metrics() {
        return Collections.unmodifiableSet(byMetric.keySet());
    }

    @Override
    public Steps steps() {
        return steps;
    }

    @Override
    public void redo(Steps.Reader again) {
        while (again.hasNext()) {
            long minute = again.round();
            boolean total = again.whole(TOTAL) == TOTAL;
            String metric = again.name();
            if (total) {
                total(metric, minute, again.number());
            } else {
                mean(metric, minute, again.number());
            }
        }
    }

    @Override
    public boolean isDirty() {
        return dirty;
    }

    @Override
    public void written() {
        dirty = false;
    }

    @Override
    public int approximateBytes() {
        return bytes + steps.approximateBytes();
    }

    @Override
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeUnsigned(byMetric.size());
        byMetric.forEach((metric, series) -> {
            writer.writeString(metric);
            writer.writeDouble(series.total);
            writer.writeSigned(series.totalAt);
            series.history.writeTo(writer);
        });
    }

    private static SeriesHistories readFrom(ByteReader reader) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("histories of version " + version);
        }
        SeriesHistories all = new SeriesHistories();
        int count = reader.readLength(MOST, 5);
        for (int i = 0; i < count; i++) {
            String metric = reader.readString();
            Series series = new Series();
            series.total = reader.readDouble();
            series.totalAt = reader.readSigned();
            series.history = CellHistory.readFrom(reader, HistoryShape.DAILY);
            if (all.byMetric.put(metric, series) != null) {
                throw new CorruptStateException("two histories of " + metric);
            }
            all.measure(metric, series);
        }
        return all;
    }

    private boolean add(Series series, long minute, double value) {
        boolean closed = series.history.add(minute, value);
        dirty = true;
        int now = series.history.approximateBytes();
        bytes += now - series.bytes;
        series.bytes = now;
        return closed;
    }

    private Series series(String metric) {
        Series series = byMetric.get(metric);
        if (series == null) {
            if (byMetric.size() >= MOST) {
                dropSilent();
            }
            series = new Series();
            byMetric.put(metric, series);
            measure(metric, series);
        }
        return series;
    }

    private void measure(String metric, Series series) {
        series.bytes = series.history.approximateBytes();
        bytes += ENTRY_BYTES + 2 * metric.length() + series.bytes;
    }

    private void dropSilent() {
        String silent = null;
        for (Map.Entry<String, Series> entry : byMetric.entrySet()) {
            if (silent == null
                    || entry.getValue().history.end()
                            < byMetric.get(silent).history.end()) {
                silent = entry.getKey();
            }
        }
        bytes -= ENTRY_BYTES + 2 * silent.length() + byMetric.remove(silent).bytes;
    }
}
