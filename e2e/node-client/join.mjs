// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

// usage: node join.mjs ADDRESS CREDENTIALS CLUSTER GATEWAY POD-PREFIX...
//
// As an operator: makes a join token for the cluster. As the cluster's gateway, which knows nothing but the token: makes a key, registers. As the operator
// again: lists the members. Prints what it learned as JSON.

import grpc from '@grpc/grpc-js';
import { X509Certificate, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJoinToken, registryClient } from './contracts.mjs';
import { certificateRequest } from './csr.mjs';
import { controlPlaneOf, pinnedRoot, urisOf } from './trust.mjs';

const [address, credentials, cluster, gateway, ...podPrefixes] = process.argv.slice(2);
const clusterSet = new URL(subjectUri(new X509Certificate(file('operator.pem')))).host;
const operator = registryClient(
  address,
  grpc.credentials.createSsl(file('ca.pem'), file('operator-key.pem'), file('operator.pem'), {
    checkServerIdentity: controlPlaneOf(clusterSet),
  }),
);

const { token, tokenId } = await operator.createToken({ clusterId: cluster });
const { privateKey, membership } = await register(readJoinToken(token));
const again = await register(readJoinToken(token)).catch((error) => error);
const members = await operator.listClusters({});
operator.close();

const certificate = new X509Certificate(membership.certificateChain[0]);
console.log(
  JSON.stringify({
    tokenId,
    clusterSet: membership.clusterSet,
    identity: membership.identity,
    certificateUri: subjectUri(certificate),
    certificateIsForOurKey: certificate.checkPrivateKey(privateKey),
    trustedRoots: membership.trustBundle.length,
    secondUse: grpc.status[again.code] ?? String(again.code),
    members: members.clusters.map(({ id, podPrefixes, gateways }) => ({ id, podPrefixes, gateways: gateways.map(({ name }) => name) })),
  }),
);

async function register(joinToken) {
  const server = joinToken.addresses[0];
  const root = await pinnedRoot(server, joinToken.caPin);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const registry = registryClient(
    server,
    grpc.credentials.createSsl(root, null, null, { checkServerIdentity: controlPlaneOf(joinToken.clusterSet) }),
  );
  try {
    const membership = await registry.registerCluster({
      tokenSecret: joinToken.secret,
      clusterId: joinToken.clusterId,
      gatewayName: gateway,
      csr: certificateRequest(privateKey),
      podPrefixes,
    });
    return { privateKey, membership };
  } finally {
    registry.close();
  }
}

function file(name) {
  return readFileSync(join(credentials, name));
}

function subjectUri(certificate) {
  return urisOf(certificate.subjectAltName)[0];
}
