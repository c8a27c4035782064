package io.tocsin.query.command;

/** Makes the ids of commands, each of them once. Thread-safe. */
@FunctionalInterface
public interface CommandIds {

    /** Returns the next id. */
    String next();
}
