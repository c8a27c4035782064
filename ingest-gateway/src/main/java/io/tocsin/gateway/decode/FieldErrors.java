package io.tocsin.gateway.decode;

import io.tocsin.service.http.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the fields of one item, by path. Not thread-safe. */
final class FieldErrors {

    private static final int MOST = 20;
    private static final int LONGEST_PATH = 200;

    /** Index of an item that is the whole body. */
    static final int WHOLE_BODY = -1;

    private final int index;
    private final List<FieldError> errors = new ArrayList<>(0);

    /**
     * Starts without an error.
     *
     * @param index place of the item in a batch, from 0, or {@link #WHOLE_BODY}
     */
    FieldErrors(int index) {
        this.index = index;
    }

    /** Returns what an item is called in messages: {@code $}, or {@code items[3]} in a batch. */
    static String pathOf(int index) {
        return index == WHOLE_BODY ? "$" : "items[" + index + "]";
    }

    /** Returns whether nothing is wrong so far. */
    boolean isEmpty() {
        return errors.isEmpty();
    }

    /**
     * Notes an error; from the twenty-first on they are dropped, because a client fixes a kind of error and not its
     * hundredth instance.
     *
     * @param path path below the item, for example {@code .data.x} or {@code [2]}; empty for the item itself
     * @param message what is wrong and what was expected
     */
    void add(String path, String message) {
        if (errors.size() < MOST) {
            String shortened = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "...";
            errors.add(new FieldError(pathOf(index) + shortened, message));
        }
    }

    /** Returns whether an error of just this path was noted. */
    boolean has(String path) {
        String field = pathOf(index) + path;
        for (FieldError error : errors) {
            if (error.field().equals(field)) {
                return true;
            }
        }
        return false;
    }

    /** Notes an error unless just this one was noted before. */
    void addOnce(String path, String message) {
        if (!errors.contains(new FieldError(pathOf(index) + path, message))) {
            add(path, message);
        }
    }

    /** Returns what was noted, in this order. */
    List<FieldError> list() {
        return List.copyOf(errors);
    }
}
