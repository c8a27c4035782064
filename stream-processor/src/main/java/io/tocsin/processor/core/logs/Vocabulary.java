package io.tocsin.processor.core.logs;

/** Words whose meaning matters for telling values from text; the same for every source. */
final class Vocabulary {

    /** What an absent value looks like. */
    static final WordSet ABSENT = WordSet.ofAnyCase("null", "none", "nil", "nan");

    /** Words that tell one state from another: lines that differ in one of them say different things. */
    static final WordSet STATES = WordSet.ofAnyCase(
            "true", "false", "null", "none", "nil", "yes", "no", "on", "off", "enabled", "disabled", "unknown");

    /** Words behind which a name follows. */
    static final WordSet NAMING = WordSet.ofAnyCase(
            "from", "for", "user", "username", "host", "hostname", "domain", "file", "called", "named");

    /** Abbreviated units: they belong to the number before them and change with its size. */
    static final WordSet UNITS = WordSet.ofAnyCase(
            "b", "kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "tib", "ns", "us", "ms", "msec", "msecs", "s",
            "sec", "secs", "min", "mins", "h", "hr", "hrs", "d");

    /** Time zones and halves of the day, behind a time. */
    static final WordSet ZONES = WordSet.ofExactCase(
            "UTC", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "CET", "CEST", "BST", "JST", "IST",
            "EET", "EEST", "AM", "PM");

    /** Days and months, which are part of a date when a number or another of them follows. */
    static final WordSet DATES = WordSet.ofExactCase(
            "Mon",
            "Tue",
            "Wed",
            "Thu",
            "Fri",
            "Sat",
            "Sun",
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
            "January",
            "February",
            "March",
            "April",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private Vocabulary() {}
}
