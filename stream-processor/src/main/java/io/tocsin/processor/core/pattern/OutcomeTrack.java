package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.Arrays;

/**
 * Notices that operations begin to fail, whatever their rate: a cumulative sum (Page 1954) of the log-likelihood ratio of
 * each outcome between the usual share of failures and one of {@value #FAILING_RATE}. Three or four failures on end are
 * enough, or two lost connections; one now and then is not. The onset is the time of the first failure since the sum was last at zero. Mutable, not
 * thread-safe; times are stream time in epoch milliseconds.
 */
final class OutcomeTrack {

    static final double FAILING_RATE = 0.6;
    private static final double ALARM = 9.5;
    private static final double CAP = 14;
    /**
     * How much more a lost connection says than a failure of any kind: by so much rarer it is among usual failures, as a
     * logarithm. Two on end are enough.
     */
    private static final double CONNECTIVITY_BONUS = 1.4;

    private static final double LOWEST_USUAL = 0.02;
    private static final double HIGHEST_USUAL = 0.35;
    private static final double LEARNING = 0.05;
    private static final int SUCCESSES_TO_RECOVER = 6;
    private static final long EPOCH_MS = 10_000;
    private static final int EPOCH_OPERATIONS = 8;

    private double usual;
    private double up;
    private double down;
    private double sum;
    private boolean failing;
    private long onset;
    private long intact;
    private long lastSuccess = Long.MIN_VALUE;
    private long lastFailure;
    private long failedSince;
    private long totalSince;
    private int successesOnEnd;
    private final int[] meanings = new int[FailureClass.COUNT];
    private long epochStart = Long.MIN_VALUE;
    private int epochTotal;
    private int epochFailed;
    private int lastTotal;
    private int lastFailed;

    OutcomeTrack() {
        learn(0);
    }

    /** Counts an operation; returns whether it began or ceased to fail with it. */
    boolean count(boolean failed, FailureClass meaning, long now) {
        if (epochStart == Long.MIN_VALUE) {
            epochStart = now;
        } else if (now - epochStart >= EPOCH_MS && epochTotal >= EPOCH_OPERATIONS) {
            closeEpoch(now);
        }
        epochTotal++;
        if (!failed) {
            lastSuccess = now;
            if (sum == 0) {
                return false;
            }
            totalSince++;
            successesOnEnd++;
            sum = Math.max(0, sum + down);
            return (sum == 0 || successesOnEnd >= SUCCESSES_TO_RECOVER) && recover();
        }
        epochFailed++;
        if (sum == 0) {
            onset = now;
            intact = lastSuccess == Long.MIN_VALUE ? now : lastSuccess;
            failedSince = 0;
            totalSince = 0;
            Arrays.fill(meanings, 0);
        }
        failedSince++;
        totalSince++;
        successesOnEnd = 0;
        lastFailure = now;
        meanings[meaning.ordinal()]++;
        sum = Math.min(CAP, sum + up + (meaning == FailureClass.CONNECTIVITY ? CONNECTIVITY_BONUS : 0));
        if (!failing && sum >= ALARM) {
            failing = true;
            return true;
        }
        return false;
    }

    /** Takes it as over when no failure came for some time; returns whether it was failing until then. */
    boolean settle(long now, long forgetMs) {
        return sum > 0 && now - lastFailure >= forgetMs && recover();
    }

    boolean isFailing() {
        return failing;
    }

    /** Returns whether there was a failure that has not been made up for by successes yet. */
    boolean isSuspicious() {
        return sum > 0;
    }

    /** Returns when {@link #settle} must be called at the latest. */
    long deadline(long forgetMs) {
        return failing ? lastFailure + forgetMs : Long.MAX_VALUE;
    }

    Signal signal(SignalKind kind, String subject) {
        FailureClass most = FailureClass.OTHER;
        for (int i = 0; i < meanings.length; i++) {
            most = meanings[i] > meanings[most.ordinal()] ? FailureClass.of(i) : most;
        }
        double share = failedSince == 0 ? 0 : (double) meanings[most.ordinal()] / failedSince;
        return new Signal(kind, subject, onset, intact, rate(), usual, failedSince, most, share, lastFailure);
    }

    /** Returns the share of failures: since the onset or lately, whichever is greater. */
    double rate() {
        int recent = epochTotal + lastTotal;
        double lately = recent == 0 ? 0 : (double) (epochFailed + lastFailed) / recent;
        double sinceOnset = totalSince == 0 ? 0 : (double) failedSince / totalSince;
        return Math.max(lately, sinceOnset);
    }

    private boolean recover() {
        boolean was = failing;
        failing = false;
        sum = 0;
        successesOnEnd = 0;
        return was;
    }

    private void closeEpoch(long now) {
        if (!failing) {
            learn(usual + LEARNING * ((double) epochFailed / epochTotal - usual));
        }
        lastTotal = epochTotal;
        lastFailed = epochFailed;
        epochTotal = 0;
        epochFailed = 0;
        epochStart = now;
    }

    private void learn(double rate) {
        usual = rate;
        double expected = Math.min(HIGHEST_USUAL, Math.max(LOWEST_USUAL, 2 * rate));
        up = Math.log(FAILING_RATE / expected);
        down = Math.log((1 - FAILING_RATE) / (1 - expected));
    }

    void writeTo(ByteWriter writer) {
        writer.writeDouble(usual);
        writer.writeDouble(sum);
        writer.writeBoolean(failing);
        writer.writeSigned(epochStart);
        writer.writeSigned(lastSuccess);
        writer.writeUnsigned(epochTotal);
        writer.writeUnsigned(epochFailed);
        writer.writeUnsigned(lastTotal);
        writer.writeUnsigned(lastFailed);
        if (sum > 0) {
            writer.writeSigned(onset);
            writer.writeSigned(onset - intact);
            writer.writeSigned(lastFailure);
            writer.writeUnsigned(failedSince);
            writer.writeUnsigned(totalSince);
            writer.writeUnsigned(successesOnEnd);
            for (int meaning : meanings) {
                writer.writeUnsigned(meaning);
            }
        }
    }

    static OutcomeTrack readFrom(ByteReader reader) {
        OutcomeTrack track = new OutcomeTrack();
        track.learn(reader.readFinite());
        track.sum = reader.readFinite();
        track.failing = reader.readBoolean();
        track.epochStart = reader.readSigned();
        track.lastSuccess = reader.readSigned();
        track.epochTotal = reader.readInt(0, Integer.MAX_VALUE);
        track.epochFailed = reader.readInt(0, track.epochTotal);
        track.lastTotal = reader.readInt(0, Integer.MAX_VALUE);
        track.lastFailed = reader.readInt(0, track.lastTotal);
        if (track.sum > 0) {
            track.onset = reader.readSigned();
            track.intact = track.onset - reader.readSigned();
            track.lastFailure = reader.readSigned();
            track.failedSince = reader.readCount();
            track.totalSince = reader.readCount();
            track.successesOnEnd = reader.readInt(0, Integer.MAX_VALUE);
            for (int i = 0; i < track.meanings.length; i++) {
                track.meanings[i] = reader.readInt(0, Integer.MAX_VALUE);
            }
        }
        return track;
    }
}
