package io.tocsin.processor.core.logs;

import java.util.function.Consumer;

/** Where the templates and the recent lines of one source are kept. */
public interface LogStore {

    /** Returns what was last written about the source as a whole, or null. */
    byte[] readHead();

    /** Keeps what is known about the source as a whole. */
    void writeHead(byte[] head);

    /** Gives every template that is kept, in any order. */
    void readTemplates(Consumer<byte[]> templates);

    /** Keeps a template; null removes it. */
    void writeTemplate(long id, byte[] template);

    /** Returns a block of recent lines, or null. */
    byte[] readBlock(int slot);

    /** Keeps a block of recent lines in place of what was in its slot. */
    void writeBlock(int slot, byte[] block);
}
