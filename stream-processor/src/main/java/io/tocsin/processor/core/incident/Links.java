package io.tocsin.processor.core.incident;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who calls whom, and who is part of the same service or on the same host, as far as troubled sources tell. Mutable. */
public final class Links {

    private final Map<String, SortedSet<String>> calls = new TreeMap<>();
    private final Map<String, String> service = new TreeMap<>();
    private final Map<String, String> host = new TreeMap<>();

    /** Says that one source calls another. */
    public void call(String from, String to) {
        calls.computeIfAbsent(from, name -> new TreeSet<>()).add(to);
    }

    /** Says where a source belongs; either may be null. */
    public void place(String source, String itsService, String itsHost) {
        if (itsService != null) {
            service.put(source, itsService);
        }
        if (itsHost != null) {
            host.put(source, itsHost);
        }
    }

    /** Returns whether one source calls another. */
    public boolean calls(String from, String to) {
        return calls.getOrDefault(from, new TreeSet<>()).contains(to);
    }

    /** Returns whether trouble of one may have to do with trouble of the other. */
    public boolean areRelated(String a, String b) {
        return calls(a, b)
                || calls(b, a)
                || service.containsKey(a) && service.get(a).equals(service.get(b))
                || host.containsKey(a) && host.get(a).equals(host.get(b))
                || a.equals(host.get(b))
                || b.equals(host.get(a));
    }
}
