package io.github.chthosting.testkit.internal.http;

import java.io.IOException;

/** The connection below a response, for those who break the rules of HTTP. */
public interface Wire {

  /** Sends bytes as they are, instead of a response, and cuts the connection. */
  void sendRaw(byte[] bytes) throws IOException;
}
