package io.tocsin.processor.core.source;

/** What one event says about how something went, read from its fields by their names. Reusable; allocates nothing. */
final class RecordFacts {

    private static final String COMPLETED = "completed";
    private static final String[] GOOD = {"success", "ok", "succeeded", "successful", COMPLETED, "done"};
    private static final String[] BAD = {"error", "failed", "failure", "exception", "fail"};
    private static final String[] NO_VALUE = {"null", "none", "nan", "undefined", "nil", "n/a", "[object object]"};
    private static final String[] NO_ERROR = {"null", "none", "nil", "n/a", "false", "no", "0"};
    private static final String[] ERROR_STARTS = {"error", "exception", "traceback", "failed", "failure", "{\"error\""};
    private static final String[] FLAGS = {"true", "false"};

    private int statusCode;
    private boolean saysSuccess;
    private boolean saysFailure;
    private boolean bodySaysError;
    private boolean hasOutput;
    private String nullOutput;
    private String nullBody;
    private String invalidOutput;
    private boolean processed;
    private boolean completed;
    private boolean noItems;
    private boolean known;
    private Text error;
    private Text target;
    private Text caller;

    /** Takes a metric whose name has a role. */
    void readMetric(FieldRole role, double value) {
        known = true;
        readNumber(role, value);
    }

