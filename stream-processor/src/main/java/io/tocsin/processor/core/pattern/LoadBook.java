package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the members of each group share their work, and how they used to. Bounded: {@value #MOST_GROUPS} groups of
 * {@value LoadGroup#MOST_MEMBERS} members; further ones are not watched. Mutable, not thread-safe.
 */
final class LoadBook {

    static final int MOST_GROUPS = 300;

    private final SortedMap<String, LoadGroup> groups = new TreeMap<>();

    /** Takes the latest samples; one that was taken before changes nothing. */
    void take(Collection<LoadSample> samples) {
        for (LoadSample sample : samples) {
            LoadGroup group = groups.get(sample.group());
            if (group == null && groups.size() < MOST_GROUPS) {
                group = new LoadGroup();
                groups.put(sample.group(), group);
            }
            if (group != null) {
                group.take(sample);
            }
        }
    }

    /** Closes the windows whose time has come and forgets groups that are gone. */
    void advance(double factor, long now) {
        groups.values().forEach(group -> group.advance(factor, now));
        groups.values().removeIf(LoadGroup::isEmpty);
    }

    /** Returns the groups by name. */
    SortedMap<String, LoadGroup> groups() {
        return groups;
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(groups.size());
        groups.forEach((name, group) -> {
            writer.writeString(name);
            group.writeTo(writer);
        });
    }

    static LoadBook readFrom(ByteReader reader) {
        LoadBook book = new LoadBook();
        int count = reader.readLength(MOST_GROUPS, 4);
        for (int i = 0; i < count; i++) {
            String name = reader.readString();
            book.groups.put(name, LoadGroup.readFrom(reader));
        }
        return book;
    }
}
