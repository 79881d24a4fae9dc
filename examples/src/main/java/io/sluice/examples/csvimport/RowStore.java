package io.sluice.examples.csvimport;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The imported rows in an embedded SQL database: the table {@value #TABLE} with a column {@code JOB_ID} (the primary
 * key), a column {@code LINE_NUMBER}, and a text column for each column of the files.
 *
 * <p>A row is there once per job id, however often its job runs. Columns appear with the first header that has them;
 * rows of other files are NULL there. A row that {@link #insert} has returned for survives the end of the process,
 * though not a power cut.
 *
 * <p>Safe for many threads; for one process at a time.
 */
public final class RowStore implements AutoCloseable {

    /** The name of the table. */
    public static final String TABLE = "IMPORTED";

    /** Most columns that all files together may bring. H2 would take 16,384, but no person reads such a table. */
    public static final int MAX_COLUMNS = 1000;

    private final String url;
    private final JdbcConnectionPool pool;
    private final Set<String> columns = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** H2 copies the table in order to add a column: it loses the rows that others insert meanwhile, and for a moment it is not there. */
    private final ReadWriteLock shape = new ReentrantReadWriteLock();

    private RowStore(String url) {
        this.url = url;
        pool = JdbcConnectionPool.create(url, "sa", "");
        createTable();
    }

    /**
     * Opens the database in a folder, and creates both where they are missing.
     *
     * @throws IllegalArgumentException if the path of the folder has a semicolon, which a database URL cannot carry
     * @throws StoreFailed if the folder cannot be written or another process has the database open
     */
    public static RowStore in(Path folder) {
        String path = folder.toAbsolutePath().normalize().toString();
        if (path.indexOf(';') >= 0) {
            throw new IllegalArgumentException("the database folder " + path + " must not have a ';' in its path");
        }
        // async: an interrupted worker would close a plain file, and with it the database, under all the others.
        // No write delay: a job is reported done right after its insert, so a kill must not lose the row then.
        return new RowStore("jdbc:h2:async:" + path + "/imported;WRITE_DELAY=0;LOCK_TIMEOUT=10000");
    }

    /** A database of its own that is gone when it is closed. */
    public static RowStore inMemory() {
        return new RowStore("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
    }

    private void createTable() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Columns.create(TABLE));
            try (ResultSet found = connection.getMetaData().getColumns(null, "PUBLIC", TABLE, null)) {
                while (found.next()) {
                    columns.add(found.getString("COLUMN_NAME"));
                }
            }
        } catch (SQLException e) {
            pool.dispose();
            throw new StoreFailed("opening the database " + url, e);
        }
    }

    /**
     * Adds the columns that are missing for a header. {@link #insert} does so as well; asking first tells before any
     * row whether the file fits.
     *
     * @throws IllegalArgumentException if the table would have more than {@value #MAX_COLUMNS} columns of files
     * @throws StoreFailed if the database fails
     */
    public void addColumns(Collection<String> header) {
        ensure(Columns.of(header));
    }

    /**
     * Keeps a line under the id of its job.
     *
     * @return whether the job id was new; if not, the row stays as it was
     * @throws IllegalArgumentException if the line is broken, or its columns would be too many
     * @throws StoreFailed if the database fails
     */
    public boolean insert(String jobId, CsvLine line) {
        if (!line.good()) {
            throw new IllegalArgumentException("line " + line.lineNumber() + " is broken: " + line.problem());
        }
        List<String> names = Columns.of(line.fields().keySet());
        ensure(names);
        shape.readLock().lock();
        try {
            return inserted(jobId, line, names);
        } finally {
            shape.readLock().unlock();
        }
    }

    private boolean inserted(String jobId, CsvLine line, List<String> names) {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(Columns.insertInto(TABLE, names))) {
            int place = 0;
            insert.setString(++place, jobId);
            insert.setLong(++place, line.lineNumber());
            for (String value : line.fields().values()) {
                insert.setString(++place, value);
            }
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.DUPLICATE_KEY_1) {
                return false;
            }
            throw new StoreFailed("inserting the row of job " + jobId, e);
        }
    }

    private void ensure(List<String> names) {
        if (columns.containsAll(names)) {
            return;
        }
        shape.writeLock().lock();
        try {
            add(names.stream().filter(name -> !columns.contains(name)).toList());
        } finally {
            shape.writeLock().unlock();
        }
    }

    private void add(List<String> missing) {
        if (missing.isEmpty()) {
            return;
        }
        int ofFiles = columns.size() + missing.size() - Columns.OWN.size();
        if (ofFiles > MAX_COLUMNS) {
            throw new IllegalArgumentException("table " + TABLE + " would have " + ofFiles + " columns with this file, "
                    + MAX_COLUMNS + " are allowed; use a file with fewer columns or another database folder");
        }
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Columns.addTo(TABLE, missing));
        } catch (SQLException e) {
            throw new StoreFailed("adding the columns " + missing + " to table " + TABLE, e);
        }
        columns.addAll(missing);
    }

    /** How many rows there are. */
    public long count() {
        shape.readLock().lock();
        try {
            return counted();
        } finally {
            shape.readLock().unlock();
        }
    }

    private long counted() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM " + TABLE)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new StoreFailed("counting the rows of table " + TABLE, e);
        }
    }

    /** The JDBC URL, for a person who wants to look; the user is {@code sa}, without a password. */
    public String url() {
        return url;
    }

    /** Closes the database; nothing can be asked any more. A second time it does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new StoreFailed("closing the database " + url, e);
        } finally {
            pool.dispose();
        }
    }
}
