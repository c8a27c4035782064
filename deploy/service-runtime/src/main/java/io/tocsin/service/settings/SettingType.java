package io.tocsin.service.settings;

import java.util.List;

/**
 * How the text of a setting becomes a value and back.
 *
 * <p>Implementations are immutable and thread-safe.
 *
 * @param <T> the value's type
 */
public interface SettingType<T> {

    /**
     * Parses the raw text.
     *
     * @param raw what the file, the environment or the command line said; a YAML sequence arrives as its elements, a
     *     scalar as a list of one
     * @return the value
     * @throws IllegalArgumentException if the text does not denote a value of this type within its range; the caller
     *     reports {@link #expected()}, so the message is not shown
     */
    T parse(List<String> raw);

    /** What a valid value looks like, in words that complete "expected ...". */
    String expected();

    /** The value as it would be written in the YAML file; {@link #parse} accepts it. */
    String format(T value);

    /**
     * Whether the setting is a family: every name that begins with the setting's name and a dot belongs to it.
     *
     * @return true for pass-through settings such as {@code kafka.client.*}
     */
    default boolean isFamily() {
        return false;
    }
}
