// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

// Whom a client believes to be a control plane, as docs/protocol/federation.md, section 1.1, has it: one whose chain ends in the cluster set's root and whose
// certificate has one URI, which says "control plane". Host names play no part.

import { X509Certificate, createHash } from 'node:crypto';
import { connect } from 'node:tls';

/** Refuses a certificate without a control plane's SPIFFE identity in this cluster set; for tls and grpc-js. */
export function controlPlaneOf(clusterSet) {
  const prefix = `spiffe://${clusterSet}/control-plane/`;
  return (host, certificate) => {
    const uris = urisOf(certificate.subjectaltname);
    const isControlPlane = uris.length === 1 && uris[0].startsWith(prefix) && /^[a-z0-9-]+$/.test(uris[0].slice(prefix.length));
    return isControlPlane ? undefined : new Error(`${host} shows ${uris.join(' and ') || 'no URI'} (expected: one, ${prefix}<name>)`);
  };
}

/** All URIs among the subject alternative names, as Node.js writes them: "DNS:a, URI:b". */
export function urisOf(subjectAltName = '') {
  return subjectAltName.split(', ').filter((name) => name.startsWith('URI:')).map((name) => name.slice('URI:'.length));
}

/**
 * The root certificate behind an address, PEM, if its key has the hash that the join token pins; nothing is sent before that is known. That the chain leads
 * to it and who the server is, TLS checks on the connection that trusts this root.
 */
export function pinnedRoot(address, pin) {
  const at = address.lastIndexOf(':');
  const options = {
    host: address.slice(0, at).replace(/^\[(.*)\]$/, '$1'),
    port: Number(address.slice(at + 1)),
    minVersion: 'TLSv1.3',
    ALPNProtocols: ['h2'],
    rejectUnauthorized: false,
  };
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
