// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that shows no certificate and does only what it is told: connect, or send frames of HTTP/2 (RFC 9113). */
public final class RawClient implements AutoCloseable {

    /** The type of a frame that begins or ends a call. */
    public static final int HEADERS = 1;

    private static final int DATA = 0;
    private static final int SETTINGS = 4;
    private static final int END_HEADERS = 4;
    private static final int ACK = 1;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SSLSocket socket;
    private final DataInputStream in;

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private RawClient(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and completes TLS. */
    public static RawClient connect(String from, InetSocketAddress server)
            throws IOException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(null, new TrustManager[] {new TrustsAll()}, null);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(server, 5_000);
        socket.setSoTimeout(5_000);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new RawClient(socket);
    }

    /** Says that this is HTTP/2, and takes the server's settings, so that its larger windows count. */
    public void introduce() throws IOException {
        socket.getOutputStream().write(PREFACE);
        frame(SETTINGS, 0, 0, new byte[0]);
        while (nextFrame()[0] != SETTINGS) {
            // The server's own come first; other frames of the connection may.
        }
        frame(SETTINGS, ACK, 0, new byte[0]);
    }

    /** Kind and stream of the next frame. */
    private int[] nextFrame() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int kind = in.readUnsignedByte();
        in.readUnsignedByte();
        int stream = in.readInt();
        in.skipNBytes(length);
        return new int[] {kind, stream};
    }

    /** Begins a call of gRPC. */
    public void call(String method) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        header(headers, ":method", "POST");
        header(headers, ":scheme", "https");
        header(headers, ":path", "/" + method);
        header(headers, ":authority", "test");
        header(headers, "content-type", "application/grpc");
        header(headers, "te", "trailers");
        frame(HEADERS, END_HEADERS, 1, headers.toByteArray());
    }

    /** A literal without indexing and without Huffman's code (RFC 7541 section 6.2.2). */
    private static void header(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        for (String each : new String[] {name, value}) {
            out.write(each.length());
            out.writeBytes(each.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Sends the beginning of a message of gRPC. */
    public void beginMessage(int announced, int sent) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(5).put((byte) 0).putInt(announced);
        frame(DATA, 0, 1, head.array());
        for (int left = sent; left > 0; left -= 16_000) {
            frame(DATA, 0, 1, new byte[Math.min(left, 16_000)]);
        }
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(9)
                .putShort((short) (payload.length >> 8))
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream);
        socket.getOutputStream().write(head.array());
        socket.getOutputStream().write(payload);
        socket.getOutputStream().flush();
    }

    /** Reads frames until one of this kind belongs to the call; false: the connection ended before. */
    public boolean awaits(int type) throws IOException {
        try {
            while (true) {
                int[] frame = nextFrame();
                if (frame[0] == type && frame[1] == 1) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came", e);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the other side has ended the connection within a time; what it sends is read. */
    public boolean isEnded(int millis) {
        try {
            socket.setSoTimeout(millis);
            while (in.read() >= 0) {
                // Settings and the like.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
