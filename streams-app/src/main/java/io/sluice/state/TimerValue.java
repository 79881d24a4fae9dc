package io.sluice.state;

import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.FlowId;
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
    private static final int CASCADE = 20;
    private static final int FLOW = 21;
    // channels
    private static final int CHANNEL = 40;
    private static final int SCHEDULE = 60;

    // jobs
    private static final int EXPIRE = 80;
    private static final int DEDUP = 81;
    private static final int PURGE = 82;
    private static final int PURGE_JOB = 83;
    private static final int SWEEP = 84;
    private static final int RETENTION = 85;

    // what is written again
    private static final int CARRY = 100;
    private static final int COUNTERS = 101;

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
            case Command.CascadeDue c ->
                writer.number(CASCADE).text(c.parent().tree()).uuid(c.parent().uuid());
            case Command.FlowDue c ->
                writer.number(FLOW).text(c.flow().tree()).uuid(c.flow().uuid());
            case Command.ChannelDue c ->
                writer.number(CHANNEL).text(c.tree()).text(c.channel().text());
            case Command.ScheduleDue c ->
                writer.number(SCHEDULE).text(c.tree()).text(c.id()).signed(c.slot());
            // jobs
            case Command.ExpireDue c -> job(writer.number(EXPIRE), c.job()).signed(c.expires());
            case Command.DedupDue c -> job(writer.number(DEDUP), c.job()).text(c.key());
            case Command.PurgeDue c ->
                writer.number(PURGE)
                        .text(c.tree())
                        .text(c.channel().text())
                        .flag(c.failed())
                        .signed(c.due())
                        .signed(c.from())
                        .text(c.after());
            case Command.PurgeJobDue c -> job(writer.number(PURGE_JOB), c.job()).signed(c.finishedAt());
            case Command.SweepDue c -> writer.number(SWEEP).text(c.tree()).uuid(c.sweep());
            case Command.RetentionDue c ->
                writer.number(RETENTION).text(c.tree()).text(c.after()).flag(c.others());
            // what is written again
            case Command.CarryDue c ->
                writer.number(CARRY)
                        .text(c.tree())
                        .signed(c.began())
                        .signed(c.since())
                        .number(part(c.part()))
                        .text(c.after());
            case Command.CountersDue c -> writer.number(COUNTERS).text(c.tree());
        }
        return writer.toBytes();
    }

    private static ValueWriter job(ValueWriter writer, JobId job) {
        return writer.text(job.tree()).uuid(job.uuid());
    }

    private static JobId job(ValueReader reader) {
        return new JobId(reader.text(), reader.uuid());
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
            case CASCADE -> new Command.CascadeDue(new JobId(reader.text(), reader.uuid()));
            case FLOW -> new Command.FlowDue(new FlowId(reader.text(), reader.uuid()));
            case CHANNEL -> new Command.ChannelDue(reader.text(), new ChannelPath(reader.text()));
            case SCHEDULE -> new Command.ScheduleDue(reader.text(), reader.text(), reader.signed());
            // jobs
            case EXPIRE -> new Command.ExpireDue(job(reader), reader.signed());
            case DEDUP -> {
                JobId job = job(reader);
                yield new Command.DedupDue(reader.text(), job);
            }
            case PURGE ->
                new Command.PurgeDue(
                        reader.text(),
                        new ChannelPath(reader.text()),
                        reader.flag(),
                        reader.signed(),
                        reader.signed(),
                        reader.text());
            case PURGE_JOB -> new Command.PurgeJobDue(job(reader), reader.signed());
            case SWEEP -> new Command.SweepDue(reader.text(), reader.uuid());
            case RETENTION -> new Command.RetentionDue(reader.text(), reader.text(), reader.flag());
            // what is written again
            case CARRY ->
                new Command.CarryDue(
                        reader.text(),
                        reader.signed(),
                        reader.signed(),
                        JobValue.numbered(Command.CarryPart.values(), TimerValue::part, reader.smallNumber()),
                        reader.text());
            case COUNTERS -> new Command.CountersDue(reader.text());
            // A number from the store, not a sealed type.
            default ->
                throw new IllegalStateException("a stored timer has kind " + kind + ", which this build does not know");
        };
    }

    /** Numbers of their own, so that the order in the enum may change. */
    private static int part(Command.CarryPart part) {
        return switch (part) {
            case JOBS -> 0;
            case FLOWS -> 1;
            case SCHEDULES -> 2;
            case DEDUP_KEYS -> 3;
            case SWEEPS -> 4;
            case CASCADES -> 5;
            case CHANNELS -> 6;
        };
    }
}
