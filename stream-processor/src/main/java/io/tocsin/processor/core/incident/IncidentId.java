package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.alert.Fingerprint;
import java.util.Map;

/**
 * Identity of an incident: when it was opened, in hex, and which one of its environment, as a hash. So what opened later
 * can be found later, without an index. Stateless.
 */
public final class IncidentId {

    private static final String START = "inc-";
    private static final int HASH_DIGITS = 8;
    private static final int MOST_TIME_DIGITS = 15;

    private IncidentId() {}

    /**
     * Returns an id.
     *
     * @param openedAt stream time: epoch milliseconds
     * @param number number of the incident in its environment
     */
    static String of(String tenant, String environment, long openedAt, long number) {
        long hash = Fingerprint.of(Map.of("tenant", tenant, "environment", environment, "incident", "" + number));
        return START
                + Long.toHexString(Math.max(0, openedAt))
                + '-'
                + Fingerprint.text(hash).substring(HASH_DIGITS);
    }

    /** Returns when the incident of an id was opened: epoch milliseconds; -1 when the text is no id. */
    public static long openedAt(String id) {
        int dash = id.length() - HASH_DIGITS - 1;
        int digits = dash - START.length();
        if (!id.startsWith(START) || digits < 1 || digits > MOST_TIME_DIGITS || id.charAt(dash) != '-') {
            return -1;
        }
        for (int i = START.length(); i < id.length(); i++) {
            char c = id.charAt(i);
            if (i != dash && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return -1;
            }
        }
        return Long.parseLong(id.substring(START.length(), dash), 16);
    }
}
