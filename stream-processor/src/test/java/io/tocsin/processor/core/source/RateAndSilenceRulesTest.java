package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.Severity;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateAndSilenceRulesTest {

    private static FoldRig operations(int good, int bad) {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < good; i++) {
            rig.operation(true);
        }
        for (int i = 0; i < bad; i++) {
            rig.operation(false);
        }
        return rig;
    }

    private static FoldRig lines(int good, int bad) {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < good; i++) {
            rig.log(Level.INFO, "fine");
        }
        for (int i = 0; i < bad; i++) {
            rig.log(Level.ERROR, "broken");
        }
        return rig;
    }

    /** A source that has logged every ten seconds for two minutes, the last time now. */
    private static FoldRig chatty() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 12; i++) {
            rig.log(Level.INFO, "hello").tick(10_000);
        }
        return rig.log(Level.INFO, "hello");
    }

    @Test
    void errorRateOfTenPercentIsKeptAndAboveItIsNot() {
        assertThat(operations(9, 1).has("error-rate-high")).isFalse();
        FoldRig rig = operations(16, 2);
        assertThat(rig.reason("error-rate-high").severity()).isEqualTo(Severity.WARNING);
        assertThat(rig.reason("error-rate-high").text())
                .isEqualTo("error rate 11.1111 % is above 10 % (2 of 18 operations in 5 min)");
        assertThat(rig.state.decision()).isEqualTo(Decision.RETRY);
    }

    @Test
    void errorRateAboveAQuarterIsCritical() {
        assertThat(operations(2, 2).has("error-rate-high")).isFalse(); // 4 samples say nothing
        assertThat(operations(6, 2).reason("error-rate-high").severity()).isEqualTo(Severity.WARNING);
        assertThat(operations(5, 2).reason("error-rate-high").severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void anErrorRateNeedsFiveOperations() {
        assertThat(operations(0, 4).state.status()).isEqualTo(Health.NORMAL);
        assertThat(operations(0, 5).state.status()).isEqualTo(Health.CRITICAL);
    }

    @Test
    void failuresLeaveTheRateAfterFiveMinutesWithoutFurtherRecords() {
        FoldRig rig = operations(0, 6).tick(300_000);
        assertThat(rig.has("error-rate-high")).isTrue();
        rig.tick(10_000 + 30_000);
        assertThat(rig.has("error-rate-high")).isFalse();
        assertThat(rig.state.nextDeadline()).isEqualTo(SourceState.NO_DEADLINE);
    }

    @Test
    void aRateThatRisesBecauseSuccessesAgeIsNoticed() {
        FoldRig rig = operations(100, 0);
        rig.tick(240_000);
        for (int i = 0; i < 6; i++) {
            rig.operation(false);
        }
        assertThat(rig.has("error-rate-high")).isFalse();
        rig.tick(71_000);
        assertThat(rig.reason("error-rate-high").severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void logErrorRateNeedsTenLinesAndMoreThanFivePercent() {
        assertThat(lines(7, 2).has("log-error-rate-high")).isFalse(); // 9 lines
        assertThat(lines(38, 2).has("log-error-rate-high")).isFalse(); // exactly 5 %
        FoldRig rig = lines(36, 2);
        assertThat(rig.reason("log-error-rate-high").text())
                .isEqualTo("log error rate 5.26316 % is above 5 % (2 of 38 lines in 5 min)");
    }

    @Test
    void aLineOfLevelFatalOrWithAnExceptionIsCritical() {
        assertThat(new FoldRig().log(Level.FATAL, "bye").state.status()).isEqualTo(Health.CRITICAL);
        assertThat(new FoldRig()
                        .log(Level.ERROR, "java.io.IOException: no space")
                        .has("log-critical"))
                .isTrue();
        assertThat(new FoldRig()
                        .log(Level.UNKNOWN, "Traceback (most recent call last):")
                        .has("log-critical"))
                .isTrue();
        assertThat(new FoldRig().log(Level.ERROR, "panic: runtime error").has("log-critical"))
                .isTrue();
        assertThat(new FoldRig().log(Level.ERROR, "this is an Exceptional case").has("log-critical"))
                .isFalse();
        assertThat(new FoldRig().log(Level.ERROR, "no exception was thrown").has("log-critical"))
                .isFalse();
        assertThat(new FoldRig().log(Level.INFO, "handled IOException").has("log-critical"))
                .isFalse();
    }

    @Test
    void aSingleFailureIsNoErrorRate() {
        assertThat(operations(5, 1).has("error-rate-high")).isFalse();
        assertThat(lines(12, 1).has("log-error-rate-high")).isFalse();
    }

    @Test
    void asFewFailuresAsASourceShowsNowAndThenAreNoErrorRate() {
        FoldRig known = new FoldRig();
        for (int i = 0; i < 1_000; i++) {
            known.operation(i % 250 != 0).tick(30_000);
        }
        int bad = 0;
        while (!known.has("error-rate-high")) {
            known.operation(false);
            bad++;
        }
        assertThat(bad).isEqualTo(3);
    }

    @Test
    void whatIsUsualIsNoExcuseForARateFarAboveTheLimit() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 2_000; i++) {
            rig.operation(i % 8 != 0).tick(1_000);
        }
        assertThat(rig.has("error-rate-high")).isTrue();
    }

    @Test
    void tenMinutesWithoutALogLineAreSilenceOfASourceThatLogs() {
        FoldRig rig = chatty().tick(599_000);
        assertThat(rig.state.status()).isEqualTo(Health.NORMAL);
        rig.tick(1000);
        assertThat(rig.reason("log-silence").text()).isEqualTo("no log line for more than 10 min");
        assertThat(rig.state.status()).isEqualTo(Health.WARNING);
        rig.log(Level.INFO, "back").tick(29_000);
        assertThat(rig.has("log-silence")).isTrue();
        rig.tick(1000);
        assertThat(rig.has("log-silence")).isFalse();
    }

    @Test
    void aSourceThatLogsRarelyIsSilentByItsOwnRhythm() {
        FoldRig rig = new FoldRig();
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            rig.log(Level.INFO, "now and then").tick(1000 * (long) (1 - 500 * Math.log(1 - random.nextDouble())));
        }
        assertThat(rig.alerts).isEmpty();
        rig.tick(4 * 3_600_000L);
        assertThat(rig.has("log-silence")).isTrue();
    }

    @Test
    void aJobThatLogsInBurstsIsMissedWhenItDoesNotCome() {
        FoldRig rig = new FoldRig();
        for (int run = 0; run < 20; run++) {
            for (int i = 0; i < 50; i++) {
                rig.log(Level.INFO, "copied " + i).pass(100);
            }
            rig.tick(1_800_000 - 5_000);
        }
        assertThat(rig.alerts).isEmpty();
        rig.tick(2 * 1_800_000);
        assertThat(rig.has("log-silence")).isTrue();
    }

    @Test
    void aFewLinesAtTheStartSayNothingAboutHowOftenASourceLogs() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 40; i++) {
            rig.log(Level.INFO, "starting " + i).pass(50);
        }
        rig.tick(7_200_000);
        assertThat(rig.state.status()).isEqualTo(Health.NORMAL);
        assertThat(rig.alerts).isEmpty();
    }

    @Test
    void oneLongOutageDoesNotExcuseTheNext() {
        FoldRig rig = chatty().tick(6 * 3_600_000L);
        for (int i = 0; i < 60; i++) {
            rig.log(Level.INFO, "back").tick(10_000);
        }
        assertThat(rig.has("log-silence")).isFalse();
        rig.tick(1_200_000);
        assertThat(rig.has("log-silence")).isTrue();
    }

    @Test
    void aSourceThatNeverLoggedIsNotSilent() {
        FoldRig rig = new FoldRig().metric("requests", 1).tick(3_600_000);
        assertThat(rig.state.status()).isEqualTo(Health.NORMAL);
    }

    @Test
    void nobodyWaitsForLogsADayAfterTheSilenceWasReported() {
        FoldRig rig = chatty().tick(600_000 + 24 * 3_600_000L);
        assertThat(rig.has("log-silence")).isFalse();
        assertThat(rig.state.nextDeadline()).isEqualTo(SourceState.NO_DEADLINE);
        for (int i = 0; i < 60; i++) {
            rig.log(Level.INFO, "again").tick(10_000);
        }
        rig.tick(1_200_000);
        assertThat(rig.has("log-silence")).isTrue();
    }

    @Test
    void aHeartbeatIsMissedAfterThreeIntervals() {
        FoldRig rig = new FoldRig().heartbeat(15_000).tick(46_000);
        assertThat(rig.state.status()).isEqualTo(Health.NORMAL);
        rig.tick(1000);
        assertThat(rig.reason("heartbeat-missing").text())
                .isEqualTo("no heartbeat for more than 45 s (one was promised every 15 s)");
        assertThat(rig.state.status()).isEqualTo(Health.CRITICAL);
        rig.heartbeat(15_000).tick(15_000).heartbeat(15_000).tick(15_000);
        assertThat(rig.has("heartbeat-missing")).isFalse();
    }

    @Test
    void aHeartbeatThatStopsAgainWithinTheHoldTimeIsMissedAgain() {
        FoldRig rig = new FoldRig().heartbeat(1000).tick(4000).heartbeat(1000);
        assertThat(rig.has("heartbeat-missing")).isTrue();
        rig.tick(4000);
        rig.tick(40_000);
        assertThat(rig.has("heartbeat-missing")).isTrue();
    }

    @Test
    void aHeartbeatThatComesJustInTimeIsNotMissing() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 100; i++) {
            rig.heartbeat(10_000).tick(30_000);
        }
        assertThat(rig.alerts).isEmpty();
    }

    @Test
    void heartbeatsThatComeInTimeNeverFire() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 100; i++) {
            rig.heartbeat(10_000).tick(10_000);
        }
        assertThat(rig.alerts).isEmpty();
    }
}
