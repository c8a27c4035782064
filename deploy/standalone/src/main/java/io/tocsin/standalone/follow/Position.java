package io.tocsin.standalone.follow;

import java.util.Objects;

/**
 * How far a file was read. The fingerprint tells a file from another one that came by its name or number later.
 *
 * @param path where the file was seen first: later it may have been renamed
 * @param offset bytes whose lines are on Kafka
 * @param headLength how many of the file's first bytes the fingerprint is of
 * @param head fingerprint of these bytes, in hex
 * @param generation how often the file was truncated or replaced under its number
 */
record Position(String path, long offset, int headLength, String head, int generation) {

    /** Position of a file that was never read. */
    static Position atStart(String path) {
        return new Position(path, 0, 0, "", 0);
    }

    Position {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(head, "head");
    }
}
