package io.tocsin.processor.core.pattern;

import java.util.Locale;

/** What the name of a metric says about what it can tell of trouble. */
public enum MetricRole {
    /** Nothing. */
    NONE,
    /** How much of a resource is used, in percent. */
    RESOURCE,
    /** How long something takes. */
    LATENCY,
    /** Share of failures, as a ratio up to 1 or a percentage above. */
    ERROR_RATE,
    /** How many failures there were. */
    FAILURES,
    /** How much of a database is waiting, locked or in use. */
    DATABASE,
    /** How much work comes in. */
    LOAD,
    /** How much of a resource is left, in percent. */
    HEADROOM;

    /** Returns the role of a metric by its name; case does not count. */
    public static MetricRole of(String name) {
        if (name.indexOf('{') >= 0) {
            // One of many operations: the metrics of all of them together tell enough.
            return NONE;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        MetricRole role = ofWords(lower.substring(lower.lastIndexOf('.') + 1));
        // The last part may say only how it is measured: memory.utilization.
        return role == NONE ? ofWords(lower.replace('.', '_')) : role;
    }

    private static MetricRole ofWords(String last) {
        if (speaksOfFailures(last)) {
            if (last.contains("rate") || last.contains("ratio") || isShare(last)) {
                return ERROR_RATE;
            }
            boolean ofTime = last.contains("time") || last.contains("latency") || last.contains("duration");
            return ofTime ? NONE : FAILURES;
        }
        if (isLeft(last)) {
            return isShare(last) ? HEADROOM : NONE;
        }
        if (last.contains("lock") && !last.contains("block") && !last.contains("clock")
                || last.contains("slow_quer")
                || last.contains("query")
                || last.contains("queries")
                || mentionsDatabase(last)
                || last.contains("pool") && !last.contains("thread") && !last.contains("worker")) {
            return DATABASE;
        }
        if (last.contains("cpu") || last.contains("memory") || last.contains("disk") || last.contains("heap")) {
            return isShare(last) || last.equals("cpu") || last.equals("memory") || last.equals("disk")
                    ? RESOURCE
                    : NONE;
        }
        if (isShare(last)) {
            return RESOURCE;
        }
        if (last.contains("latency") || last.contains("response_time") || last.contains("duration")) {
            return LATENCY;
        }
        return isLoad(last) ? LOAD : NONE;
    }

    /** Returns whether a name is that of a database: one of its words says so. */
    public static boolean mentionsDatabase(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String part : DATABASES) {
            if (lower.contains(part)) {
                return true;
            }
        }
        // By hand, not by expressions: this is asked for each metric of each source that is loaded.
        int end = 0;
        while (end < lower.length()) {
            int start = end;
            while (end < lower.length() && isWordPart(lower.charAt(end))) {
                end++;
            }
            if (isDatabaseWord(lower, start, end)) {
                return true;
            }
            end++;
        }
        return false;
    }

    /** Whether a word, without the digits at its end, names a database. */
    private static boolean isDatabaseWord(String text, int start, int end) {
        int last = end;
        while (last > start && text.charAt(last - 1) >= '0' && text.charAt(last - 1) <= '9') {
            last--;
        }
        int length = last - start;
        return length >= 2 && text.startsWith("db", last - 2)
                || length == 3 && text.startsWith("rds", start)
                || length == 2 && text.startsWith("pg", start);
    }

    private static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    private static final String[] DATABASES = {
        "sql",
        "postgres",
        "mongo",
        "maria",
        "oracle",
        "cassandra",
        "database",
        "redis",
        "dynamo",
        "aurora",
        "cockroach",
        "clickhouse",
        "couch",
        "elasticsearch",
        "datastore",
        "memcache",
        "spanner",
        "bigtable"
    };

    private static boolean isShare(String name) {
        return name.endsWith("_usage")
                || name.endsWith("_percent")
                || name.endsWith("_pct")
                || name.endsWith("_utilization")
                || name.endsWith("_utilisation")
                || name.endsWith("_used_percent");
    }

    private static boolean speaksOfFailures(String name) {
        return name.contains("error")
                || name.contains("fail")
                || name.contains("5xx")
                || name.contains("exceptions")
                || name.contains("status_500");
    }

    private static boolean isLeft(String name) {
        return name.contains("free")
                || name.contains("available")
                || name.contains("idle")
                || name.contains("remaining");
    }

    private static boolean isLoad(String name) {
        return name.contains("request")
                || name.contains("traffic")
                || name.contains("ops_per")
                || name.contains("rps")
                || name.contains("qps")
                || name.contains("throughput")
                || name.contains("connections")
                || name.contains("queue")
                || name.contains("in_flight")
                || name.contains("inflight")
                || name.contains("sessions")
                || name.contains("concurrency")
                || name.equals("load");
    }
}
