// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hanse.tunnel.crypto.CipherSuite;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * The handshake written a second time, straight down the lines of the WireGuard whitepaper (section 5.4) with Bouncy
 * Castle's primitives and none of ours, to compare with. For AES-256-GCM the two strings and the AEAD differ, and the
 * suite octet.
 */
final class WhitepaperPeer {

    private static final byte[] EMPTY = new byte[0];

    final byte[] privateKey = new byte[32];
    final byte[] publicKey = new byte[32];
    final CipherSuite suite;
    byte[] sendingKey = EMPTY;
    byte[] receivingKey = EMPTY;
    private final Random random;
    private final byte[] ephemeral = new byte[32];
    private byte[] c;
    private byte[] h;

    WhitepaperPeer(CipherSuite suite, long seed) {
        this.suite = suite;
        this.random = new Random(seed);
        random.nextBytes(privateKey);
        X25519.clampPrivateKey(privateKey);
        X25519.scalarMultBase(privateKey, 0, publicKey, 0);
        boolean aes = suite == CipherSuite.AES_256_GCM;
        c = hash((aes ? "Noise_IKpsk2_25519_AESGCM_BLAKE2s" : "Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s")
                .getBytes(US_ASCII));
        h = hash(c, (aes ? "Hanse tunnel v1" : "WireGuard v1 zx2c4 Jason@zx2c4.com").getBytes(US_ASCII));
    }

    byte[] initiation(byte[] responderPublic, byte[] timestamp, int index) {
        h = hash(h, responderPublic);
        byte[] frame = header(148, 1, index);
        byte[] ephemeralPublic = newEphemeral();
        c = kdf(1, c, ephemeralPublic)[0];
        put(frame, 8, ephemeralPublic);
        h = hash(h, ephemeralPublic);
        byte[][] ck = kdf(2, c, dh(ephemeral, responderPublic));
        byte[] sealedStatic = aead(true, ck[1], 0, publicKey, h);
        put(frame, 40, sealedStatic);
        h = hash(h, sealedStatic);
        ck = kdf(2, ck[0], dh(privateKey, responderPublic));
        byte[] sealedTime = aead(true, ck[1], 0, timestamp, h);
        put(frame, 88, sealedTime);
        h = hash(h, sealedTime);
        c = ck[0];
        put(frame, 116, mac1(responderPublic, frame, 116));
        return frame;
    }

    void onResponse(byte[] frame, byte[] presharedKey) {
        byte[] theirs = Arrays.copyOfRange(frame, 12, 44);
        c = kdf(1, c, theirs)[0];
        h = hash(h, theirs);
        c = kdf(1, c, dh(ephemeral, theirs))[0];
        c = kdf(1, c, dh(privateKey, theirs))[0];
        byte[][] ctk = kdf(3, c, presharedKey);
        h = hash(h, ctk[1]);
        aead(false, ctk[2], 0, Arrays.copyOfRange(frame, 44, 60), h);
        byte[][] keys = kdf(2, ctk[0], EMPTY);
        sendingKey = keys[0];
        receivingKey = keys[1];
    }

    byte[] answer(byte[] initiation, byte[] initiatorPublic, byte[] presharedKey, int index) {
        h = hash(h, publicKey);
        byte[] theirs = Arrays.copyOfRange(initiation, 8, 40);
        c = kdf(1, c, theirs)[0];
        h = hash(h, theirs);
        byte[][] ck = kdf(2, c, dh(privateKey, theirs));
        byte[] sealedStatic = Arrays.copyOfRange(initiation, 40, 88);
        byte[] opened = aead(false, ck[1], 0, sealedStatic, h);
        if (!Arrays.equals(opened, initiatorPublic)) {
            throw new AssertionError("another caller");
        }
        h = hash(h, sealedStatic);
        ck = kdf(2, ck[0], dh(privateKey, initiatorPublic));
        byte[] sealedTime = Arrays.copyOfRange(initiation, 88, 116);
        aead(false, ck[1], 0, sealedTime, h);
        h = hash(h, sealedTime);
        c = ck[0];
        byte[] frame = header(92, 2, index);
        System.arraycopy(initiation, 4, frame, 8, 4);
        byte[] ephemeralPublic = newEphemeral();
        c = kdf(1, c, ephemeralPublic)[0];
        put(frame, 12, ephemeralPublic);
        h = hash(h, ephemeralPublic);
        c = kdf(1, c, dh(ephemeral, theirs))[0];
        c = kdf(1, c, dh(ephemeral, initiatorPublic))[0];
        byte[][] ctk = kdf(3, c, presharedKey);
        h = hash(h, ctk[1]);
        put(frame, 44, aead(true, ctk[2], 0, EMPTY, h));
        put(frame, 60, mac1(initiatorPublic, frame, 60));
        byte[][] keys = kdf(2, ctk[0], EMPTY);
        receivingKey = keys[0];
        sendingKey = keys[1];
        return frame;
    }

