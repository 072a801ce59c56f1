package io.github.chthosting.compose.internal.run;

import io.github.chthosting.platform.certificate.AnyCertificate;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/**
 * The page that nginx serves on a port of this host, asked without credentials. Whose certificate
 * it is does not matter here: nothing secret is sent, and what comes back is not used.
 */
record ServedPage(int port) {

  /**
   * Returns what is wrong with it; empty if the CHT answers, whatever it says, or it cannot be
   * asked.
   */
  Optional<String> problem() {
    if (port < 0) {
      return Optional.empty();
    }
    try {
      int status = status();
      return status < 500
          ? Optional.empty()
          : Optional.of("nginx on port " + port + " answers " + status + ": api is not ready");
    } catch (IOException e) {
      return Optional.of("nginx on port " + port + " does not answer: " + e.getMessage());
    }
  }

  private int status() throws IOException {
    URI uri = URI.create("https://127.0.0.1:" + port + "/");
    HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
    connection.setSSLSocketFactory(AnyCertificate.context().getSocketFactory());
    connection.setHostnameVerifier((name, session) -> true);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(3_000);
    connection.setReadTimeout(10_000);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
