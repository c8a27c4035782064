package io.tocsin.alertsink.routing;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;

/**
 * The labels of an alert or of a group, sorted by name. It is an unmodifiable map; looking up an absent label with
 * {@link #value} gives the empty text, as matchers want it. Immutable, two arrays large.
 */
public final class LabelSet extends AbstractMap<String, String> implements Comparable<LabelSet> {

    /** The set without labels. */
    public static final LabelSet EMPTY = new LabelSet(new String[0], new String[0]);

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int SEPARATOR = 0xff;

    private final String[] names;
    private final String[] values;

    private LabelSet(String[] names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /** Returns the set of the labels of a map; labels with an empty value are left out, for they say nothing. */
    public static LabelSet of(Map<String, String> labels) {
        TreeMap<String, String> sorted = new TreeMap<>(Utf8Order.INSTANCE);
        labels.forEach((name, value) -> {
            if (!value.isEmpty()) {
                sorted.put(name, value);
            }
        });
        return sorted.isEmpty()
                ? EMPTY
                : new LabelSet(
                        sorted.keySet().toArray(String[]::new), sorted.values().toArray(String[]::new));
    }

    /** Returns the value of a label; empty when it is absent. */
    public String value(String name) {
        int index = Arrays.binarySearch(names, name, Utf8Order.INSTANCE);
        return index < 0 ? "" : values[index];
    }

    @Override
    public String get(Object name) {
        if (name instanceof String text) {
            int index = Arrays.binarySearch(names, text, Utf8Order.INSTANCE);
            return index < 0 ? null : values[index];
        }
        return null;
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return names.length;
    }

    /** Returns the labels of these names; absent ones are left out. */
    public LabelSet only(Set<String> wanted) {
        TreeMap<String, String> kept = new TreeMap<>(Utf8Order.INSTANCE);
        for (int i = 0; i < names.length; i++) {
            if (wanted.contains(names[i])) {
                kept.put(names[i], values[i]);
            }
        }
        return kept.size() == names.length ? this : of(kept);
    }

    /** Returns the set with a further label, or with another value of it. */
    public LabelSet with(String name, String value) {
        TreeMap<String, String> more = new TreeMap<>(Utf8Order.INSTANCE);
        more.putAll(this);
        more.put(name, value);
        return of(more);
    }

    /** Returns FNV-1a 64 over name 0xff value 0xff in order of the names: Alertmanager's fingerprint. */
    public long fingerprint() {
        long hash = FNV_OFFSET;
        for (int i = 0; i < names.length; i++) {
            hash = fold(fold(hash, names[i]), values[i]);
        }
        return hash;
    }

    /** Returns a fingerprint as its 16 hexadecimal digits. */
    public static String hex(long fingerprint) {
        String digits = Long.toHexString(fingerprint);
        return "0".repeat(16 - digits.length()) + digits;
    }

    private static long fold(long hash, String text) {
        long folded = hash;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                return foldBytes(hash, text.getBytes(StandardCharsets.UTF_8));
            }
            folded = (folded ^ unit) * FNV_PRIME;
        }
        return (folded ^ SEPARATOR) * FNV_PRIME;
    }

    private static long foldBytes(long hash, byte[] bytes) {
        long folded = hash;
        for (byte each : bytes) {
            folded = (folded ^ (each & 0xFF)) * FNV_PRIME;
        }
        return (folded ^ SEPARATOR) * FNV_PRIME;
    }

    /** Returns the set as Go prints it: {@code {a="1", b="2"}}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
            out.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(GoText.quote(values[i]));
        }
        return out.append('}').toString();
    }

    /** The order of Go's {@code LabelSet.Before}: fewer labels first, then the set that lacks a name, then by value. */
    @Override
    public int compareTo(LabelSet other) {
        if (names.length != other.names.length) {
            return Integer.compare(names.length, other.names.length);
        }
        for (int i = 0; i < names.length; i++) {
            int byName = Utf8Order.compare(names[i], other.names[i]);
            if (byName != 0) {
                // The set that lacks the smaller name comes first.
                return -byName;
            }
            int byValue = Utf8Order.compare(values[i], other.values[i]);
            if (byValue != 0) {
                return byValue;
            }
        }
        return 0;
    }

    @Override
    public boolean equals(Object other) {
        if (other instanceof LabelSet set) {
            return Arrays.equals(names, set.names) && Arrays.equals(values, set.values);
        }
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (int i = 0; i < names.length; i++) {
            sum += names[i].hashCode() ^ values[i].hashCode();
        }
        return sum;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < names.length;
                    }

                    @Override
                    public Entry<String, String> next() {
                        if (next >= names.length) {
                            throw new NoSuchElementException();
                        }
                        return Map.entry(names[next], values[next++]);
                    }
                };
            }
        };
    }
}
