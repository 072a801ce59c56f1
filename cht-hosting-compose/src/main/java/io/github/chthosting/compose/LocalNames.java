package io.github.chthosting.compose;

import io.github.chthosting.HostingException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import io.github.chthosting.http.Transport;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Names for addresses of local networks, with a certificate that browsers and phones trust. Whoever
 * is anywhere can have its key too: it is for try-outs alone.
 *
 * @param zone that has them: {@code 192-168-1-5.ZONE} is 192.168.1.5
 * @param server that gives the certificate as {@code /fullchain} and its key as {@code /key}
 * @param trusted authorities beside those that Java knows
 */
public record LocalNames(String zone, URI server, List<X509Certificate> trusted) {
  private static final int LIMIT = 1 << 20;

  public LocalNames {
    trusted = List.copyOf(trusted);
  }

  /** The zone that medic runs for app developers. */
  public static LocalNames medic() {
    String zone = "local-ip.medicmobile.org";
    return new LocalNames(zone, URI.create("https://" + zone), List.of());
  }

  /**
   * Returns the name of an address.
   *
   * @throws IllegalArgumentException if it is none of IPv4: the zone has no others
   */
  public String of(InetAddress address) {
    if (!(address instanceof Inet4Address)) {
      throw new IllegalArgumentException(
          address.getHostAddress() + " is not an IPv4 address, and " + zone + " knows only those");
    }
    return address.getHostAddress().replace('.', '-') + "." + zone;
  }

  /** Returns whether a domain is of this zone. */
  public boolean has(String domain) {
    return domain.endsWith("." + zone);
  }

  /**
   * Returns the address that this machine has in its network: where a packet to outside would
   * leave. None is sent. The loopback address if there is no network.
   */
  public static InetAddress here() {
    try (DatagramSocket socket = new DatagramSocket()) {
      // An address for documentation, which nobody has: RFC 5737.
      socket.connect(new InetSocketAddress("192.0.2.1", 9));
      InetAddress own = socket.getLocalAddress();
      return own.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : own;
    } catch (SocketException | UncheckedIOException e) {
      return InetAddress.getLoopbackAddress();
    }
  }

  /**
   * Fetches certificate and key as they are now, into files of mode 600.
   *
   * @param folder that gets {@code cert.pem} and {@code key.pem}
   * @throws HostingException if they cannot be had; what lies in the folder is untouched then
   * @throws io.github.chthosting.platform.certificate.InvalidCertificateException if they are none
   */
  public void fetch(Path folder) {
    try (Transport transport = Transport.builder(List.of(server)).build()) {
      String certificate = get(transport, "fullchain");
      read(certificate, get(transport, "key")).write(folder);
    } catch (IOException e) {
      throw new HostingException(
          "fetch the certificate of " + zone,
          "the certificate of " + zone + " cannot be kept: " + e + "; nothing was changed",
          false,
          e);
    }
  }

  /** Reads a certificate and its key through temporary files that this user alone may read. */
  private static KeyedCertificate read(String certificate, String key) throws IOException {
    Path folder = Files.createTempDirectory("cht-local-names");
    Path first = folder.resolve(KeyedCertificate.CERTIFICATE);
    Path second = folder.resolve(KeyedCertificate.KEY);
    try {
      Files.writeString(first, certificate);
      Files.writeString(second, key);
      return KeyedCertificate.read(first, second);
    } finally {
      Files.deleteIfExists(second);
      Files.deleteIfExists(first);
      Files.deleteIfExists(folder);
    }
  }

  private static String get(Transport transport, String name) {
    try (Reply reply = transport.send(Call.of("GET", name))) {
      if (reply.status() != 200) {
        throw new HostingException(
            reply.operation(),
            reply.operation() + ": " + reply.status() + "; nothing was changed. Try again later",
            true,
            null);
      }
      return new String(reply.bytes(LIMIT), StandardCharsets.UTF_8);
    }
  }
}
