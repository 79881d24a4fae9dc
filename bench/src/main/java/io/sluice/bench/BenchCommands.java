package io.sluice.bench;

import io.sluice.app.CommandProvider;
import java.util.List;

/**
 * The commands of this module.
 *
 * @since 0.1
 */
public final class BenchCommands implements CommandProvider {

    /** For the ServiceLoader. */
    public BenchCommands() {}

    @Override
    public List<Object> commands() {
        return List.of(new BenchCommand());
    }
}
