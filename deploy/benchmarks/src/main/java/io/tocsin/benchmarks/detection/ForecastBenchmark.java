package io.tocsin.benchmarks.detection;

import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.forecast.CellHistory;
import io.tocsin.processor.core.forecast.Forecast;
import io.tocsin.processor.core.forecast.Forecaster;
import io.tocsin.processor.core.forecast.HistoryShape;
import io.tocsin.processor.core.forecast.NoForecast;
import io.tocsin.processor.core.forecast.Outlook;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code tocsin bench forecast --data DIR --out DIR --horizon H --season S}: feeds each series to a bounded history, as the
 * cells of a metric are fed to it, and forecasts what follows its end. For each file with {@code series,index,value} it
 * writes one of the same name with {@code series,step,mean,lower95,upper95}, steps from 1 to H after the last index. It
 * also prints how well the series' own tails are forecast: up to {@value #ORIGINS} origins over the last 40 % of each, never
 * shown what follows them.
 */
final class ForecastBenchmark {

    private static final int ORIGINS = 6;
    private static final double TAIL = 0.4;

    private final int horizon;
    private final int season;
    private final ForecastScore total = new ForecastScore();
    private long cells;
    private long cellNanos;
    private long forecasts;
    private long forecastNanos;
    private int mostBytes;

    ForecastBenchmark(int horizon, int season) {
        if (horizon > Forecaster.MOST_STEPS || season > HistoryShape.MOST_SEASON_CELLS) {
            throw new IllegalArgumentException("--horizon is at most " + Forecaster.MOST_STEPS + ", --season "
                    + HistoryShape.MOST_SEASON_CELLS + " steps");
        }
        this.horizon = horizon;
        this.season = season;
    }

    void run(Path data, Path out, PrintStream console) throws IOException {
        List<StepSeries> all = StepSeries.read(data);
        Map<Path, StringBuilder> texts = new LinkedHashMap<>();
        for (StepSeries series : all) {
            StringBuilder text =
                    texts.computeIfAbsent(series.file(), f -> new StringBuilder("series,step,mean,lower95,upper95\n"));
            run(series, text, console);
        }
        for (Map.Entry<Path, StringBuilder> text : texts.entrySet()) {
            Path file = out.resolve(text.getKey().toString());
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text.getValue());
        }
        console.printf(
                Locale.ROOT,
                "%d series, own tails: error over that of the season before %.3f (geometric mean), band covers %.1f %%%n",
                all.size(),
                total.ratio(),
                100 * total.coverage());
        console.printf(
                Locale.ROOT,
                "%.3f us per cell, %.2f ms per forecast, at most %d bytes stored per series%n",
                cellNanos / 1e3 / Math.max(1, cells),
                forecastNanos / 1e6 / Math.max(1, forecasts),
                mostBytes);
    }

    private void run(StepSeries series, StringBuilder text, PrintStream console) {
        double[] x = series.values();
        CellHistory history = new CellHistory(HistoryShape.ofSteps(season));
        ForecastScore score = new ForecastScore();
        int first = (int) Math.max(2L * season, (long) (x.length * (1 - TAIL)));
        int span = x.length - horizon - first;
        int fed = 0;
        for (int i = 0; span >= 0 && i < ORIGINS; i++) {
            int origin = first + (int) ((long) span * i / (ORIGINS - 1));
            feed(history, x, fed, origin);
            fed = Math.max(fed, origin);
            if (outlook(history) instanceof Forecast forecast) {
                score.add(x, origin, season, forecast);
            }
        }
        feed(history, x, fed, x.length);
        ByteWriter writer = new ByteWriter(4096);
        history.writeTo(writer);
        mostBytes = Math.max(mostBytes, writer.size());
        Outlook outlook = outlook(history);
        if (outlook instanceof Forecast forecast) {
            for (int i = 0; i < horizon; i++) {
                text.append('"')
                        .append(series.name().replace("\"", "\"\""))
                        .append("\",")
                        .append(i + 1);
                text.append(',').append(forecast.mean()[i]).append(',').append(forecast.lower()[i]);
                text.append(',').append(forecast.upper()[i]).append('\n');
            }
        } else if (outlook instanceof NoForecast none) {
            console.println(series.name() + ": " + none.reason());
        }
        if (!score.isEmpty()) {
            total.merge(score);
            console.printf(
                    Locale.ROOT,
                    "%-48s ratio %.3f  covers %.1f %%%n",
                    series.name(),
                    score.ratio(),
                    100 * score.coverage());
        }
    }

    private void feed(CellHistory history, double[] x, int from, int to) {
        long start = System.nanoTime();
        for (int t = from; t < to; t++) {
            if (Double.isFinite(x[t])) {
                history.add(t, x[t]);
            }
        }
        history.advance(to);
        cellNanos += System.nanoTime() - start;
        cells += Math.max(0, to - from);
    }

    private Outlook outlook(CellHistory history) {
        long start = System.nanoTime();
        Outlook outlook = Forecaster.forecast(history, horizon);
        forecastNanos += System.nanoTime() - start;
        forecasts++;
        return outlook;
    }
}
