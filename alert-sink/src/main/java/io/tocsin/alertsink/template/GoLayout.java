package io.tocsin.alertsink.template;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Go's layouts of times, which show how {@code Mon Jan 2 15:04:05 MST 2006} is to be written. Stateless. After the
 * documentation of Go's package time.
 */
final class GoLayout {

    /** The elements of a layout; a longer one comes before the one that it begins with. */
    private static final List<String> ELEMENTS = List.of(
            "January",
            "Jan",
            "Monday",
            "Mon",
            "MST",
            "2006",
            "Z07:00:00",
            "Z070000",
            "Z07:00",
            "Z0700",
            "Z07",
            "-07:00:00",
            "-070000",
            "-07:00",
            "-0700",
            "-07",
            "002",
            "__2",
            "_2006",
            "_2",
            "01",
            "02",
            "03",
            "04",
            "05",
            "06",
            "15",
            "PM",
            "pm",
            "1",
            "2",
            "3",
            "4",
            "5");

    private static final int MAX_NANO_DIGITS = 9;

    private GoLayout() {}

    /** Returns a time in a layout. */
    static String format(String layout, ZonedDateTime time) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            Optional<String> element = elementAt(layout, at);
            if (element.isEmpty()) {
                text.append(layout.charAt(at++));
            } else {
                text.append(write(element.get(), time, text));
                at += element.get().length();
            }
        }
        return text.toString();
    }

    /**
     * Reads a time in a layout; what the layout does not name is zero, and the zone is UTC.
     *
     * @return empty when the text does not fit
     */
    static Optional<ZonedDateTime> parse(String layout, String text) {
        int[] fields = {0, 1, 1, 0, 0, 0, 0};
        ZoneOffset[] zone = {ZoneOffset.UTC};
        boolean[] afternoon = {false, false};
        int at = 0;
        int from = 0;
        while (at < layout.length()) {
            Optional<String> element = elementAt(layout, at);
            if (element.isEmpty()) {
                if (from >= text.length() || text.charAt(from++) != layout.charAt(at++)) {
                    return Optional.empty();
                }
                continue;
            }
            int end = read(element.get(), text, from, fields, zone, afternoon);
            if (end < 0) {
                return Optional.empty();
            }
            from = end;
            at += element.get().length();
        }
        if (from != text.length()) {
            return Optional.empty();
        }
        if (afternoon[0]) {
            fields[3] = fields[3] % 12 + (afternoon[1] ? 12 : 0);
        }
        try {
            return Optional.of(
                    LocalDateTime.of(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6])
                            .atZone(zone[0]));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static Optional<String> elementAt(String layout, int at) {
        char c = layout.charAt(at);
        if ((c == '.' || c == ',') && at + 1 < layout.length() && "09".indexOf(layout.charAt(at + 1)) >= 0) {
            int end = at + 1;
            while (end < layout.length() && layout.charAt(end) == layout.charAt(at + 1)) {
                end++;
            }
            boolean digitFollows = end < layout.length() && Character.isDigit(layout.charAt(end));
            return digitFollows ? Optional.empty() : Optional.of(layout.substring(at, end));
        }
        return ELEMENTS.stream()
                .filter(element -> layout.startsWith(element, at))
                .filter(element -> !element.equals("Jan") || !lowerFollows(layout, at + element.length()))
                .filter(element -> !element.equals("Mon") || !lowerFollows(layout, at + element.length()))
                .findFirst()
                .map(element -> element.equals("_2006") ? "_" : element)
                .filter(element -> !element.equals("_"));
    }

    /** "Janet" and "Month" are words, not elements. */
    private static boolean lowerFollows(String layout, int at) {
        return at < layout.length() && Character.isLowerCase(layout.charAt(at));
    }

    private static String write(String element, ZonedDateTime time, StringBuilder before) {
        return switch (element) {
            case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" ->
                time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" ->
                time.getDayOfWeek()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case "MST" -> zoneName(time);
            case "2006" -> String.format(Locale.ROOT, "%04d", time.getYear());
            case "06" -> two(time.getYear() % 100);
            case "01" -> two(time.getMonthValue());
            case "1" -> Integer.toString(time.getMonthValue());
            case "02" -> two(time.getDayOfMonth());
            case "_2" -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
            case "2" -> Integer.toString(time.getDayOfMonth());
            case "002" -> String.format(Locale.ROOT, "%03d", time.getDayOfYear());
            case "__2" -> String.format(Locale.ROOT, "%3d", time.getDayOfYear());
            case "15" -> two(time.getHour());
            case "03" -> two(twelve(time));
            case "3" -> Integer.toString(twelve(time));
            case "04" -> two(time.getMinute());
            case "4" -> Integer.toString(time.getMinute());
            case "05" -> two(time.getSecond());
            case "5" -> Integer.toString(time.getSecond());
            case "PM" -> time.getHour() >= 12 ? "PM" : "AM";
            case "pm" -> time.getHour() >= 12 ? "pm" : "am";
            default ->
                element.charAt(0) == '.' || element.charAt(0) == ',' ? fraction(element, time) : offset(element, time);
        };
    }

    private static String fraction(String element, ZonedDateTime time) {
        int digits = element.length() - 1;
        String nanos = String.format(Locale.ROOT, "%09d", time.getNano());
        String shown = digits <= MAX_NANO_DIGITS ? nanos.substring(0, digits) : nanos;
        if (element.charAt(1) == '9') {
            shown = shown.replaceAll("0+$", "");
            return shown.isEmpty() ? "" : element.charAt(0) + shown;
        }
        return element.charAt(0) + shown;
    }

    private static String offset(String element, ZonedDateTime time) {
        int seconds = time.getOffset().getTotalSeconds();
        if (element.charAt(0) == 'Z' && seconds == 0) {
            return "Z";
        }
        int size = Math.abs(seconds);
        String sign = seconds < 0 ? "-" : "+";
        String colon = element.indexOf(':') >= 0 ? ":" : "";
        String hours = sign + two(size / 3_600);
        String minutes = colon + two(size / 60 % 60);
        return switch (element.substring(1).replace(":", "")) {
            case "07" -> hours;
            case "0700" -> hours + minutes;
            default -> hours + minutes + colon + two(size % 60);
        };
    }

    private static String zoneName(ZonedDateTime time) {
        if (time.getZone() instanceof ZoneOffset fixed) {
            return fixed.getTotalSeconds() == 0 ? "UTC" : offset("-07", time) + minutesUnlessZero(time);
        }
        String name = java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH)
                .format(time);
        return name.matches("[A-Z]{2,5}") ? name : offset("-07", time) + minutesUnlessZero(time);
    }

    private static String minutesUnlessZero(ZonedDateTime time) {
        int minutes = Math.abs(time.getOffset().getTotalSeconds()) / 60 % 60;
        return minutes == 0 ? "" : two(minutes);
    }

    private static int twelve(ZonedDateTime time) {
        return time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    /** Reads an element; returns where it ends, or -1. */
    private static int read(
            String element, String text, int from, int[] fields, ZoneOffset[] zone, boolean[] afternoon) {
        switch (element) {
            case "2006":
                return number(text, from, 4, 4, fields, 0);
            case "01":
                return number(text, from, 2, 2, fields, 1);
            case "1":
                return number(text, from, 1, 2, fields, 1);
            case "02":
                return number(text, from, 2, 2, fields, 2);
            case "2":
                return number(text, from, 1, 2, fields, 2);
            case "15":
                return number(text, from, 2, 2, fields, 3);
            case "03":
                afternoon[0] = true;
                return number(text, from, 2, 2, fields, 3);
            case "3":
                afternoon[0] = true;
                return number(text, from, 1, 2, fields, 3);
            case "04":
                return number(text, from, 2, 2, fields, 4);
            case "4":
                return number(text, from, 1, 2, fields, 4);
            case "05":
                return fractional(text, number(text, from, 2, 2, fields, 5), fields);
            case "5":
                return fractional(text, number(text, from, 1, 2, fields, 5), fields);
            case "Jan", "January":
                return month(element, text, from, fields);
            case "PM", "pm":
                afternoon[1] = text.regionMatches(true, from, "PM", 0, 2);
                return afternoon[1] || text.regionMatches(true, from, "AM", 0, 2) ? from + 2 : -1;
            case "Z07:00", "-07:00", "Z0700", "-0700", "-07", "Z07":
                return zone(element, text, from, zone);
            default:
                // A fraction was read with its second.
                return element.charAt(0) == '.' ? from : -1;
        }
    }

    private static int number(String text, int from, int min, int max, int[] fields, int field) {
        int end = from;
        while (end < text.length() && end - from < max && Character.digit(text.charAt(end), 10) >= 0) {
            end++;
        }
        if (end - from < min) {
            return -1;
        }
        fields[field] = Integer.parseInt(text.substring(from, end));
        return end;
    }

    private static int fractional(String text, int from, int[] fields) {
        if (from < 0
                || from + 1 >= text.length()
                || text.charAt(from) != '.'
                || !Character.isDigit(text.charAt(from + 1))) {
            return from;
        }
        int end = from + 1;
        while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
            end++;
        }
        String digits = (text.substring(from + 1, end) + "000000000").substring(0, MAX_NANO_DIGITS);
        fields[6] = Integer.parseInt(digits);
        return end;
    }

    private static int month(String element, String text, int from, int[] fields) {
        for (java.time.Month month : java.time.Month.values()) {
            String full = month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            String name = element.equals("Jan") ? full.substring(0, 3) : full;
            if (text.regionMatches(true, from, name, 0, name.length())) {
                fields[1] = month.getValue();
                return from + name.length();
            }
        }
        return -1;
    }

    private static int zone(String element, String text, int from, ZoneOffset[] zone) {
        if (element.charAt(0) == 'Z' && text.startsWith("Z", from)) {
            return from + 1;
        }
        int end = from + element.length();
        if (end > text.length()) {
            return -1;
        }
        try {
            zone[0] = ZoneOffset.of(text.substring(from, end));
            return end;
        } catch (DateTimeException malformed) {
            return -1;
        }
    }
}
