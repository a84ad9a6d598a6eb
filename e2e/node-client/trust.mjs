// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

// Whom a client believes to be a control plane: one whose chain ends in the cluster set's root and whose certificate says "control plane".
// Host names play no part.

import { X509Certificate, createHash } from 'node:crypto';
import { connect } from 'node:tls';

/** Refuses a certificate without a control plane's SPIFFE identity in this cluster set; for tls and grpc-js. */
export function controlPlaneOf(clusterSet) {
  const expected = `URI:spiffe://${clusterSet}/control-plane/`;
  return (host, certificate) =>
    certificate.subjectaltname?.startsWith(expected)
      ? undefined
      : new Error(`${host} shows ${certificate.subjectaltname} (expected: ${expected}...)`);
}

/** The root certificate behind an address, PEM, if its key has the hash that the join token pins; nothing is sent before that is known. */
export function pinnedRoot(address, pin) {
  const at = address.lastIndexOf(':');
  const options = { host: address.slice(0, at), port: Number(address.slice(at + 1)), ALPNProtocols: ['h2'], rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const socket = connect(options, () => {
      const root = lastOf(socket.getPeerCertificate(true));
      socket.destroy();
      const key = root.publicKey.export({ type: 'spki', format: 'der' });
      if (createHash('sha256').update(key).digest().equals(pin)) {
        resolve(Buffer.from(root.toString()));
      } else {
        reject(new Error(`the chain of ${address} does not end in the root that the token pins`));
      }
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error(`${address} does not answer`)));
    socket.on('error', reject);
  });
}

function lastOf(certificate) {
  let last = certificate;
  while (last.issuerCertificate && last.issuerCertificate !== last) {
    last = last.issuerCertificate;
  }
  return new X509Certificate(last.raw);
}
