package io.tocsin.processor.core.rule;

/** Says which texts are meant. Bounded in time by the product of both lengths. Immutable, safe for any number of threads. */
public interface TextPattern {

    /** Returns whether a text as a whole is meant. */
    boolean matches(String text);

    /** Returns the pattern as it was written. */
    String text();
}
