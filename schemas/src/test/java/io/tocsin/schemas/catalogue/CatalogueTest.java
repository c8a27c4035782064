package io.tocsin.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);

    @Test
    void noTwoTopicsHaveOneName() {
        assertThat(topics.all()).extracting(TopicSpec::name).doesNotHaveDuplicates();
        assertThat(topics.all()).extracting(TopicSpec::shortName).doesNotHaveDuplicates();
    }

    @Test
    void everyTopicOfTheCatalogueIsInItsList() {
        List<Object> fields = Arrays.stream(Topics.class.getFields())
                .filter(field -> field.getType() == TopicSpec.class)
                .map(field -> valueOf(field, topics))
                .toList();

        assertThat(topics.all())
                .containsExactlyInAnyOrderElementsOf(
                        fields.stream().map(TopicSpec.class::cast).toList());
    }

    @Test
    void topicsBearPrefixAndVersion() {
        assertThat(new Topics("acme").all())
                .allSatisfy(topic -> assertThat(topic.name()).isEqualTo("acme." + topic.shortName() + ".v1"));
    }

    @Test
    void whatDrivesStreamTimeHasTheBrokersTime() {
        assertThat(List.of(
                        topics.events,
                        topics.logs,
                        topics.ticks,
                        topics.alertCommands,
                        topics.maintenance,
                        topics.incidentCommands))
                .allSatisfy(
                        topic -> assertThat(topic.config()).containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void noTwoStoresAndNoTwoViewsHaveOneName() {
        List<Field> names = Arrays.stream(Stores.class.getFields())
                .filter(field -> field.getType() == String.class)
                .toList();

        assertThat(names.stream().filter(field -> !isView(field)).map(field -> valueOf(field, null)))
                .isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(names.stream().filter(CatalogueTest::isView).map(field -> valueOf(field, null)))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    private static boolean isView(Field field) {
        return field.getName().startsWith("VIEW_");
    }

    private static Object valueOf(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException hidden) {
            throw new AssertionError(field + " is not public", hidden);
        }
    }
}
