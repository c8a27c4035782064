package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.anomaly.multi.MultiMetricVerdict.Contribution;
import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.learned.LearnedKind;
import io.tocsin.processor.core.learned.LearnedPart;
import io.tocsin.processor.core.learned.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/**
 * Judges the metrics of one source together, row by row. A row is learned and judged in one step, and its verdict depends on
 * it and earlier rows only. Every detector's number is taken as a multiple of its usual size; their mean, smoothed, is the
 * unrest of the source. Metrics may come, go and be constant. Memory is bounded by {@value Columns#MOST} metrics. Mutable,
 * not thread-safe.
 */
public final class MultiMetricModel implements LearnedPart {

    /** Name and codec of this part of what is learned about a source. */
    public static final LearnedKind<MultiMetricModel> KIND =
            new LearnedKind<>("multi-metric", MultiMetricModel::new, MultiMetricModel::readFrom, true);

    /** Fewest metrics of a row that is judged. */
    public static final int FEWEST_METRICS = 2;

    private static final int VERSION = 1;
    /** Metrics of a row; a source has no more. */
    private static final int MOST_OF_A_ROW = 1_000;

    private static final MultiDetector[] DETECTORS = MultiDetector.values();
    /** Squares of what lies beyond would leave the range of a double. */
    private static final double GREATEST = 1e150;

    private final Steps steps = new Steps();
    private long rows;
    private Columns columns = new Columns();
    private Views views = new Views();
    private Covariance levels;
    private Covariance departures;
    private RowSample sample;
    private IsolationForest forest;
    private LocalOutliers outliers;
    private OwnSurprise forestSurprise = new OwnSurprise();
    private OwnSurprise outlierSurprise = new OwnSurprise();
    private UsualSize[] usual = new UsualSize[DETECTORS.length];
    private Unrest unrest = new Unrest();
    private AlarmPace pace = new AlarmPace();
    private float[] contribution = new float[8];
    private boolean dirty;

    /**
     * Learns the metrics of a minute and says what they mean.
     *
     * @return the verdict, or null when the row has fewer than {@value #FEWEST_METRICS} metrics that can be judged or no
     *     detector is selected; nothing is learned then
     */
    public MultiMetricVerdict step(MetricRow row, MultiMetricSettings settings, MultiMetricWorkspace w) {
        if (row.size() < FEWEST_METRICS || settings.detectors().isEmpty()) {
            return null;
        }
        dirty = true;
        rows++;
        note(row, settings);
        place(row, settings, w);
        Arrays.fill(w.share, 0, columns.size(), 0);
        double sum = 0;
        for (MultiDetector detector : DETECTORS) {
            if (settings.detectors().contains(detector)) {
                double size = size(detector, w);
                if (usual[detector.ordinal()] == null) {
                    usual[detector.ordinal()] = new UsualSize();
                }
                double multiple = usual[detector.ordinal()].learn(size);
                sum += multiple;
                share(multiple, w);
            } else {
                usual[detector.ordinal()] = null;
            }
        }
        double multiple = sum / settings.detectors().size();
        contribute(Unrest.energy(multiple), w);
        double now = unrest.learn(multiple);
        double threshold = settings.threshold();
        long rowsInAlarm = pace.learn(now, threshold, rows);
        boolean alarm = rowsInAlarm > 0;
        if (sample != null && !alarm && sample.offer(w.squeezed, columns.size())) {
            sampleChanged();
        }
        return new MultiMetricVerdict(
                now / (now + threshold), now, alarm, rowsInAlarm, rows, alarm ? contributions(w) : List.of());
    }

    private void note(MetricRow row, MultiMetricSettings settings) {
        int detectors = 0;
        for (MultiDetector detector : settings.detectors()) {
            detectors |= 1 << detector.ordinal();
        }
        steps.round(rows).whole(detectors).number(settings.sensitivity()).whole(row.size());
        for (int i = 0; i < row.size(); i++) {
            steps.name(row.name(i)).number(row.value(i));
        }
    }

    @Override
    public Steps steps() {
        return steps;
    }

    @Override
    public void redo(Steps.Reader again) {
        MultiMetricWorkspace workspace = new MultiMetricWorkspace();
        MetricRow row = new MetricRow();
        while (again.hasNext()) {
            if (again.round() != rows + 1) {
                throw new CorruptStateException("a row behind row " + rows + " that is not the next one");
            }
            int detectors = again.whole((1 << DETECTORS.length) - 1);
            EnumSet<MultiDetector> selected = EnumSet.noneOf(MultiDetector.class);
            for (MultiDetector detector : DETECTORS) {
                if ((detectors >> detector.ordinal() & 1) == 1) {
                    selected.add(detector);
                }
            }
            double sensitivity = again.number();
            if (!(sensitivity >= 0 && sensitivity <= 1)) {
                throw new CorruptStateException("a sensitivity of " + sensitivity);
            }
            row.clear();
            for (int left = again.whole(MOST_OF_A_ROW); left > 0; left--) {
                row.add(again.name(), again.number());
            }
            if (step(row, new MultiMetricSettings(selected, sensitivity), workspace) == null) {
                throw new CorruptStateException("a row that says nothing");
            }
        }
    }

