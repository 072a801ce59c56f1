package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.store.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** The JSON part of a multipart body. */
final class MultipartJson {
  private MultipartJson() {}

  static JsonNode parse(MultipartReader parts) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] bytes = new byte[8192];
    for (int n = parts.read(bytes, 0, bytes.length); n >= 0; ) {
      text.write(bytes, 0, n);
      n = parts.read(bytes, 0, bytes.length);
    }
    return JsonText.parse(text.toByteArray());
  }
}
