package io.tocsin.processor.core.logs;

import java.util.List;
import java.util.Locale;

/** What a line is about. Where several fit, the one that more of its words speak for counts, the earlier one of equals. */
public enum LogCategory {
    /** Signing in, tokens, permissions. */
    AUTH(
            "Check who was refused and whether the credentials or permissions were changed or are being guessed",
            "auth",
            "authentication",
            "authorization",
            "unauthorized",
            "forbidden",
            "login",
            "logon",
            "logout",
            "password",
            "credential",
            "credentials",
            "token",
            "permission",
            "denied",
            "kerberos",
            "pam_unix",
            "sudo",
            "session opened",
            "session closed",
            "access denied",
            "invalid user"),
    /** Data bases and their pools. */
    DATABASE(
            "Look at the database: locks, slow statements, connections in use",
            "database",
            "sql",
            "jdbc",
            "query",
            "deadlock",
            "transaction",
            "postgres",
            "postgresql",
            "mysql",
            "oracle",
            "mongodb",
            "redis",
            "hikari",
            "connection pool",
            "rollback",
            "table",
            "constraint",
            "duplicate key"),
    /** Memory. */
    MEMORY(
            "Look at the memory of the process and its host, and at what grew before",
            "memory",
            "heap",
            "oom",
            "outofmemoryerror",
            "out of memory",
            "swap",
            "gc",
            "garbage",
            "memorystore",
            "malloc",
            "page fault",
            "dimm",
            "edram",
            "ddr"),
    /** Disks and files. */
    STORAGE(
            "Look at the disk: space, errors, permissions of the file",
            "disk",
            "storage",
            "filesystem",
            "volume",
            "inode",
            "mount",
            "no space left",
            "disk full",
            "file not found",
            "no such file",
            "raid",
            "nfs",
            "lustre",
            "block",
            "read-only",
            "directory",
            "quota",
            "file"),
    /** Connections between hosts. */
    NETWORK(
            "Look at the network path to the peer, and whether the peer is up",
            "network",
            "socket",
            "connection",
            "connect",
            "host",
            "dns",
            "tcp",
            "udp",
            "http",
            "tls",
            "ssl",
            "port",
            "proxy",
            "unreachable",
            "refused",
            "reset by peer",
            "timed out",
            "no route",
            "packet",
            "interface",
            "link",
            "ip",
            "handshake",
            "channel"),
    /** Settings. */
    CONFIG(
            "Compare the configuration with what was last in use",
            "config",
            "configuration",
            "property",
            "properties",
            "setting",
            "settings",
            "parameter",
            "option",
            "deprecated",
            "environment variable",
            "yaml",
            "malformed"),
    /** Starting, stopping, scheduling. */
    LIFECYCLE(
            "Find out what started or stopped it, and whether that was meant",
            "starting",
            "started",
            "startup",
            "stopping",
            "stopped",
            "shutdown",
            "shutting",
            "restart",
            "restarting",
            "terminated",
            "terminating",
            "exited",
            "killed",
            "deploy",
            "deployed",
            "initialized",
            "booting",
            "scheduled"),
    /** Anything else. */
    APPLICATION("Read the lines before it and the code that logs it");

    private static final LogCategory[] VALUES = values();

    private final String advice;
    private final List<String> words;

    LogCategory(String advice, String... words) {
        this.advice = advice;
        this.words = List.of(words);
    }

    /** Returns what to do when lines of this category report a problem. */
    public String advice() {
        return advice;
    }

    /** Returns the name as the API has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the category of a text.
     *
     * @param text words in lower case with a single blank before, between and behind them
     */
    static LogCategory of(String text) {
        LogCategory best = APPLICATION;
        int most = 0;
        for (LogCategory category : VALUES) {
            int score = 0;
            for (String word : category.words) {
                // A phrase says more than a word.
                score += text.contains(' ' + word + ' ') ? word.indexOf(' ') > 0 ? 3 : 1 : 0;
            }
            if (score > most) {
                most = score;
                best = category;
            }
        }
        return best;
    }
}
