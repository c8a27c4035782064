package io.tocsin.processor.core.logs;

import java.util.Arrays;

/** The templates of one structure, oldest first. Not thread-safe. */
final class TemplateBucket {

    LogTemplate[] members = new LogTemplate[2];
    int size;
    /** Changes whenever the answer to "which template is this line's?" may have changed. */
    int generation;

    void add(LogTemplate template) {
        if (size == members.length) {
            members = Arrays.copyOf(members, size * 2);
        }
        int at = size++;
        while (at > 0 && members[at - 1].ordinal > template.ordinal) {
            members[at] = members[at - 1];
            at--;
        }
        members[at] = template;
        template.bucket = this;
        generation++;
    }

    void remove(LogTemplate template) {
        int at = 0;
        while (members[at] != template) {
            at++;
        }
        System.arraycopy(members, at + 1, members, at, --size - at);
        members[size] = null;
        template.bucket = null;
        generation++;
    }
}
