package io.tocsin.processor.core.rule;

/** Says in words what a condition saw and what was expected. */
final class ConditionText {

    private ConditionText() {}

    static String of(Condition condition) {
        Rule rule = condition.rule();
        String detail = condition.detail;
        switch (rule.kind()) {
            case THRESHOLD:
                return above(condition, condition.metric());
            case RATIO:
                return condition.metric() != null
                        ? above(condition, condition.metric())
                        : above(condition, rule.subject()) + share(condition);
            case STATISTIC:
                return above(condition, rule.statistic().words());
            case ANOMALY:
                return condition.metric() + " " + Words.number(condition.observed()) + " is unusual: expected about "
                        + Words.number(condition.expected()) + " (z-score " + Words.number(round(condition.value))
                        + ")";
            case SILENCE:
                String words = "no " + rule.subject() + " for more than " + Words.duration((long) condition.expected());
                return detail == null ? words : words + " (" + detail + ")";
            default:
                return detail == null ? rule.title() : detail;
        }
    }

    private static String above(Condition condition, String subject) {
        Rule rule = condition.rule();
        return subject + " " + Words.number(condition.observed() * rule.scale()) + rule.unit() + " "
                + rule.comparison().words() + " "
                + Words.number(condition.expected() * rule.scale()) + rule.unit();
    }

    private static String share(Condition condition) {
        long samples = condition.samples();
        return " (" + Math.round(condition.observed() * samples) + " of " + samples + " "
                + condition.rule().sampleNoun() + " in " + Words.duration(BuiltInRules.RATE_WINDOW_MS) + ")";
    }

    private static double round(double value) {
        return Math.rint(value * 10) / 10;
    }
}
