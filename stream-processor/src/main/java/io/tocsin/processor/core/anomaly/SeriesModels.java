package io.tocsin.processor.core.anomaly;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.learned.LearnedKind;
import io.tocsin.processor.core.learned.LearnedPart;
import io.tocsin.processor.core.learned.Steps;
import java.util.Arrays;

/** What was learned about the metrics of one source, by ordinal. Mutable, not thread-safe. */
public final class SeriesModels implements LearnedPart {

    /** Its place among the learned parts of a source. */
    public static final LearnedKind<SeriesModels> KIND =
            new LearnedKind<>("series", SeriesModels::new, SeriesModels::readFrom, true);

    private static final int VERSION = 1;
    private static final int MAX_METRICS = 1000;
    private static final SeriesModel[] NONE = new SeriesModel[0];

    private final Steps steps = new Steps();
    private SeriesModel[] models = NONE;
    private int present;
    private boolean dirty;

    /** Returns the model of a metric, or null when there is none; one of a metric that had the ordinal before is gone. */
    public SeriesModel find(int ordinal, String metric) {
        SeriesModel model = ordinal < models.length ? models[ordinal] : null;
        return model != null && model.nameHash == metric.hashCode() ? model : null;
    }

    private SeriesModel get(int ordinal, String metric) {
        SeriesModel model = find(ordinal, metric);
        if (model == null) {
            if (ordinal >= models.length) {
                models = Arrays.copyOf(models, ordinal + 1);
            }
            present += models[ordinal] == null ? 1 : 0;
            model = new SeriesModel(metric.hashCode(), new SeriesDetector());
            models[ordinal] = model;
        }
        return model;
    }

    /**
     * Shows a value to the model of a metric, which begins if there is none.
     *
     * @return the model, to be asked what it says of the value
     */
    public SeriesModel step(int ordinal, String metric, long time, double value) {
        SeriesModel model = get(ordinal, metric);
        model.step(time, value);
        steps.round(time).whole(ordinal).name(metric).number(value);
        dirty = true;
        return model;
    }

    @Override
    public Steps steps() {
        return steps;
    }

    @Override
    public void redo(Steps.Reader again) {
        while (again.hasNext()) {
            long time = again.round();
            step(again.whole(MAX_METRICS - 1), again.name(), time, again.number());
        }
    }

    @Override
    public boolean isDirty() {
        return dirty;
    }

    @Override
    public void written() {
        dirty = false;
    }

    @Override
    public int approximateBytes() {
        return 40 + 4 * models.length + present * SeriesModel.BYTES + steps.approximateBytes();
    }

    @Override
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeUnsigned(models.length);
        for (SeriesModel model : models) {
            writer.writeBoolean(model != null);
            if (model != null) {
                model.writeTo(writer);
            }
        }
    }

    private static SeriesModels readFrom(ByteReader reader) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("series models of version " + version);
        }
        SeriesModels read = new SeriesModels();
        read.models = new SeriesModel[reader.readLength(MAX_METRICS, 1)];
        for (int i = 0; i < read.models.length; i++) {
            if (reader.readBoolean()) {
                read.models[i] = SeriesModel.readFrom(reader);
                read.present++;
            }
        }
        return read;
    }
}
