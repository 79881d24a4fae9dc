package io.sluice.wire;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be done to many jobs, and to which, both ways. */
final class ActionWire {

    private ActionWire() {}

    static JobFilter filter(io.sluice.schemas.JobFilter filter) {
        return new JobFilter(
                some(filter.getChannel()).map(ChannelPath::parse),
                some(filter.getType()),
                states(filter.getStates()),
                some(filter.getError()),
                filter.getOlderThanMs());
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Set<JobState> states(List<String> names) {
        return names.stream().map(ActionWire::state).collect(Collectors.toSet());
    }

    private static JobState state(String name) {
        try {
            return JobState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new BadRecordException(
                    "a filter names the state \"" + name + "\"; allowed are " + Arrays.toString(JobState.values()));
        }
    }

    static io.sluice.schemas.JobFilter filter(JobFilter filter) {
        return new io.sluice.schemas.JobFilter(
                filter.channel().map(ChannelPath::text).orElse(""),
                filter.type().orElse(""),
                filter.states().stream().map(JobState::name).sorted().toList(),
                filter.error().orElse(""),
                filter.olderThanMs());
    }

    static JobAction action(io.sluice.schemas.JobAction action) {
        String text = Optional.ofNullable(action.getText()).orElse("");
        return switch (action.getName()) {
            case "Cancel" -> new JobAction.Cancel(Bounds.reason(text), action.getForce());
            case "Requeue" -> new JobAction.Requeue();
            case "SetDone" -> new JobAction.SetDone(Optional.ofNullable(action.getText()));
            case "Delete" -> new JobAction.Delete();
            case "Reprioritize" -> new JobAction.Reprioritize(number(action));
            case "Reschedule" -> new JobAction.Reschedule(action.getNumber());
            case "Move" -> new JobAction.Move(text);
            case "SetMaxAttempts" -> new JobAction.SetMaxAttempts(number(action));
            case "Drop" -> new JobAction.Drop(text);
            default -> throw new BadRecordException("an action of an unknown name: \"" + action.getName() + "\"");
        };
    }

    private static int number(io.sluice.schemas.JobAction action) {
        if (action.getNumber() != (int) action.getNumber()) {
            throw new BadRecordException(
                    action.getName() + " has the number " + action.getNumber() + ", which does not fit into 32 bits");
        }
        return (int) action.getNumber();
    }

    static io.sluice.schemas.JobAction action(JobAction action) {
        return switch (action) {
            case JobAction.Cancel c -> action("Cancel", c.reason(), 0, c.force());
            case JobAction.Requeue c -> action("Requeue", null, 0, false);
            case JobAction.SetDone c -> action("SetDone", c.result().orElse(null), 0, false);
            case JobAction.Delete c -> action("Delete", null, 0, false);
            case JobAction.Reprioritize c -> action("Reprioritize", null, c.priority(), false);
            case JobAction.Reschedule c -> action("Reschedule", null, c.eta(), false);
            case JobAction.Move c -> action("Move", c.channel(), 0, false);
            case JobAction.SetMaxAttempts c -> action("SetMaxAttempts", null, c.most(), false);
            case JobAction.Drop c -> action("Drop", c.reason(), 0, false);
        };
    }

    private static io.sluice.schemas.JobAction action(String name, String text, long number, boolean force) {
        return new io.sluice.schemas.JobAction(name, text, number, force);
    }
}
