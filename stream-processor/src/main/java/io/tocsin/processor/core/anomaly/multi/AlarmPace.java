package io.tocsin.processor.core.anomaly.multi;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * Says when the unrest of a source is an alarm, and keeps alarms rare: every one raises the threshold by a tenth, and a day
 * ({@value #ROWS_OF_DAY} rows) lowers it by as much, down to where it was. So a source whose metrics are restless by nature
 * has, over weeks, one alarm a day, the worst one, and an event on a calm source is judged by the plain threshold. An alarm
 * lasts until the unrest is below half of the threshold. Mutable, not thread-safe.
 */
final class AlarmPace {

    private static final double ROWS_OF_DAY = 1440;
    private static final double STEP = 0.1;
    private static final double MOST_RAISED = 10;
    private static final double CALM = 0.5;
    /** Rows before which nothing is an alarm: two hours of minutes. */
    private static final int WARM_UP_ROWS = 120;

    /** A new source is judged as if it had been in alarm twice: what is usual is not known yet. */
    private double raised = 2 * STEP;

    private long rowsInAlarm;

    /** Takes the unrest after a row; returns for how many rows the source has been in alarm, this one included. */
    long learn(double unrest, double threshold, long row) {
        double bar = threshold * Math.exp(raised);
        boolean alarm = row > WARM_UP_ROWS && unrest >= (rowsInAlarm > 0 ? CALM * bar : bar);
        raised = Math.max(0, raised - STEP / ROWS_OF_DAY);
        if (alarm && rowsInAlarm == 0) {
            raised = Math.min(MOST_RAISED, raised + STEP);
        }
        rowsInAlarm = alarm ? rowsInAlarm + 1 : 0;
        return rowsInAlarm;
    }

    void writeTo(ByteWriter writer) {
        writer.writeDouble(raised);
        writer.writeUnsigned(rowsInAlarm);
    }

    static AlarmPace readFrom(ByteReader reader) {
        AlarmPace read = new AlarmPace();
        read.raised = reader.readFinite();
        read.rowsInAlarm = reader.readCount();
        if (!(read.raised >= 0 && read.raised <= MOST_RAISED)) {
            throw new CorruptStateException("threshold raised by " + read.raised);
        }
        return read;
    }
}