    /** Reads everything else of an event, after its metrics. */
    void readRest(Observation o, FieldRole.Memory roles) {
        Fields attributes = o.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            FieldRole role = roles.of(attributes.name(i));
            if (role != FieldRole.OTHER) {
                known |= role != FieldRole.TARGET && role != FieldRole.CALLER;
                readAttribute(role, attributes, i);
            }
        }
        if (known && o.hasOutcome()) {
            saysSuccess |= o.success();
            saysFailure |= !o.success();
            bodySaysError |= !o.error().isBlank();
        }
    }

    /** Returns whether the event says anything at all that the checks look at. */
    boolean isAny() {
        return known;
    }

    /** Returns the HTTP status, or 0. */
    int statusCode() {
        return statusCode;
    }

    /** Returns whether anything says that it went well. */
    boolean saysSuccess() {
        return saysSuccess;
    }

    /** Returns whether the body says that something went wrong. */
    boolean bodySaysError() {
        return bodySaysError || saysFailure;
    }

    /**
     * Returns whether it failed: its status or a word of it says so, or there is an error and nothing that says that it went
     * well.
     */
    boolean failed() {
        return statusCode >= 500 || saysFailure || bodySaysError && statusCode == 0 && !saysSuccess;
    }

    /** Returns whether it says how it went at all. */
    boolean saysHowItWent() {
        return statusCode > 0 || saysSuccess || saysFailure || bodySaysError;
    }

    /** Returns the text of the error, or null; valid as long as the event. */
    Text error() {
        return error;
    }

    /** Returns the name of the source that was called, or null; valid as long as the event. */
    Text target() {
        return target;
    }

    /** Returns the name of the source that calls, or null; valid as long as the event. */
    Text caller() {
        return caller;
    }

    /** Returns whether anything came out. */
    boolean hasOutput() {
        return hasOutput;
    }

    /** Returns the name of an output that is null, or null. */
    String nullOutput() {
        return nullOutput;
    }

    /** Returns the name of an output or a body that is null, or null. */
    String nullResult() {
        return nullOutput != null ? nullOutput : nullBody;
    }

    /** Returns what is wrong with an output, or null. */
    String invalidOutput() {
        return invalidOutput;
    }

    /** Returns whether it says that something was processed. */
    boolean processed() {
        return processed;
    }

    /** Returns whether it says that something was completed. */
    boolean completed() {
        return completed;
    }

    /** Returns whether it says that no items were processed. */
    boolean noItems() {
        return noItems;
    }

    /** Forgets the event before. */
    void clear() {
        statusCode = 0;
        saysSuccess = false;
        saysFailure = false;
        bodySaysError = false;
        hasOutput = false;
        nullOutput = null;
        nullBody = null;
        invalidOutput = null;
        processed = false;
        completed = false;
        noItems = false;
        known = false;
        error = null;
        target = null;
        caller = null;
    }

    private void readNumber(FieldRole role, double value) {
        switch (role) {
            case STATUS:
                if (value >= 100 && value < 600) {
                    statusCode = (int) value;
                }
                break;
            case ITEMS_PROCESSED:
                noItems = value == 0;
                break;
            case OUTPUT:
            case BODY:
            case PART_OF_OUTPUT:
                hasOutput = true;
                break;
            default:
                break;
        }
    }

    private void readAttribute(FieldRole role, Fields attributes, int i) {
        switch (attributes.type(i)) {
            case NULL:
                if (role == FieldRole.OUTPUT) {
                    nullOutput = attributes.name(i);
                } else if (role == FieldRole.BODY) {
                    nullBody = attributes.name(i);
                }
                break;
            case BOOLEAN:
                readFlag(role, attributes.name(i), attributes.booleanAt(i));
                break;
            case LONG:
                readNumber(role, attributes.longAt(i));
                break;
            case DOUBLE:
                readNumber(role, attributes.doubleAt(i));
                break;
            default:
                readText(role, attributes.name(i), attributes.textAt(i));
                break;
        }
    }

    private void readFlag(FieldRole role, String name, boolean value) {
        switch (role) {
            case SUCCESS:
                saysSuccess |= value;
                saysFailure |= !value;
                break;
            case ERROR:
                bodySaysError |= value;
                break;
            case OUTPUT:
            case BODY:
            case PART_OF_OUTPUT:
                hasOutput = true;
                break;
            case OUTPUT_VALID:
                invalidOutput = value ? invalidOutput : name + " is false";
                break;
            case PROCESSED:
                processed |= value;
                break;
            case COMPLETED:
                completed |= value;
                break;
            default:
                break;
        }
    }

    private void readText(FieldRole role, String name, Text text) {
        switch (role) {
            case PART_OF_OUTPUT:
                hasOutput = true;
                break;
            case ERROR:
                if (!text.isBlank() && TextScan.wordOf(text, NO_ERROR) == null) {
                    bodySaysError = true;
                    error = text;
                }
                break;
            case TARGET:
                target = text.isBlank() ? target : text;
                break;
            case CALLER:
                caller = text.isBlank() ? caller : text;
                break;
            case OUTPUT:
                readOutput(name, text);
                break;
            case BODY:
                readBody(text);
                break;
            case STATUS:
            case SUCCESS:
                readStatus(role, name, text);
                break;
            default:
                readWrittenFlag(role, name, text);
                break;
        }
    }

    private void readStatus(FieldRole role, String name, Text text) {
        String good = TextScan.wordOf(text, GOOD);
        saysSuccess |= good != null;
        completed |= COMPLETED.equals(good);
        bodySaysError |= TextScan.wordOf(text, BAD) != null;
        readWrittenFlag(role, name, text);
        int number = TextScan.threeDigits(text);
        if (number >= 0) {
            readNumber(role, number);
        }
    }

    private void readWrittenFlag(FieldRole role, String name, Text text) {
        String flag = TextScan.wordOf(text, FLAGS);
        if (flag != null) {
            readFlag(role, name, flag == FLAGS[0]);
        }
    }

    private void readOutput(String name, Text text) {
        String noValue = TextScan.wordOf(text, NO_VALUE);
        if (text.isBlank()) {
            invalidOutput = name + " is empty";
        } else if (noValue != null) {
            invalidOutput = name + " is the word '" + noValue + "'";
        } else {
            readBody(text);
        }
    }

    private void readBody(Text text) {
        if (text.isBlank()) {
            return;
        }
        hasOutput = true;
        saysSuccess |= TextScan.wordOf(text, GOOD) != null;
        for (String start : ERROR_STARTS) {
            bodySaysError |= TextScan.startsWithIgnoreCase(text, start);
        }
    }
}
