package io.tocsin.alertsink.template;

/** Bounds what one execution may take. Not thread-safe; one for each execution. */
final class Budget {

    /** Most steps: nodes that are carried out, and elements that are looked at. */
    static final long MAX_STEPS = 1_000_000;

    /** Longest output and longest text in between, in characters. */
    static final int MAX_SIZE = 1 << 20;

    /** Most elements of a list or map. */
    static final int MAX_ELEMENTS = 10_000;

    /** Deepest nesting of {@code template}. */
    static final int MAX_DEPTH = 100;

    private long steps;
    private long characters;

    /** Counts a step. */
    void step() {
        steps(1);
    }

    /** Counts steps. */
    void steps(long count) {
        steps += count;
        if (steps > MAX_STEPS) {
            throw new TemplateException("the template takes more than " + MAX_STEPS + " steps");
        }
    }

    /** Counts the characters of a text that was made, and returns it. */
    String made(String text) {
        size(text.length());
        characters += text.length();
        if (characters > 16L * MAX_SIZE) {
            throw new TemplateException("the template makes too much text");
        }
        return text;
    }

    /** Checks the length of a text. */
    void size(long length) {
        if (length > MAX_SIZE) {
            throw new TemplateException("a text or the output is longer than " + MAX_SIZE + " characters");
        }
    }

    /** Checks the size of a list or map, and counts its elements as steps. */
    void elements(long count) {
        if (count > MAX_ELEMENTS) {
            throw new TemplateException("a list or map has more than " + MAX_ELEMENTS + " elements");
        }
        steps(count);
    }
}
