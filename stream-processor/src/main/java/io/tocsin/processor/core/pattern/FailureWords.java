package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.source.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells from an error text what kind of trouble it speaks of, by phrases that drivers, operating systems and frameworks
 * use. Where several occur, the one that says most counts: "timeout waiting for a lock" is about the lock. Only the first
 * {@value #LOOKED_AT} bytes are looked at. Allocates nothing. Stateless.
 */
public final class FailureWords {

    private static final int LOOKED_AT = 512;

    /** Phrases by their first letter; a phrase is in lower case, and its rank says which one wins. */
    private static final Phrase[][] BY_FIRST = new Phrase[128][];

    static {
        add(1, FailureClass.TIMEOUT, "timeout", "timed out", "time out", "deadline exceeded", "etimedout");
        add(2, FailureClass.UPSTREAM, "upstream", "service unavailable", "bad gateway", "gateway timeout");
        add(2, FailureClass.UPSTREAM, "circuit breaker", "circuit open", "circuit is open", "dependency", "503", "502");
        add(
                3,
                FailureClass.DATABASE,
                "database",
                "postgres",
                "mysql",
                "sqlstate",
                "jdbc",
                "innodb",
                "psycopg",
                "ora-0");
        add(4, FailureClass.CONNECTIVITY, "refused", "connection reset", "connection closed", "connection lost");
        add(4, FailureClass.CONNECTIVITY, "connection aborted", "connection timed out", "connection timeout");
        add(4, FailureClass.CONNECTIVITY, "connect timeout", "connect timed out", "connecttimeout", "broken pipe");
        add(
                4,
                FailureClass.CONNECTIVITY,
                "unreachable",
                "no route to host",
                "econnrefused",
                "econnreset",
                "ehostunreach");
        add(4, FailureClass.CONNECTIVITY, "enetunreach", "could not connect", "cannot connect", "can't connect");
        add(
                4,
                FailureClass.CONNECTIVITY,
                "failed to connect",
                "unable to connect",
                "connection failure",
                "no such host");
        add(
                4,
                FailureClass.CONNECTIVITY,
                "connection failed",
                "unknown host",
                "unknownhost",
                "name resolution",
                "dns ");
        add(4, FailureClass.CONNECTIVITY, "socket hang up", "network partition", "packet loss", "network error");
        add(
                4,
                FailureClass.CONNECTIVITY,
                "network is down",
                "lost connection",
                "connection dropped",
                "peer disconnected");
        add(
                5,
                FailureClass.EXHAUSTION,
                "out of memory",
                "outofmemory",
                "oomkilled",
                "oom-kill",
                "oom kill",
                "heap space");
        add(5, FailureClass.EXHAUSTION, "cannot allocate memory", "memory exhausted", "memory limit", "gc overhead");
        add(5, FailureClass.EXHAUSTION, "no space left", "disk full", "disk quota", "disk is full", "enospc", "emfile");
        add(
                5,
                FailureClass.EXHAUSTION,
                "too many open files",
                "file descriptors",
                "resource exhausted",
                "native thread");
        add(5, FailureClass.EXHAUSTION, "resource temporarily unavailable", "resources exhausted", "resource limit");
        add(5, FailureClass.EXHAUSTION, "thread pool exhausted", "queue full", "queue is full", "quota exceeded");
        add(5, FailureClass.EXHAUSTION, "cpu throttl", "worker pool exhausted", "threads exhausted");
        add(
                6,
                FailureClass.DATABASE,
                "deadlock",
                "lock wait",
                "lock timeout",
                "lock_timeout",
                "row lock",
                "table lock");
        add(
                6,
                FailureClass.DATABASE,
                "waiting for lock",
                "lock contention",
                "obtain lock",
                "acquire lock",
                "is locked");
        add(
                6,
                FailureClass.DATABASE,
                "lock not available",
                "could not serialize",
                "serialization failure",
                "slow query");
        add(
                6,
                FailureClass.DATABASE,
                "too many connections",
                "too many clients",
                "connection slots",
                "connection pool");
        add(
                6,
                FailureClass.DATABASE,
                "connection from pool",
                "connection from the pool",
                "pool exhausted",
                "hikaripool");
        add(6, FailureClass.DATABASE, "pool timeout", "pool is exhausted", "max_connections", "statement timeout");
        add(
                6,
                FailureClass.DATABASE,
                "query timeout",
                "query timed out",
                "query took",
                "long running query",
                "slow sql");
        add(6, FailureClass.DATABASE, "long-running query", "long running transaction", "transaction rolled back");
        add(6, FailureClass.DATABASE, "transaction aborted", "lock request", "rollback", "lock held", "lockwait");
    }

    private FailureWords() {}

    private record Phrase(String text, int rank, FailureClass meaning) {}

    private static void add(int rank, FailureClass meaning, String... phrases) {
        for (String text : phrases) {
            int first = text.charAt(0);
            List<Phrase> known = new ArrayList<>(BY_FIRST[first] == null ? List.of() : List.of(BY_FIRST[first]));
            known.add(new Phrase(text, rank, meaning));
            BY_FIRST[first] = known.toArray(new Phrase[0]);
        }
    }

    /** Returns what a text speaks of; {@link FailureClass#OTHER} when it is null or none of the phrases occurs. */
    public static FailureClass classify(Text text) {
        if (text == null) {
            return FailureClass.OTHER;
        }
        int end = Math.min(text.units(), LOOKED_AT);
        int rank = 0;
        FailureClass meaning = FailureClass.OTHER;
        for (int i = 0; i < end; i++) {
            int unit = lower(text.unit(i));
            Phrase[] phrases = unit < 128 ? BY_FIRST[unit] : null;
            if (phrases == null) {
                continue;
            }
            for (Phrase phrase : phrases) {
                if (phrase.rank > rank && matches(text, i, phrase.text)) {
                    rank = phrase.rank;
                    meaning = phrase.meaning;
                }
            }
        }
        return meaning;
    }

    /** Returns whether a name occurs in the looked-at part of a text, case aside, not within a longer word. */
    public static boolean mentions(Text text, String name) {
        int end = Math.min(text.units(), LOOKED_AT) - name.length();
        for (int i = 0; i <= end; i++) {
            if (matches(text, i, name) && !isNamePart(text, i - 1) && !isNamePart(text, i + name.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamePart(Text text, int at) {
        if (at < 0 || at >= text.units()) {
            return false;
        }
        int unit = lower(text.unit(at));
        return unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit == '-' || unit == '_';
    }

    private static boolean matches(Text text, int at, String phrase) {
        if (text.units() - at < phrase.length()) {
            return false;
        }
        for (int i = 0; i < phrase.length(); i++) {
            if (lower(text.unit(at + i)) != lower(phrase.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int unit) {
        return unit >= 'A' && unit <= 'Z' ? unit + ('a' - 'A') : unit;
    }
}
