package io.tocsin.processor.core.rule;

import java.util.Objects;

/** A pattern in which {@code *} stands for any characters and {@code ?} for one; everything else for itself. */
public final class Glob implements TextPattern {

    private final String pattern;

    /** Makes a pattern. */
    public Glob(String pattern) {
        this.pattern = Objects.requireNonNull(pattern, "pattern");
    }

    /** Takes time in the product of both lengths at the very worst: only the latest star is ever tried again. */
    @Override
    public boolean matches(String text) {
        int at = 0;
        int star = -1;
        int retry = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = i;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    @Override
    public String text() {
        return pattern;
    }
}
