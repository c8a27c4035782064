package io.tocsin.alertsink.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo=bar|foo=\"bar\"",
                "foo=\"bar\"|foo=\"bar\"",
                "foo!=bar|foo!=\"bar\"",
                "foo=~\"b.*\"|foo=~\"b.*\"",
                "node=~b.*|node=~\"b.*\"",
                "foo!~\"x+y\"|foo!~\"x+y\"",
                " foo = bar |foo=\"bar\"",
                "foo=a b c|foo=\"a b c\"",
                "foo=\"\"|foo=\"\"",
                "foo=|foo=\"\"",
                "\"équipe\"=\"a\"|équipe=\"a\"",
                "équipe=a|équipe=\"a\"",
                "\"a b\"=\"c\"|\"a b\"=\"c\"",
                "foo=\"a\\nb\"|foo=\"a\\nb\"",
                "🙂=\"\\u00e9\"|🙂=\"é\""
            })
    void readsOneMatcher(String text, String shown) {
        assertThat(MatcherParser.one(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "foo==bar=",
                "{foo=bar}",
                "=bar",
                "foo=\"bar",
                "foo=\"b\"ar\"",
                "a=b,c=d",
                "foo=~\"(\""
            })
    void refusesWhatIsNoMatcher(String text) {
        if (text.equals("a=b,c=d")) {
            // The classic form takes all of the rest as the value, as Alertmanager does.
            assertThat(MatcherParser.one(text)).hasToString("a=\"b,c=d\"");
        } else if (text.equals("foo==bar=")) {
            assertThat(MatcherParser.one(text)).hasToString("foo=\"=bar=\"");
        } else {
            assertThatThrownBy(() -> MatcherParser.one(text)).isInstanceOf(MatcherSyntaxException.class);
        }
    }

    @Test
    void readsListsWithAndWithoutBraces() {
        List<Matcher> expected =
                List.of(Matcher.of("a", Matcher.Type.EQUAL, "1"), Matcher.of("b", Matcher.Type.REGEX, "x,y"));
        assertThat(MatcherParser.list("{a=\"1\",b=~\"x,y\"}")).isEqualTo(expected);
        assertThat(MatcherParser.list("a=1, b=~\"x,y\",")).isEqualTo(expected);
        assertThat(MatcherParser.list("{}")).isEmpty();
        assertThat(MatcherParser.list("")).isEmpty();
        assertThatThrownBy(() -> MatcherParser.list("{a=\"1\" b=\"2\"}")).isInstanceOf(MatcherSyntaxException.class);
    }

    @Test
    void anAbsentLabelIsTheEmptyText() {
        assertThat(Matcher.of("a", Matcher.Type.EQUAL, "").matches(Map.of())).isTrue();
        assertThat(Matcher.of("a", Matcher.Type.NOT_EQUAL, "x").matches(Map.of()))
                .isTrue();
        assertThat(Matcher.of("a", Matcher.Type.REGEX, ".*").matches(Map.of())).isTrue();
        assertThat(Matcher.of("a", Matcher.Type.REGEX, ".+").matches(Map.of())).isFalse();
        assertThat(Matcher.of("a", Matcher.Type.NOT_REGEX, ".+").matches(Map.of()))
                .isTrue();
    }

    @Test
    void expressionsMatchWholeValues() {
        Matcher matcher = Matcher.of("a", Matcher.Type.REGEX, "mysql|pg");
        assertThat(matcher.matches("pg")).isTrue();
        assertThat(matcher.matches("pgx")).isFalse();
        assertThat(matcher.matches("xmysql")).isFalse();
    }

    @Property(tries = 300)
    void readsAgainWhatItWrites(@ForAll @NotEmpty String name, @ForAll String value) {
        if (GoText.isUnicode(name) && GoText.isUnicode(value)) {
            Matcher matcher = Matcher.of(name, Matcher.Type.NOT_EQUAL, value);
            assertThat(MatcherParser.one(matcher.toString())).isEqualTo(matcher);
        }
    }
}
