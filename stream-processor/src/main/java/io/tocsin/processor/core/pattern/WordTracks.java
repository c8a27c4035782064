package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.List;

/** What the texts of a source speak of, and whether they do more often than they used to. Mutable, not thread-safe. */
final class WordTracks {

    private final WordTrack[] words = new WordTrack[About.values().length];

    /** What is counted. */
    enum About {
        UNREACHABLE(SignalKind.UNREACHABLE, FailureClass.CONNECTIVITY),
        DATABASE(SignalKind.DATABASE, FailureClass.DATABASE),
        EXHAUSTED(SignalKind.EXHAUSTED, FailureClass.EXHAUSTION),
        ERRORS(SignalKind.ERROR_LOGS, FailureClass.OTHER);

        private final SignalKind kind;
        private final FailureClass meaning;

        About(SignalKind kind, FailureClass meaning) {
            this.kind = kind;
            this.meaning = meaning;
        }
    }

    /** Counts a text; returns whether they began to come too often with it. */
    boolean say(About about, String named, long now) {
        WordTrack track = words[about.ordinal()];
        if (track == null) {
            track = new WordTrack();
            words[about.ordinal()] = track;
        }
        return track.add(named, now);
    }

    /** Ends what has faded; returns whether anything has. */
    boolean settle(long now) {
        boolean did = false;
        for (WordTrack track : words) {
            did |= track != null && track.settle(now);
        }
        return did;
    }

    long deadline() {
        long next = Long.MAX_VALUE;
        for (WordTrack track : words) {
            next = track == null ? next : Math.min(next, track.deadline());
        }
        return next;
    }

    boolean isTroubled() {
        for (WordTrack track : words) {
            if (track != null && track.isBusy()) {
                return true;
            }
        }
        return false;
    }

    void addSignals(List<Signal> signals) {
        for (About about : About.values()) {
            WordTrack track = words[about.ordinal()];
            if (track != null && track.isBusy()) {
                signals.add(track.signal(about.kind, about.meaning));
            }
        }
    }

    /** Returns how many parts there are, for an estimate of the size. */
    int parts() {
        int parts = 0;
        for (WordTrack track : words) {
            parts += track == null ? 0 : 1;
        }
        return parts;
    }

    void writeTo(ByteWriter writer) {
        for (WordTrack track : words) {
            writer.writeBoolean(track != null);
            if (track != null) {
                track.writeTo(writer);
            }
        }
    }

    static WordTracks readFrom(ByteReader reader) {
        WordTracks read = new WordTracks();
        for (int i = 0; i < read.words.length; i++) {
            read.words[i] = reader.readBoolean() ? WordTrack.readFrom(reader) : null;
        }
        return read;
    }
}
