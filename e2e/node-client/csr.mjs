// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

// A PKCS#10 request (RFC 2986) without a subject, since the control plane sets it, signed with ECDSA on P-256 (RFC 5758).

import { createPublicKey, sign } from 'node:crypto';

const INTEGER_0 = Buffer.from([0x02, 0x01, 0x00]);
const ECDSA_WITH_SHA256 = Buffer.from([0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);

function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts) => der(0x30, ...parts);
const bitString = (content) => der(0x03, Buffer.from([0]), content);

/** The request for a certificate of this private key, DER. */
export function certificateRequest(privateKey) {
  const subject = sequence();
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const noAttributes = der(0xa0);
  const info = sequence(INTEGER_0, subject, publicKey, noAttributes);
  return sequence(info, sequence(ECDSA_WITH_SHA256), bitString(sign('sha256', info, privateKey)));
}
