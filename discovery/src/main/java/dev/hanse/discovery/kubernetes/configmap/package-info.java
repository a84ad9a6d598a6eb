// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * ConfigMaps of the cluster that belong to others, in which a verb changes one entry. Imports only the JDK, Jackson and {@code discovery.kubernetes}.
 */
@NullMarked
package dev.hanse.discovery.kubernetes.configmap;

import org.jspecify.annotations.NullMarked;
