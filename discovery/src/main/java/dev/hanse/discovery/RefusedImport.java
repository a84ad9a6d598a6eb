// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import dev.hanse.discovery.model.ServiceName;

/**
 * An object of an import that the cluster's own Kubernetes or Consul does not take.
 *
 * @param service the import
 * @param text which object, and why; for a person
 */
public record RefusedImport(ServiceName service, String text) {}
