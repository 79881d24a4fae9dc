package io.sluice.wire;

import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.JobAction;
import io.sluice.schemas.Cancel;
import io.sluice.schemas.CancelFlow;
import io.sluice.schemas.CancelSweep;
import io.sluice.schemas.Configure;
import io.sluice.schemas.ConfigureFile;
import io.sluice.schemas.Delete;
import io.sluice.schemas.DeleteSchedule;
import io.sluice.schemas.DropTree;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.Move;
import io.sluice.schemas.Pause;
import io.sluice.schemas.PutSchedule;
import io.sluice.schemas.Reprioritize;
import io.sluice.schemas.Requeue;
import io.sluice.schemas.RequeueFlow;
import io.sluice.schemas.Reschedule;
import io.sluice.schemas.Resume;
import io.sluice.schemas.SetDone;
import io.sluice.schemas.SetMaxAttempts;
import io.sluice.schemas.Submit;
import io.sluice.schemas.SubmitFlow;
import io.sluice.schemas.Sweep;
import io.sluice.schemas.SwitchSchedule;
import io.sluice.schemas.TriggerSchedule;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.util.Optional;
import java.util.UUID;

/** What services and operators want. */
final class CommandReader {

    private CommandReader() {}

    static Decoded read(Optional<byte[]> key, io.sluice.schemas.Command record) {
        Optional<UUID> id = Ids.uuid(record.getId());
        if (record.getBody() instanceof ConfigureFile file) {
            return new Decoded(new Command.ConfigureFile(file.getText()), new Cause("", id, Bounds.by(record.getBy())));
        }
        String tree = Ids.tree(key, record.getBody().getClass().getSimpleName());
        Command command = ofTree(tree, record.getBody());
        return new Decoded(command, new Cause(tree, id.or(() -> knownBy(command)), Bounds.by(record.getBy())));
    }

    /** Whoever waits for the verdict on a job hears why it is none. */
    private static Command submit(String tree, JobSpec job) {
        try {
            return new Command.Submit(JobWire.submission(tree, job));
        } catch (BadRecordException | IllegalArgumentException e) {
            return new Command.Unfit(Ids.job(tree, job.getId()), e.getMessage());
        }
    }

    /** A submission is known by its job or flow, so that its verdict can be found without a second id. */
    private static Optional<UUID> knownBy(Command command) {
        return switch (command) {
            case Command.Submit submit -> Optional.of(submit.job().id().uuid());
            case Command.Unfit unfit -> Optional.of(unfit.job().uuid());
            case Command.SubmitFlow submit -> Optional.of(submit.flow().uuid());
            case Command.UnfitFlow unfit -> Optional.of(unfit.flow().uuid());
            default -> Optional.empty();
        };
    }

    private static Command ofTree(String tree, Object body) {
        return switch (body) {
            case Submit c -> submit(tree, c.getJob());
            case Cancel c -> on(tree, c.getJob(), new JobAction.Cancel(Bounds.reason(c.getReason()), c.getForce()));
            case Requeue c -> on(tree, c.getJob(), new JobAction.Requeue());
            case Pause c -> new Command.Pause(c.getChannel(), Bounds.reason(c.getReason()), c.getType());
            case Resume c -> new Command.Resume(c.getChannel(), c.getType());
            case Configure c -> new Command.Configure(c.getChannels());
            // flows
            case SubmitFlow c -> FlowWire.submit(tree, c);
            case CancelFlow c -> new Command.CancelFlow(FlowWire.flow(tree, c.getFlow()), Bounds.reason(c.getReason()));
            case RequeueFlow c -> new Command.RequeueFlow(FlowWire.flow(tree, c.getFlow()));
            case PutSchedule c -> put(tree, c);
            case DeleteSchedule c -> new Command.DeleteSchedule(c.getId());
            case TriggerSchedule c -> new Command.TriggerSchedule(c.getId());
            case SwitchSchedule c -> new Command.SwitchSchedule(c.getId(), c.getEnabled());
            // jobs
            case SetDone c -> on(tree, c.getJob(), new JobAction.SetDone(Optional.ofNullable(c.getResult())));
            case Delete c -> on(tree, c.getJob(), new JobAction.Delete());
            case Reprioritize c -> on(tree, c.getJob(), new JobAction.Reprioritize(c.getPriority()));
            case Reschedule c -> on(tree, c.getJob(), new JobAction.Reschedule(c.getEta()));
            case Move c -> on(tree, c.getJob(), new JobAction.Move(c.getChannel()));
            case SetMaxAttempts c -> on(tree, c.getJob(), new JobAction.SetMaxAttempts(c.getMaxAttempts()));
            case Sweep c -> sweep(c);
            case CancelSweep c -> new Command.CancelSweep(UuidFormat.decode(c.getSweep()));
            case DropTree c -> new Command.DropTree(Bounds.reason(c.getReason()));
            default -> throw new BadRecordException("a command of an unknown kind: " + body.getClass());
        };
    }

    /** Whoever waits for the verdict hears what does not read. */
    private static Command put(String tree, PutSchedule put) {
        try {
            return new Command.PutSchedule(ScheduleWire.schedule(tree, put.getSchedule()));
        } catch (BadRecordException | IllegalArgumentException e) {
            return new Command.UnfitSchedule(put.getSchedule().getId(), e.getMessage());
        }
    }

    private static Command on(String tree, Uuid job, JobAction action) {
        return new Command.OnJob(Ids.job(tree, job), action);
    }

    /** Whoever waits for the verdict hears what does not read. */
    private static Command sweep(Sweep sweep) {
        try {
            JobAction action = ActionWire.action(sweep.getAction());
            return action instanceof JobAction.Drop
                    ? new Command.UnfitSweep("its action is Drop; send a DropTree to drop a whole tree")
                    : new Command.Sweep(ActionWire.filter(sweep.getFilter()), action);
        } catch (BadRecordException | IllegalArgumentException e) {
            return new Command.UnfitSweep(e.getMessage());
        }
    }
}
