package io.github.chthosting.compose.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/**
 * A registry on this host, which engines ask without TLS: {@code big:1} is an image of one file of
 * zeros, {@code busy:1} may not be pulled now, and there is no other.
 */
public final class TestRegistry implements AutoCloseable {
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  private final MockWebServer server = new MockWebServer();
  private final Map<String, byte[]> blobs = new TreeMap<>();
  private final String manifest;

  /**
   * Starts one.
   *
   * @param size bytes of the file of {@code big:1}, a multiple of 512
   */
  public TestRegistry(long size) throws IOException {
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    MessageDigest plain = sha256();
    try (OutputStream zipped = new DigestOutputStream(new GZIPOutputStream(layer), plain)) {
      zipped.write(header(size));
      for (long rest = size + 1024; rest > 0; rest -= 512) {
        zipped.write(new byte[512]);
      }
    }
    String config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
            + HexFormat.of().formatHex(plain.digest())
            + "\"]}}";
    manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MANIFEST,
                blob(CONFIG, config.getBytes(StandardCharsets.UTF_8)),
                blob(LAYER, layer.toByteArray()));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(String.valueOf(request.getUrl().encodedPath()));
          }
        });
    server.start();
  }

  /** The part of an image's name before {@code big:1}. */
  public String name() {
    return "127.0.0.1:" + server.getPort();
  }

  private String blob(String type, byte[] bytes) {
    String digest = "sha256:" + HexFormat.of().formatHex(sha256().digest(bytes));
    blobs.put(digest, bytes);
    return "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"}"
        .formatted(type, bytes.length, digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The header of a tar archive, as POSIX defines it. */
  private static byte[] header(long size) {
    Buffer text = new Buffer().writeUtf8("zeros").write(new byte[95]);
    text.writeUtf8("0000644\0" + "0000000\0" + "0000000\0");
    text.writeUtf8("%011o\0".formatted(size) + "%011o\0".formatted(0));
    text.writeUtf8("        0").write(new byte[100]).writeUtf8("ustar\00000");
    byte[] header = java.util.Arrays.copyOf(text.readByteArray(), 512);
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    byte[] check = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(check, 0, header, 148, check.length);
    return header;
  }

  private MockResponse answer(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (path.equals("/v2/")) {
      return new MockResponse.Builder().code(200).build();
    }
    if (path.startsWith("/v2/busy/")) {
      return failed(429, "TOOMANYREQUESTS", "Rate exceeded");
    }
    if (path.startsWith("/v2/big/blobs/") && blobs.containsKey(last)) {
      return new MockResponse.Builder().body(new Buffer().write(blobs.get(last))).build();
    }
    if (path.startsWith("/v2/big/manifests/")) {
      String digest =
          HexFormat.of().formatHex(sha256().digest(manifest.getBytes(StandardCharsets.UTF_8)));
      return new MockResponse.Builder()
          .setHeader("Content-Type", MANIFEST)
          .setHeader("Docker-Content-Digest", "sha256:" + digest)
          .body(manifest)
          .build();
    }
    return failed(404, "MANIFEST_UNKNOWN", "manifest unknown");
  }

  private static MockResponse failed(int status, String code, String message) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body("{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message))
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