    /** Brings the values of a row to their columns, and deviations from the mean with them. */
    private void place(MetricRow row, MultiMetricSettings settings, MultiMetricWorkspace w) {
        boolean departs = settings.detectors().contains(MultiDetector.DEPARTURE);
        boolean correlates = settings.detectors().contains(MultiDetector.CORRELATION);
        Arrays.fill(w.has, false);
        for (int i = 0; i < row.size(); i++) {
            int column = columns.seen(row.name(i), rows);
            if (column == Columns.NONE) {
                column = columns.take(row.name(i), rows);
                if (column == Columns.NONE) {
                    continue;
                }
                views.ensure(columns.size(), departs, settings.detectors().contains(MultiDetector.CHANGE));
                forget(column);
            }
            w.has[column] = true;
            w.value[column] = Math.max(-GREATEST, Math.min(GREATEST, row.value(i)));
        }
        int n = columns.size();
        views.ensure(n, departs, settings.detectors().contains(MultiDetector.CHANGE));
        levels = ready(levels, correlates, n);
        departures = ready(departures, departs, n);
        select(settings);
        if (contribution.length < n) {
            contribution = Arrays.copyOf(contribution, Math.min(Columns.MOST, Math.max(n, 2 * contribution.length)));
        }
        w.count = 0;
        for (int column = 0; column < n; column++) {
            w.level[column] = 0;
            w.squeezed[column] = 0;
            if (w.has[column]) {
                w.present[w.count++] = column;
                w.level[column] = views.level(column, w.value[column]);
                w.squeezed[column] = RowSample.squeeze(w.level[column]);
            }
        }
    }

    private static Covariance ready(Covariance covariance, boolean wanted, int columns) {
        if (!wanted) {
            return null;
        }
        Covariance ready = covariance == null ? new Covariance() : covariance;
        ready.ensure(columns);
        return ready;
    }

    /** Keeps the sample and what compares with it as long as it is wanted, no longer. */
    private void select(MultiMetricSettings settings) {
        boolean trees = settings.detectors().contains(MultiDetector.FOREST);
        boolean neighbours = settings.detectors().contains(MultiDetector.NEIGHBOURS);
        // What is not selected any more is not stored, so it must not go on in memory either.
        forestSurprise = !trees && forest != null ? new OwnSurprise() : forestSurprise;
        outlierSurprise = !neighbours && outliers != null ? new OwnSurprise() : outlierSurprise;
        sample = !trees && !neighbours ? null : sample == null ? new RowSample() : sample;
        forest = !trees ? null : forest == null ? new IsolationForest() : forest;
        outliers = !neighbours ? null : outliers == null ? new LocalOutliers() : outliers;
    }

    private void forget(int column) {
        views.forget(column);
        if (levels != null) {
            levels.ensure(columns.size());
            levels.forget(column);
        }
        if (departures != null) {
            departures.ensure(columns.size());
            departures.forget(column);
        }
        if (sample != null) {
            sample.forget(column);
            if (outliers != null) {
                outliers.changed();
            }
        }
        if (column < contribution.length) {
            contribution[column] = 0;
        }
    }

    private void sampleChanged() {
        if (forest != null) {
            forest.grow(sample, columns.size());
        }
        if (outliers != null) {
            outliers.changed();
        }
    }

    /** Returns what a detector makes of the row, and what it attributes to the columns as {@code w.pull}. */
    private double size(MultiDetector detector, MultiMetricWorkspace w) {
        switch (detector) {
            case LEVEL:
                return Math.sqrt(Math.sqrt(meanPower(w.level, 4, w)));
            case CORRELATION:
                return Math.sqrt(levels.learn(rows, w.present, w.count, w.level, w.pull, w.covariance) / w.count);
            case DEPARTURE:
                for (int i = 0; i < w.count; i++) {
                    int column = w.present[i];
                    w.other[column] = views.departure(column, w.value[column]);
                }
                return Math.sqrt(departures.learn(rows, w.present, w.count, w.other, w.pull, w.covariance) / w.count);
            case CHANGE:
                for (int i = 0; i < w.count; i++) {
                    int column = w.present[i];
                    w.other[column] = views.change(column, w.value[column]);
                }
                return Math.sqrt(meanPower(w.other, 2, w));
            case FOREST:
                meanPower(w.level, 2, w);
                return forestSurprise.learn(forest.isolation(w.squeezed));
            case NEIGHBOURS:
                meanPower(w.level, 2, w);
                return outlierSurprise.learn(outliers.factor(sample, w.squeezed, columns.size()));
            default:
                throw new IllegalStateException("detector " + detector);
        }
    }