    /** Section 5.4.6, without padding. */
    byte[] transport(int receiver, long counter, byte[] packet) {
        byte[] frame = new byte[32 + packet.length];
        frame[0] = 4;
        if (suite == CipherSuite.AES_256_GCM) {
            frame[2] = (byte) frame.length;
            frame[3] = (byte) (frame.length >> 8);
        }
        for (int i = 0; i < 4; i++) {
            frame[4 + i] = (byte) (receiver >>> 8 * i);
        }
        for (int i = 0; i < 8; i++) {
            frame[8 + i] = (byte) (counter >>> 8 * i);
        }
        put(frame, 16, crypt(true, sendingKey, nonce(frame), packet, EMPTY));
        return frame;
    }

    byte[] open(byte[] frame) {
        return crypt(false, receivingKey, nonce(frame), Arrays.copyOfRange(frame, 16, frame.length), EMPTY);
    }

    private byte[] nonce(byte[] frame) {
        byte[] nonce = new byte[12];
        System.arraycopy(frame, 8, nonce, 4, 8);
        if (suite == CipherSuite.AES_256_GCM) {
            System.arraycopy(frame, 0, nonce, 0, 4);
        }
        return nonce;
    }

    private byte[] header(int length, int type, int index) {
        byte[] frame = new byte[length];
        frame[0] = (byte) type;
        frame[1] = (byte) (suite == CipherSuite.AES_256_GCM ? 1 : 0);
        for (int i = 0; i < 4; i++) {
            frame[4 + i] = (byte) (index >>> 8 * i);
        }
        return frame;
    }

    private byte[] newEphemeral() {
        random.nextBytes(ephemeral);
        byte[] point = new byte[32];
        X25519.scalarMultBase(ephemeral, 0, point, 0);
        return point;
    }

    private byte[] aead(boolean seal, byte[] key, long counter, byte[] input, byte[] associated) {
        byte[] nonce = new byte[12];
        nonce[4] = (byte) counter;
        return crypt(seal, key, nonce, input, associated);
    }

    private byte[] crypt(boolean seal, byte[] key, byte[] nonce, byte[] input, byte[] associated) {
        AEADCipher cipher = suite == CipherSuite.AES_256_GCM
                ? GCMBlockCipher.newInstance(AESEngine.newInstance())
                : new ChaCha20Poly1305();
        cipher.init(seal, new AEADParameters(new KeyParameter(key), 128, nonce, associated));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        int written = cipher.processBytes(input, 0, input.length, output, 0);
        try {
            cipher.doFinal(output, written);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError("the frame does not open", e);
        }
        return output;
    }

    private static byte[] dh(byte[] own, byte[] theirs) {
        byte[] secret = new byte[32];
        if (!X25519.calculateAgreement(own, 0, theirs, 0, secret, 0)) {
            throw new AssertionError("no secret");
        }
        return secret;
    }

    private static byte[][] kdf(int count, byte[] key, byte[] input) {
        byte[] t0 = hmac(key, input);
        byte[][] result = new byte[count][];
        byte[] last = EMPTY;
        for (int i = 0; i < count; i++) {
            byte[] block = Arrays.copyOf(last, last.length + 1);
            block[last.length] = (byte) (i + 1);
            last = hmac(t0, block);
            result[i] = last;
        }
        return result;
    }

    private static byte[] hmac(byte[] key, byte[] input) {
        HMac hmac = new HMac(new Blake2sDigest(256));
        hmac.init(new KeyParameter(key));
        hmac.update(input, 0, input.length);
        byte[] result = new byte[32];
        hmac.doFinal(result, 0);
        return result;
    }

    private static byte[] mac1(byte[] receiverPublic, byte[] frame, int length) {
        Blake2sDigest digest = new Blake2sDigest(hash("mac1----".getBytes(US_ASCII), receiverPublic), 16, null, null);
        digest.update(frame, 0, length);
        byte[] result = new byte[16];
        digest.doFinal(result, 0);
        return result;
    }

    private static byte[] hash(byte[]... parts) {
        Blake2sDigest digest = new Blake2sDigest(256);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] result = new byte[32];
        digest.doFinal(result, 0);
        return result;
    }

    private static void put(byte[] frame, int offset, byte[] octets) {
        System.arraycopy(octets, 0, frame, offset, octets.length);
    }
}
