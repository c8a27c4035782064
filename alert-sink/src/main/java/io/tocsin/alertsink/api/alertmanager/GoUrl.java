package io.tocsin.alertsink.api.alertmanager;

import java.util.regex.Pattern;

/** What Go takes for a URL. Stateless. */
final class GoUrl {

    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]{0,63}:");
    /** User, then host and port; names are not looked at closely. */
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[^@\\[\\]]*@)?(?:\\[[^\\[\\]]+\\]|[^\\[\\]: <>\"]*)(?::[0-9]*)?");

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private GoUrl() {}

    /**
     * Returns whether {@code url.ParseRequestURI} takes a text: an absolute URL or an absolute path. Blanks and letters beyond
     * ASCII are let through in paths, as there.
     */
    static boolean isRequestTarget(String text) {
        if (text.chars().anyMatch(each -> each < 0x20 || each == 0x7F)) {
            return false;
        }
        if (text.equals("*")) {
            return true;
        }
        var scheme = SCHEME.matcher(text);
        boolean hasScheme = scheme.lookingAt();
        String rest = (hasScheme ? text.substring(scheme.end()) : text).split("\\?", 2)[0];
        if (!rest.startsWith("/")) {
            return hasScheme;
        }
        if (hasScheme && rest.startsWith("//")) {
            int path = rest.indexOf('/', 2);
            String authority = path < 0 ? rest.substring(2) : rest.substring(2, path);
            if (!AUTHORITY.matcher(authority).matches()) {
                return false;
            }
            rest = path < 0 ? "" : rest.substring(path);
        }
        return !BROKEN_ESCAPE.matcher(rest).find();
    }
}
