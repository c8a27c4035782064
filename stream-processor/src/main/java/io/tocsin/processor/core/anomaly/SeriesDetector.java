package io.tocsin.processor.core.anomaly;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * Finds what is unusual about one series, value by value, each judged by what came before it only. A family of detectors,
 * one per {@link Symptom}, with one measure: how far a feature goes beyond the {@link Extremes} that are remembered. What
 * they look at is the value, its step, its mean over short and long, how much it varies, and what is left of it when the
 * level of late, the {@link SeasonProfile daily season} and, where it has been proven to help, the weekly one are taken off.
 *
 * <p>The surprise of a value is the logarithm of the greatest distance, raised with the number of values that were needed to
 * be beaten. Surprise is got used to: what has surprised is taken off the surprise of what follows, fading with
 * {@value #HABITUATION} values, so that an episode is told once and again only when it grows worse, and a change of regime is
 * adapted to. The score is 1 - exp(-surprise): 0.5 is where the benchmark of docs/detection.md cuts best.
 *
 * <p>Agnostic of cadence: all memory is in values, only seasons are in time. Time may stand still, jump, or go back.
 * Deterministic; a detector that was written and read goes on exactly like one that stayed in memory. About 2 KB. Mutable, not
 * thread-safe.
 */
public final class SeriesDetector {

    private static final int VERSION = 1;

    private static final long DAY = 86_400_000L;
    /** The Monday before the epoch. */
    private static final long MONDAY = -3 * DAY;

    private static final int DAY_BINS = 48;
    private static final int WEEK_BINS = 42;
    private static final double DAY_RATE = 0.5;
    private static final double WEEK_RATE = 0.4;
    /** Weekly season counts when it takes more than this share off the error, in full when three times as much. */
    private static final double LEAST_SKILL = 0.1;

    private static final int WARM_UP = 10;
    private static final double LEVEL_VALUES = 50;
    private static final double DRIFT_VALUES = 12;
    private static final double LONG_VALUES = 60;
    private static final double CLIP = 5;
    private static final int CLIP_FROM = 100;
    private static final double DUST = 1e-3;
    /** A difference of this share of the value is dust: what hardly varies must not be unusual for nothing. */
    private static final double RELATIVE_FLOOR = 0.01;

    private static final double UNIT = 0.01;
    private static final double HABITUATION = 240;
    private static final double HABIT = 0.9;
    private static final double RARITY_WEIGHT = 0.2;
    private static final double RARITY_FROM = 500;
    private static final double RARITY_TO = 4_000;
    private static final double LARGEST = 1e37;

    private final SeasonProfile day = new SeasonProfile(DAY, 0, DAY_BINS, DAY_RATE);
    private final SeasonProfile week = new SeasonProfile(7 * DAY, MONDAY, WEEK_BINS, WEEK_RATE);
    private final Extremes[] extremes = new Extremes[Symptom.ALL.length];

    private long count;
    private long lastTime;
    private double cadence;
    /** First value; everything else is relative to it, so that single precision is enough for what varies. */
    private double origin;

    private double last;
    private double level;
    private double dayMean;
    private double drift;
    private double longMean;
    private double variation;
    private double plainError;
    private double weekError;
    private double weekSamples;
    private double habit;

    // About the latest step only; not stored.
    private Symptom symptom;
    private double expected;
    private double residual;
    private double lower;
    private double upper;
    private double feature;
    private boolean above;

    /** Makes a detector that has seen nothing. */
    public SeriesDetector() {
        for (int i = 0; i < extremes.length; i++) {
            extremes[i] = new Extremes();
        }
    }

    /**
     * Judges a value, then learns it.
     *
     * @param time when it was, epoch milliseconds; any order
     * @param value finite; anything else is ignored
     * @return how unusual it is, in [0,1)
     */
    public double step(long time, double value) {
        symptom = null;
        if (!Double.isFinite(value)) {
            return 0;
        }
        if (count == 0) {
            origin = value;
        }
        double x = value - origin;
        if (!(Math.abs(x) < LARGEST)) {
            return 0;
        }
        double spread = extremes[Symptom.SEASON.ordinal()].spread();
        double clip = count > CLIP_FROM ? CLIP * spread : Double.MAX_VALUE;
        int dayBin = day.bin(time);
        int weekBin = week.bin(time);
        double seasonal = ramp(day.periods(dayBin) - 0.5) * (day.value(dayBin) - dayMean);
        double plain = x - seasonal - level;
        double weekly = ramp(week.periods(weekBin) - 1) * weekShare() * week.value(weekBin);
        residual = plain - weekly;
        expected = value - residual;
        lower = expected + Math.min(0, season().low());
        upper = expected + Math.max(0, season().high());

        level += Math.max(-clip, Math.min(clip, residual)) / Math.min(count + 1, LEVEL_VALUES);
        dayMean += (x - dayMean) / Math.min(count + 1, Math.max(10, cadence > 0 ? DAY / cadence : 288));
        drift += (residual - drift) / DRIFT_VALUES;
        longMean += (x - longMean) / Math.min(count + 1, LONG_VALUES);
        variation += (Math.abs(residual) - variation) / LONG_VALUES;

        double surprise = judge(x, value);
        learnSeasons(x, plain, dayBin, weekBin, clip);
        follow(time);
        last = x;
        count++;
        double score = 1 - Math.exp(-surprise);
        return count > Extremes.LEAST ? Math.max(0, score) : 0;
    }

    /** Returns what was unusual most in the latest step; null when nothing was beyond what is remembered. */
    public Symptom symptom() {
        return symptom;
    }

    /** Returns whether it was above what is remembered, rather than below. */
    public boolean isAbove() {
        return above;
    }

    /** Returns the feature in which the latest step was unusual: in the unit of the series but for the variance. */
    public double feature() {
        return feature;
    }

    /** Returns what the latest value was expected to be. */
    public double expected() {
        return expected;
    }

    /** Returns the lower end of the values that would have been usual in place of the latest one. */
    public double lower() {
        return lower;
    }

    /** Returns the upper end of the values that would have been usual in place of the latest one. */
    public double upper() {
        return upper;
    }

    /** Returns whether the latest value was about what was expected. */
    public boolean isCalm() {
        return Math.abs(residual) <= CLIP * season().spread() + floor(expected);
    }

    /** Returns the number of values that were learned. */
    public long count() {
        return count;
    }

    /** Returns the time of the latest value; epoch milliseconds. */
    public long lastTime() {
        return lastTime;
    }

    /** Returns about how far apart the values come, in milliseconds; 0 while nothing is known. */
    public double cadence() {
        return cadence;
    }

    /** Returns how much to trust what is expected, in [0,1]: grows with the values, and with the days while they last. */
    public double confidence() {
        return count / (count + 200.0);
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 240 + day.approximateBytes() + week.approximateBytes() + extremes.length * Extremes.approximateBytes();
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeUnsigned(count);
        writer.writeSigned(lastTime);
        for (double number : numbers()) {
            writer.writeDouble(number);
        }
        day.writeTo(writer);
        week.writeTo(writer);
        for (Extremes each : extremes) {
            each.writeTo(writer);
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static SeriesDetector readFrom(ByteReader reader) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("series detector of version " + version);
        }
        SeriesDetector detector = new SeriesDetector();
        detector.count = reader.readCount();
        detector.lastTime = reader.readSigned();
        double[] numbers = new double[detector.numbers().length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = reader.readFinite();
        }
        detector.take(numbers);
        detector.day.readFrom(reader);
        detector.week.readFrom(reader);
        for (Extremes each : detector.extremes) {
            each.readFrom(reader);
        }
        return detector;
    }

    private double judge(double x, double value) {
        double floor = floor(value);
        double distance = 0;
        for (int i = 0; i < extremes.length; i++) {
            Symptom each = Symptom.ALL[i];
            if (each == Symptom.LEVEL && count < 2 * LONG_VALUES) {
                continue;
            }
            float now = cell(feature(each, x));
            double beyond = extremes[i].beyond(now, each == Symptom.VARIANCE ? 0 : floor);
            double weighted = each.weight() * Math.abs(beyond);
            if (weighted > distance) {
                distance = weighted;
                symptom = each;
                above = beyond > 0;
                feature = each == Symptom.VALUE || each == Symptom.LEVEL ? now + origin : now;
            }
            if (count >= WARM_UP) {
                extremes[i].learn(now);
            }
        }
        double surprise = distance == 0
                ? 0
                : Math.max(
                        0,
                        Math.log1p(distance / UNIT)
                                + RARITY_WEIGHT * Math.log(Math.min(count + 1, RARITY_TO) / RARITY_FROM));
        habit *= 1 - 1 / HABITUATION;
        double told = surprise - HABIT * habit;
        habit = Math.max(habit, surprise);
        return told;
    }

    private double feature(Symptom each, double x) {
        return switch (each) {
            case VALUE -> x;
            case JUMP -> x - last;
            case SEASON -> residual;
            case DRIFT -> drift;
            case LEVEL -> longMean;
            case VARIANCE ->
                Math.log(variation
                        + DUST * extremes[Symptom.JUMP.ordinal()].spread()
                        + DUST * floor(x + origin)
                        + Double.MIN_NORMAL);
        };
    }

    private void learnSeasons(double x, double plain, int dayBin, int weekBin, double clip) {
        day.learn(dayBin, x, clip, day.samplesPerBin(cadence));
        double perBin = week.samplesPerBin(cadence);
        if (week.periods(weekBin) >= 1) {
            weekSamples++;
            double rate = 1 / Math.min(weekSamples, WEEK_BINS * perBin + 1);
            plainError += rate * (Math.min(Math.abs(plain), clip) - plainError);
            weekError += rate * (Math.min(Math.abs(plain - week.value(weekBin)), clip) - weekError);
        }
        week.learn(weekBin, plain, clip, perBin);
    }

    private void follow(long time) {
        long passed = time - lastTime;
        if (count > 0 && passed > 0) {
            cadence += cadence == 0 ? passed : 0.05 * (Math.min(passed, 4 * cadence) - cadence);
        }
        lastTime = time;
    }

    private double weekShare() {
        double skill = plainError > 0 ? 1 - weekError / plainError : 0;
        return ramp((skill - LEAST_SKILL) / (2 * LEAST_SKILL));
    }

    private Extremes season() {
        return extremes[Symptom.SEASON.ordinal()];
    }

    private double[] numbers() {
        return new double[] {
            cadence, origin, last, level, dayMean, drift, longMean, variation, plainError, weekError, weekSamples, habit
        };
    }

    private void take(double[] numbers) {
        cadence = numbers[0];
        origin = numbers[1];
        last = numbers[2];
        level = numbers[3];
        dayMean = numbers[4];
        drift = numbers[5];
        longMean = numbers[6];
        variation = numbers[7];
        plainError = numbers[8];
        weekError = numbers[9];
        weekSamples = numbers[10];
        habit = numbers[11];
    }

    /** Returns the least difference that matters at a value. */
    private static double floor(double value) {
        return RELATIVE_FLOOR * Math.abs(value);
    }

    private static double ramp(double share) {
        return Math.max(0, Math.min(1, share));
    }

    private static float cell(double value) {
        return (float) Math.max(-LARGEST, Math.min(LARGEST, value));
    }
}
