// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

// The contracts, read from the .proto files when the program starts; nothing is generated.

import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const sources = fileURLToPath(new URL('../../proto/src/main/protobuf', import.meta.url));
const definition = loader.loadSync('hanse/v1/cluster_registry.proto', { includeDirs: [sources], longs: String, defaults: true });
const { ClusterRegistry } = grpc.loadPackageDefinition(definition).hanse.v1;

/** The message inside a join token, "hanse1.<base64url>". */
export function readJoinToken(text) {
  const [version, content] = text.split('.', 2);
  if (version !== 'hanse1' || !content) {
    throw new Error('not a join token: it starts with "hanse1."');
  }
  return definition['hanse.v1.JoinToken'].deserialize(Buffer.from(content, 'base64url'));
}

/** A client of ClusterRegistry whose calls return promises and end after ten seconds. */
export function registryClient(address, credentials) {
  const client = new ClusterRegistry(address, credentials);
  const method = (name) => {
    const call = promisify(client[name].bind(client));
    return (request) => call(request, new grpc.Metadata(), { deadline: Date.now() + 10_000 });
  };
  return {
    createToken: method('createToken'),
    registerCluster: method('registerCluster'),
    listClusters: method('listClusters'),
    close: () => client.close(),
  };
}
