package io.sluice.state;

import io.sluice.core.JobAction;

/** {@link JobAction} as a block inside other values. */
final class ActionValue {

    private static final int CANCEL = 1;
    private static final int REQUEUE = 2;
    private static final int SET_DONE = 3;
    private static final int DELETE = 4;
    private static final int REPRIORITIZE = 5;
    private static final int RESCHEDULE = 6;
    private static final int MOVE = 7;
    private static final int MAX_ATTEMPTS = 8;
    private static final int DROP = 9;

    private ActionValue() {}

    static void write(ValueWriter writer, JobAction action) {
        ValueWriter block = ValueWriter.block();
        switch (action) {
            case JobAction.Cancel c -> block.number(CANCEL).text(c.reason()).flag(c.force());
            case JobAction.Requeue c -> block.number(REQUEUE);
            case JobAction.SetDone c -> block.number(SET_DONE).optional(c.result(), ValueWriter::text);
            case JobAction.Delete c -> block.number(DELETE);
            case JobAction.Reprioritize c -> block.number(REPRIORITIZE).signed(c.priority());
            case JobAction.Reschedule c -> block.number(RESCHEDULE).signed(c.eta());
            case JobAction.Move c -> block.number(MOVE).text(c.channel());
            case JobAction.SetMaxAttempts c -> block.number(MAX_ATTEMPTS).number(c.most());
            case JobAction.Drop c -> block.number(DROP).text(c.reason());
        }
        writer.bytes(block.toBytes());
    }

    static JobAction read(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        int kind = block.smallNumber();
        return switch (kind) {
            case CANCEL -> new JobAction.Cancel(block.text(), block.flag());
            case REQUEUE -> new JobAction.Requeue();
            case SET_DONE -> new JobAction.SetDone(block.optional(ValueReader::text));
            case DELETE -> new JobAction.Delete();
            case REPRIORITIZE -> new JobAction.Reprioritize((int) block.signed());
            case RESCHEDULE -> new JobAction.Reschedule(block.signed());
            case MOVE -> new JobAction.Move(block.text());
            case MAX_ATTEMPTS -> new JobAction.SetMaxAttempts(block.smallNumber());
            case DROP -> new JobAction.Drop(block.text());
            // A number from the store, not a sealed type.
            default ->
                throw new IllegalStateException(
                        "a stored action has kind " + kind + ", which this build does not know");
        };
    }
}
