// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import dev.hanse.controlplane.model.AuditRecord;
import dev.hanse.controlplane.store.AuditFilter;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.controlplane.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The store in one SQLite file: write-ahead log, and a commit returns when the disk has it (synchronous FULL). One
 * transaction for each list of changes. Used by one thread at a time.
 */
public final class SqliteFederationStore implements FederationStore {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteFederationStore.class);

    private final Path file;
    private final DataDirectoryLock lock;
    private final Connection connection;
    private final Reads reads;
    private final Writes writes;
    private final AuditTables audit;

    private SqliteFederationStore(Path file, DataDirectoryLock lock, Connection connection) {
        this.file = file;
        this.lock = lock;
        this.connection = connection;
        Sql sql = new Sql(connection);
        this.reads = new Reads(sql);
        this.audit = new AuditTables(sql);
        this.writes = new Writes(sql, audit);
    }

    /**
     * Opens the store in a data directory, or makes it.
     *
     * @throws IOException if another process works there, SQLite cannot be loaded, the file is damaged or newer, or the
     *     disk cannot be used; each is told from the others
     */
    public static SqliteFederationStore open(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        DataDirectoryLock lock = DataDirectoryLock.take(directory);
        Path file = directory.resolve("federation.db");
        try {
            SqliteLibrary.load(directory);
            return new SqliteFederationStore(file, lock, prepared(file));
        } catch (SQLException e) {
            lock.close();
            throw new IOException(StoreFailure.of(e, file).message(file, e), e);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static Connection prepared(Path file) throws SQLException, IOException {
        Connection connection = connect(file);
        try {
            requireSound(connection);
            Schema.CURRENT.prepare(connection);
            return connection;
        } catch (SQLException | IOException e) {
            connection.close();
            throw e;
        }
    }

    /** What SQLite can notice of a damaged file: a page, cell or index that does not fit the others. */
    private static void requireSound(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
            if (result.next() && !result.getString(1).equals("ok")) {
                throw new SQLiteException(result.getString(1).replaceAll("\\s+", " "), SQLiteErrorCode.SQLITE_CORRUPT);
            }
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(1_000);
        // Never in files of /tmp, which may be missing.
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public SavedState load() {
        try {
            SavedState state = reads.all();
            connection.commit();
            return state;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new StoreUnavailableException(
                    "store " + file.getFileName() + " is damaged: " + e.getMessage() + "; restore it from a backup", e);
        } catch (SQLException e) {
            throw unavailable("cannot be read", e);
        }
    }

    @Override
    public Map<StoreMark, String> marks() {
        try {
            Map<StoreMark, String> marks = reads.marks();
            connection.commit();
            return marks;
        } catch (SQLException e) {
            throw unavailable("cannot be read", e);
        }
    }

    @Override
    public void commit(List<StateChange> changes) {
        try {
            for (StateChange change : changes) {
                writes.apply(change);
            }
            connection.commit();
        } catch (SQLException e) {
            rollBack();
            throw unavailable("cannot be written", e);
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // On a full disk SQLite ends the transaction itself, and the driver does not begin the next.
            LOG.debug("the failed transaction was rolled back already", e);
            begin();
        }
    }

    private void begin() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
        } catch (SQLException e) {
            LOG.debug("a transaction is open already", e);
        }
    }

    @Override
    public List<AuditRecord> audit(AuditFilter filter, long before, int limit) {
        try {
            List<AuditRecord> entries = audit.read(filter, before, limit);
            connection.commit();
            return entries;
        } catch (SQLException e) {
            throw unavailable("cannot be read", e);
        }
    }

    private StoreUnavailableException unavailable(String what, SQLException cause) {
        return new StoreUnavailableException(
                "store " + file.getFileName() + " " + what + ": " + cause.getMessage() + " ("
                        + StoreFailure.of(cause, file).remedy() + ")",
                cause);
    }

    @Override
    public void close() {
        try (lock) {
            connection.close();
        } catch (SQLException | IOException e) {
            LOG.warn("store {}: not closed cleanly: {}", file, e.getMessage());
        }
    }
}
