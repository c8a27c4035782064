package io.tocsin.processor.core.learned;

import io.tocsin.processor.core.codec.ByteReader;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A kind of learned part: its name in the store, how one begins and how a stored one is read. Each kind is a constant of
 * the class that learns. Immutable.
 *
 * @param name name of the part in the store, unique among the kinds: lower case, digits, dashes. A changed name is a lost
 *     part
 * @param fresh makes a part that has learned nothing
 * @param reader reads what {@link LearnedPart#writeTo} wrote, to its end;
 *     {@link io.tocsin.processor.core.codec.CorruptStateException} when the bytes are something else
 * @param stepwise whether its steps are written as long as they are few, and it as a whole now and then
 * @param <T> type of the part
 */
public record LearnedKind<T extends LearnedPart>(
        String name, Supplier<T> fresh, Function<ByteReader, T> reader, boolean stepwise) {

    /** What follows the name of a part in that of its steps. */
    private static final String STEPS = ".steps";

    private static final int LONGEST = 40;

    public LearnedKind {
        Objects.requireNonNull(fresh, "fresh");
        Objects.requireNonNull(reader, "reader");
        if (name.isEmpty() || name.length() > LONGEST || !name.chars().allMatch(LearnedKind::isAllowed)) {
            throw new IllegalArgumentException("not the name of a learned part: '" + name + "'");
        }
    }

    /** Makes the kind of a part that is always written whole. */
    public LearnedKind(String name, Supplier<T> fresh, Function<ByteReader, T> reader) {
        this(name, fresh, reader, false);
    }

    /** Returns the name of the steps in the store. */
    public String stepsName() {
        return name + STEPS;
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }
}
