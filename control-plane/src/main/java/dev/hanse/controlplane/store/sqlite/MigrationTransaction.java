// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import io.ebean.migration.MigrationContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store's own connection, as the library gets it. The library commits its history before it runs a migration, and
 * its rollback hides what failed where SQLite rolled back already: so all that it does is one transaction, which ends
 * outside.
 */
record MigrationTransaction(Connection connection, String migrationPath) implements MigrationContext {

    static final String PLATFORM = "sqlite";

    private static final Set<String> ENDS = Set.of("commit", "rollback", "close");

    static MigrationTransaction on(Connection connection, String migrationPath) {
        Object withoutEnd = Proxy.newProxyInstance(
                MigrationTransaction.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, arguments) -> ENDS.contains(method.getName()) ? null : call(connection, method, arguments));
        return new MigrationTransaction((Connection) withoutEnd, migrationPath);
    }

    private static @Nullable Object call(Connection connection, Method method, @Nullable Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    @Override
    public String platform() {
        return PLATFORM;
    }

    @Override
    public String basePlatform() {
        return PLATFORM;
    }
}