    private static double meanPower(double[] z, int power, MultiMetricWorkspace w) {
        double sum = 0;
        for (int i = 0; i < w.count; i++) {
            double square = z[w.present[i]] * z[w.present[i]];
            double term = power == 4 ? square * square : square;
            w.pull[w.present[i]] = term;
            sum += term;
        }
        return sum / w.count;
    }

    /** Adds what a detector attributes to the columns, in proportion to what it says. */
    private static void share(double multiple, MultiMetricWorkspace w) {
        double sum = 0;
        for (int i = 0; i < w.count; i++) {
            sum += w.pull[w.present[i]];
        }
        if (sum > 0) {
            for (int i = 0; i < w.count; i++) {
                w.share[w.present[i]] += multiple * w.pull[w.present[i]] / sum;
            }
        }
    }

    private void contribute(double energy, MultiMetricWorkspace w) {
        double sum = 0;
        for (int i = 0; i < w.count; i++) {
            sum += w.share[w.present[i]];
        }
        for (int column = 0; column < columns.size(); column++) {
            double part = sum > 0 ? energy * w.share[column] / sum : 0;
            contribution[column] += (float) (Unrest.SLOW * (part - contribution[column]));
        }
    }

    private List<Contribution> contributions(MultiMetricWorkspace w) {
        double sum = 0;
        List<Integer> order = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            sum += contribution[column];
            if (w.has[column] && contribution[column] > 0) {
                order.add(column);
            }
        }
        order.sort(Comparator.comparingDouble(column -> -contribution[column]));
        List<Contribution> list = new ArrayList<>();
        for (int column : order.subList(0, Math.min(order.size(), MultiMetricVerdict.MOST_CONTRIBUTIONS))) {
            list.add(new Contribution(
                    columns.name(column),
                    contribution[column] / sum,
                    w.value[column],
                    views.usual(column),
                    w.level[column]));
        }
        return List.copyOf(list);
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
        return 400
                + columns.approximateBytes()
                + views.approximateBytes()
                + (levels == null ? 0 : levels.approximateBytes())
                + (departures == null ? 0 : departures.approximateBytes())
                + (sample == null ? 0 : sample.approximateBytes())
                + (forest == null ? 0 : IsolationForest.approximateBytes())
                + (outliers == null ? 0 : LocalOutliers.approximateBytes())
                + 4 * contribution.length
                + steps.approximateBytes();
    }

    @Override
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeUnsigned(rows);
        columns.writeTo(writer, rows);
        views.writeTo(writer, columns.size());
        writer.writeBoolean(levels != null);
        if (levels != null) {
            levels.writeTo(writer);
        }
        writer.writeBoolean(departures != null);
        if (departures != null) {
            departures.writeTo(writer);
        }
        writer.writeBoolean(sample != null);
        if (sample != null) {
            sample.writeTo(writer);
            writer.writeBoolean(forest != null);
            if (forest != null) {
                forest.writeTo(writer);
            }
            writer.writeBoolean(outliers != null);
            forestSurprise.writeTo(writer);
            outlierSurprise.writeTo(writer);
        }
        for (UsualSize size : usual) {
            writer.writeBoolean(size != null);
            if (size != null) {
                size.writeTo(writer);
            }
        }
        unrest.writeTo(writer);
        pace.writeTo(writer);
        for (int column = 0; column < columns.size(); column++) {
            writer.writeDouble(contribution[column]);
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static MultiMetricModel readFrom(ByteReader reader) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("multi-metric model of version " + version);
        }
        MultiMetricModel read = new MultiMetricModel();
        read.rows = reader.readCount();
        read.columns = Columns.readFrom(reader, read.rows);
        int n = read.columns.size();
        read.views = Views.readFrom(reader, n);
        read.levels = reader.readBoolean() ? Covariance.readFrom(reader, n) : null;
        read.departures = reader.readBoolean() ? Covariance.readFrom(reader, n) : null;
        if (reader.readBoolean()) {
            read.sample = RowSample.readFrom(reader, n);
            read.forest = reader.readBoolean() ? IsolationForest.readFrom(reader, n) : null;
            read.outliers = reader.readBoolean() ? new LocalOutliers() : null;
            read.forestSurprise = OwnSurprise.readFrom(reader);
            read.outlierSurprise = OwnSurprise.readFrom(reader);
        }
        for (int i = 0; i < read.usual.length; i++) {
            read.usual[i] = reader.readBoolean() ? UsualSize.readFrom(reader) : null;
        }
        read.unrest = Unrest.readFrom(reader);
        read.pace = AlarmPace.readFrom(reader);
        read.contribution = new float[Math.max(8, n)];
        for (int column = 0; column < n; column++) {
            read.contribution[column] = (float) reader.readFinite();
        }
        return read;
    }
}
