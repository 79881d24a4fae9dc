package io.sluice.wire;

import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.schemas.Cancel;
import io.sluice.schemas.Configure;
import io.sluice.schemas.ConfigureFile;
import io.sluice.schemas.Pause;
import io.sluice.schemas.Requeue;
import io.sluice.schemas.Resume;
import io.sluice.schemas.Submit;
import java.util.Optional;
import java.util.UUID;

/** What services and operators want. */
final class CommandReader {

    private CommandReader() {}

    static Decoded read(Optional<byte[]> key, io.sluice.schemas.Command record) {
        Optional<UUID> id = Ids.uuid(record.getId());
        if (record.getBody() instanceof ConfigureFile file) {
            return new Decoded(new Command.ConfigureFile(file.getText()), new Cause("", id, record.getBy()));
        }
        String tree = Ids.tree(key, record.getBody().getClass().getSimpleName());
        Command command = ofTree(tree, record.getBody());
        // A submission is known by its job, so that its verdict can be found without a second id.
        Optional<UUID> known = command instanceof Command.Submit submit && id.isEmpty()
                ? Optional.of(submit.job().id().uuid())
                : id;
        return new Decoded(command, new Cause(tree, known, record.getBy()));
    }

    private static Command ofTree(String tree, Object body) {
        return switch (body) {
            case Submit c -> new Command.Submit(JobWire.submission(tree, c.getJob()));
            case Cancel c -> new Command.Cancel(Ids.job(tree, c.getJob()), c.getReason());
            case Requeue c -> new Command.Requeue(Ids.job(tree, c.getJob()));
            case Pause c -> new Command.Pause(c.getChannel(), c.getReason());
            case Resume c -> new Command.Resume(c.getChannel());
            case Configure c -> new Command.Configure(c.getChannels());
            default -> throw new BadRecordException("a command of an unknown kind: " + body.getClass());
        };
    }
}
