package io.tocsin.processor.iq;

import io.tocsin.service.masking.Masking;
import java.util.Locale;

/**
 * A text that is looked for in what people are shown, where secrets are masked: a search must not tell what a secret is.
 * Letters of either case match. Immutable.
 */
final class ShownText {

    private static final char MASK = '*';

    private final String part;

    private ShownText(String part) {
        this.part = part.toLowerCase(Locale.ROOT);
    }

    /** Returns what to look for, or null for nothing. */
    static ShownText of(String part) {
        return part == null ? null : new ShownText(part);
    }

    /** Returns whether it is in a text as people see it. */
    boolean isIn(String text) {
        // What is not masked stands in the text itself, so most texts need not be masked to be passed over.
        boolean perhaps =
                part.indexOf(MASK) >= 0 || text.toLowerCase(Locale.ROOT).contains(part);
        return perhaps && Masking.mask(text).toLowerCase(Locale.ROOT).contains(part);
    }
}
