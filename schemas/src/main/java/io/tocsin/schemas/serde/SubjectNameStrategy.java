package io.tocsin.schemas.serde;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** How the subject of a schema is named. Accepts its own names and those of Confluent's classes. Stateless. */
public enum SubjectNameStrategy {
    /** {@code <topic>-key} or {@code <topic>-value}; the usual one. */
    TOPIC("TopicNameStrategy") {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return topic + (isKey ? "-key" : "-value");
        }
    },
    /** Full name of the record, in whatever topic it is. */
    RECORD("RecordNameStrategy") {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return schema.getFullName();
        }
    },
    /** {@code <topic>-<full name of the record>}. */
    TOPIC_RECORD("TopicRecordNameStrategy") {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return topic + "-" + schema.getFullName();
        }
    };

    private static final String CONFLUENT_PACKAGE = "io.confluent.kafka.serializers.subject.";

    private final String confluentName;

    SubjectNameStrategy(String confluentName) {
        this.confluentName = confluentName;
    }

    /** Returns the subject of a schema. */
    public abstract String subject(String topic, boolean isKey, Schema schema);

    /** Returns the name of Confluent's class of the same meaning. */
    public String className() {
        return CONFLUENT_PACKAGE + confluentName;
    }

    /**
     * Finds a strategy by the name of Confluent's class, with or without its package.
     *
     * @param setting name of the setting, for the error
     * @throws ConfigException when there is no such strategy
     */
    static SubjectNameStrategy named(String setting, String name) {
        for (SubjectNameStrategy strategy : values()) {
            if (name.equals(strategy.confluentName) || name.equals(strategy.className())) {
                return strategy;
            }
        }
        throw new ConfigException(
                setting, name, "must be TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
    }
}
