package io.sluice.app;

import picocli.CommandLine;

final class SchedulerCommand {
    static CommandLine line() {
        return null;
    }
}
