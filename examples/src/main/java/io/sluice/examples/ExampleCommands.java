package io.sluice.examples;

import io.sluice.app.CommandProvider;
import io.sluice.examples.demo.DemoCommand;
import io.sluice.examples.local.LocalCommand;
import java.util.List;

/**
 * The commands of this module.
 *
 * @since 0.1
 */
public final class ExampleCommands implements CommandProvider {

    /** For the ServiceLoader. */
    public ExampleCommands() {}

    @Override
    public List<Object> commands() {
        return List.of(new DemoCommand(), new LocalCommand());
    }
}
