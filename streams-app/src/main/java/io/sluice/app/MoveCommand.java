package io.sluice.app;

import io.sluice.sdk.JobAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts jobs into another channel. */
@Command(
        name = "move",
        description = "Puts a job into another channel of its tree. Not while it is with a worker.",
        footer = {
            "",
            "Example:",
            "  sluice move main:01920000-0000-7000-8000-000000000001 --to root.slow",
            "  sluice move --channel root.import --type big --to root.slow --dry-run"
        })
final class MoveCommand implements Callable<Integer> {

    @Option(
            names = "--to",
            paramLabel = "CHANNEL",
            required = true,
            converter = ChannelName.Reader.class,
            description = "Where to, such as root.slow.")
    private ChannelName to;

    @Mixin
    private ManyJobs jobs;

    @Override
    public Integer call() {
        if (!to.tree().isEmpty()) {
            throw CommandFailed.badUsage("--to names the tree " + to.tree() + "; a job stays in its tree");
        }
        return jobs.run(
                JobAction.move(to.path().text()),
                new io.sluice.core.JobAction.Move(to.path().text()).usual(),
                "moved");
    }
}
