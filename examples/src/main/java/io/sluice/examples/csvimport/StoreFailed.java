package io.sluice.examples.csvimport;

import java.sql.SQLException;

/**
 * The database of the imported rows could not do what was asked: its folder cannot be written, another process has it
 * open, the disk is full. The message names what was attempted; trying again later may help.
 */
public final class StoreFailed extends RuntimeException {

    StoreFailed(String attempt, SQLException cause) {
        super(attempt + " failed: " + cause.getMessage(), cause);
    }
}
