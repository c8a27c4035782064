package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.source.Text;
import java.util.Set;

/**
 * Finds the name of another source in an error text: the word behind "to", "from", "host", "calling" or the like. A word with
 * a digit, a dash or an underscore stands like an address; a plain word may be one, if somebody knows a source of that name.
 * Stateless.
 */
final class AddressScan {

    private static final int LOOKED_AT = 512;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 128;
    private static final String[] BEFORE = {
        " to ",
        " from ",
        "host ",
        "calling ",
        " with ",
        "service ",
        "upstream ",
        "dependency ",
        "backend ",
        "tcp ",
        "://"
    };

    private static final String[] WEAKLY_BEFORE = {" at ", " on ", " in "};

    /** Words that stand where names do and are none. */
    private static final Set<String> NO_NAMES = Set.of(
            "the",
            "this",
            "that",
            "any",
            "all",
            "not",
            "connect",
            "connection",
            "connections",
            "server",
            "client",
            "host",
            "peer",
            "remote",
            "database",
            "upstream",
            "downstream",
            "dependency",
            "backend",
            "service",
            "services",
            "get",
            "send",
            "read",
            "write",
            "reach",
            "fetch",
            "process",
            "parse",
            "handle",
            "acquire",
            "obtain",
            "open",
            "load",
            "save",
            "store",
            "call",
            "complete",
            "execute",
            "respond",
            "resolve",
            "timeout",
            "error",
            "errors",
            "failure",
            "failed",
            "request",
            "requests",
            "response",
            "pool",
            "lock",
            "socket",
            "network",
            "unavailable",
            "refused",
            "returned",
            "status",
            "dial",
            "code",
            "http",
            "https",
            "exit",
            "allocate",
            "create",
            "serve",
            "publish");

    private AddressScan() {}

    /** Returns whether a word shows by itself that it is a name. */
    static boolean isTelling(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '-' || c == '_' || c >= '0' && c <= '9') {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the first word that stands like an address; else the first plain one that may be a name; else one behind "at",
     * "on" or "in"; or null.
     */
    static String find(Text text) {
        String message = null;
        String plain = null;
        String weak = null;
        int end = Math.min(text.units(), LOOKED_AT);
        for (int i = 0; i < end; i++) {
            if (text.unit(i) == ' ' || text.unit(i) == ':' || i == 0) {
                message = message == null ? text.string() : message;
                String found = behind(message, i, BEFORE);
                if (found != null && isTelling(found)) {
                    return found;
                }
                plain = plain != null || found == null || NO_NAMES.contains(found) ? plain : found;
                String weaker = behind(message, i, WEAKLY_BEFORE);
                boolean better = weaker != null && (weak == null || !isTelling(weak) && isTelling(weaker));
                weak = better ? weaker : weak;
            }
        }
        return plain != null ? plain : weak;
    }

    private static String behind(String message, int at, String[] befores) {
        for (String before : befores) {
            boolean here = before.charAt(0) == ' ' || before.charAt(0) == ':';
            int from = here || at == 0 ? at : at + 1;
            if (message.startsWith(before, from)) {
                return word(message, from + before.length());
            }
        }
        return null;
    }

    private static String word(String message, int from) {
        int to = from;
        while (to < message.length() && isPart(message.charAt(to))) {
            to++;
        }
        while (to > from && !Character.isLetterOrDigit(message.charAt(to - 1))) {
            to--;
        }
        boolean fits = to - from >= SHORTEST && to - from <= LONGEST && Character.isLetter(message.charAt(from));
        return fits ? message.substring(from, to) : null;
    }

    private static boolean isPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
    }
}
