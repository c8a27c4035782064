package io.tocsin.processor.fleet;

import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.pattern.PatternKind;
import io.tocsin.processor.core.run.WholeCore;
import io.tocsin.processor.core.source.SourceFoldSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs simulated fleets with something injected, or with nothing, and says what was found. */
final class FleetTrials {

    private static final long WARM_UP_MS = 2_400_000;
    private static final long ALLOWED_MS = 60_000;

    private FleetTrials() {}

    /** Returns what is wrong with how one injection was told; empty when it was told in time and with its origin. */
    static List<String> trial(PatternKind kind, long seed) {
        SimulatedFleet fleet = new SimulatedFleet(seed);
        long start = SimulatedFleet.START + 7_200_000 + new Random(seed).nextInt(14) * 3_600_000L;
        long onset = start + WARM_UP_MS + new Random(seed * 31).nextInt(60_000);
        Injection injection = Injection.of(kind, fleet, onset, new Random(seed * 17));
        Recorder recorder = new Recorder();
        WholeCore core = new WholeCore(SourceFoldSettings.defaults(), EnvironmentSettings.defaults(), recorder);
        long deadline = onset + injection.threshold(fleet) + ALLOWED_MS;
        fleet.run(core, start, deadline + 30_000, injection);
        return verdict(recorder, kind, injection.origin, onset, deadline, "seed " + seed);
    }

    /** Like {@link #trial}, in the {@link OtherFleet}; the form of what goes wrong varies with the seed. */
    static List<String> otherTrial(PatternKind kind, int seed) {
        OtherFleet fleet = new OtherFleet(seed, OtherTrouble.dialect(kind, seed));
        Random random = new Random(seed * 31L + kind.ordinal());
        long start = OtherFleet.START + random.nextInt(20) * 3_600_000L;
        long onset = start + WARM_UP_MS + random.nextInt(60_000);
        OtherTrouble trouble = OtherTrouble.of(kind, fleet, onset, random);
        Recorder recorder = new Recorder();
        WholeCore core = new WholeCore(SourceFoldSettings.defaults(), EnvironmentSettings.defaults(), recorder);
        long deadline = onset + trouble.threshold + ALLOWED_MS;
        fleet.run(core, start, deadline + 30_000, trouble);
        String form = OtherTrouble.dialect(kind, seed) + " seed " + seed + ": " + trouble;
        return verdict(recorder, kind, trouble.origin, onset, deadline, form);
    }

    private static List<String> verdict(
            Recorder recorder, PatternKind kind, String origin, long onset, long deadline, String about) {
        List<String> wrong = new ArrayList<>();
        boolean found = false;
        for (PatternChange change : recorder.patterns) {
            boolean started = change.step() == PatternChange.Step.STARTED;
            boolean right = started
                    && change.pattern().kind() == kind
                    && change.pattern().origin().equals(origin)
                    && change.at() >= onset;
            if (right && change.at() <= deadline) {
                found = true;
            } else if (started) {
                wrong.add(change.pattern().kind() + " at " + change.pattern().origin() + " after "
                        + (change.at() - onset) / 1000 + " s "
                        + change.pattern().evidence());
            }
        }
        if (found) {
            return List.of();
        }
        wrong.add(
                0,
                kind + " of " + origin + " (allowed " + (deadline - onset) / 1000 + " s, " + about + ") was not told");
        return wrong;
    }

    /** Returns what is told of ordinary hours of the {@link OtherFleet}. */
    static Recorder otherOrdinary(long seed, int hours) {
        OtherFleet fleet = new OtherFleet(seed, null);
        Recorder recorder = new Recorder();
        WholeCore core = new WholeCore(SourceFoldSettings.defaults(), EnvironmentSettings.defaults(), recorder);
        fleet.run(core, OtherFleet.START, OtherFleet.START + hours * 3_600_000L, OtherTrouble.NONE);
        return recorder;
    }

    /** Returns the patterns of days on which nothing is injected. */
    static Recorder ordinary(long seed, int hours) {
        SimulatedFleet fleet = new SimulatedFleet(seed);
        Recorder recorder = new Recorder();
        WholeCore core = new WholeCore(SourceFoldSettings.defaults(), EnvironmentSettings.defaults(), recorder);
        fleet.run(core, SimulatedFleet.START, SimulatedFleet.START + hours * 3_600_000L, Injection.NONE);
        return recorder;
    }
}
