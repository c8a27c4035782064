package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.rule.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Load imbalance: one member of a group gets far more, or far less, of the group's work than it used to. */
final class LoadDetector implements Detector {

    private static final int WINDOWS = 2;
    private final LoadBook book;

    LoadDetector(LoadBook book) {
        this.book = book;
    }

    @Override
    public List<Assessment> assess(Fleet fleet, long now) {
        List<Assessment> found = new ArrayList<>();
        book.groups().forEach((name, group) -> {
            if (group.deviant() != null) {
                found.add(assess(name, group));
            }
        });
        return found;
    }

    private static Assessment assess(String name, LoadGroup group) {
        double far = group.ratio() >= 1 ? group.ratio() : 1 / group.ratio();
        String measure =
                switch (group.measure()) {
                    case OPERATIONS -> "operations";
                    case GAUGE -> "load";
                    case CPU -> "CPU usage";
                };
        String text = String.format(
                Locale.ROOT,
                "%s gets %s times its usual share of the %s of %s (%d members)",
                group.deviant(),
                Words.number(Math.round(100 * group.ratio()) / 100.0),
                measure,
                name,
                group.size());
        double confidence = 0.5
                + 0.25 * Math.min(1, (far / group.needed() - 1) / 2)
                + 0.24 * Math.min(1, group.significance() / 20);
        return new Assessment(
                PatternKind.LOAD_IMBALANCE,
                group.deviant(),
                group.inOrder(),
                group.deviantWindows(),
                group.onset(),
                Math.max(0.5, confidence),
                List.of(
                        new Criterion("ratio", Math.min(far, 1e6), group.needed()),
                        new Criterion("significance", Math.min(group.significance(), 1e6), LoadShares.SIGNIFICANT),
                        new Criterion("windows", group.deviantWindows(), WINDOWS)),
                List.of(text));
    }
}
