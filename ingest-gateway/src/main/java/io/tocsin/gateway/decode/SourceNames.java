package io.tocsin.gateway.decode;

import java.util.ArrayList;
import java.util.List;

/** The first few names of sources of a batch and how many records they are about, for a log line. Not thread-safe. */
public final class SourceNames {

    private static final int MOST = 5;

    private final List<String> names = new ArrayList<>(1);
    private boolean more;

    SourceNames() {}

    void add(String name) {
        if (!names.contains(name)) {
            if (names.size() < MOST) {
                names.add(name);
            } else {
                more = true;
            }
        }
    }

    /** Returns up to five names in the order in which they came. */
    public List<String> names() {
        return names;
    }

    /** Returns whether there were others. */
    public boolean more() {
        return more;
    }
}
