package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.LabelSet;

/**
 * Takes the labels of a record into those of its source. Each label keeps its latest value; a label that a record does
 * not have stays, because not every sender repeats them all. Allocates only when something changed.
 */
final class LabelMerge {

    private static final String[] IDENTITY = {"service", "host", "instance", "team", "server_id", "container", "image"};

    private final int maxLabels;
    private final int maxTextLength;

    LabelMerge(int maxLabels, int maxTextLength) {
        this.maxLabels = maxLabels;
        this.maxTextLength = maxTextLength;
    }

    /** Takes all labels in. */
    void merge(SourceState s, Fields labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (labels.type(i) == Fields.Type.TEXT) {
                s.labels = merged(s, s.labels, labels, i);
            }
        }
    }

    /** Takes those labels in that say where a source is; the others belong to the metric that came with them. */
    void mergeIdentity(SourceState s, Fields labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (labels.type(i) == Fields.Type.TEXT && isIdentity(labels.name(i))) {
                s.labels = merged(s, s.labels, labels, i);
            }
        }
    }

    /** Returns the labels of one record as a set: the known one if it is the same. */
    LabelSet exactly(SourceState s, LabelSet known, Fields labels) {
        if (known != null && known.size() == labels.size()) {
            boolean same = true;
            for (int i = 0; i < labels.size() && same; i++) {
                int index = known.indexOf(labels.name(i));
                same = index >= 0
                        && labels.type(i) == Fields.Type.TEXT
                        && labels.textAt(i).contentEquals(known.value(index));
            }
            if (same) {
                return known;
            }
        }
        LabelSet set = LabelSet.EMPTY;
        for (int i = 0; i < labels.size(); i++) {
            if (labels.type(i) == Fields.Type.TEXT) {
                set = merged(s, set, labels, i);
            }
        }
        return set;
    }

    private LabelSet merged(SourceState s, LabelSet set, Fields labels, int i) {
        String name = labels.name(i);
        int index = set.indexOf(name);
        if (index >= 0 && labels.textAt(i).contentEquals(set.value(index))) {
            return set;
        }
        if (index < 0 && set.size() >= maxLabels) {
            s.droppedLabels++;
            return set;
        }
        String value = labels.textAt(i).string();
        if (value.length() <= maxTextLength) {
            return set.with(name, value);
        }
        String cut = value.substring(0, maxTextLength);
        return index >= 0 && cut.equals(set.value(index)) ? set : set.with(name, cut);
    }

    private static boolean isIdentity(String name) {
        for (String each : IDENTITY) {
            if (each.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
