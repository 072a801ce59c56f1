package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import java.io.IOException;
import java.util.Map;

/** JSON first, then the attachments that follow. */
record MultipartDocument(MultipartReader parts) {
  DocumentEdit read(DocumentContext db) throws IOException {
    if (!parts.nextPart()) {
      throw ApiException.badRequest("invalid UTF-8 JSON");
    }
    Map<String, String> headers = parts.headers();
    String type = headers.getOrDefault("content-type", "");
    if (!RequestBody.mediaType(type).trim().equals("application/json")) {
      throw new ApiException(415, "bad_content_type", "Content-Type must be application/json");
    }
    DocumentEdit edit = db.reader(new FollowingParts(parts)).read(MultipartJson.parse(parts));
    while (parts.nextPart()) {
      // what nobody asked for
    }
    return edit;
  }
}
