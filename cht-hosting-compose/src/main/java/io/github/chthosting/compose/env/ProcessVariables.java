package io.github.chthosting.compose.env;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The few variables of this process that {@code docker} gets from us. Compose replaces them in an
 * {@code .env} as well ({@code ${HOME}/data}), and its own value of a name outweighs the file's.
 */
public final class ProcessVariables {
  private static final Set<String> PASSED_ON =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "TMPDIR",
          "LANG",
          "LC_ALL",
          "XDG_RUNTIME_DIR",
          "XDG_CONFIG_HOME",
          "SSH_AUTH_SOCK",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "LD_LIBRARY_PATH",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "SystemRoot",
          "USERPROFILE",
          "APPDATA",
          "TEMP");

  private ProcessVariables() {}

  /** Returns those of {@code environment} that are passed on, in a map of its own. */
  public static Map<String, String> passedOn(Map<String, String> environment) {
    Map<String, String> passedOn = new TreeMap<>(environment);
    passedOn.keySet().retainAll(PASSED_ON);
    return passedOn;
  }
}
