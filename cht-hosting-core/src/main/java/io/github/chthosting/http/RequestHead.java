package io.github.chthosting.http;

import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The headers of a call, equal in all of its attempts. */
final class RequestHead {
  private final Call call;
  private final String id;

  RequestHead(Call call) {
    this.call = call;
    this.id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** CouchDB writes it into its own log. */
  String id() {
    return id;
  }

  /** Returns whether the caller sends a proof of its own. */
  boolean isSigned() {
    return has("Authorization");
  }

  boolean asksForEncoding() {
    return has("Accept-Encoding");
  }

  Request.Builder request(HttpUrl url, Identity.@Nullable Proof proof) {
    boolean reads = call.method().equals("GET") || call.method().equals("HEAD");
    if (reads && call.body() != null) {
      throw new IllegalArgumentException("a " + call.method() + " cannot have a body");
    }
    return new Request.Builder()
        .url(url)
        .headers(headers(proof))
        .method(call.method(), reads ? null : new OneShotBody(call.body()));
  }

  private Headers headers(Identity.@Nullable Proof proof) {
    Headers.Builder headers = new Headers.Builder();
    // Without it CouchDB may answer in multipart; and OkHttp would ask for gzip by itself.
    headers.set("Accept", "application/json");
    headers.set("Accept-Encoding", "identity");
    headers.set("User-Agent", "cht-hosting");
    headers.set("X-Couch-Request-ID", id);
    if (proof != null) {
      headers.set(proof.header(), proof.value());
    }
    if (call.body() != null) {
      headers
          .removeAll("Content-Type")
          .addUnsafeNonAscii("Content-Type", call.body().contentType());
    }
    for (Map.Entry<String, String> header : call.headers()) {
      headers.removeAll(header.getKey());
    }
    for (Map.Entry<String, String> header : call.headers()) {
      headers.addUnsafeNonAscii(header.getKey(), header.getValue());
    }
    return headers.build();
  }

  private boolean has(String name) {
    return call.headers().stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
  }
}
