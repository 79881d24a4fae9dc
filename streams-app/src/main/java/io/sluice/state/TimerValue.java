package io.sluice.state;

import io.sluice.core.BundleId;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import io.sluice.core.Timer;

/** The value of TIMER: all of a {@link Timer} but when it is due and its subject, which are the key. */
final class TimerValue {

    private static final int VERSION = 1;
    private static final int JOB = 1;
    private static final int WORKER = 2;
    private static final int TOPIC = 3;
    private static final int RELEASE = 4;
    private static final int TYPE = 5;

    private TimerValue() {}

    static byte[] write(Timer timer) {
        ValueWriter writer = ValueWriter.version(VERSION).number(timer.failures());
        switch (timer.command()) {
            case Command.JobDue c ->
                writer.number(JOB).text(c.job().tree()).uuid(c.job().uuid()).signed(c.notBefore());
            case Command.WorkerDue c -> writer.number(WORKER).text(c.worker());
            case Command.TopicDue c -> writer.number(TOPIC).text(c.topic());
            case Command.ReleaseDue c ->
                writer.number(RELEASE).text(c.bundle().tree()).number(c.bundle().number());
            case Command.TypeDue c -> writer.number(TYPE).text(c.topic()).text(c.type());
        }
        return writer.toBytes();
    }

    static Timer read(byte[] key, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        int failures = reader.smallNumber();
        return new Timer(Keys.dueOf(key), Keys.subjectOf(key), failures, command(reader));
    }

    private static Command.Timed command(ValueReader reader) {
        int kind = reader.smallNumber();
        return switch (kind) {
            case JOB -> new Command.JobDue(new JobId(reader.text(), reader.uuid()), reader.signed());
            case WORKER -> new Command.WorkerDue(reader.text());
            case TOPIC -> new Command.TopicDue(reader.text());
            case RELEASE -> new Command.ReleaseDue(new BundleId(reader.text(), reader.number()));
            case TYPE -> new Command.TypeDue(reader.text(), reader.text());
            // A number from the store, not a sealed type.
            default ->
                throw new IllegalStateException("a stored timer has kind " + kind + ", which this build does not know");
        };
    }
}
